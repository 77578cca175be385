"""Series of meetings: which dates a rule of repetition (RFC 5545, RRULE) gives, moved off days on which nobody works.

The only owner of ``dateutil``. A date on a weekend or holiday moves to the next working day of the calendar.
"""

from datetime import date, datetime

from dateutil.rrule import rrulestr

from govflow.domain.working_days import Calendar

MOST = 60  # meetings of one series; five years of monthly ones


def occurrences(rule: str, first: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """Return the moments (UTC) of a series that begins at ``first`` (UTC), at the same local time whatever the clocks do.

    At most ``MOST``. Raises ValueError for a rule that cannot be read or names no day.
    """
    start = first.astimezone(calendar.zone).replace(tzinfo=None)
    found: list[datetime] = []
    for wall in rrulestr(rule, dtstart=start):
        if len(found) == MOST:
            break
        found.append(calendar.at(_working(wall.date(), calendar), start.time()))
    if not found:
        message = f"{rule} gives no day"
        raise ValueError(message)
    return tuple(dict.fromkeys(found))


def _working(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working(day) else calendar.add_working_days(day, 1)
