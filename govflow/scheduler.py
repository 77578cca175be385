"""The worker's clock: APScheduler wakes it, in memory, at the next moment that is due; each time it does what is due. No rule lives here.

What is due are rows of ours, so nothing is lost while no worker runs; a worker that is late does what was due meanwhile.
"""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryFile
from threading import Thread
from time import monotonic, sleep
from typing import IO, NamedTuple

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.base import BaseTrigger
from structlog.typing import WrappedLogger

from govflow.acts import checking_up
from govflow.acts.clock import tick
from govflow.acts.delivering import BATCH, DONE, deliver, most_now
from govflow.acts.house import House
from govflow.acts.reminding import remind
from govflow.acts.searching import catch_up_all
from govflow.acts.watching import beat, next_due
from govflow.domain.refusals import Refused
from govflow.logs import Outage, fault, log_libraries
from govflow.notices.sending import Post
from govflow.record.errors import UnavailableError
from govflow.record.leading import Leadership
from govflow.record.preparing import Timer

SECONDS = 5
TIDY_HOURS = 24
LOOK_AT_CLOCK_EVERY = 1.0  # seconds
STEP = 2.0  # seconds by which a clock that is kept right never goes wrong between two looks
CHECK_FOR = 3600.0  # seconds that checking a record may take
SOON = timedelta(milliseconds=200)  # where something is due and cannot be done now
TICK = "tick"
WELL = DONE | {"done", "no longer due", "cancelled"}


class Did(NamedTuple):
    """One thing the worker did: an act of the clock, a reminder or a notice, and what came of it; ``says`` is for people alone."""

    event: str
    alliance: str
    subject: str
    what: str
    outcome: str
    says: str = ""

    def __str__(self) -> str:
        return f"{self.alliance} {self.subject} {self.what}: {self.outcome}{self.says and ': '}{self.says}"


Tell = Callable[[Did], object]


def work_once(house: House, post: Post, tell: Tell) -> int:
    """Do what is due and send what waits, once; return how many things were done."""
    alive = _Beats(house)
    done = 0
    for due, result in tick(house):
        tell(_of_the_clock(due, result))
        done += result is not None and not isinstance(result, Refused)
    for reminder, came in remind(house):
        tell(Did("reminder", reminder.alliance, reminder.ref, reminder.kind, *_outcome(came)))
        done += 1
    catch_up_all(house)
    for notice, came in deliver(house, post):
        tell(Did("notice", notice.alliance, f"notice {notice.n}", notice.kind, *_outcome(came)))
        done += came in DONE
        alive.still()
    return done


class _Beats:
    """Says that the worker is alive, also while one round of work takes long: sending to a slow server may."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._say()

    def still(self) -> None:
        if monotonic() - self._at >= SECONDS:
            self._say()

    def _say(self) -> None:
        beat(self._house)
        self._at = monotonic()


def _of_the_clock(due: Timer, result: object) -> Did:
    """Return what came of an act of the clock."""
    if isinstance(result, Refused):
        return Did("clock", due.alliance, due.ref, due.event, f"refused ({', '.join(result.codes)})", str(result))
    return Did("clock", due.alliance, due.ref, due.event, "done" if result else "no longer due")


def _outcome(came: str) -> tuple[str, str]:
    """Part what came of something from its details, which may name a person's address and are not logged."""
    outcome, _, says = came.partition(": ")
    return outcome, says


def identity() -> str:
    """Return who this worker is: the machine, the process, and what no other has (containers share both)."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


class Every(BaseTrigger):  # type: ignore[misc] # the library has no types
    """Fires so many seconds after it fired last. The library's own would work off every missed time of a clock that jumped by years."""

    def __init__(self, seconds: float) -> None:
        self._pause = timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._pause


class SteppedClock:
    """Notices that somebody set the machine's clock, by one that nobody can set."""

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float] = monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._seen = wall(), steady()

    def step(self) -> float:
        """Return by how many seconds it was set forward since the last look (less than 0: back); 0 where it just went on."""
        (wall_then, steady_then), (wall, steady) = self._seen, (self._wall(), self._steady())
        self._seen = wall, steady
        by = (wall - wall_then).total_seconds() - (steady - steady_then)
        return by if abs(by) >= STEP else 0.0


