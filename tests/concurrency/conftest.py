"""The databases that many processes share, of both kinds."""

from collections.abc import Callable, Iterator

import pytest

from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.databases import BOTH, WANTED, fresh_url, postgres_server, sqlite_template
from tests.servers import fresh_database, postgres

__all__ = ["fresh_url", "own_postgres", "postgres_server", "sqlite_template", "url"]


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, fresh_url: Callable[[str], str]) -> str:
    """The address of a fresh, migrated database; the test runs on each kind."""
    return fresh_url(request.param)


@pytest.fixture
def own_postgres() -> Iterator[str]:
    """The address of a migrated database on a server of the test's own, which it may harm."""
    if WANTED == "sqlite":
        pytest.skip("GOVFLOW_TEST_DB asks for SQLite only")
    with postgres() as server:
        database = open_database(address := fresh_database(server))
        migrate(database)
        database.dispose()
        yield address
