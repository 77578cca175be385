"""The table of what people are still to be told. It is operational: the ledger does not govern it; a sent row may be deleted."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from govflow.record.tables.columns import Base

WAITING = text("sent_at IS NULL")


class OutboxRow(Base, table=True):
    """One notice to one person, written in the act's own transaction."""

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "entry"], ["ledger_entries.alliance", "ledger_entries.seq"], name="fk_outbox_entry"),
        UniqueConstraint("alliance", "entry", "kind", "person", "subject"),
        Index("ix_outbox_waiting", "n", sqlite_where=WAITING, postgresql_where=WAITING),
    )

    n: int | None = Field(default=None, primary_key=True)
    alliance: str
    entry: int = Field(sa_type=BigInteger)
    kind: str
    person: str
    subject: str
    created_at: datetime
    sent_at: datetime | None = None
    attempts: int = 0
    note: str = ""
