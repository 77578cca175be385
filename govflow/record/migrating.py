"""Bringing a database to the schema of this version, and refusing a newer one. The steps are the files in ``migrations``.

Alembic is heavy, so it is imported only where a step must be taken: a database already there is known by its revision alone.
"""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from govflow.record.errors import RecordError, UnavailableError
from govflow.record.sessions import is_sqlite, reader

FOLDER = Path(__file__).parent / "migrations"
HEAD = FOLDER / "MIGRATIONS"  # the newest revision, so that two branches that add one conflict here
TABLE = "alembic_version"
OWN_INDEX = "search_index"  # each database's own full text, which no table of the code describes


class NewerSchemaError(RecordError):
    """A newer version of the product has used this database; this one would not know what it reads."""


def migrate(engine: Engine, tell: Callable[[str], None] | None = None) -> str:
    """Bring the database to this version's schema, all or nothing; return its revision.

    Where ``tell`` is given, an SQLite file that holds an alliance is first copied as it is, and ``tell`` hears where the copy lies.
    Raises NewerSchemaError, and UnavailableError where the database cannot be reached.
    """
    try:
        with engine.begin() as connection:
            found = _revision(connection)
            refuse_newer(found)
            if found != head():
                if tell and found and is_sqlite(connection):
                    _keep_copy(engine, connection, found, tell)
                _upgrade(connection)
    except OperationalError as error:
        raise UnavailableError(f"the database cannot be used: {error.orig}") from error
    return head()


def current(engine: Engine) -> str:
    """Return the database's revision; "" before the first migration."""
    with reader(engine).connect() as connection:
        return _revision(connection)


def head() -> str:
    """Return the newest revision this version knows."""
    return HEAD.read_text(encoding="utf-8").strip()


def check(engine: Engine) -> None:
    """Raise RecordError unless the database is at this version's schema."""
    found = current(engine)
    refuse_newer(found)
    if found != head():
        raise RecordError(
            f"The database is at schema {found or 'none'}, older than this version's {head()}. "
            "Run `govflow migrate` to bring it up, or use the version of govflow that made it."
        )


def differences(engine: Engine) -> list[object]:
    """Return what a new migration would have to change for the tables to be as the code says; [] when nothing."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - for tests and those who write a migration
    from alembic.migration import MigrationContext  # noqa: PLC0415

    from govflow.record.tables import Base  # noqa: PLC0415

    with engine.connect() as connection:
        options = {"include_object": lambda _thing, name, *_: not str(name).startswith(OWN_INDEX)}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table(TABLE):
        return ""
    return str(connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar_one_or_none() or "")  # noqa: S608 - a constant


def _keep_copy(engine: Engine, connection: Connection, revision: str, tell: Callable[[str], None]) -> None:
    """Copy the database, which ``connection`` has locked and not changed yet, beside itself."""
    database = engine.url.database
    if not database or database == ":memory:" or not connection.execute(text("SELECT count(*) FROM ledger_heads")).scalar_one():
        return
    file = Path(database)
    names = (file.with_name(f"{file.stem}-before-{head()}{n}{file.suffix}") for n in ("", *(f"-{n}" for n in range(2, 1000))))
    copy = next(name for name in names if not name.exists())
    half = copy.with_name(f"{copy.name}.half")
    try:
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with engine.connect() as other:  # VACUUM runs in no transaction, and reads what stood before the lock
            other.connection.driver_connection.execute("VACUUM INTO ?", (str(half),))  # type: ignore[union-attr]
        with half.open("rb") as written:
            os.fsync(written.fileno())
        half.replace(copy)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    tell(f"The database was at schema {revision}; a copy as it was is kept in {copy}. It is now brought to {head()}.")


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - heavy, and seldom needed
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def refuse_newer(revision: str) -> None:
    """Raise NewerSchemaError for a revision that this version does not know."""
    known = {step.stem for step in (FOLDER / "versions").glob("[0-9]*.py")}
    if revision and revision not in known:
        raise NewerSchemaError(f"The database is at schema {revision}, which is newer than {head()}: run a newer govflow.")
