"""Tables of mandates: one row a version, and one for each time it was issued."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, Content, key_of


class MandateRow(Base, table=True):
    """A version of the mandate as it stands; ``content`` is what its draft says, as a policy file writes it."""

    __tablename__ = "mandates"
    __table_args__ = (key_of("mandates"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    body: str
    title: str
    version: int
    varies: str
    valid_from: date | None
    valid_until: date | None
    content: Mapping[str, Any] = Field(sa_type=Content)
    statement: Mapping[str, Any] = Field(sa_type=Content)
    digest: str
    drafted_by: str
    participant: str
    workflow: str
    policy: str
    since: datetime | None
    drafted_at: datetime | None
    effective_on: date | None
    ended_on: date | None
    why: str
    successor: str
    entry: int = Field(sa_type=BigInteger)
    children: str = ""


class IssuingRow(Base, table=True):
    """One issuing of a version: the content everybody was asked about, and what came of it."""

    __tablename__ = "issuings"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "ref"], ["mandates.alliance", "mandates.ref"], name="fk_issuings_mandate"),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    content: Mapping[str, Any] = Field(sa_type=Content)
    digest: str
    by: str
    reason: str
    at: datetime
    decision: str
    outcome: str
    ended_by: str
    comments: str
    ended_at: datetime | None
