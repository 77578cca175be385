"""A worker whose machine's clock is set, and one that is frozen beside another: the work goes on within seconds, and once."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from govflow.acts.performing import Act, perform
from govflow.clock import SystemClock
from govflow.record.rows import TABLES
from govflow.record.sessions import open_database
from tests.databases import BOTH
from tests.operations.workers import heart_of, log_of, seconds_until, working
from tests.seaport import ADMINISTRATOR, ALLIANCE, founded, leads
from tests.sending.conftest import Box, listening

pytestmark = pytest.mark.slow
HOUR = timedelta(hours=1)
SOON = 15.0  # seconds; it wakes every five
LOSES_LEAD = 40.0  # seconds; after twenty of silence


@pytest.mark.parametrize(("way", "name"), [(-1, "set back"), (1, "set forward")])
def test_a_clock_that_is_set_stops_no_worker_and_is_told(
    fresh_url: Callable[[str], str], tmp_path: Path, way: int, name: str
) -> None:
    url, home = fresh_url("sqlite"), tmp_path / "home"
    with heart_of(url) as heart, working(home, url, clock=True) as worker:
        seconds_until(heart.beat)
        before = heart.beat()
        os.kill(worker.pid, signal.SIGUSR1 if way < 0 else signal.SIGUSR2)
        took = seconds_until(lambda: abs(heart.beat() - before - way * HOUR) < HOUR / 2)
        print(f"seconds until it went on: {took:.1f}")
        assert took < SOON
        then = heart.beat()
        assert seconds_until(lambda: heart.beat() > then) < SOON, "and it goes on and on"
        assert worker.poll() is None
    (line,) = [line for line in log_of(home).read_text().splitlines() if "the clock was" in line]
    assert f"the clock was {name}" in line
    assert '"seconds":3600' in line.replace('"seconds":3599', '"seconds":3600').replace('"seconds":3601', '"seconds":3600')


@pytest.mark.parametrize("kind", BOTH)
def test_a_frozen_leader_loses_its_lead_and_nothing_is_sent_twice(
    kind: str, fresh_url: Callable[[str], str], tmp_path: Path
) -> None:
    url, home, box = fresh_url(kind), tmp_path / "home", Box()
    seaport = founded(url, SystemClock())
    for n, person in enumerate(leads().values()):
        data = {"person": person, "name": f"Person {n}", "contact": f"p{n}@example.org", "reason": "New."}
        perform(seaport.house, ALLIANCE, Act("person.correct", ADMINISTRATOR, data=data))
    ref = seaport.propose()
    with listening(box) as port, heart_of(url) as heart:
        mail = {"SMTP": f"smtp://127.0.0.1:{port}", "MAIL_FROM": "gov@example.org"}
        with working(home, url, **mail) as one, working(home, url, **mail) as other:
            seconds_until(heart.leader)
            seconds_until(lambda: not waiting(url))
            frozen = one if heart.leader() == one.pid else other
            awake = other if frozen is one else one
            assert heart.leader() == frozen.pid
            os.kill(frozen.pid, signal.SIGSTOP)
            seaport.circulate(ref)
            took = seconds_until(lambda: heart.leader() == awake.pid)
            print(f"seconds until the other led: {took:.1f}")
            assert took < LOSES_LEAD
            seconds_until(lambda: not waiting(url))
            os.kill(frozen.pid, signal.SIGCONT)
            then = heart.beat()
            seconds_until(lambda: heart.beat() > then + timedelta(seconds=7))
            assert heart.leader() == awake.pid, "the one that thawed works no more"
    seaport.close()
    ids = [m["Message-ID"] for m in box.mails()]
    assert len(ids) >= len(leads())
    assert len(set(ids)) == len(ids)


def test_where_the_leader_dies_another_leads_within_seconds(fresh_url: Callable[[str], str], tmp_path: Path) -> None:
    url, home = fresh_url("sqlite"), tmp_path / "home"
    with heart_of(url) as heart, working(home, url) as one:
        seconds_until(heart.leader)
        with working(home, url) as other:
            one.kill()
            took = seconds_until(lambda: heart.leader() == other.pid)
            print(f"seconds until the other led: {took:.1f}")
            assert took < SOON


def waiting(url: str) -> int:
    engine = open_database(url)
    table = TABLES["outbox"]
    with engine.connect() as connection:
        found = connection.execute(table.select().where(table.c.state.in_(("due", "sending")), table.c.attempts == 0)).all()
    engine.dispose()
    return len(found)
