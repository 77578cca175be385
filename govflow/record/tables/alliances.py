"""Tables of an alliance: its own row, and one row for each participant, person, seat, deputy, absence and office.

Columns are the fields of the domain's values, and the keys. Rows are written by ``rows`` alone; reading may query them.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint
from sqlmodel import Field

from govflow.domain.participants import EXCLUDED, JOINED, LEAVING, LEFT, SUSPENDED
from govflow.domain.seats import OWN
from govflow.record.tables.columns import CLUSTERED, Base, TextList, key_of, one_of


class Member(Base):
    """The keys of a row of the alliance: the alliance, and the place in its tuple, from 1."""

    alliance: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)


def member_of(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to an alliance that stands."""
    return ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name=f"fk_{table}_alliance")


class AllianceRow(Base, table=True):
    """An alliance as it stands; ``entry`` is the ledger entry that last changed it."""

    __tablename__ = "alliances"
    __table_args__ = (key_of("alliances"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    ref: str
    title: str
    zone: str
    jurisdiction: str
    policy: str
    workflow: str
    illustrative: bool
    founded_at: datetime | None
    entry: int = Field(sa_type=BigInteger)
    children: str = ""  # the tuples that are not empty, so that the others are not read


class ParticipantRow(Member, table=True):
    """An organisation and its standing."""

    __tablename__ = "participants"
    __table_args__ = (
        member_of("participants"),
        one_of("standing", (JOINED, LEAVING, SUSPENDED, LEFT, EXCLUDED)),
        CLUSTERED,
    )

    id: str
    title: str
    bodies: tuple[str, ...] = Field(sa_type=TextList)
    tags: tuple[str, ...] = Field(sa_type=TextList)
    standing: str
    until: date | None
    reason: str
    leaves_on: date | None
    decision: str
    decisions: tuple[str, ...] = Field(sa_type=TextList)


class PersonRow(Member, table=True):
    """A person by reference; ``name``, ``contact`` and ``shown_as`` are personal data."""

    __tablename__ = "people"
    __table_args__ = (member_of("people"), CLUSTERED)

    ref: str
    name: str
    contact: str
    active: bool
    shown_as: str


class FormerNameRow(Member, table=True):
    """The name somebody was known by until it was corrected; personal data."""

    __tablename__ = "former_names"
    __table_args__ = (member_of("former_names"), CLUSTERED)

    person: str
    name: str
    until: datetime


class SeatRow(Member, table=True):
    """A person's holding of a seat; dates are inclusive."""

    __tablename__ = "seats"
    __table_args__ = (member_of("seats"), CLUSTERED)

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


class DeputyRow(Member, table=True):
    """A person named in advance to stand in for a seat."""

    __tablename__ = "deputies"
    __table_args__ = (member_of("deputies"), CLUSTERED)

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


class AbsenceRow(Member, table=True):
    """A notified absence of a seat holder."""

    __tablename__ = "absences"
    __table_args__ = (member_of("absences"), CLUSTERED)

    n: int
    participant: str
    body: str
    person: str
    since: date
    until: date | None
    reason: str
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None


class OfficeRow(Member, table=True):
    """An office a person holds."""

    __tablename__ = "offices"
    __table_args__ = (member_of("offices"), CLUSTERED)

    n: int
    role: str
    person: str
    body: str
    participant: str
    since: date
    until: date | None
    put_by: str = ""
    word: str = OWN
    stands_at: datetime | None = None
