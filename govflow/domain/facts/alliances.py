"""Facts about the alliance itself: participants, people, seats, deputies, absences, offices."""

from dataclasses import dataclass
from datetime import date

from govflow.domain.facts.base import Fact, personal


@dataclass(frozen=True, slots=True)
class AllianceFounded(Fact):
    """The alliance began under a policy; digests name the editions of its rules."""

    title: str
    zone: str
    jurisdiction: str
    policy: str
    workflow: str
    illustrative: bool


@dataclass(frozen=True, slots=True)
class AllianceRenamed(Fact):
    """The alliance has another name from now on."""

    title: str


@dataclass(frozen=True, slots=True)
class ParticipantJoined(Fact):
    """An organisation joined, with the bodies it sits on and its tags (owner, public-body, ...)."""

    participant: str
    title: str
    bodies: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParticipantMoved(Fact):
    """A participant's standing changed: joined, leaving or suspended (until a date), left; ``decision`` is what agreed to it."""

    participant: str
    standing: str
    until: date | None
    reason: str = personal()
    decision: str = ""


@dataclass(frozen=True, slots=True)
class PersonInvited(Fact):
    """A person came to the alliance; the reference is a pseudonym, name and contact are personal."""

    person: str
    name: str = personal()
    contact: str = personal()


@dataclass(frozen=True, slots=True)
class PersonCorrected(Fact):
    """A person's name or address was put right; both are as they are from now on, and personal."""

    person: str
    name: str = personal()
    contact: str = personal()
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class PersonShownAs(Fact):
    """How a person is shown to others changed: another form of the name, or "" for the name itself."""

    person: str
    shown_as: str = personal()


@dataclass(frozen=True, slots=True)
class PersonEnded(Fact):
    """A person's access ended."""

    person: str


@dataclass(frozen=True, slots=True)
class SeatFilled(Fact):
    """A person holds a participant's seat in a body, from a date to a date (inclusive; None = open)."""

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class SeatEnded(Fact):
    """A person's holding of a seat ends with a date."""

    n: int
    until: date
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class DeputyNamed(Fact):
    """A deputy was named in advance for a participant's seat in a body, with dates (inclusive)."""

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class DeputyEnded(Fact):
    """A deputy's naming ends with a date."""

    n: int
    until: date
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class AbsenceNotified(Fact):
    """A seat holder's absence was notified, from a date to a date (inclusive)."""

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class AbsenceEnded(Fact):
    """A notified absence ends with a date."""

    n: int
    until: date


@dataclass(frozen=True, slots=True)
class OfficeGiven(Fact):
    """A person holds an office (chair, deputy chair, manager, administrator, observer, ...), for a body or a participant, with dates."""

    n: int
    role: str
    person: str
    body: str
    participant: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class SpeaksBy(Fact):
    """By whose word somebody speaks for a participant, who was put in by nobody of it: ``word`` waits, or came (confirmed, chairs, others).

    ``held`` (seat, deputy, absence, office) of number ``n`` is what they hold; ``by`` is who put them in, or whose word it is.
    """

    held: str
    n: int
    participant: str
    body: str
    person: str
    word: str
    by: str


@dataclass(frozen=True, slots=True)
class OfficeEnded(Fact):
    """A person's office ends with a date."""

    n: int
    until: date


@dataclass(frozen=True, slots=True)
class Nudged(Fact):
    """People who still owed something about a subject were reminded by hand."""

    subject: str
    people: tuple[str, ...]
    by: str
