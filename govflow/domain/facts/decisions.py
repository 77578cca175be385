"""Facts about decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from govflow.domain.facts.base import Fact, PersonalText, personal


@dataclass(frozen=True, slots=True)
class Proposed(Fact):
    """A decision began: who proposed what kind of thing, to which body, under which mandate and which editions of the rules."""

    decision_kind: str
    body: str
    proposer: str
    participant: str
    mandate: str
    workflow: str
    policy: str
    supersedes: str
    concerns: str


@dataclass(frozen=True, slots=True)
class VersionAdded(Fact):
    """A version of the proposal: its words, money (pence), what it changes, and the best-for-people statement."""

    version: int
    title: str
    text: str
    decision_kind: str
    amount_pence: int | None
    line: str
    year: str
    changes: tuple[str, ...]
    measure: str
    review_on: date | None
    statement: Mapping[str, Any]
    material: bool
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class Contributed(Fact):
    """A voice, a question or an answer was put on the proposal; ``to`` is the number of the question answered."""

    n: int
    what: str  # voice | question | answer
    who: PersonalText
    by: str
    to: int
    changed: PersonalText
    said: str = personal()


@dataclass(frozen=True, slots=True)
class Circulated(Fact):
    """Notice was given of the current version, with its papers; ``by_role`` matters when it is urgent."""

    n: int
    version: int
    papers: tuple[str, ...]
    flagged: bool
    interests_asked: bool
    urgent: bool
    by: str
    by_role: str
    urgent_reason: str = personal()
    legal: str = personal()
    safe: str = personal()


@dataclass(frozen=True, slots=True)
class UrgencyShown(Fact):
    """Why the matter is urgent was said after notice was given; from then on ``by`` stands behind it, in that role."""

    by: str
    by_role: str
    urgent_reason: str = personal()
    legal: str = personal()
    safe: str = personal()


@dataclass(frozen=True, slots=True)
class NoticeRestarted(Fact):
    """Notice began again, because the text changed or the matter was put again."""

    version: int


@dataclass(frozen=True, slots=True)
class RoundOpened(Fact):
    """Everyone was asked: the version, the frozen electorate, the mandate and the closing time (UTC) of this round of positions."""

    n: int
    version: int
    electorate: tuple[str, ...]
    left_out: tuple[str, ...]
    mandate: str
    mandate_version: int
    mandate_digest: str
    closes_at: datetime
    meeting: str
    by: str


@dataclass(frozen=True, slots=True)
class PositionTaken(Fact):
    """One participant said one thing to one version; ``n`` counts its answers in this round, so a later one replaces it openly."""

    round_no: int
    participant: str
    n: int
    version: int
    wording: int
    choice: str
    principle: str
    own_body: PersonalText
    own_body_kind: str
    expected: date | None
    person: str
    deputy: bool
    reason: str = personal()
    interest: str = personal()
    would_agree_if: str = personal()


@dataclass(frozen=True, slots=True)
class PositionConfirmed(Fact):
    """The position just taken is one that somebody else wrote down in a meeting: its number there, and who wrote it."""

    meeting: str
    noted: int
    recorded_by: str


@dataclass(frozen=True, slots=True)
class PositionsLapsed(Fact):
    """Every position of the round lapsed, and why."""

    round_no: int
    why: str


@dataclass(frozen=True, slots=True)
class InterestDeclared(Fact):
    """A seat holder declared an interest of its own or of its organisation, or that it has none."""

    n: int
    participant: str
    person: str
    interest: str  # personal | institutional | none
    nature: str = personal()


@dataclass(frozen=True, slots=True)
class InterestCorrected(Fact):
    """What somebody declared is corrected, or taken back, by a later declaration; both stay to be read."""

    n: int
    by: int  # the number of the declaration that stands in its place


@dataclass(frozen=True, slots=True)
class InterestRuled(Fact):
    """How a declared interest is handled, by whom; it takes effect at once, or when ``confirmations`` others have confirmed it."""

    n: int
    handling: str
    by: str
    by_participant: str
    confirmations: int
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class RulingConfirmed(Fact):
    """One of the other participants confirmed a ruling."""

    n: int
    participant: str
    by: str


@dataclass(frozen=True, slots=True)
class SettlementWaits(Fact):
    """Settlement waits until a moment (UTC), so that everyone can see what changed."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class WordingProposed(Fact):
    """An editorial change of the wording was proposed; ``by_role`` is the role that already stands behind it."""

    text: str
    by: str
    by_role: str


