"""Tables of defaults: one row a default, and one for each ground, joining of the notice, hearing, later day agreed to and judgment."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, key_of


def _of_default(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["alliance", "ref"], ["defaults.alliance", "defaults.ref"], name=f"fk_{table}_default")


class DefaultRow(Base, table=True):
    """A default as it stands."""

    __tablename__ = "defaults"
    __table_args__ = (key_of("defaults"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    body: str
    concerns: str
    answer_kind: str
    by: str
    participant: str
    workflow: str
    policy: str
    since: datetime | None
    prepared_at: datetime | None
    confirmed_by: str
    confirmed_participant: str
    confirmed_at: datetime | None
    notice: str
    notice_at: datetime | None
    served_on: date | None
    served_by: str
    served_how: str
    cure_until: datetime | None
    proposed_by: str
    proposed_why: str
    decision: str
    ended_at: datetime | None
    ended_how: str
    ended_by: str
    why: str
    entry: int = Field(sa_type=BigInteger)
    children: str = ""


class StatedRow(Base, table=True):
    """A ground on which it rests, and the evidence."""

    __tablename__ = "stated_grounds"
    __table_args__ = (_of_default("stated_grounds"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    ground: str
    curable: bool
    evidence: str


class JoinedRow(Base, table=True):
    """A participant that joined the notice."""

    __tablename__ = "joined_notices"
    __table_args__ = (_of_default("joined_notices"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    participant: str
    by: str
    at: datetime


class HeardRow(Base, table=True):
    """What the one concerned said, or did to put it right."""

    __tablename__ = "hearings"
    __table_args__ = (_of_default("hearings"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    put_right: bool
    by: str
    said: str
    at: datetime


class ExtensionRow(Base, table=True):
    """A later day that a participant agrees to."""

    __tablename__ = "cure_extensions"
    __table_args__ = (_of_default("cure_extensions"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    participant: str
    until: date
    by: str
    at: datetime


class JudgmentRow(Base, table=True):
    """Whether a participant says that it was put right."""

    __tablename__ = "judgments"
    __table_args__ = (_of_default("judgments"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    participant: str
    cured: bool
    by: str
    reason: str
    at: datetime
