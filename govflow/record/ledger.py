"""The ledger: what an entry's body says, its hash, and how the head of an alliance moves on with it.

Bodies are canonical JSON and are kept as the exact bytes that were hashed. Writing them to the database is ``store``'s work.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from govflow.domain.facts import VERSION
from govflow.engine.moving import Moved
from govflow.record import facts
from govflow.trust import canonical, merkle

START = "0" * 64  # what the first entry names as the hash before it


@dataclass(frozen=True, slots=True)
class Head:
    """Where an alliance's ledger stands. Hashes are hexadecimal; ``counters`` hold the last number of each kind of reference."""

    alliance: str
    size: int
    hash: str
    frontier: merkle.Frontier
    root: str
    roster_entry: int
    counters: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the record answers: the entry's number and hash, its subject, the state it came to, when (UTC), which act, by whom."""

    alliance: str
    seq: int
    hash: str
    subject: str
    state: str
    at: datetime
    act: str
    actor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is kept: its content, the bytes of it, their hash, and what opens the commitments in it."""

    content: Mapping[str, Any]
    body: bytes
    leaf: bytes
    openings: tuple[facts.Opening, ...]


def new_head(alliance: str) -> Head:
    """Return the head of a ledger without entries."""
    return Head(alliance, 0, START, (), merkle.EMPTY.hex(), 0, {})


def entry(head: Head, moved: Moved, key: str, cause: int | None) -> Entry:
    """Return the entry that records ``moved`` after ``head``; ``cause`` is the number of the entry that led to it."""
    sealed = facts.seal(moved.facts, VERSION)
    content = {
        "v": VERSION,
        "alliance": head.alliance,
        "seq": head.size + 1,
        "prev": head.hash,
        "at": facts.stamp(moved.at),
        "act": moved.act,
        "subject": moved.ref,
        "from": moved.origin,
        "to": moved.to,
        "actor": moved.actor,
        "role": moved.role,
        "participant": moved.participant,
        "seat": moved.body,
        "workflow": moved.workflow,
        "policy": moved.policy,
        "met": list(moved.met),
        "facts": sealed.facts,
        "key": key,
        "cause": cause,
    }
    body = canonical.encode(content)
    return Entry(content, body, merkle.leaf(body), tuple(sealed.openings))


def after(head: Head, leaf: bytes, ref: str) -> Head:
    """Return ``head`` after the entry about ``ref`` with the hash ``leaf``."""
    frontier = merkle.append(head.frontier, head.size, leaf)
    size = head.size + 1
    return replace(
        head,
        size=size,
        hash=leaf.hex(),
        frontier=frontier,
        root=merkle.root(frontier).hex(),
        roster_entry=size if prefix(ref) == "ALLIANCE" else head.roster_entry,
        counters=counted(head.counters, ref),
    )


def moment_of(content: Mapping[str, Any]) -> datetime:
    """Return the moment (UTC) that an entry's ``content`` states."""
    return facts.moment(content["at"])


def prefix(ref: str) -> str:
    """Return the kind of a reference: DEC of DEC-0042; ALLIANCE of itself."""
    return ref.partition("-")[0]


def counted(counters: Mapping[str, int], ref: str) -> Mapping[str, int]:
    """Return ``counters`` so that no number up to that of ``ref`` is given again."""
    kind, _, number = ref.partition("-")
    if not number.isdecimal() or counters.get(kind, 0) >= int(number):
        return counters
    return {**counters, kind: int(number)}


def frontier_text(frontier: merkle.Frontier) -> str:
    return "".join(subtree.hex() for subtree in frontier)


def frontier_of(text: str) -> merkle.Frontier:
    raw = bytes.fromhex(text)
    return tuple(raw[at : at + 32] for at in range(0, len(raw), 32))
