"""Which reminders a subject calls for, and who still owes something when one comes. Pure functions of a case."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from govflow.domain.actions import ASSIGNEE, Action
from govflow.domain.decisions import Approval, Decision
from govflow.domain.meetings import Meeting
from govflow.domain.own_bodies import last_notice_day
from govflow.domain.participants import SUSPENDED
from govflow.domain.reminders import Reminder
from govflow.domain.subjects import Part
from govflow.domain.working_days import Calendar
from govflow.engine import asking, attending, defaults
from govflow.engine.cases import Asked, Case
from govflow.engine.defaults import DefaultCase
from govflow.engine.gatherings import ActionCase, MeetingCase, MinutesCase
from govflow.engine.issues import IssueCase, sorters, taking_part
from govflow.engine.mandating import MandateCase, concerned_people
from govflow.engine.permissions import stands, stewards
from govflow.engine.roster_cases import RosterCase, everyone

MORNING = time(9, 0)
ONE_DAY = timedelta(days=1)
LONG_ENOUGH = timedelta(days=4)  # a shorter time to answer has no half way of its own
WARNED, A_WEEK = 2, 5  # working days
Reminders = tuple[Reminder, ...]


def wanted(case: Asked | RosterCase) -> Reminders:
    """Return the reminders that the subject of ``case`` calls for, those ahead of the case's time only."""
    calendar = case.calendar if isinstance(case, RosterCase) else case.rules.calendar
    made = {_on_a_working_day(calendar, one, case.now) for one in PLANS[case.noun](case)}
    return tuple(sorted((r for r in made if r.due_at > case.now and r.due_at < r.until_at), key=lambda r: (r.due_at, r.kind)))


def _on_a_working_day(calendar: Calendar, one: Reminder, now: datetime) -> Reminder:
    """Return a reminder that would come on a day off on the last working day before; or where that is past, on the morning after.

    Of a meeting that is held on a day off people are reminded the day before, whatever day that is.
    """
    day = calendar.local_date(one.due_at)
    if calendar.is_working(day) or one.kind == "meeting-tomorrow":
        return one
    earlier = working_day_before(calendar, one.due_at)
    due = earlier if earlier > now else _morning(calendar, calendar.add_working_days(day, 1))
    return one._replace(due_at=due)


def _morning(calendar: Calendar, day: date) -> datetime:
    return calendar.at(day, MORNING)


def _before(case: Asked, moment: datetime, days: int = WARNED) -> datetime:
    """Return nine in the morning, so many working days before the day of ``moment``."""
    return _days_before(case.rules.calendar, moment, days)


def _days_before(calendar: Calendar, moment: datetime, days: int) -> datetime:
    day = calendar.local_date(moment)
    for _ in range(days):
        day -= ONE_DAY
        while not calendar.is_working(day):
            day -= ONE_DAY
    return _morning(calendar, day)


def day_before(calendar: Calendar, moment: datetime) -> datetime:
    """Return the same local time on the day before ``moment``: a day is a day of the wall clock, whatever the clocks do."""
    local = moment.astimezone(calendar.zone)
    return calendar.at(local.date() - ONE_DAY, local.time())


def working_day_before(calendar: Calendar, moment: datetime) -> datetime:
    """Return the same local time on the last working day before that of ``moment``."""
    local = moment.astimezone(calendar.zone)
    day = local.date() - ONE_DAY
    while not calendar.is_working(day):
        day -= ONE_DAY
    return calendar.at(day, local.time())


def _of_decision(case: Case) -> Reminders:
    decision = case.decision
    return DECISIONS[decision.state](case, decision) if decision.state in DECISIONS else ()


def _open(case: Case, decision: Decision) -> Reminders:
    asked = decision.asked
    if asked is None or asked.meeting:
        return ()
    calendar, closes = case.rules.calendar, asked.closes_at
    last = Reminder("position-last-day", day_before(calendar, closes), closes)
    if closes - asked.at < LONG_ENOUGH:
        return (last,)
    middle = calendar.local_date(asked.at + (closes - asked.at) / 2)
    half = _morning(calendar, middle if calendar.is_working(middle) else calendar.add_working_days(middle, 1))
    return (Reminder("position-half-way", half, closes), last) if half < last.due_at else (last,)


