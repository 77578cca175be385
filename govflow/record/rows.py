"""A value as rows of its tables: loading it, and writing only what differs between before and after.

A value is a root row and, for each of its tuples, one row an element, numbered by its place; ``due`` is the timers of
its reference. The functions here make statements and read cells; running them, and locking, is ``store``'s work.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

from govflow.domain import actions, applying, decisions, defaults, founding, issues, mandate_versions, meetings, minutes
from govflow.domain.alliances import REF, Alliance
from govflow.domain.decisions import Decision
from govflow.domain.facts import Fact
from govflow.domain.interests import Interest
from govflow.domain.money import Posting
from govflow.domain.participants import Participant
from govflow.domain.positions import Position
from govflow.domain.proposals import Version
from govflow.domain.seats import Absence, Deputy, FormerName, Office, Person, Seat
from govflow.record import statements
from govflow.record.codec import Codec, attributes
from govflow.record.statements import Cells, Runner, Write
from govflow.record.tables import Base

CHILDREN = "children"
DUE = "due"
TABLES: Mapping[str, Table] = Base.metadata.tables


@dataclass(frozen=True, slots=True)
class Kind:
    """What is needed to keep one kind of value: its table, the keys of its rows, its tuples, and how facts change it.

    ``journals`` are tuples that only ever grow; each of their rows names the entry of the ledger that made it.
    """

    table: str
    keys: tuple[str, ...]
    make: Callable[..., Any]
    tuples: Mapping[str, type]
    apply: Callable[[Any, Fact, datetime], Any]
    journals: frozenset[str] = frozenset()

    @property
    def plain(self) -> tuple[str, ...]:
        """Return the fields that are columns of the root table, in the table's order."""
        return tuple(f.name for f in fields(self.make) if f.name not in {*self.tuples, DUE})  # type: ignore[arg-type]


DECISION = Kind(
    "decisions",
    ("alliance", "ref"),
    Decision,
    {
        "versions": Version,
        "contributions": decisions.Contribution,
        "circulations": decisions.Circulation,
        "rounds": decisions.Round,
        "positions": Position,
        "interests": Interest,
        "approvals": decisions.Approval,
        "postings": Posting,
    },
    applying.apply,
    frozenset({"postings"}),
)
ALLIANCE = Kind(
    "alliances",
    ("alliance",),
    Alliance,
    {
        "participants": Participant,
        "people": Person,
        "former_names": FormerName,
        "seats": Seat,
        "deputies": Deputy,
        "absences": Absence,
        "offices": Office,
    },
    founding.apply,
)
MEETING = Kind(
    "meetings",
    ("alliance", "ref"),
    meetings.Meeting,
    {
        "agenda": meetings.Item,
        "papers": meetings.Paper,
        "replies": meetings.Reply,
        "attendances": meetings.Attendance,
        "consents": meetings.Consent,
        "noted_positions": meetings.Noted,
    },
    meetings.apply,
)
MINUTES = Kind(
    "minutes",
    ("alliance", "ref"),
    minutes.Minutes,
    {"minutes_texts": minutes.Text, "attendees": minutes.Attendee, "corrections": minutes.Correction},
    minutes.apply,
)
ACTION = Kind("actions", ("alliance", "ref"), actions.Action, {"progress": actions.Progress}, actions.apply)
MANDATE = Kind(
    "mandates",
    ("alliance", "ref"),
    mandate_versions.MandateVersion,
    {"issuings": mandate_versions.Issuing},
    mandate_versions.apply,
)
ISSUE = Kind(
    "issues",
    ("alliance", "ref"),
    issues.Issue,
    {
        "concerned_participants": issues.Concerned,
        "offered_options": issues.Option,
        "climbs": issues.Climb,
        "guests": issues.Guest,
    },
    issues.apply,
)
DEFAULT = Kind(
    "defaults",
    ("alliance", "ref"),
    defaults.Default,
    {
        "stated_grounds": defaults.Stated,
        "joined_notices": defaults.Joined,
        "hearings": defaults.Heard,
        "cure_extensions": defaults.Extension,
        "judgments": defaults.Judgment,
    },
    defaults.apply,
)
# The kind of a reference, and what is kept under it.
KEPT: Mapping[str, Kind] = {
    "DEC": DECISION,
    REF: ALLIANCE,
    "MTG": MEETING,
    "MIN": MINUTES,
    "ACT": ACTION,
    "MAN": MANDATE,
    "ISS": ISSUE,
    "DEF": DEFAULT,
}


