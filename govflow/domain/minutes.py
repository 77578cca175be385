"""The minutes of a meeting as one frozen value: their text in versions, who accepted, which corrections were asked for.

Each attendee accepts or asks for a correction; once all have accepted, the minutes are the record of the meeting (PAA clause 5.6;
policies/SOURCES.md). Facts change them, through ``apply``; nothing else may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.subjects import Part


@dataclass(frozen=True, slots=True)
class Text:
    """One version of the text."""

    n: int
    text: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who attended, and which version it has accepted (0: none)."""

    person: str
    participant: str
    accepted: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction somebody asked for; ``taken`` is None until it is answered."""

    n: int
    person: str
    participant: str
    after: bool
    said: str
    taken: bool | None
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes, with their reference and that of their meeting."""

    ref: str = ""
    state: str = ""
    meeting: str = ""
    body: str = ""
    workflow: str = ""
    policy: str = ""
    version: int = 0
    since: datetime | None = None
    drafted_at: datetime | None = None
    issued_at: datetime | None = None
    settled_at: datetime | None = None
    by_all: bool = False
    sent_at: datetime | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    minutes_texts: tuple[Text, ...] = ()
    attendees: tuple[Attendee, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def text(self) -> str:
        """Return the current text."""
        return self.minutes_texts[-1].text if self.minutes_texts else ""

    @property
    def stands(self) -> str:
        """Return how they stand in a few signs: the version, how far they have come, and how many have accepted that version."""
        far = "settled" if self.settled_at else "issued" if self.issued_at else "draft"
        return f"{self.version} {far} {len(self.attendees) - len(self.waiting)}"

    @property
    def waiting(self) -> tuple[str, ...]:
        """Return the people who attended and have not accepted the current version."""
        return tuple(a.person for a in self.attendees if a.accepted != self.version)

    @property
    def unanswered(self) -> tuple[Correction, ...]:
        """Return the corrections that nobody has answered yet."""
        return tuple(c for c in self.corrections if c.taken is None)

    def correction(self, n: int) -> Correction | None:
        """Return the correction of that number, or None."""
        return next((c for c in self.corrections if c.n == n), None)

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return that somebody attended."""
        return tuple(Part("attendee", a.participant) for a in self.attendees if a.person == person)


Apply = Callable[[Minutes, Any, datetime], Minutes]


def apply(minutes: Minutes, fact: f.Fact, at: datetime) -> Minutes:
    """Return ``minutes`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about minutes."""
    return MINUTES[fact.kind](minutes, fact, at)


def _drafted(m: Minutes, x: f.MinutesDrafted, at: datetime) -> Minutes:
    people = tuple(Attendee(p, o, 0, None) for p, o in zip(x.people, x.participants, strict=True))
    return replace(m, meeting=x.meeting, body=x.body, workflow=x.workflow, policy=x.policy, drafted_at=at, attendees=people)


def _written(m: Minutes, x: f.MinutesWritten, at: datetime) -> Minutes:
    text = Text(x.version, x.text, x.by, x.reason, at)
    return replace(m, version=x.version, minutes_texts=(*m.minutes_texts, text))


def _issued(m: Minutes, _: f.MinutesIssued, at: datetime) -> Minutes:
    return replace(m, issued_at=at)


def _accepted(m: Minutes, x: f.MinutesAccepted, at: datetime) -> Minutes:
    people = tuple(replace(a, accepted=x.version, at=at) if a.person == x.person else a for a in m.attendees)
    return replace(m, attendees=people)


def _proposed(m: Minutes, x: f.CorrectionProposed, at: datetime) -> Minutes:
    one = Correction(x.n, x.person, x.participant, x.after, x.said, taken=True if x.after else None, answer="", at=at)
    return replace(m, corrections=(*m.corrections, one))


def _answered(m: Minutes, x: f.CorrectionAnswered, _: datetime) -> Minutes:
    return replace(m, corrections=tuple(replace(c, taken=x.taken, answer=x.said) if c.n == x.n else c for c in m.corrections))


def _settled(m: Minutes, x: f.MinutesSettled, at: datetime) -> Minutes:
    # What nobody answered in time is not lost: it is appended, as what comes later is.
    appended = tuple(replace(c, after=True, taken=True) if c.taken is None else c for c in m.corrections)
    return replace(m, settled_at=at, by_all=x.by_all, corrections=appended)


def _sent(m: Minutes, _: f.MinutesSent, at: datetime) -> Minutes:
    return replace(m, sent_at=at)


def _state_moved(m: Minutes, x: f.StateMoved, at: datetime) -> Minutes:
    return m if x.to == m.state else replace(m, state=x.to, since=at)


def _done_late(m: Minutes, x: f.DoneLate, _: datetime) -> Minutes:
    return replace(m, since=x.due)


def _timers(m: Minutes, x: f.TimersSet, _: datetime) -> Minutes:
    return replace(m, due=x.due)


MINUTES: Mapping[str, Apply] = {
    "MinutesDrafted": _drafted,
    "MinutesWritten": _written,
    "MinutesIssued": _issued,
    "MinutesAccepted": _accepted,
    "CorrectionProposed": _proposed,
    "CorrectionAnswered": _answered,
    "MinutesSettled": _settled,
    "MinutesSent": _sent,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers,
}