def _circulated(case: Case, decision: Decision) -> Reminders:
    lapses = decision.due.get("lapse")
    if not lapses:
        return ()
    found, body, calendar = [_before(case, lapses)], case.policy.body(decision.body), case.rules.calendar
    if decision.notice_from is not None:
        began, notice = calendar.local_date(decision.notice_from), case.policy.clocks["notice"].n
        first = calendar.after_clear_days(began, notice) if body and body.notice else calendar.add_working_days(began, 1)
        found.append(_morning(calendar, calendar.add_working_days(first, 1)))  # nobody opened it on the first day
    return tuple(Reminder("opening-due", due, lapses) for due in dict.fromkeys(found))


def _awaiting(case: Case, decision: Decision) -> Reminders:
    lapses = decision.due.get("lapse")
    found = [Reminder("approval-due", _before(case, lapses, 5), lapses)] if lapses else []
    moments = {due for a in decision.undecided if (due := notice_due(case, a)) is not None}
    return (*found, *(Reminder("own-notice-due", _before(case, due), due) for due in sorted(moments)))


def notice_due(case: Case, awaited: Approval) -> datetime | None:
    """Return by when (UTC) notice of an own body's decision is published to allow the day it is expected; None once it is given.

    It is the closing time of the last such day, which may be past.
    """
    if awaited.published_on is not None or awaited.expected is None:
        return None
    last = last_notice_day(case.rules.law, awaited.own_body_kind, awaited.expected)
    return case.rules.calendar.at(last, case.policy.closing) if last else None


def _in_force(case: Case, decision: Decision) -> Reminders:
    on = decision.text.review_on
    if on is None:
        return ()
    due = _morning(case.rules.calendar, on)
    return (Reminder("review-due", due, due + timedelta(days=90)),)


DECISIONS: Mapping[str, Callable[[Case, Decision], Reminders]] = {
    "open": _open,
    "circulated": _circulated,
    "awaiting_approval": _awaiting,
    "in_force": _in_force,
    "implemented": _in_force,
}


def _of_meeting(case: MeetingCase) -> Reminders:
    meeting, calendar = case.meeting, case.rules.calendar
    if meeting.starts_at is None or meeting.started_at is not None or meeting.ended_at is not None:
        return ()
    held_on_a_working_day = calendar.is_working(calendar.local_date(meeting.starts_at))
    ahead = (working_day_before if held_on_a_working_day else day_before)(calendar, meeting.starts_at)
    found = [Reminder("meeting-tomorrow", ahead, meeting.starts_at)]
    if meeting.papers_at is None and meeting.papers_due is not None:
        found.append(Reminder("papers-due", _before(case, meeting.papers_due), meeting.papers_due))
    return tuple(found)


def _of_minutes(case: MinutesCase) -> Reminders:
    issue, settle = case.minutes.due.get("issue"), case.minutes.due.get("settle")
    if issue is not None:
        return (Reminder("minutes-due", _before(case, issue, 1), issue),)
    return (Reminder("minutes-last-day", _before(case, settle, 1), settle),) if settle is not None else ()


def _of_action(case: ActionCase) -> Reminders:
    action, calendar = case.action, case.rules.calendar
    if action.until is None or action.closed_at is not None:
        return ()
    after = _morning(calendar, calendar.add_working_days(action.until, 1))
    end = calendar.at(action.until + ONE_DAY, time(0, 0))
    return (
        Reminder("action-due", _before(case, calendar.at(action.until, MORNING)), end),
        Reminder("action-overdue", after, after + timedelta(days=30)),
    )


def _of_mandate(case: MandateCase) -> Reminders:
    last = case.mandate.valid_until
    if case.mandate.state != "in_force" or last is None:
        return ()
    calendar, ahead = case.rules.calendar, case.policy.clocks.get("mandate_ending")
    if ahead is None:
        return ()
    first = last - timedelta(days=ahead.n) if ahead.unit == "days" else calendar.local_date(_before_days(case, last, ahead.n))
    return (Reminder("mandate-expiring", _morning(calendar, first), calendar.at(last + ONE_DAY, time(0, 0))),)


def _before_days(case: Asked, last: date, days: int) -> datetime:
    return _before(case, case.rules.calendar.at(last, MORNING), days)


def _of_issue(case: IssueCase) -> Reminders:
    moves_on = min(case.issue.due.values(), default=None)
    if moves_on is None:
        return ()
    kinds = ("rung-ends", "issue-unsorted") if case.issue.state == "logged" else ("rung-ends",)
    return tuple(Reminder(kind, _before(case, moves_on, 1), moves_on) for kind in kinds)


