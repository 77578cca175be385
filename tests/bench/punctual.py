"""A thousand reminders due in the same minute: the worker as it is started, a real mail server on loopback, and how late each mail came.

The day before 125 decisions close, each of eight participants that owe an answer is reminded. Setting up is not timed.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from statistics import quantiles
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from sqlalchemy import delete

from govflow.clock import SystemClock, VirtualClock
from govflow.record.migrating import migrate
from govflow.record.rows import TABLES
from govflow.record.sessions import open_database
from tests.seaport import NOTICE, founded

MATTERS, ASKED = 125, 8
AHEAD = timedelta(seconds=20)  # from when all is set up until the reminders are due
LONG_OPEN = timedelta(days=21)  # longer than the policy leaves people to answer
LONGEST = 180.0
STOPS_WITHIN = 30.0


@dataclass
class Arrived:
    """How many seconds after it was due each mail reached the mail server."""

    due: int
    late: list[float] = field(default_factory=list)
    twice: int = 0

    @property
    def lost(self) -> int:
        return self.due - len(self.late)

    @property
    def early(self) -> int:
        return sum(seconds < 0 for seconds in self.late)

    @property
    def p50(self) -> float:
        return quantiles(self.late, n=100)[49] if len(self.late) > 1 else float("inf")

    @property
    def p99(self) -> float:
        return quantiles(self.late, n=100)[98] if len(self.late) > 1 else float("inf")


class MailServer:
    """Takes every mail, and notes when it came and under which Message-ID."""

    def __init__(self, expected: int) -> None:
        self.came: dict[str, datetime] = {}
        self.total, self._expected, self.all_here = 0, expected, Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - named by aiosmtpd
        del server, session
        head = bytes(envelope.content).decode("utf-8", "replace").partition("Message-ID: ")[2].partition("\r\n")[0]
        self.came.setdefault(head, SystemClock().now())
        self.total += 1
        if len(self.came) >= self._expected:
            self.all_here.set()
        return "250 taken"


def punctuality(url: str, home: Path, matters: int = MATTERS, ahead: timedelta = AHEAD) -> Arrived:
    """Let the reminders of ``matters`` decisions come due at one moment in a fresh database at ``url``; return how late each came."""
    due = _prepared(url, matters, ahead)
    box, expected = MailServer(matters * ASKED), matters * ASKED
    with _listening(box) as port, _working(url, home, port):
        box.all_here.wait(LONGEST)
    late = [(came - due).total_seconds() for came in box.came.values()]
    return Arrived(expected, late, box.total - len(box.came))


def _prepared(url: str, matters: int, ahead: timedelta) -> datetime:
    """Open ``matters`` decisions that all close a day after one moment, and return that moment; nothing else is left to be told."""
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    clock = VirtualClock(SystemClock().now() - NOTICE - LONG_OPEN)
    seaport = founded(url, clock)
    refs = [seaport.propose() for _ in range(matters)]
    for ref in refs:
        seaport.circulate(ref)
    clock.advance(NOTICE)
    due = _at_a_second(SystemClock().now() + ahead + timedelta(seconds=matters / 25))
    for ref in refs:
        seaport.open(ref, closes=(due + timedelta(days=1)).isoformat())
    with seaport.house.store.writing() as connection:
        connection.execute(delete(TABLES["outbox"]))
        connection.execute(delete(TABLES["reminders"]).where(TABLES["reminders"].c.due_at < due))
    seaport.close()
    return due


def _at_a_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


@contextmanager
def _listening(box: MailServer) -> Iterator[int]:
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@contextmanager
def _working(url: str, home: Path, port: int) -> Iterator[None]:
    told = {"GOVFLOW_HOME": str(home), "GOVFLOW_DATABASE": url, "GOVFLOW_SMTP": f"smtp://127.0.0.1:{port}"}
    with (home / "worker.log").open("wb") as log:
        command = [sys.executable, "-m", "govflow.cli", "worker"]
        worker = subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(STOPS_WITHIN)
