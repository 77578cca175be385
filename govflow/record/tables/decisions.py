"""Tables of decisions: one row a decision, and one for each of its versions, rounds, positions, interests and the like.

Columns are the fields of the domain's values, and the keys. Rows are written by ``rows`` alone; reading may query them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, ForeignKeyConstraint, Index, UniqueConstraint, and_, text
from sqlmodel import Field

from govflow.domain.interests import HANDLINGS, INSTITUTIONAL, NONE, PERSONAL
from govflow.domain.positions import CHOICES
from govflow.record.tables.columns import CLUSTERED, Base, Content, TextList, key_of, one_of
from govflow.record.tables.ledger import EntryRow

# Where a matter rests: nobody waits for anything. What is not here is in the index of live matters, which stays small.
AT_REST = ("in_force", "implemented", "reviewed", "withdrawn", "lapsed", "superseded")
LIVE = "state NOT IN ({})".format(", ".join(f"'{state}'" for state in AT_REST))
CURRENT = text("current")
LINKED = "linked <> ''"
NOTHING = {"server_default": text("''")}
ZERO = {"server_default": text("0")}
ASKED = "open"  # where positions are given
UNDECIDED = (ASKED, "circulated", "deferred", "inquorate", "withdrawn")  # where a matter can go from there with nothing decided


def is_live() -> ColumnElement[bool]:
    """Return the condition under which a list of what is not at rest is answered by its own small index, in these very words."""
    return text(LIVE)  # type: ignore[return-value]


def is_ending() -> ColumnElement[bool]:
    """Return the condition under which an entry of the ledger is one by which everybody's positions came to something.

    Other matters have a state of the same name: an action is open too.
    """
    entry = EntryRow.__table__.c  # type: ignore[attr-defined]
    of_a_decision = entry.subject.startswith("DEC-")
    ending: ColumnElement[bool] = and_(of_a_decision, entry.from_state == ASKED, entry.to_state.not_in(UNDECIDED))
    return ending


class Child(Base):
    """The keys of a row of a decision: alliance, reference, and the place in its tuple, from 1."""

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)


def child_of(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to a decision that stands."""
    return ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name=f"fk_{table}_decision")


