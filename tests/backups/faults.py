"""Faults: each runs a command where something is wrong, and checks that it is refused in a sentence and leaves nothing half."""

import fcntl
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from govflow.record.table_copy import alliances_at
from tests.backups import harm
from tests.backups.installations import Installation, assert_a_sentence, paper_file, sqlite_in

NOBODY = "postgresql://nobody@127.0.0.1:1/none"
NO_HOST = "postgresql://nobody@no-such-host.invalid/none"
KILLED = -9


@dataclass
class Bench:
    """An installation that must not lose anything, a backup of it, and a place for what is tried."""

    here: Installation
    backup: Path
    papers: list[str]
    folder: Path
    random: Random
    numbers: "count[int]"

    def place(self) -> Path:
        """Return a new, empty folder."""
        place = self.folder / f"{next(self.numbers)}"
        place.mkdir()
        return place

    def empty(self) -> Installation:
        """Return an installation that is not there yet."""
        return sqlite_in(self.place() / "home")

    def copy(self) -> Installation:
        """Return a copy of the installation, to be harmed."""
        home = self.place() / "home"
        shutil.copytree(self.here.home, home)
        return sqlite_in(home)

    def edited(self, sql: str) -> Installation:
        """Return a copy in whose database something was changed behind the record."""
        copy = self.copy()
        connection = sqlite3.connect(copy.home / "govflow.db")
        connection.execute(sql)
        connection.commit()
        connection.close()
        return copy

    def copied_backup(self) -> Path:
        return Path(shutil.copy(self.backup, self.place() / "backup.zip"))

    def size(self) -> int:
        """Return a size that is too small for what must be written."""
        return self.random.randrange(4, 40) * 8192

    def restores_nothing(self, file: Path, *options: str, into: Installation | None = None) -> str:
        """Check that restoring ``file`` is refused, and leaves no alliance and no paper behind."""
        target = into or self.empty()
        said = target.refused("restore", file, *options)
        assert alliances_at(target.url) == ()
        return said

    def absent_or_whole(self, file: Path) -> None:
        """Check that a backup is not there, or can be restored."""
        if file.exists():
            self.empty().held("restore", file)


def unwritten(said: str, file: Path) -> None:
    assert not file.exists(), said
    assert list(file.parent.iterdir() if file.parent.is_dir() else ()) == [], "something half is left"


def backing_up_on_a_full_disk(bench: Bench) -> None:
    file = bench.place() / "disk" / "b.zip"
    with harm.small_disk(file.parent, bench.size()) as small:
        if small:
            said = bench.here.refused("backup", file)
            assert "full" in said
            unwritten(said, file)


def backing_up_past_a_limit(bench: Bench) -> None:
    file = bench.place() / "b.zip"
    code, said = harm.run_apart(bench.here, "backup", file, largest=bench.size())
    assert code == 1, said
    assert_a_sentence(said)
    unwritten(said, file)


def backing_up_where_nothing_may_be_written(bench: Bench) -> None:
    file = bench.place() / "b.zip"
    with harm.read_only(file.parent):
        unwritten(bench.here.refused("backup", file), file)


def backing_up_into_no_folder(bench: Bench) -> None:
    bench.here.refused("backup", bench.place() / "none" / "b.zip")


def backing_up_over_a_backup(bench: Bench) -> None:
    assert "is there already" in bench.here.refused("backup", bench.backup)


def backing_up_onto_a_folder(bench: Bench) -> None:
    bench.here.refused("backup", bench.place())


def killed_while_backing_up(bench: Bench) -> None:
    file = bench.place() / "b.zip"
    harm.run_apart(bench.here, "backup", file, killed_after=bench.random.uniform(0.05, 1.5))
    bench.absent_or_whole(file)
    if not file.exists():
        bench.here.held("backup", file)
    assert [path.name for path in file.parent.iterdir()] == [file.name], "what was half is cleared up"


def backing_up_without_a_paper(bench: Bench) -> None:
    copy, gone, file = bench.copy(), bench.random.choice(bench.papers), bench.place() / "b.zip"
    paper_file(copy, gone).unlink()
    assert gone in copy.refused("backup", file)
    assert gone in copy.refused("verify")
    into = bench.empty()
    assert gone in into.refused("restore", file)
    assert into.hashes() == bench.here.hashes()


def backing_up_a_changed_paper(bench: Bench) -> None:
    copy, changed = bench.copy(), bench.random.choice(bench.papers)
    paper_file(copy, changed).write_bytes(b"%PDF-1.7 another")
    assert changed in copy.refused("backup", bench.place() / "b.zip")
    assert "was changed" in copy.refused("verify")


def backing_up_a_truncated_database(bench: Bench) -> None:
    copy, file = bench.copy(), bench.place() / "b.zip"
    os.truncate(copy.home / "govflow.db", bench.random.randrange(200, (copy.home / "govflow.db").stat().st_size))
    unwritten(copy.refused("backup", file), file)
    copy.refused("verify")


