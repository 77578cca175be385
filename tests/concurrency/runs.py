"""Whole runs, of any size: a short one for each build, a long one for the soak, and the same one for the benchmark."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from time import sleep
from typing import Any

from govflow.clock import VirtualClock
from tests.concurrency import jobs
from tests.concurrency.crews import Worker, together
from tests.concurrency.keeping import Kept, faults, kept, standing
from tests.seaport import NOTICE, START, founded, members, opened

AGREE = "agree"
LANES = 3  # workers alive at once while one of them is killed


def unanimous(url: str, matters: int, slack: int = 0) -> Kept:
    """Let eight processes agree at the same moment to each of ``matters``; return what is kept then."""
    refs, now = opened(url, matters)
    together(jobs.agree_at_once, [(url, now, member, refs) for member in members()], slack)
    return kept(url)


@dataclass
class Races:
    """What came of positions that met a closing: how many were counted, how many refused and why, and everything that is wrong."""

    counted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return self.counted + self.refused.total()


def closing_races(url: str, matters: int) -> Races:
    """Let eight processes answer, answer again and close each of ``matters``."""
    refs, now = opened(url, matters)
    crew = [(url, now, place, refs) for place in range(8)]
    votes = together(jobs.vote_and_close, crew, slack=1)
    return _judged(kept(url), refs, [vote for sent in votes for vote in sent])


def deadline_races(url: str, matters: int, spacing: timedelta) -> tuple[Races, int]:
    """Let eight processes answer at the closing times of ``matters`` while two workers tick; return how many rounds those closed too."""
    clock = VirtualClock(START)
    seaport, first = founded(url, clock), START + timedelta(days=60)
    deadlines = {seaport.propose(): first + n * spacing for n in range(matters)}
    for ref in deadlines:
        seaport.circulate(ref)
    clock.advance(NOTICE)
    for ref, closes in deadlines.items():
        seaport.open(ref, closes=closes.isoformat())
    seaport.close()
    answers = together(jobs.at_the_deadline, [(url, place, deadlines) for place in range(10)])
    races = _judged(kept(url), list(deadlines), [vote for sent in answers[:8] for vote in sent])
    return races, sum(answers[8:])


def _judged(found: Kept, refs: list[str], votes: list[jobs.Vote]) -> Races:
    races = Races(sum(vote.seq != jobs.REFUSED for vote in votes), Counter(vote.why for vote in votes if vote.why), faults(found))
    acknowledged = {(vote.ref, vote.seq) for vote in votes if vote.seq != jobs.REFUSED}
    for ref in refs:
        races.wrong += _tally_faults(found, ref, {seq for of, seq in acknowledged if of == ref})
    return races


def _tally_faults(found: Kept, ref: str, acknowledged: set[int]) -> Iterator[str]:
    closings = [(entry, fact) for entry in found.of(ref) for fact in entry.facts("RoundClosed")]
    if len(closings) != 1:
        yield f"{ref} was closed {len(closings)} times"
        return
    (closing, fact) = closings[0]
    yield from (f"{ref}: entry {seq} was acknowledged after the closing" for seq in acknowledged if seq > closing.seq)
    recorded = {entry.seq for entry in found.of(ref) if entry.positions}
    yield from (f"{ref}: entry {seq} was acknowledged and is lost" for seq in acknowledged - recorded)
    said = standing(found, ref, closing.seq)
    missing = {member for member in members() if said.get(member, (0, ""))[1] != AGREE}
    if set(fact["missing"]) != missing:
        yield f"{ref} was closed on {fact['missing']}, its positions say {sorted(missing)}"


@dataclass
class Toll:
    """What killing came to: how many kills, what was acknowledged, which of that is lost, and everything that is wrong."""

    kills: int = 0
    acknowledged: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def note(self, said: list[Any]) -> None:
        """Take down what a worker said."""
        self.acknowledged |= dict(message for message in said if not isinstance(message, str))
        self.wrong += [message for message in said if isinstance(message, str) and message != jobs.READY]


def kills(url: str, how_many: int, seed: int, *, hasty: bool = False, disturb: Any = None) -> Toll:
    """Kill workers at random moments while others work on; ``disturb(n)`` may do more harm before the n-th kill."""
    random, toll = Random(seed), Toll()
    refs, now = opened(url, 30)

    def start(life: int) -> Worker:
        return Worker(jobs.keep_voting, url, now, life, refs, hasty)

    alive = [start(life) for life in range(LANES)]
    try:
        for n in range(how_many):
            if disturb is not None:
                disturb(n)
            _kill(alive.pop(0), random, toll)
            alive.append(start(LANES + n))
    finally:
        for worker in alive:
            worker.kill()
            _note(worker, toll)
    _count_losses(kept(url), toll)
    return toll


def _kill(worker: Worker, random: Random, toll: Toll) -> None:
    """Kill ``worker`` at a moment somewhere between two of its acknowledgements."""
    toll.note(worker.hear(random.randint(1, 3)))
    sleep(random.choice((0.0, random.uniform(0.0, 0.003), random.uniform(0.0, 0.03))))
    worker.kill()
    _note(worker, toll)
    toll.kills += 1


def _note(worker: Worker, toll: Toll) -> None:
    toll.note(worker.said())
    worker.stop()


def _count_losses(found: Kept, toll: Toll) -> None:
    by_key = found.by_key()
    for key, digest in toll.acknowledged.items():
        entry = by_key.get(key)
        if entry is None or not entry.positions or digest not in {"", entry.row["hash"]}:
            toll.lost.append(key)
    toll.wrong += faults(found)
