"""How a database is opened: durable, locked before it is read, and never shared with a child process."""

import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from govflow.record import sessions
from govflow.record.errors import UnavailableError
from govflow.record.migrating import migrate
from govflow.record.sessions import NotDurableError, has_wal_fix, open_database
from govflow.record.store import Store
from govflow.record.verifying import verify
from tests.record import story

# Newer Pythons warn that the test runner has threads; these children do nothing but talk to the database.
FORKS = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def pragma(path: Path, name: str) -> object:
    engine = open_database(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    engine.dispose()
    return found


@pytest.mark.parametrize(("fixed", "journal", "synchronous"), [(True, "wal", 2), (False, "delete", 3)])
def test_sqlite_is_opened_with_a_pair_that_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fixed: bool, journal: str, synchronous: int
) -> None:
    monkeypatch.setattr(sessions, "has_wal_fix", lambda _: fixed)
    path = tmp_path / "a.db"
    assert (pragma(path, "journal_mode"), pragma(path, "synchronous")) == (journal, synchronous)
    assert (pragma(path, "foreign_keys"), pragma(path, "secure_delete")) == (1, 1)


@pytest.mark.parametrize(
    ("version", "fixed"),
    [((3, 40, 1), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 7), True), ((3, 51, 1), False), ((3, 53, 4), True)],
)
def test_which_sqlite_has_the_fix(version: tuple[int, ...], fixed: bool) -> None:
    assert has_wal_fix(version) is fixed


def test_a_database_that_would_lose_acts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "DURABLE", set())
    engine = open_database("sqlite://")
    with pytest.raises(NotDurableError):
        engine.connect()


def test_only_two_kinds_of_database_are_known() -> None:
    with pytest.raises(ValueError, match="not in mysql"):
        open_database("mysql://localhost/x")
    engine = open_database("postgresql://localhost/x")
    assert engine.dialect.driver == "psycopg"


def test_a_rehearsal_runs_in_memory() -> None:
    engine = open_database("sqlite://")
    migrate(engine)
    store = Store(engine)
    story.found(store)
    story.decide(store)
    assert verify(store, "plymouth").ok
    engine.dispose()


def test_a_reader_does_not_wait_for_a_writer_and_sees_one_moment(store: Store) -> None:
    story.found(store)
    ref = story.decide(store, acts=7)
    with store.view("plymouth") as view:
        before = view.decision(ref)
        story.step(store, "plymouth", ref, "agree", story.position("ccg"))
        assert view.decision(ref) == before


def test_a_busy_database_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path) -> None:
    monkeypatch.setattr(sessions, "BUSY_SECONDS", 0.1)
    path = tmp_path / "busy.db"
    path.write_bytes(sqlite_template.read_bytes())
    one, two = (Store(open_database(f"sqlite:///{path}")) for _ in range(2))
    one.create_alliance("plymouth")
    with one.unit("plymouth"), pytest.raises(UnavailableError, match="locked"), two.unit("plymouth"):
        pass
    for store in (one, two):
        store.engine.dispose()


def vote(url: str, ref: str, name: str) -> None:
    store = Store(open_database(url))
    story.step(store, "plymouth", ref, "agree", story.position(name), participant=name)
    store.engine.dispose()


@FORKS
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_eight_processes_at_once_are_all_recorded(fresh_url: Callable[[str], str], kind: str) -> None:
    url = fresh_url(kind)
    store = Store(open_database(url))
    story.found(store)
    ref = story.decide(store, acts=6)
    processes = [multiprocessing.get_context("fork").Process(target=vote, args=(url, ref, name)) for name in story.ORGANISATIONS]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    with store.view("plymouth") as view:
        assert view.decision(ref).agreed == 8
    verdict = verify(store, "plymouth")
    assert verdict.problems == ()
    assert verdict.entries == 3 + 6 + 8
    store.engine.dispose()


@FORKS
def test_a_child_opens_its_own_connection(store: Store) -> None:
    story.found(store)
    with store.engine.connect():
        pass
    parent = store.engine.pool
    child = os.fork()
    if child == 0:
        os._exit(0 if store.engine.pool is not parent else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
