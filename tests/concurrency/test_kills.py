"""kill -9 at random moments: what was acknowledged is there, whole, with its entry; and nothing else is half there."""

from collections.abc import Callable

import pytest

from tests.concurrency.backends import Backends
from tests.concurrency.runs import Toll, kills

FreshUrl = Callable[[str], str]
KILLS = 50


def assert_nothing_lost(toll: Toll, how_many: int) -> None:
    assert toll.lost == []
    assert toll.wrong == []
    assert toll.kills == how_many
    assert len(toll.acknowledged) > how_many, "workers were killed before they did anything"


def test_killing_workers_on_sqlite_loses_nothing(fresh_url: FreshUrl) -> None:
    assert_nothing_lost(kills(fresh_url("sqlite"), KILLS, seed=1), KILLS)


@pytest.mark.postgres
def test_killing_workers_and_backends_on_postgres_loses_nothing(own_postgres: str) -> None:
    backends = Backends(own_postgres, ended_every=7, killed_at=range(10, KILLS, 10))
    assert_nothing_lost(kills(own_postgres, KILLS, seed=2, disturb=backends), KILLS)
    assert backends.ended >= KILLS // 8
    assert backends.killed == len(backends.killed_at)


def test_the_harness_sees_what_is_acknowledged_too_early(fresh_url: FreshUrl) -> None:
    toll = kills(fresh_url("sqlite"), 40, seed=3, hasty=True)
    assert toll.lost, "acknowledging before the commit must show as losses"
    assert toll.wrong == [], "even then nothing is half there"
