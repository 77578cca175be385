"""Tries to sign in are counted in the database: however many workers ask at once, no more get through than may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from govflow.record.accounts import add_try, forget_try
from govflow.record.store import Store

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def test_ten_of_forty_at_once_get_through(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: add_try(store, {"kay": 10}, NOW, QUARTER), range(40)))
    through = [n for n in found if n is not None]
    assert 0 < len(through) <= 10
    rest = [add_try(store, {"kay": 10}, NOW, QUARTER) for _ in range(20)]
    assert len(through) + len([n for n in rest if n is not None]) == 10


def test_what_is_not_counted_lets_the_next_one_through(store: Store) -> None:
    assert [add_try(store, {"kay": 2}, NOW, QUARTER) is None for _ in range(3)] == [False, False, True]
    assert add_try(store, {"lee": 2}, NOW, QUARTER) is not None
    assert add_try(store, {"kay": 2}, NOW + QUARTER, QUARTER) is not None
    last = add_try(store, {"kay": 2}, NOW + QUARTER, QUARTER)
    assert last is not None
    assert add_try(store, {"kay": 2}, NOW + QUARTER, QUARTER) is None
    forget_try(store, last)
    assert add_try(store, {"kay": 2}, NOW + QUARTER, QUARTER) is not None