def _of_alliance(case: RosterCase) -> Reminders:
    """Return a week's warning of each notice of leaving and each suspension that ends."""
    calendar, members = case.calendar, case.alliance.participants
    ends = [("exit-ends", p.leaves_on) for p in members if p.leaves_on]
    ends += [("suspension-ends", p.until) for p in members if p.standing == SUSPENDED and p.until]
    found = ((kind, calendar.at(last + ONE_DAY, time(0, 0))) for kind, last in ends)
    return tuple({Reminder(kind, _days_before(calendar, end, A_WEEK), end) for kind, end in found})


def _of_default(case: DefaultCase) -> Reminders:
    default, ends = case.default, case.default.due.get("end")
    right = default.due.get("cure_ends")
    if right is not None:
        return (Reminder("default-cure-ends", _before(case, right), right),)
    kind = DEFAULTS.get(default.state, "")
    if ends is None or not kind:
        return ()
    last = Reminder(kind, _before(case, ends), ends)
    if default.state != "prepared" or default.prepared_at is None:
        return (last,)
    pause = case.rules.calendar.due(default.prepared_at, case.policy.clocks["default_pause"], case.policy.closing)
    return (Reminder(kind, pause, ends), last)


DEFAULTS: Mapping[str, str] = {
    "prepared": "default-confirm-due",
    "confirmed": "default-join-due",
    "notice_given": "default-serve-due",
    "curing": "default-judge-due",
    "not_cured": "default-propose-due",
}
PLANS: Mapping[str, Callable[..., Reminders]] = {
    "decision": _of_decision,
    "mandate": _of_mandate,
    "issue": _of_issue,
    "default": _of_default,
    "meeting": _of_meeting,
    "minutes": _of_minutes,
    "action": _of_action,
    "alliance": _of_alliance,
}


# --- who still owes something -----------------------------------------------------------------------------------------------------


def concerned(case: Asked | RosterCase, kind: str) -> tuple[str, ...]:
    """Return the people a reminder or message of ``kind`` still concerns, as things stand now."""
    return tuple(dict.fromkeys(CONCERNED[kind](case))) if kind in CONCERNED else ()


def _owing(case: Case) -> tuple[str, ...]:
    """Return who may still answer for a participant that has not: nobody is asked for what was given."""
    decision, asked = case.decision, case.decision.asked
    if decision.state != "open" or asked is None or asked.lapsed:
        return ()
    return asking.speakers(case, tuple(p for p in decision.eligible_participants if p not in decision.answers))


def _owing_yet(case: Case) -> tuple[str, ...]:
    """Return who is reminded of a position: nobody while an issue holds the decision, as no answer takes it further then."""
    return () if case.decision.is_held else _owing(case)


def _opening(case: Case) -> tuple[str, ...]:
    """Return who may open positions; while an issue holds the decision they are reminded of it only when it is about to lapse."""
    lapses = case.decision.due.get("lapse")
    if case.decision.is_held and (lapses is None or case.now < _before(case, lapses)):
        return ()
    chair = case.alliance.in_office("chair", case.day, case.decision.body)
    return (*asking.managers(case), *chair) if case.decision.state == "circulated" else ()


def _approving(case: Case) -> tuple[str, ...]:
    undecided = tuple(a.participant for a in case.decision.undecided) if case.decision.state == "awaiting_approval" else ()
    return asking.speakers(case, undecided)


def _noticing(case: Case) -> tuple[str, ...]:
    """Return who speaks for the participants whose notice is due within the days of warning."""
    if case.decision.state != "awaiting_approval":
        return ()
    moments = ((a.participant, notice_due(case, a)) for a in case.decision.undecided)
    return asking.speakers(case, tuple(p for p, due in moments if due is not None and _before(case, due) <= case.now < due))


def _reviewing(case: Case) -> tuple[str, ...]:
    running = case.decision.state in {"in_force", "implemented"}
    return (*asking.managers(case), *stewards(case.alliance, case.policy, case.decision, case.day)) if running else ()


def _coming(case: MeetingCase) -> tuple[str, ...]:
    meeting: Meeting = case.meeting
    if meeting.started_at is not None or meeting.ended_at is not None:
        return ()
    away = {r.person for r in meeting.replies if r.answer == "no"}
    return tuple(p for p in attending.people(case) if p not in away)


def _bringing(case: MeetingCase) -> tuple[str, ...]:
    return attending.managers(case) if case.meeting.papers_at is None and case.meeting.ended_at is None else ()


def _writing(case: MinutesCase) -> tuple[str, ...]:
    return attending.managers(case) if case.minutes.issued_at is None else ()


def _accepting(case: MinutesCase) -> tuple[str, ...]:
    return attending.waited_for(case) if case.minutes.issued_at is not None and case.minutes.settled_at is None else ()


