"""Files that people upload: kept outside the database under their SHA-256, once each; what may be uploaded is checked by content.

A file is never served but as a download, or as what it was checked to be.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse

MOST = 20 * 1024 * 1024  # bytes of one file
PART = 1024 * 1024  # bytes that are copied at once
MISSING, CHANGED = "is missing", "was changed"
ZIP, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
WORD = "application/vnd.openxmlformats-officedocument."
# What may be uploaded: ending -> its type, and the bytes such a file begins with (none for plain text).
KNOWN: Mapping[str, tuple[str, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": (f"{WORD}wordprocessingml.document", ZIP),
    ".xlsx": (f"{WORD}spreadsheetml.sheet", ZIP),
    ".pptx": (f"{WORD}presentationml.presentation", ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", ZIP),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    ".odp": ("application/vnd.oasis.opendocument.presentation", ZIP),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".txt": ("text/plain", b""),
    ".csv": ("text/csv", b""),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: its SHA-256 (hexadecimal), type and size in bytes."""

    digest: str
    media: str
    size: int


def checked_media(name: str, content: bytes) -> str:
    """Return the type of an uploaded file. Raises Refused for what may not be uploaded, saying what may."""
    ending = PurePath(name).suffix.lower()
    media, begins = KNOWN.get(ending, ("", b""))
    if not media:
        raise Refused((_wrong(f"{ending or 'a file without an ending'} is not taken", f"Upload one of: {', '.join(KNOWN)}."),))
    if not content:
        raise Refused((_wrong("the file is empty", "Choose the file again."),))
    if len(content) > MOST:
        raise Refused((_wrong(f"it is larger than {MOST // 1024 // 1024} MB", "Make it smaller, or give a link."),))
    if not content.startswith(begins) or (not begins and b"\x00" in content):
        raise Refused((_wrong(f"it is not what {ending} promises", "Save it again in that format."),))
    return media


def _wrong(why: str, remedy: str) -> Refusal:
    return refuse("invalid", field="file", why=why, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Files:
    """The folder in which files are kept, and how many bytes of them a meeting and an alliance may have."""

    folder: Path
    of_meeting: int = 200 * 1024 * 1024
    of_alliance: int = 10 * 1024 * 1024 * 1024

    def keep(self, name: str, content: bytes) -> Kept:
        """Keep an uploaded file, once however often it comes. Raises Refused for what may not be uploaded, and OSError."""
        media, digest = checked_media(name, content), hashlib.sha256(content).hexdigest()
        path = self._path(digest)
        if self.state(digest):
            self._write(path, content)
        return Kept(digest, media, len(content))

    def remove(self, digest: str) -> None:
        """Remove the file of that digest, which nothing names any more."""
        self._path(digest).unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file so that it is there as a whole or not at all, and nothing of it is left where that fails."""
        missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.is_dir()]
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # its own for each who writes at the same time
        fresh = Path(name)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        for folder in (path.parent, *(one.parent for one in missing)):
            sync_folder(folder)

    def read(self, digest: str) -> bytes | None:
        """Return the file of that digest, or None; one that was altered on the disk is not returned."""
        path = self._path(digest)
        content = path.read_bytes() if path.is_file() else None
        return content if content is not None and hashlib.sha256(content).hexdigest() == digest else None

    def state(self, digest: str) -> str:
        """Return what is wrong with the file of that digest, or "" when it is there as it was kept."""
        path = self._path(digest)
        try:
            with path.open("rb") as file:
                return "" if hashlib.file_digest(file, "sha256").hexdigest() == digest else CHANGED
        except (FileNotFoundError, NotADirectoryError):
            return MISSING
        except OSError as error:
            return f"cannot be read ({error.strerror})"

    def digests(self) -> Iterator[str]:
        """Give the name of every file in the folder, which is its digest unless somebody else put it there."""
        for path in sorted(self.folder.rglob("*")) if self.folder.is_dir() else ():
            if path.is_file():
                yield path.name

    def open(self, digest: str) -> IO[bytes]:
        """Open the file of that digest for reading. Raises OSError."""
        return self._path(digest).open("rb")

    def take_back(self, digest: str, content: IO[bytes]) -> None:
        """Keep the file of that digest again, from a backup. Raises ValueError where ``content`` is another."""
        path, found = self._path(digest), hashlib.sha256()
        for half in path.parent.glob(f"{digest}.*"):  # of a restore that was killed
            half.unlink()
        if not self.state(digest):
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        try:
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                while part := content.read(PART):
                    found.update(part)
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            if found.hexdigest() != digest:
                raise ValueError(f"the paper {digest} is not what its name says")
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        sync_folder(path.parent)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk too, not only what is in its files."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
