"""Tables of the ledger: entries with their exact bytes, openings of what is personal, editions of rules, heads, and timers.

Entries, openings and editions are append-only: triggers refuse to change or delete them (``triggers``). A head is the row of an
alliance that every act locks first.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, text
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, Content, key_of

KEYED = text("key IS NOT NULL")


class HeadRow(Base, table=True):
    """Where an alliance's ledger stands: its size, last hash, Merkle frontier and root, and the counters of references."""

    __tablename__ = "ledger_heads"
    __table_args__ = (CLUSTERED,)

    alliance: str = Field(primary_key=True)
    size: int = Field(sa_type=BigInteger)
    hash: str
    frontier: str  # hashes of 64 hexadecimal digits each, largest subtree first
    root: str
    roster_entry: int = Field(sa_type=BigInteger)  # the last entry that changed the alliance itself
    counters: Mapping[str, Any] = Field(sa_type=Content)


class EntryRow(Base, table=True):
    """One act. ``body`` holds the bytes that were hashed; the other columns repeat it for lists."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        key_of("ledger_entries"),
        Index("uq_ledger_entries_key", "alliance", "key", unique=True, sqlite_where=KEYED, postgresql_where=KEYED),
        Index("ix_ledger_entries_subject", "alliance", "subject", "seq"),
    )

    alliance: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    prev: str
    hash: str
    at: datetime
    act: str
    subject: str
    from_state: str
    to_state: str
    actor: str
    role: str
    participant: str
    key: str | None  # None where the act carried no key, so that keys can be unique
    cause: int | None = Field(sa_type=BigInteger)
    body: bytes = Field(sa_type=LargeBinary)


class OpeningRow(Base, table=True):
    """What a commitment in an entry's body hides: the personal value and its salt. ``field`` is like 2.reason, from 0."""

    __tablename__ = "ledger_openings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["alliance", "seq"], ["ledger_entries.alliance", "ledger_entries.seq"], name="fk_ledger_openings_entry"
        ),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    field: str = Field(primary_key=True)
    salt: str  # 32 bytes in hexadecimal
    value: str


class EditionRow(Base, table=True):
    """An edition of a workflow or policy, whole, under the SHA-256 of its content; ``seal`` binds its labels to it."""

    __tablename__ = "editions"
    __table_args__ = (key_of("editions"),)

    alliance: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    kind: str
    name: str
    edition: str
    seal: str
    content: bytes = Field(sa_type=LargeBinary)


class TimerRow(Base, table=True):
    """A moment (UTC) at which the clock acts on a subject."""

    __tablename__ = "timers"
    __table_args__ = (
        key_of("timers"),
        Index("ix_timers_alliance_due_at", "alliance", "due_at"),
        Index("ix_timers_due_at", "due_at"),
        CLUSTERED,
    )

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    event: str = Field(primary_key=True)
    due_at: datetime
