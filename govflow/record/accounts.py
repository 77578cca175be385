"""Keeping passwords, accounts, sessions, tries and links: plain values in and out, each function one transaction.

Operational rows, which the ledger does not govern. Whether a password is right, or somebody may come in, is not decided here.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, func, insert, literal, select, tuple_, update
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import IntegrityError

from govflow.domain.alliances import Alliance
from govflow.record.codec import Codec
from govflow.record.errors import StaleError
from govflow.record.rows import TABLES
from govflow.record.statements import Runner, prepared
from govflow.record.store import Store
from govflow.record.tables.accounts import INVITATION
from govflow.record.tables.outbox import CANCELLED, DUE

ACCOUNTS, SESSIONS, TRIES, LINKS = (TABLES[name] for name in ("accounts", "sessions", "sign_in_tries", "links"))
HEADS, OUTBOX, PASSWORDS = TABLES["ledger_heads"], TABLES["outbox"], TABLES["passwords"]
ASKED_AGAIN = "asked for again"


class Account(NamedTuple):
    """The account of a person of an alliance; nobody gets in by it before it is accepted."""

    n: int
    alliance: str
    person: str
    email: str
    accepted_at: datetime | None
    disabled: bool
    created_at: datetime | None = None
    visited_at: datetime | None = None
    welcomed_at: datetime | None = None
    read_entry: int = 0
    read_at: datetime | None = None


class Session(NamedTuple):
    """Somebody signed in on one device."""

    token_hash: str
    account: int
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    idle_minutes: int
    holds: str
    ip_prefix: str
    user_agent: str


class Link(NamedTuple):
    """A single-use link, and the address it goes to."""

    token_hash: str
    account: int
    email: str
    purpose: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


def add_account(store: Store, alliance: str, person: str, email: str, now: datetime) -> int:
    """Open an account and return its number. Raises StaleError when the person or the address has one in this alliance."""
    values = {"alliance": alliance, "person": person, "email": email, "disabled": False, "created_at": now}
    try:
        with store.writing() as connection:
            return int(connection.execute(insert(ACCOUNTS).values(values).returning(ACCOUNTS.c.n)).scalar_one())
    except IntegrityError as error:
        raise StaleError("there is an account for this person or this address") from error


def account(store: Store, n: int) -> Account | None:
    return _account(store, ACCOUNTS.c.n == n)


def accounts_by_email(store: Store, email: str) -> tuple[Account, ...]:
    """Return the accounts of an address, in whatever alliance, by alliance."""
    asked = select(*_columns(ACCOUNTS, Account)).where(ACCOUNTS.c.email == email).order_by(ACCOUNTS.c.alliance)
    with store.reading() as connection:
        return tuple(Account(*row) for row in connection.execute(asked))


def password_of(store: Store, email: str) -> str:
    """Return the hash of the password of an address, "" where it has none."""
    with store.reading() as connection:
        found = connection.execute(select(PASSWORDS.c.password_hash).where(PASSWORDS.c.email == email)).scalar_one_or_none()
    return found or ""


def account_of(store: Store, alliance: str, person: str) -> Account | None:
    return _account(store, ACCOUNTS.c.alliance == alliance, ACCOUNTS.c.person == person)


def accounts_of(store: Store, alliance: str) -> tuple[Account, ...]:
    """Return every account of an alliance, by person."""
    asked = select(*_columns(ACCOUNTS, Account)).where(ACCOUNTS.c.alliance == alliance).order_by(ACCOUNTS.c.person)
    with store.reading() as connection:
        return tuple(Account(*row) for row in connection.execute(asked))


def set_password(store: Store, email: str, password_hash: str, now: datetime) -> None:
    """Set the password of an address; every session of its accounts is over, and so are links that change how they get in."""
    with store.writing() as connection:
        _renew(connection, email, password_hash, now)


def take_up_link(store: Store, token_hash: str, password_hash: str, now: datetime, lifts: str) -> bool:
    """Use a link up: its account is accepted, and a new password set where one is given. Say whether the link was still good.

    Tries under the key ``lifts`` count no longer.
    """
    with store.writing() as connection:
        found = use_link(connection, token_hash, now)
        if found is None:
            return False
        waits = update(ACCOUNTS).where(ACCOUNTS.c.n == found.account, ACCOUNTS.c.accepted_at.is_(None))
        connection.execute(waits.values(accepted_at=now))
        connection.execute(delete(TRIES).where(TRIES.c.key == lifts))
        if password_hash:
            _renew(connection, found.email, password_hash, now)
        return True


def use_link(connection: Connection, token_hash: str, now: datetime) -> Row[Any] | None:
    """Use a link up and return its account and address; None when it was not good any more."""
    good = (LINKS.c.token_hash == token_hash, LINKS.c.used_at.is_(None), LINKS.c.expires_at > now)
    used = update(LINKS).where(*good).values(used_at=now).returning(LINKS.c.account, LINKS.c.email)
    return connection.execute(used).one_or_none()


def set_email(store: Store, n: int, email: str) -> None:
    """Change the address of an account. Raises StaleError when another account of the alliance has it."""
    try:
        with store.writing() as connection:
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.n == n).values(email=email))
    except IntegrityError as error:
        raise StaleError("there is an account with this address") from error


def release_address(store: Store, n: int) -> None:
    """Take the address off the account of somebody whose access has ended, so that it can be invited again; nobody gets in by it."""
    with store.writing() as connection:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.n == n).values(email=f"released {n}", disabled=True))
        for table in (SESSIONS, LINKS):
            connection.execute(delete(table).where(table.c.account == n))


def set_disabled(store: Store, n: int, *, disabled: bool) -> None:
    """Close an account to everybody, or open it again; every session of it is over."""
    with store.writing() as connection:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.n == n).values(disabled=disabled))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account == n))


def set_welcomed(store: Store, n: int, at: datetime | None) -> None:
    """Note when somebody put away what tells them what they can do; None: it is shown."""
    with store.writing() as connection:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.n == n).values(welcomed_at=at))


def begin_session(store: Store, session: Session, *, is_visit: bool) -> None:
    """Keep a session that begins, and forget those of the account that are over.

    It is no visit while it is still to be chosen where the person goes.
    """
    over = delete(SESSIONS).where(SESSIONS.c.account == session.account, SESSIONS.c.expires_at <= session.created_at)
    with store.writing() as connection:
        connection.execute(over)
        connection.execute(insert(SESSIONS).values(session._asdict()))
        if is_visit:
            visited = update(ACCOUNTS).where(ACCOUNTS.c.n == session.account)
            connection.execute(visited.values(visited_at=session.created_at))


def mark_read(store: Store, n: int, entry: int, now: datetime) -> None:
    """Note that the person of an account has read what happened up to ``entry``; what was read stays read."""
    unread = update(ACCOUNTS).where(ACCOUNTS.c.n == n, ACCOUNTS.c.read_entry < entry)
    with store.writing() as connection:
        connection.execute(unread.values(read_entry=entry, read_at=now))


def session(store: Store, token_hash: str) -> tuple[Session, Account, Alliance | None] | None:
    """Return a session, its account, and the alliance as it stands, where this process holds it."""
    sql, session_in, account_in = _signed_in(store.prepared.dialect)
    with store.reading() as connection, connection.begin():
        row = Runner(connection).row(sql, (token_hash,))
    if row is None:
        return None
    own, account = len(Session._fields), account_in.value(row[len(Session._fields) : -1])
    return session_in.value(row[:own]), account, store.held_alliance(account.alliance, row[-1])


def sessions_of(store: Store, n: int, now: datetime) -> tuple[Session, ...]:
    """Return the sessions of an account that are not over at ``now``, the last used first."""
    asked = select(*_columns(SESSIONS, Session)).where(SESSIONS.c.account == n, SESSIONS.c.expires_at > now)
    with store.reading() as connection:
        return tuple(Session(*row) for row in connection.execute(asked.order_by(SESSIONS.c.last_seen_at.desc())))


def touch_session(store: Store, token_hash: str, now: datetime) -> None:
    """Note that a session was used at ``now``; not where somebody is writing, as whoever looks waits for nobody."""
    store.note(update(SESSIONS).where(SESSIONS.c.token_hash == token_hash).values(last_seen_at=now))


def forget_session(store: Store, token_hash: str) -> None:
    """Forget a session that is over; where somebody is writing, the next time it is shown."""
    store.note(delete(SESSIONS).where(SESSIONS.c.token_hash == token_hash))


def end_session(store: Store, n: int, token_hash: str) -> bool:
    """End one session of an account; say whether there was one."""
    ended = delete(SESSIONS).where(SESSIONS.c.account == n, SESSIONS.c.token_hash == token_hash)
    with store.writing() as connection:
        return connection.execute(ended).rowcount == 1


def end_sessions(store: Store, n: int, but: str = "") -> None:
    """End every session of an account, except one."""
    with store.writing() as connection:
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account == n, SESSIONS.c.token_hash != but))


class Tried(NamedTuple):
    """A try that was counted: the numbers of its rows, and the keys of which it was the last that may stand."""

    rows: tuple[int, ...]
    spent: frozenset[str]


def add_try(store: Store, most: Mapping[str, int], now: datetime, window: timedelta) -> Tried | None:
    """Count a try under each key of ``most``; None, and not counted, when as many as a key allows stand within the window.

    It counts after its own rows are committed, so that of two at once, in whatever process, the later sees the earlier.
    """
    with store.writing() as connection:
        connection.execute(delete(TRIES).where(TRIES.c.at <= now - window))
        added = [insert(TRIES).values(key=key, at=now).returning(TRIES.c.n) for key in most]
        tried = Tried(tuple(int(connection.execute(one).scalar_one()) for one in added), frozenset())
    asked = select(TRIES.c.key, func.count()).where(TRIES.c.key.in_(most), TRIES.c.at > now - window).group_by(TRIES.c.key)
    with store.reading() as connection:
        standing = {str(key): int(count) for key, count in connection.execute(asked)}
    if all(standing[key] <= most[key] for key in most):
        return tried._replace(spent=frozenset(key for key in most if standing[key] == most[key]))
    forget_try(store, tried)
    return None


def forget_try(store: Store, tried: Tried) -> None:
    """Take a try back: it succeeded, or was not allowed."""
    with store.writing() as connection:
        connection.execute(delete(TRIES).where(TRIES.c.n.in_(tried.rows)))


def add_link(store: Store, link: Link, *, replaces: bool = True) -> None:
    """Keep a link; unless it ``replaces`` nothing, earlier ones of the same purpose for the account are used up by it."""
    earlier = update(LINKS).where(LINKS.c.account == link.account, LINKS.c.purpose == link.purpose, LINKS.c.used_at.is_(None))
    with store.writing() as connection:
        if replaces:
            connection.execute(earlier.values(used_at=link.created_at))
        connection.execute(insert(LINKS).values(link._asdict()))


def write_to(store: Store, n: int, kind: str, now: datetime) -> None:
    """Put a message of ``kind`` for one account into the outbox."""
    with store.writing() as connection:
        _write_to(connection, ACCOUNTS.c.n == n, kind, now)


def warn_address(store: Store, email: str, kind: str, now: datetime, since: datetime) -> None:
    """Put a message of ``kind`` into the outbox for an address, unless it got one after ``since``; where it has no account, nothing."""
    whose = select(ACCOUNTS.c.alliance, ACCOUNTS.c.person).where(ACCOUNTS.c.email == email)
    told = select(OUTBOX.c.n).where(
        OUTBOX.c.kind == kind, OUTBOX.c.created_at > since, tuple_(OUTBOX.c.alliance, OUTBOX.c.person).in_(whose)
    )
    first = select(func.min(ACCOUNTS.c.n)).where(ACCOUNTS.c.email == email, ACCOUNTS.c.accepted_at.is_not(None), ~told.exists())
    with store.writing() as connection:
        _write_to(connection, ACCOUNTS.c.n == first.scalar_subquery(), kind, now)


def write_to_address(store: Store, email: str, kind: str, now: datetime, tried: Tried) -> None:
    """Put a message of ``kind`` for an address into the outbox, under the first of its accounts: it has one password.

    The same statements run, and the same try is written again, whether or not there is one: how long it takes tells nothing.
    """
    with store.writing() as connection:
        connection.execute(update(TRIES).where(TRIES.c.n.in_(tried.rows)).values(at=now))
        first = select(func.min(ACCOUNTS.c.n)).where(ACCOUNTS.c.email == email)
        _write_to(connection, ACCOUNTS.c.n == first.scalar_subquery(), kind, now)


def _write_to(connection: Connection, which: ColumnElement[bool], kind: str, now: datetime) -> None:
    """Put a message into the outbox for each account of ``which``, instead of one that still waits there."""
    row, whose = OUTBOX.c, select(ACCOUNTS.c.alliance, ACCOUNTS.c.person).where(which)
    waits = (row.kind == kind, row.state == DUE, tuple_(row.alliance, row.person).in_(whose))
    connection.execute(update(OUTBOX).where(*waits).values(state=CANCELLED, note=ASKED_AGAIN))
    values = {"kind": kind, "subject": "", "created_at": now, "due_at": now, "attempts": 0, "note": "", "state": DUE}
    message = whose.add_columns(*(literal(value, row[name].type) for name, value in values.items()))
    connection.execute(insert(OUTBOX).from_select(["alliance", "person", *values], message))


def link(store: Store, token_hash: str, now: datetime) -> tuple[Link, Account] | None:
    """Return a link that is still good at ``now``, and its account; whether that still has the link's address is not asked."""
    asked = select(*_columns(LINKS, Link), *_columns(ACCOUNTS, Account)).join_from(
        LINKS, ACCOUNTS, LINKS.c.account == ACCOUNTS.c.n
    )
    good = (LINKS.c.token_hash == token_hash, LINKS.c.used_at.is_(None), LINKS.c.expires_at > now)
    row = _first(store, asked.where(*good))
    return None if row is None else (Link(*row[: len(Link._fields)]), Account(*row[len(Link._fields) :]))


