"""Keeping changes of the address somebody signs in with: asked for, and ended when confirmed, replaced or taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from govflow.record import outbox
from govflow.record.errors import StaleError
from govflow.record.rows import TABLES
from govflow.record.tables.outbox import DUE

if TYPE_CHECKING:
    from govflow.record.store import Store

CHANGES, ACCOUNTS, PASSWORDS = (TABLES[name] for name in ("email_changes", "accounts", "passwords"))


class EmailChange(NamedTuple):
    """A change of the address of an account, by whom (a person's reference) and when (UTC) it was asked for."""

    n: int
    account: int
    old_email: str
    new_email: str
    asked_by: str
    asked_at: datetime
    ended_at: datetime | None
    confirmed: bool


class Owner(NamedTuple):
    """Whose account it is: what a mail about it needs."""

    account: int
    alliance: str
    person: str
    email: str


COLUMNS = tuple(CHANGES.c[name] for name in EmailChange._fields)
# The kinds of message: to the new address, and to the old one before and afterwards.
EMAIL_CONFIRM, EMAIL_ASKED, EMAIL_CHANGED = "email-confirm", "email-asked", "email-changed"
OPEN = CHANGES.c.ended_at.is_(None)


def owner_of(connection: Connection, alliance: str, person: str) -> Owner | None:
    """Return the account that a person has accepted, or None."""
    row = ACCOUNTS.c
    asked = select(row.n, row.alliance, row.person, row.email).where(row.alliance == alliance, row.person == person)
    found = connection.execute(asked.where(row.accepted_at.is_not(None))).one_or_none()
    return None if found is None else Owner(*found)


def is_taken(connection: Connection, alliance: str, email: str) -> bool:
    """Say whether somebody of the alliance signs in with an address."""
    row = ACCOUNTS.c
    asked = select(exists().where(row.alliance == alliance, row.email == email))
    return bool(connection.execute(asked).scalar_one())


def ask(connection: Connection, owner: Owner, email: str, by: str, now: datetime) -> None:
    """Keep that a change is asked for, in place of one that waits; the new address is to confirm it, and the old one is told."""
    end(connection, owner.account, now)
    values = {"account": owner.account, "old_email": owner.email, "new_email": email, "asked_by": by, "asked_at": now}
    n = connection.execute(insert(CHANGES).values(**values, confirmed=False).returning(CHANGES.c.n)).scalar_one()
    _tell(connection, owner, n, (EMAIL_CONFIRM, EMAIL_ASKED), now)


def follow(connection: Connection, whose: tuple[str, str], email: str, by: str, now: datetime) -> None:
    """Ask for a change where somebody (alliance and person) has an account, and nobody there signs in with that address.

    Whatever was asked for before is meant no longer.
    """
    owner = owner_of(connection, *whose)
    if owner is None:
        return
    end(connection, owner.account, now)
    if email and not is_taken(connection, owner.alliance, email):
        ask(connection, owner, email, by, now)


def end(connection: Connection, account: int, now: datetime) -> bool:
    """End the change that waits to be confirmed; say whether there was one."""
    waits = update(CHANGES).where(CHANGES.c.account == account, OPEN)
    return connection.execute(waits.values(ended_at=now)).rowcount > 0


def change_of(store: "Store", n: int) -> EmailChange | None:
    """Return the change of that number."""
    return _first(store, CHANGES.c.n == n)


def waiting(store: "Store", account: int, since: datetime) -> EmailChange | None:
    """Return the change of an account that waits to be confirmed and was asked for after ``since`` (UTC)."""
    return _first(store, CHANGES.c.account == account, OPEN, CHANGES.c.asked_at > since)


def confirm(connection: Connection, owner: Owner, change: EmailChange, now: datetime) -> None:
    """Let an account have its new address, with the password it has there already, or had at the old one; the old one is told.

    Raises StaleError when somebody else of the alliance has that address meanwhile.
    """
    connection.execute(update(CHANGES).where(CHANGES.c.n == change.n).values(ended_at=now, confirmed=True))
    moved = update(ACCOUNTS).where(ACCOUNTS.c.n == change.account)
    try:
        connection.execute(moved.values(email=change.new_email))
    except IntegrityError as error:
        raise StaleError("there is an account with this address") from error
    old, new = PASSWORDS.c.email == change.old_email, PASSWORDS.c.email == change.new_email
    if not connection.execute(select(exists().where(new))).scalar_one():
        kept = select(PASSWORDS.c.password_hash).where(old)
        password = connection.execute(kept).scalar_one()
        connection.execute(insert(PASSWORDS).values(email=change.new_email, password_hash=password, set_at=now))
    # Whoever is given the old address one day must not find a password there.
    connection.execute(delete(PASSWORDS).where(old, ~exists().where(ACCOUNTS.c.email == change.old_email)))
    _tell(connection, owner, change.n, (EMAIL_CHANGED,), now)


def _tell(connection: Connection, owner: Owner, change: int, kinds: Sequence[str], now: datetime) -> None:
    """Put messages of some kinds about a change into the outbox; no entry of the ledger calls for them."""
    outbox.add(connection, [_message(owner, change, kind, now) for kind in kinds])


def _message(owner: Owner, change: int, kind: str, now: datetime) -> dict[str, Any]:
    return {
        "alliance": owner.alliance,
        "entry": None,
        "kind": kind,
        "person": owner.person,
        "subject": "",
        "created_at": now,
        "state": DUE,
        "due_at": now,
        "due_key": str(change),
        "bundle": "",
        "attempts": 0,
        "note": "",
    }


def _first(store: "Store", *which: Any) -> EmailChange | None:  # noqa: ANN401 - conditions of SQLAlchemy
    with store.reading() as connection:
        found = connection.execute(select(*COLUMNS).where(*which).order_by(CHANGES.c.n.desc()).limit(1)).one_or_none()
    return None if found is None else EmailChange(*found)
