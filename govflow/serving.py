"""Serving an installation: the screens under gunicorn and the worker, as two processes that live and end together.

The screens are named, not imported: the engine knows no Flask. No scheduler runs in a web process.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from types import FrameType

APP = "web:create_app(warm=True)"
WEB_PROCESSES, THREADS = 2, 4
GRACE = 10.0  # seconds a process has to end by itself
LOOK_EVERY = 0.2


def commands(bind: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the command lines of the screens, listening on ``bind`` (host:port), and of the worker."""
    gunicorn = (sys.executable, "-m", "gunicorn", APP, "--bind", bind, "--worker-class", "gthread", "--no-control-socket")
    size = ("--workers", str(WEB_PROCESSES), "--threads", str(THREADS))
    return (*gunicorn, *size), (sys.executable, "-m", "govflow.cli", "worker")


def serve(bind: str, say: Callable[[str], None]) -> int:
    """Run both until one ends or the process is told to stop; return the exit code: 0 when told, else 1."""
    told: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    running = [subprocess.Popen(command) for command in commands(bind)]  # noqa: S603 - our own commands
    say(f"serving on http://{bind}; stop it with Ctrl-C")
    try:
        while not told and all(process.poll() is None for process in running):
            time.sleep(LOOK_EVERY)
    finally:
        _end(running)
    return 0 if told else 1


def _end(running: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
