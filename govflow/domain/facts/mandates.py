"""Facts about mandates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from govflow.domain.facts.base import Fact, personal


@dataclass(frozen=True, slots=True)
class MandateSet(Fact):
    """A mandate that the alliance is founded with, in force: its version, term and whole content (as a policy file writes it)."""

    ref: str
    version: int
    title: str
    valid_from: date
    valid_until: date
    content: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class MandateDrafted(Fact):
    """The owner began a version of its mandate: on its own, or as a variation of the version ``varies``."""

    version: int
    varies: str
    by: str
    participant: str
    body: str
    workflow: str
    policy: str


@dataclass(frozen=True, slots=True)
class MandateWritten(Fact):
    """What the draft says now, as a policy file writes it, and the best-for-people statement that goes with it."""

    title: str
    content: Mapping[str, Any]
    statement: Mapping[str, Any]
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class MandateIssued(Fact):
    """The owner issued the draft as it stands: whole content, its digest and term; ``n`` counts the issuings of this version."""

    n: int
    content: Mapping[str, Any]
    digest: str
    valid_from: date
    valid_until: date
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class AnswerRaised(Fact):
    """The decision by which the leadership team answers issuing ``n``."""

    n: int
    decision: str


@dataclass(frozen=True, slots=True)
class MandateReturned(Fact):
    """It went back to the owner with comments; ``by`` is a person, or the engine where the answer ended without agreement."""

    n: int
    by: str
    comments: str = personal()


@dataclass(frozen=True, slots=True)
class MandateAccepted(Fact):
    """Every participant accepted issuing ``n``, by ``decision``."""

    n: int
    decision: str


@dataclass(frozen=True, slots=True)
class MandateEffective(Fact):
    """It is in force from this day on."""

    on: date


@dataclass(frozen=True, slots=True)
class MandateEnded(Fact):
    """It ended on a day: replaced by ``successor``, expired, or ended by the owner for a reason."""

    on: date
    successor: str
    by: str
    reason: str = personal()
