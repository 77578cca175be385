"""Who is told what: what is about to go out, what went out, what failed or came too late; by person, by subject, for the manager."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from govflow.domain.sentences import clock_time
from govflow.domain.translating import say
from govflow.engine.rulebook import Rulebook
from govflow.notices.composing import SUBJECTS
from govflow.reading.gatherings import Plain, name_of
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


def of_person(view: View, person: str) -> list[Plain]:
    """Return what ``person`` was and will be told, the newest first."""
    row = TABLES["outbox"].c
    return _lines(view, _asked().where(view.mine("outbox"), row.person == person))


def about(view: View, ref: str) -> list[Plain]:
    """Return who was and will be told about a subject, the newest first."""
    row = TABLES["outbox"].c
    return _lines(view, _asked().where(view.mine("outbox"), row.subject == ref))


def going_out(view: View, book: Rulebook, person: str, now: datetime) -> Plain:
    """Return what ``person`` sees to: reminders ahead, messages that wait, that failed or came too late, and those sent last.

    Whoever may not read an issue is not shown who was told of it, and nothing at all where it may not be known that there is one.
    """
    row = TABLES["outbox"].c
    mine = view.mine("outbox")
    found = {
        "ahead": _ahead(view),
        "waiting": _lines(view, _asked().where(mine, TO_SEND)),
        "failed": _lines(view, _asked().where(mine, row.state.in_((FAILED, MISSED)))),
        "missed": _missed(view),
        "sent": _lines(view, _asked().where(mine, row.state == SENT)),
    }
    access = {ref: access_to(view, book, ref, person, now) for lines in found.values() for ref in {one["ref"] for one in lines}}
    return {
        name: [_discreet(one, *access[one["ref"]]) for one in lines if access[one["ref"]][0]] for name, lines in found.items()
    }


def _discreet(line: Plain, _known: bool, read: bool) -> Plain:  # noqa: FBT001 - what may be done with what it is about
    return line if read else line | {"who": "", "note": ""}


def _asked() -> Any:  # noqa: ANN401 - a query
    row = TABLES["outbox"].c
    names = ("n", "kind", "person", "subject", "created_at", "due_at", "sent_at", "state", "attempts", "note", "entry")
    return select(*(row[name] for name in names)).order_by(row.n.desc()).limit(PAGE)


def _lines(view: View, asked: Any) -> list[Plain]:  # noqa: ANN401
    alliance = view.alliance()
    zone = ZoneInfo(alliance.zone)
    return [
        {
            "what": say(SUBJECTS[kind]),
            "who": name_of(alliance, person),
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


def _ahead(view: View) -> list[Plain]:
    row = TABLES["reminders"].c
    asked = select(row.kind, row.ref, row.due_at).where(view.mine("reminders"), TO_REMIND).order_by(row.due_at).limit(PAGE)
    return _reminders(view, view.rows(asked))


def _missed(view: View) -> list[Plain]:
    row = TABLES["reminders"].c
    asked = select(row.kind, row.ref, row.due_at).where(view.mine("reminders"), row.state == MISSED)
    return _reminders(view, view.rows(asked.order_by(row.due_at.desc()).limit(PAGE)))


def _reminders(view: View, rows: Sequence[Any]) -> list[Plain]:
    zone = ZoneInfo(view.alliance().zone)
    return [{"what": say(SUBJECTS[kind]), "ref": ref, "when": clock_time(at, zone)} for kind, ref, at in rows]