def _sorting(case: IssueCase) -> tuple[str, ...]:
    return sorters(case)[0] if case.issue.state == "logged" else ()


def _climbing(case: IssueCase) -> tuple[str, ...]:
    """Return who is told that an issue moves on by itself; whoever is to sort it is told that."""
    return tuple(p for p in taking_part(case) if p not in _sorting(case))


def _doing(case: ActionCase) -> tuple[str, ...]:
    action: Action = case.action
    if action.closed_at is not None:
        return ()
    part = Part(ASSIGNEE, action.participant)
    has_it = stands(case.alliance, case.policy, part, action.owner, case.day)
    return (action.owner,) if has_it else attending.managers(case)  # nobody has it in hand: the manager gives it to somebody else


def _chasing(case: ActionCase) -> tuple[str, ...]:
    return (*_doing(case), *attending.managers(case)) if case.action.is_overdue(case.day) else ()


def _answering_to(case: MandateCase) -> tuple[str, ...]:
    return concerned_people(case) if case.mandate.state == "in_force" else ()


def _parting(case: RosterCase) -> tuple[str, ...]:
    return everyone(case) if any(p.leaves_on for p in case.alliance.participants) else ()


def _returning(case: RosterCase) -> tuple[str, ...]:
    return everyone(case) if any(p.standing == SUSPENDED for p in case.alliance.participants) else ()


def _confirming(case: DefaultCase) -> tuple[str, ...]:
    """Return who may confirm a default: the leadership members of third participants."""
    third = tuple(p for p in defaults.others(case) if p != case.default.participant)
    return defaults.holders(case, third) if case.default.state == "prepared" else ()


def _joining(case: DefaultCase) -> tuple[str, ...]:
    missing = tuple(p for p in defaults.others(case) if p not in case.default.joined)
    return defaults.holders(case, missing) if case.default.state == "confirmed" else ()


def _serving(case: DefaultCase) -> tuple[str, ...]:
    return defaults.serving(case) if case.default.state == "notice_given" else ()


def _putting_right(case: DefaultCase) -> tuple[str, ...]:
    runs = case.default.state == "curing" and not case.default.is_time_over(case.now)
    return (*defaults.concerned(case), *defaults.holders(case, defaults.others(case))) if runs else ()


def _judging(case: DefaultCase) -> tuple[str, ...]:
    missing = tuple(p for p in defaults.others(case) if p not in case.default.judged)
    return defaults.holders(case, missing) if case.default.state == "curing" else ()


def _asking_on(case: DefaultCase) -> tuple[str, ...]:
    return defaults.holders(case, defaults.others(case)) if case.default.state == "not_cured" else ()


def owing(case: Asked) -> tuple[str, ...]:
    """Return the people who owe something about the subject now, whatever it is: those a nudge goes to."""
    kinds = OWED[case.noun]
    found = [person for kind in kinds for person in concerned(case, kind)]
    if isinstance(case, MeetingCase):
        replied = {r.person for r in case.meeting.replies}
        found = [person for person in found if person not in replied]
    return tuple(dict.fromkeys(found))


OWED: Mapping[str, tuple[str, ...]] = {
    "decision": ("positions-open", "approval-awaited"),
    "mandate": (),
    "issue": ("rung-ends", "issue-unsorted"),
    "default": (),
    "meeting": ("meeting-tomorrow",),
    "minutes": ("minutes-accept",),
    "action": ("action-due",),
}
CONCERNED: Mapping[str, Callable[..., tuple[str, ...]]] = {
    "positions-open": _owing,
    "position-half-way": _owing_yet,
    "position-last-day": _owing_yet,
    "opening-due": _opening,
    "approval-awaited": _approving,
    "approval-due": _approving,
    "own-notice-due": _noticing,
    "review-due": _reviewing,
    "meeting-tomorrow": _coming,
    "papers-due": _bringing,
    "minutes-due": _writing,
    "minutes-accept": _accepting,
    "minutes-last-day": _accepting,
    "mandate-expiring": _answering_to,
    "rung-ends": _climbing,
    "issue-unsorted": _sorting,
    "default-confirm-due": _confirming,
    "default-join-due": _joining,
    "default-serve-due": _serving,
    "default-cure-ends": _putting_right,
    "default-judge-due": _judging,
    "default-propose-due": _asking_on,
    "action-due": _doing,
    "action-overdue": _chasing,
    "exit-ends": _parting,
    "suspension-ends": _returning,
}
