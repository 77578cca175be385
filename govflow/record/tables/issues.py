"""Tables of issues: one row an issue, and one for each participant concerned, way forward, rung left and person who helps."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, key_of

ABOUT = "about <> ''"


def _of_issue(table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["alliance", "ref"], ["issues.alliance", "issues.ref"], name=f"fk_{table}_issue")


class IssueRow(Base, table=True):
    """An issue as it stands."""

    __tablename__ = "issues"
    __table_args__ = (
        key_of("issues"),
        Index("ix_issues_about", "alliance", "about", sqlite_where=text(ABOUT), postgresql_where=text(ABOUT)),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    body: str
    about: str
    by: str
    participant: str
    happened: str
    affected: str
    would_help: str
    matters: str = Field(sa_column_kwargs={"server_default": text("''")})
    workflow: str
    policy: str
    since: datetime | None
    logged_at: datetime | None
    ended_at: datetime | None
    ended_on_rung: str
    ended_by: str
    option: int
    route: str
    why: str
    summary: str
    summary_n: int
    summary_by: str
    summary_at: datetime | None
    published_at: datetime | None
    entry: int = Field(sa_type=BigInteger)
    children: str = ""


class ConcernedRow(Base, table=True):
    """A participant concerned, and what it says now."""

    __tablename__ = "concerned_participants"
    __table_args__ = (_of_issue("concerned_participants"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    participant: str
    accepts: int
    differs: bool
    by: str
    reason: str
    at: datetime | None
    consents: int


class OptionRow(Base, table=True):
    """A way forward, with what it would change in the contested decision."""

    __tablename__ = "offered_options"
    __table_args__ = (_of_issue("offered_options"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    rung: str
    participant: str
    by: str
    option: str
    new: str
    title: str
    text: str
    at: datetime


class ClimbRow(Base, table=True):
    """One leaving of a rung, and why."""

    __tablename__ = "climbs"
    __table_args__ = (_of_issue("climbs"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    rung: str
    by: str
    reason: str
    at: datetime


class GuestRow(Base, table=True):
    """An independent person who helps along on a rung."""

    __tablename__ = "guests"
    __table_args__ = (_of_issue("guests"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    person: str
    role: str
    rung: str
    by: str
    terms: str
    at: datetime
