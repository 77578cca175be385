"""The unit of work that every contender does, and how its steps are timed.

One unanimous decision: created, opened, eight members record a position with a reason of 200 characters, the eighth adopts it. Each step is
what a request does (load, check, apply, save, write the record, commit) and is durable before the next begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
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
    """The seconds of each step, in order, and the seconds of the processor in all of them."""

    steps: list[float] = field(default_factory=list)
    worked: float = 0.0

    def step(self, work: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        """Do ``work`` and note how long it took."""
        begun, start = process_time(), perf_counter()
        result = work(*arguments, **named)
        self.steps.append(perf_counter() - start)
        self.worked += process_time() - begun
        return result


@dataclass(frozen=True)
class Measured:
    """What one contender reached: decisions a second in its best round, the steps of that round, and its least work for a decision.

    ``cpu_ms`` is processor time of this process alone (a server's is its own), which a busy machine disturbs least.
    """

    name: str
    what: str
    acts: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float

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


@dataclass(frozen=True)
class Round:
    """One round of one contender: seconds on the clock and of the processor, decisions made, and each step."""

    seconds: float
    cpu: float
    decisions: int
    times: Times


def timed(contender: Contender, decisions: int) -> Round:
    """Let ``contender`` make that many decisions; what it does between its steps is not counted."""
    times = Times()
    contender.run(decisions, times)
    return Round(sum(times.steps), times.worked, decisions, times)


def measured(entrant: Entrant, acts: int, rounds: list[Round]) -> Measured:
    """Return the best of ``rounds``."""
    best = min(rounds, key=lambda r: r.seconds / r.decisions)
    cuts = quantiles(best.times.steps, n=100)
    cpu = min(r.cpu / r.decisions for r in rounds) * 1000
    p50, p99 = median(best.times.steps) * 1000, cuts[98] * 1000
    return Measured(entrant.name, entrant.what, acts, best.decisions / best.seconds, p50, p99, cpu)
