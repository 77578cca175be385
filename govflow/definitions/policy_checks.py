"""What a policy must be as a whole: complete, at one with itself, and within the rules that never bend.

Each check adds problems and never raises. What one key may hold is checked where it is read (``policies``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from govflow.definitions.schema import Fields, nearest
from govflow.domain.money import COMMIT
from govflow.domain.options import OPTIONS, is_known, rules_broken
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS, ENGINE_ACTS, POSITIONS, ROLES, ROUTES, RULES, RUNGS

ALWAYS_OFFERED = ("agree", "agree_subject_to", "object", "abstain")
MAY_ANSWER = frozenset({"seat holder", "deputy"})
THE_ENGINE = frozenset({"the engine", "the clock"})
# A kind that decides on one participant's own default, exit or suspension: that participant never takes part.
BARRED_KINDS: Mapping[str, str] = {"exclusion": "default", "exit": "exit", "suspension": "suspension"}
MAY_LACK = frozenset({"suspension"})  # an alliance without it suspends nobody who has not asked for it
NEEDED_KINDS = ("mandate-response",)
OWNERS_KIND, DEFAULT = "suspension-of-activities", "default"  # by which the others answer a default of the owner
WILFUL, INSOLVENCY = "wilful-default", "insolvency"
# What only the seat holders of the others do on the restricted route of default.
JOINT = frozenset({f"default.{event}" for event in ("prepare", "confirm", "give_notice", "extend", "judge", "propose_exclusion")})
NEEDED_LEVELS = ("leadership", "owner")
ALONE_LEVELS = frozenset({"manager", "owner"})  # where one may decide for a body: what it holds is not the alliance's together


@dataclass(frozen=True, slots=True)
class Known:
    """The words a policy may use. ``jurisdictions`` empty: not checked."""

    acts: Collection[str]
    roles: Collection[str]
    jurisdictions: Collection[str] = ()


def shipped_words() -> Known:
    """Return the vocabulary itself, for a policy that is read on its own."""
    return Known(frozenset(ACTS), frozenset(ROLES))


def check_core(policy: Policy, f: Fields) -> None:
    """Add what would break a rule that never bends; ``f`` is where ``policy`` was read."""
    _check_options(policy, f)
    _check_acts(policy, f)
    _check_barred_kinds(policy, f)
    _check_alone(policy, f)


def check_whole(policy: Policy, f: Fields, known: Known) -> None:
    """Add what is missing from ``policy`` or does not fit together; ``f`` is where it was read."""
    _check_quorum(policy, f)
    _check_words(policy, f)
    _check_levels(policy, f)
    _check_kinds(policy, f)
    _check_ladder(policy, f)
    _check_grounds(policy, f)
    _check_routes(policy, f)
    _check_place(policy, f, known)


def rule_says(numbers: tuple[int, ...]) -> str:
    """Return the rules as a sentence names them: ``rule 1 (unanimity is of participants, on one version)``."""
    return " and ".join(f"rule {n} ({RULES[n]})" for n in numbers)


def _check_options(policy: Policy, f: Fields) -> None:
    given = f.at("options")
    for letter, value in policy.options.items():
        at = given.value.get(letter, given) if isinstance(given.value, dict) else given
        broken = rules_broken(letter, value, policy.base)
        option = OPTIONS[letter]
        if broken:
            remedy = "; it needs 'base: consensus'" if value in option.needs_consensus else ""
            f.problems.add(at, f"option {letter}: {value} would break {rule_says(broken)}, so it cannot be switched on{remedy}")
        elif not is_known(letter, value):
            f.problems.add(at, f"option {letter} ({option.title.lower()}) cannot be {value!r}{nearest(value, option.values)}")


def _check_quorum(policy: Policy, f: Fields) -> None:
    if policy.options["D"] == "named_roles" and not policy.quorum.named:
        f.problems.add(f.at("quorum"), "option D is named_roles, yet 'quorum' has no 'named'")
    if policy.options["D"] != "named_roles" and policy.quorum.named:
        f.problems.add(f.at("quorum"), f"'named' counts only where option D is named_roles; here it is {policy.options['D']}")


def _check_words(policy: Policy, f: Fields) -> None:
    at = f.at("positions")
    offered = {w.id for w in policy.words}
    aside = policy.base == "consensus" and policy.options["B"] == "stand_aside_allowed"
    needed = {*ALWAYS_OFFERED, "stand_aside"} if aside else set(ALWAYS_OFFERED)
    for word in sorted(needed - offered):
        f.problems.add(at, f"'positions' lacks {word!r}")
    for word in sorted(offered - needed):
        if word == "stand_aside":
            f.problems.add(at, "'stand_aside' can be offered only with 'base: consensus' and option B stand_aside_allowed")
        else:
            f.problems.add(at, f"there is no position {word!r}{nearest(word, needed)}")


def _check_levels(policy: Policy, f: Fields) -> None:
    levels = [b.level for b in policy.bodies]
    for level in sorted({one for one in levels if one and levels.count(one) > 1}):
        f.problems.add(f.at("bodies"), f"'bodies' has two at level {level!r}; a matter could not be sent to one of them")
    for level in NEEDED_LEVELS:
        if level not in levels:
            f.problems.add(f.at("bodies"), f"'bodies' has none at level {level!r}")


def _check_alone(policy: Policy, f: Fields) -> None:
    for body in policy.bodies:
        if body.alone and body.level not in ALONE_LEVELS:
            f.problems.add(
                f.at("bodies"), f"'alone: yes' for {body.id!r}, at level {body.level!r}, would break {rule_says((1,))}"
            )


def _check_barred_kinds(policy: Policy, f: Fields) -> None:
    at = f.at("kinds")
    for kind, about in BARRED_KINDS.items():
        found = policy.kind(kind)
        if (found is None and kind not in MAY_LACK) or (found is not None and found.about != about):
            f.problems.add(at, f"kind {kind!r} must be there with 'about: {about}'; leaving it out would break {rule_says((7,))}")


def _check_kinds(policy: Policy, f: Fields) -> None:
    for kind in NEEDED_KINDS:
        if policy.kind(kind) is None:
            f.problems.add(f.at("kinds"), f"'kinds' lacks {kind!r}, by which a mandate is answered")
    owners = policy.kind(OWNERS_KIND)
    if owners is None or owners.about != DEFAULT:
        says = f"kind {OWNERS_KIND!r} must be there with 'about: {DEFAULT}'; leaving it out would break {rule_says((7,))}"
        f.problems.add(f.at("kinds"), says)
    for one in policy.kinds:
        if one.money != COMMIT and not one.needs_amount:
            f.problems.add(f.at("kinds"), f"kind {one.id!r} has 'money: {one.money}', and needs 'needs_amount: yes'")


def _check_ladder(policy: Policy, f: Fields) -> None:
    if policy.ladder[:1] != RUNGS[:1]:
        f.problems.add(f.at("ladder"), f"'ladder' must start with {RUNGS[0]!r}, where every issue is logged")
    if policy.first_rung not in RUNGS:
        return  # told where it was read
    if policy.first_rung not in policy.ladder:
        says = f"'first_rung' is {policy.first_rung!r}, which is not on the ladder{nearest(policy.first_rung, policy.ladder)}"
        f.problems.add(f.at("first_rung"), says)
    elif policy.rung_of_deadlock not in policy.ladder:
        says = f"option H is {policy.options['H']}, and 'ladder' has no {policy.rung_of_deadlock!r}, on which its issue would be raised"
        f.problems.add(f.at("ladder"), says)


def _check_grounds(policy: Policy, f: Fields) -> None:
    if policy.ground(WILFUL) is None:
        f.problems.add(f.at("grounds"), f"'grounds' lacks {WILFUL!r}")
    insolvency = policy.ground(INSOLVENCY)
    if insolvency is not None and insolvency.curable:
        f.problems.add(f.at("grounds"), f"ground {INSOLVENCY!r} leaves nothing to put right: 'curable' must be no")


def _check_routes(policy: Policy, f: Fields) -> None:
    for route in ROUTES:
        if policy.route(route) is None and f.has("routes"):
            f.problems.add(f.at("routes"), f"'routes' lacks {route!r}, by which an issue can be sent where it belongs")


def _check_acts(policy: Policy, f: Fields) -> None:
    table = f.at("acts")
    for act, roles in policy.acts.items():
        at = table.value.get(act, table) if isinstance(table.value, dict) else table
        others = [r for r in roles if r not in MAY_ANSWER] if act in POSITIONS else []
        if others:
            f.problems.add(at, f"{act} is for a seat holder or deputy; {', '.join(others)} would break {rule_says((1,))}")
        apart = [r for r in roles if r not in MAY_ANSWER] if act in JOINT else []
        if apart:
            f.problems.add(at, f"{act} is for a seat holder or deputy; {', '.join(apart)} would break {rule_says((1,))}")
        people = [r for r in roles if r not in THE_ENGINE] if act in ENGINE_ACTS else []
        if people:
            f.problems.add(at, f"{act} is done by the rules themselves; {', '.join(people)} would break {rule_says((5,))}")


def _check_place(policy: Policy, f: Fields, known: Known) -> None:
    if known.jurisdictions and policy.jurisdiction and policy.jurisdiction not in known.jurisdictions:
        f.problems.add(
            f.at("jurisdiction"),
            f"there is no jurisdiction {policy.jurisdiction!r}{nearest(policy.jurisdiction, known.jurisdictions)}",
        )
    try:
        ZoneInfo(policy.zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        f.problems.add(f.at("zone"), f"there is no time zone {policy.zone!r}; it is written as in Europe/London")
