"""How a decision begins: its kind, body and words are ones the policy knows, and its first version is written."""

from collections.abc import Mapping
from typing import Any

from govflow.domain import facts as f
from govflow.domain.decisions import Decision
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.engine import moving
from govflow.engine.cases import Case, changed
from govflow.engine.drafting import routed
from govflow.engine.moving import Moved
from govflow.engine.spending import money_aimed, unfit


def begin(case: Case, ref: str) -> Moved:
    """Return the proposing of a new decision ``ref``; ``case.data`` holds the checked proposal. Raises Refused for unknown words."""
    data, policy = case.data, case.policy
    _check_words(case)
    start = changed(case, decision=Decision(ref=ref))
    body = data.get("body") or _lowest(case, start)
    proposed = f.Proposed(
        decision_kind=data["kind"],
        body=body,
        proposer=case.actor.person,
        participant=case.actor.capacity.participant,
        mandate=data.get("mandate") or "",
        workflow=case.rules.workflow.digest,
        policy=policy.digest,
        supersedes=data.get("supersedes") or "",
        concerns=data.get("concerns") or "",
    )
    asked = (f.BodyAsked(body),) if data.get("body") else ()
    aimed = money_aimed({"kind": data["kind"], **_money(data)})
    return moving.begin(start, (proposed, *asked, *_shared(case), *_following(data), _first_version(case), *aimed))


def _shared(case: Case) -> tuple[f.Fact, ...]:
    """Return that it is nobody's private draft: what the owner issued to everybody, or reserves to itself, or what answers a default.

    What follows from a reserved matter for the others is written before notice of it can be given, and who is to be excluded may be
    heard from the beginning: so they read it from then on.
    """
    kind = case.policy.kind(case.data["kind"])
    is_shared = case.data.get("shared") or case.data.get("default") or (kind is not None and kind.is_reserved)
    return (f.Shared(),) if is_shared else ()


def _following(data: Mapping[str, Any]) -> tuple[f.Fact, ...]:
    """Return what is said of the reserved matter it follows from, or of what follows from it, and the default that it answers."""
    cited = (f.DefaultCited(data["default"]),) if data.get("default") else ()
    linked, nothing = data.get("linked"), str(data.get("nothing_follows") or "").strip()
    return (*cited, *((f.Linked(linked),) if linked else ()), *((f.NothingFollows(nothing),) if nothing else ()))


def _lowest(case: Case, start: Case) -> str:
    """Return the body that may decide it: the lowest that has the authority."""
    found = routed(start, {"kind": case.data["kind"], "changes": (), **_money(case.data)})
    return found.body.id if found else ""


def _money(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a proposal says about money, with nothing where it says nothing."""
    said = {name: data.get(name) or "" for name in ("line", "year", "to_line", "to_year", "releases")}
    return {"amount_pence": data.get("amount_pence"), **said}


def _check_words(case: Case) -> None:
    data, policy, refusals = case.data, case.policy, []
    if policy.kind(data["kind"]) is None:
        refusals.append(_unknown("kind", data["kind"], tuple(k.id for k in policy.kinds)))
    if data.get("body") and policy.body(data["body"]) is None:
        refusals.append(_unknown("body", data["body"], tuple(b.id for b in policy.bodies)))
    kind = policy.kind(data["kind"])
    wrong = unfit(case, {**_money(data), "kind": data["kind"]})
    refusals += [wrong] if wrong is not None else []
    members = tuple(p.id for p in case.alliance.participants)
    if (data.get("concerns") or (kind is not None and kind.about)) and data.get("concerns") not in members:
        refusals.append(_unknown("concerns", data.get("concerns") or "(nobody)", members))
    if refusals:
        raise Refused(tuple(refusals))


def _unknown(name: str, value: str, known: tuple[str, ...]) -> Refusal:
    return refuse("unknown-value", field=name, value=value, known=", ".join(known))


def _first_version(case: Case) -> f.VersionAdded:
    data = case.data
    return f.VersionAdded(
        version=1,
        title=data["title"],
        text=data["text"],
        decision_kind=data["kind"],
        amount_pence=data.get("amount_pence"),
        line=data.get("line") or "",
        year=data.get("year") or "",
        changes=tuple(data.get("changes") or ()),
        measure=data.get("measure") or "",
        review_on=data.get("review_on"),
        statement=data.get("statement") or {},
        material=True,
        by=case.actor.person,
    )
