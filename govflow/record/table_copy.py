"""Copying every table of one database into another, of whatever kind: what backups, restoring and moving are made of.

Rows travel as values, not as cells, so each database keeps them in its own way. Both connections are inside transactions of the caller's.
"""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, text

from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite
from govflow.record.tables import Base

BATCH = 1_000  # rows that are held at once
# Made anew where they are needed: the search index, who tried to sign in lately, and when the worker was last alive.
LEFT_BEHIND = frozenset({"search_rows", "search_marks", "sign_in_tries", "heartbeats"})
COPIED = tuple(table for table in Base.metadata.sorted_tables if table.name not in LEFT_BEHIND)  # parents before their children


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
