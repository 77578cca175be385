"""What a database keeps, read row by row without the product's own reading, and everything in it that does not fit together.

The chain is hashed again from the stored bytes; every position must have its entry and every entry its position.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from govflow.record.sessions import open_database
from tests.seaport import ALLIANCE

Position = tuple[str, int, str, int]  # decision, round, participant, its n-th answer in the round
REPEATED = ("seq", "prev", "act", "subject", "actor", "participant", "cause")


@dataclass(frozen=True)
class Entry:
    """One row of the ledger and what its bytes say."""

    row: dict[str, Any]
    content: dict[str, Any]

    @property
    def seq(self) -> int:
        return int(self.row["seq"])

    def facts(self, kind: str) -> list[dict[str, Any]]:
        return [fact for fact in self.content["facts"] if fact["kind"] == kind]

    @property
    def positions(self) -> list[Position]:
        taken = self.facts("PositionTaken")
        return [(self.row["subject"], fact["round_no"], fact["participant"], fact["n"]) for fact in taken]


@dataclass(frozen=True)
class Kept:
    """Everything of one alliance."""

    head: dict[str, Any]
    entries: list[Entry]
    positions: list[dict[str, Any]]
    decisions: list[dict[str, Any]]

    def of(self, ref: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.row["subject"] == ref]

    def by_key(self) -> dict[str, Entry]:
        return {entry.row["key"]: entry for entry in self.entries if entry.row["key"]}


def kept(url: str, alliance: str = ALLIANCE) -> Kept:
    """Read what the database at ``url`` keeps of an alliance."""
    engine = open_database(url)
    with engine.connect() as connection:

        def rows(table: str, order: str) -> list[dict[str, Any]]:
            found = connection.execute(text(f"SELECT * FROM {table} WHERE alliance = :a ORDER BY {order}"), {"a": alliance})
            return [dict(row) for row in found.mappings()]

        (head,) = rows("ledger_heads", "alliance")
        entries = [Entry(row, json.loads(bytes(row["body"]))) for row in rows("ledger_entries", "seq")]
        found = Kept(head, entries, rows("positions", "ref, nth"), rows("decisions", "ref"))
    engine.dispose()
    return found


def faults(found: Kept) -> list[str]:
    """Return everything that does not fit together; [] when it holds."""
    return [*_chain_faults(found), *_position_faults(found), *_decision_faults(found)]


def _chain_faults(found: Kept) -> Iterator[str]:
    prev = "0" * 64
    for n, entry in enumerate(found.entries, 1):
        row, content = entry.row, entry.content
        if row["seq"] != n:
            yield f"entry {row['seq']} where {n} is due"
        if row["prev"] != prev:
            yield f"entry {n} does not name the entry before it"
        if hashlib.sha256(b"\0" + bytes(row["body"])).hexdigest() != row["hash"]:
            yield f"entry {n} has another hash than its bytes"
        if any(row[name] != content[name] for name in REPEATED) or (row["key"] or "") != content["key"]:
            yield f"entry {n} has columns that its bytes do not say"
        prev = row["hash"]
    if (found.head["size"], found.head["hash"]) != (len(found.entries), prev):
        yield f"the head stands at {found.head['size']}, the ledger at {len(found.entries)}"


def _position_faults(found: Kept) -> Iterator[str]:
    rows = Counter((row["ref"], row["round_no"], row["participant"], row["n"]) for row in found.positions)
    entries = Counter(position for entry in found.entries for position in entry.positions)
    yield from (f"position without its entry: {position}" for position in rows - entries)
    yield from (f"entry without its position: {position}" for position in entries - rows)
    current = Counter((row["ref"], row["participant"]) for row in found.positions if row["current"])
    yield from (f"{times} current positions of {who}" for who, times in current.items() if times > 1)


def _decision_faults(found: Kept) -> Iterator[str]:
    last = {entry.row["subject"]: entry for entry in found.entries}
    agreed = Counter(row["ref"] for row in found.positions if row["current"] and row["choice"] == "agree")
    adopted = Counter(entry.row["subject"] for entry in found.entries for _ in entry.facts("Adopted"))
    for row in found.decisions:
        ref = row["ref"]
        if row["entry"] != last[ref].seq or row["state"] != last[ref].content["to"]:
            yield f"{ref} is not as its last entry left it"
        if row["agreed"] != agreed[ref]:
            yield f"{ref} counts {row['agreed']} who agree, and has {agreed[ref]}"
        if adopted[ref] != (row["state"] == "in_force"):
            yield f"{ref} is {row['state']} and was adopted {adopted[ref]} times"


def standing(found: Kept, ref: str, before: int) -> dict[str, tuple[int, str]]:
    """Return who had said what on ``ref`` before entry ``before``: the entry and the choice of each participant's last position."""
    said: dict[str, tuple[int, str]] = {}
    for entry in found.of(ref):
        for fact in entry.facts("PositionTaken") if entry.seq < before else ():
            said[fact["participant"]] = (entry.seq, fact["choice"])
    return said
