"""Opening a database so that no acknowledged act is ever lost: SQLite, locked first and every commit on disk, or PostgreSQL.

The pairs WAL + FULL and DELETE + EXTRA are the two that lost nothing when power was cut at every write; NORMAL loses
acknowledged acts and is refused. What is written, and in which order, does not live here.
"""

import os
import weakref
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import QueuePool, StaticPool

BUSY_SECONDS = 30  # how long a writer waits for another before it says that the database is busy
CONNECT_SECONDS = 5  # how long a server may take to answer at all
DURABLE = {2, 3}  # PRAGMA synchronous: FULL, EXTRA


class NotDurableError(RuntimeError):
    """The database would acknowledge what it may still lose."""


def open_database(url: str | URL) -> Engine:
    """Return an engine for ``sqlite:///file``, ``sqlite://`` (in memory) or ``postgresql://…``. Raises ValueError for others."""
    address = make_url(url)
    backend = address.get_backend_name()
    if backend == "sqlite":
        engine = _sqlite(address)
    elif backend == "postgresql":
        engine = _postgres(address)
    else:
        raise ValueError(f"govflow keeps its record in SQLite or PostgreSQL, not in {backend}")
    _dispose_after_fork(engine)
    return engine


def _postgres(address: URL) -> Engine:
    # A connection is tried before it is lent: the first request after the server was restarted works like any other. A server that
    # cannot be reached is found out soon, or else every thread waits for it.
    given = {"options": "-c timezone=UTC", "connect_timeout": CONNECT_SECONDS}
    return create_engine(address.set(drivername="postgresql+psycopg"), connect_args=given, pool_pre_ping=True)


def open_read_only(uri: str) -> Engine:
    """Return an engine on an SQLite file that is there and that it cannot change; ``uri`` is SQLite's own kind of address."""
    driver: Any = _driver()

    def connect() -> Any:  # noqa: ANN401 - a driver's connection
        return driver.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)

    engine = create_engine("sqlite://", module=driver, creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", lambda connection: connection.connection.driver_connection.execute("BEGIN"))
    return engine


def is_sqlite(engine: Engine | Connection) -> bool:
    return engine.dialect.name == "sqlite"


def reader(engine: Engine) -> Engine:
    """Return ``engine`` for looking only: one consistent moment, no lock that keeps a writer waiting."""
    if is_sqlite(engine):
        return engine.execution_options(readonly=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _sqlite(address: URL) -> Engine:
    in_memory = address.database in {None, "", ":memory:"}
    options: dict[str, Any] = {"poolclass": StaticPool} if in_memory else {}
    arguments: dict[str, Any] = {
        "timeout": BUSY_SECONDS,
        "check_same_thread": False,
    }  # the pool lends a connection to one thread at a time
    engine = create_engine(address, module=_driver(), connect_args=arguments, **options)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _driver() -> ModuleType:
    # A system SQLite often lacks the fix for the WAL reset; this package brings one that has it, on platforms it is built for.
    try:
        import pysqlite3.dbapi2 as driver  # noqa: PLC0415 - absent on some platforms
    except ImportError:
        import sqlite3 as driver  # noqa: PLC0415
    return driver  # type: ignore[no-any-return]


def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's connection
    connection.isolation_level = None  # the driver must not begin or commit on its own
    (words,) = connection.execute("select sqlite_version()").fetchone()
    fixed = has_wal_fix(tuple(map(int, words.split("."))))
    (journal,) = connection.execute(f"PRAGMA journal_mode={'WAL' if fixed else 'DELETE'}").fetchone()
    # The pair follows what the file system let SQLite have, which may be less than was asked for.
    connection.execute(f"PRAGMA synchronous={'FULL' if journal == 'wal' else 'EXTRA'}")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")
    (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()
    if synchronous not in DURABLE:
        raise NotDurableError(f"SQLite keeps synchronous at {synchronous}; acknowledged acts could be lost")


def has_wal_fix(version: tuple[int, ...]) -> bool:
    """Say whether this SQLite has the fix of the WAL-reset corruption (3.51.3, 3.50.7, 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads first cannot wait for the lock; it fails at once, or loses what others wrote.
    looks_only = connection.get_execution_options().get("readonly")
    driver: Any = connection.connection.driver_connection  # past SQLAlchemy's execution: every act and every page begins here
    driver.execute("BEGIN" if looks_only else "BEGIN IMMEDIATE")


def _dispose_after_fork(engine: Engine) -> None:
    # A connection that two processes share is corrupted; the child forgets the parent's, and opens its own.
    held = weakref.ref(engine)

    def forget() -> None:
        found = held()
        if found is not None:
            found.dispose(close=False)

    os.register_at_fork(after_in_child=forget)
