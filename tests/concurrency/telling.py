"""Workers that send, as real processes: killed, frozen, and too many of them. What was really sent is a line in a file, written at once."""

import os
import signal
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import sleep

from sqlalchemy import delete, select

from govflow.acts.delivering import LEASE, deliver
from govflow.acts.reminding import remind
from govflow.clock import VirtualClock
from govflow.notices.composing import Message
from govflow.notices.sending import Post
from govflow.record.errors import UnavailableError
from govflow.record.rows import TABLES
from tests.concurrency.crews import Gate, Worker
from tests.concurrency.jobs import READY, Shifted
from tests.seaport import ALLIANCE, MANAGER, Seaport, attached, opened

PAST_A_LEASE = LEASE + timedelta(seconds=60)
DAWDLES = 0.002  # seconds between sending and marking, so that kills fall there too


class Line:
    """A sender that writes what it sends into a file, a line each; it can be asked where ``can_be_asked``."""

    def __init__(self, path: str, *, can_be_asked: bool, frozen_at: int = 0) -> None:
        self._path, self._can_be_asked, self._left = path, can_be_asked, frozen_at

    def send(self, message: Message) -> None:
        with Path(self._path).open("ab", buffering=0) as file:
            file.write(f"{message.reference}\n".encode())
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
        sleep(DAWDLES)

    def was_sent(self, reference: str) -> bool | None:
        return reference in lines(self._path) if self._can_be_asked else None

    def rest(self) -> None:
        pass


def lines(path: str) -> list[str]:
    found = Path(path)
    return found.read_text().split() if found.exists() else []


def messages(url: str, how_many: int) -> tuple[datetime, list[str]]:
    """Put so many messages into the outbox of a fresh alliance, all due; return the time then."""
    refs, now = opened(url, 1)
    seaport = attached(url, VirtualClock(now))
    common = {"alliance": ALLIANCE, "entry": 1, "kind": "opened", "person": MANAGER, "subject": refs[0], "created_at": now}
    common |= {"attempts": 0, "note": "", "state": "due", "due_at": now, "bundle": ""}
    with seaport.house.store.writing() as connection:
        connection.execute(delete(TABLES["outbox"]))
    with seaport.house.store.unit(ALLIANCE) as unit:
        unit.add_messages([{**common, "due_key": f"{n}"} for n in range(how_many)])
    seaport.close()
    return now, refs


def keep_sending(
    pipe: Connection, url: str, now: datetime, owner: str, path: str, can_be_asked: bool, frozen_at: int = 0
) -> None:
    """Send what is due until nothing is, and say how many; a worker as the scheduler runs it."""
    seaport = _running(url, now)
    post = Post("", Line(path, can_be_asked=can_be_asked, frozen_at=frozen_at), "", owner)
    pipe.send(READY)
    done = 0
    while True:
        try:
            found = [*remind(seaport.house), *deliver(seaport.house, post)]
        except UnavailableError:
            sleep(0.02)
            continue
        done += len(found)
        if not found:
            break
    pipe.send(done)


def send_together(gate: Gate, url: str, now: datetime, owner: str, path: str) -> int:
    """Be one of several workers that were started by mistake; return how many messages this one dealt with."""
    seaport = _running(url, now)
    gate.start()
    done, quiet = 0, 0
    while quiet < 3:
        found = len(list(remind(seaport.house))) + len(
            list(deliver(seaport.house, Post("", Line(path, can_be_asked=False), "", owner)))
        )
        done, quiet = done + found, 0 if found else quiet + 1
    return done


def _running(url: str, now: datetime) -> Seaport:
    seaport = attached(url, VirtualClock(now))
    return Seaport(replace(seaport.house, clock=Shifted(now - Shifted(timedelta(0)).now())))


@dataclass
class Toll:
    """What killing came to: how many kills, what was sent how often, and the states of the messages."""

    kills: int = 0
    sent: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def twice(self) -> int:
        return self.sent.total() - len(self.sent)


def kill_senders(url: str, how_many: int, path: str, *, can_be_asked: bool, seed: int) -> Toll:
    """Kill -9 one worker after another while it sends; each that follows lives after the lease of the one before."""
    random, toll = Random(seed), Toll()
    now, _ = messages(url, how_many * 12)
    for life in range(how_many):
        now += PAST_A_LEASE
        worker = Worker(keep_sending, url, now, f"life-{life}", path, can_be_asked)
        worker.hear(1)
        sleep(random.uniform(0.002, 0.09))
        worker.kill()
        worker.stop()
        toll.kills += 1
    _finish(url, now, path, can_be_asked=can_be_asked)
    toll.sent, toll.states = Counter(lines(path)), states(url)
    return toll


def _finish(url: str, now: datetime, path: str, *, can_be_asked: bool) -> None:
    for n in range(1, 4):
        worker = Worker(keep_sending, url, now + n * PAST_A_LEASE, f"last-{n}", path, can_be_asked)
        worker.said(within=120)
        worker.stop()


def states(url: str) -> Counter[str]:
    """Return how many of the test's messages are in each state."""
    seaport = attached(url, VirtualClock(datetime.fromisoformat("2026-03-02T09:00:00+00:00")))
    row = TABLES["outbox"].c
    with seaport.house.store.view(ALLIANCE) as view:
        found = view.rows(select(row.state).where(view.mine("outbox"), row.due_key != ""))
    seaport.close()
    return Counter(state for (state,) in found)
