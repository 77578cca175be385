"""Reminders that have come: whoever still owes something gets a message; what came too late is listed as missed, never silent."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from govflow.acts.house import House
from govflow.acts.telling import case_for
from govflow.engine.reminding import concerned
from govflow.record import reminders
from govflow.record.reminders import Due
from govflow.record.tables.outbox import CANCELLED, DONE, DUE, MISSED
from govflow.record.units import Unit, due_for

AT_ONCE = 200


def remind(house: House) -> Iterator[tuple[Due, str]]:
    """Turn every reminder that has come into messages; yield each with what came of it: done, missed, cancelled, or what went wrong.

    One that goes wrong is listed as missed, so that it holds up no other and is not silent.
    """
    for one in reminders.due(house.store, house.clock.now(), AT_ONCE):
        try:
            yield one, _reminded(house, one)
        except LookupError as wrong:
            with house.store.unit(one.alliance) as unit:
                unit.take_reminder(one, MISSED, house.clock.now(), 0)
            yield one, f"{type(wrong).__name__}: {wrong}"


def _reminded(house: House, one: Due) -> str:
    """Take a reminder and write its messages, together or not at all."""
    with house.store.unit(one.alliance) as unit:
        now = house.clock.now()
        people = concerned(case_for(unit, house, one.ref, now), one.kind)
        state = MISSED if now >= one.until_at else DONE if people else CANCELLED
        told = people if state == DONE else ()
        if unit.take_reminder(one, state, now, len(told)):
            later = unit.digests() if told else {}
            unit.add_messages([_message(unit, one, person, now, later.get(person, "")) for person in told])
        return state


def _message(unit: Unit, one: Due, person: str, now: datetime, digest: str) -> dict[str, Any]:
    due_at, bundle = due_for(digest, one.kind, now)
    return {
        "alliance": unit.id,
        "entry": one.entry,
        "kind": one.kind,
        "person": person,
        "subject": one.ref,
        "created_at": now,
        "state": DUE,
        "due_at": min(due_at, one.until_at),
        "due_key": one.due_at.isoformat(),
        "bundle": bundle,
        "attempts": 0,
        "note": "",
    }
