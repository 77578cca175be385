"""The worker's heartbeat: written by the worker that leads at each tick, read by the others, and by whatever watches the installation."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, insert, select, update

from govflow.record.rows import TABLES
from govflow.record.store import Store
from govflow.record.tables.outbox import TO_SEND

BEATS, TIMERS, OUTBOX = (TABLES[name] for name in ("heartbeats", "timers", "outbox"))
WORKER = "worker"  # there is one row; the name leaves room for more


class Pulse(NamedTuple):
    """How the work stands: when a worker was last alive (None: never), timers that are overdue, and notices that wait."""

    beat_at: datetime | None
    overdue: int
    waiting: int


class Lead(NamedTuple):
    """Who leads ("" : nobody yet), and its last sign of life (None: never one). Equal to an earlier one: silent since."""

    leader: str
    beat_at: datetime | None


def beat(store: Store, now: datetime) -> None:
    """Note that the worker is alive at ``now`` (UTC)."""
    with store.writing() as connection:
        alive = update(BEATS).where(BEATS.c.worker == WORKER).values(beat_at=now)
        if connection.execute(alive).rowcount == 0:
            connection.execute(insert(BEATS).values(worker=WORKER, started_at=now, beat_at=now, leader=""))


def lead(store: Store) -> Lead:
    """Return who leads."""
    with store.reading() as connection:
        found = connection.execute(select(BEATS.c.leader, BEATS.c.beat_at).where(BEATS.c.worker == WORKER)).one_or_none()
    return Lead(*found) if found is not None else Lead("", None)


def take_lead(store: Store, mine: str, now: datetime, after: Lead) -> bool:
    """Let ``mine`` lead from ``now`` (UTC) on, unless anything was heard since ``after`` was read; say whether it does."""
    row = BEATS.c
    with store.writing() as connection:
        if after.beat_at is None:
            connection.execute(insert(BEATS).values(worker=WORKER, started_at=now, beat_at=now, leader=mine))
            return True
        still = (row.worker == WORKER, row.leader == after.leader, row.beat_at == after.beat_at)
        taken = update(BEATS).where(*still).values(leader=mine, beat_at=now, started_at=now)
        return connection.execute(taken).rowcount == 1


def pulse(store: Store, now: datetime) -> Pulse:
    """Return how the work stands at ``now``. Raises UnavailableError where the database does not answer."""
    alive = select(BEATS.c.beat_at).where(BEATS.c.worker == WORKER)
    overdue = select(func.count()).select_from(TIMERS).where(TIMERS.c.due_at <= now)
    waiting = select(func.count()).select_from(OUTBOX).where(TO_SEND, OUTBOX.c.due_at <= now)
    with store.reading() as connection:
        beat_at = connection.execute(alive).scalar_one_or_none()
        return Pulse(beat_at, *(int(connection.execute(asked).scalar_one()) for asked in (overdue, waiting)))
