"""Facts about the restricted route of default: whom it concerns, on which grounds, and what people say are personal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from govflow.domain.facts.base import Fact, personal


@dataclass(frozen=True, slots=True)
class DefaultPrepared(Fact):
    """Somebody prepared a default of the participant it ``concerns``; ``answer_kind`` is the kind of decision it can come to."""

    by: str
    participant: str
    body: str
    answer_kind: str
    workflow: str
    policy: str
    concerns: str = personal()


@dataclass(frozen=True, slots=True)
class GroundStated(Fact):
    """Ground ``n`` on which it rests, whether it can be put right, and the evidence for it."""

    n: int
    curable: bool
    ground: str = personal()
    evidence: str = personal()


@dataclass(frozen=True, slots=True)
class DefaultConfirmed(Fact):
    """A second person, of a third participant, confirmed what was prepared."""

    by: str
    participant: str


@dataclass(frozen=True, slots=True)
class NoticeJoined(Fact):
    """A participant joins the notice."""

    participant: str
    by: str


@dataclass(frozen=True, slots=True)
class NoticeIssued(Fact):
    """Every other participant has joined: the notice stands, in these words."""

    text: str = personal()


@dataclass(frozen=True, slots=True)
class NoticeServed(Fact):
    """The notice was served on a day; from then the time to put it right runs, until ``cure_until`` (UTC; None: there is none)."""

    by: str
    on: date
    cure_until: datetime | None
    how: str = personal()


@dataclass(frozen=True, slots=True)
class ExtensionAgreed(Fact):
    """A participant agrees that there is time to put it right until a later day, in place of whatever it agreed to before."""

    participant: str
    until: date
    by: str


@dataclass(frozen=True, slots=True)
class CureExtended(Fact):
    """Every other participant agreed to the same later day; what was judged before lapses."""

    cure_until: datetime


@dataclass(frozen=True, slots=True)
class ConcernedHeard(Fact):
    """The one concerned was heard; ``put_right`` where it says what it did, and then what was judged before lapses."""

    n: int
    put_right: bool
    by: str
    said: str = personal()


@dataclass(frozen=True, slots=True)
class CureJudged(Fact):
    """A participant says whether it was put right, in place of whatever it said before."""

    participant: str
    cured: bool
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class AnswerProposed(Fact):
    """One of the others asks all of them to decide what follows; ``statement`` is the best-for-people statement of that decision."""

    by: str
    participant: str
    statement: Mapping[str, Any]
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class DefaultAnswered(Fact):
    """The decision by which the others answer it has begun."""

    decision: str


@dataclass(frozen=True, slots=True)
class DefaultEnded(Fact):
    """It ended: ``how`` is put_right, excluded, activities_suspended, withdrawn, time_over, not_agreed or gone."""

    how: str
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class DefaultCited(Fact):
    """A decision answers this default."""

    default: str
