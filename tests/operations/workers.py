"""Workers of an installation as processes of their own, whose clocks can be set and which can be stopped in their tracks."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine, select

from govflow.record.rows import TABLES
from govflow.record.sessions import open_database
from tests.databases import in_settings

# Runs a worker whose clock is the machine's until a signal comes: USR1 sets it an hour back, USR2 an hour forward.
WITH_A_CLOCK = """
import signal
from datetime import UTC, datetime, timedelta
import time_machine
from govflow.cli import main

clock = time_machine.travel(datetime.now(UTC), tick=True).start()
signal.signal(signal.SIGUSR1, lambda *_: clock.shift(timedelta(hours=-1)))
signal.signal(signal.SIGUSR2, lambda *_: clock.shift(timedelta(hours=1)))
main(["worker"])
"""
PATIENCE = 120.0


@dataclass(frozen=True)
class Heart:
    """What a database says of the worker that leads."""

    engine: Engine

    def read(self) -> Any:
        with self.engine.connect() as connection:
            return connection.execute(select(TABLES["heartbeats"])).one_or_none()

    def beat(self) -> datetime | None:
        found = self.read()
        return found.beat_at if found else None

    def leader(self) -> int:
        """Return the process that leads, 0 where none does."""
        found = self.read()
        return int(found.leader.split("/")[1]) if found and found.leader else 0


@contextmanager
def heart_of(url: str) -> Iterator[Heart]:
    engine = open_database(url)
    yield Heart(engine)
    engine.dispose()


@contextmanager
def working(home: Path, url: str, *, clock: bool = False, **settings: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a worker; its log is beside its home."""
    told = {"GOVFLOW_HOME": str(home), "GOVFLOW_DATABASE": in_settings(url)} | {f"GOVFLOW_{n}": v for n, v in settings.items()}
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GOVFLOW_")} | told
    command = [sys.executable, "-c", WITH_A_CLOCK] if clock else [sys.executable, "-m", "govflow", "worker"]
    with log_of(home).open("ab") as log:
        process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def log_of(home: Path) -> Path:
    return home.parent / f"{home.name}.log"


def seconds_until(holds: Any, patience: float = PATIENCE) -> float:
    """Return after how many seconds something held."""
    began = monotonic()
    while not holds():
        assert monotonic() - began < patience, "waited in vain"
        sleep(0.2)
    return monotonic() - began
