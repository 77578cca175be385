"""The proof that nothing was written past the record: the chain holds, and every governed table is what its facts come to.

Reports what does not fit by table and row, and never repeats a personal text.
"""

import hashlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from sqlalchemy import Connection, select

from govflow.record import triggers
from govflow.record.chain import Problem, check_head, walk
from govflow.record.preparing import Prepared
from govflow.record.replay import Replay
from govflow.record.rows import TABLES
from govflow.record.statements import Runner
from govflow.record.store import Store
from govflow.record.units import seal_of

__all__ = ["Problem", "Verdict", "examine", "verify", "verify_chain"]

EDITIONS = "editions"


class Verdict(NamedTuple):
    """Whether everything holds, over how many entries, and what does not."""

    ok: bool
    entries: int
    problems: tuple[Problem, ...]


def verify(store: Store, alliance: str) -> Verdict:
    """Check all of the record of ``alliance``: the chain, what opens it, the editions, the tables and the triggers."""
    with store.reader.connect() as connection, connection.begin():
        return examine(connection, store.prepared, alliance)


def verify_chain(store: Store, alliance: str) -> Verdict:
    """Check only the chain of ``alliance`` and its head, which is quick."""
    with store.reader.connect() as connection, connection.begin():
        runner = Runner(connection)
        walked = walk(runner, alliance, store.prepared.dialect)
        problems = (*walked.problems, *check_head(runner, alliance, store.prepared, walked))
    return Verdict(not problems, walked.entries, problems)


def examine(connection: Connection, prepared: Prepared, alliance: str) -> Verdict:
    """Check all of the record of ``alliance`` inside the transaction of ``connection``."""
    runner = Runner(connection)
    walked = walk(runner, alliance, prepared.dialect)
    problems = [*walked.problems, *check_head(runner, alliance, prepared, walked)]
    problems += _editions(connection, alliance, walked.editions - {""})
    problems += Replay(runner, prepared, alliance).problems(walked.subjects)
    problems += [Problem("triggers", name, "is missing, or changed") for name in triggers.missing(connection)]
    return Verdict(not problems, walked.entries, tuple(problems))


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
