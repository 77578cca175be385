"""Asking everyone: who is in the electorate, until when, and whom to tell. Shared by guards, effects and moments."""

from datetime import datetime

from govflow.domain.participants import GONE
from govflow.domain.policies import Kind
from govflow.engine.cases import Case
from govflow.engine.mandating import OWNER_LEVEL

OWN_MATTER = frozenset({"default", "exit", "suspension"})


def electorate(case: Case) -> tuple[str, ...]:
    """Return who would be asked if positions opened now: who decides in the body, but never on its own default or exit (rule 7)."""
    members = in_body(case)
    concerned = case.decision.concerns if is_own_matter(case.kind) else ""
    return tuple(p for p in members if p != concerned)


def in_body(case: Case) -> tuple[str, ...]:
    """Return who decides in the decision's body now. In the owner's own body that is the owner, also while suspended as participant."""
    body = case.policy.body(case.decision.body)
    if body is None or body.level != OWNER_LEVEL:
        return case.alliance.members(case.decision.body)
    return tuple(sorted(p.id for p in case.alliance.participants if body.id in p.bodies and p.standing not in GONE))


def deciding(case: Case) -> tuple[str, ...]:
    """Return who decides: the frozen electorate while positions are open, else who would be asked now."""
    return case.decision.electorate if case.decision.state == "open" else electorate(case)


def is_own_matter(kind: Kind | None) -> bool:
    """Say whether decisions of ``kind`` are about one participant's own default or exit."""
    return kind is not None and kind.about in OWN_MATTER


def full_time(case: Case) -> datetime:
    """Return when positions close if everyone has the policy's whole time from now (UTC)."""
    return case.rules.calendar.due(case.now, case.policy.clocks["positions"], case.policy.closing)


def closing_time(case: Case) -> datetime:
    """Return the closing time asked for, else the policy's (UTC)."""
    asked: datetime | None = case.data.get("closes")
    return asked or full_time(case)


def team(case: Case) -> tuple[str, ...]:
    """Return the people of the body and the manager, by reference: those who are told what happens."""
    body, day = case.decision.body, case.day
    holders = (case.alliance.holder(p, body, day) for p in case.alliance.members(body))
    return tuple(dict.fromkeys([*(h for h in holders if h), *managers(case), *case.alliance.in_office("chair", day, body)]))


def managers(case: Case) -> tuple[str, ...]:
    """Return who holds the office of alliance manager."""
    return case.alliance.in_office("manager", case.day)


def speakers(case: Case, participants: tuple[str, ...]) -> tuple[str, ...]:
    """Return who may answer for ``participants`` today: the holder, or the deputies while the holder is away or barred."""
    found: list[str] = []
    for participant in participants:
        holder = case.alliance.holder(participant, case.decision.body, case.day)
        away = (
            not holder
            or holder in case.decision.barred
            or case.alliance.is_absent(participant, case.decision.body, holder, case.day)
        )
        found += [] if not holder or holder in case.decision.barred else [holder]
        if away:
            found += [d.person for d in case.alliance.deputies_of(participant, case.decision.body, case.day)]
    return tuple(dict.fromkeys(found))
