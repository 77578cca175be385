"""Tables of meetings: one row a meeting, and one for each item, paper, reply, attendance, consent and noted position.

Columns are the fields of the domain's values, and the keys. Rows are written by ``rows`` alone; reading may query them.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index
from sqlmodel import Field

from govflow.domain.meetings import ITEM_KINDS
from govflow.domain.positions import CHOICES
from govflow.record.tables.columns import CLUSTERED, Base, key_of, one_of


class OfMeeting(Base):
    """The keys of a row of a meeting: alliance, reference, and the place in its tuple, from 1."""

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)


def of_meeting(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to a meeting that stands."""
    return ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name=f"fk_{table}_meeting")


class MeetingRow(Base, table=True):
    """A meeting as it stands."""

    __tablename__ = "meetings"
    __table_args__ = (key_of("meetings"), Index("ix_meetings_starts", "alliance", "starts_at", "ref"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    body: str
    title: str
    on: date | None
    clock: str
    zone: str
    starts_at: datetime | None
    minutes: int
    place: str
    link: str
    series: str
    rule: str
    sequence: int
    called_by: str
    participant: str
    why: str
    workflow: str
    policy: str
    since: datetime | None
    planned_at: datetime | None
    notice_due: datetime | None
    papers_due: datetime | None
    notice_at: datetime | None
    papers_at: datetime | None
    urgent: bool
    papers_late: bool
    started_at: datetime | None
    ended_at: datetime | None
    item: int
    quorate: bool
    was_quorate: bool
    entry: int = Field(sa_type=BigInteger)
    children: str = ""


class ItemRow(OfMeeting, table=True):
    """An item of an agenda."""

    __tablename__ = "agenda"
    __table_args__ = (
        of_meeting("agenda"),
        one_of("what", ITEM_KINDS),
        Index("ix_agenda_decision", "alliance", "decision"),
        CLUSTERED,
    )

    n: int
    title: str
    what: str
    decision: str
    minutes: int
    who: str
    late: bool
    by: str
    note: str
    dropped: bool
    place: int
    reached_at: datetime | None
    said: str


class PaperRow(OfMeeting, table=True):
    """A paper: a link, or a file by its SHA-256; the file itself is kept outside the database."""

    __tablename__ = "papers"
    __table_args__ = (of_meeting("papers"), CLUSTERED)

    n: int
    item: int
    title: str
    address: str
    digest: str
    media: str
    size: int = Field(sa_type=BigInteger)
    by: str
    at: datetime
    gone_at: datetime | None
    gone_by: str
    gone_why: str
    replaced: int


class ReplyRow(OfMeeting, table=True):
    """Whether somebody means to come."""

    __tablename__ = "replies"
    __table_args__ = (of_meeting("replies"), one_of("answer", ("yes", "no", "perhaps")), CLUSTERED)

    person: str
    answer: str
    at: datetime


class AttendanceRow(OfMeeting, table=True):
    """Somebody's time in a meeting."""

    __tablename__ = "attendances"
    __table_args__ = (of_meeting("attendances"), CLUSTERED)

    n: int
    person: str
    participant: str
    role: str
    remote: bool
    arrived_at: datetime
    left_at: datetime | None


class ConsentRow(OfMeeting, table=True):
    """A participant's consent to deciding a late item."""

    __tablename__ = "consents"
    __table_args__ = (of_meeting("consents"), CLUSTERED)

    item: int
    participant: str
    person: str
    at: datetime


class NotedRow(OfMeeting, table=True):
    """A position written down for a participant that is to confirm it; it counts for nothing by itself."""

    __tablename__ = "noted_positions"
    __table_args__ = (of_meeting("noted_positions"), one_of("choice", CHOICES), CLUSTERED)

    n: int
    decision: str
    version: int
    participant: str
    choice: str
    principle: str
    by: str
    reason: str
    interest: str
    would_agree_if: str
    at: datetime
