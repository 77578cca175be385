"""Every record is checked by itself each night: where the probes, the figures and the log say so, and what it costs the worker."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govflow.acts import checking_up
from govflow.acts.checking_up import Checkup, alliance_to_check
from govflow.clock import SystemClock, VirtualClock
from govflow.record import triggers
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.operations.served import free_port, serving, until
from tests.seaport import ALLIANCE, attached, founded

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.slow
def test_a_record_that_was_changed_is_told_by_itself(tmp_path: Path) -> None:
    home, figures = tmp_path / "home", free_port()
    home.mkdir()
    url = f"sqlite:///{home / 'govflow.db'}"
    engine = open_database(url)
    migrate(engine)
    founded(url, SystemClock()).close()
    with serving(home, PROCESSES="1", METRICS=f"127.0.0.1:{figures}") as server:
        until(lambda: server.ask("GET", "/readyz").json()["record"] == "whole")
        assert server.ask("GET", "/readyz").json()["record_checked_at"] is not None
        assert f'govflow_record_whole{{alliance="{ALLIANCE}"}} 1.0' in server.ask("GET", "/metrics", port=figures).text
        with engine.begin() as connection:
            triggers.drop(connection, triggers.TABLES)
            connection.exec_driver_sql("UPDATE people SET name = 'Somebody else' WHERE ref = 'PER-0001'")
            connection.exec_driver_sql("DELETE FROM checkups")  # as if the night had come
        until(lambda: server.ask("GET", "/readyz").json()["record"] == "not whole")
        assert server.ask("GET", "/readyz").status == 200, "people can still read, and see for themselves"
        assert f'govflow_record_whole{{alliance="{ALLIANCE}"}} 0.0' in server.ask("GET", "/metrics", port=figures).text
        right, wrong = [line for line in server.lines() if line["event"] == "the record was checked"]
        assert (right["level"], right["outcome"], right["problems"]) == ("info", "whole", 0)
        assert (wrong["level"], wrong["outcome"], wrong["alliance"]) == ("error", "not whole", ALLIANCE)
        assert wrong["says"] == "people, 1: name is not what the ledger says"
    engine.dispose()


def test_each_record_is_checked_once_a_night_and_again_where_that_failed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'govflow.db'}"
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    founded(url, VirtualClock(NOW)).close()
    clock = VirtualClock(NOW)
    house = attached(url, clock).house

    def came(outcome: str, at: datetime) -> None:
        checking_up.keep(house, Checkup(ALLIANCE, at, at, outcome, 1, 0, ""))

    assert alliance_to_check(house) == ALLIANCE, "it was never checked"
    came(checking_up.WHOLE, NOW)
    assert alliance_to_check(house) is None
    clock.set(datetime(2026, 3, 3, 1, 59, tzinfo=UTC))
    assert alliance_to_check(house) is None
    clock.set(datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    assert alliance_to_check(house) == ALLIANCE
    came(checking_up.NOT_DONE, clock.now())
    clock.advance(timedelta(minutes=59))
    assert alliance_to_check(house) is None
    clock.advance(timedelta(minutes=1))
    assert alliance_to_check(house) == ALLIANCE
    came(checking_up.WHOLE, clock.now() + timedelta(days=400))
    assert alliance_to_check(house) == ALLIANCE, "a check of a time to come was dated by a wrong clock"
    house.store.engine.dispose()


@pytest.mark.parametrize(
    ("code", "output", "outcome", "says"),
    [
        (0, '{"problems": [], "entries": 7}', "whole", ""),
        (
            1,
            '{"problems": [{"where": "papers", "row": "1", "says": "is missing"}], "entries": 7}',
            "not whole",
            "papers, 1: is missing",
        ),
        (None, "", "could not be checked", "it took too long and was stopped"),
        (1, "The disk is full.", "could not be checked", "govflow verify ended with 1"),
        (-9, "", "could not be checked", "govflow verify ended with -9"),
    ],
)
def test_what_a_check_came_to(code: int | None, output: str, outcome: str, says: str) -> None:
    found = checking_up.outcome(ALLIANCE, NOW, NOW, code, output)
    assert (found.outcome, found.says) == (outcome, says)
