"""The proof that nothing was written past the record: the chain holds, and every governed table is what its facts come to.

Reports what does not fit by table and row, and never repeats a personal text.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sqlalchemy import Connection, select

from govflow.record import soundness, triggers
from govflow.record.chain import ENTRIES, HEADS, Problem, Walk, check_head, walk
from govflow.record.errors import RecordError
from govflow.record.preparing import Prepared
from govflow.record.replay import Replay
from govflow.record.rows import TABLES
from govflow.record.statements import Runner
from govflow.record.store import Store
from govflow.record.table_copy import Standing, standings
from govflow.record.units import seal_of
from govflow.trust import merkle

__all__ = ["Problem", "Verdict", "examine", "verify", "verify_chain"]

EDITIONS = "editions"
BATCH = 1_000  # bodies that are held at once


class NotWholeError(RecordError):
    """A copy of a record is not what it should be, and was not kept."""


Tell = Callable[[str], None]


class Verdict(NamedTuple):
    """Whether everything holds, over how many entries, what does not, and the hash of the last entry (hexadecimal).

    ``remarks`` are what a reader must know and is no fault of the record, such as entries whose times go back.
    """

    ok: bool
    entries: int
    problems: tuple[Problem, ...]
    last: str = ""
    remarks: tuple[Problem, ...] = ()


def untold(_: str) -> None:
    """Tell nobody how far the work is."""


def verify(store: Store, alliance: str, tell: Tell = untold) -> Verdict:
    """Check all of the record of ``alliance``: the database itself, the chain, what opens it, the editions, tables and triggers."""
    with store.reading() as connection, connection.begin():
        return look_through(connection, store.prepared, alliance, tell)


def look_through(connection: Connection, prepared: Prepared, alliance: str, tell: Tell = untold) -> Verdict:
    """Check the database itself and all of the record of ``alliance``, whatever state they are in; ``tell`` hears how far it is."""
    broken = tuple(soundness.broken(connection, tell))
    if broken:  # what cannot be read cannot be checked further
        return Verdict(ok=False, entries=0, problems=broken)
    verdict = examine(connection, prepared, alliance, tell)
    problems = (*verdict.problems, *as_far_as_it_goes("accounts", lambda: soundness.loose(connection, alliance)))
    return verdict._replace(ok=not problems, problems=problems)


def as_far_as_it_goes(where: str, part: Callable[[], Iterable[Problem]]) -> Iterator[Problem]:
    """Give what a part of the check finds; where it cannot go on, that is a finding too, and takes nothing of what was found away."""
    try:
        yield from part()
    except Exception as error:  # noqa: BLE001 - whatever somebody wrote into the database may break any part of it
        yield Problem(where, "", f"cannot be checked to the end: {type(error).__name__}")


def verify_chain(store: Store, alliance: str) -> Verdict:
    """Check only the chain of ``alliance`` and its head, which is quick."""
    with store.reader.connect() as connection, connection.begin():
        runner, walked = Runner(connection), Walk()
        problems = (
            *walk(runner, alliance, store.prepared.dialect, walked),
            *check_head(runner, alliance, store.prepared, walked),
        )
    return Verdict(not problems, walked.entries, problems, walked.last)


def require_whole(connection: Connection, prepared: Prepared, expected: Mapping[str, Standing], tell: Tell) -> None:
    """Raise NotWholeError unless the database holds the alliances ``expected``, each standing where that says, and all is whole."""
    found = standings(connection)
    if found != expected:
        raise NotWholeError("The record does not end where it should, so nothing was kept. Use another backup, or try again.")
    for alliance in found:
        verdict = look_through(connection, prepared, alliance, tell)
        if not verdict.ok:
            first = verdict.problems[0]
            raise NotWholeError(
                f"The record of {alliance} is not whole, so nothing was kept ({first.where}, {first.row}: {first.says}). "
                "Run govflow verify where it came from, or use another backup."
            )


def number_of(connection: Connection, alliance: str, hash_: str) -> int | None:
    """Return the number of the entry with a hash (hexadecimal), or None where the ledger of ``alliance`` has none."""
    row = TABLES["ledger_entries"].c
    found: int | None = connection.execute(
        select(row.seq).where(row.alliance == alliance, row.hash == hash_)
    ).scalar_one_or_none()
    return found


def entry_is_there(connection: Connection, alliance: str, seq: int) -> bool:
    """Say whether the ledger of ``alliance`` has an entry of that number."""
    row = TABLES[ENTRIES].c
    return connection.execute(select(row.seq).where(row.alliance == alliance, row.seq == seq)).first() is not None


def root_at(connection: Connection, alliance: str, size: int) -> str:
    """Return the root (hexadecimal) over the first ``size`` entries of ``alliance``; "" where there are not so many."""
    row, found = TABLES[ENTRIES].c, 0
    frontier: merkle.Frontier = ()
    asked = select(row.body).where(row.alliance == alliance, row.seq <= size).order_by(row.seq)
    for body in connection.execute(asked.execution_options(yield_per=BATCH)).scalars():
        frontier, found = merkle.append(frontier, found, merkle.leaf(bytes(body))), found + 1
    return merkle.root(frontier).hex() if found == size else ""


def examine(connection: Connection, prepared: Prepared, alliance: str, tell: Tell = untold) -> Verdict:
    """Check all of the record of ``alliance`` inside the transaction of ``connection``."""
    runner, walked = Runner(connection), Walk()
    parts: tuple[tuple[str, Callable[[], Iterable[Problem]]], ...] = (
        (ENTRIES, lambda: walk(runner, alliance, prepared.dialect, walked, tell)),
        (HEADS, lambda: check_head(runner, alliance, prepared, walked)),
        (EDITIONS, lambda: _editions(connection, alliance, walked.editions - {""})),
        ("tables", lambda: Replay(runner, prepared, alliance).problems(walked.subjects, tell)),
        ("triggers", lambda: (Problem("triggers", name, "is missing, or changed") for name in triggers.missing(connection))),
    )
    problems = tuple(problem for where, part in parts for problem in as_far_as_it_goes(where, part))
    return Verdict(not problems, walked.entries, problems, walked.last, tuple(walked.remarks))


def _editions(connection: Connection, alliance: str, named: AbstractSet[str]) -> Iterator[Problem]:
    row, kept = TABLES[EDITIONS].c, set()
    asked = select(row.digest, row.kind, row.name, row.edition, row.seal, row.content).where(row.alliance == alliance)
    for digest, kind, name, edition, seal, content in connection.execute(asked):
        kept.add(digest)
        if hashlib.sha256(content).hexdigest() != digest:
            yield Problem(EDITIONS, digest, "digest is not that of its content")
        if seal_of(alliance, digest, kind, name, edition) != seal:
            yield Problem(EDITIONS, digest, "seal does not bind its kind, name and edition to it")
    for digest in sorted(named - kept):
        yield Problem(EDITIONS, digest, "is missing, though entries were made under it")
