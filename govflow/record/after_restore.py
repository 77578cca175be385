"""What must not live on when a record comes back from a backup: nobody stays signed in, and nothing is sent a second time unasked."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, or_, update

from govflow.record.rows import TABLES
from govflow.record.tables.outbox import DUE, MISSED, SENDING

SESSIONS, LINKS, OUTBOX, REMINDERS = (TABLES[name] for name in ("sessions", "links", "outbox", "reminders"))
NOTE = "It fell due before a backup was restored, and may have gone out already."


class Settled(NamedTuple):
    """What was settled: how many sessions and links are over, and how many notices and reminders are listed as missed."""

    sessions: int
    links: int
    missed: int


def settle(connection: Connection, now: datetime, *, send_waiting: bool) -> Settled:
    """End every session and single-use link, and settle what was still to be sent, in a record just copied from a backup.

    What fell due by ``now`` (UTC) may have gone out after the backup was taken: it is listed as missed, which those in charge see,
    or left to be sent where ``send_waiting``. No lease of the worker of then lives on.
    """
    links = connection.execute(delete(LINKS)).rowcount
    sessions = connection.execute(delete(SESSIONS)).rowcount
    row, missed = OUTBOX.c, 0
    if not send_waiting:
        past = or_(row.state == SENDING, and_(row.state == DUE, row.due_at <= now))
        missed += connection.execute(update(OUTBOX).where(past).values(state=MISSED, note=NOTE, lease_until=None)).rowcount
        come = and_(REMINDERS.c.state == DUE, REMINDERS.c.due_at <= now)
        missed += connection.execute(update(REMINDERS).where(come).values(state=MISSED, done_at=now)).rowcount
    connection.execute(update(OUTBOX).where(row.state == SENDING).values(state=DUE, owner="", lease_until=None))
    return Settled(sessions, links, missed)
