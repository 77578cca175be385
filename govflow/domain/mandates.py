"""A mandate: what the owner asks of the alliance, with which money and within which limits.

Values only. Reading them from a file is ``definitions``' work; whether a proposal lies within one is for the rules to say.
Money is whole pence; a year is a financial year such as 2026-27.
"""

import re
from dataclasses import dataclass
from datetime import date

DEVOLVED, ALIGNED = "devolved", "aligned"


@dataclass(frozen=True, slots=True)
class EnvelopeLine:
    """One budget line in one year: devolved (the alliance decides) or aligned (``holder`` keeps the decision)."""

    line: str
    year: str
    pence: int
    holding: str
    holder: str = ""
    demand_led: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the owner wants to change for people. ``direction`` is up or down; ``source`` says where the figures come from."""

    id: str
    title: str
    measure: str
    baseline: str
    target: str
    direction: str
    source: str


@dataclass(frozen=True, slots=True)
class Appetite:
    """How much risk of one category is acceptable: above ``threshold`` (a score of 1 to 25) it goes to ``level``."""

    category: str
    threshold: int
    level: str


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that one level may decide at once."""

    level: str
    pence: int


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one version of a mandate says. It binds from ``valid_from`` to ``valid_until``, both days included, while it is in force.

    ``standing`` is where that version stands (``mandate_versions``).
    """

    ref: str
    version: int
    title: str
    valid_from: date
    valid_until: date
    outcomes: tuple[Outcome, ...]
    risk: tuple[Appetite, ...]
    envelope: tuple[EnvelopeLine, ...]
    reserved: tuple[str, ...]
    limits: tuple[Limit, ...]
    digest: str
    extendable_until: date | None = None
    standing: str = "in_force"

    def line(self, line: str, year: str) -> EnvelopeLine | None:
        """Return the budget line of that year, or None."""
        return next((e for e in self.envelope if (e.line, e.year) == (line, year)), None)

    def limit(self, level: str) -> int | None:
        """Return the most that ``level`` may decide at once, in pence; None when the mandate sets no limit for it."""
        return next((one.pence for one in self.limits if one.level == level), None)

    def in_force_on(self, day: date) -> bool:
        """Say whether it binds on ``day``."""
        return self.standing == "in_force" and self.valid_from <= day <= self.valid_until

    def years(self) -> tuple[str, ...]:
        """Return the years of its envelope, in order."""
        return tuple(sorted({e.year for e in self.envelope}))

    def total(self, year: str) -> int:
        """Return the pence of all its devolved lines in a year."""
        return sum(e.pence for e in self.envelope if e.year == year and e.holding == DEVOLVED)


APRIL = 4  # a financial year of a council or a health body begins on 1 April
YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")


def financial_year(on: date, begins: int = APRIL) -> str:
    """Return the financial year that a day lies in, as mandates write it: ``2026-27``. It ``begins`` with the month of that number."""
    first = on.year if on.month >= begins else on.year - 1
    return f"{first}-{(first + 1) % 100:02d}"


def is_one_year(year: str) -> bool:
    """Say whether ``year`` is written as one financial year, such as 2026-27, and not as several."""
    found = YEAR.fullmatch(year)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])


def is_over(year: str, on: date, begins: int = APRIL) -> bool:
    """Say whether the financial year ``year`` has ended before the day ``on``."""
    return is_one_year(year) and year < financial_year(on, begins)
