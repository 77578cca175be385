"""Effects after a round: approvals, objection windows, coming into force, deferral, the ladder, completion, supersession."""

from datetime import date, datetime, time

from govflow.domain import facts as f
from govflow.domain.mandate_versions import SUPERSEDED
from govflow.domain.translating import say
from govflow.domain.working_days import Span
from govflow.engine.cases import Case
from govflow.engine.conditions import gone
from govflow.engine.effects.money import moved_in
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]


def _text(case: Case, name: str) -> str:
    return str(case.data.get(name) or "")


@effect("record who is awaited")
def await_approvals(case: Case) -> Facts:
    """Record each own body that must still decide; it lapses the policy's time after the day it is expected."""
    return tuple(
        f.ApprovalAwaited(p.participant, p.own_body, p.own_body_kind, p.expected, approval_lapses(case, p.expected))
        for p in case.decision.current_positions
        if p.choice == "agree_subject_to" and p.participant in case.decision.eligible_participants
    )


def approval_lapses(case: Case, expected: date | None) -> datetime:
    """Return when an approval lapses (UTC): the policy's time after the day it is expected, or after now."""
    calendar, policy = case.rules.calendar, case.policy
    start = calendar.at(expected, time(12, 0)) if expected and expected > case.day else case.now
    return calendar.due(start, policy.clocks["approval"], policy.closing)


@effect("record the refusal")
def decline(case: Case) -> Facts:
    """Record that a participant's own body did not approve; nothing is said of the others, which are awaited no longer."""
    mine, data = case.actor.capacity.participant, case.data
    return (
        f.ApprovalGiven(
            mine,
            approved=False,
            reference=_text(case, "reference"),
            decided_on=data.get("decided_on"),
            by=case.actor.person,
            reason=_text(case, "reason"),
        ),
    )


@effect("open the objection window")
def open_window(case: Case) -> Facts:
    """Open the objection window of option J."""
    n, unit, _ = case.policy.options["J"].split(" ")
    span = Span(int(n), "days" if unit == "calendar" else "working days")
    return (f.WindowOpened(case.rules.calendar.due(case.now, span, case.policy.closing)),)


@effect("record the objection")
def objection(case: Case) -> Facts:
    """Record an objection raised within the window."""
    return (
        f.ObjectionRaised(
            n=len(case.decision.contributions) + 1,
            participant=case.actor.capacity.participant,
            principle=_text(case, "principle"),
            by=case.actor.person,
            reason=_text(case, "reason"),
            interest=_text(case, "interest"),
            would_agree_if=_text(case, "would_agree_if"),
        ),
    )


@effect("bring it into force")
def in_force(case: Case) -> Facts:
    """Bring the decision into force; money that it moves comes in where it goes to."""
    return (f.Effective(case.decision.version), *moved_in(case))


@effect("record the deferral")
def defer(case: Case) -> Facts:
    """Put it off until the start of the day named."""
    until: date = case.data["until"]
    n = len(case.decision.contributions) + 1
    why = _text(case, "reason")
    return (f.Deferred(case.rules.calendar.at(until, time(9, 0)), why), f.ReasonGiven(n, case.event, case.actor.person, why))


@effect("record who is gone")
def record_gone(case: Case) -> Facts:
    """Record which participants of the frozen electorate are gone."""
    left = gone(case)
    standing = (found.standing for p in left if (found := case.alliance.participant(p)))
    return (f.ElectorateChanged(left, ", ".join(sorted(set(standing)))),)


@effect("record that the mandate changed")
def record_mandate_changed(case: Case) -> Facts:
    """Record that the mandate under which positions opened binds no longer, and why."""
    what = "was varied" if case.mandate is not None and case.mandate.standing == SUPERSEDED else "ended"
    return (f.ElectorateChanged((), f"version {case.mandate.version if case.mandate else 0} of the mandate {what}"),)


@effect("put it on the ladder")
def ladder(case: Case) -> Facts:
    """Put a deadlock on the rung of the no-fault ladder that the policy names."""
    return (f.PutOnLadder(case.policy.rung_of_deadlock),)


@effect("record that it rests, agreed to differ")
def rests(case: Case) -> Facts:
    """Record that a deadlock rests, as the policy says: it goes nowhere else."""
    why = say("It was not agreed at the last try allowed. The alliance agrees to differ, and it rests.")
    return (f.ReasonGiven(len(case.decision.contributions) + 1, case.event, case.actor.person, why),)


@effect("record that it is the owner's to decide")
def left_to_owner(case: Case) -> Facts:
    """Record that a deadlocked matter which the mandate reserves is the owner's to decide, as owner."""
    why = say("It was not agreed at the last try allowed, and the mandate reserves it: the owner decides it, as owner.")
    return (f.ReasonGiven(len(case.decision.contributions) + 1, case.event, case.actor.person, why),)


@effect("record the owner's direction")
def direct(case: Case) -> Facts:
    """Record that the owner directed it to go on, without prejudice to the issue that is open, and why."""
    n, by = len(case.decision.contributions) + 1, case.actor
    return (f.Directed(n, case.decision.held_by, by.capacity.participant, by.person, _text(case, "reason")),)


@effect("record the outcome")
def outcome(case: Case) -> Facts:
    """Record what came of carrying it out."""
    return (f.Completed(_text(case, "outcome"), case.actor.person),)


@effect("record the finding")
def finding(case: Case) -> Facts:
    """Record what the review found, and whether it worked."""
    return (f.Reviewed(_text(case, "finding"), _text(case, "worked"), case.actor.person),)


@effect("record what replaced it")
def replaced(case: Case) -> Facts:
    """Record the decision that replaced this one."""
    return (f.Superseded(_text(case, "successor")),)
