"""What the processes do: acts on one database, each process with a connection, a store and a clock of its own."""

import os
import signal
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from random import Random
from time import sleep
from typing import NamedTuple

from sqlalchemy import event

from govflow.acts.clock import tick
from govflow.clock import SystemClock, VirtualClock
from govflow.domain.refusals import Refused
from govflow.record.errors import UnavailableError
from govflow.record.ledger import Receipt
from tests.concurrency.crews import Gate
from tests.seaport import MANAGER, Seaport, attached, members

REFUSED = 0
READY = "ready"
CLOSES_AFTER = 2  # steps between answering a matter and closing it


class Vote(NamedTuple):
    """One answer sent: on which decision, for whom, and its entry, or REFUSED and why."""

    ref: str
    member: str
    seq: int
    why: str = ""
    hash: str = ""


class Shifted:
    """The clock of the machine, moved by a fixed span: it runs, as in real use."""

    def __init__(self, shift: timedelta) -> None:
        self._shift, self._machine = shift, SystemClock()

    def now(self) -> datetime:
        return self._machine.now() + self._shift


def voted(seaport: Seaport, ref: str, member: str, word: str = "agree", key: str = "") -> Vote:
    """Send one position and say what came of it."""
    try:
        receipt = seaport.agree(ref, member, key) if word == "agree" else seaport.object(ref, member, key)
    except Refused as refused:
        return Vote(ref, member, REFUSED, refused.refusals[0].code)
    return Vote(ref, member, receipt.seq, hash=receipt.hash)


def agree_at_once(gate: Gate, url: str, now: datetime, member: str, refs: list[str]) -> list[Vote]:
    """Agree to each matter at the moment everybody else does."""
    seaport, votes = attached(url, VirtualClock(now)), []
    for step, ref in enumerate(refs, 1):
        gate.wait(step)
        votes.append(voted(seaport, ref, member))
    return votes


def vote_and_close(gate: Gate, url: str, now: datetime, place: int, refs: list[str]) -> list[Vote]:
    """Answer each matter, answer the one before again, and close the one before that, while seven others do the same.

    One of the eight objects. By the gate (slack 1) everybody has answered a matter when somebody closes it, and not everybody has
    answered again.
    """
    seaport, votes, member = attached(url, VirtualClock(now)), [], members()[place]
    for step in range(len(refs) + 2):
        gate.wait(step + 1)
        if step < len(refs):
            votes.append(voted(seaport, refs[step], member, _word(step, place)))
        if 1 <= step <= len(refs):
            votes.append(voted(seaport, refs[step - 1], member, _word(step - 1, place)))
        if step >= CLOSES_AFTER:
            closed(seaport, refs[step - CLOSES_AFTER])
    return votes


def _word(n: int, place: int) -> str:
    return "object" if n % 8 == place else "agree"


def closed(seaport: Seaport, ref: str) -> None:
    """Try to close ``ref``; it is refused where somebody has not answered, or somebody else was faster."""
    try:
        seaport.do("close", MANAGER, ref)
    except Refused as refused:
        codes = {refusal.code for refusal in refused.refusals}
        if not codes <= {"closing-time-not-reached", "not-now", "voting-closed"}:
            raise


def at_the_deadline(gate: Gate, url: str, place: int, deadlines: dict[str, datetime]) -> list[Vote] | int:
    """Let a clock run over the closing times of all matters: the first eight processes answer there, the others tick."""
    seaport = attached(url, VirtualClock(next(iter(deadlines.values()))))
    clock = Shifted(next(iter(deadlines.values())) - timedelta(seconds=0.3) - gate.start())
    seaport = Seaport(replace(seaport.house, clock=clock))
    if place < len(members()):
        return _vote_at(seaport, clock, place, deadlines)
    return _tick_until_closed(seaport, max(deadlines.values()))


def _vote_at(seaport: Seaport, clock: Shifted, place: int, deadlines: dict[str, datetime]) -> list[Vote]:
    random, votes = Random(place), []
    for ref, deadline in deadlines.items():
        before = random.uniform(-0.01, 0.12)
        sleep(max(0.0, (deadline - clock.now()).total_seconds() - before))
        votes.append(voted(seaport, ref, members()[place], "object" if place == 0 else "agree"))
    return votes


def _tick_until_closed(seaport: Seaport, last: datetime) -> int:
    """Do what the worker's tick does, without rest, until no closing time is left; return how many rounds it closed."""
    done = 0
    while (due := seaport.house.store.next_due()) is not None and due <= last:
        done += sum(isinstance(result, Receipt) for _, result in tick(seaport.house))
        sleep(0.001)
    return done


def same_key(gate: Gate, url: str, now: datetime, keys: list[tuple[str, str, str]]) -> list[Receipt]:
    """Send the same positions under the same keys as everybody else; return every receipt."""
    seaport, receipts = attached(url, VirtualClock(now)), []
    for step, (ref, member, key) in enumerate(keys, 1):
        gate.wait(step)
        receipts.append(seaport.agree(ref, member, key))
    return receipts


def keep_voting(pipe: Connection, url: str, now: datetime, life: int, refs: list[str], hasty: bool) -> None:
    """Send positions for ever, each under its own key, and tell over the pipe what was acknowledged; to be killed.

    One of the eight is never heard, so that nothing is ever adopted. ``hasty`` is wrong on purpose: it tells before the commit.
    """
    seaport, key = attached(url, VirtualClock(now)), ""
    if hasty:
        event.listen(seaport.house.store.engine, "commit", lambda _: pipe.send((key, "")))
    pipe.send(READY)
    for n in range(1_000_000):
        key = f"life-{life}-{n}"
        ref, member = refs[(life + n) % len(refs)], members()[(life + n // len(refs)) % 7]
        try:
            receipt = seaport.agree(ref, member, key)
        except UnavailableError:
            sleep(0.05)  # the server went away; the next act finds it again
            continue
        except Exception as error:  # noqa: BLE001 - told, not hidden
            pipe.send(f"{type(error).__name__} where a door expects UnavailableError: {error}")
            return
        if not hasty:
            pipe.send((key, receipt.hash))


def die_after_commit(pipe: Connection, url: str, now: datetime, ref: str, member: str, key: str) -> None:
    """Send a position and be killed after it is committed, before anybody is told."""
    seaport = attached(url, VirtualClock(now))
    seaport.agree(ref, member, key)
    os.kill(os.getpid(), signal.SIGKILL)
