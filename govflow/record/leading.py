"""Who leads: of all workers of an installation one does the work. The lock goes with the process that holds it, however it ends.

A wrong leader would be harmless, since every message is claimed with a lease; leading only saves work. On PostgreSQL an advisory lock on a
connection of its own (a pooler that lends connections by transaction breaks it); on SQLite a lock on a file beside the database.
"""

import fcntl
import os
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from govflow.record.errors import UnavailableError
from govflow.record.sessions import is_sqlite
from govflow.record.store import Store

NUMBER = 4_702_111_234  # of the advisory lock: this product's worker


class Leadership:
    """A claim to lead, which holds until ``end`` or the end of the process."""

    def __init__(self, store: Store) -> None:
        self._engine, self._store = store.engine, store
        self._held: Any = None

    def is_mine(self) -> bool:
        """Say whether this worker leads, taking the lead where nobody has it."""
        if is_sqlite(self._engine):
            return self._file_is_mine()
        return self._lock_is_mine()

    def end(self) -> None:
        """Let another worker lead."""
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
        try:
            if self._held is not None:
                self._held.execute(text("SELECT 1"))
                return True
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": NUMBER}).scalar_one():
                self._held = connection
                return True
            connection.close()
        except DBAPIError as error:
            self._held = None
            unavailable = UnavailableError(f"the database does not answer: {error.orig}")
            unavailable.__cause__ = error
            self._store.heard(unavailable, False)  # noqa: FBT003 - it was not to write
        else:
            self._store.heard(None, False)  # noqa: FBT003
        return False