def newest_link(store: Store, n: int, purpose: str) -> datetime | None:
    """Return when the newest link of a purpose was made for an account."""
    asked = select(func.max(LINKS.c.created_at)).where(LINKS.c.account == n, LINKS.c.purpose == purpose)
    with store.reading() as connection:
        found: datetime | None = connection.execute(asked).scalar_one()
    return found


def _columns(table: Any, kind: Any) -> list[Any]:  # noqa: ANN401 - a table, and a NamedTuple of some of its columns
    return [table.c[name] for name in kind._fields]


SIGNED_IN = (
    select(*_columns(SESSIONS, Session), *_columns(ACCOUNTS, Account), HEADS.c.roster_entry)
    .join_from(SESSIONS, ACCOUNTS, SESSIONS.c.account == ACCOUNTS.c.n)
    .join(HEADS, HEADS.c.alliance == ACCOUNTS.c.alliance)
    .where(SESSIONS.c.token_hash == bindparam("token"))
)


@cache
def _signed_in(dialect: Dialect) -> tuple[str, Codec[Session], Codec[Account]]:
    """Return the statement that finds a session, and what reads its cells; made once, as every request asks it."""
    sql = prepared(SIGNED_IN, dialect, ["token"])
    sessions, accounts = (
        Codec.of(Session, SESSIONS, Session._fields, dialect),
        Codec.of(Account, ACCOUNTS, Account._fields, dialect),
    )
    return sql, sessions, accounts


