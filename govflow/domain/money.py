"""The running position of money: what decisions take from a budget line and year, give back, and move. Pure; whole pence.

What is left of a line and year is its envelope, less what was committed and moved out, with what was released, moved back and
moved in. Every pence of it is a posting of one decision. Whether a posting may be made is for the guards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

# What a kind of decision does with the amount it names.
COMMIT, MOVE, TRANSFER, RELEASE = "commit", "move", "transfer", "release"
MONEY = (COMMIT, MOVE, TRANSFER, RELEASE)
MOVING = frozenset({MOVE, TRANSFER})
# What a posting is, and how much of a line and year each of its pence takes.
COMMITTED, RELEASED = "committed", "released"
MOVED_OUT, MOVED_BACK, MOVED_IN = "moved_out", "moved_back", "moved_in"
TAKES: Mapping[str, int] = {COMMITTED: 1, RELEASED: -1, MOVED_OUT: 1, MOVED_BACK: -1, MOVED_IN: -1}
POSTINGS = tuple(TAKES)

Place = tuple[str, str]  # a budget line and a year


@dataclass(frozen=True, slots=True)
class Posting:
    """One change of what a line and year have left: ``pence`` (always more than 0), and the decision that caused it, if another did."""

    what: str
    line: str
    year: str
    pence: int
    cause: str
    at: datetime

    @property
    def takes(self) -> int:
        """Return the pence it takes from the line and year; less than 0 where it gives."""
        return TAKES[self.what] * self.pence


@dataclass(frozen=True, slots=True)
class Balance:
    """What all postings on a line and year come to, in pence, by what they are."""

    line: str
    year: str
    committed: int = 0
    released: int = 0
    moved_out: int = 0
    moved_back: int = 0
    moved_in: int = 0

    @property
    def taken(self) -> int:
        """Return how much of the envelope is no longer there; less than 0 where more was moved in than taken."""
        return self.held - self.moved

    @property
    def held(self) -> int:
        """Return what is committed and not released."""
        return self.committed - self.released

    @property
    def moved(self) -> int:
        """Return what came in by moves, less what went out."""
        return self.moved_in + self.moved_back - self.moved_out


@dataclass(frozen=True, slots=True)
class Holding:
    """What a decision holds that no other counts on: pence of a line and year.

    ``waiting`` are the adopted ones about to replace it, ``releasing`` those about to give back some of its money; ``gone`` says
    what took its place, or that it has ended, where it stands no longer.
    """

    line: str = ""
    year: str = ""
    pence: int = 0
    waiting: tuple[str, ...] = ()
    releasing: tuple[str, ...] = ()
    gone: str = ""


def taken(postings: Iterable[Posting], line: str, year: str) -> int:
    """Return the pence that ``postings`` take from a line and year."""
    return sum(p.takes for p in postings if (p.line, p.year) == (line, year))


def took(postings: Iterable[Posting]) -> int:
    """Return the pence that were committed or moved out, and not given back."""
    signs = {COMMITTED: 1, RELEASED: -1, MOVED_OUT: 1, MOVED_BACK: -1}
    return sum(signs.get(p.what, 0) * p.pence for p in postings)


def held(postings: Iterable[Posting]) -> Mapping[Place, int]:
    """Return what is committed and not released, by line and year; nothing where it is nothing."""
    return _sums(postings, {COMMITTED: 1, RELEASED: -1})


def going(postings: Iterable[Posting]) -> Mapping[Place, int]:
    """Return what has left a line and year and come in nowhere yet: it goes back unless the move comes into force."""
    found = tuple(postings)
    out = _sums(found, {MOVED_OUT: 1, MOVED_BACK: -1})
    arrived = sum(p.pence for p in found if p.what == MOVED_IN)
    return {place: pence - arrived for place, pence in out.items() if pence > arrived}


def _sums(postings: Iterable[Posting], signs: Mapping[str, int]) -> Mapping[Place, int]:
    sums: dict[Place, int] = {}
    for p in postings:
        if p.what in signs:
            sums[p.line, p.year] = sums.get((p.line, p.year), 0) + signs[p.what] * p.pence
    return {place: pence for place, pence in sums.items() if pence}
