"""Facts about money: where a version sends its amount, and what a decision takes from a line and year or gives back."""

from dataclasses import dataclass

from govflow.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class MoneyAimed(Fact):
    """What the version just added does with its amount besides: the line and year it goes to, or the decision that gives it back."""

    to_line: str
    to_year: str
    releases: str


@dataclass(frozen=True, slots=True)
class MoneyCommitted(Fact):
    """Retired for ``MoneyPosted``: pence on a line and year are spoken for by this decision (0 releases them)."""

    line: str
    year: str
    pence: int


@dataclass(frozen=True, slots=True)
class MoneyPosted(Fact):
    """Pence were committed on a line and year, released, moved out, back or in; ``cause`` is the other decision that led to it."""

    what: str
    line: str
    year: str
    pence: int
    cause: str
