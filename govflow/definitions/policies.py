"""Policy packs: reading a pack's folder, overriding it for a rehearsal, and keeping it as content in a record.

A pack is one mapping spread over the files in ``FILES``. File, override and stored content go through the same reader and the
same checks (``policy_checks``), so no door lets in what another refuses. What the settings mean is ``domain``'s business.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from govflow.definitions.canonical import canonical, digest, from_canonical
from govflow.definitions.clocks import read_clocks, read_closing
from govflow.definitions.policy_checks import Known, check_core, check_whole, shipped_words
from govflow.definitions.schema import Fields, Problems, each, fields, nearest, to_day
from govflow.definitions.strict_yaml import DefinitionError, Node, Plain, Problem, from_plain, read_file
from govflow.domain.money import COMMIT, MONEY
from govflow.domain.options import DEFAULTS
from govflow.domain.policies import (
    ASK_AGAIN,
    CARRY_ON,
    EVERYONE,
    LEADERSHIP_TEAM,
    THOSE_CONCERNED,
    Body,
    Ground,
    Kind,
    Policy,
    Principle,
    Quorum,
    Route,
    Word,
)
from govflow.domain.vocabulary import CLOCKS, LEVELS, MAY_CHANGE, ROUTES, RUNGS

SECTIONS = ("policy", "principles", "bodies", "kinds", "positions", "options", "clocks", "roles", "routes", "defaults")
FILES = tuple(f"{section}.yaml" for section in SECTIONS)
BESIDE = ("alliance.yaml",)  # lies in a pack's folder without being part of the policy
OVERRIDABLE = ("options", "clocks", "base", "quorum", "ladder", "first_rung", "issues_shown", "hide_positions", "mandate_varied")

# What an override that switches standing aside on offers, as the pack itself has no words for it.
STAND_ASIDE: Mapping[str, Plain] = {
    "id": "stand_aside",
    "title": "Stand aside",
    "means": "We do not agree, and we will not stand in the way of the others.",
    "prompt": "Why do you stand aside?",
}


def load_policy(folder: Path, known: Known | None = None) -> Policy:
    """Return the policy of the pack in ``folder``. Raises DefinitionError with every problem of all its files."""
    problems = Problems()
    node = _merged(folder, problems)
    unread = bool(problems.found)
    _refuse_others(folder, problems)
    policy = _read(node, known or shipped_words(), problems, whole=not unread)
    if unread:  # what a file that cannot be read should have said is not missing
        problems.found = [p for p in problems.found if p.line or p.file != node.file]
    if policy.pack and policy.pack != folder.name:
        problems.add(node, f"'policy' is {policy.pack!r}, yet its folder is called {folder.name!r}")
    problems.stop()
    return policy


def with_overrides(policy: Policy, changes: Mapping[str, Plain], known: Known | None = None) -> Policy:
    """Return ``policy`` with ``changes`` to ``OVERRIDABLE`` keys, written as in a file and checked as a pack is.

    Raises DefinitionError.
    """
    problems = Problems()
    name = f"{policy.pack} with changes"
    content = dict(_plain(policy))
    for key, value in changes.items():
        if key not in OVERRIDABLE:
            problems.add(from_plain({}, name), f"{key!r} cannot be changed here{nearest(key, OVERRIDABLE)}")
            continue
        here = content.get(key, {})
        both = isinstance(value, Mapping) and isinstance(here, Mapping)
        content[key] = {**here, **value} if both else value  # type: ignore[dict-item]
    content["positions"] = _offered(policy, content)
    changed = _read(from_plain(content, name), known or shipped_words(), problems)
    problems.stop()
    return changed


def policy_content(policy: Policy) -> bytes:
    """Return ``policy`` as canonical JSON; its SHA-256 is the policy's digest."""
    return canonical(_plain(policy))


def policy_from_content(content: bytes) -> Policy:
    """Return the policy kept as ``content``.

    It is held to the rules that never bend, not to words and clocks that came later: a decision ends under the rules it began
    with.
    """
    problems = Problems()
    policy = _read(from_canonical(content, "stored policy"), None, problems)
    problems.stop()
    return replace(policy, digest=digest(content))


