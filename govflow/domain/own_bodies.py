"""The clock of an own body's decision: notice, the earliest day, the day decided, call-in, and the day it takes effect.

Pure functions of days. Every figure comes from the jurisdiction, as a ``Law``; who may do what, and when, is for the guards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from govflow.domain.translating import mark
from govflow.domain.working_days import ONE_DAY, Calendar

KEY, OFFICER, BOARD = "key", "officer", "board"
KINDS: Mapping[str, str] = {KEY: mark("key decision"), OFFICER: mark("officer decision"), BOARD: mark("board decision")}
NOTICE, GENERAL_EXCEPTION, SPECIAL_URGENCY = "notice", "general_exception", "special_urgency"
ROUTES: Mapping[str, str] = {
    NOTICE: mark("notice in full"),
    GENERAL_EXCEPTION: mark("general exception"),
    SPECIAL_URGENCY: mark("special urgency"),
}
SHORT = frozenset({GENERAL_EXCEPTION, SPECIAL_URGENCY})  # the routes that need a reason
# The steps of a clock, in their order.
NOTICED, EARLIEST, DECIDED, CALL_IN_ENDS, EFFECTIVE = "noticed", "earliest", "decided", "call_in_ends", "effective"


@dataclass(frozen=True, slots=True)
class Law:
    """What a jurisdiction asks of an own body: clear days of notice for a key decision, and working days of call-in by kind.

    0 days means that there is no such rule. England: SI 2012/2089 reg. 9 (notice), reg. 10 (general exception), reg. 11 (special
    urgency); call-in rests on the Local Government Act 2000 s. 9F, its days on each council's own constitution.
    """

    notice_clear_days: int = 0
    exception_clear_days: int = 0
    call_in_working_days: int = 0
    called_in: tuple[str, ...] = ()

    def routes(self, kind: str) -> tuple[str, ...]:
        """Return the routes by which notice of a decision of ``kind`` can be given; () where none is needed."""
        if kind != KEY or not self.notice_clear_days:
            return ()
        return tuple(route for route in ROUTES if route != GENERAL_EXCEPTION or self.exception_clear_days)

    def clear_days(self, route: str) -> int:
        """Return the clear days that ``route`` asks for; special urgency needs the scrutiny chair's agreement and no days."""
        return {NOTICE: self.notice_clear_days, GENERAL_EXCEPTION: self.exception_clear_days}.get(route, 0)

    def call_in_days(self, kind: str) -> int:
        """Return the working days within which a decision of ``kind`` can be called in; 0 where it cannot."""
        return self.call_in_working_days if kind in self.called_in else 0


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one own body's decision: ``announced_on`` is when the decision itself was published, if later than taken.

    ``call_in_ends`` is the last day of call-in of what was decided, as it was counted when it was recorded; None where there is none.
    """

    kind: str
    route: str = ""
    published_on: date | None = None
    earliest_on: date | None = None
    decide_on: date | None = None
    decided_on: date | None = None
    announced_on: date | None = None
    call_in_ends: date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The days of one own body's decision. None is a step it does not have; a day that has not come is the soonest possible."""

    noticed: date | None
    earliest: date | None
    decided: date
    call_in_ends: date | None
    effective: date

    @property
    def steps(self) -> tuple[tuple[str, date], ...]:
        """Return its steps in their order, each with its day."""
        days = (self.noticed, self.earliest, self.decided, self.call_in_ends, self.effective)
        named = zip((NOTICED, EARLIEST, DECIDED, CALL_IN_ENDS, EFFECTIVE), days, strict=True)
        return tuple((name, on) for name, on in named if on is not None)


def earliest_day(law: Law, route: str, published_on: date) -> date:
    """Return the first day on which a key decision may be taken: both ends of clear days are excluded (SI 2012/2089 reg. 9 to 11)."""
    days = law.clear_days(route)
    return published_on + timedelta(days=days + 1) if days else published_on


def last_notice_day(law: Law, kind: str, decide_on: date) -> date | None:
    """Return the last day on which notice in full still allows a decision on ``decide_on``; None where no notice is needed."""
    return decide_on - timedelta(days=law.notice_clear_days + 1) if law.routes(kind) else None


def call_in_ends(law: Law, calendar: Calendar, kind: str, since: date) -> date | None:
    """Return the last day of call-in for what was made known on ``since``; None where a decision of ``kind`` is not called in."""
    days = law.call_in_days(kind)
    return calendar.add_working_days(since, days) if days else None


def clock(law: Law, calendar: Calendar, known: Known, today: date) -> Clock:
    """Return the clock of what is ``known``; what has not happened is taken to happen as soon as it may, from ``today`` on.

    What was recorded stands as it was recorded, whatever the law says by now.
    """
    noticed = known.published_on or (today if law.routes(known.kind) and known.decided_on is None else None)
    earliest = known.earliest_on or (earliest_day(law, known.route or NOTICE, noticed) if noticed else None)
    soonest = max(day for day in (today, earliest, known.decide_on) if day is not None)
    decided = known.decided_on or soonest
    announced = max(decided, known.announced_on or decided)
    ends = known.call_in_ends if known.decided_on else call_in_ends(law, calendar, known.kind, announced)
    return Clock(noticed, earliest, decided, ends, ends + ONE_DAY if ends else announced)
