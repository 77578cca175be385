"""A decision as one frozen value: its versions, circulations, rounds, positions, interests, approvals and history of reasons.

Facts change it, through ``applying``; nothing else may. Moments are UTC, money is pence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from govflow.domain.changing import changer
from govflow.domain.interests import Interest, barred_people, excluded_participants
from govflow.domain.money import Holding, Posting, held, took
from govflow.domain.own_bodies import Known
from govflow.domain.positions import Position
from govflow.domain.proposals import Version
from govflow.domain.subjects import Part

PROPOSER = "proposer"
UNSHARED = frozenset({"draft", "withdrawn"})  # a draft, and one that is withdrawn, is shared with nobody by that


@dataclass(frozen=True, slots=True)
class Contribution:
    """A voice, a question, an answer, or the reason of an act that needs only one."""

    n: int
    what: str  # voice | question | answer | reason
    who: str
    by: str
    to: int
    changed: str
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Circulation:
    """One giving of notice: the version, its papers, and why it was urgent if it was; ``by`` is who stands behind that."""

    n: int
    version: int
    papers: tuple[str, ...]
    flagged: bool
    interests_asked: bool
    urgent: bool
    urgent_reason: str
    legal: str
    safe: str
    by: str
    by_role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Round:
    """One asking of the electorate: who was eligible, on which version, under which mandate, until when."""

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
    at: datetime
    lapsed: str


@dataclass(frozen=True, slots=True)
class Approval:
    """An own body's decision that a round's adoption waited for: awaited (``approved`` None), given or refused.

    What is decided and still awaited waits for call-in. ``announced_on`` is when the decision was published, if later than taken.
    """

    n: int
    round_no: int
    participant: str
    own_body: str
    own_body_kind: str
    expected: date | None
    lapses_at: datetime
    approved: bool | None
    reference: str
    decided_on: date | None
    by: str
    reason: str
    route: str = ""
    published_on: date | None = None
    earliest_on: date | None = None
    decide_on: date | None = None
    notice_reference: str = ""
    notice_reason: str = ""
    notice_by: str = ""
    announced_on: date | None = None
    call_in_ends_at: datetime | None = None
    called_in_at: datetime | None = None
    called_in_by: str = ""
    called_in_reason: str = ""

    @property
    def known(self) -> Known:
        """Return what its clock runs from; the day that was expected stands for one that is planned."""
        days = (self.published_on, self.earliest_on, self.decide_on or self.expected, self.decided_on, self.announced_on)
        return Known(self.own_body_kind, self.route, *days)


@dataclass(frozen=True)
class Decision:
    """The matter, with its reference; ``since`` is when it came to its state, ``entry`` the ledger entry that last changed it."""

    ref: str = ""
    state: str = ""
    kind: str = ""
    body: str = ""
    title: str = ""
    proposer: str = ""
    participant: str = ""
    workflow: str = ""
    policy: str = ""
    mandate: str = ""
    supersedes: str = ""
    concerns: str = ""
    asked_body: str = ""
    routed: str = ""
    linked: str = ""  # the reserved matter from which it follows
    default_ref: str = ""  # the default that it answers
    nothing_follows: str = ""  # of a reserved matter: why nothing does
    version: int = 0
    wording: int = 0
    round_no: int = 0
    began: str = ""  # the kind it was put forward as
    shared: bool = False  # whether notice was ever given of it, or it was opened for talk; until then it is its proposer's draft
    failures: int = 0
    failed_version: int = 0
    agreed: int = 0
    objections: int = 0
    eligible: int = 0
    proposed_at: datetime | None = None
    since: datetime | None = None
    notice_from: datetime | None = None
    settles_at: datetime | None = None
    window_ends_at: datetime | None = None
    resumes_at: datetime | None = None
    adopted_at: datetime | None = None
    effective_at: datetime | None = None
    wording_proposed: str = ""
    wording_by: str = ""
    wording_by_role: str = ""
    edited_round: int = 0
    held_by: str = ""
    directed: str = ""  # the issue in spite of which the owner directed that it goes on
    rung: str = ""
    outcome: str = ""
    finding: str = ""
    worked: str = ""
    successor: str = ""
    due: Mapping[str, datetime] = field(default_factory=dict)
    entry: int = 0
    versions: tuple[Version, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    circulations: tuple[Circulation, ...] = ()
    rounds: tuple[Round, ...] = ()
    positions: tuple[Position, ...] = ()
    interests: tuple[Interest, ...] = ()
    approvals: tuple[Approval, ...] = ()
    postings: tuple[Posting, ...] = ()

    @property
    def text(self) -> Version:
        """Return the current version."""
        return self.versions[-1]

    @property
    def circulation(self) -> Circulation | None:
        """Return the last giving of notice, or None."""
        return self.circulations[-1] if self.circulations else None

    @property
    def asked(self) -> Round | None:
        """Return the round in which positions stand (lapsed or not), or None before the first."""
        return self.rounds[-1] if self.rounds else None

    @property
    def electorate(self) -> tuple[str, ...]:
        """Return the frozen electorate of the last round; () before the first."""
        return self.rounds[-1].electorate if self.rounds else ()

    @property
    def excluded(self) -> frozenset[str]:
        """Return the participants that an interest now excludes."""
        return excluded_participants(self.interests)

    @property
    def barred(self) -> frozenset[str]:
        """Return the people whom a personal interest now bars."""
        return barred_people(self.interests)

    @property
    def eligible_participants(self) -> tuple[str, ...]:
        """Return the electorate without the excluded."""
        out = self.excluded
        return tuple(p for p in self.electorate if p not in out)

    @property
    def current_positions(self) -> tuple[Position, ...]:
        """Return the positions that stand now, one a participant at most; what a person said who is now barred does not stand."""
        out = self.barred
        return tuple(p for p in self.positions if p.current and p.person not in out)

    @property
    def answers(self) -> Mapping[str, str]:
        """Return participant -> choice of the positions that stand now."""
        return {p.participant: p.choice for p in self.current_positions}

    @property
    def holding(self) -> Holding:
        """Return what it has committed and not released: it is of one line and year."""
        found = held(self.postings)
        return next((Holding(*place, pence) for place, pence in found.items()), Holding())

    @property
    def to_come(self) -> int:
        """Return the pence of its amount that it has not taken: once adopted, they come over from the decision that it replaces."""
        amount = 0 if self.text.releases else self.text.amount_pence or 0
        return amount - took(self.postings)

    @property
    def awaited(self) -> tuple[Approval, ...]:
        """Return the own-body approvals still awaited: those of a round that stands."""
        asked = self.asked
        if asked is None or asked.lapsed:
            return ()
        return tuple(a for a in self.approvals if a.approved is None and a.round_no == asked.n)

    @property
    def undecided(self) -> tuple[Approval, ...]:
        """Return the approvals awaited of bodies that have still to decide."""
        return tuple(a for a in self.awaited if a.decided_on is None)

    @property
    def in_call_in(self) -> tuple[Approval, ...]:
        """Return the approvals awaited of bodies that have decided, and whose decision can still be called in."""
        return tuple(a for a in self.awaited if a.call_in_ends_at is not None)

    @property
    def is_held(self) -> bool:
        """Say whether an open issue keeps it from going on: one holds it, in spite of which the owner has not directed that it goes on."""
        return bool(self.held_by) and self.directed != self.held_by

    def position_of(self, participant: str) -> Position | None:
        """Return the participant's standing position, or None."""
        return next((p for p in self.current_positions if p.participant == participant), None)

    def parts_of(self, person: str) -> tuple[Part, ...]:
        """Return whether somebody put it forward."""
        return (Part(PROPOSER, self.participant),) if person and person == self.proposer else ()

    def interest(self, n: int) -> Interest | None:
        """Return the interest of that number, or None."""
        return next((i for i in self.interests if i.n == n), None)


changed = changer(Decision)
