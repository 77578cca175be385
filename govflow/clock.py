"""The only "now" in the product: a clock that is passed in, and always answers in UTC.

Nothing else may ask the system for the time (the linter refuses it), so that a scenario can play a month in a second and
a test can stand on the minute a vote closes. Rules about working days and time zones do not live here.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say what time it is, as an aware UTC datetime."""

    def now(self) -> datetime:
        """Return the time now, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class VirtualClock:
    """A clock that stands still until it is told to move."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)

    def now(self) -> datetime:
        return self._now

    def set(self, moment: datetime) -> None:
        """Stand at this moment, earlier or later."""
        self._now = _in_utc(moment)

    def advance(self, by: timedelta) -> None:
        """Go forward by this much."""
        if by < timedelta(0):
            msg = f"A clock advances; it does not go back by {-by}."
            raise ValueError(msg)
        self._now += by


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        msg = f"{moment} does not say its time zone."
        raise ValueError(msg)
    return moment.astimezone(UTC)
