"""Series of meetings: which dates a rule of repetition (RFC 5545, RRULE) gives, moved off days on which nobody works.

The only owner of ``dateutil``. A date on a weekend or holiday moves to the next working day of the calendar.
"""

import re
from datetime import date, datetime
from itertools import islice

from dateutil.rrule import rrulestr

from govflow.domain.working_days import Calendar

COUNT = re.compile(r"COUNT=(\d{1,4})")
MOST = 60  # meetings of one series; five years of monthly ones


def occurrences(rule: str, first: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """Return the moments (UTC) of a series that begins at ``first`` (UTC), at the same local time whatever the clocks do.

    ``first`` is the first of them, and of COUNT, also where the rule would not name its day. At most ``MOST``.
    Raises ValueError for a rule that cannot be read or names no day.
    """
    start = first.astimezone(calendar.zone).replace(tzinfo=None)
    count = COUNT.search(rule)
    most = min(int(count[1]) if count else MOST, MOST)
    walls = [wall for wall in islice(rrulestr(rule, dtstart=start), most) if wall > start]
    if not walls:
        message = f"{rule} gives no day after the first"
        raise ValueError(message)
    rest = (calendar.at(_working(wall.date(), calendar), start.time()) for wall in walls)
    return tuple(dict.fromkeys([first, *rest]))[:most]


def _working(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working(day) else calendar.add_working_days(day, 1)
