"""Opening a database that must be there already: to look at it and change nothing, or to act on it as it is.

An SQLite database in its usual mode is up to three files. Looking at it in the usual way writes beside it, and fails where nothing may
be written; so a database that nobody has open is read as a file that does not change, and one that was copied with its log is read
from a copy of both.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from govflow.record import migrating
from govflow.record.errors import RecordError
from govflow.record.sessions import open_database, open_read_only

HEADER = b"SQLite format 3\x00"
WRITE_VERSION, WITH_LOG = 18, 2  # the byte that tells how an SQLite file is written, and its value where that is with a log


class NothingHereError(RecordError):
    """No alliance is kept where somebody looked for one."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"There is no alliance here yet: {where}. Begin one with govflow init, or see an example with govflow demo. "
            "GOVFLOW_HOME and GOVFLOW_DATABASE say where govflow looks."
        )


class ChangedMeanwhileError(RecordError):
    """Somebody began to write into a database that was read as one nobody has open."""

    def __init__(self) -> None:
        super().__init__("Somebody began to use the database while it was read. Run the command again.")


def database_file(url: str) -> Path | None:
    """Return the file of an SQLite database, or None for one that is not a file."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in {None, "", ":memory:"}:
        return None
    return Path(str(address.database))


def require_database(url: str) -> None:
    """Raise NothingHereError where the file of a database is missing or empty, RecordError where it is no database."""
    file = database_file(url)
    if file is None:
        return
    if not file.exists() or (file.is_file() and file.stat().st_size == 0):
        raise NothingHereError(f"{file} is not there" if not file.exists() else f"{file} is empty")
    if not file.is_file():
        raise RecordError(f"{file} is not a file. Name the right one in GOVFLOW_DATABASE.")
    with file.open("rb") as opened:
        if opened.read(len(HEADER)) != HEADER:
            raise RecordError(
                f"{file} is not a database of govflow. Name the right one in GOVFLOW_DATABASE, or restore a backup."
            )


@contextmanager
def open_existing(url: str) -> Iterator[Engine]:
    """Give an engine on a database that is there, at this version's schema; nothing is made or migrated. Raises RecordError."""
    require_database(url)
    engine = open_database(url)
    try:
        require_schema(engine, url)
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_to_look(url: str) -> Iterator[Engine]:
    """Give an engine that only looks at a database of this version's schema, and leaves nothing beside it. Raises RecordError."""
    file = database_file(url)
    if file is None:
        with open_existing(url) as engine:
            yield engine
        return
    require_database(url)
    with _undisturbed(file) as uri:
        engine = open_read_only(uri)
        try:
            require_schema(engine, url)
            yield engine
        finally:
            engine.dispose()


def require_schema(engine: Engine, url: str) -> None:
    """Raise RecordError unless the database is at this version's schema, saying what to do."""
    found = migrating.current(engine)
    if not found:
        file = database_file(url)
        raise NothingHereError(f"{file} holds nothing" if file else "the database holds nothing")
    migrating.check(engine)


@contextmanager
def _undisturbed(file: Path) -> Iterator[str]:
    """Give the address under which SQLite reads ``file`` as it is, with what is in its log, and writes nothing beside it."""
    log, index = (file.with_name(file.name + ending) for ending in ("-wal", "-shm"))
    with file.open("rb") as opened:
        with_log = opened.read(WRITE_VERSION + 1)[WRITE_VERSION] == WITH_LOG
    if with_log and not log.exists():
        yield _uri(file, "mode=ro&immutable=1")
        if log.exists():
            raise ChangedMeanwhileError
    elif with_log and not index.exists():
        with tempfile.TemporaryDirectory(prefix="govflow-") as folder:
            for part in (file, log):
                shutil.copy(part, folder)
            yield _uri(Path(folder) / file.name, "mode=ro")
    else:
        yield _uri(file, "mode=ro")


def _uri(file: Path, how: str) -> str:
    return f"file:{quote(str(file.absolute()))}?{how}"
