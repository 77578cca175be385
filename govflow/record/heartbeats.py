"""The worker's heartbeat: written by the worker at each tick, read by whatever watches the installation."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select, update

from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.tables.outbox import TO_SEND

BEATS, TIMERS, OUTBOX = (TABLES[name] for name in ("heartbeats", "timers", "outbox"))
WORKER = "worker"  # there is one; the name leaves room for more


class Pulse(NamedTuple):
    """How the work stands: when a worker was last alive (None: never), timers that are overdue, and notices that wait."""

    beat_at: datetime | None
    overdue: int
    waiting: int


def beat(store: Store, now: datetime) -> None:
    """Note that the worker is alive at ``now`` (UTC)."""
    with store.writing() as connection:
        alive = update(BEATS).where(BEATS.c.worker == WORKER).values(beat_at=now)
        if connection.execute(alive).rowcount == 0:
            connection.execute(insert(BEATS).values(worker=WORKER, started_at=now, beat_at=now))


def pulse(store: Store, now: datetime) -> Pulse:
    """Return how the work stands at ``now``. Raises UnavailableError where the database does not answer."""
    alive = select(BEATS.c.beat_at).where(BEATS.c.worker == WORKER)
    overdue = select(func.count()).select_from(TIMERS).where(TIMERS.c.due_at <= now)
    waiting = select(func.count()).select_from(OUTBOX).where(TO_SEND, OUTBOX.c.due_at <= now)
    with store.reading() as connection:
        beat_at = connection.execute(alive).scalar_one_or_none()
        return Pulse(beat_at, *(int(connection.execute(asked).scalar_one()) for asked in (overdue, waiting)))