def _merged(folder: Path, problems: Problems) -> Node:
    """Return all files of the pack as one mapping; problems are those of files that could not be read as one."""
    if not any((folder / file).is_file() for file in FILES):
        raise DefinitionError([Problem(folder.name, 0, f"is not a policy pack: it has none of {', '.join(FILES)}")])
    merged: dict[str, Node] = {}
    for file in FILES:
        with problems.caught():
            node = read_file(folder / file, f"{folder.name}/{file}")
            if not isinstance(node.value, dict):
                problems.add(node, "must be a mapping of keys to values")
                continue
            for key in node.value.keys() & merged.keys():
                problems.add(node.value[key], f"{key!r} is also given in {merged[key].file}")
            merged.update(node.value)
    return Node(merged, 0, folder.name)


def _refuse_others(folder: Path, problems: Problems) -> None:
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in FILES + BESIDE:
            at = Node("", 0, f"{folder.name}/{path.name}")
            problems.add(at, f"is not a file of a policy{nearest(path.name, FILES + BESIDE)}")


def _read(node: Node, known: Known | None, problems: Problems, *, whole: bool = True) -> Policy:
    """Return the policy that ``node`` says; whether its parts fit together is asked only of a ``whole`` one."""
    with fields(node, "a policy", problems) as f:
        bodies = each(f, "bodies", "a body", _body, lambda b: b.id)
        of_body = {b.id for b in bodies}
        policy = Policy(
            pack=f.name("policy"),
            edition=f.number("edition", 1, 9999),
            title=f.text("title"),
            digest="",
            base=f.word("base", ("unanimity", "consensus")),
            jurisdiction=f.name("jurisdiction"),
            zone=f.text("zone"),
            closing=read_closing(f, "closing"),
            principles=each(f, "principles", "a principle", _principle, lambda p: p.id),
            interests=f.texts("interests", needed=False),
            bodies=bodies,
            kinds=each(f, "kinds", "a kind", lambda row: _kind(row, of_body), lambda k: k.id),
            words=each(f, "positions", "a position", _word, lambda w: w.id),
            options=_options(f),
            clocks=read_clocks(f, "clocks", CLOCKS if known else None),
            acts=_acts(f, known),
            grounds=each(f, "grounds", "a ground", _ground, lambda g: g.id) if known or f.has("grounds") else (),
            quorum=_quorum(f),
            ladder=f.texts("ladder", RUNGS) if f.has("ladder") else RUNGS,
            first_rung=f.word("first_rung", RUNGS, "facilitated"),
            issues_shown=f.word("issues_shown", (EVERYONE, LEADERSHIP_TEAM, THOSE_CONCERNED), EVERYONE),
            quiet_minutes=f.number("quiet_minutes", 0, 120, 15),
            hide_positions=f.flag("hide_positions", default=False),
            mandate_varied=f.word("mandate_varied", (ASK_AGAIN, CARRY_ON), ASK_AGAIN),
            routes=_routes(f, known),
            local_closures=_closures(f),
        )
        check_core(policy, f)
        if whole and known:
            check_whole(policy, f, known)
    return replace(policy, digest=digest(policy_content(policy)))


def _principle(f: Fields) -> Principle:
    return Principle(f.name("id"), f.text("title"), f.text("means"))


def _routes(f: Fields, known: Known | None) -> tuple[Route, ...]:
    """Return the routes; a policy that was kept before there were any has none."""
    return each(f, "routes", "a route", _route, lambda r: r.id) if known or f.has("routes") else ()


def _route(f: Fields) -> Route:
    return Route(f.word("id", ROUTES), f.text("title"), f.text("when"), f.text("address"))


def _body(f: Fields) -> Body:
    level = f.word("level", LEVELS)
    return Body(f.name("id"), f.text("title"), level, f.flag("alone", default=False), f.flag("notice", default=True))


def _kind(f: Fields, bodies: Collection[str]) -> Kind:
    return Kind(
        id=f.name("id"),
        title=f.text("title"),
        means=f.text("means"),
        body=f.word("body", bodies) if bodies else f.text("body"),
        about=f.word("about", ("default", "exit", "suspension"), ""),
        needs_amount=f.flag("needs_amount", default=False),
        changes=f.texts("changes", MAY_CHANGE, needed=False),
        money=f.word("money", MONEY, COMMIT),
    )


def _ground(f: Fields) -> Ground:
    said = (f.name("id"), f.text("title"), f.text("means"), f.text("not"))
    return Ground(*said, curable=f.flag("curable"), evidence=f.text("evidence", ""))


def _word(f: Fields) -> Word:
    return Word(f.name("id"), f.text("title"), f.text("means"), f.text("prompt"))


