"""Restoring a backup into an installation that is empty: everything in it is checked first, and it comes back whole or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from govflow.acts.files import Files
from govflow.acts.house import House
from govflow.acts.searching import index_all
from govflow.backups.archive import DATABASE, PAPERS, PART, Archive, BackupError, Manifest, digest_of, open_archive
from govflow.backups.scratch import scratch_folder
from govflow.record import migrating
from govflow.record.after_restore import Settled, settle
from govflow.record.papers import named_papers
from govflow.record.read_only import open_to_look
from govflow.record.sessions import open_database
from govflow.record.table_copy import Standing, alliances_at, copy_tables, fill, refuse_occupied, snapshot
from govflow.record.verifying import require_whole

Tell = Callable[[str], None]


class Restored(NamedTuple):
    """What was restored: the SHA-256 of the backup, where each alliance stands, papers, those the backup lacked, what was settled."""

    digest: str
    alliances: Mapping[str, Standing]
    papers: int
    missing: tuple[str, ...]
    settled: Settled


class Target(NamedTuple):
    """Where a backup is restored to: the home, the address of the database, the papers, and what makes the house when all is checked."""

    home: Path
    database: str
    files: Files
    begin: Callable[[], House]


def restore(file: Path, target: Target, tell: Tell, *, digest: str = "", send_waiting: bool = False) -> Restored:
    """Restore the backup in ``file``; ``digest``, where given, was printed when it was made. Raises RecordError, OSError."""
    with open_archive(file) as archive:
        found = digest_of(file)
        if digest and digest.strip().lower() != found:
            raise BackupError(f"{file} is not the backup with the digest {digest}: its own is {found}. Nothing was changed.")
        migrating.refuse_newer(archive.manifest.schema)
        archive.check(tell)
        _refuse_lived_in(target, archive.manifest)
        target.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with scratch_folder(target.home) as scratch:
            database = _unpacked(archive, scratch / DATABASE)
            missing = _papers(archive, database, target.files)
            house = target.begin()
            try:
                settled = _fill(house, database, archive.manifest, tell, send_waiting=send_waiting)
                index_all(house)
            finally:
                house.store.engine.dispose()
    return Restored(found, archive.manifest.alliances, len(archive.manifest.papers()), missing, settled)


def _refuse_lived_in(target: Target, manifest: Manifest) -> None:
    """Raise BackupError where something would be mixed with what is in the backup."""
    refuse_occupied(alliances_at(target.database))
    here = {name.partition(".")[0]: name for name in target.files.digests()}  # a restore that was killed leaves DIGEST.NUMBER
    strange = sorted(here[digest] for digest in here.keys() - set(manifest.papers()))
    if strange:
        raise BackupError(
            f"{target.files.folder} holds papers that are not of this backup ({strange[0]}), and nothing was changed. "
            "Move that folder away, or restore into another GOVFLOW_HOME."
        )


def _unpacked(archive: Archive, file: Path) -> str:
    """Unpack the database, bring it to this version's schema, and return its address."""
    with archive.part(DATABASE) as content, file.open("xb") as into:
        while part := content.read(PART):
            into.write(part)
    address = f"sqlite:///{file}"
    engine = open_database(address)
    try:
        migrating.migrate(engine)
    finally:
        engine.dispose()
    return address


def _papers(archive: Archive, database: str, files: Files) -> tuple[str, ...]:
    """Take back every paper; return the digests of those that the backup lacked already. They are there before the record is."""
    with open_to_look(database) as engine, snapshot(engine) as connection:
        named = {paper.digest for paper in named_papers(connection)}
    lacking = named - set(archive.manifest.papers())
    if lacking - set(archive.manifest.missing):
        raise BackupError("The backup lacks papers that its record refers to. Nothing was changed. Use another backup.")
    for digest in archive.manifest.papers():
        with archive.part(f"{PAPERS}{digest}") as content:
            files.take_back(digest, content)
    return tuple(sorted(lacking))


def _fill(house: House, database: str, manifest: Manifest, tell: Tell, *, send_waiting: bool) -> Settled:
    """Copy the record into the house's empty database and check it there: it is committed only when it is whole."""
    with (
        open_to_look(database) as engine,
        snapshot(engine) as source,
        fill(house.store) as connection,
    ):
        copy_tables(source, connection, tell)
        settled = settle(connection, house.clock.now(), send_waiting=send_waiting)
        require_whole(connection, house.store.prepared, manifest.alliances, tell)
    return settled
