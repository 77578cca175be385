"""The moments: each ``after:`` sentence of a workflow file, as the time (UTC) at which the clock acts, or None for not now."""

from datetime import datetime, time, timedelta

from govflow.engine.cases import Case
from govflow.engine.defaults import UNSEEN, DefaultCase
from govflow.engine.gatherings import MeetingCase, MinutesCase
from govflow.engine.issues import IssueCase
from govflow.engine.mandating import MandateCase
from govflow.engine.waiting import waits_for
from govflow.engine.words import moment

MIDNIGHT = time(0, 0)
TO_GATHER = timedelta(hours=1)


@moment("the closing time")
def closing(case: Case) -> datetime | None:
    """Return when the round of positions closes; None while everyone has agreed and it only waits, which is no failure to agree."""
    asked = case.decision.asked
    return asked.closes_at if asked is not None and not waits_for(case) else None


@moment("settlement has waited")
def waited(case: Case) -> datetime | None:
    """Return when settlement need wait no longer; None once that has passed."""
    until = case.decision.settles_at
    return until if until is not None and until > case.now else None


@moment("its opening is overdue")
def opening_overdue(case: Case) -> datetime | None:
    """Return when a circulated proposal that nobody opened lapses."""
    return _since(case, "unopened")


@moment("its second consideration is overdue")
def second_overdue(case: Case) -> datetime | None:
    """Return when a proposal that was not put again lapses."""
    return _since(case, "second_consideration")


@moment("the approvals are overdue")
def approvals_overdue(case: Case) -> datetime | None:
    """Return when the first of the awaited approvals lapses; what is decided and waits for call-in does not."""
    return min((a.lapses_at for a in case.decision.undecided), default=None)


@moment("its linked decision is overdue")
def linked_overdue(case: Case) -> datetime | None:
    """Return when what is agreed and waits for a linked decision lapses."""
    return _since(case, "linked")


@moment("the end of call-in")
def call_in_ended(case: Case) -> datetime | None:
    """Return when the first decision of an own body that waits for call-in can be called in no longer."""
    return min((a.call_in_ends_at for a in case.decision.in_call_in if a.call_in_ends_at), default=None)


@moment("the objection window ends")
def window_ends(case: Case) -> datetime | None:
    """Return when the objection window ends; None while an issue holds the decision, which has clocks of its own."""
    return None if case.decision.is_held else case.decision.window_ends_at


@moment("its day to resume")
def resumes(case: Case) -> datetime | None:
    """Return when a deferred decision resumes."""
    return case.decision.resumes_at


@moment("notice of the meeting is due")
def meeting_notice_due(case: MeetingCase) -> datetime | None:
    """Return by when notice goes out by itself."""
    return case.meeting.notice_due


@moment("papers of the meeting are due")
def meeting_papers_due(case: MeetingCase) -> datetime | None:
    """Return by when agenda and papers go out by themselves.

    Of a meeting that is called later than that, there is time to put the agenda together first, so that it goes out once and whole:
    an hour, or half of what is left until it begins.
    """
    due, noticed, starts = case.meeting.papers_due, case.meeting.notice_at, case.meeting.starts_at
    if due is None or noticed is None or starts is None or due > noticed:
        return due
    return noticed + min(TO_GATHER, max(starts - noticed, timedelta(0)) / 2)


@moment("nobody opened it on its day")
def unopened_meeting(case: MeetingCase) -> datetime | None:
    """Return when a meeting that nobody opened is over: the end of its day, or its planned end where that is later."""
    return _over(case)


@moment("the day of the meeting is over")
def meeting_day_over(case: MeetingCase) -> datetime | None:
    """Return when a meeting that nobody ended is over: the end of its day, or its planned end where that is later."""
    return _over(case)


