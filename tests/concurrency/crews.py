"""Real processes: a crew that starts at one moment and returns what each came to, and single workers that can be killed.

Processes come from a fork server that has everything imported. They speak over pipes of their own, so that killing one leaves no lock
behind; every process is ended by its own handle.
"""

import multiprocessing
import os
import signal
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from time import monotonic, sleep, time
from typing import Any

LONGEST = 240  # seconds until a crew is given up
GIVEN_UP = -1
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.concurrency.warm"])


class CrewError(RuntimeError):
    """A process of a crew failed, or did not end in time."""


class Gate:
    """Where the processes of a crew keep step: nobody begins step n before everybody has ended step n - 1 - ``slack``."""

    def __init__(self, size: int, slack: int) -> None:
        self._begun, self._slack, self.place = CONTEXT.RawArray("i", size), slack, 0
        self._since = CONTEXT.RawValue("d", 0.0)

    def wait(self, step: int) -> None:
        """Wait to begin ``step``, counted from 1. Raises CrewError where the others do not come."""
        self._begun[self.place] = step
        until = monotonic() + LONGEST
        while (slowest := min(self._begun)) < step - self._slack:
            if slowest == GIVEN_UP or monotonic() > until:
                raise CrewError(f"the others did not come to step {step}")
            sleep(0.001)

    def start(self) -> datetime:
        """Wait for everybody, and return the one moment (UTC) at which all of them begin."""
        self.wait(1)
        if self.place == 0:
            self._since.value = time()
        while not self._since.value:
            sleep(0.001)
        return datetime.fromtimestamp(self._since.value, UTC)

    def give_up(self) -> None:
        """Tell the others not to wait."""
        self._begun[self.place] = GIVEN_UP


def together(work: Callable[..., Any], jobs: Sequence[tuple[Any, ...]], slack: int = 0) -> list[Any]:
    """Run ``work(gate, *job)`` for each job in a process of its own; return what each returned. Raises CrewError."""
    gate = Gate(len(jobs), slack)
    crew = [Worker(_reporting, work, gate, place, job) for place, job in enumerate(jobs)]
    try:
        answers = [_answer(worker) for worker in crew]
    finally:
        for worker in crew:
            worker.stop()
    failed = [answer for well, answer in answers if not well]
    if failed:
        raise CrewError("\n".join(failed))
    return [answer for _, answer in answers]


def _reporting(pipe: Connection, work: Callable[..., Any], gate: Gate, place: int, job: tuple[Any, ...]) -> None:
    gate.place = place
    try:
        answer = (True, work(gate, *job))
    except BaseException:  # noqa: BLE001 - the parent tells
        gate.give_up()
        answer = (False, traceback.format_exc())
    pipe.send(answer)


def _answer(worker: "Worker") -> tuple[bool, Any]:
    if not worker.pipe.poll(LONGEST):
        raise CrewError("a process did not end in time")
    try:
        answer: tuple[bool, Any] = worker.pipe.recv()
    except EOFError as error:
        raise CrewError("a process died") from error
    return answer


class Worker:
    """One process and the pipe over which it speaks."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        self.pipe, theirs = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=work, args=(theirs, *arguments), daemon=True)
        self._process.start()
        theirs.close()

    def kill(self) -> None:
        """Kill it as kill -9 does."""
        if self._process.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    def hear(self, messages: int, within: float = 30) -> list[Any]:
        """Return the next ``messages`` it says, or fewer where it ends before."""
        heard: list[Any] = []
        with suppress(EOFError, ConnectionResetError):
            while len(heard) < messages and self.pipe.poll(within):
                heard.append(self.pipe.recv())
        return heard

    def said(self, within: float = 30) -> list[Any]:
        """Return everything it said until it ended. Raises CrewError where it does not end ``within`` seconds."""
        messages, start = [], monotonic()
        with suppress(EOFError, ConnectionResetError):
            while self.pipe.poll(max(0.0, within - (monotonic() - start))):
                messages.append(self.pipe.recv())
            raise CrewError("a process did not end in time")
        return messages

    def stop(self) -> None:
        """End it, if it has not ended, and wait until it is gone."""
        self._process.join(0.5)
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._process.close()
        self.pipe.close()
