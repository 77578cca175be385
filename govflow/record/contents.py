"""What a database holds, looked at before anything is opened, migrated or written there; and putting one database into another."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, OperationalError

from govflow.record.rows import TABLES
from govflow.record.sessions import open_database

HEADS, ALLIANCES, ACCOUNTS = (TABLES[name] for name in ("ledger_heads", "alliances", "accounts"))


class Contents(NamedTuple):
    """What a database holds: whether it is govflow's, the alliances in it, and who has a password (an alliance and a person).

    Of each alliance it says whether that is marked as illustrative; None where the founding was broken off.
    """

    is_record: bool = True
    alliances: Mapping[str, bool | None] = {}
    passwords: frozenset[tuple[str, str]] = frozenset()


def contents_of(database: str) -> Contents:
    """Return what the database at that address holds. A file that is not there is not made."""
    path = file_of(database)
    if path is None:
        return _looked_at(open_database(database))
    if not path.exists():
        return Contents()
    looking = URL.create("sqlite", database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"})
    try:
        return _looked_at(create_engine(looking))
    except OperationalError:
        raise
    except DatabaseError:  # a file, but of no database
        return Contents(is_record=False)


def file_of(database: str) -> Path | None:
    """Return the file of an SQLite database; None for one on a server."""
    address = make_url(database)
    return Path(address.database or "") if address.get_backend_name() == "sqlite" else None


def put(whole: Engine, into: Engine) -> None:
    """Put everything of one SQLite database into another, in one transaction of that: it is all there, or nothing is."""
    source, target = whole.raw_connection(), into.raw_connection()
    try:
        source.driver_connection.backup(target.driver_connection)  # type: ignore[union-attr]
    finally:
        source.close()
        target.close()


def _looked_at(engine: Engine) -> Contents:
    try:
        with engine.connect() as connection:
            return _held(connection)
    finally:
        engine.dispose()


def _held(connection: Connection) -> Contents:
    tables = set(inspect(connection).get_table_names())
    if not {HEADS.name, ALLIANCES.name} <= tables:
        return Contents(is_record=not tables)
    begun = connection.execute(select(HEADS.c.alliance)).scalars()
    founded = connection.execute(select(ALLIANCES.c.alliance, ALLIANCES.c.illustrative)).all()
    alliances = {**dict.fromkeys(begun), **{alliance: bool(made_up) for alliance, made_up in founded}}
    able = select(ACCOUNTS.c.alliance, ACCOUNTS.c.person).where(ACCOUNTS.c.accepted_at.is_not(None))
    passwords = frozenset((a, p) for a, p in connection.execute(able)) if ACCOUNTS.name in tables else frozenset()
    return Contents(is_record=True, alliances=alliances, passwords=passwords)
