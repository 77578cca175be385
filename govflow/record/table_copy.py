"""Copying every table of one database into another, of whatever kind: what backups, restoring and moving are made of.

Rows travel as values, not as cells, so each database keeps them in its own way. Both connections are inside transactions of the caller's.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, inspect, select, text

from govflow.record import migrating
from govflow.record.errors import RecordError
from govflow.record.read_only import database_file, require_database
from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite, open_database, reader
from govflow.record.store import Store
from govflow.record.tables import Base

BATCH = 1_000  # rows that are held at once
# Made anew where they are needed: the search index, who tried to sign in lately, when the worker was last alive,
# and what was found when the old database was checked.
LEFT_BEHIND = frozenset({"search_rows", "search_marks", "sign_in_tries", "heartbeats", "checkups"})
COPIED = tuple(table for table in Base.metadata.sorted_tables if table.name not in LEFT_BEHIND)  # parents before their children
LOCK = "LOCK TABLE ledger_heads IN EXCLUSIVE MODE"  # every act locks a row of it first; whoever reads is not kept waiting


class OccupiedError(RecordError):
    """A database that should be empty holds an alliance."""


class Standing(NamedTuple):
    """Where the ledger of an alliance stands: how many entries, the hash of the last, and the root over all (hexadecimal)."""

    size: int
    hash: str
    root: str


def standings(connection: Connection) -> dict[str, Standing]:
    """Return where each alliance in the database stands, by id."""
    row = TABLES["ledger_heads"].c
    found = connection.execute(select(row.alliance, row.size, row.hash, row.root).order_by(row.alliance))
    return {alliance: Standing(size, last, root) for alliance, size, last, root in found}


def copy_tables(source: Connection, target: Connection, tell: Callable[[str], None]) -> None:
    """Copy every row of ``source`` into the tables of ``target``, which hold none of an alliance; ``tell`` hears how far it is."""
    copied = 0
    for table in COPIED:
        found = source.execute(select(table), execution_options={"yield_per": BATCH})
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
            copied += len(rows)
            tell(f"{copied:,} rows copied")
    _number_on(target)


def _number_on(connection: Connection) -> None:
    """Let PostgreSQL go on counting after the numbers that came along; SQLite does so by itself."""
    if is_sqlite(connection):
        return
    for table in COPIED:
        key = table.autoincrement_column
        if key is not None:
            last = f"SELECT max({key.name}) AS n FROM {table.name}"  # noqa: S608 - names of our own
            sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            connection.execute(text(f"SELECT setval({sequence}, coalesce(n, 1), n IS NOT NULL) FROM ({last}) AS numbered"))  # noqa: S608


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Give the whole record as it stands at one moment, without making anybody wait."""
    with reader(engine).connect() as connection, connection.begin():
        yield connection


@contextmanager
def held_still(store: Store) -> Iterator[Connection]:
    """Give the whole record while nobody can act on it: acts wait until the block ends."""
    if is_sqlite(store.engine):
        with store.writing() as connection:
            yield connection
        return
    with store.engine.execution_options(isolation_level="REPEATABLE READ").connect() as connection, connection.begin():
        connection.execute(text(LOCK))
        yield connection


def copied_to_file(source: Connection, file: Path, tell: Callable[[str], None]) -> Engine:
    """Return an engine on a new SQLite file that holds every row of ``source``, and is one file."""
    engine = open_database(f"sqlite:///{file}")
    migrating.migrate(engine)
    with engine.begin() as target:
        copy_tables(source, target, tell)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA journal_mode=DELETE")  # type: ignore[union-attr]
    return engine


@contextmanager
def fill(store: Store) -> Iterator[Connection]:
    """Give an empty database to be filled: committed when the block ends well. Raises OccupiedError where it holds an alliance."""
    with store.writing() as connection:
        if not is_sqlite(connection):
            connection.execute(text(LOCK))
        refuse_occupied(tuple(standings(connection)))
        yield connection


def refuse_occupied(alliances: Sequence[str]) -> None:
    """Raise OccupiedError where a database holds an alliance."""
    if alliances:
        raise OccupiedError(
            f"The database holds an alliance already ({', '.join(alliances)}), and nothing was changed. Name an empty database."
        )


def alliances_at(url: str) -> tuple[str, ...]:
    """Return the alliances in whatever is at ``url``: none where nothing is. Raises RecordError where it is no database of ours."""
    file = database_file(url)
    if file is not None and (not file.exists() or (file.is_file() and not file.stat().st_size)):
        return ()
    require_database(url)
    engine = open_database(url)
    try:
        migrating.refuse_newer(migrating.current(engine))
        with engine.connect() as connection:
            return tuple(standings(connection)) if inspect(connection).has_table("ledger_heads") else ()
    finally:
        engine.dispose()
