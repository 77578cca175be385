"""The one "now"."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from govflow.clock import Clock, SystemClock, VirtualClock

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_the_system_clock_answers_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


def test_a_virtual_clock_stands_still_until_told() -> None:
    clock: Clock = VirtualClock(NOON)
    assert clock.now() == clock.now() == NOON


def test_a_virtual_clock_advances_and_can_be_set() -> None:
    clock = VirtualClock(NOON)
    clock.advance(timedelta(days=1))
    assert clock.now() == datetime(2026, 3, 3, 12, tzinfo=UTC)
    clock.set(NOON)
    assert clock.now() == NOON


def test_a_virtual_clock_turns_every_zone_into_utc() -> None:
    summer = timezone(timedelta(hours=1))
    clock = VirtualClock(datetime(2026, 7, 1, 9, tzinfo=summer))
    assert clock.now() == datetime(2026, 7, 1, 8, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(ValueError, match="does not say its time zone"):
        VirtualClock(naive)
    with pytest.raises(ValueError, match="does not say its time zone"):
        VirtualClock(NOON).set(naive)


def test_advancing_does_not_go_back() -> None:
    with pytest.raises(ValueError, match="does not go back"):
        VirtualClock(NOON).advance(timedelta(seconds=-1))
