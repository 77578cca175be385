"""Hundreds of histories of telling people, each with its faults: nothing lost, nothing early, no more twice than faults explain."""

from collections import Counter
from functools import cache
from typing import Any

import pytest

from tests.telling.simulation import Play, World

SEEDS, CHUNK = 500, 125


@cache
def world() -> World:
    return World.make()


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_whatever_fails_everybody_is_told_once(first: int) -> None:
    faults, sends = Counter[str](), 0
    for seed in range(first, first + CHUNK):
        result = Play(world(), seed, can_be_asked=seed % 2 == 0).run()
        assert result.wrong == [], f"python -m tests.telling.simulation {seed}\n" + "\n".join(result.told)
        faults, sends = faults + result.faults, sends + result.sends
    assert set(faults) == {"refuses", "crash before", "crash after", "freeze before", "freeze after", "away", "unknown"}
    assert faults.total() > CHUNK
    assert sends > CHUNK * 5


def test_the_same_seed_is_the_same_history() -> None:
    first, again = (Play(world(), 7, can_be_asked=False).run() for _ in range(2))
    assert first == again


def test_the_simulation_sees_a_protocol_that_marks_before_it_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A harness that finds nothing in a broken protocol would prove nothing about a sound one."""
    from govflow.acts import delivering

    real = delivering._sent

    def hasty(post: object, letter: Any) -> tuple[str, bool]:
        for message in letter.told:
            delivering.outbox.mark_sent(world().store, message, world().story.clock.now())
        return real(post, letter)  # type: ignore[arg-type]

    monkeypatch.setattr(delivering, "_sent", hasty)
    assert any(Play(world(), seed, can_be_asked=False).run().wrong for seed in range(200))


@pytest.mark.soak
def test_fifty_thousand_more() -> None:
    for seed in range(SEEDS, SEEDS + 50_000):
        result = Play(world(), seed, can_be_asked=seed % 2 == 0).run()
        assert result.wrong == [], f"python -m tests.telling.simulation {seed}"