def _renew(connection: Connection, email: str, password_hash: str, now: datetime) -> None:
    theirs = select(ACCOUNTS.c.n).where(ACCOUNTS.c.email == email)
    keep_password(connection, email, password_hash, now)
    connection.execute(delete(SESSIONS).where(SESSIONS.c.account.in_(theirs)))
    # An invitation to another alliance still waits: it does nothing but let this address in there.
    connection.execute(delete(LINKS).where(LINKS.c.account.in_(theirs), LINKS.c.purpose != INVITATION))


def keep_password(connection: Connection, email: str, password_hash: str, now: datetime) -> None:
    """Keep the password of an address, in place of the one it had."""
    values = {"password_hash": password_hash, "set_at": now}
    if connection.execute(update(PASSWORDS).where(PASSWORDS.c.email == email).values(values)).rowcount == 0:
        connection.execute(insert(PASSWORDS).values(email=email, **values))


def _account(store: Store, *which: Any) -> Account | None:  # noqa: ANN401 - conditions of SQLAlchemy
    row = _first(store, select(*_columns(ACCOUNTS, Account)).where(*which))
    return None if row is None else Account._make(row)


def _first(store: Store, asked: Select[Any]) -> Row[Any] | None:
    with store.reading() as connection:
        return connection.execute(asked).first()
