"""Tables of minutes: one row each, and one for each version of the text, attendee and correction."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, key_of


class OfMinutes(Base):
    """The keys of a row of minutes: alliance, reference, and the place in its tuple, from 1."""

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)


def of_minutes(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to minutes that stand."""
    return ForeignKeyConstraint(["alliance", "ref"], ["minutes.alliance", "minutes.ref"], name=f"fk_{table}_minutes")


class MinutesRow(Base, table=True):
    """The minutes of a meeting as they stand."""

    __tablename__ = "minutes"
    __table_args__ = (key_of("minutes"), Index("ix_minutes_meeting", "alliance", "meeting"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    meeting: str
    body: str
    workflow: str
    policy: str
    version: int
    since: datetime | None
    drafted_at: datetime | None
    issued_at: datetime | None
    settled_at: datetime | None
    by_all: bool
    sent_at: datetime | None
    entry: int = Field(sa_type=BigInteger)
    children: str = ""


class MinutesTextRow(OfMinutes, table=True):
    """One version of the text."""

    __tablename__ = "minutes_texts"
    __table_args__ = (of_minutes("minutes_texts"), CLUSTERED)

    n: int
    text: str
    by: str
    reason: str
    at: datetime


class AttendeeRow(OfMinutes, table=True):
    """Somebody who attended, and which version it has accepted."""

    __tablename__ = "attendees"
    __table_args__ = (of_minutes("attendees"), CLUSTERED)

    person: str
    participant: str
    accepted: int
    at: datetime | None


class CorrectionRow(OfMinutes, table=True):
    """A correction somebody asked for."""

    __tablename__ = "corrections"
    __table_args__ = (of_minutes("corrections"), CLUSTERED)

    n: int
    person: str
    participant: str
    after: bool
    said: str
    taken: bool | None
    answer: str
    at: datetime
