"""Series of meetings: which dates a rule of repetition (RFC 5545, RRULE) gives, moved off days on which nobody works.

The only owner of ``dateutil``, which looks for days without end where a rule has none: what it is asked here always gives days soon.
A date on a weekend or holiday moves to the next working day of the calendar.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime
from itertools import islice

from dateutil.rrule import rrulestr

from govflow.domain.working_days import Calendar

MOST = 60  # meetings of one series; five years of monthly ones
DAY = re.compile(r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
END = re.compile(r"(\d{8})(?:T(\d{6})Z?)?")
A_SERIES = "a series is weekly or monthly, such as FREQ=MONTHLY;BYDAY=2TH;COUNT=12"


def occurrences(rule: str, first: datetime, calendar: Calendar) -> tuple[datetime, ...]:
    """Return the moments (UTC) of a series that begins at ``first`` (UTC), at the same local time whatever the clocks do.

    ``first`` is the first of them, and of COUNT, also where the rule would not name its day.
    Raises ValueError, in words, for a rule that cannot be followed, names no day or more than ``MOST``.
    """
    start = first.astimezone(calendar.zone).replace(tzinfo=None)
    parts = _parts(rule, start)
    most = int(parts.get("COUNT", MOST + 1))
    walls = [wall for wall in islice(rrulestr(_written(parts), dtstart=start), most) if wall > start]
    if not walls:
        raise ValueError("it gives no day after the first")
    if "UNTIL" in parts and len(walls) >= MOST:
        raise ValueError(f"it gives more than {MOST} meetings, and a series has at most {MOST}")
    rest = (calendar.at(_working(wall.date(), calendar), start.time()) for wall in walls)
    return tuple(dict.fromkeys([first, *rest]))[:most]


def _parts(rule: str, start: datetime) -> Mapping[str, str]:
    """Return the parts of a rule. Raises ValueError for anything that would give no day, or none for a long time."""
    pairs = [part.partition("=")[::2] for part in rule.split(";")]
    parts = dict(pairs)
    if len(parts) != len(pairs) or parts.get("FREQ") not in {"WEEKLY", "MONTHLY"}:
        raise ValueError(f"{A_SERIES}; each part stands once")
    if not re.fullmatch(r"[1-9]\d?", parts.get("INTERVAL", "1")):
        raise ValueError("INTERVAL is a whole number from 1 to 99")
    if "BYSETPOS" in parts:
        raise ValueError("BYSETPOS is not taken; name the weekday with its place in the month, such as BYDAY=2TH or BYDAY=-1FR")
    _check_days(parts, start)
    _check_end(parts)
    return parts


def _check_days(parts: Mapping[str, str], start: datetime) -> None:
    days, monthly = parts.get("BYDAY", ""), parts["FREQ"] == "MONTHLY"
    if days and not all(DAY.fullmatch(day) and (monthly or len(day) == len("MO")) for day in days.split(",")):
        raise ValueError("BYDAY names weekdays, such as MO,TH; in a monthly series with their place, such as 2TH or -1FR")
    if "BYMONTHDAY" not in parts:
        return
    numbers = parts["BYMONTHDAY"].split(",")
    if not monthly or days or not all(re.fullmatch(r"-?[1-9]\d?", n) and abs(int(n)) <= 31 for n in numbers):  # noqa: PLR2004
        raise ValueError("BYMONTHDAY names days from 1 to 31 of a monthly series that names no weekday")
    least = min(abs(int(n)) for n in numbers)
    step, months = int(parts.get("INTERVAL", "1")), start.year * 12 + start.month - 1
    if not any(monthrange(*_month(months + step * k))[1] >= least for k in range(48)):
        raise ValueError("no month that it names has that day")


def _month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def _check_end(parts: Mapping[str, str]) -> None:
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise ValueError("it says how often, with COUNT, or until when, with UNTIL, and not both")
    if "COUNT" in parts and not (re.fullmatch(r"\d{1,2}", parts["COUNT"]) and 2 <= int(parts["COUNT"]) <= MOST):  # noqa: PLR2004
        raise ValueError(f"a series has from 2 to {MOST} meetings; give that many, and begin another later")
    found = END.fullmatch(parts.get("UNTIL", "20000101"))
    try:
        datetime.strptime(found[1] + (found[2] or "000000"), "%Y%m%d%H%M%S") if found else int("")  # noqa: DTZ007 - a wall clock
    except ValueError:
        raise ValueError("UNTIL is a day, such as 20271231") from None


def _written(parts: Mapping[str, str]) -> str:
    """Return the rule for a start on the wall clock: its end is read on the same clock, and a day that it ends on is whole."""
    end = parts.get("UNTIL", "").removesuffix("Z")
    whole = {"UNTIL": end if "T" in end else f"{end}T235959"} if end else {}
    return ";".join(f"{name}={value}" for name, value in {**parts, **whole}.items() if name != "COUNT")


def _working(day: date, calendar: Calendar) -> date:
    return day if calendar.is_working(day) else calendar.add_working_days(day, 1)
