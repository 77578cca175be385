"""Folding the facts of the ledger back into values, and comparing every cell of every governed table with what they come to.

Subjects are taken a batch at a time, so memory does not grow with the record. The same ``apply`` functions were used
when the values were saved: tables equal fold(log), or somebody wrote past the record.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select

from govflow.domain.alliances import REF
from govflow.domain.facts import Fact
from govflow.domain.money import POSTINGS
from govflow.record import balances, facts, ledger, statements
from govflow.record.chain import ENTRIES, Problem, same
from govflow.record.preparing import Prepared
from govflow.record.rows import ALLIANCE, KEPT, TABLES, Rows
from govflow.record.statements import Cells, Runner
from govflow.trust import canonical

BATCH = 500  # entries, or so, of the subjects that are compared together
MOST = 512  # values in one list of a query
OPENINGS = "ledger_openings"
ALLIANCE_TABLES = (ALLIANCE.table, *ALLIANCE.tuples)
BY_REF = (
    *(table for kind in KEPT.values() if kind is not ALLIANCE for table in (kind.table, *kind.tuples)),
    "timers",
)
OF_SUBJECTS = (*BY_REF, *ALLIANCE_TABLES)
GOVERNED = (*OF_SUBJECTS, balances.TABLE)

Key = tuple[Any, ...]
Expected = dict[str, dict[Key, Sequence[Any]]]  # table -> key of a row -> its cells


@dataclass(slots=True)
class Batch:
    """Some subjects: the rows their facts come to, and what did not fit on the way."""

    expected: Expected = field(default_factory=lambda: {table: {} for table in OF_SUBJECTS})
    problems: list[Problem] = field(default_factory=list)


class Replay:
    """Replays one alliance inside one transaction that looks only."""

    def __init__(self, runner: Runner, prepared: Prepared, alliance: str) -> None:
        self._runner, self._prepared, self._id = runner, prepared, alliance
        self._dialect = prepared.dialect
        self._columns = {name: tuple(column.name for column in TABLES[name].columns) for name in GOVERNED}
        self._keys = {name: tuple(column.name for column in TABLES[name].primary_key) for name in GOVERNED}
        self._sums: balances.Sums = {}

    def problems(self, subjects: Mapping[str, list[int]], tell: Callable[[str], None] | None = None) -> Iterator[Problem]:
        """Give what does not fit; ``subjects`` are the numbers of the entries of each subject, and ``tell`` hears how far it is."""
        told = 0
        for refs in _batches({REF: [], **subjects}):
            if tell:
                tell(f"{told:,} of {len(subjects):,} subjects compared with their entries")
            told += len(refs)
            batch = Batch()
            self._fold({ref: subjects.get(ref, []) for ref in refs}, batch)
            yield from batch.problems
            yield from self._compare(refs, batch.expected)
        yield from self._strangers(subjects)
        yield from self._balances()

    def _fold(self, subjects: Mapping[str, list[int]], batch: Batch) -> None:
        numbers = [seq for entries in subjects.values() for seq in entries]
        bodies, openings = self._bodies(numbers, batch), self._openings(numbers)
        for ref, entries in subjects.items():
            told = [seq for seq in entries if seq in bodies]
            self._rows(ref, [(seq, bodies[seq], list(self._facts(seq, bodies[seq], openings, batch))) for seq in told], batch)
        batch.problems += [Problem(OPENINGS, f"{seq} {name}", "opens nothing") for seq, name in openings]

    def _facts(self, seq: int, content: Mapping[str, Any], openings: dict[Key, Cells], batch: Batch) -> Iterator[Fact]:
        version = content["v"]
        for place, fact in enumerate(content["facts"]):
            if type(fact) is not dict:
                batch.problems.append(Problem(ENTRIES, str(seq), f"body: fact {place} is no fact"))
                continue
            personal = {}
            for name, committed in facts.commitments(fact, version).items():
                cells = openings.pop((seq, f"{place}.{name}"), None)
                row = f"{seq} {place}.{name}"
                if cells is None:
                    batch.problems.append(Problem(OPENINGS, row, "is missing"))
                elif not _opens(name, cells, committed):
                    batch.problems.append(Problem(OPENINGS, row, "does not open its commitment"))
                personal[name] = cells[3] if cells else ""
            try:
                yield facts.read(fact, personal, version)
            except facts.FactError as error:
                batch.problems.append(Problem(ENTRIES, str(seq), f"body: {error}"))

    def _rows(self, ref: str, story: list[tuple[int, Mapping[str, Any], list[Fact]]], batch: Batch) -> None:
        kind = ledger.prefix(ref)
        if kind in KEPT:
            rows = self._prepared.values[kind]
            value: Any = rows.kind.make(ref=ref)
            made: dict[str, list[int]] = {name: [] for name in rows.kind.journals}
            for seq, content, found in story:
                at = ledger.moment_of(content)
                try:
                    for fact in found:
                        value = rows.kind.apply(value, fact, at)
                except Exception as error:  # noqa: BLE001 - an altered fact may break any of them
                    batch.problems.append(Problem(ENTRIES, str(seq), f"cannot be applied: {error!r}"))
                for name, its in made.items():
                    its.extend([seq] * (len(getattr(value, name)) - len(its)))
            if story:
                self._value_rows(rows, ref, value, story[-1][0], batch.expected)
                _stamp(rows, ref, batch.expected, made, self._id)
                balances.add(self._sums, getattr(value, "postings", ()))
        else:
            batch.problems += [Problem(ENTRIES, str(seq), f"is about {ref}, which is nothing known") for seq, _, _ in story]

    def _value_rows(self, rows: Rows, ref: str, value: Any, entry: int, expected: Expected) -> None:  # noqa: ANN401 - of any kind
        key = (self._id, ref)[: len(rows.kind.keys)]
        expected[rows.kind.table][key] = (self._id, *rows.root_cells(value, entry))
        for name, part in rows.parts.items():
            for nth, element in enumerate(getattr(value, name), 1):
                expected[name][*key, nth] = (*key, nth, *part.codec.cells(element))
        for event, at in value.due.items():
            expected["timers"][self._id, ref, event] = (self._id, ref, *rows.timers.codec.encoded([event, at]))

    def _compare(self, refs: Sequence[str], expected: Expected) -> Iterator[Problem]:
        for table in OF_SUBJECTS:
            if table in ALLIANCE_TABLES and REF not in refs:
                continue
            yield from self._compare_table(table, self._kept(table, refs), expected[table])

    def _compare_table(self, table: str, kept: Mapping[Key, Cells], expected: Mapping[Key, Cells]) -> Iterator[Problem]:
        for key, right in expected.items():
            found = kept.get(key)
            if found is None:
                yield Problem(table, _words(key), "is missing")
                continue
            for name, one, other in zip(self._columns[table], found, right, strict=True):
                if not same(one, other):
                    yield Problem(table, _words(key), f"{name} is not what the ledger says")
        for key in kept.keys() - expected.keys():
            yield Problem(table, _words(key), "is not in the ledger")

    def _balances(self) -> Iterator[Problem]:
        expected = {
            (self._id, *place): (self._id, *place, *(sums[name] for name in POSTINGS)) for place, sums in self._sums.items()
        }
        yield from self._compare_table(balances.TABLE, self._kept(balances.TABLE, ()), expected)

    def _kept(self, table: str, refs: Sequence[str]) -> dict[Key, Cells]:
        columns = self._columns[table]
        found = (
            self._select(table, columns, "ref", refs) if table in BY_REF else self._select(table, columns, "alliance", [self._id])
        )
        at = [columns.index(name) for name in self._keys[table]]
        return {tuple(cells[i] for i in at): cells for cells in found}

    def _bodies(self, numbers: Sequence[int], batch: Batch) -> dict[int, Mapping[str, Any]]:
        bodies = {}
        for seq, body in self._select(ENTRIES, ("seq", "body"), "seq", numbers):
            try:
                bodies[seq] = canonical.decode(bytes(body))
            except canonical.NotCanonicalError as error:
                batch.problems.append(Problem(ENTRIES, str(seq), f"body {error}"))
        return bodies

    def _openings(self, numbers: Sequence[int]) -> dict[Key, Cells]:
        found = self._select(OPENINGS, ("seq", "field", "salt", "value"), "seq", numbers)
        return {(cells[0], cells[1]): cells for cells in found}

    def _strangers(self, subjects: Mapping[str, list[int]]) -> Iterator[Problem]:
        for table in BY_REF:
            row = TABLES[table].c
            asked = select(row.ref).where(row.alliance == bindparam("alliance")).distinct()
            (found,) = self._runner.rows([(statements.prepared(asked, self._dialect, ["alliance"]), (self._id,))])
            for (ref,) in found:
                if ref not in subjects and ref != REF:
                    yield Problem(table, str(ref), "is not in the ledger")
        openings, entries = TABLES[OPENINGS].c, TABLES[ENTRIES].c
        numbers = select(entries.seq).where(entries.alliance == bindparam("one"))
        lost = select(openings.seq, openings.field).where(
            openings.alliance == bindparam("alliance"), openings.seq.not_in(numbers)
        )
        (found,) = self._runner.rows([(statements.prepared(lost, self._dialect, ["alliance", "one"]), (self._id, self._id))])
        for seq, name in found:
            yield Problem(OPENINGS, f"{seq} {name}", "opens nothing")

    def _select(self, table: str, columns: Sequence[str], by: str, values: Sequence[Any]) -> list[Cells]:
        found: list[Cells] = []
        for first in range(0, len(values), MOST):
            some = values[first : first + MOST]
            # Filled up by repeating the last, so that a few lengths of the list serve all.
            some = [*some, *[some[-1]] * (_rounded(len(some)) - len(some))]
            (rows,) = self._runner.rows([(self._listing(table, columns, by, len(some)), (self._id, *some))])
            found += rows
        return found

    def _listing(self, table: str, columns: Sequence[str], by: str, count: int) -> str:
        key = (table, columns, by, count)
        if key not in self._prepared.listings:
            row, names = TABLES[table].c, [f"v{n}" for n in range(count)]
            asked = select(*(row[name] for name in columns)).where(
                row.alliance == bindparam("alliance"), row[by].in_([bindparam(name) for name in names])
            )
            self._prepared.listings[key] = statements.prepared(asked, self._dialect, ["alliance", *names])
        return self._prepared.listings[key]


def _stamp(rows: Rows, ref: str, expected: Expected, made: Mapping[str, list[int]], alliance: str) -> None:
    """Add to the expected rows of every journal the entries that made them."""
    for name, entries in made.items():
        for nth, entry in enumerate(entries, 1):
            key = (*(alliance, ref)[: len(rows.kind.keys)], nth)
            expected[name][key] = (*expected[name][key], entry)


def _rounded(count: int) -> int:
    return 1 << (count - 1).bit_length()


def _batches(subjects: Mapping[str, list[int]]) -> Iterator[list[str]]:
    refs, size = [], 0
    for ref, entries in subjects.items():
        refs.append(ref)
        size += len(entries)
        if size >= BATCH:
            yield refs
            refs, size = [], 0
    if refs:
        yield refs


def _opens(name: str, cells: Cells, committed: str) -> bool:
    _, _, salt, value = cells
    try:
        return canonical.commitment(name, value, bytes.fromhex(salt)) == committed and bytes.fromhex(salt).hex() == salt
    except (TypeError, ValueError):
        return False


def _words(key: Key) -> str:
    # Without the alliance, which all of them share.
    return " ".join(str(part) for part in key[1:]) or str(key[0])
