"""Seats and the people who may speak for them: holders, deputies named in advance, notified absences, offices.

Dates are the alliance's local dates, both ends inclusive. A deputy speaks only within its dates and while the holder's absence is
notified, or while a personal interest bars the holder (PAA clause 7.5 on alternates; policies/SOURCES.md).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from govflow.domain.subjects import Part

THEMSELVES = "the person themselves"
# By whose word somebody speaks for a participant: its own, also where nobody of it was here yet to ask; its own, that came after
# somebody else had put them in; the chair's, as nobody of it is left; nobody's, of an absence that others notified; none yet.
OWN, CONFIRMED, CHAIRS, OTHERS, WAITS = "own", "confirmed", "chairs", "others", "waits"


@dataclass(frozen=True, slots=True)
class Person:
    """A person by reference; name, contact and how they are shown are personal data, empty once erased."""

    body: ClassVar[str] = ""

    ref: str
    name: str
    contact: str
    active: bool
    shown_as: str = ""

    @property
    def called(self) -> str:
        """Return what others read: how the person wants to be shown where they said so, else the name."""
        return self.shown_as or self.name

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return that a person has a part in what is about themselves."""
        return (Part(THEMSELVES, ""),) if person == self.ref else ()


@dataclass(frozen=True, slots=True)
class FormerName:
    """The name somebody was known by until a moment (UTC), when it was corrected."""

    person: str
    name: str
    until: datetime


class Placed:
    """What somebody holds for a participant: put in by whom where that was nobody of it, by whose word, since when (UTC) that stands."""

    __slots__ = ()

    put_by: str
    word: str
    stands_at: datetime | None

    @property
    def stands(self) -> bool:
        """Say whether they speak for the participant: it put them in, or its word for it has come."""
        return self.word != WAITS


@dataclass(frozen=True, slots=True)
class Seat(Placed):
    """A person's holding of a participant's seat in a body."""

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deputy(Placed):
    """A person named in advance to stand in for a participant's seat in a body."""

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Absence(Placed):
    """A notified absence of a seat holder."""

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Office(Placed):
    """An office a person holds: chair, deputy chair, manager, administrator, observer and the like."""

    n: int
    role: str
    person: str
    body: str
    participant: str
    since: date
    until: date | None
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


def covers(since: date, until: date | None, day: date) -> bool:
    """Say whether ``day`` lies from ``since`` to ``until`` (inclusive; None = open)."""
    return since <= day and (until is None or day <= until)


def overlap(since: date, until: date | None, other_since: date, other_until: date | None) -> bool:
    """Say whether two spans of days share a day (both ends inclusive; None = open; one that ends before it begins has none)."""
    first, last = max(since, other_since), min((d for d in (until, other_until) if d is not None), default=None)
    return last is None or first <= last
