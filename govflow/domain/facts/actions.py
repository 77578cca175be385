"""Facts about actions: what is to be done, by whom, until when, and what came of it."""

from dataclasses import dataclass
from datetime import date

from govflow.domain.facts.base import Fact, PersonalText, personal


@dataclass(frozen=True, slots=True)
class ActionOpened(Fact):
    """Something is to be done by a person, until a day; from which meeting, item and decision it comes, where it does."""

    body: str
    what: PersonalText
    owner: str
    participant: str
    until: date
    meeting: str
    item: int
    decision: str
    by: str
    workflow: str
    policy: str


@dataclass(frozen=True, slots=True)
class ActionChanged(Fact):
    """Another owner, or another day."""

    owner: str
    participant: str
    until: date
    by: str
    why: str = personal()


@dataclass(frozen=True, slots=True)
class ProgressMade(Fact):
    """How far it has come."""

    n: int
    by: str
    said: str = personal()


@dataclass(frozen=True, slots=True)
class ActionClosed(Fact):
    """It is done, or dropped, and what came of it."""

    by: str
    said: str = personal()
