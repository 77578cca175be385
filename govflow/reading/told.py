"""Who is told what: what is about to go out, what went out, what failed or came too late; by person, by subject, for the manager.

What somebody may not read is hidden from them: neither a line nor a reference says that there is such a thing.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, select

from govflow.domain.sentences import clock_time
from govflow.domain.translating import say
from govflow.engine.rulebook import Rulebook
from govflow.notices.composing import heading_of
from govflow.reading.defaults import unreadable
from govflow.reading.gatherings import Plain
from govflow.reading.issues import access_to
from govflow.record.rows import TABLES
from govflow.record.tables.outbox import CANCELLED, DUE, FAILED, MISSED, SENDING, SENT, TO_REMIND, TO_SEND
from govflow.record.units import View

PAGE = 100
STATES = {
    DUE: ("waits to be sent", "blue"),
    SENDING: ("is being sent", "blue"),
    SENT: ("sent", "green"),
    FAILED: ("failed", "red"),
    CANCELLED: ("not needed any more", "grey"),
    MISSED: ("came too late", "orange"),
}


def of_person(view: View, book: Rulebook, person: str, now: datetime) -> list[Plain]:
    """Return what ``person`` was and will be told, the newest first."""
    row, hidden = TABLES["outbox"].c, unreadable(view, book, person, now)
    return _lines(view, _asked().where(_shown(view, "outbox", hidden), row.person == person))


def about(view: View, ref: str) -> list[Plain]:
    """Return who was and will be told about a subject, the newest first."""
    row = TABLES["outbox"].c
    return _lines(view, _asked().where(view.mine("outbox"), row.subject == ref))


def going_out(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return what ``person`` sees to: reminders ahead, messages that wait, that failed or came too late, and those sent last.

    Whoever may not read an issue is not shown who was told of it, and nothing at all where it may not be known that there is one.
    """
    row, hidden = TABLES["outbox"].c, unreadable(view, book, person, now)
    mine = _shown(view, "outbox", hidden)
    found = {
        "ahead": _ahead(view, hidden),
        "waiting": _lines(view, _asked().where(mine, TO_SEND)),
        "failed": _lines(view, _asked().where(mine, row.state.in_((FAILED, MISSED)))),
        "missed": _missed(view, hidden),
        "sent": _lines(view, _asked().where(mine, row.state == SENT)),
    }
    access = {ref: access_to(view, book, ref, person, now) for lines in found.values() for ref in {one["ref"] for one in lines}}
    return {
        name: [_discreet(one, *access[one["ref"]]) for one in lines if access[one["ref"]][0]] for name, lines in found.items()
    }


def _discreet(line: Plain, _known: bool, read: bool) -> Plain:  # noqa: FBT001 - what may be done with what it is about
    return line if read else line | {"who": "", "note": ""}


def _shown(view: View, table: str, hidden: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a row is about something that whoever looks may read."""
    row = TABLES[table].c
    about = row.subject if "subject" in row else row.ref
    return and_(view.mine(table), about.not_in(hidden)) if hidden else view.mine(table)


def _asked() -> Any:  # noqa: ANN401 - a query
    row = TABLES["outbox"].c
    names = ("n", "kind", "person", "subject", "created_at", "due_at", "sent_at", "state", "attempts", "note", "entry")
    return select(*(row[name] for name in names)).order_by(row.n.desc()).limit(PAGE)


def _lines(view: View, asked: Any) -> list[Plain]:  # noqa: ANN401
    alliance = view.alliance()
    zone = ZoneInfo(alliance.zone)
    return [
        {
            "what": heading_of(kind),
            "who": alliance.name_of(person),
            "ref": subject,
            "state": say(STATES[state][0]),
            "colour": STATES[state][1],
            "when": clock_time(sent or due or made, zone),
            "note": note,
            "attempts": attempts,
            "entry": entry,
        }
        for _n, kind, person, subject, made, due, sent, state, attempts, note, entry in view.rows(asked)
    ]


def _ahead(view: View, hidden: Collection[str]) -> list[Plain]:
    row = TABLES["reminders"].c
    asked = (
        select(row.kind, row.ref, row.due_at).where(_shown(view, "reminders", hidden), TO_REMIND).order_by(row.due_at).limit(PAGE)
    )
    return _reminders(view, view.rows(asked))


def _missed(view: View, hidden: Collection[str]) -> list[Plain]:
    row = TABLES["reminders"].c
    asked = select(row.kind, row.ref, row.due_at).where(_shown(view, "reminders", hidden), row.state == MISSED)
    return _reminders(view, view.rows(asked.order_by(row.due_at.desc()).limit(PAGE)))


def _reminders(view: View, rows: Sequence[Any]) -> list[Plain]:
    zone = ZoneInfo(view.alliance().zone)
    return [{"what": heading_of(kind), "ref": ref, "when": clock_time(at, zone)} for kind, ref, at in rows]
