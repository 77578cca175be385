"""The one sentence that says where a meeting, minutes or an action stand: computed, the same on page, in mail and in the calendar."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from govflow.domain.actions import Action
from govflow.domain.meetings import Meeting
from govflow.domain.minutes import Minutes
from govflow.domain.sentences import clock_time, day
from govflow.domain.translating import listed, mark, say

Named = Callable[[str], str]


def of_meeting(meeting: Meeting, zone: ZoneInfo, now: datetime) -> str:
    """Return when and where a meeting is, and how far it has come at ``now`` (UTC); no day is promised that is past."""
    when = clock_time(meeting.starts_at, zone) if meeting.starts_at else ""
    where = say(" in {place}", place=meeting.place) if meeting.place else ""
    comes = {"planned": meeting.notice_due, "notice_sent": meeting.papers_due}.get(meeting.state)
    words = AT_ONCE if comes is not None and comes <= now else MEETING
    return say(words[meeting.state], when=when, where=where, why=meeting.why, **_dues(meeting, zone))


def _dues(meeting: Meeting, zone: ZoneInfo) -> dict[str, str]:
    dues = {"notice": meeting.notice_due, "papers": meeting.papers_due, "started": meeting.started_at, "ended": meeting.ended_at}
    return {name: clock_time(at, zone) if at else "" for name, at in dues.items()}


MEETING = {
    "planned": mark("On {when}{where}. Notice goes out by {notice}."),
    "notice_sent": mark("On {when}{where}. Notice is given; papers go out by {papers}."),
    "papers_sent": mark("On {when}{where}. Agenda and papers are out."),
    "in_session": mark("In session since {started}{where}."),
    "held": mark("Held on {when}{where}."),
    "inquorate": mark("Met on {when}{where} without a quorum; nothing was decided."),
    "cancelled": mark("Cancelled. It would have been on {when}. {why}"),
}


# The same where the day for it had passed when the meeting was called, so that it goes out without one.
AT_ONCE = {
    "planned": mark("On {when}{where}. Notice goes out at once."),
    "notice_sent": mark("On {when}{where}. Notice is given; agenda and papers follow as soon as they are put together."),
}


def labels(minutes: Minutes, named: Named, titled: Named) -> Named:
    """Return how those who attended are named: by their organisation where they came for one, else by themselves."""
    organisation = {a.person: a.participant for a in minutes.attendees}
    return lambda person: titled(organisation[person]) if organisation.get(person) else named(person)


def of_minutes(minutes: Minutes, named: Named, zone: ZoneInfo) -> str:
    """Return where minutes stand, and whom they wait for."""
    if minutes.settled_at is not None:
        settled = (
            mark("Accepted by everybody who attended on {day}.")
            if minutes.by_all
            else (mark("Noted on {day} as accepted by those who accepted; {names} had not answered."))
        )
        names = listed(tuple(named(p) for p in minutes.waiting))
        return say(settled, day=day(minutes.settled_at.astimezone(zone).date()), names=names)
    if minutes.issued_at is None:
        due = minutes.due.get("issue")
        return say("Being written. They go to everybody who attended by {when}.", when=clock_time(due, zone) if due else "")
    until = minutes.due.get("settle")
    counted = say(
        "{n} of {all} accepted version {version}.",
        n=len(minutes.attendees) - len(minutes.waiting), all=len(minutes.attendees), version=minutes.version,
    )  # fmt: skip
    waiting = say("Waiting for {names}.", names=listed(tuple(named(p) for p in minutes.waiting))) if minutes.waiting else ""
    open_until = say("On {when} they stand as accepted by those who did.", when=clock_time(until, zone)) if until else ""
    return " ".join(part for part in (counted, waiting, open_until) if part)


def of_action(action: Action, named: Named, today: date) -> str:
    """Return who is to do what by when, and whether that day has passed."""
    until = day(action.until) if action.until else ""
    words = {"who": named(action.owner), "when": until, "outcome": action.outcome}
    if action.state != "open":
        return say(mark("Done by {who}. {outcome}") if action.state == "done" else mark("Dropped. {outcome}"), **words)
    overdue = mark("Overdue: {who} was to do it by {when}.")
    return say(overdue if action.is_overdue(today) else mark("{who} is to do it by {when}."), **words)
