"""The outbox: messages to people, claimed with a lease, sent elsewhere, and marked. None is lost, none blocks another.

A message is *due*, then *sending* by one worker until its lease ends, then *sent*; or due again later, *failed*, *cancelled* (no longer
needed) or *missed* (too late). Whoever marks must still hold the lease: a worker that froze and thaws changes nothing. Operational, not
governed: the ledger says what happened, the outbox only who was told.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite
from govflow.record.tables.outbox import CANCELLED, DUE, FAILED, MISSED, SENDING, SENT, TO_SEND

if TYPE_CHECKING:
    from govflow.record.store import Store

OUTBOX = TABLES["outbox"]
NOTED = 500  # characters of what went wrong that are kept


class Waiting(NamedTuple):
    """A message of one kind for one person about a subject, from an entry of an alliance's ledger; ``attempts`` have begun.

    One about an account has no entry and no subject.
    ``bundle`` names the digest it goes out in, "" for one that goes by itself. ``owner`` holds it until ``lease_until`` (UTC).
    """

    n: int
    alliance: str
    entry: int | None
    kind: str
    person: str
    subject: str
    created_at: datetime
    attempts: int
    due_at: datetime
    due_key: str
    bundle: str
    owner: str
    lease_until: datetime | None


COLUMNS = tuple(OUTBOX.c[name] for name in Waiting._fields)


def claim(store: "Store", owner: str, now: datetime, lease_until: datetime, limit: int) -> tuple[Waiting, ...]:
    """Claim for ``owner`` at most ``limit`` messages that are due, the least tried first, with the digests they belong to.

    Those about an account go before all others: somebody waits for them, and cannot get in.
    """
    row = OUTBOX.c
    # Whatever a clock that was set back says: what was due when it was written is due, and no lease is twice as long as this one.
    at_once = and_(row.attempts == 0, row.due_at == row.created_at)
    over = or_(row.lease_until < now, row.lease_until > lease_until + (lease_until - now))
    ready = or_(and_(row.state == DUE, or_(row.due_at <= now, at_once)), and_(row.state == SENDING, over))
    order = (row.entry.is_not(None), row.attempts, row.due_at, row.n)
    chosen = select(row.n).where(TO_SEND, ready).order_by(*order).limit(limit)
    with store.writing() as connection:
        chosen = chosen if is_sqlite(connection) else chosen.with_for_update(skip_locked=True)
        picked = list(connection.execute(chosen).scalars())
        if not picked:
            return ()
        taken = _taken(connection, picked, ready, owner, lease_until)
        found = select(*COLUMNS).where(row.n.in_(taken)).order_by(*order)
        return tuple(Waiting(*cells) for cells in connection.execute(found))


def _taken(connection: Connection, picked: Sequence[int], ready: Any, owner: str, lease_until: datetime) -> Sequence[int]:  # noqa: ANN401
    """Mark ``picked``, and what is ready and goes out in the same digests, as being sent."""
    row = OUTBOX.c
    bundles = select(row.bundle).where(row.n.in_(picked), row.bundle != "")
    both = or_(row.n.in_(picked), and_(TO_SEND, ready, row.bundle.in_(bundles)))
    sending = update(OUTBOX).where(both).values(state=SENDING, owner=owner, lease_until=lease_until, attempts=row.attempts + 1)
    return list(connection.execute(sending.returning(row.n)).scalars())


def mark_sent(store: "Store", message: Waiting, at: datetime) -> bool:
    """Mark as sent at a moment (UTC) what ``message`` holds; say whether it still held it."""
    return _marked(store, message, state=SENT, sent_at=at, note="", lease_until=None)


def mark_over(store: "Store", message: Waiting, state: str, note: str) -> bool:
    """Mark as cancelled, missed or failed, with why; say whether the message was still held."""
    if state not in {CANCELLED, MISSED, FAILED}:
        raise ValueError(f"a message does not end as {state}")
    return _marked(store, message, state=state, note=note[:NOTED], lease_until=None)


def mark_again(store: "Store", message: Waiting, due_at: datetime, note: str) -> bool:
    """Let a message be due again later, with what went wrong; say whether it was still held."""
    return _marked(store, message, state=DUE, due_at=due_at, note=note[:NOTED], owner="", lease_until=None)


def _marked(store: "Store", message: Waiting, **values: Any) -> bool:  # noqa: ANN401 - columns of the outbox
    with store.writing() as connection:
        return connection.execute(update(OUTBOX).where(_held(message)).values(**values)).rowcount == 1


def still_held(store: "Store", message: Waiting) -> bool:
    """Say whether whoever claimed ``message`` still holds it: somebody else may have taken it since, whatever the clocks say."""
    row = OUTBOX.c
    with store.reading() as connection:
        return connection.execute(select(row.n).where(_held(message))).first() is not None


def _held(message: Waiting) -> ColumnElement[bool]:
    row = OUTBOX.c
    return and_(row.n == message.n, row.state == SENDING, row.owner == message.owner, row.attempts == message.attempts)


def put_back(store: "Store", messages: Sequence[Waiting]) -> None:
    """Give back what was claimed and not begun, for whoever comes next."""
    for message in messages:
        _marked(store, message._replace(), state=DUE, owner="", lease_until=None, attempts=message.attempts - 1)


def add(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add messages inside a transaction that is under way."""
    if rows:
        connection.execute(insert(OUTBOX), list(rows))


def next_due(store: "Store") -> datetime | None:
    """Return when the next message is due (UTC), or a lease ends, or None when none waits."""
    row = OUTBOX.c
    at = func.min(func.coalesce(row.lease_until, row.due_at))
    with store.reading() as connection:
        found: datetime | None = connection.execute(select(at).where(TO_SEND)).scalar_one()
    return found


def oldest(store: "Store", now: datetime) -> datetime | None:
    """Return since when (UTC) the message that has waited longest is due, or None when none is."""
    row = OUTBOX.c
    with store.reading() as connection:
        asked = select(func.min(row.due_at)).where(TO_SEND, row.state == DUE, row.due_at <= now, row.attempts == 0)
        found: datetime | None = connection.execute(asked).scalar_one()
    return found


def failed(store: "Store") -> int:
    """Return how many messages will not be tried again."""
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).where(OUTBOX.c.state == FAILED)).scalar_one())
