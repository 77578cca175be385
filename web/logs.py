"""Structured logs: one JSON line a request, with its id; the route instead of the address, and never what anybody typed."""

import re
import sys
import traceback
from time import perf_counter
from types import TracebackType
from typing import Any, TextIO
from uuid import uuid4

import orjson
import structlog
from flask import Flask, Response, current_app, g, request
from structlog.typing import WrappedLogger

from web.here import signed_in

REQUEST_ID = "X-Request-ID"
USABLE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
DEEPEST = 12


class Web(Flask):
    """Flask, except that a fault is logged without the values it was about."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log where a fault happened; its message may hold what somebody typed, and stays out."""
        frames = traceback.extract_tb(exc_info[2])[-DEEPEST:]
        where = [f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
        _log(self).error("unexpected", error=exc_info[0].__name__ if exc_info[0] else "", where=where, **_request())


def set_up(app: Flask, log_to: TextIO | None) -> None:
    """Log the requests of ``app``, to the standard error unless told otherwise."""
    app.extensions["log"] = structlog.wrap_logger(
        structlog.PrintLogger(log_to or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
    )
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """Return the id of this request: given by the proxy in front, or made here."""
    if "request_id" not in g:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if USABLE_ID.fullmatch(given) else uuid4().hex
    found: str = g.request_id
    return found


def _json(line: Any, **_: Any) -> str:  # noqa: ANN401 - what structlog gives
    return orjson.dumps(line, default=str).decode()


def _begin() -> None:
    g.began = perf_counter()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = request_id()
    milliseconds = round((perf_counter() - g.get("began", perf_counter())) * 1000, 1)
    _log(current_app).info("request", status=response.status_code, ms=milliseconds, **_request())
    return response


def _request() -> dict[str, Any]:
    rule = request.url_rule.rule if request.url_rule else ""
    who = signed_in() if "_login_user" in g else None
    person = {"alliance": who.alliance, "person": who.person} if who else {}
    return {"id": request_id(), "method": request.method, "route": rule, **person}


def _log(app: Flask) -> WrappedLogger:
    found: WrappedLogger = app.extensions["log"]
    return found