def backing_up_an_edited_record(bench: Bench) -> None:
    copy, file = bench.edited("UPDATE decisions SET title = title || 'x'"), bench.place() / "b.zip"
    assert "is not whole" in copy.refused("backup", file)
    unwritten("", file)


def backing_up_another_schema(bench: Bench) -> None:
    revision, word = bench.random.choice((("9999_future", "newer"), ("0015_defaults", "older"), ("0001_first", "older")))
    copy = bench.edited(f"UPDATE alembic_version SET version_num = '{revision}'")
    for command in (("backup", bench.place() / "b.zip"), ("verify",), ("people",)):
        assert word in copy.refused(*command)


def backing_up_no_database(bench: Bench) -> None:
    empty = bench.empty()
    assert "no alliance here yet" in empty.refused("backup", bench.place() / "b.zip")
    assert not empty.home.exists()


def a_server_that_is_not_there(bench: Bench) -> None:
    away = Installation(bench.place(), bench.random.choice((NOBODY, NO_HOST)))
    for command in (("backup", bench.place() / "b.zip"), ("verify",), ("restore", bench.backup), ("people",)):
        assert "does not answer" in away.refused(*command)
    assert "does not answer" in bench.here.refused("move", away.url)


def restoring_what_was_cut_short(bench: Bench) -> None:
    file = bench.copied_backup()
    harm.cut_short(file, bench.random)
    bench.restores_nothing(file)


def restoring_with_a_byte_changed(bench: Bench) -> None:
    file = bench.copied_backup()
    harm.with_a_byte_changed(file, bench.random)
    assert "not a whole backup" in bench.restores_nothing(file)


def restoring_an_edited_record(bench: Bench) -> None:
    """Somebody changed a cell and made all digests right again."""
    place = bench.place()
    with zipfile.ZipFile(bench.backup) as archive:
        archive.extract("govflow.db", place)
        manifest = json.loads(archive.read("manifest.json"))
    connection = sqlite3.connect(place / "govflow.db")
    connection.execute("UPDATE decisions SET title = title || 'x'")
    connection.commit()
    connection.close()
    changes = harm.resealed(manifest, {"govflow.db": (place / "govflow.db").read_bytes()})
    assert "is not whole" in bench.restores_nothing(harm.rewritten(bench.backup, place / "b.zip", changes))


def restoring_what_names_another_end(bench: Bench) -> None:
    """The manifest says that the ledger went on: entries were cut off."""
    with zipfile.ZipFile(bench.backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["alliances"]["seaport"]["size"] += 1
    changed = harm.rewritten(bench.backup, bench.place() / "b.zip", {"manifest.json": json.dumps(manifest).encode()})
    assert "does not end where it should" in bench.restores_nothing(changed)


def restoring_a_newer_backup(bench: Bench) -> None:
    with zipfile.ZipFile(bench.backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest |= bench.random.choice(({"format": 2}, {"schema": "9999_future"}))
    changed = harm.rewritten(bench.backup, bench.place() / "b.zip", {"manifest.json": json.dumps(manifest).encode()})
    assert "newer" in bench.restores_nothing(changed)


def restoring_without_a_part(bench: Bench) -> None:
    with zipfile.ZipFile(bench.backup) as archive:
        name = bench.random.choice(archive.namelist())
    bench.restores_nothing(harm.rewritten(bench.backup, bench.place() / "b.zip", {name: None}))


def restoring_another_digest(bench: Bench) -> None:
    assert "is not the backup with" in bench.restores_nothing(bench.backup, "--digest", "ab" * 32)


def restoring_no_backup(bench: Bench) -> None:
    place = bench.place()
    (place / "text.zip").write_bytes(bench.random.randbytes(bench.random.randrange(5_000)))
    bench.restores_nothing(bench.random.choice((place / "text.zip", place / "none.zip", place)))


def restoring_over_an_alliance(bench: Bench) -> None:
    copy = bench.copy()
    before = copy.bytes()
    assert "holds an alliance already" in copy.refused("restore", bench.backup)
    assert copy.bytes() == before


def restoring_among_other_papers(bench: Bench) -> None:
    target = bench.empty()
    strange = paper_file(target, "cd" * 32)
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"somebody else's")
    assert "not of this backup" in bench.restores_nothing(bench.backup, into=target)
    assert strange.read_bytes() == b"somebody else's"


def restoring_on_a_full_disk(bench: Bench) -> None:
    target = bench.empty()
    with harm.small_disk(target.home, bench.size() * 2) as small:
        if small:
            assert "full" in bench.restores_nothing(bench.backup, into=target)


def restoring_past_a_limit(bench: Bench) -> None:
    target = bench.empty()
    code, said = harm.run_apart(target, "restore", bench.backup, largest=bench.size())
    assert code == 1, said
    assert_a_sentence(said)
    assert alliances_at(target.url) == ()
    target.held("restore", bench.backup)


def restoring_where_nothing_may_be_written(bench: Bench) -> None:
    target = bench.empty()
    target.home.mkdir()
    with harm.read_only(target.home):
        target.refused("restore", bench.backup)
    assert list(target.home.iterdir()) == []


def restoring_where_the_home_is_a_file(bench: Bench) -> None:
    target = bench.empty()
    target.home.write_text("a file")
    assert "is not a folder" in target.refused("restore", bench.backup)
    assert "is not a folder" in target.refused("init", "harbour")


def killed_while_restoring(bench: Bench) -> None:
    target = bench.empty()
    code, _ = harm.run_apart(target, "restore", bench.backup, killed_after=bench.random.uniform(0.05, 2.5))
    if code == KILLED and alliances_at(target.url) == ():
        half = paper_file(target, bench.papers[0]).with_suffix(
            ".123"
        )  # as it is left by one that is killed while it writes a paper
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"%PDF")
        target.held("restore", bench.backup)
    assert "No record here refers" not in target.held("verify")
    assert target.hashes() == bench.here.hashes()