class Worker:
    """One worker: it leads or waits to, and wakes when something is due."""

    def __init__(self, house: House, post: Post, log: WrappedLogger) -> None:
        self._house, self._post, self._log = house, replace(post, owner=identity()), log
        house.store.heard = Outage(log)
        self._leadership = Leadership(house.store, self._post.owner)
        self._checking: Checking | None = None
        self._scheduler = BlockingScheduler(timezone="UTC")

    def run(self) -> None:
        """Work until stopped."""
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(self.wake, Every(SECONDS), id=TICK, next_run_time=_system_now(), **options)
        self._scheduler.add_job(self._house.store.tidy, Every(TIDY_HOURS * 3600), **options)
        self._log.info("the worker begins", wakes_every_seconds=SECONDS)
        self._house.store.tidy()
        Thread(target=self._watch_clock, daemon=True).start()
        try:
            self._scheduler.start()
        finally:
            if self._checking:
                self._checking.stop()

    def _watch_clock(self) -> None:
        """Wake the worker when the clock was set: it waits for a time of day, which may have come to lie hours ahead."""
        clock = SteppedClock(self._house.clock.now)
        while True:
            sleep(LOOK_AT_CLOCK_EVERY)  # by the steady clock
            by = clock.step()
            if by:
                event = "the clock was set forward, or the machine slept" if by > 0 else "the clock was set back"
                self._log.warning(event, seconds=round(abs(by)), now=self._house.clock.now().isoformat())
                self._scheduler.modify_job(TICK, next_run_time=_system_now())

    def wake(self) -> None:
        """Do what is due, if this worker leads; then sleep until the next thing is, or a few seconds."""
        try:
            if not self._leadership.is_mine(self._house.clock.now()):
                return
            self._check_up()
            done = work_once(self._house, self._post, self._tell)
        except UnavailableError:
            return  # told by the record itself, once
        except Exception as wrong:  # noqa: BLE001 - a fault of the moment must not end the worker
            self._log.error("unexpected", **fault(wrong))
            return
        self._sleep(timedelta(0) if done else SOON)

    def _tell(self, did: Did) -> None:
        log = self._log.info if did.outcome in WELL else self._log.warning
        log(did.event, alliance=did.alliance, subject=did.subject, what=did.what, outcome=did.outcome)

    def _check_up(self) -> None:
        """Begin to check the record that is due for it, or see what came of it; nobody waits for that."""
        now = self._house.clock.now()
        if self._checking is None:
            alliance = checking_up.alliance_to_check(self._house)
            self._checking = Checking(alliance, now) if alliance else None
            return
        found = self._checking.result(now)
        if found is None:
            return
        self._checking = None
        checking_up.keep(self._house, found)
        told = {"alliance": found.alliance, "outcome": found.outcome, "entries": found.entries, "problems": found.problems}
        if found.outcome == checking_up.WHOLE:
            self._log.info("the record was checked", **told)
        else:
            self._log.error("the record was checked", **told, says=found.says)

    def _sleep(self, least: timedelta) -> None:
        now = self._house.clock.now()
        due = next_due(self._house)
        catching_up = due is not None and due <= now and most_now(self._house, now) < BATCH
        if due is None or catching_up or due > now + timedelta(seconds=SECONDS):
            return
        at = _system_now() + max(due - now, least)
        self._scheduler.modify_job(TICK, next_run_time=at)


class Checking:
    """A check of an alliance's record that is under way, in a process of its own, which takes only what others leave."""

    def __init__(self, alliance: str, began_at: datetime) -> None:
        self.alliance, self._began_at, self._began = alliance, began_at, monotonic()
        self._output: IO[bytes] = TemporaryFile()  # noqa: SIM115 - read when the process has ended
        command = (sys.executable, "-m", "govflow", "verify", "--alliance", alliance, "--json", "--gently")
        nothing = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=nothing, stdout=self._output, stderr=nothing)  # noqa: S603 - our own command

    def result(self, now: datetime) -> checking_up.Checkup | None:
        """Return what it came to at ``now`` (UTC); None while it goes on."""
        took_too_long = monotonic() - self._began > CHECK_FOR
        if self._process.poll() is None and not took_too_long:
            return None
        code = None if took_too_long else self._process.returncode
        self.stop()
        self._output.seek(0)
        with self._output:
            output = self._output.read().decode("utf-8", "replace")
        return checking_up.outcome(self.alliance, self._began_at, now, code, output)

    def stop(self) -> None:
        """End it, where it still goes on."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _system_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - APScheduler's clock is the system's


def work(house: House, post: Post, log: WrappedLogger) -> None:
    """Work until stopped; what is under way when the process is told to end is still done."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    log_libraries(log)
    Worker(house, post, log).run()
