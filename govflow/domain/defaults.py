"""A default on its restricted route as one frozen value: grounds and evidence, the joint notice, time to put right, what is judged.

Facts change it, through ``apply``. Whom it concerns and what people say is for few to read: ``engine.defaults.readers`` says who.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from govflow.domain import facts as f
from govflow.domain.subjects import Part

PREPARED, CONFIRMED, NOTICE_GIVEN, CURING = "prepared", "confirmed", "notice_given", "curing"
NOT_CURED, PROPOSED = "not_cured", "exclusion_proposed"
CURED, EXCLUDED, SUSPENDED, ENDED = "cured", "excluded", "activities_suspended", "ended"
OVER = frozenset({CURED, EXCLUDED, SUSPENDED, ENDED})
PUT_RIGHT, WITHDRAWN, TIME_OVER, NOT_AGREED, GONE = "put_right", "withdrawn", "time_over", "not_agreed", "gone"


@dataclass(frozen=True, slots=True)
class Stated:
    """One ground on which it rests, as the policy lists them, and the evidence for it."""

    n: int
    ground: str
    curable: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A participant that joined the notice."""

    participant: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What the one concerned said; ``put_right`` where it is what it did to put it right."""

    n: int
    put_right: bool
    by: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """Until which later day a participant agrees that there is time to put it right."""

    participant: str
    until: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Judgment:
    """Whether a participant says that it was put right, and why."""

    participant: str
    cured: bool
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Default:
    """The default, with its reference; ``concerns`` is the participant, ``decision`` the others' answer, of kind ``answer_kind``."""

    ref: str = ""
    state: str = ""
    body: str = ""
    concerns: str = ""
    answer_kind: str = ""
    by: str = ""
    participant: str = ""
    workflow: str = ""
    policy: str = ""
    since: datetime | None = None
    prepared_at: datetime | None = None
    confirmed_by: str = ""
    confirmed_participant: str = ""
    confirmed_at: datetime | None = None
    notice: str = ""
    notice_at: datetime | None = None
    served_on: date | None = None
    served_by: str = ""
    served_how: str = ""
    cure_until: datetime | None = None
    proposed_by: str = ""
    proposed_why: str = ""
    decision: str = ""
    ended_at: datetime | None = None
    ended_how: str = ""
    ended_by: str = ""
    why: str = ""
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    stated_grounds: tuple[Stated, ...] = ()
    joined_notices: tuple[Joined, ...] = ()
    hearings: tuple[Heard, ...] = ()
    cure_extensions: tuple[Extension, ...] = ()
    judgments: tuple[Judgment, ...] = ()

    @property
    def curable(self) -> bool:
        """Say whether there is time to put it right: not where any of its grounds leaves none."""
        return all(one.curable for one in self.stated_grounds)

    @property
    def joined(self) -> frozenset[str]:
        """Return the participants that joined the notice."""
        return frozenset(one.participant for one in self.joined_notices)

    @property
    def judged(self) -> Mapping[str, bool]:
        """Return participant -> whether it says that it was put right."""
        return {one.participant: one.cured for one in self.judgments}

    @property
    def said_put_right(self) -> bool:
        """Say whether the one concerned has said that it put it right."""
        return any(one.put_right for one in self.hearings)

    def is_time_over(self, now: datetime) -> bool:
        """Say whether the time to put it right is over at ``now`` (UTC)."""
        return self.cure_until is not None and self.cure_until <= now

    def parts_of(self, _person: str) -> tuple[Part, ...]:
        """Return nothing: nobody has a part in it beyond their seat or office."""
        return ()


Apply = Callable[[Default, Any, datetime], Default]


def apply(default: Default, fact: f.Fact, at: datetime) -> Default:
    """Return ``default`` after ``fact``, established at ``at`` (UTC). Raises KeyError for a fact that is not about defaults."""
    return DEFAULT[fact.kind](default, fact, at)


def _prepared(d: Default, x: f.DefaultPrepared, at: datetime) -> Default:
    return replace(
        d, by=x.by, participant=x.participant, body=x.body, concerns=x.concerns, answer_kind=x.answer_kind,
        workflow=x.workflow, policy=x.policy, prepared_at=at,
    )  # fmt: skip


def _stated(d: Default, x: f.GroundStated, _: datetime) -> Default:
    return replace(d, stated_grounds=(*d.stated_grounds, Stated(x.n, x.ground, x.curable, x.evidence)))


def _confirmed(d: Default, x: f.DefaultConfirmed, at: datetime) -> Default:
    return replace(d, confirmed_by=x.by, confirmed_participant=x.participant, confirmed_at=at)


def _joined(d: Default, x: f.NoticeJoined, at: datetime) -> Default:
    return replace(d, joined_notices=(*d.joined_notices, Joined(x.participant, x.by, at)))


def _noticed(d: Default, x: f.NoticeIssued, at: datetime) -> Default:
    return replace(d, notice=x.text, notice_at=at)


def _served(d: Default, x: f.NoticeServed, _: datetime) -> Default:
    return replace(d, served_on=x.on, served_by=x.by, served_how=x.how, cure_until=x.cure_until)


def _extension(d: Default, x: f.ExtensionAgreed, at: datetime) -> Default:
    kept = (e for e in d.cure_extensions if e.participant != x.participant)
    return replace(d, cure_extensions=(*kept, Extension(x.participant, x.until, x.by, at)))


def _extended(d: Default, x: f.CureExtended, _: datetime) -> Default:
    return replace(d, cure_until=x.cure_until, judgments=())


def _heard(d: Default, x: f.ConcernedHeard, at: datetime) -> Default:
    heard = (*d.hearings, Heard(x.n, x.put_right, x.by, x.said, at))
    return replace(d, hearings=heard, judgments=() if x.put_right else d.judgments)


def _judged(d: Default, x: f.CureJudged, at: datetime) -> Default:
    kept = (j for j in d.judgments if j.participant != x.participant)
    return replace(d, judgments=(*kept, Judgment(x.participant, x.cured, x.by, x.reason, at)))


def _proposed(d: Default, x: f.AnswerProposed, _: datetime) -> Default:
    return replace(d, proposed_by=x.by, proposed_why=x.reason)


def _answered(d: Default, x: f.DefaultAnswered, _: datetime) -> Default:
    return replace(d, decision=x.decision)


def _ended(d: Default, x: f.DefaultEnded, at: datetime) -> Default:
    return replace(d, ended_how=x.how, ended_by=x.by, why=x.reason, ended_at=at)


def _state_moved(d: Default, x: f.StateMoved, at: datetime) -> Default:
    return d if x.to == d.state else replace(d, state=x.to, since=at)


def _done_late(d: Default, x: f.DoneLate, _: datetime) -> Default:
    return replace(d, since=x.due)


def _timers(d: Default, x: f.TimersSet, _: datetime) -> Default:
    return replace(d, due=x.due)


DEFAULT: Mapping[str, Apply] = {
    "DefaultPrepared": _prepared,
    "GroundStated": _stated,
    "DefaultConfirmed": _confirmed,
    "NoticeJoined": _joined,
    "NoticeIssued": _noticed,
    "NoticeServed": _served,
    "ExtensionAgreed": _extension,
    "CureExtended": _extended,
    "ConcernedHeard": _heard,
    "CureJudged": _judged,
    "AnswerProposed": _proposed,
    "DefaultAnswered": _answered,
    "DefaultEnded": _ended,
    "StateMoved": _state_moved,
    "DoneLate": _done_late,
    "TimersSet": _timers,
}
