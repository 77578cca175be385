"""The key that signs cookies, where none is set: made once whoever comes first, on the disk before it has its name, never empty."""

import multiprocessing
import os
import stat
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from govflow.assemble import secret_key_of
from govflow.config import BadSettingsError, Settings, read
from tests.operations.test_commands import govflow

ROUNDS = 300


def of(home: Path) -> Settings:
    return read({"GOVFLOW_HOME": str(home)})


def start_often(folder: Path, number: int, barrier: Barrier) -> None:
    """Start at the same moment as the others, again and again, and write down which key each start found."""
    found = []
    for n in range(ROUNDS):
        barrier.wait()
        found.append(secret_key_of(of(folder / f"home-{n}")))
    (folder / f"found-{number}").write_text("\n".join(found))


def test_two_processes_that_start_at_once_have_one_key(tmp_path: Path) -> None:
    kind = multiprocessing.get_context("fork")
    barrier = kind.Barrier(2)
    both = [kind.Process(target=start_often, args=(tmp_path, number, barrier)) for number in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(120)
    one, other = ((tmp_path / f"found-{number}").read_text().splitlines() for number in range(2))
    assert one == other
    assert len(set(one)) == ROUNDS
    assert {len(key) for key in one} == {64}
    assert [path.name for path in tmp_path.glob("home-*/*")] == ["secret-key"] * ROUNDS, "nothing half made stays"


def test_the_key_is_on_the_disk_before_it_has_its_name_and_its_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    fsync, link = os.fsync, Path.hardlink_to
    monkeypatch.setattr(os, "fsync", lambda n: (done.append("folder" if stat.S_ISDIR(os.fstat(n).st_mode) else "file"), fsync(n)))
    monkeypatch.setattr(Path, "hardlink_to", lambda path, fresh: (done.append("name"), link(path, fresh)))
    key = secret_key_of(of(tmp_path / "home"))
    assert done == ["file", "name", "folder"]
    assert secret_key_of(of(tmp_path / "home")) == key
    assert done == ["file", "name", "folder"], "it is made once"


@pytest.mark.parametrize("held", [b"", b"\n", b"short", b"\xff" * 64])
def test_a_file_that_holds_no_key_is_refused_at_start_in_a_sentence(tmp_path: Path, held: bytes) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "secret-key").write_bytes(held)
    with pytest.raises(BadSettingsError, match="is too short"):
        secret_key_of(of(home))
    if held:
        return
    done = govflow(home, "serve", "--bind", "127.0.0.1:1")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        (
            f"The secret key in {home / 'secret-key'} is too short; use at least 32 random characters. "
            "Delete the file: a new one is made, and people sign in again."
        )
    ]
