"""The worker's clock: APScheduler wakes it, in memory, at the next moment that is due; each time it does what is due. No rule lives here.

What is due are rows of ours, so nothing is lost while no worker runs; a worker that is late does what was due meanwhile.
"""

import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from apscheduler.schedulers.blocking import BlockingScheduler
from structlog.typing import WrappedLogger

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
    beat(house)
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
    return done


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
    """Return who this worker is: the machine and the process."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Worker:
    """One worker: it leads or waits to, and wakes when something is due."""

    def __init__(self, house: House, post: Post, log: WrappedLogger) -> None:
        self._house, self._post, self._log = house, replace(post, owner=identity()), log
        house.store.heard = Outage(log)
        self._leadership = Leadership(house.store)
        self._scheduler = BlockingScheduler(timezone="UTC")

    def run(self) -> None:
        """Work until stopped."""
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(self.wake, "interval", seconds=SECONDS, id=TICK, next_run_time=datetime.now(UTC), **options)  # noqa: TID251 - APScheduler's clock is the system's
        self._scheduler.add_job(self._house.store.tidy, "interval", hours=TIDY_HOURS, **options)
        self._log.info("the worker begins", wakes_every_seconds=SECONDS)
        self._house.store.tidy()
        self._scheduler.start()

    def wake(self) -> None:
        """Do what is due, if this worker leads; then sleep until the next thing is, or a few seconds."""
        if not self._leadership.is_mine():
            return
        try:
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

    def _sleep(self, least: timedelta) -> None:
        now = self._house.clock.now()
        due = next_due(self._house)
        catching_up = due is not None and due <= now and most_now(self._house, now) < BATCH
        if due is None or catching_up or due > now + timedelta(seconds=SECONDS):
            return
        at = datetime.now(UTC) + max(due - now, least)  # noqa: TID251 - APScheduler's clock is the system's
        self._scheduler.modify_job(TICK, next_run_time=at)


def work(house: House, post: Post, log: WrappedLogger) -> None:
    """Work until stopped; what is under way when the process is told to end is still done."""
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    log_libraries(log)
    Worker(house, post, log).run()
