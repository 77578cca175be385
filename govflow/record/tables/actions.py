"""Tables of actions: one row each, and one for each note of progress."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ColumnElement, ForeignKeyConstraint, Index, text
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, key_of

OPEN = text("state = 'open'")


def is_open_action() -> ColumnElement[bool]:
    """Return the condition under which the actions still to be done are listed by their own small index, in these very words."""
    return OPEN  # type: ignore[return-value]


class ActionRow(Base, table=True):
    """An action as it stands."""

    __tablename__ = "actions"
    __table_args__ = (
        key_of("actions"),
        Index("ix_actions_open", "alliance", "until", "ref", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_actions_meeting", "alliance", "meeting"),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    state: str
    body: str
    what: str
    owner: str
    participant: str
    until: date | None
    meeting: str
    item: int
    decision: str
    by: str
    workflow: str
    policy: str
    since: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    outcome: str
    entry: int = Field(sa_type=BigInteger)
    children: str = ""


class ProgressRow(Base, table=True):
    """How far an action had come at one time."""

    __tablename__ = "progress"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "ref"], ["actions.alliance", "actions.ref"], name="fk_progress_action"),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    nth: int = Field(primary_key=True)
    n: int
    by: str
    said: str
    at: datetime
