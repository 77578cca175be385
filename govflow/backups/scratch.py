"""A folder for what is half done, beside where it will be whole: gone at the end, and cleared up later when the process was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = ".govflow-half-"


@contextmanager
def scratch_folder(beside: Path) -> Iterator[Path]:
    """Give an empty folder in ``beside``, for this process alone."""
    _clear_up(beside)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _clear_up(beside: Path) -> None:
    """Remove the folders of processes that are gone: a lock ends with whoever held it."""
    for folder in beside.glob(f"{PREFIX}*"):
        with suppress(OSError):
            lock = os.open(folder, os.O_RDONLY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(lock)
