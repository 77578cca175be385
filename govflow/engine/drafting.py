"""What a proposal would be after a change, and whether the mandate lets its body decide it. Shared by guards and effects."""

from collections.abc import Mapping
from typing import Any

from govflow.domain.authority import Matter, Route, route, the
from govflow.domain.mandates import Mandate
from govflow.domain.policies import Body, Kind
from govflow.domain.proposals import STATEMENT_PARTS, Version, missing_parts
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.vocabulary import LEVELS, MAY_CHANGE
from govflow.engine.cases import Case
from govflow.engine.spending import beyond_lines, credit, left, takes, terms, unfit

FIELDS = (
    "title", "text", "kind", "amount_pence", "line", "year", "to_line", "to_year", "releases", "changes", "measure", "review_on",
    "statement",
)  # fmt: skip

ASKS_FOR_BODY = frozenset({"revise", "circulate"})


def changed(case: Case) -> Mapping[str, Any]:
    """Return the fields of the current version that the act's data changes, with their new values; a statement's parts are merged."""
    now, data = case.decision.text, dict(case.data)
    if "statement" in data:
        data["statement"] = merged(now.statement, data["statement"])
    return {name: data[name] for name in FIELDS if name in data and data[name] != getattr(now, name)}


def merged(now: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the statement ``now`` with the parts ``given``, principle by principle."""
    grid = {**now.get("principles", {}), **given.get("principles", {})}
    return {**now, **given, **({"principles": grid} if grid else {})}


def drafted(case: Case) -> Mapping[str, Any]:
    """Return every field of the version as it would be after the act; the current one where the act changes nothing."""
    now: Version = case.decision.text
    return {name: getattr(now, name) for name in FIELDS} | dict(changed(case))


def current(case: Case) -> Mapping[str, Any]:
    """Return every field of the current version."""
    return {name: getattr(case.decision.text, name) for name in FIELDS}


def unanswered(case: Case, statement: Mapping[str, Any]) -> Refusal | None:
    """Refuse when a part of the best-for-people ``statement`` is not answered."""
    missing = missing_parts(statement, tuple(p.id for p in case.policy.principles))
    return refuse("rationale-incomplete", field="statement", parts="; ".join(_part(m) for m in missing)) if missing else None


def _part(name: str) -> str:
    return STATEMENT_PARTS[name]


def beyond_mandate(case: Case, draft: Mapping[str, Any]) -> Refusal | None:
    """Refuse what the mandate does not cover: a change of the agreement or a reserved matter, money on lines it does not hold."""
    kind, mandate = case.policy.kind(draft["kind"]), case.mandate
    if mandate is None:
        return None
    hidden = [c for c in draft["changes"] if c not in may_change(kind, mandate)]
    if hidden:
        changes = " and ".join(MAY_CHANGE.get(c, c) for c in hidden)
        return refuse(
            "outside-mandate",
            field="changes",
            why=f"It would change {changes}, which {_whose(set(hidden) & set(mandate.reserved))}",
            remedy="Propose it as the kind of decision that may change it.",
        )
    return beyond_lines(case, draft)


def may_change(kind: Kind | None, mandate: Mandate) -> tuple[str, ...]:
    """Return what a proposal of ``kind`` may change; where that is reserved matters, each matter the mandate reserves."""
    if kind is None:
        return ()
    return (*kind.changes, *(mandate.reserved if kind.is_reserved else ()))


def _whose(reserved: set[str]) -> str:
    return "is reserved to the owner" if reserved else "this kind of decision cannot do"


def misfit(case: Case, draft: Mapping[str, Any]) -> Refusal | None:
    """Refuse a kind that the proposal cannot become, or that lacks what it needs.

    What is about one participant's own default or exit begins and ends as that: otherwise a change of kind would put the one
    concerned among those who decide (rule 7). Nothing becomes the answer to a mandate: a mandate is answered once.
    """
    kind, began = case.policy.kind(draft["kind"]), case.policy.kind(case.decision.began)
    if kind is not None and began is not None and (kind.about, _answers(kind)) != (began.about, _answers(began)):
        return refuse(
            "invalid",
            field="kind",
            why=f"what began as {began.title.lower()} cannot become {kind.title.lower()}, as others would decide it",
            remedy="Withdraw this and propose it anew.",
        )
    if kind is not None and kind.is_reserved and not draft["changes"]:
        return refuse(
            "invalid", field="changes", why="it does not say which reserved matter it decides", remedy="Choose at least one."
        )
    return unfit(case, draft)


def _answers(kind: Kind) -> bool:
    return "mandate" in kind.changes


def routed(case: Case, draft: Mapping[str, Any]) -> Route | None:
    """Return who would decide ``draft``, and why; None where its kind or the kind's body is unknown."""
    kind, mandate = case.policy.kind(draft["kind"]), terms(case)
    if kind is None:
        return None
    line = mandate.line(draft["line"], draft["year"]) if mandate is not None else None
    matter = Matter(
        kind=kind,
        pence=draft["amount_pence"],
        line=draft["line"],
        year=draft["year"],
        left=left(case, line.line, line.year) + credit(case, draft) if line and takes(case, draft) else None,
        holder=case.title_of(line.holder) if line and line.holder else "",
        asked=asked_for(case),
        reserved=tuple(c for c in draft["changes"] if mandate is not None and c in mandate.reserved),
    )
    return route(matter, case.policy.bodies, mandate)


def asked_for(case: Case) -> str:
    """Return the body that is asked for once the act is done; "" for the lowest that may decide it."""
    given = case.event in ASKS_FOR_BODY and "body" in case.data
    return str(case.data["body"] or "") if given else case.decision.asked_body


def bound_for(case: Case, lowest: Body) -> str:
    """Return the body it goes to with the act: the one asked for, else ``lowest`` when notice is given or none is asked for any more."""
    asked = asked_for(case)
    goes_by_itself = case.event == "circulate" or bool(case.decision.asked_body)
    return asked or (lowest.id if goes_by_itself else case.decision.body)


def beyond_body(case: Case, draft: Mapping[str, Any]) -> Refusal | None:
    """Refuse when the decision lies with a higher body than the one asked, by its kind or by the mandate's limits (pence).

    Until notice is given a matter that nobody asked to go to a certain body is routed by itself.
    """
    found = routed(case, draft)
    body = case.policy.body(bound_for(case, found.body)) if found else None
    if found is None or body is None:
        return refuse("wrong-body", field="body", why="No such body decides this kind", remedy="Choose a body of the alliance.")
    if LEVELS.index(body.level) >= LEVELS.index(found.body.level):
        return None
    why, to = found.says.rstrip("."), the(found.body)
    return refuse(
        "wrong-body",
        field="body",
        why=f"{why}, so it is for {to}, not {the(body)}",
        remedy=f"Take it to {to}.",
    )
