"""Serving an installation: the screens under gunicorn and the worker, as two processes that live and end together.

The screens are named, not imported: the engine knows no Flask. No scheduler runs in a web process. The children's standard input is a
pipe that nobody writes to: when it ends, this process has ended, however that came, and they end too.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from tempfile import TemporaryDirectory
from threading import Thread
from types import FrameType
from typing import TypeAlias
from urllib.parse import urlsplit

from govflow.assemble import secret_key_of
from govflow.config import BadSettingsError, Settings, listening_on
from govflow.find_screens import what_is_wrong
from govflow.logs import SERVER, logger

APP = "web:create_app(warm=True)"
CONFIGURATION = "python:govflow.gunicorn_hooks"
GRACE = 10.0  # seconds a process has to end by itself
LOOK_EVERY = 0.2
BACKLOG = 2048
SHARED_FIGURES = "PROMETHEUS_MULTIPROC_DIR"  # the folder in which web processes add up what they count
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Child: TypeAlias = "subprocess.Popen[bytes]"


def commands(settings: Settings, listeners: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the command lines of the screens, which answer on sockets that are open already, and of the worker."""
    gunicorn = (
        sys.executable,
        "-m",
        "gunicorn",
        APP,
        "--config",
        CONFIGURATION,
        "--worker-class",
        "govflow.patient_worker.PatientWorker",
        "--no-control-socket",
    )
    size = ("--workers", str(settings.processes), "--threads", str(settings.threads))
    binds = tuple(word for number in listeners for word in ("--bind", f"fd://{number}"))
    return (*gunicorn, *size, *binds), (sys.executable, "-m", "govflow", "worker", "--with-parent")


def serve(settings: Settings, say: Callable[[str], None], *, worker: bool = True) -> int:
    """Run the screens, and the worker beside them, until one ends or the process is told to stop; return 0 when told, else 1.

    Raises BadSettingsError before anything runs where the screens are not ours, or cannot listen there.
    """
    if wrong := what_is_wrong():
        raise BadSettingsError((wrong,))
    secret_key_of(settings)  # refused here, in a sentence, and not in a process that is started again and again
    told: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        told.append(number)

    for number in STOPPING:
        if signal.getsignal(number) is not signal.SIG_IGN:  # whoever started this with nohup means it
            signal.signal(number, stop)
    with ExitStack() as open_things:
        places = [place for place in (settings.bind, settings.metrics) if place]
        listeners = [open_things.enter_context(_listening(place)) for place in places]
        environ = listening_on(settings.bind)
        if settings.metrics:
            environ |= {SHARED_FIGURES: open_things.enter_context(TemporaryDirectory(prefix="govflow-figures-"))}
        _warn(settings)
        running = open_things.enter_context(_running(commands(settings, listeners)[: 1 + worker], listeners, environ))
        say(f"serving {settings.base_url} on {settings.bind}; stop it with Ctrl-C")
        while not told and all(process.poll() is None for process in running):
            time.sleep(LOOK_EVERY)
    return 0 if told else 1


def _warn(settings: Settings) -> None:
    logger(SERVER).info(
        "entries are chained and not signed: that somebody wrote the whole record anew is told only by the lines that people keep "
        "from their mails (govflow verify --receipt)"
    )
    if not settings.secret_key and not settings.database.startswith("sqlite"):
        logger(SERVER).warning(
            "GOVFLOW_SECRET_KEY is not set: where several machines serve this database, each makes a key of its own, "
            "and people are signed out whenever another machine answers them. Give all of them the same key."
        )


@contextmanager
def _listening(place: str) -> Iterator[int]:
    """Open a host and port to listen on, and give the number of the socket, for a child to answer on."""
    parts = urlsplit(f"//{place}")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(BACKLOG)
            listener.set_inheritable(True)
            yield listener.fileno()
    except OSError as error:
        wrong = f"{place} cannot be listened on: {error.strerror or error}. Stop what listens there, or choose another place."
        raise BadSettingsError((wrong,)) from error


@contextmanager
def _running(lines: Sequence[Sequence[str]], listeners: Sequence[int], environ: dict[str, str]) -> Iterator[list[Child]]:
    """Run the screens and what comes beside them for as long as the block lasts, or this process does."""
    watched, held = os.pipe()  # only this process holds the end that could be written to
    running: list[Child] = []
    try:
        for line in lines:
            sockets = () if running else listeners  # the screens come first
            running.append(subprocess.Popen(line, stdin=watched, pass_fds=sockets, env=environ))  # noqa: S603 - our own commands
        yield running
    finally:
        _end(running)
        os.close(watched)
        os.close(held)


def end_with_parent(process: int) -> None:
    """Tell ``process`` (this one, or the one it serves) to end as soon as the standard input does."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        if process in {os.getpid(), os.getppid()}:
            os.kill(process, signal.SIGTERM)

    Thread(target=watch, daemon=True).start()


def _end(running: Sequence[Child]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