@dataclass(frozen=True, slots=True)
class WordingChanged(Fact):
    """An editorial change was confirmed: the version keeps its number, its wording is counted on."""

    version: int
    wording: int
    by: str


@dataclass(frozen=True, slots=True)
class RoundClosed(Fact):
    """Positions closed without agreement: what was still needed, and how many failures in a row that makes."""

    round_no: int
    failures: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adopted(Fact):
    """Rule 1 held: who agreed, who was eligible, and the digest of the sorted positions counted."""

    round_no: int
    version: int
    agreed: tuple[str, ...]
    eligible: tuple[str, ...]
    positions_digest: str


@dataclass(frozen=True, slots=True)
class ApprovalAwaited(Fact):
    """A participant's own body must still decide; the approval lapses at ``lapses_at`` (UTC)."""

    participant: str
    own_body: PersonalText
    own_body_kind: str
    expected: date | None
    lapses_at: datetime


@dataclass(frozen=True, slots=True)
class OwnBodyNotified(Fact):
    """Notice of an own body's decision was published, by which route, and the first day on which it may decide.

    The approval lapses at ``lapses_at`` (UTC), later than before where the day planned is.
    """

    participant: str
    route: str  # notice | general_exception | special_urgency
    published_on: date
    earliest_on: date
    decide_on: date | None
    lapses_at: datetime
    reference: str
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class OwnBodyDecided(Fact):
    """An own body decided for it, and published that; it counts from ``call_in_ends_at`` (UTC), or at once where there is none."""

    participant: str
    reference: str
    decided_on: date
    announced_on: date | None
    call_in_ends_at: datetime | None
    by: str


@dataclass(frozen=True, slots=True)
class CalledIn(Fact):
    """An own body's decision was called in, which suspends it: that body decides again; the approval lapses at ``lapses_at`` (UTC)."""

    participant: str
    lapses_at: datetime
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class ApprovalGiven(Fact):
    """A participant's own body decided for or against, with that body's reference."""

    participant: str
    approved: bool
    reference: str
    decided_on: date | None
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class WindowOpened(Fact):
    """The objection window opened, until a moment (UTC)."""

    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ObjectionRaised(Fact):
    """A participant objected within the window."""

    n: int
    participant: str
    principle: str
    by: str
    reason: str = personal()
    interest: str = personal()
    would_agree_if: str = personal()


@dataclass(frozen=True, slots=True)
class Deferred(Fact):
    """It was put off until a moment (UTC)."""

    until: datetime
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class ReasonGiven(Fact):
    """Why an act that needs only a reason was done."""

    n: int
    event: str
    by: str
    reason: str = personal()


@dataclass(frozen=True, slots=True)
class ElectorateChanged(Fact):
    """Participants of the frozen electorate are gone, and why."""

    gone: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class PutOnLadder(Fact):
    """A deadlocked decision went to the no-fault ladder, on this rung."""

    rung: str


@dataclass(frozen=True, slots=True)
class Effective(Fact):
    """The decision came into force."""

    version: int


@dataclass(frozen=True, slots=True)
class Completed(Fact):
    """What came of carrying it out."""

    outcome: str
    by: str


@dataclass(frozen=True, slots=True)
class Reviewed(Fact):
    """What the review found, and whether it worked (yes, partly, no)."""

    finding: str
    worked: str
    by: str


@dataclass(frozen=True, slots=True)
class Superseded(Fact):
    """A newer decision replaced it."""

    successor: str


@dataclass(frozen=True, slots=True)
class StateMoved(Fact):
    """A move of the machine was made."""

    event: str
    origin: str
    to: str


@dataclass(frozen=True, slots=True)
class DoneLate(Fact):
    """What the clock had promised for ``due`` (UTC) was done only now: what follows counts from when it was promised."""

    event: str
    due: datetime


@dataclass(frozen=True, slots=True)
class TimersSet(Fact):
    """The moments (UTC) at which the clock acts on this subject, replacing those before: event -> time."""

    due: Mapping[str, datetime]
