"""Tables of how people get in: passwords, accounts, sessions, tries to sign in, single-use links. The ledger does not govern them.

A password is of an address, and an address may have an account in each of several alliances.

Tokens are kept only as SHA-256 hashes (hexadecimal): whoever reads these tables can use none of them.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base, key_of, one_of

INVITATION, RESET, EMAIL = "invitation", "reset", "email"


def account_of(table: str) -> ForeignKeyConstraint:
    """Return the constraint that a row of ``table`` belongs to an account."""
    return ForeignKeyConstraint(["account"], ["accounts.n"], name=f"fk_{table}_account")


class PasswordRow(Base, table=True):
    """The one password of an address, in whatever alliances it has accounts; there is none until an invitation is taken up."""

    __tablename__ = "passwords"
    __table_args__ = (CLUSTERED,)

    email: str = Field(primary_key=True)
    password_hash: str
    set_at: datetime


class AccountRow(Base, table=True):
    """The account of a person in one alliance. Whoever reads the mail of its address has taken it up, or it is not accepted yet."""

    __tablename__ = "accounts"
    __table_args__ = (key_of("accounts"), UniqueConstraint("alliance", "person"), UniqueConstraint("alliance", "email"))

    n: int | None = Field(default=None, primary_key=True)
    alliance: str
    person: str
    email: str  # in lower case
    accepted_at: datetime | None = None
    disabled: bool = False
    created_at: datetime
    visited_at: datetime | None = None  # when its last session began
    welcomed_at: datetime | None = None  # when its person put away what tells them what they can do here
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
    """A link that does one thing, once; ``email`` is the address it went to, and to no other account is it of use."""

    __tablename__ = "links"
    __table_args__ = (account_of("links"), one_of("purpose", (INVITATION, RESET, EMAIL)), Index("ix_links_account", "account"))

    token_hash: str = Field(primary_key=True)
    account: int
    email: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    purpose: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class EmailChangeRow(Base, table=True):
    """A change of the address somebody signs in with: asked for by a person, ended when confirmed, replaced or taken back."""

    __tablename__ = "email_changes"
    __table_args__ = (account_of("email_changes"), Index("ix_email_changes_account", "account"))

    n: int | None = Field(default=None, primary_key=True)
    account: int
    old_email: str
    new_email: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None = None
    confirmed: bool = False