def moving_onto_an_alliance(bench: Bench) -> None:
    copy = bench.copy()
    before = copy.bytes()
    assert "holds an alliance already" in bench.here.refused("move", copy.url)
    assert copy.bytes() == before
    bench.here.refused("move", bench.here.url)


def moving_to_a_bad_address(bench: Bench) -> None:
    bench.here.refused("move", bench.random.choice(("mysql://host/name", "nowhere", "sqlite://")))


def moving_into_no_folder(bench: Bench) -> None:
    bench.here.refused("move", f"sqlite:///{bench.place()}/none/moved.db")


def moving_onto_a_full_disk(bench: Bench) -> None:
    file = bench.place() / "disk" / "moved.db"
    with harm.small_disk(file.parent, bench.size() * 2) as small:
        if small:
            assert "full" in bench.here.refused("move", f"sqlite:///{file}")
            assert alliances_at(f"sqlite:///{file}") == ()


def moving_where_nothing_may_be_written(bench: Bench) -> None:
    folder = bench.place()
    with harm.read_only(folder):
        bench.here.refused("move", f"sqlite:///{folder / 'moved.db'}")
    assert list(folder.iterdir()) == []


def moving_while_a_worker_runs(bench: Bench) -> None:
    file = bench.place() / "moved.db"
    worker = os.open(bench.here.home / "govflow.db.worker", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(worker, fcntl.LOCK_EX)
    said = bench.here.refused("move", f"sqlite:///{file}")
    os.close(worker)
    assert "Stop govflow first" in said
    assert not file.exists()


def moving_an_edited_record(bench: Bench) -> None:
    url = f"sqlite:///{bench.place() / 'moved.db'}"
    assert "is not whole" in bench.edited("UPDATE people SET name = name || 'x'").refused("move", url)
    assert alliances_at(url) == ()


def killed_while_moving(bench: Bench) -> None:
    url = f"sqlite:///{bench.place() / 'moved.db'}"
    code, _ = harm.run_apart(bench.here, "move", url, killed_after=bench.random.uniform(0.05, 2.0))
    if code == KILLED and alliances_at(url) == ():
        bench.here.held("move", url)
    assert Installation(bench.here.home, url).hashes() == bench.here.hashes()


def a_file_that_is_no_database(bench: Bench) -> None:
    target = bench.empty()
    target.home.mkdir()
    (target.home / "govflow.db").write_bytes(bench.random.randbytes(bench.random.randrange(1, 50_000)))
    before = target.bytes()
    for command in (("verify",), ("people",), ("record", "DEC-0001"), ("init", "harbour"), ("worker", "--once"), ("migrate",)):
        target.refused(*command)
    target.refused("restore", bench.backup)
    assert target.bytes() == before


def a_home_that_may_not_be_written(bench: Bench) -> None:
    target = bench.empty()
    with harm.read_only(target.home.parent):
        for command in (("init", "harbour"), ("migrate",), ("people",), ("verify",)):
            target.refused(*command)


def looking_where_nothing_is(bench: Bench) -> None:
    target = bench.empty()
    for command in (("people",), ("record", "DEC-0001"), ("verify",), ("seat", "council", "Somebody")):
        assert "no alliance here yet" in target.refused(*command)
    assert not target.home.exists()


def an_alliance_or_reference_that_is_not_there(bench: Bench) -> None:
    assert "There is no alliance harbor" in bench.here.refused("people", "--alliance", "harbor")
    bench.here.refused("record", "dec-9999")
    assert "is not in this ledger" in bench.here.refused("verify", "--receipt", bench.random.choice(("ab" * 32, "999999")))


FAULTS: tuple[Callable[[Bench], None], ...] = tuple(
    fault for fault in list(globals().values()) if callable(fault) and getattr(fault, "__annotations__", {}).get("bench") is Bench
)