class DecisionRow(Base, table=True):
    """A decision as it stands."""

    __tablename__ = "decisions"
    __table_args__ = (
        key_of("decisions"),
        Index("ix_decisions_live", "alliance", "state", "since", "ref", sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("ix_decisions_state", "alliance", "state", "since", "ref"),
        Index("ix_decisions_linked", "alliance", "linked", sqlite_where=text(LINKED), postgresql_where=text(LINKED)),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    kind: str
    body: str
    title: str
    proposer: str
    participant: str
    workflow: str
    policy: str
    mandate: str
    supersedes: str
    concerns: str
    asked_body: str
    routed: str
    linked: str
    default_ref: str
    nothing_follows: str
    version: int
    wording: int
    round_no: int
    began: str
    shared: bool
    failures: int
    failed_version: int
    agreed: int
    objections: int
    eligible: int
    proposed_at: datetime | None
    since: datetime | None
    notice_from: datetime | None
    settles_at: datetime | None
    window_ends_at: datetime | None
    resumes_at: datetime | None
    adopted_at: datetime | None
    effective_at: datetime | None
    wording_proposed: str
    wording_by: str
    wording_by_role: str
    edited_round: int
    held_by: str
    directed: str
    rung: str
    outcome: str
    finding: str
    worked: str
    successor: str
    entry: int = Field(sa_type=BigInteger)
    children: str = ""  # the tuples that are not empty, so that the others are not read


class VersionRow(Child, table=True):
    """One wording of one version of a proposal."""

    __tablename__ = "versions"
    __table_args__ = (child_of("versions"), UniqueConstraint("alliance", "ref", "n", "wording"), CLUSTERED)

    n: int
    wording: int
    title: str
    text: str
    kind: str
    amount_pence: int | None = Field(sa_type=BigInteger)
    line: str
    year: str
    changes: tuple[str, ...] = Field(sa_type=TextList)
    measure: str
    review_on: date | None
    statement: Mapping[str, Any] = Field(sa_type=Content)
    material: bool
    by: str
    reason: str
    at: datetime
    to_line: str = Field(default="", sa_column_kwargs=NOTHING)
    to_year: str = Field(default="", sa_column_kwargs=NOTHING)
    releases: str = Field(default="", sa_column_kwargs=NOTHING)


class ContributionRow(Child, table=True):
    """A voice, a question, an answer, an objection in the window, or the reason of an act."""

    __tablename__ = "contributions"
    __table_args__ = (
        child_of("contributions"),
        one_of("what", ("voice", "question", "answer", "reason", "objection")),
        CLUSTERED,
    )

    n: int
    what: str
    who: str
    by: str
    to: int
    changed: str
    said: str
    at: datetime


class CirculationRow(Child, table=True):
    """One giving of notice."""

    __tablename__ = "circulations"
    __table_args__ = (child_of("circulations"), CLUSTERED)

    n: int
    version: int
    papers: tuple[str, ...] = Field(sa_type=TextList)
    flagged: bool
    interests_asked: bool
    urgent: bool
    urgent_reason: str
    legal: str
    safe: str
    by: str
    by_role: str
    at: datetime


class RoundRow(Child, table=True):
    """One asking of the electorate."""

    __tablename__ = "rounds"
    __table_args__ = (child_of("rounds"), UniqueConstraint("alliance", "ref", "n"), CLUSTERED)

    n: int
    version: int
    electorate: tuple[str, ...] = Field(sa_type=TextList)
    left_out: tuple[str, ...] = Field(sa_type=TextList)
    mandate: str
    mandate_version: int
    mandate_digest: str
    closes_at: datetime
    meeting: str
    by: str
    at: datetime
    lapsed: str


class PositionRow(Child, table=True):
    """One answer of one participant in one round; at most one of a participant is current."""

    __tablename__ = "positions"
    __table_args__ = (
        child_of("positions"),
        Index(
            "uq_positions_current", "alliance", "ref", "participant", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT
        ),
        one_of("choice", CHOICES),
        CLUSTERED,
    )

    round_no: int
    participant: str
    n: int
    version: int
    wording: int
    choice: str
    reason: str
    principle: str
    interest: str
    would_agree_if: str
    own_body: str
    own_body_kind: str
    expected: date | None
    person: str
    deputy: bool
    at: datetime
    current: bool
    lapsed: str
    recorded_by: str = Field(default="", sa_column_kwargs=NOTHING)


class InterestRow(Child, table=True):
    """A declared interest and its ruling."""

    __tablename__ = "interests"
    __table_args__ = (
        child_of("interests"),
        UniqueConstraint("alliance", "ref", "n"),
        one_of("kind", (PERSONAL, INSTITUTIONAL, NONE)),
        one_of("handling", ("", *HANDLINGS)),
        CLUSTERED,
    )

    n: int
    participant: str
    person: str
    kind: str
    nature: str
    declared_at: datetime
    handling: str
    ruled_by: str
    ruled_by_participant: str
    ruling_reason: str
    ruled_at: datetime | None
    confirmations: int
    confirmed_by: tuple[str, ...] = Field(sa_type=TextList)
    replaced_by: int = Field(default=0, sa_column_kwargs=ZERO)


class ApprovalRow(Child, table=True):
    """An own body's decision, awaited, given or refused."""

    __tablename__ = "approvals"
    __table_args__ = (child_of("approvals"), UniqueConstraint("alliance", "ref", "n"), CLUSTERED)

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
    route: str = Field(default="", sa_column_kwargs=NOTHING)
    published_on: date | None
    earliest_on: date | None
    decide_on: date | None
    notice_reference: str = Field(default="", sa_column_kwargs=NOTHING)
    notice_reason: str = Field(default="", sa_column_kwargs=NOTHING)
    notice_by: str = Field(default="", sa_column_kwargs=NOTHING)
    announced_on: date | None
    call_in_ends_at: datetime | None
    called_in_at: datetime | None
    called_in_by: str = Field(default="", sa_column_kwargs=NOTHING)
    called_in_reason: str = Field(default="", sa_column_kwargs=NOTHING)
