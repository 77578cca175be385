"""How well the team works together, for the team itself: how long agreement takes, how matters end, which rungs issues use.

Figures of the whole alliance over the last twelve months. Nothing here counts people or participants, and nothing may.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import func, select

from govflow.domain.issues import CLOSED, RESOLVED, TURNED_AWAY
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.sentences import MONTHS
from govflow.domain.translating import mark, say
from govflow.domain.working_days import Calendar
from govflow.engine.casing import rules_of
from govflow.engine.machine import Rules
from govflow.engine.rulebook import Rulebook
from govflow.record.rows import TABLES
from govflow.record.units import View

QUARTERS, A_QUARTER = 4, 3  # of a year; months
A_YEAR = 12  # months
ENDED_WITHOUT = ("withdrawn", "lapsed")
ENDINGS = {
    "as put": mark("Agreed as it was first put"),
    "changed": mark("Agreed after the proposal was changed"),
    "again": mark("Agreed when it was asked again"),
    "withdrawn": mark("Withdrawn"),
    "lapsed": mark("Lapsed"),
}
OUTCOMES = {
    "changed": mark("Resolved, with a changed proposal"),
    RESOLVED: mark("Resolved, with another way forward"),
    CLOSED: mark("Closed, agreed to differ"),
    TURNED_AWAY: mark("Sent where it belongs"),
}


class Took(NamedTuple):
    """How long agreement took in a stretch of time: working days from the first asking to adoption, the middle one and the longest."""

    title: str
    agreed: int
    middle: float | None
    longest: int | None


class Count(NamedTuple):
    """How often something was so."""

    title: str
    n: int


class Health(NamedTuple):
    """The figures, from ``since`` until today."""

    since: date
    quarters: tuple[Took, ...]
    year: Took
    endings: tuple[Count, ...]
    outcomes: tuple[Count, ...]
    open_issues: int
    rungs: tuple[Count, ...]
    settled: Took


class _Agreed(NamedTuple):
    ref: str
    asked: datetime
    adopted: datetime
    rounds: int
    versions: int


def health(view: View, book: Rulebook, now: datetime) -> Health:
    """Return how the alliance did in the twelve months before ``now`` (UTC)."""
    rules = rules_of(view, book, None, "issue")
    calendar = rules.calendar
    today = calendar.local_date(now)
    starts = _quarters(today)
    since = _midnight(calendar, starts[0])
    agreed = _agreed(view, since)
    issues = _issues(view, since)
    return Health(
        since=starts[0],
        quarters=tuple(_took(calendar, *span, agreed) for span in zip(starts, (*starts[1:], today + timedelta(1)), strict=True)),
        year=_took(calendar, starts[0], today + timedelta(1), agreed),
        endings=tuple(_endings(view, agreed, since)),
        outcomes=tuple(_outcomes(view, issues)),
        open_issues=len(view.open_issues()),
        rungs=tuple(_rungs(view, rules, since)),
        settled=_settled(calendar, starts[0], issues),
    )


def _quarters(today: date) -> tuple[date, ...]:
    """Return the first day of this quarter of twelve months and of the three before it: three whole months each, ending today."""
    last = today + timedelta(1)
    return tuple(_months_before(last, A_QUARTER * n) for n in range(QUARTERS, 0, -1))


def _months_before(day: date, months: int) -> date:
    """Return the day ``months`` months earlier, the first of the month after it where that month is shorter."""
    month = day.year * A_YEAR + day.month - 1 - months
    try:
        return date(month // A_YEAR, month % A_YEAR + 1, day.day)
    except ValueError:
        month += 1
        return date(month // A_YEAR, month % A_YEAR + 1, 1)


def _midnight(calendar: Calendar, day: date) -> datetime:
    return calendar.at(day, datetime.min.time())


def _agreed(view: View, since: datetime) -> tuple[_Agreed, ...]:
    """Return the decisions adopted since: when they were first asked, how often, and in how many versions."""
    row, asked = TABLES["decisions"].c, TABLES["rounds"].c
    mine = view.mine("decisions") & (row.adopted_at >= since)
    found = select(row.ref, func.min(asked.at), row.adopted_at, func.count(), func.count(asked.version.distinct())).where(
        mine, asked.alliance == row.alliance, asked.ref == row.ref
    )
    return tuple(_Agreed(*cells) for cells in view.rows(found.group_by(row.ref, row.adopted_at).order_by(row.adopted_at)))


def _took(calendar: Calendar, first: date, end: date, agreed: Iterable[_Agreed]) -> Took:
    within = [one for one in agreed if first <= calendar.local_date(one.adopted) < end]
    days = [_working_days(calendar, one.asked, one.adopted) for one in within]
    return _summed(say("{first} to {last}", first=_short(first), last=_short(end - timedelta(1))), days)


def _summed(title: str, days: Sequence[int]) -> Took:
    return Took(title, len(days), median(days) if days else None, max(days, default=None))


def _working_days(calendar: Calendar, first: datetime, last: datetime) -> int:
    """Return the working days after the day of ``first``, to that of ``last``."""
    began, ended = calendar.local_date(first), calendar.local_date(last)
    return calendar.clear_days_between(began, ended + timedelta(1))


def _endings(view: View, agreed: Sequence[_Agreed], since: datetime) -> Iterable[Count]:
    """Return how what was put to the team ended; what was withdrawn or lapsed before anybody was asked does not count."""
    counted = Counter("changed" if one.versions > 1 else "again" if one.rounds > 1 else "as put" for one in agreed)
    row, asked = TABLES["decisions"].c, TABLES["rounds"].c
    put = select(asked.ref).where(asked.alliance == row.alliance, asked.ref == row.ref).exists()
    ended = select(row.state, func.count()).where(view.mine("decisions"), row.state.in_(ENDED_WITHOUT), row.since >= since, put)
    counted.update(dict(map(tuple, view.rows(ended.group_by(row.state)))))
    return (Count(say(title), counted[key]) for key, title in ENDINGS.items())


def _issues(view: View, since: datetime) -> tuple[Any, ...]:
    row = TABLES["issues"].c
    wanted = select(row.ref, row.state, row.option, row.logged_at, row.ended_at).where(view.mine("issues"), row.ended_at >= since)
    return tuple(view.rows(wanted))


def _outcomes(view: View, issues: Iterable[Any]) -> Iterable[Count]:
    """Return how issues ended; a changed proposal is a way forward that says what the contested decision would say."""
    changing = _changing(view)
    counted = Counter("changed" if changing.get((ref, option)) else state for ref, state, option, _, _ in issues)
    return (Count(say(title), counted[key]) for key, title in OUTCOMES.items())


def _changing(view: View) -> Mapping[tuple[str, int], bool]:
    row = TABLES["offered_options"].c
    found = select(row.ref, row.n).where(view.mine("offered_options"), (row.title != "") | (row.text != ""))
    return dict.fromkeys(((ref, n) for ref, n in view.rows(found)), True)


def _rungs(view: View, rules: Rules, since: datetime) -> Iterable[Count]:
    """Return how many issues left or ended on each rung of the ladder."""
    climb, row = TABLES["climbs"].c, TABLES["issues"].c
    left = select(climb.rung, func.count(climb.ref.distinct())).where(view.mine("climbs"), climb.at >= since).group_by(climb.rung)
    ended = select(row.ended_on_rung, func.count()).where(view.mine("issues"), row.ended_at >= since).group_by(row.ended_on_rung)
    used = Counter(dict(map(tuple, view.rows(left))))
    used.update(dict(map(tuple, view.rows(ended))))
    return (Count(rules.workflow.states[name].title, used[name]) for name in (*rules.policy.ladder, TO_CLOSE))


def _settled(calendar: Calendar, first: date, issues: Iterable[Any]) -> Took:
    days = [_working_days(calendar, began, ended) for _, state, _, began, ended in issues if state in {RESOLVED, CLOSED}]
    return _summed(say("Since {first}", first=_short(first)), days)


def _short(day: date) -> str:
    """Return a day as ``28 November 2025``: weekdays say nothing of a quarter."""
    return say("{day} {month} {year}", day=day.day, month=say(MONTHS[day.month - 1]), year=day.year)
