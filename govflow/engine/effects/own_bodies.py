"""Effects on what a participant's own body must still decide: its notice, its decision, call-in, and what call-in left standing."""

from datetime import date, datetime, time

from govflow.domain import facts as f
from govflow.domain.decisions import Approval
from govflow.domain.own_bodies import call_in_ends, earliest_day
from govflow.domain.working_days import ONE_DAY
from govflow.engine.cases import Case
from govflow.engine.effects.following import approval_lapses
from govflow.engine.guards.own_bodies import undecided
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]
MIDNIGHT = time(0, 0)


def _text(case: Case, name: str) -> str:
    return str(case.data.get(name) or "")


@effect("record its notice")
def notify(case: Case) -> Facts:
    """Record that notice was published, and the first day that it allows; a later notice takes the place of this one.

    Where a day is planned, the approval is waited for as long after it as after a day that was expected.
    """
    data, route = case.data, _text(case, "route")
    published: date = data["published_on"]
    return (
        f.OwnBodyNotified(
            participant=case.actor.capacity.participant,
            route=route,
            published_on=published,
            earliest_on=earliest_day(case.rules.law, route, published),
            decide_on=data.get("decide_on"),
            lapses_at=_lapses_at(case, data.get("decide_on")),
            reference=_text(case, "reference"),
            by=case.actor.person,
            reason=_text(case, "reason"),
        ),
    )


def _lapses_at(case: Case, planned: date | None) -> datetime:
    """Return when the approval lapses (UTC): as before, or later where the day planned asks for it."""
    awaited = undecided(case)
    if awaited is None or planned is None:
        return awaited.lapses_at if awaited else approval_lapses(case, planned)
    return max(awaited.lapses_at, approval_lapses(case, planned))


@effect("record its decision")
def decide(case: Case) -> Facts:
    """Record what the body decided; it is its approval at once where nothing can be called in, or no longer."""
    mine, data, awaited = case.actor.capacity.participant, case.data, undecided(case)
    decided: date = data["decided_on"]
    ends = _call_in_ends_at(case, awaited.own_body_kind if awaited else "", data.get("announced_on") or decided)
    reference, by = _text(case, "reference"), case.actor.person
    taken = f.OwnBodyDecided(mine, reference, decided, data.get("announced_on"), ends, by)
    if ends is not None and ends > case.now:
        return (taken,)
    return (taken, f.ApprovalGiven(mine, approved=True, reference=reference, decided_on=decided, by=by))


def _call_in_ends_at(case: Case, kind: str, since: date) -> datetime | None:
    """Return when call-in ends: the end of its last day, the alliance's local time, as UTC."""
    calendar = case.rules.calendar
    last = call_in_ends(case.rules.law, calendar, kind, since)
    return calendar.at(last + ONE_DAY, MIDNIGHT) if last else None


@effect("record the call-in")
def call_in(case: Case) -> Facts:
    """Record that it was called in, which suspends it; its body has the policy's whole time to decide again."""
    mine, calendar = case.actor.capacity.participant, case.rules.calendar
    again = calendar.due(case.now, case.policy.clocks["approval"], case.policy.closing)
    lapses = max((a.lapses_at for a in case.decision.in_call_in if a.participant == mine), default=again)
    return (f.CalledIn(mine, max(lapses, again), case.actor.person, _text(case, "reason")),)


@effect("record what call-in left standing")
def stand(case: Case) -> Facts:
    """Record the approval of each body whose decision can be called in no longer, as it was reported."""
    over = (a for a in case.decision.in_call_in if a.call_in_ends_at and a.call_in_ends_at <= case.now)
    return tuple(_approved(a) for a in over)


def _approved(one: Approval) -> f.ApprovalGiven:
    return f.ApprovalGiven(one.participant, approved=True, reference=one.reference, decided_on=one.decided_on, by=one.by)
