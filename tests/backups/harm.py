"""What is done to an installation, a backup or a disk in tests of faults."""

import hashlib
import json
import multiprocessing
import os
import resource
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import sleep
from typing import Any

from tests.backups.installations import Installation
from tests.concurrency.crews import CONTEXT

MOUNT = shutil.which("mount")


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[bool]:
    """Make ``folder`` a disk of ``size`` bytes; give False where this user may not mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write in ``folder``; for root that takes a disk that is read-only."""
    if os.geteuid():
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    bound = _mount("--bind", str(folder), str(folder)) and _mount("-o", "remount,bind,ro", str(folder))
    assert bound, "root may not mount here"
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*arguments: str) -> bool:
    return bool(MOUNT) and subprocess.run([str(MOUNT), *arguments], capture_output=True, check=False).returncode == 0


def run_apart(installation: Installation, *arguments: object, largest: int = 0, killed_after: float = 0) -> tuple[int, str]:
    """Run a command in a process of its own; return its exit code (-9: killed) and what it printed.

    No file of it may grow beyond ``largest`` bytes, and it is killed after so many seconds, where these are given.
    """
    pipe, theirs = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=_apart, args=(theirs, installation, [str(word) for word in arguments], largest), daemon=True)
    process.start()
    theirs.close()
    assert pipe.poll(60), "it does not begin"
    assert pipe.recv() == "begins"
    if killed_after:
        sleep(killed_after)
        process.kill()
    try:
        output = pipe.recv()
    except EOFError:
        output = ""
    process.join()
    code = process.exitcode
    process.close()
    pipe.close()
    return -1 if code is None else code, output


def _apart(pipe: multiprocessing.connection.Connection, installation: Installation, arguments: list[str], largest: int) -> None:
    pipe.send("begins")
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    result = installation.run(*arguments)
    pipe.send(result.output)
    os._exit(result.exit_code)


def cut_short(file: Path, random: Random) -> None:
    os.truncate(file, random.randrange(1, file.stat().st_size))


def with_a_byte_changed(file: Path, random: Random) -> None:
    """Change one byte of what is in one of the parts."""
    with zipfile.ZipFile(file) as archive:
        part = random.choice(archive.infolist())
        begins = part.header_offset + 30 + len(part.filename) + _extra(file, part.header_offset)
    content = bytearray(file.read_bytes())
    at = begins + random.randrange(part.compress_size)
    content[at] ^= random.randrange(1, 256)
    file.write_bytes(content)


def _extra(file: Path, header: int) -> int:
    return int.from_bytes(file.read_bytes()[header + 28 : header + 30], "little")


def rewritten(file: Path, into: Path, change: Mapping[str, bytes | None]) -> Path:
    """Write a backup again with some parts changed, or left out (None)."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return into


def resealed(manifest: dict[str, Any], parts: Mapping[str, bytes]) -> dict[str, "bytes | None"]:
    """Return ``parts`` and a manifest in which their digests are right again."""
    members = {name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)} for name, content in parts.items()}
    changed = manifest | {"members": manifest["members"] | members}
    return {**parts, "manifest.json": json.dumps(changed).encode()}
