"""Structured logs: one JSON line a request, with its id; the route instead of the address, and never what anybody typed."""

import re
from collections.abc import Callable, Mapping
from time import perf_counter
from types import TracebackType
from typing import Any, TextIO
from uuid import uuid4

from flask import Flask, Response, current_app, g, has_request_context, request
from structlog.typing import WrappedLogger

from govflow.logs import WEB, Outage, fault, logger
from web.here import House, signed_in

REQUEST_ID = "X-Request-ID"
USABLE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
FORBIDDEN = 403
LONGEST_HOST = 100  # characters of a host that nobody serves


class Web(Flask):
    """Flask, except that a fault is logged without the values it was about, and that a server can ask how much it takes."""

    largest_body: Callable[[str], int]

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log where a fault happened; its message may hold what somebody typed, and stays out."""
        _log(self).error("unexpected", **fault(exc_info[1]), **_request())


def set_up(app: Flask, house: House, log_to: TextIO | None) -> None:
    """Log the requests of ``app``, and when its record falls silent, to the standard error unless told otherwise."""
    log = logger(WEB, log_to)
    app.extensions["log"] = log
    house.store.heard = Outage(log)
    house.noted.told = _note
    app.before_request(_begin)
    app.after_request(_end)


def host_refused() -> None:
    """Log that a request named a host that is not served, and which are."""
    asked = request.environ.get("HTTP_HOST", "")[:LONGEST_HOST]
    _log(current_app).warning("host not served", asked=asked, served=current_app.config["TRUSTED_HOSTS"], id=request_id())


def unknown_proxy() -> None:
    """Log that requests come through a proxy which no setting names."""
    _log(current_app).warning(
        "requests come through a proxy: GOVFLOW_TRUSTED_PROXIES is 0, so its address stands for everybody's"
    )


def request_id() -> str:
    """Return the id of this request: given by the proxy in front, or made here."""
    if "request_id" not in g:
        given = request.headers.get(REQUEST_ID, "")
        g.request_id = given if USABLE_ID.fullmatch(given) else uuid4().hex
    found: str = g.request_id
    return found


def _note(what: str, grave: bool, of: Mapping[str, str], address: str) -> None:  # noqa: FBT001 - as it is told
    """Log what matters to the safety of accounts: what happened, to whose account, from where, and never what was typed."""
    if not has_request_context():
        return
    tell = _log(current_app).warning if grave else _log(current_app).info
    tell("security", what=what, address=address or request.remote_addr or "", **(_request() | dict(of)))


def _begin() -> None:
    g.began = perf_counter()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = request_id()
    if response.status_code == FORBIDDEN:
        _note("refused", True, {}, "")  # noqa: FBT003 - it is grave
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