class Rows:
    """The statements and codecs of one kind of value, for one dialect."""

    def __init__(self, kind: Kind, dialect: Dialect) -> None:
        self.kind = kind
        root = TABLES[kind.table]
        self._plain, self._parts = kind.plain, (*kind.tuples, DUE)
        self._plain_of, self._parts_of = attributes(self._plain), attributes(self._parts)
        self.columns = (*self._plain, *(() if "entry" in self._plain else ("entry",)), CHILDREN)
        self.root: Codec[tuple[Any, ...]] = Codec.of(lambda *values: values, root, self.columns, dialect)
        self._entry = self.columns.index("entry")
        self._select = statements.select_sql(root, self.columns, kind.keys, dialect)
        self.entry_of = statements.select_sql(root, ("entry",), kind.keys, dialect)
        self._insert = statements.insert_sql(root, [c.name for c in root.columns], dialect)
        self._changes = Changes(root, (*kind.keys, "entry"), dialect)
        self.parts = {
            name: (Journal if name in kind.journals else Part)(name, element, kind.keys, dialect)
            for name, element in kind.tuples.items()
        }
        self.timers = Timers(dialect)

    def load(self, runner: Runner, alliance: str, ref: str) -> Any | None:  # noqa: ANN401 - a value of this kind
        """Return the value of ``ref``, or None."""
        key = (alliance, ref)[: len(self.kind.keys)]
        cells = runner.row(self._select, key)
        if cells is None:
            return None
        found = dict(zip(self.columns, self.root.value(cells), strict=True))
        held = found.pop(CHILDREN).split()
        if "entry" not in self._plain:
            del found["entry"]
        asked = [self.timers.query(alliance, ref) if name == DUE else (self.parts[name].select, key) for name in held]
        for name, rows in zip(held, runner.rows(asked) if asked else (), strict=True):
            found[name] = self.timers.value(rows) if name == DUE else tuple(map(self.parts[name].codec.value, rows))
        return self.kind.make(**found)

    def writes(self, alliance: str, ref: str, before: Any, after: Any, entries: tuple[int, int]) -> Iterator[Write]:  # noqa: ANN401
        """Give the statements that turn the rows of ``before`` (None: there are none) into those of ``after``.

        ``entries`` are the ledger entries that made the two.
        """
        entry_before, entry = entries
        key = (alliance, ref)[: len(self.kind.keys)]
        if before is None:
            yield Write(self._insert, [[alliance, *self.root_cells(after, entry)]])
        else:
            both = zip(self.columns, self._values(before, entry_before), self._values(after, entry), strict=True)
            yield self._changes.write({name: new for name, old, new in both if new != old}, (*key, entry_before))
        for name, part in self.parts.items():
            yield from part.writes(key, getattr(before, name) if before is not None else (), getattr(after, name), entry)
        yield from self.timers.writes(alliance, ref, before.due if before is not None else {}, after.due)

    def root_cells(self, value: Any, entry: int) -> list[Any]:  # noqa: ANN401 - a value of this kind
        """Return the cells of the root row, without the alliance."""
        return self.root.encoded(self._values(value, entry))

    def _values(self, value: Any, entry: int) -> list[Any]:  # noqa: ANN401 - a value of this kind
        held = [name for name, part in zip(self._parts, self._parts_of(value), strict=True) if part]
        values = list(self._plain_of(value))
        values += ["", " ".join(held)] if len(values) == self._entry else [" ".join(held)]
        values[self._entry] = entry
        return values


