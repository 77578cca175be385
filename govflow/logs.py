"""What the processes of an installation log: one JSON line an event, or plain words where somebody looks at a terminal.

Each line says when (UTC), how grave it is, what happened, and in which process: web, worker or server. What people typed stays out: a fault
is told by its kind and its place, because its message may hold what somebody typed.
"""

import logging
import re
import sys
import traceback
from threading import Lock
from time import monotonic
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import WrappedLogger

WEB, WORKER, SERVER = "web", "worker", "server"
DEEPEST = 12  # frames of a fault that are told
LONGEST = 300  # characters of a reason
PASSWORD = re.compile(r"(//[^/?#\s:]*:)\S*(@)|(?i:(password=))[^&\s]*")


def logger(process: str, to: TextIO | None = None) -> WrappedLogger:
    """Return what logs for one of the processes, to the standard error unless told otherwise."""
    stream = to or sys.stderr
    looked_at = stream.isatty()
    form = structlog.dev.ConsoleRenderer(colors=False) if looked_at else structlog.processors.JSONRenderer(serializer=_json)
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    log: WrappedLogger = structlog.wrap_logger(
        structlog.WriteLogger(stream), processors=[structlog.processors.add_log_level, stamp, form], process=process
    )
    return log


def log_libraries(log: WrappedLogger) -> None:
    """Let warnings and faults that libraries log come out as lines of ``log`` too."""
    root = logging.getLogger()
    root.handlers = [Lines(log, logging.WARNING)]


def fault(error: BaseException | None) -> dict[str, Any]:
    """Return what may be told of a fault: its kind, and where it happened."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    where = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": type(error).__name__, "where": where}


class Lines(logging.Handler):
    """Passes on what is logged by the standard library's means."""

    def __init__(self, log: WrappedLogger, level: int = logging.NOTSET) -> None:
        super().__init__(level)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Log ``record``; where it tells of an exception, not what it was about."""
        error = record.exc_info[1] if record.exc_info else None
        says = record.getMessage() if error is None else record.msg if isinstance(record.msg, str) else "something went wrong"
        level = {"CRITICAL": "critical", "ERROR": "error", "WARNING": "warning"}.get(record.levelname, "info")
        getattr(self._log, level)(says, logger=record.name, **fault(error))


class Outage:
    """The database's silence: logged once with its reason, and once when it is over. To be told of every answer and every failure.

    One that began while writing ends with something written: a full disk can still be read.
    """

    def __init__(self, log: WrappedLogger) -> None:
        self._log, self._lock = log, Lock()
        self._began: float | None = None
        self._writing = False

    def __call__(self, error: Exception | None, writing: bool) -> None:  # noqa: FBT001 - as the record tells it
        """Note that the database answered (None) or why it did not, and whether something was to be written."""
        if error is None and (self._began is None or (self._writing and not writing)):
            return
        with self._lock:
            if error is None and self._began is not None:
                self._log.info("the record answers again", seconds=round(monotonic() - self._began, 1))
                self._began = None
            elif error is not None and self._began is None:
                kind = type(error.__cause__ or error).__name__
                self._log.error("the record does not answer", error=kind, reason=without_passwords(str(error)))
                self._began, self._writing = monotonic(), writing


def without_passwords(text: str) -> str:
    """Return a reason in one line, fit to be logged."""
    return PASSWORD.sub(r"\1\3(hidden)\2", " ".join(text.split()))[:LONGEST]


def _json(line: Any, **_: Any) -> str:  # noqa: ANN401 - what structlog gives
    return orjson.dumps(line, default=str).decode()
