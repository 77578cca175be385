"""Tables of what people are still to be told: reminders of a subject, messages to a person, and how a person wants them.

Operational: the ledger does not govern them. A reminder is a moment; when it comes, whoever still owes something gets a message.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, key_of, one_of

DUE, SENDING, SENT, FAILED, CANCELLED, MISSED, DONE = "due", "sending", "sent", "failed", "cancelled", "missed", "done"
TO_SEND = text("state IN ('due', 'sending')")
TO_REMIND = text("state = 'due'")
AT_ONCE, DAILY, WEEKLY = "at_once", "daily", "weekly"


class OutboxRow(Base, table=True):
    """One message to one person, written with the act or the reminder that calls for it.

    No ``entry`` calls for one about an account, which the ledger does not govern. ``owner`` and ``lease_until`` are of the worker
    that sends it now; ``attempts`` counts how often one has begun to.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["alliance", "entry"], ["ledger_entries.alliance", "ledger_entries.seq"], name="fk_outbox_entry"),
        UniqueConstraint("alliance", "entry", "kind", "person", "subject", "due_key"),
        one_of("state", (DUE, SENDING, SENT, FAILED, CANCELLED, MISSED)),
        Index("ix_outbox_to_send", "due_at", "n", sqlite_where=TO_SEND, postgresql_where=TO_SEND),
        Index("ix_outbox_subject", "alliance", "subject", "n"),
        Index("ix_outbox_person", "alliance", "person", "n"),
    )

    n: int | None = Field(default=None, primary_key=True)
    alliance: str
    entry: int | None = Field(default=None, sa_type=BigInteger)
    kind: str
    person: str
    subject: str
    created_at: datetime
    sent_at: datetime | None = None
    attempts: int = 0
    note: str = ""
    state: str = Field(default=DUE, sa_column_kwargs={"server_default": text("'due'")})
    due_at: datetime
    due_key: str = Field(default="", sa_column_kwargs={"server_default": text("''")})  # of a reminder: the moment it is for
    owner: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    lease_until: datetime | None = None
    bundle: str = Field(default="", sa_column_kwargs={"server_default": text("''")})  # what goes out in one digest


class ReminderRow(Base, table=True):
    """A moment (UTC) at which those who still owe something about a subject are told; after ``until_at`` it is pointless."""

    __tablename__ = "reminders"
    __table_args__ = (
        key_of("reminders"),
        one_of("state", (DUE, DONE, CANCELLED, MISSED)),
        Index("ix_reminders_due", "due_at", "alliance", "ref", "kind", sqlite_where=TO_REMIND, postgresql_where=TO_REMIND),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    due_at: datetime = Field(primary_key=True)
    until_at: datetime
    entry: int = Field(sa_type=BigInteger)
    state: str = DUE
    done_at: datetime | None = None
    told: int = 0


class PreferenceRow(Base, table=True):
    """How a person wants to be told: at once, or in a digest."""

    __tablename__ = "preferences"
    __table_args__ = (key_of("preferences"), one_of("digest", (AT_ONCE, DAILY, WEEKLY)), CLUSTERED)

    alliance: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    digest: str = AT_ONCE


class FeedRow(Base, table=True):
    """A private address under which a calendar is read: the hash of its token, and whose it is ("" for the alliance's own)."""

    __tablename__ = "feeds"
    __table_args__ = (key_of("feeds"), Index("ix_feeds_person", "alliance", "person"), CLUSTERED)

    token_hash: str = Field(primary_key=True)
    alliance: str
    person: str
    created_at: datetime
    revoked_at: datetime | None = None
