"""Working days, clear days and local closing times.

A ``Calendar`` is the alliance's zone and its days off; the days off themselves are found by ``definitions``. Clear days exclude
both ends (SI 2012/2089 reg. 5 and 9 count notice so; council access-to-information rules read it the same way).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
ONE_DAY = timedelta(days=1)
ONE_MINUTE = timedelta(minutes=1)
FURTHEST = 4000  # days looked through before a calendar without working days is called broken


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time in a policy: ``n`` of ``unit`` (working days, clear working days, days, hours, minutes)."""

    n: int
    unit: str

    def __str__(self) -> str:
        """Return it as a policy file writes it: ``5 working days``."""
        return f"{self.n} {self.unit if self.n != 1 else self.unit.removesuffix('s')}"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The alliance's local time: its zone, which weekdays are holidays, and the month in which a financial year begins there."""

    zone: ZoneInfo
    is_holiday: Callable[[date], bool]
    year_begins: int = 4

    def local_date(self, now: datetime) -> date:
        """Return the alliance's date at ``now`` (aware)."""
        return now.astimezone(self.zone).date()

    def is_working(self, day: date) -> bool:
        """Say whether ``day`` is neither a weekend day nor a holiday."""
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the ``n``-th working day after ``day``; ``n`` = 0 gives ``day`` itself. Raises ValueError when none is found."""
        left = n
        for _ in range(FURTHEST):
            if left <= 0:
                return day
            day += ONE_DAY
            left -= self.is_working(day)
        message = f"no {n} working days within {FURTHEST} days of {day}"
        raise ValueError(message)

    def counts_from(self, now: datetime, closing: time) -> date:
        """Return the day as of which a notice given at ``now`` counts: after ``closing``, or on a day off, the next working day.

        So deemed service counts too (Civil Procedure Rules r. 6.26), and nobody gains a day by sending late.
        """
        local = now.astimezone(self.zone)
        in_hours = self.is_working(local.date()) and local.time() <= closing
        return local.date() if in_hours else self.add_working_days(local.date(), 1)

    def clear_days_between(self, first: date, last: date) -> int:
        """Count the working days strictly between ``first`` and ``last``: both ends excluded."""
        days = range(1, max((last - first).days, 0))
        return sum(self.is_working(first + timedelta(days=k)) for k in days)

    def after_clear_days(self, first: date, n: int) -> date:
        """Return the first working day with ``n`` clear working days since ``first``."""
        return self.add_working_days(first, n + 1)

    def last_day_before(self, day: date, span: Span) -> date:
        """Return the last day on which something due ``span`` before ``day`` is in time; for spans of working days, a working day.

        Of clear days both ends are excluded. Raises ValueError for a span of hours or minutes.
        """
        if span.unit not in {"clear working days", "working days", "days"}:
            message = f"{span} before a day is no day"
            raise ValueError(message)
        if span.unit == "days":
            return day - timedelta(days=span.n)
        return self._working_day_before(day, span.n + (span.unit == "clear working days"))

    def _working_day_before(self, day: date, n: int) -> date:
        left = n
        for _ in range(FURTHEST):
            if left <= 0:
                return day
            day -= ONE_DAY
            left -= self.is_working(day)
        message = f"no {n} working days within {FURTHEST} days before {day}"
        raise ValueError(message)

    def first_day_after(self, day: date, span: Span) -> date:
        """Return the first working day that ``day`` is early enough for, ``span`` before it."""
        found = self.add_working_days(day, 1)
        while self.last_day_before(found, span) < day:
            found = self.add_working_days(found, 1)
        return found

    def at(self, day: date, clock_time: time) -> datetime:
        """Return local ``clock_time`` on ``day`` as UTC; a time the clocks skip becomes the first valid minute after it."""
        wall = datetime.combine(day, clock_time)
        while not self._exists(wall):
            wall += ONE_MINUTE
        return wall.replace(tzinfo=self.zone).astimezone(UTC)

    def _exists(self, wall: datetime) -> bool:
        return wall.replace(tzinfo=self.zone).astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) == wall

    def due(self, now: datetime, span: Span, closing: time) -> datetime:
        """Return when ``span`` from ``now`` ends, in UTC: day spans end at local ``closing`` time, hours and minutes are absolute."""
        if span.unit in {"hours", "minutes"}:
            return now + (timedelta(hours=span.n) if span.unit == "hours" else timedelta(minutes=span.n))
        today = self.local_date(now)
        if span.unit == "days":
            return self.at(today + timedelta(days=span.n), closing)
        if span.unit == "clear working days":
            return self.at(self.after_clear_days(today, span.n), time(0, 0))
        return self.at(self.add_working_days(today, span.n), closing)
