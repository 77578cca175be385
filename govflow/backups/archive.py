"""The file of a backup: a zip with the database as SQLite, the papers by their digests, and a manifest that names every part.

Whoever has the digest that was printed can tell whether the file is still the one that was written; the manifest tells which part is not.
"""

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from govflow.record.errors import RecordError
from govflow.record.table_copy import Standing

FORMAT = 1
MANIFEST, DATABASE, PAPERS = "manifest.json", "govflow.db", "papers/"
PART = 1024 * 1024  # bytes that are read at once
LARGEST_MANIFEST = 256 * PART
PRIVATE = 0o600
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, NotImplementedError, RuntimeError)


class BackupError(RecordError):
    """A backup was not made, or cannot be used; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a backup: its SHA-256 (hexadecimal) and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``missing`` are digests of papers that were not there, or not as they were kept."""

    govflow: str
    schema: str
    taken_at: str
    alliances: Mapping[str, Standing]
    members: Mapping[str, Member]
    missing: tuple[str, ...]

    def encoded(self) -> bytes:
        standings = {alliance: standing._asdict() for alliance, standing in self.alliances.items()}
        members = {name: asdict(member) for name, member in self.members.items()}
        content = {
            "format": FORMAT,
            "govflow": self.govflow,
            "schema": self.schema,
            "taken_at": self.taken_at,
            "alliances": standings,
            "members": members,
            "missing": list(self.missing),
        }
        return json.dumps(content, indent=1, sort_keys=True).encode()

    @classmethod
    def decoded(cls, content: Mapping[str, Any]) -> "Manifest":
        """Return the manifest that a file says. Raises KeyError, TypeError or ValueError where it says none."""
        return cls(
            str(content["govflow"]),
            str(content["schema"]),
            str(content["taken_at"]),
            {str(alliance): Standing(**standing) for alliance, standing in content["alliances"].items()},
            {str(name): Member(**member) for name, member in content["members"].items()},
            tuple(map(str, content["missing"])),
        )

    def papers(self) -> tuple[str, ...]:
        """Return the digests of the papers in the backup."""
        return tuple(name.removeprefix(PAPERS) for name in self.members if name.startswith(PAPERS))


class Writer:
    """Writes the parts of a backup one after the other, and keeps the digest of each."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.members: dict[str, Member] = {}

    def add(self, name: str, content: IO[bytes], *, packed: bool) -> Member:
        """Add a part; ``packed`` makes it smaller, which most papers are already."""
        found, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name, packed=packed), "w", force_zip64=True) as into:
            while part := content.read(PART):
                found.update(part)
                size += len(part)
                into.write(part)
        self.members[name] = Member(found.hexdigest(), size)
        return self.members[name]

    def end(self, manifest: Manifest) -> None:
        """Add the manifest, which is the last part."""
        self._zip.writestr(_entry(MANIFEST, packed=True), manifest.encoded())


def _entry(name: str, *, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.external_attr = PRIVATE << 16
    return entry


@contextmanager
def new_archive(file: Path) -> Iterator[Writer]:
    """Give a writer of a new file, which only its owner may read; it is on the disk when the block ends."""
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE), "wb") as opened:
        with zipfile.ZipFile(opened, "w") as archive:
            yield Writer(archive)
        opened.flush()
        os.fsync(opened.fileno())


class Archive:
    """A backup that is read."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self._file, self._zip = file, archive
        self.manifest = self._manifest()

    def check(self, tell: Callable[[str], None]) -> None:
        """Raise BackupError unless every part is there as the manifest says, and nothing else."""
        names = [name for name in self._zip.namelist() if name != MANIFEST]
        expected = self.manifest.members
        if sorted(names) != sorted(expected) or DATABASE not in expected:
            raise self._not_whole("its parts are not those it names")
        for n, (name, member) in enumerate(expected.items(), 1):
            with self.part(name) as content:
                found, size = _digest(content, member.size)
            if (found, size) != (member.sha256, member.size):
                raise self._not_whole(f"{name} is not what was written")
            if name not in {DATABASE, f"{PAPERS}{member.sha256}"}:
                raise self._not_whole(f"{name} is no paper")
            tell(f"{n:,} of {len(expected):,} parts checked")

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """Give a part to read. Raises BackupError where it cannot be."""
        try:
            with self._zip.open(name) as content:
                yield content
        except RecordError:
            raise
        except BROKEN as error:
            raise self._not_whole(f"{name} cannot be read") from error

    def _manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as opened:
                content = json.loads(opened.read(LARGEST_MANIFEST))
            if content["format"] != FORMAT:
                raise BackupError(f"{self._file} was made by a newer govflow: restore it with that one, or a newer one.")
            return Manifest.decoded(content)
        except RecordError:
            raise
        except BROKEN as error:
            raise self._not_whole("its manifest cannot be read") from error

    def _not_whole(self, why: str) -> BackupError:
        return BackupError(f"{self._file} is not a whole backup of govflow: {why}. Nothing was changed. Use another backup.")


@contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """Give a backup to read. Raises BackupError for a file that is none, or is cut short."""
    if not file.is_file():
        raise BackupError(f"There is no file {file}. Name the backup to use.")
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        says = f"{file} is not a backup of govflow, or was cut short. Nothing was changed. Use another backup."
        raise BackupError(says) from error
    with archive:
        yield Archive(file, archive)


def digest_of(file: Path) -> str:
    """Return the SHA-256 (hexadecimal) of a whole file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _digest(content: IO[bytes], most: int) -> tuple[str, int]:
    """Return the SHA-256 and size of ``content``, of which not much more than ``most`` bytes are read."""
    found, size = hashlib.sha256(), 0
    while size <= most and (part := content.read(PART)):
        found.update(part)
        size += len(part)
    return found.hexdigest(), size
