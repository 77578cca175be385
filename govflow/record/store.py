"""The record of alliances in one database: units of work that stand whole or not at all, and views that look only.

A unit locks first and then reads, so nobody acts on what another is changing. What may happen is not decided here: a
unit saves only what the engine made.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Transaction, func, select, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from govflow.domain.alliances import REF, Alliance
from govflow.record import ledger
from govflow.record.errors import UnavailableError, UncertainError
from govflow.record.held import Held
from govflow.record.preparing import Timer, prepared_for
from govflow.record.rows import TABLES
from govflow.record.sessions import BUSY_SECONDS, is_sqlite, reader
from govflow.record.statements import Runner
from govflow.record.units import Unit, View

# Told of each time the database was asked: why it did not answer (None: it did), and whether it was to write.
Heard = Callable[[UnavailableError | None, bool], None]


class Store:
    """The record in one database, whose tables are there (``migrating``)."""

    def __init__(self, engine: Engine) -> None:
        """Prepare every statement once; ``engine`` comes from ``open_database``."""
        self.engine = engine
        self.prepared = prepared_for(engine)
        self.reader = reader(engine)
        self.heard: Heard = lambda _error, _writing: None
        self._held = Held()

    def create_alliance(self, alliance: str) -> None:
        """Begin the ledger of ``alliance``. Raises StaleError when there is one."""
        with self.writing() as connection:
            Runner(connection).run([self.prepared.first_head(ledger.new_head(alliance))])

    @contextmanager
    def first_unit(self, alliance: str) -> Iterator[Unit]:
        """Begin the ledger of ``alliance`` and give its first unit of work, in one transaction. Raises StaleError when there is one."""
        with self.writing() as connection:
            Runner(connection).run([self.prepared.first_head(ledger.new_head(alliance))])
            unit = Unit(connection, self.prepared, alliance, self._held)
            yield unit
        unit.publish()

    def alliances(self) -> tuple[str, ...]:
        """Return the alliances that have a ledger here, by id."""
        with self._lent(self.reader) as connection:
            return tuple(sorted(connection.execute(select(TABLES["ledger_heads"].c.alliance)).scalars()))

    def lengths(self) -> dict[str, int]:
        """Return how many entries each alliance's ledger has."""
        heads = TABLES["ledger_heads"].c
        with self._lent(self.reader) as connection:
            return {str(alliance): int(size) for alliance, size in connection.execute(select(heads.alliance, heads.size))}

    @contextmanager
    def unit(self, alliance: str) -> Iterator[Unit]:
        """Give a unit of work on ``alliance``: committed when the block ends well, and nothing of it stays when it raises."""
        with self.writing() as connection:
            unit = Unit(connection, self.prepared, alliance, self._held)
            yield unit
        unit.publish()

    @contextmanager
    def view(self, alliance: str) -> Iterator[View]:
        """Give ``alliance`` as it stands at one moment, without making anybody wait."""
        with self._lent(self.reader) as connection, connection.begin():
            yield View(connection, self.prepared, alliance, self._held, self.prepared.head)

    def held_alliance(self, alliance: str, entry: int) -> Alliance | None:
        """Return the alliance as it is since ``entry``, where this process holds it; it is not read for this."""
        found: Alliance | None = self._held.get(alliance, REF, entry)
        return found

    def due(self, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Return at most ``limit`` timers of all alliances that are due at ``now`` (UTC), the longest overdue first."""
        with self._lent(self.reader) as connection:
            (found,) = Runner(connection).rows([self.prepared.due(now, limit)])
        return tuple(map(self.prepared.timer.value, found))

    def next_due(self) -> datetime | None:
        """Return when the next timer of any alliance is due (UTC), or None."""
        with self._lent(self.reader) as connection:
            found: datetime | None = connection.execute(select(func.min(TABLES["timers"].c.due_at))).scalar_one()
        return found

    def tidy(self) -> None:
        """Let SQLite see how its tables have grown, so that lists use the right index; PostgreSQL looks by itself."""
        if is_sqlite(self.engine):
            with self.writing() as connection:
                connection.exec_driver_sql("PRAGMA optimize=0x10002")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for looking, for this room only. Raises UnavailableError where the database does not answer."""
        with self._lent(self.reader) as connection:
            yield connection

    def note(self, *statements: Executable) -> bool:
        """Write what may be left out, and only where nobody else is writing: who looks never waits. Say whether it was written."""
        try:
            with self.engine.connect() as connection, self._impatient(connection), connection.begin():
                for statement in (*self._first_words, *statements):
                    connection.execute(statement)
        except (DBAPIError, NoConnectionError, self.engine.dialect.loaded_dbapi.Error):
            return False
        return True

    @property
    def _first_words(self) -> tuple[Executable, ...]:
        return () if is_sqlite(self.engine) else (text("SET LOCAL lock_timeout = '50ms'"),)

    @contextmanager
    def _impatient(self, connection: Connection) -> Iterator[None]:
        """Let SQLite refuse at once where another writes, as long as the block lasts."""
        driver: Any = connection.connection.driver_connection
        if not is_sqlite(connection):
            yield
            return
        driver.execute("PRAGMA busy_timeout=0")
        try:
            yield
        finally:
            driver.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock (SQLite), for this room only: committed at the end, or rolled back."""
        with self._lent(self.engine) as connection:
            try:
                transaction = connection.begin()
            except (DBAPIError, self.engine.dialect.loaded_dbapi.Error) as error:
                raise UnavailableError(f"nothing was recorded: {getattr(error, 'orig', None) or error}") from error
            try:
                yield connection
            except BaseException:
                _undo(connection, transaction)
                raise
            try:
                transaction.commit()
            except BaseException as error:
                # Whether it was committed cannot be known on this connection; the key of the act tells on another.
                connection.invalidate()
                raise UncertainError(f"it is not known whether this was recorded: {error}") from error

    @contextmanager
    def _lent(self, engine: Engine) -> Iterator[Connection]:
        """Lend a connection; that the database cannot be reached, or goes away meanwhile, is told as UnavailableError."""
        driver: Any = engine.dialect.loaded_dbapi
        writing = engine is self.engine
        try:
            with engine.connect() as connection:
                yield connection
        except UnavailableError as error:
            self.heard(error, writing)
            raise
        except (OperationalError, InterfaceError, NoConnectionError, driver.OperationalError, driver.InterfaceError) as error:
            unavailable = UnavailableError(f"the database does not answer: {getattr(error, 'orig', None) or error}")
            unavailable.__cause__ = error
            self.heard(unavailable, writing)
            raise unavailable from error
        self.heard(None, writing)


def _undo(connection: Connection, transaction: Transaction) -> None:
    try:
        transaction.rollback()
    except DBAPIError:
        connection.invalidate()  # the server is gone, and has undone it; what went wrong first is what is told