class Changes:
    """Statements that set some columns of a row: an index over columns that stay as they are is not written again."""

    def __init__(self, table: Table, by: tuple[str, ...], dialect: Dialect) -> None:
        self._table, self._by, self._dialect = table, by, dialect
        self._known: dict[tuple[str, ...], tuple[str, Codec[Any]]] = {}

    def write(self, values: Mapping[str, Any], by: Cells) -> Write:
        """Return the statement that sets ``values``, in the table's order, in the row that must be found ``by`` its cells."""
        sql, codec = self._statement(tuple(values))
        return Write(sql, [[*codec.encoded(list(values.values())), *by]], exact=True)

    def _statement(self, names: tuple[str, ...]) -> tuple[str, Codec[Any]]:
        if names not in self._known:
            sql = statements.update_sql(self._table, names, self._by, self._dialect)
            self._known[names] = sql, Codec.of(tuple, self._table, names, self._dialect)
        return self._known[names]


class Part:
    """One tuple of a value, as rows."""

    def __init__(self, table: str, element: type, keys: tuple[str, ...], dialect: Dialect) -> None:
        names = tuple(field.name for field in fields(element))
        self.codec: Codec[Any] = Codec.of(element, TABLES[table], names, dialect)
        self.select = statements.select_sql(TABLES[table], names, keys, dialect, order="nth")
        self._upsert = statements.upsert_sql(TABLES[table], [*keys, "nth", *names], dialect)
        self._delete = statements.delete_sql(TABLES[table], keys, dialect, beyond="nth")

    def writes(self, key: Cells, before: Sequence[object], after: Sequence[object], _entry: int) -> Iterator[Write]:
        """Give the statements that turn the rows of ``before`` into those of ``after``."""
        if before is after:
            return
        if len(before) > len(after):
            yield Write(self._delete, [[*key, len(after)]])
        rows = [
            [*key, nth, *self.codec.cells(new)]
            for nth, new in enumerate(after, 1)
            if nth > len(before) or (new is not before[nth - 1] and new != before[nth - 1])
        ]
        if rows:
            yield Write(self._upsert, rows)


class Journal(Part):
    """A tuple that only grows, as rows that are only added; each says which entry of the ledger made it."""

    def __init__(self, table: str, element: type, keys: tuple[str, ...], dialect: Dialect) -> None:
        super().__init__(table, element, keys, dialect)
        self._insert = statements.insert_sql(TABLES[table], [*keys, "nth", *self.codec.columns, "entry"], dialect)

    def writes(self, key: Cells, before: Sequence[object], after: Sequence[object], entry: int) -> Iterator[Write]:
        """Give the statement that adds the rows ``after`` has more than ``before``."""
        fresh = [[*key, nth, *self.codec.cells(new), entry] for nth, new in enumerate(after, 1) if nth > len(before)]
        if fresh:
            yield Write(self._insert, fresh)


class Timers:
    """The moments at which the clock acts on a subject, as rows."""

    def __init__(self, dialect: Dialect) -> None:
        table = TABLES["timers"]
        self.codec: Codec[tuple[str, datetime]] = Codec.of(lambda event, at: (event, at), table, ("event", "due_at"), dialect)
        self._select = statements.select_sql(table, ("event", "due_at"), ("alliance", "ref"), dialect, order="event")
        self._upsert = statements.upsert_sql(table, ("alliance", "ref", "event", "due_at"), dialect)
        self._delete = statements.delete_sql(table, ("alliance", "ref", "event"), dialect)

    def query(self, alliance: str, ref: str) -> tuple[str, Cells]:
        return self._select, (alliance, ref)

    def value(self, rows: Sequence[Cells]) -> dict[str, datetime]:
        return dict(map(self.codec.value, rows))

    def writes(self, alliance: str, ref: str, before: Mapping[str, datetime], after: Mapping[str, datetime]) -> Iterator[Write]:
        gone = [[alliance, ref, event] for event in before if event not in after]
        fresh = [[alliance, ref, *self.codec.encoded([event, at])] for event, at in after.items() if before.get(event) != at]
        if gone:
            yield Write(self._delete, gone)
        if fresh:
            yield Write(self._upsert, fresh)
