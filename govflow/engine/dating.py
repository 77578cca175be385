"""What the date of a meeting means under the policy: the wall clock, the moment, and by when notice and papers are due."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, NamedTuple

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.cases import Asked

MORNING = time(9, 0)
URGENCY: Mapping[str, str] = {
    "reason": "why it cannot wait",
    "legal": "whether it is legal",
    "safe": "whether it is safe",
}  # what shortens notice says


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


def urgency_lacks(urgent: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what urgency does not say yet: the field, and what it asks."""
    return {name: asks for name, asks in URGENCY.items() if not str(urgent.get(name) or "").strip()}


def half_urgent(urgent: Mapping[str, Any]) -> Refusal | None:
    """Refuse urgency that does not say all it must: who gets short notice is owed each of the answers."""
    lacks = urgency_lacks(urgent)
    if not lacks:
        return None
    otherwise = "; or, if it is not urgent, leave all three empty"
    return refuse(
        "urgency-not-shown", field=f"urgent.{next(iter(lacks))}", missing=", ".join(lacks.values()), otherwise=otherwise
    )
