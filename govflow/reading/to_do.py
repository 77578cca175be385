"""What meetings, minutes, actions, issues and restricted matters ask of one person; and the meeting that comes next."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from govflow.domain.actions import Action
from govflow.domain.default_sentences import of_default, title_of_default
from govflow.domain.defaults import Default
from govflow.domain.gathering_sentences import labels, of_action, of_meeting, of_minutes
from govflow.engine.attending import people
from govflow.engine.defaults import others
from govflow.engine.rulebook import Rulebook
from govflow.reading.defaults import offers, readable
from govflow.reading.gatherings import Seen, seen
from govflow.reading.issues import asking
from govflow.record.rows import TABLES
from govflow.record.tables.actions import is_open_action
from govflow.record.units import View

AHEAD = timedelta(days=45)
MOST = 10  # of each, on one desk
SOON = timedelta(days=2)
GO_IN, REPLY, ACCEPT, ISSUE, ANSWER, DO = "go_in", "reply", "accept", "issue", "answer", "do"
# What a restricted matter asks, by the act that ends the waiting.
OF_A_DEFAULT = ("cure", "confirm", "give_notice", "serve", "judge", "propose_exclusion")


class ToDo(NamedTuple):
    """One thing asked: what (a word of this module, or issue_ and an event), about which subject, its title, sentence, until when (UTC)."""

    what: str
    ref: str
    title: str
    sentence: str
    until: datetime | None
    soon: bool


def to_do(view: View, book: Rulebook, person: str, now: datetime) -> tuple[ToDo, ...]:
    """Return what is asked of ``person``, soonest first."""
    rooms = (_meetings, _minutes, _actions, _issues, _defaults)
    found = [one for room in rooms for one in room(view, book, person, now)]
    return tuple(sorted(found, key=lambda one: (one.what != GO_IN, one.until is None, one.until or now, one.ref)))


def _refs(view: View, table: str, *conditions: Any, order: str) -> tuple[str, ...]:  # noqa: ANN401 - conditions of a query
    row = TABLES[table].c
    asked = select(row.ref).where(view.mine(table), *conditions).order_by(row[order], row.ref).limit(MOST)
    return tuple(ref for (ref,) in view.rows(asked))


def _meetings(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[ToDo]:
    row = TABLES["meetings"].c
    for ref in _refs(view, "meetings", row.ended_at.is_(None), row.starts_at < now + AHEAD, order="starts_at"):
        found = seen(view, book, "meeting", ref, person, now)
        meeting = found.case.meeting
        if person not in people(found.case):
            continue
        said = of_meeting(meeting, found.zone, found.case.now)
        if meeting.started_at is not None:
            if not meeting.is_here(person):
                yield ToDo(GO_IN, ref, meeting.title, said, meeting.starts_at, soon=True)
        elif meeting.notice_at is not None and all(r.person != person for r in meeting.replies):
            yield ToDo(REPLY, ref, meeting.title, said, meeting.starts_at, soon=_is_soon(meeting.starts_at, now))


def _minutes(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[ToDo]:
    for ref in _refs(view, "minutes", TABLES["minutes"].c.settled_at.is_(None), order="drafted_at"):
        found = seen(view, book, "minutes", ref, person, now)
        minutes, title = found.case.minutes, found.case.meeting.title if found.case.meeting else ""
        said = of_minutes(minutes, labels(minutes, found.name, found.title), found.zone)
        for what, until in _asked_of(found):
            yield ToDo(what, ref, title, said, until, soon=_is_soon(until, now))


def _asked_of(found: Seen) -> Iterator[tuple[str, datetime | None]]:
    minutes = found.case.minutes
    if minutes.issued_at is None:
        if found.may("issue"):
            yield ISSUE, minutes.due.get("issue")
        return
    if found.person in minutes.waiting:
        yield ACCEPT, minutes.due.get("settle")
    if minutes.unanswered and found.may("answer"):
        yield ANSWER, minutes.due.get("settle")


def _actions(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[ToDo]:
    row = TABLES["actions"].c
    for ref in _refs(view, "actions", is_open_action(), row.owner == person, order="until"):
        found = seen(view, book, "action", ref, person, now)
        action: Action = found.case.action
        said = of_action(action, found.cited, found.case.day)
        until = found.case.rules.calendar.at(action.until, found.case.policy.closing) if action.until else None
        yield ToDo(DO, ref, action.what, said, until, soon=_is_soon(until, now))


def _issues(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[ToDo]:
    for one in asking(view, book, person, now):
        yield ToDo(f"issue_{one['asked']}", one["ref"], one["title"], one["sentence"], one["due"], soon=one["soon"])


def _defaults(view: View, book: Rulebook, person: str, now: datetime) -> Iterator[ToDo]:
    for going in view.defaults_going():
        if (found := readable(view, book, going.ref, person, now)) is None:
            continue
        default: Default = found.case.default
        for one in offers(found):
            if one.event in OF_A_DEFAULT and not one.unmet and not _is_answered(found, one.event):
                until = default.cure_until if one.event == "cure" else default.due.get("end")
                said, soon = of_default(default, found.zone), _is_soon(until, now)
                yield ToDo(one.event, default.ref, title_of_default(), said, until, soon=soon)


def _is_answered(found: Seen, event: str) -> bool:
    """Say whether nothing is waited for: what may be said again was said."""
    default: Default = found.case.default
    mine = (p for p in others(found.case) if found.case.alliance.holder(p, default.body, found.case.day) == found.person)
    spoken = default.said_put_right or default.is_time_over(found.case.now)
    return spoken if event == "cure" else event == "judge" and all(p in default.judged for p in mine)


def _is_soon(until: datetime | None, now: datetime) -> bool:
    return until is not None and until - now <= SOON
