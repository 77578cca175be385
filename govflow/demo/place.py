"""The place a demonstration is played for: whether it may be played there, and how it comes there whole or not at all.

In an SQLite file it is put at once, after it was played in memory: a story broken off leaves nothing behind. On a server it is
played where it stays, and it is whole once the administrator has a password, which is given last.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from govflow.acts.house import House
from govflow.clock import SystemClock
from govflow.record.contents import contents_of, file_of, put
from govflow.record.errors import RecordError

ALLIANCE = "seaport"
ADMINISTRATOR = "PER-0001"


class Holds(Enum):
    """What is in the place; each with the sentence that says why nothing is played there, if nothing is."""

    NOTHING = ""
    WHOLE = "The demonstration was already played here; nothing was changed."
    HALF = "The demonstration that was begun here was broken off, so its story is not whole. Nothing was changed."
    OTHERS = (
        "The database in use is not the demonstration's: it holds another alliance, or something else. Nothing was changed.\n"
        "Give the demonstration a place of its own: set GOVFLOW_HOME to another folder, or GOVFLOW_DATABASE to another database."
    )


def held_in(database: str) -> Holds:
    """Return what the database at that address holds, without changing it."""
    found = contents_of(database)
    if not found.alliances:
        return Holds.NOTHING if found.is_record else Holds.OTHERS
    if set(found.alliances) != {ALLIANCE} or found.alliances[ALLIANCE] is False:
        return Holds.OTHERS
    return Holds.WHOLE if (ALLIANCE, ADMINISTRATOR) in found.passwords else Holds.HALF


def is_file(database: str) -> bool:
    """Say whether the database is a file, which a demonstration can be put in at once, and which can be set aside."""
    return file_of(database) is not None


@contextmanager
def opened(house: House) -> Iterator[House]:
    """Give a house for as long as the block lasts, and let go of its database then."""
    try:
        yield house
    finally:
        house.store.engine.dispose()


def put_down(played: House, house: House, database: str) -> None:
    """Put what was played in memory into the ``database`` of ``house``, if that holds nothing still."""
    if held_in(database) is not Holds.NOTHING:  # somebody began something here meanwhile
        raise RecordError(Holds.OTHERS.value)
    put(played.store.engine, house.store.engine)


def set_aside(database: str) -> Path:
    """Give the file of a database another name, and return that."""
    path = Path(file_of(database) or "")
    kept = path.with_name(f"{path.stem}-{SystemClock().now():%Y%m%d-%H%M%S}{path.suffix}")
    for part in ("", "-wal", "-shm"):
        file = path.with_name(path.name + part)
        if file.exists():
            file.rename(kept.with_name(kept.name + part))
    return kept
