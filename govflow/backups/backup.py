"""Backing up: the record as it stands at one moment, while others act, and every paper it refers to, in one file that was checked."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from govflow import __version__
from govflow.acts.files import Files, sync_folder
from govflow.backups.archive import DATABASE, PAPERS, BackupError, Manifest, digest_of, new_archive, open_archive
from govflow.backups.scratch import scratch_folder
from govflow.record import migrating
from govflow.record.papers import named_papers
from govflow.record.preparing import Prepared
from govflow.record.store import Store
from govflow.record.table_copy import Standing, copied_to_file, snapshot, standings
from govflow.record.verifying import require_whole

Tell = Callable[[str], None]


class BackedUp(NamedTuple):
    """What was backed up: the file and its SHA-256, where each alliance stood, how many papers, and the digests of those missing."""

    file: Path
    digest: str
    alliances: Mapping[str, Standing]
    papers: int
    missing: tuple[str, ...]


class _Snapshot(NamedTuple):
    alliances: Mapping[str, Standing]
    papers: tuple[str, ...]


def back_up(store: Store, files: Files, now: datetime, file: Path, tell: Tell) -> BackedUp:
    """Write a backup of everything to ``file``, which is there whole or not at all. Raises RecordError, OSError."""
    if file.exists():
        raise BackupError(f"{file} is there already. Name another file, so that no backup is lost.")
    if not file.absolute().parent.is_dir():
        raise BackupError(f"There is no folder {file.absolute().parent}. Make it, or name another.")
    with scratch_folder(file.absolute().parent) as scratch:
        taken = _take(store, scratch / DATABASE, tell)
        half = scratch / "backup"
        missing = _write(half, scratch / DATABASE, taken, files, now)
        with open_archive(half) as archive:
            archive.check(tell)
        digest = digest_of(half)
        half.rename(file)
        sync_folder(file.absolute().parent)
    return BackedUp(file, digest, taken.alliances, len(taken.papers) - len(missing), missing)


def _take(store: Store, copy: Path, tell: Tell) -> _Snapshot:
    """Copy the record as it stands at this moment, and check the copy."""
    with snapshot(store.engine) as connection:
        found = standings(connection)
        if not found:
            raise BackupError("There is no alliance here, so there is nothing to back up.")
        papers = tuple(sorted({paper.digest for paper in named_papers(connection)}))
        engine = copied_to_file(connection, copy, tell)
    try:
        with snapshot(engine) as connection:
            require_whole(connection, Prepared(engine), found, tell)
    finally:
        engine.dispose()
    return _Snapshot(found, papers)


def _write(half: Path, database: Path, taken: _Snapshot, files: Files, now: datetime) -> tuple[str, ...]:
    """Write the file; return the digests of papers that are missing or changed. A paper is kept before any act refers to it."""
    missing = []
    with new_archive(half) as writer:
        with database.open("rb") as content:
            writer.add(DATABASE, content, packed=True)
        for digest in taken.papers:
            if files.state(digest):
                missing.append(digest)
                continue
            with files.open(digest) as content:
                writer.add(f"{PAPERS}{digest}", content, packed=False)
        at = now.astimezone(UTC).isoformat(timespec="seconds")
        writer.end(Manifest(__version__, migrating.head(), at, taken.alliances, writer.members, tuple(missing)))
    return tuple(missing)