def _over(case: MeetingCase) -> datetime | None:
    on, calendar, ends = case.meeting.on, case.rules.calendar, case.meeting.ends_at
    day = max(on, calendar.local_date(case.meeting.started_at)) if on and case.meeting.started_at else on
    midnight = calendar.at(day + timedelta(days=1), MIDNIGHT) if day else None
    return max(midnight, ends) if midnight and ends else midnight


@moment("the minutes are due")
def minutes_due(case: MinutesCase) -> datetime | None:
    """Return when minutes go to those who attended by themselves; None once they have."""
    began = case.minutes.drafted_at
    return _after(case, began, "minutes") if began and case.minutes.issued_at is None else None


@moment("acceptance is due")
def acceptance_due(case: MinutesCase) -> datetime | None:
    """Return when minutes are noted as accepted by those who accepted; a new version gives the whole time again."""
    if case.minutes.issued_at is None:
        return None
    return _after(case, max(case.minutes.issued_at, case.minutes.minutes_texts[-1].at), "minutes_acceptance")


@moment("its first day")
def mandate_begins(case: MandateCase) -> datetime | None:
    """Return the beginning of an accepted version's first day."""
    first = case.mandate.valid_from
    return case.rules.calendar.at(first, MIDNIGHT) if first else None


@moment("its term is over")
def mandate_over(case: MandateCase) -> datetime | None:
    """Return the end of a mandate's last day."""
    last = case.mandate.valid_until
    return case.rules.calendar.at(last + timedelta(days=1), MIDNIGHT) if last else None


@moment("its time on this rung is over")
def rung_over(case: IssueCase) -> datetime | None:
    """Return when an issue moves on by itself: the policy's time for its rung after it came there."""
    began, clock = case.issue.since, case.policy.clocks[case.issue.state]
    return case.rules.calendar.due(began, clock, case.policy.closing) if began else None


@moment("nobody confirmed it in time")
def confirmation_over(case: DefaultCase) -> datetime | None:
    """Return when a default ends that nobody confirmed."""
    return _stays(case, "default_confirmation")


@moment("the time to join the notice is over")
def joining_over(case: DefaultCase) -> datetime | None:
    """Return when a default ends whose notice not all the others joined."""
    return _stays(case, "default_notice")


@moment("the time to serve the notice is over")
def service_over(case: DefaultCase) -> datetime | None:
    """Return when a default ends whose notice was not served."""
    return _stays(case, "default_service")


@moment("the time to put it right ends")
def cure_ends(case: DefaultCase) -> datetime | None:
    """Return when the time to put it right ends; None once it has."""
    return None if case.default.is_time_over(case.now) else case.default.cure_until


@moment("the time to judge it is over")
def judging_over(case: DefaultCase) -> datetime | None:
    """Return when a default ends on which the others did not all say the same."""
    ends, clock = case.default.cure_until, case.policy.clocks["default_judging"]
    return case.rules.calendar.due(ends, clock, case.policy.closing) if ends else None


@moment("the time to ask what follows is over")
def proposing_over(case: DefaultCase) -> datetime | None:
    """Return when a default ends on which nobody asked the others to decide."""
    return _stays(case, "exclusion_proposal")


@moment("the time to put it before the others is over")
def answering_over(case: DefaultCase) -> datetime | None:
    """Return when a default ends whose decision nobody took further; None once notice of that is given, which has clocks of its own."""
    unseen = case.decision is None or case.decision.state in UNSEEN
    return _stays(case, "exclusion_proposal") if unseen else None


def _stays(case: DefaultCase, clock: str) -> datetime | None:
    began = case.default.since
    return case.rules.calendar.due(began, case.policy.clocks[clock], case.policy.closing) if began else None


def _after(case: MinutesCase, began: datetime, clock: str) -> datetime:
    return case.rules.calendar.due(began, case.policy.clocks[clock], case.policy.closing)


def _since(case: Case, clock: str) -> datetime | None:
    began = case.decision.since
    return case.rules.calendar.due(began, case.policy.clocks[clock], case.policy.closing) if began else None
