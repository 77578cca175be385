"""kill -9 of workers that send, a worker that freezes past its lease, and seven processes that all believe they are the worker."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.concurrency.crews import Worker, together
from tests.concurrency.telling import PAST_A_LEASE, Toll, keep_sending, kill_senders, lines, messages, send_together, states

FreshUrl = Callable[[str], str]
KILLS = 50


def assert_nothing_lost(toll: Toll, how_many: int) -> None:
    assert toll.kills == how_many
    assert set(toll.states) == {"sent"}, "every message came to its end"
    assert len(toll.sent) == toll.states["sent"], "what is marked was sent"


@pytest.mark.parametrize("can_be_asked", [False, True], ids=["bare mail", "a sender that can be asked"])
def test_killing_workers_loses_no_message(url: str, tmp_path: Path, can_be_asked: bool) -> None:
    toll = kill_senders(url, KILLS // 2, str(tmp_path / "sent"), can_be_asked=can_be_asked, seed=5)
    assert_nothing_lost(toll, KILLS // 2)
    assert toll.twice <= (0 if can_be_asked else toll.kills)


def test_a_worker_that_thaws_after_its_lease_changes_nothing(url: str, tmp_path: Path) -> None:
    path = str(tmp_path / "sent")
    now, _ = messages(url, 30)
    frozen = Worker(keep_sending, url, now, "frozen", path, False, 5)
    frozen.hear(1)
    wait_for(lambda: len(lines(path)) == 5)
    awake = Worker(keep_sending, url, now + PAST_A_LEASE, "awake", path, False)
    awake.said(within=60)
    assert states(url) == Counter(sent=30)
    os.kill(frozen._process.pid, signal.SIGCONT)
    frozen.said(within=60)
    frozen.stop()
    awake.stop()
    assert states(url) == Counter(sent=30)
    sent = Counter(lines(path))
    assert len(sent) == 30
    assert sent.total() == 31, "the one it was sending when it froze, and no other"


def test_too_many_workers_send_each_message_once(url: str, tmp_path: Path) -> None:
    """Four web processes and three workers, all of them sending: leases keep each message with one."""
    path = str(tmp_path / "sent")
    now, _ = messages(url, 300)
    done = together(send_together, [(url, now, f"worker {n}", path) for n in range(7)])
    assert Counter(lines(path)).most_common(1)[0][1] == 1
    assert states(url) == Counter(sent=300)
    assert sum(n > 0 for n in done) > 1, "more than one of them worked"


def wait_for(happens: Callable[[], bool], within: float = 30) -> None:
    until = monotonic() + within
    while not happens():
        assert monotonic() < until, "it did not happen"
        sleep(0.01)
