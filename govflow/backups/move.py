"""Moving a record to another database, SQLite or PostgreSQL: all of it, while nobody acts, checked before it counts."""

from collections.abc import Callable, Mapping

from govflow.acts.house import House
from govflow.acts.searching import index_all
from govflow.backups.archive import BackupError
from govflow.record.leading import WorkerLock
from govflow.record.table_copy import Standing, alliances_at, copy_tables, fill, held_still, refuse_occupied, standings
from govflow.record.verifying import require_whole

Tell = Callable[[str], None]


def move(house: House, address: str, begin: Callable[[], House], tell: Tell) -> Mapping[str, Standing]:
    """Copy the whole record to the database at ``address``, which ``begin`` makes ready; return where each alliance stands there.

    The old database stays as it is. Raises RecordError, OSError.
    """
    refuse_occupied(alliances_at(address))
    worker = WorkerLock(house.store)
    if not worker.is_mine():
        raise BackupError(
            "A worker of this installation is running. Stop govflow first (serve and worker), "
            "so that nothing is recorded that the new database does not have."
        )
    try:
        with held_still(house.store) as source:
            found = standings(source)
            if not found:
                raise BackupError("There is no alliance here, so there is nothing to move.")
            new = begin()
            try:
                with fill(new.store) as target:
                    copy_tables(source, target, tell)
                    require_whole(target, new.store.prepared, found, tell)
                index_all(new)
            finally:
                new.store.engine.dispose()
    finally:
        worker.end()
    return found
