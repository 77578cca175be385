"""Facts about meetings: their date, notice, agenda, papers, and who was there."""

from dataclasses import dataclass
from datetime import date, datetime

from govflow.domain.facts.base import Fact, PersonalText, personal


@dataclass(frozen=True, slots=True)
class MeetingPlanned(Fact):
    """A meeting was planned: wall clock (date and ``HH:MM`` in ``zone``) and the moment (UTC) that is; minutes long."""

    body: str
    title: str
    on: date
    clock: str
    zone: str
    starts_at: datetime
    minutes: int
    place: PersonalText
    link: PersonalText
    series: str  # the reference of the first meeting of its series, "" for one alone
    rule: str  # the RRULE of the series (RFC 5545), on its first meeting
    called_by: str
    participant: str  # which participant requested it, "" for one that was planned
    workflow: str
    policy: str
    notice_due: datetime
    papers_due: datetime
    why: str = personal()


@dataclass(frozen=True, slots=True)
class MeetingMoved(Fact):
    """It was moved to another time or place; ``sequence`` counts the times, as calendars want it."""

    on: date
    clock: str
    starts_at: datetime
    minutes: int
    place: PersonalText
    link: PersonalText
    sequence: int
    notice_due: datetime
    papers_due: datetime
    why: str = personal()


@dataclass(frozen=True, slots=True)
class NoticeSent(Fact):
    """Notice of the meeting went to everybody; ``urgent`` where it was shorter than the policy gives."""

    by: str
    urgent: bool
    why: str = personal()


@dataclass(frozen=True, slots=True)
class PapersSent(Fact):
    """Agenda and papers went to everybody, so many of them; ``late`` where it was after the policy's time."""

    by: str
    papers: int
    late: bool


@dataclass(frozen=True, slots=True)
class ItemAdded(Fact):
    """An item was put on the agenda; ``late`` once the papers had gone out."""

    n: int
    title: str
    what: str  # decision | discussion | report | information
    decision: str
    minutes: int
    who: PersonalText
    late: bool
    by: str
    note: str = personal()


@dataclass(frozen=True, slots=True)
class ItemDropped(Fact):
    """An item was taken off the agenda before the meeting."""

    n: int
    by: str


@dataclass(frozen=True, slots=True)
class AgendaOrdered(Fact):
    """The items of the agenda in their order, by number."""

    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperAdded(Fact):
    """A paper for an item (0: for the whole meeting): a link, or a file by its SHA-256, type and size in bytes."""

    n: int
    item: int
    title: str
    address: PersonalText
    digest: str
    media: str
    size: int
    by: str


@dataclass(frozen=True, slots=True)
class PaperTakenAway(Fact):
    """A paper is a paper of the meeting no more; ``replaced`` is the number of the one in its place, 0 for none."""

    n: int
    by: str
    replaced: int
    why: str = personal()


@dataclass(frozen=True, slots=True)
class Replied(Fact):
    """Somebody said whether it means to come."""

    person: str
    answer: str  # yes | no | perhaps


@dataclass(frozen=True, slots=True)
class LateItemConsented(Fact):
    """A participant consented to a late item being decided."""

    item: int
    participant: str
    person: str


@dataclass(frozen=True, slots=True)
class MeetingStarted(Fact):
    """The meeting began."""

    by: str


@dataclass(frozen=True, slots=True)
class Arrived(Fact):
    """Somebody came, for a participant as its seat holder or deputy, or in another role; ``remote`` when not in the room."""

    n: int
    person: str
    participant: str
    role: str
    remote: bool


@dataclass(frozen=True, slots=True)
class Departed(Fact):
    """Somebody left before the meeting ended."""

    n: int
    person: str


@dataclass(frozen=True, slots=True)
class QuorumSeen(Fact):
    """Whether the policy's quorum is there, after somebody came or left; ``absent`` are the participants not represented."""

    quorate: bool
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemReached(Fact):
    """The meeting came to an item (0: to none)."""

    n: int


@dataclass(frozen=True, slots=True)
class ItemNoted(Fact):
    """What was said on an item, for the minutes."""

    n: int
    by: str
    said: str = personal()


@dataclass(frozen=True, slots=True)
class PositionNoted(Fact):
    """The manager wrote down what a participant said; it counts for nothing until that participant confirms it."""

    n: int
    decision: str
    version: int
    participant: str
    choice: str
    principle: str
    by: str
    reason: str = personal()
    interest: str = personal()
    would_agree_if: str = personal()


@dataclass(frozen=True, slots=True)
class MeetingEnded(Fact):
    """The meeting ended; ``was_quorate`` when the quorum was there at any time."""

    by: str
    was_quorate: bool


@dataclass(frozen=True, slots=True)
class MeetingCancelled(Fact):
    """The meeting does not take place."""

    by: str
    why: str = personal()
