"""Reminders as rows: the moments at which those who still owe something about a subject are told. Each comes once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from govflow.domain.reminders import Reminder
from govflow.record import statements
from govflow.record.codec import Codec, encoder
from govflow.record.rows import TABLES
from govflow.record.statements import Write
from govflow.record.tables.outbox import CANCELLED, DONE, DUE, MISSED, TO_REMIND

if TYPE_CHECKING:
    from govflow.record.store import Store

REMINDERS = TABLES["reminders"]
COLUMNS = tuple(column.name for column in REMINDERS.columns)


class Due(NamedTuple):
    """A reminder that has come: of which kind, about what, since when, and when it becomes pointless (UTC)."""

    alliance: str
    ref: str
    kind: str
    due_at: datetime
    until_at: datetime
    entry: int


class Plans:
    """The statements that put the reminders of a subject in the place of those before, for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        row = REMINDERS.c
        ahead = (row.alliance == bindparam("alliance"), row.ref == bindparam("ref"), row.due_at > bindparam("due_at"))
        self._clear = statements.prepared(delete(REMINDERS).where(TO_REMIND, *ahead), dialect, ["alliance", "ref", "due_at"])
        add = sqlite.insert(REMINDERS) if dialect.name == "sqlite" else postgresql.insert(REMINDERS)
        self._add = statements.prepared(add.on_conflict_do_nothing(), dialect, COLUMNS, COLUMNS)
        self._codec: Codec[Any] = Codec.of(lambda *values: values, REMINDERS, COLUMNS, dialect)
        self._moment = encoder(REMINDERS, "due_at", dialect)

    def writes(self, subject: tuple[str, str], entry: int, now: datetime, wanted: Sequence[Reminder]) -> list[Write]:
        """Return what puts ``wanted`` in the place of the reminders of a subject (alliance, reference) that lie ahead of ``now``.

        What has come by then stays, also where no worker has looked at it yet: it is told, or listed as missed, and never silently gone.
        """
        cleared = Write(self._clear, [(*subject, self._moment(now) if self._moment else now)])
        rows = [self._codec.encoded([*subject, r.kind, r.due_at, r.until_at, entry, DUE, None, 0]) for r in wanted]
        return [cleared, Write(self._add, rows)] if rows else [cleared]


def due(store: "Store", now: datetime, limit: int) -> tuple[Due, ...]:
    """Return at most ``limit`` reminders that have come, the longest overdue first."""
    row = REMINDERS.c
    asked = select(*(row[name] for name in Due._fields)).where(TO_REMIND, row.due_at <= now)
    with store.reading() as connection:
        return tuple(Due(*cells) for cells in connection.execute(asked.order_by(row.due_at, row.alliance, row.ref).limit(limit)))


def take(connection: Connection, one: Due, state: str, at: datetime, told: int) -> bool:
    """Mark a reminder as done, missed or cancelled, inside a transaction; say whether it was still to come."""
    if state not in {DONE, MISSED, CANCELLED}:
        raise ValueError(f"a reminder does not end as {state}")
    row = REMINDERS.c
    this = (row.alliance == one.alliance, row.ref == one.ref, row.kind == one.kind, row.due_at == one.due_at, row.state == DUE)
    return connection.execute(update(REMINDERS).where(*this).values(state=state, done_at=at, told=told)).rowcount == 1


def next_due(store: "Store") -> datetime | None:
    """Return when the next reminder comes (UTC), or None."""
    with store.reading() as connection:
        found: datetime | None = connection.execute(select(func.min(REMINDERS.c.due_at)).where(TO_REMIND)).scalar_one()
    return found
