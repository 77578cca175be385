"""The unit of work that every contender does, and how its steps are timed.

One unanimous decision: created, opened, eight members record a position with a reason of 200 characters, the eighth adopts it. Each step is
what a request does (load, check, apply, save, write the record, commit) and is durable before the next begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Protocol

MEMBERS = ("council", "commissioner", "livewell", "outreach", "hostel", "recovery", "housing", "advice")
REASON = ("Fewer people will sleep rough and the evidence from the pilot is strong. " * 3)[:200]
ADOPTED = "adopted"


class WrongResultError(RuntimeError):
    """A contender did not do the work it was timed for."""


class Contender(Protocol):
    """Something that makes decisions; ``acts`` is its number of durable steps a decision."""

    acts: int

    def run(self, decisions: int, times: "Times") -> None:
        """Make that many unanimous decisions, one after another."""
        ...

    def adopted(self) -> int:
        """Return how many decisions stand adopted, read from the database; raises WrongResultError where its record does not hold."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


@dataclass
class Times:
    """The seconds of each step, in order."""

    steps: list[float] = field(default_factory=list)

    def step(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Do ``work`` and note how long it took."""
        start = perf_counter()
        result = work(*arguments)
        self.steps.append(perf_counter() - start)
        return result


@dataclass(frozen=True)
class Measured:
    """What one contender reached: decisions a second in its best round, and the steps of that round."""

    name: str
    what: str
    acts: int
    per_second: float
    p50_ms: float
    p99_ms: float

    @property
    def acts_per_second(self) -> float:
        return self.per_second * self.acts


@dataclass(frozen=True)
class Place:
    """Where a contender may keep its database: a fresh folder, and the address of a fresh PostgreSQL database or ""."""

    folder: Path
    postgres: str


@dataclass(frozen=True)
class Entrant:
    """A contender that has not begun: its short name, what it is, and how to make it in a fresh place."""

    name: str
    what: str
    make: Callable[[Place], Contender]
    needs_postgres: bool = False


def measured(entrant: Entrant, acts: int, rounds: list[tuple[float, int, Times]]) -> Measured:
    """Return the best of ``rounds`` (seconds, decisions, steps)."""
    seconds, decisions, times = min(rounds, key=lambda r: r[0] / r[1])
    cuts = quantiles(times.steps, n=100)
    return Measured(entrant.name, entrant.what, acts, decisions / seconds, median(times.steps) * 1000, cuts[98] * 1000)
