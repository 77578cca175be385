"""The worker's clock: APScheduler wakes it, in memory, at the next moment that is due; each time it does what is due. No rule lives here.

What is due are rows of ours, so nothing is lost while no worker runs; a worker that is late does what was due meanwhile.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.blocking import BlockingScheduler

from govflow.acts.clock import tick
from govflow.acts.delivering import BATCH, DONE, deliver, most_now
from govflow.acts.house import House
from govflow.acts.reminding import remind
from govflow.acts.searching import catch_up_all
from govflow.acts.watching import beat, next_due
from govflow.domain.refusals import Refused
from govflow.notices.sending import Post
from govflow.record.leading import Leadership

SECONDS = 5
TIDY_HOURS = 24
SOON = timedelta(milliseconds=200)  # where something is due and cannot be done now
TICK = "tick"


def work_once(house: House, post: Post, say: Callable[[str], None]) -> int:
    """Do what is due and send what waits, once; return how many things were done."""
    beat(house)
    done = 0
    for due, result in tick(house):
        what = f"{due.alliance} {due.ref} {due.event}"
        say(f"{what}: {'refused: ' + str(result) if isinstance(result, Refused) else 'done' if result else 'no longer due'}")
        done += result is not None and not isinstance(result, Refused)
    for reminder, came in remind(house):
        say(f"{reminder.alliance} {reminder.ref} {reminder.kind}: {came}")
        done += 1
    catch_up_all(house)
    for notice, came in deliver(house, post):
        say(f"{notice.alliance} notice {notice.n} {notice.kind}: {came}")
        done += came in DONE
    return done


def identity() -> str:
    """Return who this worker is: the machine and the process."""
    return f"{socket.gethostname()}/{os.getpid()}"


class Worker:
    """One worker: it leads or waits to, and wakes when something is due."""

    def __init__(self, house: House, post: Post, say: Callable[[str], None]) -> None:
        self._house, self._post, self._say = house, replace(post, owner=identity()), say
        self._leadership = Leadership(house.store)
        self._scheduler = BlockingScheduler(timezone="UTC")

    def run(self) -> None:
        """Work until stopped."""
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler.add_job(self.wake, "interval", seconds=SECONDS, id=TICK, next_run_time=datetime.now(UTC), **options)  # noqa: TID251 - APScheduler's clock is the system's
        self._scheduler.add_job(self._house.store.tidy, "interval", hours=TIDY_HOURS, **options)
        self._say(f"worker: wakes when something is due, at least every {SECONDS} seconds; stop it with Ctrl-C")
        self._house.store.tidy()
        self._scheduler.start()

    def wake(self) -> None:
        """Do what is due, if this worker leads; then sleep until the next thing is, or a few seconds."""
        if not self._leadership.is_mine():
            return
        try:
            done = work_once(self._house, self._post, self._say)
        except Exception as wrong:  # noqa: BLE001 - a fault of the moment must not end the worker
            self._say(f"worker: {type(wrong).__name__}: {wrong}")
            return
        self._sleep(timedelta(0) if done else SOON)

    def _sleep(self, least: timedelta) -> None:
        now = self._house.clock.now()
        due = next_due(self._house)
        catching_up = due is not None and due <= now and most_now(self._house, now) < BATCH
        if due is None or catching_up or due > now + timedelta(seconds=SECONDS):
            return
        at = datetime.now(UTC) + max(due - now, least)  # noqa: TID251 - APScheduler's clock is the system's
        self._scheduler.modify_job(TICK, next_run_time=at)


def work(house: House, post: Post, say: Callable[[str], None]) -> None:
    """Work until stopped."""
    Worker(house, post, say).run()
