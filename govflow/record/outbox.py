"""The outbox: what people are still to be told. Notices enter it with the act (``Unit.save``) and leave it when they were sent.

It is operational, not governed: the ledger says what happened, the outbox only who was told. Sending is not done here.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from govflow.record.rows import TABLES
from govflow.record.store import Store


class Waiting(NamedTuple):
    """A notice of one kind for one person about a subject, from an entry of an alliance's ledger; ``attempts`` have failed."""

    n: int
    alliance: str
    entry: int
    kind: str
    person: str
    subject: str
    created_at: datetime
    attempts: int


def waiting(store: Store, limit: int) -> tuple[Waiting, ...]:
    """Return at most ``limit`` notices that were not sent, the least failed first, then the oldest: none can block the rest."""
    row = TABLES["outbox"].c
    asked = select(*(row[name] for name in Waiting._fields)).where(row.sent_at.is_(None))
    with store.reader.connect() as connection:
        return tuple(Waiting(*cells) for cells in connection.execute(asked.order_by(row.attempts, row.n).limit(limit)))


def mark_sent(store: Store, n: int, at: datetime) -> bool:
    """Mark notice ``n`` as sent at a moment (UTC); say whether it was still waiting."""
    outbox = TABLES["outbox"]
    with store.writing() as connection:
        sent = outbox.update().where(outbox.c.n == n, outbox.c.sent_at.is_(None)).values(sent_at=at, note="")
        return connection.execute(sent).rowcount == 1


def mark_failed(store: Store, n: int, note: str) -> None:
    """Count a failed attempt to send notice ``n``, with a note of what went wrong."""
    outbox = TABLES["outbox"]
    with store.writing() as connection:
        failed = outbox.update().where(outbox.c.n == n, outbox.c.sent_at.is_(None))
        connection.execute(failed.values(attempts=outbox.c.attempts + 1, note=note[:500]))
