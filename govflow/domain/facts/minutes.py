"""Facts about minutes: their text in versions, who accepted them, corrections, and that they were sent."""

from dataclasses import dataclass

from govflow.domain.facts.base import Fact, personal


@dataclass(frozen=True, slots=True)
class MinutesDrafted(Fact):
    """Minutes of a meeting were begun, for those who attended it (person, participant: two tuples of one length)."""

    meeting: str
    body: str
    people: tuple[str, ...]
    participants: tuple[str, ...]
    workflow: str
    policy: str


@dataclass(frozen=True, slots=True)
class MinutesWritten(Fact):
    """A version of the text; every earlier acceptance is of another text and counts no more."""

    version: int
    by: str
    text: str = personal()
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class MinutesIssued(Fact):
    """Everybody who attended is asked to accept the minutes."""

    by: str
    version: int


@dataclass(frozen=True, slots=True)
class MinutesAccepted(Fact):
    """Somebody who attended accepted a version."""

    person: str
    participant: str
    version: int


@dataclass(frozen=True, slots=True)
class CorrectionProposed(Fact):
    """Somebody who attended asks for a correction; ``after`` when the minutes were accepted already, where it is appended."""

    n: int
    person: str
    participant: str
    after: bool
    said: str = personal()


@dataclass(frozen=True, slots=True)
class CorrectionAnswered(Fact):
    """What came of a correction: taken in, or why not."""

    n: int
    taken: bool
    by: str
    said: str = personal()


@dataclass(frozen=True, slots=True)
class MinutesSettled(Fact):
    """The minutes are the record of the meeting: accepted by all who attended, or noted as accepted by those who did."""

    version: int
    by_all: bool
    waiting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesSent(Fact):
    """The accepted minutes went to everybody, those who were absent too."""

    by: str
