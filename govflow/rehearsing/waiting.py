"""Letting time pass: the virtual clock stops at every moment due on the way, and the clock's acts are done there in order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from govflow.acts.clock import due_by, tick
from govflow.acts.house import House
from govflow.acts.reminding import remind
from govflow.acts.watching import reminders_due
from govflow.clock import VirtualClock
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.working_days import Calendar
from govflow.rehearsing.steps import Wait


@dataclass(frozen=True, slots=True)
class Fired:
    """One act of the clock: on which subject, when (UTC), the state it led to, or why it could not be done."""

    event: str
    ref: str
    at: datetime
    state: str = ""
    refusals: tuple[Refusal, ...] = ()


def target(wait: Wait, calendar: Calendar, now: datetime) -> datetime:
    """Return when ``wait`` ends (UTC): days keep the local time of day, hours and minutes are absolute."""
    local = now.astimezone(calendar.zone)
    if wait.until is not None:
        return calendar.at(wait.until.date(), wait.until.time())
    if wait.span is None:
        return now
    if wait.span.unit == "hours":
        return now + timedelta(hours=wait.span.n)
    if wait.span.unit == "minutes":
        return now + timedelta(minutes=wait.span.n)
    if wait.span.unit == "days":
        return calendar.at(local.date() + timedelta(days=wait.span.n), local.time())
    return calendar.at(calendar.add_working_days(local.date(), wait.span.n), local.time())


def pass_time(house: House, alliance: str, clock: VirtualClock, until: datetime) -> tuple[Fired, ...]:
    """Move ``clock`` to ``until``, doing what falls due in ``alliance`` on the way, reminders too.

    Raises ValueError for a time that is past.
    """
    if until < clock.now():
        raise ValueError("that time has passed already")
    fired: list[Fired] = []
    tried: set[object] = set()
    while (at := _next(house, alliance, until, tried)) is not None:
        clock.set(max(at, clock.now()))
        tried.update(due_by(house, clock.now(), alliance))  # what is refused stays due, and is tried once
        for timer, outcome in tick(house, alliance):
            tried.add(timer)
            if isinstance(outcome, Refused):
                fired.append(Fired(timer.event, timer.ref, clock.now(), refusals=outcome.refusals))
            elif outcome is not None:
                fired.append(Fired(timer.event, timer.ref, clock.now(), outcome.state))
        for _ in remind(house):
            pass
    clock.set(until)
    return tuple(fired)


def _next(house: House, alliance: str, until: datetime, tried: set[object]) -> datetime | None:
    """Return the next moment up to ``until`` at which something is due that was not tried yet."""
    timers = [timer.at for timer in due_by(house, until, alliance) if timer not in tried]
    reminder = reminders_due(house)
    moments = [*timers[:1], *(at for at in (reminder,) if at is not None and at <= until)]
    return min(moments, default=None)
