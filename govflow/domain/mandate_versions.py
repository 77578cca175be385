"""One version of a mandate on its way: drafted and issued by the owner, answered by the leadership team, in force, over.

What it says is a ``Mandate`` (``mandates``), here in the form files write; this is where it stands. Facts change it, through ``apply``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.subjects import Part

DRAFTER = "drafter"
UNDER_CONSIDERATION, ACCEPTED, RETURNED = "under_consideration", "accepted", "returned"
IN_FORCE, SUPERSEDED, EXPIRED = "in_force", "superseded", "expired"
WAS_IN_FORCE = frozenset({IN_FORCE, SUPERSEDED, EXPIRED})


@dataclass(frozen=True, slots=True)
class Issuing:
    """One issuing: the content everybody was asked about, the decision that answers it, and what came of it."""

    n: int
    content: Mapping[str, Any]
    digest: str
    by: str
    reason: str
    at: datetime
    decision: str = ""
    outcome: str = ""
    ended_by: str = ""
    comments: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MandateVersion:
    """The version, with its reference; ``varies`` is the reference of the one it replaces. The term's days are both included."""

    ref: str = ""
    state: str = ""
    body: str = ""
    title: str = ""
    version: int = 0
    varies: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    content: Mapping[str, Any] = field(default_factory=dict)
    statement: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    drafted_by: str = ""
    participant: str = ""
    workflow: str = ""
    policy: str = ""
    since: datetime | None = None
    drafted_at: datetime | None = None
    effective_on: date | None = None
    ended_on: date | None = None
    why: str = ""
    successor: str = ""
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    issuings: tuple[Issuing, ...] = ()

    @property
    def issued(self) -> Issuing | None:
        """Return the last issuing, or None before the first."""
        return self.issuings[-1] if self.issuings else None

    @property
    def decision(self) -> str:
        """Return the reference of the decision that answers it now, "" where none does."""
        return self.issued.decision if self.issued else ""

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return whether somebody drafted it."""
        return (Part(DRAFTER, self.participant),) if person and person == self.drafted_by else ()


Apply = Callable[[MandateVersion, Any, datetime], MandateVersion]


def apply(mandate: MandateVersion, fact: f.Fact, at: datetime) -> MandateVersion:
    """Return ``mandate`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about mandates."""
    return MANDATE[fact.kind](mandate, fact, at)


def _set(m: MandateVersion, x: f.MandateSet, at: datetime) -> MandateVersion:
    return replace(
        m, state=IN_FORCE, body="owner", title=x.title, version=x.version, valid_from=x.valid_from, valid_until=x.valid_until,
        content=x.content, digest=x.digest, since=at, drafted_at=at, effective_on=x.valid_from,
    )  # fmt: skip


def _drafted(m: MandateVersion, x: f.MandateDrafted, at: datetime) -> MandateVersion:
    return replace(
        m, version=x.version, varies=x.varies, drafted_by=x.by, participant=x.participant, body=x.body, workflow=x.workflow,
        policy=x.policy, drafted_at=at,
    )  # fmt: skip


def _written(m: MandateVersion, x: f.MandateWritten, _: datetime) -> MandateVersion:
    return replace(m, title=x.title, content=x.content, statement=x.statement)


def _issued(m: MandateVersion, x: f.MandateIssued, at: datetime) -> MandateVersion:
    new = Issuing(x.n, x.content, x.digest, x.by, x.reason, at)
    return replace(m, digest=x.digest, valid_from=x.valid_from, valid_until=x.valid_until, issuings=(*m.issuings, new))


def _last(m: MandateVersion, **changes: Any) -> MandateVersion:  # noqa: ANN401 - fields of an issuing
    return replace(m, issuings=(*m.issuings[:-1], replace(m.issuings[-1], **changes)))


def _answer_raised(m: MandateVersion, x: f.AnswerRaised, _: datetime) -> MandateVersion:
    return _last(m, decision=x.decision)


def _returned(m: MandateVersion, x: f.MandateReturned, at: datetime) -> MandateVersion:
    return _last(m, outcome=RETURNED, ended_by=x.by, comments=x.comments, ended_at=at)


def _accepted(m: MandateVersion, _: f.MandateAccepted, at: datetime) -> MandateVersion:
    return _last(m, outcome=ACCEPTED, ended_at=at)


def _effective(m: MandateVersion, x: f.MandateEffective, _: datetime) -> MandateVersion:
    return replace(m, effective_on=x.on)


def _ended(m: MandateVersion, x: f.MandateEnded, _: datetime) -> MandateVersion:
    return replace(m, ended_on=x.on, successor=x.successor, why=x.reason)


def _state_moved(m: MandateVersion, x: f.StateMoved, at: datetime) -> MandateVersion:
    return m if x.to == m.state else replace(m, state=x.to, since=at)


def _done_late(m: MandateVersion, x: f.DoneLate, _: datetime) -> MandateVersion:
    return replace(m, since=x.due)


def _timers(m: MandateVersion, x: f.TimersSet, _: datetime) -> MandateVersion:
    return replace(m, due=x.due)


MANDATE: Mapping[str, Apply] = {
    "MandateSet": _set,
    "MandateDrafted": _drafted,
    "MandateWritten": _written,
    "MandateIssued": _issued,
    "AnswerRaised": _answer_raised,
    "MandateReturned": _returned,
    "MandateAccepted": _accepted,
    "MandateEffective": _effective,
    "MandateEnded": _ended,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers,
}
