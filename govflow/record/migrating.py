"""Bringing a database to the schema of this version, and refusing a newer one. The steps are the files in ``migrations``."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from govflow.record.errors import RecordError

FOLDER = Path(__file__).parent / "migrations"


class NewerSchemaError(RecordError):
    """A newer version of the product has used this database; this one would not know what it reads."""


def migrate(engine: Engine) -> str:
    """Bring the database to this version's schema, all or nothing; return its revision. Raises NewerSchemaError."""
    config = _config()
    with engine.begin() as connection:
        _refuse_newer(MigrationContext.configure(connection).get_current_revision())
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return head()


def current(engine: Engine) -> str:
    """Return the database's revision; "" before the first migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def head() -> str:
    """Return the newest revision this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def check(engine: Engine) -> None:
    """Raise RecordError unless the database is at this version's schema."""
    found = current(engine)
    _refuse_newer(found)
    if found != head():
        raise RecordError(f"the database is at schema {found or 'none'}; run `govflow migrate` to bring it to {head()}")


def differences(engine: Engine) -> list[object]:
    """Return what a new migration would have to change for the tables to be as the code says; [] when nothing."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - for tests and those who write a migration

    from govflow.record.tables import Base  # noqa: PLC0415

    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _refuse_newer(revision: str | None) -> None:
    known = {step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision and revision not in known:
        raise NewerSchemaError(f"the database is at schema {revision}, which is newer than {head()}; run a newer govflow")
