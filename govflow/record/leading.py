"""Who leads: of all workers of an installation one does the work. Its name stands in the record, with its last sign of life.

A lock that goes with its process, however that ends, tells the others at once when the leader is gone; one that is there and does
nothing (stopped, or swapped out) keeps its lock, and loses the lead when it is silent for too long. A wrong leader would be harmless,
since every message is claimed with a lease; leading only saves work. On PostgreSQL the lock is an advisory one on a connection of its
own (a pooler that lends connections by transaction breaks it); on SQLite it is on a file beside the database.
"""

import fcntl
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from govflow.record import heartbeats
from govflow.record.errors import UnavailableError
from govflow.record.heartbeats import Lead
from govflow.record.sessions import is_sqlite
from govflow.record.store import Store

NUMBER = 4_702_111_234  # of the advisory lock: this product's worker
SILENT_FOR = 20.0  # seconds by our own clock, which nobody can set: a leader looks every five


class Leadership:
    """One worker's claim to lead, under its name, which no other has."""

    def __init__(self, store: Store, mine: str, steady: Callable[[], float] = monotonic) -> None:
        self._store, self._mine, self._steady = store, mine, steady
        self._lock = WorkerLock(store)
        self._heard, self._since = Lead("", None), steady()
        self._rests_until = steady()

    def is_mine(self, now: datetime) -> bool:
        """Say whether this worker leads at ``now`` (UTC), taking the lead where nobody has it. Raises UnavailableError."""
        steady, found = self._steady(), heartbeats.lead(self._store)
        has_lock = steady >= self._rests_until and self._lock.is_mine()
        if found.leader == self._mine:
            return True
        if self._heard.leader == self._mine:  # it led, and was silent for so long that another took over
            self._lock.end()
            self._rests_until, has_lock = steady + SILENT_FOR, False
        if found != self._heard:
            self._heard, self._since = found, steady
        if not has_lock and steady - self._since <= SILENT_FOR:
            return False
        if not heartbeats.take_lead(self._store, self._mine, now, found):
            return False
        self._heard = Lead(self._mine, now)
        return True

    def end(self) -> None:
        """Let another worker lead."""
        self._lock.end()


class WorkerLock:
    """The lock of the worker, which holds until ``end`` or the end of the process."""

    def __init__(self, store: Store) -> None:
        self._engine, self._store = store.engine, store
        self._held: Any = None

    def is_mine(self) -> bool:
        """Say whether this process holds it, taking it where nobody does."""
        if is_sqlite(self._engine):
            return self._file_is_mine()
        return self._lock_is_mine()

    def end(self) -> None:
        """Let another process have it."""
        held, self._held = self._held, None
        if isinstance(held, int):
            os.close(held)
        elif held is not None:
            held.close()

    def _file_is_mine(self) -> bool:
        if self._held is not None:
            return True
        database = self._engine.url.database
        if not database or database == ":memory:":
            return True
        file = os.open(Path(f"{database}.worker"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._held = file
        return True

    def _lock_is_mine(self) -> bool:
        if self._held is not None and self._still_holds():
            return True
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": NUMBER}).scalar_one():
                self._held = connection
                return True
            connection.close()
        except DBAPIError as error:
            unavailable = UnavailableError(f"the database does not answer: {error.orig}")
            unavailable.__cause__ = error
            self._store.heard(unavailable, False)  # noqa: FBT003 - it was not to write
        else:
            self._store.heard(None, False)  # noqa: FBT003
        return False

    def _still_holds(self) -> bool:
        """Say whether the connection that holds the lock lives; after an outage it does not, and that alone is no outage."""
        try:
            self._held.execute(text("SELECT 1"))
        except DBAPIError:
            self._held = None
            return False
        return True
