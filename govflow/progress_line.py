"""A line of progress for whoever waits at a terminal: said only where something takes longer than two seconds, and not too often."""

from collections.abc import Callable
from time import monotonic

AFTER, EVERY = 2.0, 5.0  # seconds


class ProgressLine:
    """Called with how far something is; says it when it is time to."""

    def __init__(self, say: Callable[[str], None], after: float = AFTER) -> None:
        self._say, self._next = say, monotonic() + after

    def __call__(self, how_far: str) -> None:
        now = monotonic()
        if now >= self._next:
            self._next = now + EVERY
            self._say(f"Still working: {how_far}.")
