"""Looking at a record changes nothing: on read-only disks, with and without SQLite's log, and in whatever state it is."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from govflow.clock import VirtualClock
from govflow.error_sentences import sentences
from govflow.record import triggers
from govflow.record.migrating import head, migrate
from govflow.record.sessions import open_database
from tests.backups import harm
from tests.backups.installations import Installation, add_papers, paper_file, sqlite_in
from tests.databases import BOTH
from tests.record.test_migrating import LATER
from tests.seaport import Seaport, attached, members, opened

# What undoes the newest migrations, back to a schema that had an alliance in it.
A_STRANGERS_ACCOUNT = (
    "INSERT INTO accounts (n, alliance, person, email, disabled, created_at) "
    "VALUES (1, 'seaport', 'PER-9999', 'a@example.org', 0, '2026-03-02 09:00:00.000000')"
)
OLDER = "0019_read"
UNDONE = (
    "ALTER TABLE heartbeats DROP COLUMN leader",
    "DROP TABLE checkups",
    "ALTER TABLE accounts DROP COLUMN welcomed_at",
    *(f"ALTER TABLE {table} DROP COLUMN {name}" for table, names in LATER.items() for name in names),
    f"UPDATE alembic_version SET version_num = '{OLDER}'",
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, VirtualClock, list[str]]:
    """An installation with a matter on which positions are open, and a paper; nobody has it open."""
    here = sqlite_in(tmp_path_factory.mktemp("kept") / "home")
    here.home.mkdir()
    engine = open_database(here.url)
    migrate(engine)
    engine.dispose()
    refs, now = opened(here.url, 1)
    add_papers(here, VirtualClock(now), 1)
    return here, VirtualClock(now), refs


@pytest.fixture
def copy(kept: tuple[Installation, VirtualClock, list[str]], tmp_path: Path) -> Installation:
    """A copy of it, to be harmed."""
    shutil.copytree(kept[0].home, tmp_path / "home")
    return sqlite_in(tmp_path / "home")


def edited(installation: Installation, *statements: str) -> None:
    connection = sqlite3.connect(installation.home / "govflow.db", isolation_level=None)
    connection.execute("PRAGMA foreign_keys=OFF")
    for name in [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_copy_on_a_read_only_disk_is_verified_and_nothing_is_left_beside_it(copy: Installation) -> None:
    before, there = copy.bytes(), names(copy.home)
    with harm.read_only(copy.home):
        assert "the chain is whole" in copy.held("verify")
        assert "Chair" in copy.held("people")
        assert "DEC-0001" in copy.held("record", "dec-0001")  # references in any case
    for command in (("verify",), ("people",), ("record", "Dec-0001")):
        copy.held(*command)
    assert (copy.bytes(), names(copy.home)) == (before, there)


def test_a_copy_made_while_others_act_is_read_with_its_log_and_without_it_lacks_what_a_receipt_tells(
    copy: Installation, kept: tuple[Installation, VirtualClock, list[str]], tmp_path: Path
) -> None:
    _, clock, (ref,) = kept
    seaport: Seaport = attached(copy.url, clock)
    receipt = seaport.agree(ref, members()[0])
    live = copy.bytes()
    assert f"{receipt.hash}" in copy.held("verify", "--receipt", receipt.hash)
    assert copy.bytes() == live, "looking at a live database changes nothing"
    with_log, without = sqlite_in(tmp_path / "with"), sqlite_in(tmp_path / "without")
    for into, parts in ((with_log, ("", "-wal")), (without, ("",))):
        into.home.mkdir()
        for part in parts:
            shutil.copy(copy.home / f"govflow.db{part}", into.home)
    seaport.close()
    shutil.copytree(copy.papers, with_log.papers)
    shutil.copytree(copy.papers, without.papers)
    there = names(with_log.home)
    assert receipt.hash in with_log.held("verify", "--receipt", str(receipt.seq))
    assert names(with_log.home) == there
    # Whole, and yet an act is missing: only somebody with a receipt can tell.
    assert "the chain is whole" in without.held("verify")
    assert "acts are missing" in without.refused("verify", "--receipt", receipt.hash)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DROP TABLE progress", "progress, table: is missing"),
        ("ALTER TABLE outbox DROP COLUMN note", "outbox, note: the column is missing"),
        (
            "UPDATE ledger_entries SET seq = 'second' WHERE seq = 2",
            "ledger_entries, seaport second: seq is of the wrong kind (text)",
        ),
        ("UPDATE decisions SET agreed = 'many'", "decisions, seaport DEC-0001: agreed is of the wrong kind (text)"),
        ("UPDATE ledger_entries SET body = X'7B7D' WHERE seq = 3", "ledger_entries, 3: body is not an entry in canonical JSON"),
        ("UPDATE ledger_heads SET counters = 'x'", "ledger_heads, seaport: counters is not what the entries come to"),
        (
            A_STRANGERS_ACCOUNT,
            "accounts, 1: is of PER-9999, whom the alliance does not have",
        ),
        ("UPDATE outbox SET person = 'PER-9999' WHERE n = 1", "outbox, 1: is of PER-9999, whom the alliance does not have"),
        ("UPDATE reminders SET entry = 999", "says that entry 999 set it, which is not about it"),
        ("UPDATE ledger_entries SET at = at || ' x' WHERE seq = 3", "ledger_entries, 3: at differs from its body"),
        (
            "UPDATE ledger_entries SET body = CAST(body AS TEXT) WHERE seq = 3",
            "ledger_entries, seaport 3: body is of the wrong kind (text)",
        ),
        ("DELETE FROM ledger_entries WHERE seq = 3", "ledger_entries, 4: follows entry 2: entry 3 is missing"),
        ("DROP TABLE ledger_openings", "ledger_openings, table: is missing"),
        ("DELETE FROM ledger_heads", "There is no alliance here yet"),
    ],
)
def test_whatever_is_wrong_with_the_database_is_named(copy: Installation, statement: str, found: str) -> None:
    edited(copy, statement)
    before = copy.bytes()
    assert found in copy.refused("verify")
    assert copy.bytes() == before


def test_papers_that_are_missing_or_changed_are_named_and_others_pointed_out(copy: Installation) -> None:
    (digest,) = [path.name for path in copy.papers.rglob("*") if path.is_file()]
    assert "Its 1 paper is there, as it was kept." in copy.held("verify")
    stranger = paper_file(copy, "ab" * 32)
    stranger.parent.mkdir()
    stranger.write_bytes(b"somebody put this here")
    assert f"No record here refers to the file {'ab' * 32}" in copy.held("verify")
    paper_file(copy, digest).write_bytes(b"%PDF-1.7 another")
    assert f"papers, MTG-0001 1: the file {digest} was changed" in copy.refused("verify")
    shutil.rmtree(copy.papers)
    assert f"papers, MTG-0001 1: the file {digest} is missing" in copy.refused("verify")


def make_older(installation: Installation) -> None:
    """Take the newest migrations back, as far as the tables go."""
    edited(installation, *UNDONE)
    engine = open_database(installation.url)
    with engine.begin() as connection:
        triggers.create(connection, triggers.TABLES)
    engine.dispose()


def test_an_older_database_is_refused_by_who_looks_and_kept_by_who_migrates(copy: Installation, tmp_path: Path) -> None:
    make_older(copy)
    before = copy.bytes()
    with harm.small_disk(tmp_path / "small", (copy.home / "govflow.db").stat().st_size * 5 // 4) as small:
        if small:  # where the copy has no room, nothing is migrated
            shutil.copytree(copy.home, tmp_path / "small", dirs_exist_ok=True)
            assert "full" in sqlite_in(tmp_path / "small").refused("migrate")
            assert sqlite_in(tmp_path / "small").bytes() == before
    for command in (
        ("verify",),
        ("people",),
        ("record", "DEC-0001"),
        ("backup", copy.home.parent / "b.zip"),
        ("seat", "council", "X"),
    ):
        assert "govflow migrate" in copy.refused(*command)
    assert copy.bytes() == before
    said, older = copy.held("migrate"), f"govflow-before-{head()}.db"
    assert f"a copy as it was is kept in {copy.home / older}" in said
    assert older in names(copy.home)
    assert not [name for name in names(copy.home) if name.endswith(".half")]
    copy.held("verify")
    kept = sqlite3.connect(copy.home / older)
    assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (OLDER,)
    assert kept.execute("SELECT count(*) FROM ledger_entries").fetchone()[0] == len(copy.hashes())
    kept.close()


def test_an_older_backup_is_migrated_when_it_is_restored(copy: Installation, tmp_path: Path) -> None:
    file = tmp_path / "backup.zip"
    copy.held("backup", file)
    part = tmp_path / "govflow.db"
    with zipfile.ZipFile(file) as archive:
        part.write_bytes(archive.read("govflow.db"))
        manifest = json.loads(archive.read("manifest.json"))
    older = sqlite_in(tmp_path)
    make_older(older)
    changes = harm.resealed(manifest | {"schema": OLDER}, {"govflow.db": part.read_bytes()})
    target = sqlite_in(tmp_path / "target")
    target.held("restore", harm.rewritten(file, tmp_path / "older.zip", changes))
    assert target.hashes() == copy.hashes()
    target.held("verify")


@pytest.mark.parametrize("kind", BOTH)
def test_looking_at_an_empty_database_makes_nothing_in_it(kind: str, fresh_url: Callable[[str], str], tmp_path: Path) -> None:
    here = Installation(tmp_path / "home", fresh_url(kind))
    for command in (
        ("people",),
        ("verify",),
        ("record", "DEC-0001"),
        ("backup", tmp_path / "b.zip"),
        ("move", "sqlite:////tmp/x.db"),
    ):
        assert "no alliance here" in here.refused(*command)
    assert not here.home.exists()


def test_output_that_nobody_reads_ends_a_command_quietly(copy: Installation) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    command = [sys.executable, "-m", "govflow.cli", "people"]
    ended = subprocess.run(command, stdout=writes, stderr=subprocess.PIPE, env=os.environ | copy.env, check=False)
    os.close(writes)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_a_fault_of_our_own_is_said_in_a_sentence_that_names_how_to_see_more() -> None:
    says, more = sentences(KeyError("clock"))
    assert says == "KeyError: 'clock'"
    assert "govflow --debug" in more
