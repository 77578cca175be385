"""What a running installation leaves behind: nothing that others may read, and no process that outlives the one that started it."""

import logging
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import text

from govflow import find_screens
from govflow.acts.clock import tick
from govflow.assemble import assemble, post_of
from govflow.config import read
from govflow.gunicorn_hooks import JsonLogger
from govflow.logs import Lines, logger
from govflow.record import sessions
from govflow.scheduler import Did, work_once
from tests.operations.served import alive, serving, until


def modes(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): oct(path.stat().st_mode & 0o777) for path in sorted(folder.rglob("*"))}


@pytest.fixture
def ordinary_umask() -> None:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.slow
def test_in_a_folder_that_others_may_read_files_are_private_and_a_killed_server_takes_its_children_with_it(
    tmp_path: Path, ordinary_umask: None
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    (home / "papers").mkdir(mode=0o755)
    (home / "govflow.db").touch(mode=0o644)
    with serving(home, PROCESSES="1") as server:
        until(lambda: server.ask("GET", "/healthz/worker").status == 200)
        children = server.children()
        assert len(children) >= 3  # gunicorn, its web process, the worker
        found = modes(home)
        assert found.pop("papers") == "0o700"
        assert {"govflow.db", "govflow.db.worker", "secret-key"} <= set(found)
        assert set(found.values()) == {"0o600"}, found
        assert home.stat().st_mode & 0o777 == 0o755, "a folder that somebody else made is theirs"
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
        until(lambda: not any(alive(child) for child in children))


@pytest.mark.slow
def test_a_web_process_that_is_busy_is_not_left_behind(tmp_path: Path) -> None:
    """One that computes and hears nothing is as one that is stopped: it is asked to end, and then ended."""
    with serving(tmp_path / "home", "--no-worker", PROCESSES="2") as server:
        children = server.children()
        assert len(children) >= 3  # gunicorn and its web processes
        os.kill(children[-1], signal.SIGSTOP)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(60) == 0
        until(lambda: not any(alive(child) for child in children))


def test_papers_that_are_uploaded_are_private(tmp_path: Path, ordinary_umask: None) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    house = assemble(read({"GOVFLOW_HOME": str(home)}))
    assert house.files is not None
    house.files.keep("minutes.txt", b"what was said")
    house.store.engine.dispose()
    found = modes(home)
    assert {mode for name, mode in found.items() if (home / name).is_dir()} == {"0o700"}
    assert {mode for name, mode in found.items() if (home / name).is_file()} == {"0o600"}


def test_a_platform_without_the_built_sqlite_uses_pythons_own_with_a_safe_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3
    import sys

    monkeypatch.setitem(sys.modules, "pysqlite3", None)
    assert sessions._driver() is sqlite3
    engine = sessions.open_database(f"sqlite:///{tmp_path / 'own.db'}")
    with engine.connect() as connection:
        found = tuple(connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("journal_mode", "synchronous"))
    engine.dispose()
    assert found == (("wal", 2) if sessions.has_wal_fix(sqlite3.sqlite_version_info) else ("delete", 3))


def test_what_the_worker_does_by_hand_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = read({"GOVFLOW_HOME": str(tmp_path)})
    house = assemble(settings)
    told: list[Did] = []
    assert work_once(house, post_of(settings, print), told.append) == 0
    assert (told, list(tick(house)), capsys.readouterr().out) == ([], [], "")
    house.store.engine.dispose()
    assert str(Did("clock", "harbour", "DEC-0001", "close", "refused (not-allowed)", "Too early.")) == (
        "harbour DEC-0001 close: refused (not-allowed): Too early."
    )


def test_what_a_library_logs_is_one_line_without_what_it_was_about(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with path.open("w", encoding="utf-8") as out:
        lines = Lines(logger("server", out))
        for record in (
            logging.LogRecord("gunicorn.error", logging.INFO, "", 1, "Booting worker with pid: %s", (7,), None),
            logging.LogRecord("x", logging.ERROR, "", 1, "Error handling request %s", ("/secret",), faulty()),
            logging.LogRecord("x", logging.ERROR, "", 1, ValueError("secret"), (), faulty()),
        ):
            lines.emit(record)
        del record
    written = path.read_text(encoding="utf-8")
    assert written.count("\n") == 3
    assert "Booting worker with pid: 7" in written
    assert "secret" not in written
    assert JsonLogger.__mro__[1].__module__ == "gunicorn.glogging"


def faulty() -> "tuple[type[BaseException], BaseException, object]":
    try:
        int("secret")
    except ValueError as error:
        return (ValueError, error, error.__traceback__)
    raise AssertionError


def test_screens_that_are_not_ours_are_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look = find_screens.what_is_wrong.__wrapped__
    assert look() == ""
    monkeypatch.setattr(find_screens, "packages_distributions", lambda: {"web": ["govflow", "web.py"]})
    assert look().startswith("web.py is installed here too.")
    monkeypatch.setattr(find_screens, "packages_distributions", dict)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "__init__.py").touch()
    monkeypatch.setattr(find_screens, "OURS", tmp_path / "web")
    assert look().startswith("Python finds ")
    monkeypatch.setattr(find_screens, "find_spec", lambda _: None)
    assert look().startswith("The screens are missing: ")
