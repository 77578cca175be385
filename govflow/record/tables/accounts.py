"""Tables of how people get in: accounts, sessions, tries to sign in, single-use links. Operational: the ledger does not govern them.

Tokens are kept only as SHA-256 hashes (hexadecimal): whoever reads these tables can use none of them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint
from sqlmodel import Field

from govflow.record.tables.columns import Base, key_of, one_of

INVITATION, RESET = "invitation", "reset"


def account_of(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to an account."""
    return ForeignKeyConstraint(["account"], ["accounts.n"], name=f"fk_{table}_account")


class AccountRow(Base, table=True):
    """The account of a person in one alliance; without a password until an invitation is taken up."""

    __tablename__ = "accounts"
    __table_args__ = (key_of("accounts"), UniqueConstraint("alliance", "person"), UniqueConstraint("email"))

    n: int | None = Field(default=None, primary_key=True)
    alliance: str
    person: str
    email: str  # in lower case
    password_hash: str = ""
    disabled: bool = False
    created_at: datetime
    read_entry: int = Field(default=0, sa_type=BigInteger)  # up to where its person has read what happened, and when they said so
    read_at: datetime | None = None


class SessionRow(Base, table=True):
    """Somebody signed in, on one device. ``holds`` is a digest of the roles at sign-in: when they change, the session is over."""

    __tablename__ = "sessions"
    __table_args__ = (account_of("sessions"), Index("ix_sessions_account", "account"))

    token_hash: str = Field(primary_key=True)
    account: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    idle_minutes: int
    holds: str
    ip_prefix: str
    user_agent: str


class TryRow(Base, table=True):
    """A try that has not succeeded; ``key`` is a digest of what is throttled."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_key", "key", "at"),)

    n: int | None = Field(default=None, primary_key=True)
    key: str
    at: datetime


class LinkRow(Base, table=True):
    """A link that does one thing, once."""

    __tablename__ = "links"
    __table_args__ = (account_of("links"), one_of("purpose", (INVITATION, RESET)), Index("ix_links_account", "account"))

    token_hash: str = Field(primary_key=True)
    account: int
    purpose: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
