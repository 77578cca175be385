"""Backups taken while eight processes act, restored elsewhere and moved to the other database: nothing acknowledged is missing."""

from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import insert, select

from govflow.acts.accounts import open_account
from govflow.clock import VirtualClock
from govflow.record.rows import TABLES
from tests.backups.installations import Installation, add_papers, paper_file, sqlite_in
from tests.concurrency import jobs
from tests.concurrency.crews import Worker
from tests.databases import BOTH
from tests.seaport import ALLIANCE, START, Seaport, attached, members, opened

FreshUrl = Callable[[str], str]
EIGHT = 8
ACT_FOR = 2.0  # seconds after the backup began
EACH = 3  # acts that each process has done before the backup begins


def drained(crew: list[Worker]) -> dict[str, str]:
    """Return what the crew has been answered and nobody has heard yet."""
    heard: dict[str, str] = {}
    for worker in crew:
        while worker.pipe.poll():
            try:
                message = worker.pipe.recv()
            except EOFError:  # it was killed, and everything it said is heard
                break
            assert not isinstance(message, str), message
            heard |= dict([message])
    return heard


def backed_up_among(crew: list[Worker], here: Installation, file: Path) -> dict[str, str]:
    """Back up while the crew acts; return what was acknowledged before it began."""
    before: dict[str, str] = {}
    for worker in crew:
        ready, *answers = worker.hear(1 + EACH, within=120)
        assert (ready, len(answers)) == (jobs.READY, EACH)
        before |= dict(answers)
    before |= drained(crew)
    enough = Timer(ACT_FOR, lambda: [worker.kill() for worker in crew])  # the copy is checked without them, which is quicker
    enough.start()
    try:
        here.held("backup", file)
    finally:
        enough.join()
    assert drained(crew), "nobody acted while the backup was made"
    return before


def goes_on(url: str, now: VirtualClock, refs: list[str]) -> Seaport:
    """Act in a database that was moved: positions, an account, a message, each with a number of its own."""
    seaport = attached(url, now)
    seaport.agree(refs[0], members()[-1])
    open_account(seaport.house, ALLIANCE, "PER-0005", "somebody.else@example.org")
    with seaport.house.store.writing() as connection:
        last = connection.execute(select(TABLES["outbox"]).order_by(TABLES["outbox"].c.n.desc()).limit(1)).mappings().one()
        values = {name: cell for name, cell in last.items() if name != "n"} | {"due_key": "another"}
        assert (
            connection.execute(insert(TABLES["outbox"]).values(values).returning(TABLES["outbox"].c.n)).scalar_one() > last["n"]
        )
    return seaport


def with_somebody_signed_in(url: str, clock: VirtualClock) -> None:
    """Open an account, with a link that waits; and leave a message half sent."""
    seaport = attached(url, clock)
    open_account(seaport.house, ALLIANCE, "PER-0004", "somebody@example.org")
    with seaport.house.store.writing() as connection:
        connection.execute(TABLES["outbox"].update().values(state="sending", owner="gone", lease_until=clock.now()))
    seaport.close()


def counted(url: str, table: str, **where: str) -> int:
    seaport = attached(url, VirtualClock(START))
    with seaport.house.store.reading() as connection:
        asked = select(TABLES[table]).filter_by(**where)
        found = len(connection.execute(asked).all())
    seaport.close()
    return found


@pytest.mark.parametrize("kind", BOTH)
def test_everything_acknowledged_before_a_backup_is_in_it_and_can_be_moved(
    kind: str, fresh_url: FreshUrl, tmp_path: Path
) -> None:
    here = Installation(tmp_path / "here", fresh_url(kind))
    refs, now = opened(here.url, 2)
    clock = VirtualClock(now)
    digests = add_papers(here, clock, 2)
    with_somebody_signed_in(here.url, clock)
    file = tmp_path / "backup.zip"
    crew = [Worker(jobs.keep_voting, here.url, now, life, refs, False) for life in range(EIGHT)]
    try:
        before = backed_up_among(crew, here, file)
    finally:
        for worker in crew:
            worker.kill()
        for worker in crew:
            worker.stop()
    assert file.stat().st_mode & 0o777 == 0o600

    elsewhere = Installation(
        tmp_path / "elsewhere", sqlite_in(tmp_path / "elsewhere").url if kind == "sqlite" else fresh_url(kind)
    )
    elsewhere.held("restore", file)
    assert set(before.values()) <= elsewhere.hashes()
    assert all(paper_file(elsewhere, digest).read_bytes() == paper_file(here, digest).read_bytes() for digest in digests)
    assert "Its 2 papers are there" in elsewhere.held("verify", "--receipt", next(iter(before.values())))
    assert (counted(elsewhere.url, "accounts"), counted(elsewhere.url, "links"), counted(elsewhere.url, "sessions")) == (1, 0, 0)
    assert counted(elsewhere.url, "outbox", state="sending") == counted(elsewhere.url, "outbox", state="due") == 0
    assert counted(elsewhere.url, "search_rows") == len(refs)

    moved = fresh_url("postgres" if kind == "sqlite" else "sqlite")
    assert "Set GOVFLOW_DATABASE=" in elsewhere.held("move", moved)
    there = Installation(elsewhere.home, moved)
    there.held("verify")
    assert there.hashes() == elsewhere.hashes()
    seaport = goes_on(moved, clock, refs)
    seaport.close()
    there.held("verify")
    elsewhere.held("verify")
