"""What the date of a meeting means under the policy: the wall clock, the moment, and by when notice and papers are due."""

from datetime import date, datetime, time
from typing import NamedTuple

from govflow.engine.cases import Asked

MORNING = time(9, 0)


class When(NamedTuple):
    """A date as it is kept: the wall clock, the moment (UTC) that is, and by when (UTC) notice and papers are due."""

    on: date
    clock: str
    starts_at: datetime
    notice_due: datetime
    papers_due: datetime


def dated(case: Asked, starts_at: datetime) -> When:
    """Return what follows from ``starts_at`` under the policy's clocks and calendar."""
    calendar, clocks = case.rules.calendar, case.policy.clocks
    local = starts_at.astimezone(calendar.zone)
    on = local.date()
    return When(
        on,
        f"{local:%H:%M}",
        starts_at,
        calendar.at(calendar.last_day_before(on, clocks["notice"]), MORNING),
        calendar.at(calendar.last_day_before(on, clocks["papers"]), case.policy.closing),
    )
