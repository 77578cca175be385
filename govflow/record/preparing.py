"""Every statement and codec that a store needs, made once when it is opened: compiling them costs more than running them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, bindparam, select, text
from sqlalchemy.engine import Dialect

from govflow.domain.alliances import REF
from govflow.record import ledger, statements
from govflow.record.balances import Balances
from govflow.record.codec import Codec, encoder
from govflow.record.ledger import Entry, Head, Receipt
from govflow.record.reminders import Plans
from govflow.record.rows import KEPT, TABLES, Rows
from govflow.record.statements import Cells, Write
from govflow.record.tables.outbox import AT_ONCE, DUE

HEAD = ("alliance", "size", "hash", "frontier", "root", "roster_entry", "counters")
ENTRY = tuple(column.name for column in TABLES["ledger_entries"].columns)
# Where a column of an entry has another name than in the body.
IN_BODY: Mapping[str, str] = {"from_state": "from", "to_state": "to"}


class Timer(NamedTuple):
    """A moment (UTC) at which the clock acts: the event on a subject of an alliance."""

    alliance: str
    ref: str
    event: str
    at: datetime


_PREPARED: dict[str, "Prepared"] = {}


def prepared_for(engine: Engine) -> "Prepared":
    """Return the statements and codecs for the kind of database that ``engine`` is: the same for every database of that kind."""
    kind = f"{engine.dialect.name}+{engine.dialect.driver}"
    if kind not in _PREPARED:
        _PREPARED[kind] = Prepared(engine)
    return _PREPARED[kind]


class Prepared:
    """The statements and codecs for one kind of database."""

    def __init__(self, engine: Engine) -> None:
        self.dialect = dialect = statements.positional(engine)
        self.listings: dict[tuple[Any, ...], str] = {}  # what replaying asks again and again
        self.values = {prefix: Rows(kind, dialect) for prefix, kind in KEPT.items()}
        self.in_state = statements.select_sql(TABLES["decisions"], ["ref"], ["alliance", "state"], dialect)
        self.alliances = self.values[REF]
        self._prepare_heads(dialect)
        self._prepare_ledger(dialect)
        self._prepare_timers(dialect)
        self.reminders = Plans(dialect)
        self.balances = Balances(dialect)
        row = TABLES["preferences"].c
        digests = select(row.person, row.digest).where(row.alliance == bindparam("alliance"), row.digest != text(f"'{AT_ONCE}'"))
        self.digests = statements.prepared(digests, dialect, ["alliance"])

    def _prepare_heads(self, dialect: Dialect) -> None:
        heads = TABLES["ledger_heads"]
        self._head: Codec[Cells] = Codec.of(lambda *values: values, heads, HEAD, dialect)
        self.head = statements.select_sql(heads, HEAD, ["alliance"], dialect)
        locked = select(*(heads.c[name] for name in HEAD)).where(heads.c.alliance == bindparam("alliance")).with_for_update()
        self.head_locked = statements.prepared(locked, dialect, ["alliance"])
        self._head_insert = statements.insert_sql(heads, HEAD, dialect)
        self._head_update = statements.update_sql(heads, HEAD[1:], ["alliance", "size"], dialect)

    def _prepare_ledger(self, dialect: Dialect) -> None:
        entries = TABLES["ledger_entries"]
        self.entry: Codec[tuple[Any, ...]] = Codec.of(lambda *values: values, entries, ENTRY, dialect)
        self._receipt: Codec[Receipt] = Codec.of(
            Receipt, entries, ("alliance", "seq", "hash", "subject", "to_state", "at", "act", "actor"), dialect
        )
        self.seen = statements.select_sql(entries, self._receipt.columns, ["alliance", "key"], dialect)
        self._entry_insert = statements.insert_sql(entries, ENTRY, dialect)
        openings = TABLES["ledger_openings"]
        self._opening_insert = statements.insert_sql(openings, [c.name for c in openings.columns], dialect)
        told = ("alliance", "entry", "kind", "person", "subject", "created_at", "attempts", "note")
        outbox = (*told, "state", "due_at", "due_key", "owner", "bundle")
        self._notice: Codec[Any] = Codec.of(lambda *values: values, TABLES["outbox"], outbox, dialect)
        self._notice_insert = statements.insert_sql(TABLES["outbox"], outbox, dialect)

    def _prepare_timers(self, dialect: Dialect) -> None:
        timers = TABLES["timers"]
        row = timers.c
        self.timer: Codec[Timer] = Codec.of(Timer, timers, ("alliance", "ref", "event", "due_at"), dialect)
        asked = select(row.alliance, row.ref, row.event, row.due_at).where(row.due_at <= bindparam("due_at"))
        asked = asked.order_by(row.due_at, row.alliance, row.ref, row.event).limit(bindparam("most")).offset(bindparam("from"))
        self._due = statements.prepared(asked, dialect, ["due_at", "most", "from"])
        self._moment = encoder(timers, "due_at", dialect)

    def due(self, now: datetime, most: int) -> tuple[str, Cells]:
        """Return the query for at most that many timers that are due at ``now``, the longest overdue first."""
        return self._due, (self._moment(now) if self._moment else now, most, 0)

    def head_of(self, cells: Cells) -> Head:
        alliance, size, last, frontier, root, roster_entry, counters = self._head.value(cells)
        return Head(alliance, size, last, ledger.frontier_of(frontier), root, roster_entry, counters)

    def receipt_of(self, cells: Cells) -> Receipt:
        return self._receipt.value(cells)

    def head_cells(self, head: Head) -> list[Any]:
        """Return the cells of the row of ``head``."""
        frontier = ledger.frontier_text(head.frontier)
        return self._head.encoded([head.alliance, head.size, head.hash, frontier, head.root, head.roster_entry, head.counters])

    def first_head(self, head: Head) -> Write:
        return Write(self._head_insert, [self.head_cells(head)])

    def next_head(self, before: Head, after: Head) -> Write:
        return Write(self._head_update, [[*self.head_cells(after)[1:], before.alliance, before.size]], exact=True)

    def entry_cells(self, entry: Entry) -> list[Any]:
        """Return the cells of the row of ``entry``: what its body says, and the body."""
        content = entry.content
        values = {name: content.get(IN_BODY.get(name, name)) for name in ENTRY}
        values |= {"hash": entry.leaf.hex(), "body": entry.body, "key": content["key"] or None, "at": ledger.moment_of(content)}
        return self.entry.encoded([values[name] for name in ENTRY])

    def entry_writes(self, entry: Entry) -> list[Write]:
        """Return the statements that append ``entry`` and what opens it."""
        alliance, seq = entry.content["alliance"], entry.content["seq"]
        writes = [Write(self._entry_insert, [self.entry_cells(entry)])]
        if entry.openings:
            writes.append(Write(self._opening_insert, [(alliance, seq, *opening) for opening in entry.openings]))
        return writes

    def notice_writes(
        self, alliance: str, seq: int, notices: Sequence[tuple[str, str, str, datetime, str]], at: object
    ) -> list[Write]:
        """Return the statements that put ``notices`` (kind, person, subject, when it is due, its digest) into the outbox."""
        rows = [
            self._notice.encoded([alliance, seq, *told, at, 0, "", DUE, due, "", "", bundle]) for *told, due, bundle in notices
        ]
        return [Write(self._notice_insert, rows)] if rows else []
