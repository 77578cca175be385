"""A month as a calendar shows it: meetings, and the moments at which something ends or goes out by itself."""

from calendar import Calendar as Weeks
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from govflow.domain.sentences import DAYS, MONTHS, day, hour
from govflow.domain.translating import mark, say
from govflow.domain.working_days import Calendar
from govflow.engine.casing import rules_of
from govflow.engine.rulebook import Rulebook
from govflow.reading.gatherings import Plain
from govflow.record.rows import TABLES
from govflow.record.tables.actions import is_open_action
from govflow.record.units import View

# What the clock does, as a calendar says it. A meeting stands there itself; what the clock does when one is over does not.
MOMENTS: Mapping[tuple[str, str], str] = {
    ("DEC", "close"): mark("Positions close"),
    ("DEC", "lapse"): mark("Lapses if nothing is done"),
    ("DEC", "window_ends"): mark("The time to object ends"),
    ("DEC", "resume"): mark("Taken up again"),
    ("MTG", "send_notice"): mark("Notice goes out"),
    ("MTG", "send_papers"): mark("Papers go out"),
    ("MIN", "issue"): mark("Minutes are due"),
    ("MIN", "settle"): mark("Minutes are to be accepted"),
}
ENDING = frozenset({"close", "lapse", "window_ends", "settle"})
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 1)  # the months that can be turned to
ONE_DAY = timedelta(days=1)


class Entry(NamedTuple):
    """Something on a day: when (local; None for the whole day), what, about which subject, and whether it was cancelled."""

    at: time | None
    what: str
    ref: str
    cancelled: bool = False


def month_of(text: str) -> date | None:
    """Return the first day of a month written as ``2026-03``, None where it is none that can be turned to."""
    try:
        found = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def month_page(view: View, book: Rulebook, asked: date | None, now: datetime) -> Plain:
    """Return the weeks of a month (this one for None), each day with what falls on it, and the months before and after it."""
    rules = rules_of(view, book, None, "meeting")
    calendar, today = rules.calendar, rules.calendar.local_date(now)
    first = asked or today.replace(day=1)
    weeks = Weeks().monthdatescalendar(first.year, first.month)
    found = _entries(view, calendar, weeks[0][0], weeks[-1][-1])
    return {
        "title": say("{month} {year}", month=say(MONTHS[first.month - 1]), year=first.year),
        "weekdays": [say(name) for name in DAYS],
        "weeks": [[_day(one, calendar, first, today, found[one]) for one in week] for week in weeks],
        "earlier": f"{first - ONE_DAY:%Y-%m}" if first > FIRST else "",
        "later": f"{first + 31 * ONE_DAY:%Y-%m}" if first < LAST else "",
        "is_now": first == today.replace(day=1),
    }


def _day(on: date, calendar: Calendar, month: date, today: date, entries: list[Entry]) -> Plain:
    return {
        "number": on.day,
        "name": day(on),
        "inside": on.month == month.month,
        "today": on == today,
        "free": not calendar.is_working(on),
        "holiday": calendar.is_holiday(on),
        "entries": [
            {
                "at": hour(one.at) if one.at else "",
                "what": one.what,
                "ref": one.ref,
                "cancelled": one.cancelled,
            }
            for one in sorted(entries, key=lambda one: (one.at is None, one.at or time(0), one.ref))
        ],
    }


def _entries(view: View, calendar: Calendar, first: date, last: date) -> Mapping[date, list[Entry]]:
    """Return what falls on each day from ``first`` to ``last``."""
    start, end = (calendar.at(on, time(0)) for on in (first, last + ONE_DAY))
    found: dict[date, list[Entry]] = defaultdict(list)
    for on, one in (*_meetings(view, start, end), *_moments(view, calendar.zone, start, end), *_actions(view, first, last)):
        found[on].append(one)
    return found


def _meetings(view: View, start: datetime, end: datetime) -> Iterator[tuple[date, Entry]]:
    row = TABLES["meetings"].c
    asked = select(row.ref, row.title, row.state, row.starts_at, row.zone)
    for ref, title, state, at, zone in view.rows(asked.where(view.mine("meetings"), row.starts_at >= start, row.starts_at < end)):
        local = at.astimezone(ZoneInfo(zone))
        yield local.date(), Entry(local.time(), title, ref, state == "cancelled")


def _moments(view: View, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[date, Entry]]:
    row = TABLES["timers"].c
    asked = select(row.ref, row.event, row.due_at).where(row.alliance == view.id, row.due_at >= start, row.due_at < end)
    for ref, event, at in view.rows(asked):
        what = MOMENTS.get((ref.partition("-")[0], event))
        if what is not None:
            local = at.astimezone(zone)
            whole = local.time() == time(0)  # what ends as a day begins belongs to the day before, which is whole until then
            ended = local.date() - ONE_DAY if whole and event in ENDING else local.date()
            yield ended, Entry(None if whole else local.time(), say(what), ref)


def _actions(view: View, first: date, last: date) -> Iterator[tuple[date, Entry]]:
    row = TABLES["actions"].c
    asked = select(row.ref, row.until).where(view.mine("actions"), is_open_action(), row.until >= first, row.until <= last)
    for ref, until in view.rows(asked):
        yield until, Entry(None, say("An action is due"), ref)