def _options(f: Fields) -> Mapping[str, str]:
    found = dict(DEFAULTS)
    for letter, node in f.pairs("options").items():
        if letter not in DEFAULTS:
            f.problems.add(node, f"there is no option {letter!r}; the options are A to P")
        elif isinstance(node.value, str):
            found[letter] = node.value.strip()
        else:
            f.problems.add(node, f"option {letter} must be one word")
    return found


def _acts(f: Fields, known: Known | None) -> Mapping[str, tuple[str, ...]]:
    table = f.node_of("acts")
    if table is None:
        return {}
    with fields(table, "the table of acts", f.problems) as rows:
        given = list(table.value) if isinstance(table.value, dict) else []
        for act in given:
            if known and act not in known.acts:
                f.problems.add(rows.at(act), f"there is no act {act!r}{nearest(act, known.acts)}")
        return {act: rows.texts(act, known.roles if known else None) for act in given}


def _quorum(f: Fields) -> Quorum:
    node = f.node_of("quorum", needed=False)
    if node is None:
        return Quorum()
    with fields(node, "the quorum", f.problems) as q:
        return Quorum(q.number("at_least", 2, 99, 2), q.texts("named", needed=False), q.number("panel", 2, 99, 3))


def _closures(f: Fields) -> tuple[str, ...]:
    days = f.texts("local_closures", needed=False)
    return tuple(to_day(day, f.at("local_closures"), f.problems).isoformat() for day in days)


def _offered(policy: Policy, content: Mapping[str, Plain]) -> list[Mapping[str, Plain]]:
    options = content.get("options")
    aside = content.get("base") == "consensus" and isinstance(options, Mapping) and options.get("B") == "stand_aside_allowed"
    kept = [_row(w) for w in policy.words if w.id != "stand_aside" or aside]
    return [*kept, STAND_ASIDE] if aside and not policy.word("stand_aside") else kept


def _plain(policy: Policy) -> Mapping[str, Plain]:
    return {
        "policy": policy.pack,
        "edition": str(policy.edition),
        "title": policy.title,
        "base": policy.base,
        "jurisdiction": policy.jurisdiction,
        "zone": policy.zone,
        "closing": policy.closing.strftime("%H:%M"),
        "principles": [_row(p) for p in policy.principles],
        "interests": list(policy.interests),
        "bodies": [_body_row(b) for b in policy.bodies],
        "kinds": [_kind_row(k) for k in policy.kinds],
        "positions": [_row(w) for w in policy.words],
        "options": dict(policy.options),
        "clocks": {name: str(span) for name, span in policy.clocks.items()},
        "acts": {act: list(roles) for act, roles in policy.acts.items()},
        "quorum": _quorum_row(policy.quorum),
        **({"grounds": [_ground_row(g) for g in policy.grounds]} if policy.grounds else {}),
        "ladder": list(policy.ladder),
        "first_rung": policy.first_rung,
        "issues_shown": policy.issues_shown,
        "quiet_minutes": str(policy.quiet_minutes),
        "hide_positions": "yes" if policy.hide_positions else "no",
        "mandate_varied": policy.mandate_varied,
        "local_closures": list(policy.local_closures),
        **({"routes": [_row(r) for r in policy.routes]} if policy.routes else {}),
    }


def _body_row(body: Body) -> Mapping[str, Plain]:
    flags = {"alone": "yes"} if body.alone else {}
    return {"id": body.id, "title": body.title, "level": body.level, **flags, **({} if body.notice else {"notice": "no"})}


def _row(value: Principle | Word | Route) -> Mapping[str, Plain]:
    return {name: str(getattr(value, name)) for name in value.__dataclass_fields__}


def _ground_row(ground: Ground) -> Mapping[str, Plain]:
    said = {"id": ground.id, "title": ground.title, "means": ground.means, "not": ground.leaves_out}
    return {**said, "curable": "yes" if ground.curable else "no", **({"evidence": ground.evidence} if ground.evidence else {})}


def _quorum_row(quorum: Quorum) -> Mapping[str, Plain]:
    return {"at_least": str(quorum.at_least), "named": list(quorum.named), "panel": str(quorum.panel)}


def _kind_row(kind: Kind) -> Mapping[str, Plain]:
    more: dict[str, Plain] = {"about": kind.about} if kind.about else {}
    more |= {"money": kind.money} if kind.money != COMMIT else {}
    return {
        "id": kind.id,
        "title": kind.title,
        "means": kind.means,
        "body": kind.body,
        "needs_amount": "yes" if kind.needs_amount else "no",
        "changes": list(kind.changes),
        **more,
    }
