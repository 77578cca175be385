"""Walking the chain of an alliance: the bytes, hash and repeated columns of each entry, and the head at the end.

What the facts in the entries amount to is ``replay``'s question.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy.engine import Dialect

from govflow.domain.alliances import REF
from govflow.domain.facts import VERSIONS
from govflow.record import codec, facts, ledger, statements
from govflow.record.ledger import Head
from govflow.record.preparing import HEAD, Prepared
from govflow.record.rows import TABLES
from govflow.record.statements import Cells, Runner
from govflow.trust import merkle

ENTRIES, HEADS = "ledger_entries", "ledger_heads"
TOLD_EVERY = 1_000  # entries
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
    remarks: list[Problem] = field(default_factory=list)
    leaves: int = 0  # entries in the frontier: fewer than the last number where some are missing
    latest: str = ""  # the time of the entry before, as a stamp

    def step(self, cells: Cells, stamp: str) -> Sequence[Problem]:
        """Take the next entry and return what is wrong with it: its ``cells`` in the order of COLUMNS, the column ``at`` as a stamp."""
        body = bytes(cells[BODY])
        leaf, content = merkle.leaf(body), _content(body)
        fits = (
            content
            and leaf.hex() == cells[HASH]
            and (cells[1], content["prev"]) == (self.size + 1, self.last)
            and (*repeated_of(content), content["key"] or None, content["at"]) == (*cells[:AT], stamp)
        )
        wrong = () if fits else tuple(self._wrong(cells, stamp, content, leaf.hex()))
        # From an entry that does not fit the walk goes on as the columns say, so that what follows is judged for itself.
        self.frontier, self.leaves = merkle.append(self.frontier, self.leaves, leaf), self.leaves + 1
        self.size, self.last = cells[1], cells[HASH]
        if content:
            self._take(content, cells[1])
            self._look_at_time(content["at"], cells[1])
        return [Problem(ENTRIES, str(cells[1]), says) for says in wrong]

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

    def _look_at_time(self, at: str, seq: int) -> None:
        """Remark where time goes back: that proves no forgery, because clocks are put right, but whoever reads a date must know."""
        if at < self.latest:
            says = f"is of {at}, before the entry that it follows ({self.latest}): the clock of the machine was set back between them"
            self.remarks.append(Problem(ENTRIES, str(seq), says))
        self.latest = at

    def _wrong(self, cells: Cells, stamp: str, content: Mapping[str, Any], leaf: str) -> Iterator[str]:
        if leaf != cells[HASH]:
            yield "hash is not the hash of its body"
        if not content:
            yield "body is not an entry in canonical JSON"
            return
        if cells[1] != self.size + 1:
            yield f"follows entry {self.size}: {self._gap(cells[1])}"
        elif content["prev"] != self.last:
            yield "does not name the hash of the entry before it"
        yield from _differing(cells, stamp, content)

    def _gap(self, seq: int) -> str:
        return f"{entries_between(self.size, seq)} missing" if seq > self.size else "it is out of its order"


def entries_between(before: int, after: int) -> str:
    """Return in words which entries lie between two numbers, with their verb: entry 7 is, entries 7 to 9 are."""
    first, last = before + 1, after - 1
    return f"entry {first} is" if first == last else f"entries {first} to {last} are"


def walk(
    runner: Runner, alliance: str, dialect: Dialect, walked: Walk, tell: Callable[[str], None] | None = None
) -> Iterator[Problem]:
    """Walk the chain of ``alliance`` from its first entry to its last, noting it in ``walked``, and give what does not fit.

    ``tell`` hears how far it is.
    """
    entries = TABLES[ENTRIES]
    sql = statements.select_sql(entries, COLUMNS, ["alliance"], dialect, order="seq")
    stamp = _stamper(codec.decoder(entries, "at", dialect))
    for cells in runner.stream(sql, (alliance,)):
        yield from walked.step(cells, stamp(cells[AT]))
        if tell and walked.size % TOLD_EVERY == 0:
            tell(f"{walked.size:,} entries of the chain checked")


def check_head(runner: Runner, alliance: str, prepared: Prepared, walked: Walk) -> Iterator[Problem]:
    """Give what differs between the head that is kept and the end of the chain."""
    cells = runner.row(prepared.head, (alliance,))
    if cells is None:
        yield Problem(HEADS, alliance, "is missing")
        return
    size = cells[HEAD.index("size")]
    if size > walked.size:
        yield Problem(ENTRIES, str(walked.size + 1), f"is not there: {entries_between(walked.size, size + 1)} missing at the end")
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
    numbers = type(content["seq"]) is int and type(content["v"]) is int and content["v"] in VERSIONS
    return TEXTS.issuperset(map(type, texts_of(content))) and numbers and type(content["facts"]) is list


def _stamper(decode: Callable[[Any], datetime] | None) -> Callable[[Any], str]:
    def stamp(cell: object) -> str:
        if type(cell) is str:  # spelt in one way only: a library would read past what stands behind it
            return f"{cell[:10]}T{cell[11:]}Z" if cell[10:11] == " " else ""
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
