"""Whether the disk of the database has room: SQLite writes to its own; a PostgreSQL server watches over its."""

import shutil
from pathlib import Path

from govflow.record.sessions import is_sqlite
from govflow.record.store import Store

LEAST = 1024 * 1024  # bytes: an act, its index and SQLite's log take some tens of thousands


def has_room(store: Store) -> bool:
    """Say whether another act can be recorded, as far as this machine can tell."""
    database = store.engine.url.database
    if not is_sqlite(store.engine) or not database or not Path(database).is_file():
        return True
    return shutil.disk_usage(Path(database).parent).free >= LEAST
