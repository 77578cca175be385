"""Walking the chain of an alliance: the bytes, hash and repeated columns of each entry, and the head at the end.

What the facts in the entries amount to is ``replay``'s question.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy.engine import Dialect

from govflow.domain.alliances import REF
from govflow.record import codec, facts, ledger, statements
from govflow.record.ledger import Head
from govflow.record.preparing import HEAD, Prepared
from govflow.record.rows import TABLES
from govflow.record.statements import Cells, Runner
from govflow.trust import merkle

ENTRIES, HEADS = "ledger_entries", "ledger_heads"
TOLD_EVERY = 1_000  # entries
KEPT_AS_TEXT = len("2026-03-02 09:00:00.000000")  # how SQLite holds a moment; taken apart by hand, because every entry has one
# Columns of an entry that repeat what its body says, and the body's words for them.
REPEATED: Mapping[str, str] = {
    "alliance": "alliance",
    "seq": "seq",
    "prev": "prev",
    "act": "act",
    "subject": "subject",
    "from_state": "from",
    "to_state": "to",
    "actor": "actor",
    "role": "role",
    "participant": "participant",
    "cause": "cause",
}
COLUMNS = (*REPEATED, "key", "at", "hash", "body")
KEY, AT, HASH, BODY = range(len(REPEATED), len(COLUMNS))
WORDS = frozenset({*REPEATED.values(), "v", "at", "seat", "workflow", "policy", "met", "facts", "key"})
TEXTS = frozenset({str})
texts_of = itemgetter("prev", "at", "subject", "workflow", "policy", "key")
repeated_of = itemgetter(*REPEATED.values())


class Problem(NamedTuple):
    """Something that does not fit: in which table, in which row (its key in words), and what is wrong with it."""

    where: str
    row: str
    says: str


@dataclass(slots=True)
class Walk:
    """What walking the chain came to: where the ledger ends, which entries each subject has, which editions they name."""

    size: int = 0
    last: str = ledger.START
    frontier: merkle.Frontier = ()
    roster_entry: int = 0
    counters: Mapping[str, int] = field(default_factory=dict)
    subjects: dict[str, list[int]] = field(default_factory=dict)
    editions: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def step(self, cells: Cells, stamp: str) -> None:
        """Take the next entry: its ``cells`` in the order of COLUMNS, and the column ``at`` as a stamp."""
        body = bytes(cells[BODY])
        leaf, content = merkle.leaf(body), _content(body)
        fits = (
            content
            and leaf.hex() == cells[HASH]
            and (cells[1], content["prev"]) == (self.size + 1, self.last)
            and (*repeated_of(content), content["key"] or None, content["at"]) == (*cells[:AT], stamp)
        )
        if not fits:
            self.problems += [Problem(ENTRIES, str(cells[1]), says) for says in self._wrong(cells, stamp, content, leaf.hex())]
        # From an entry that does not fit the walk goes on as the columns say, so that what follows is judged for itself.
        self.frontier, self.size, self.last = merkle.append(self.frontier, self.size, leaf), cells[1], cells[HASH]
        if content:
            self._take(content, cells[1])

    @property
    def entries(self) -> int:
        """Return how many entries could be read."""
        return sum(map(len, self.subjects.values()))

    def head(self, alliance: str) -> Head:
        """Return the head that an alliance with these entries has."""
        root = merkle.root(self.frontier).hex()
        return Head(alliance, self.size, self.last, self.frontier, root, self.roster_entry, self.counters)

    def _take(self, content: Mapping[str, Any], seq: int) -> None:
        subject = content["subject"]
        self.editions.add(content["workflow"])
        self.editions.add(content["policy"])
        if subject in self.subjects:
            self.subjects[subject].append(seq)
        else:
            self.subjects[subject] = [seq]
            self.counters = ledger.counted(self.counters, subject)
        if subject == REF:
            self.roster_entry = seq

    def _wrong(self, cells: Cells, stamp: str, content: Mapping[str, Any], leaf: str) -> Iterator[str]:
        if leaf != cells[HASH]:
            yield "hash is not the hash of its body"
        if not content:
            yield "body is not an entry in canonical JSON"
            return
        if cells[1] != self.size + 1:
            yield f"follows entry {self.size}: what lay between is missing"
        elif content["prev"] != self.last:
            yield "does not name the hash of the entry before it"
        yield from _differing(cells, stamp, content)


def walk(runner: Runner, alliance: str, dialect: Dialect, tell: Callable[[str], None] | None = None) -> Walk:
    """Walk the chain of ``alliance`` from its first entry to its last; ``tell`` hears how far it is."""
    entries, walked = TABLES[ENTRIES], Walk()
    sql = statements.select_sql(entries, COLUMNS, ["alliance"], dialect, order="seq")
    stamp = _stamper(codec.decoder(entries, "at", dialect))
    for cells in runner.stream(sql, (alliance,)):
        walked.step(cells, stamp(cells[AT]))
        if tell and walked.size % TOLD_EVERY == 0:
            tell(f"{walked.size:,} entries of the chain checked")
    return walked


def check_head(runner: Runner, alliance: str, prepared: Prepared, walked: Walk) -> Iterator[Problem]:
    """Give what differs between the head that is kept and the end of the chain."""
    cells = runner.row(prepared.head, (alliance,))
    if cells is None:
        yield Problem(HEADS, alliance, "is missing")
        return
    expected = prepared.head_cells(walked.head(alliance))
    for name, kept, right in zip(HEAD, cells, expected, strict=True):
        if not same(kept, right):
            yield Problem(HEADS, alliance, f"{name} is not what the entries come to")


def same(kept: object, right: object) -> bool:
    """Say whether two cells are the same, of the same type: 1 is not true."""
    return kept == right and type(kept) is type(right)


def _content(body: bytes) -> Mapping[str, Any]:
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    fits = isinstance(content, dict) and content.keys() == WORDS and orjson.dumps(content, option=orjson.OPT_SORT_KEYS) == body
    return content if fits and _has_its_kinds(content) else {}


def _has_its_kinds(content: Mapping[str, Any]) -> bool:
    return TEXTS.issuperset(map(type, texts_of(content))) and type(content["seq"]) is int and type(content["facts"]) is list


def _stamper(decode: Callable[[Any], datetime] | None) -> Callable[[Any], str]:
    def stamp(cell: object) -> str:
        if type(cell) is str and len(cell) == KEPT_AS_TEXT:
            return f"{cell[:10]}T{cell[11:]}Z" if cell[10] == " " else ""
        try:
            return facts.stamp(decode(cell) if decode else cell)  # type: ignore[arg-type]
        except (TypeError, ValueError, AttributeError):
            return ""

    return stamp


def _differing(cells: Cells, stamp: str, content: Mapping[str, Any]) -> Iterator[str]:
    right = [*repeated_of(content), content["key"] or None, content["at"]]
    kept = [*cells[:AT], stamp]
    for name, one, other in zip(COLUMNS, kept, right, strict=False):
        if one != other:
            yield f"{name} differs from its body"
