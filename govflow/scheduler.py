"""The worker's clock: APScheduler ticks, in memory, and each tick does what is due. No rule lives here.

What is due are rows of ours, so nothing is lost while no worker runs; a tick that is late does what the missed ones would have.
"""

from collections.abc import Callable

from apscheduler.schedulers.blocking import BlockingScheduler

from govflow.acts.clock import tick
from govflow.acts.delivering import DONE, deliver
from govflow.acts.house import House
from govflow.acts.searching import catch_up_all
from govflow.acts.watching import beat
from govflow.domain.refusals import Refused
from govflow.notices.sending import Sender

SECONDS = 5
TIDY_HOURS = 24


def work_once(house: House, sender: Sender, base_url: str, say: Callable[[str], None]) -> int:
    """Do what is due and send what waits, once; return how many things were done."""
    beat(house)
    done = 0
    for due, result in tick(house):
        what = f"{due.alliance} {due.ref} {due.event}"
        say(f"{what}: {'refused: ' + str(result) if isinstance(result, Refused) else 'done' if result else 'no longer due'}")
        done += result is not None and not isinstance(result, Refused)
    catch_up_all(house)
    for notice, came in deliver(house, sender, base_url):
        say(f"{notice.alliance} notice {notice.n} {notice.kind}: {came}")
        done += came in DONE
    return done


def work(house: House, sender: Sender, base_url: str, say: Callable[[str], None]) -> None:
    """Tick until stopped."""
    scheduler = BlockingScheduler(timezone="UTC")
    scheduler.add_job(
        work_once,
        "interval",
        seconds=SECONDS,
        args=[house, sender, base_url, say],
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.add_job(house.store.tidy, "interval", hours=TIDY_HOURS, coalesce=True, max_instances=1, misfire_grace_time=None)
    say(f"worker: looking every {SECONDS} seconds for what is due; stop it with Ctrl-C")
    house.store.tidy()
    work_once(house, sender, base_url, say)
    scheduler.start()
