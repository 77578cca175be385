"""Series of meetings: which dates a rule of repetition (RFC 5545, RRULE) gives, moved off days on which nobody works.

The only owner of ``dateutil``. A date on a weekend or holiday moves to the next working day of the calendar.
"""

import re
from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from govflow.domain.working_days import Calendar

COUNT = re.compile(r";COUNT=(\d{1,4})(?=;|$)")
NO_INTERVAL = re.compile(r";INTERVAL=(?!0*[1-9]\d{0,2}(;|$))")
INTERVAL = re.compile(r";INTERVAL=(\d+)")
POSITIONS, POSITION = re.compile(r";BYSETPOS=([^;]*)"), re.compile(r"[-+]?[1-9]\d?")
DAYS = re.compile(r";(BYDAY|BYMONTHDAY)=([^;]*)")
MOST_POSITIONS = 5
MOST = 60  # meetings of one series; five years of monthly ones


def occurrences(rule: str, first: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """Return the moments (UTC) of a series that begins at ``first`` (UTC), at the same local time whatever the clocks do.

    ``first`` is the first of them, and of COUNT, also where the rule would not name its day. At most ``MOST``.
    Raises ValueError for a rule that cannot be read or names no day.
    """
    start = first.astimezone(calendar.zone).replace(tzinfo=None)
    count = COUNT.search(rule)
    most = min(int(count[1]) if count else MOST, MOST)
    _check(rule)
    named = rrulestr(COUNT.sub("", rule), dtstart=start)  # how many is counted here
    given, farthest = getattr(named, "_until", None), start + _farthest(rule)
    walls = [wall for wall in islice(named.replace(until=min(given or farthest, farthest)), most) if wall > start]
    if not walls:
        message = f"{rule} gives no day after the first"
        raise ValueError(message)
    rest = (calendar.at(_working(wall.date(), calendar), start.time()) for wall in walls)
    return tuple(dict.fromkeys([first, *rest]))[:most]


def _check(rule: str) -> None:
    """Refuse what could never be, and would be looked for until the last year there is. Raises ValueError."""
    if NO_INTERVAL.search(rule):
        message = "must repeat every week or month, or after a whole number of them: INTERVAL=1 or more"
        raise ValueError(message)
    found, days = POSITIONS.search(rule), dict(DAYS.findall(rule))
    if found is None:
        return
    named = {name: listed.count(",") + 1 for name, listed in days.items()}
    weeks = 1 if rule.startswith("FREQ=WEEKLY") else 5
    most = min(named.get("BYDAY", 31) * weeks, named.get("BYMONTHDAY", 31)) if named else 1
    positions = found[1].split(",")
    if len(positions) > MOST_POSITIONS or not all(POSITION.fullmatch(one) and abs(int(one)) <= most for one in positions):
        message = f"must say by BYSETPOS which of its days, {MOST_POSITIONS} at most: 1 to {most}, or -1 for the last"
        raise ValueError(message)


def _farthest(rule: str) -> timedelta:
    """Return how far ahead a rule is looked at: as far as ``MOST`` meetings need, where not every week or month has one."""
    interval = INTERVAL.search(rule)
    every = timedelta(weeks=2) if rule.startswith("FREQ=WEEKLY") else timedelta(days=95)  # a fifth Monday comes every third month
    return min(every * MOST * (int(interval[1]) if interval else 1), timedelta(days=366 * 61))


def _working(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working(day) else calendar.add_working_days(day, 1)
