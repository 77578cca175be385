"""The races and kills of ``tests/concurrency``, long enough to find what happens once in thousands. Run with ``make soak``."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.concurrency.backends import Backends
from tests.concurrency.keeping import faults
from tests.concurrency.money import last_pounds
from tests.concurrency.runs import closing_races, deadline_races, kills, unanimous
from tests.concurrency.telling import kill_senders

pytestmark = pytest.mark.soak
MATTERS, BATCHES = 500, 10  # races of one batch; each database has so many batches
ANSWERS = 8  # second answers that meet one closing
KILLS = 1_000


def test_simultaneous_agreement_is_adopted_every_time(url: str) -> None:
    found = unanimous(url, matters=400)
    assert faults(found) == []
    assert {row["state"] for row in found.decisions} == {"in_force"}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_position_that_meets_a_closing_is_counted_or_refused(url: str, batch: int) -> None:
    races = closing_races(url, MATTERS)
    assert races.wrong == []
    assert races.sent == MATTERS * ANSWERS * 2
    assert races.refused


def test_a_position_at_the_closing_time_is_counted_or_refused(url: str) -> None:
    races, closed = deadline_races(url, 400, timedelta(milliseconds=250))
    assert races.wrong == []
    assert (races.sent, closed) == (3200, 400)


def test_killing_workers_on_sqlite_loses_nothing(fresh_url: Callable[[str], str]) -> None:
    toll = kills(fresh_url("sqlite"), KILLS, seed=11)
    assert (toll.lost, toll.wrong, toll.kills) == ([], [], KILLS)


@pytest.mark.postgres
def test_killing_workers_and_backends_on_postgres_loses_nothing(own_postgres: str) -> None:
    backends = Backends(own_postgres, ended_every=5, killed_at=range(25, KILLS, 25))
    toll = kills(own_postgres, KILLS, seed=12, disturb=backends)
    assert (toll.lost, toll.wrong, toll.kills) == ([], [], KILLS)
    assert (backends.ended, backends.killed) == (161, 39)


@pytest.mark.parametrize("can_be_asked", [False, True], ids=["bare mail", "a sender that can be asked"])
@pytest.mark.parametrize("batch", range(10))
def test_two_thousand_kills_of_workers_that_send_lose_nothing(url: str, tmp_path: Path, batch: int, can_be_asked: bool) -> None:
    toll = kill_senders(url, 100, str(tmp_path / "sent"), can_be_asked=can_be_asked, seed=100 + batch)
    assert set(toll.states) == {"sent"}
    assert len(toll.sent) == toll.states["sent"]
    assert toll.twice <= (0 if can_be_asked else toll.kills)


def test_of_two_decisions_for_the_last_pound_one_settles_a_thousand_times(url: str) -> None:
    found = last_pounds(url, 1_000)
    assert found.wrong == []
    assert found.won == {1: 1_000}
