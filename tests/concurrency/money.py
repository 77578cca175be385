"""Races for the last pound: two decisions that each need all that is left of a line, and two processes that complete them at once."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import text

from govflow.clock import VirtualClock
from govflow.definitions.canonical import digest
from govflow.definitions.mandates import mandate_content
from govflow.domain.mandates import EnvelopeLine, Mandate
from govflow.record.sessions import open_database
from tests.concurrency.crews import Gate, together
from tests.concurrency.keeping import faults, kept
from tests.seaport import NOTICE, START, attached, founded, library, members

YEAR, POUND = "2026-27", 100


@dataclass
class Pounds:
    """What came of the races: how many were won by one, by both or by none, and everything that is wrong."""

    won: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def last_pounds(url: str, races: int) -> Pounds:
    """Let two processes complete two decisions for one pound, at the same moment, as often as ``races`` says."""
    pairs, now = _nearly_agreed(url, races)
    together(complete, [(url, now, [pair[place] for pair in pairs]) for place in range(2)])
    found = kept(url)
    states = {row["ref"]: row["state"] for row in found.decisions}
    pounds = Pounds(wrong=faults(found))
    posted = Counter(fact["line"] for entry in found.entries for fact in entry.facts("MoneyPosted"))
    counted = _balances(url)
    for n, pair in enumerate(pairs):
        pounds.won[sum(states[ref] == "in_force" for ref in pair)] += 1
        if sorted(states[ref] for ref in pair) != ["in_force", "open"]:
            pounds.wrong.append(f"{pair}: {[states[ref] for ref in pair]}")
        if (posted[_line(n)], counted.get(_line(n))) != (1, POUND):
            pounds.wrong.append(f"{_line(n)}: {posted[_line(n)]} postings, {counted.get(_line(n))} pence taken")
    return pounds


def complete(gate: Gate, url: str, now: datetime, refs: list[str]) -> int:
    """Give the last agreement to each of ``refs`` at the moment the other process gives it to the other decision."""
    seaport = attached(url, VirtualClock(now))
    for step, ref in enumerate(refs, 1):
        gate.wait(step)
        seaport.agree(ref, members()[-1])
    return len(refs)


def _nearly_agreed(url: str, races: int) -> tuple[list[tuple[str, str]], datetime]:
    """Found an alliance with a line of one pound for each race, and two decisions for each that lack one agreement."""
    clock = VirtualClock(START)
    seaport = founded(url, clock, _mandate(races))
    wanted = {"kind": "budget-allocation", "amount": "1.00", "year": YEAR}
    pairs = [tuple(seaport.propose(line=_line(n), **wanted) for _ in range(2)) for n in range(races)]
    refs = [ref for pair in pairs for ref in pair]
    for ref in refs:
        seaport.circulate(ref)
    clock.advance(NOTICE)
    for ref in refs:
        seaport.open(ref)
        for member in members()[:-1]:
            seaport.agree(ref, member)
    seaport.close()
    return [(one, two) for one, two in pairs], clock.now()


def _mandate(races: int) -> Mandate:
    example = library().alliances["plymouth"].mandate
    lines = tuple(EnvelopeLine(_line(n), YEAR, POUND, "devolved") for n in range(races))
    changed = replace(example, envelope=lines)
    return replace(changed, digest=digest(mandate_content(changed)))


def _line(n: int) -> str:
    return f"pound-{n:04d}"


def _balances(url: str) -> dict[str, int]:
    engine = open_database(url)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT line, committed - released + moved_out - moved_back - moved_in FROM balances")
        ).all()
    engine.dispose()
    return {line: int(pence) for line, pence in rows}
