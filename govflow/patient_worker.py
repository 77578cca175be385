"""A web process that reads and writes slow connections without holding a thread: a worker of gunicorn around waitress's loop.

gunicorn starts the processes, replaces one that ends, and stops them; waitress gathers each request, headers and body, before one of the
threads sees it, and sends the answer on after that thread has gone. So whoever trickles a request, takes an answer byte by byte or only
holds connections open keeps nobody from being answered. What makes no headway is closed, and what is held has a bound.
"""

import copy
import logging
import os
import resource
from io import BytesIO
from math import inf
from time import monotonic
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import BadRequest

from govflow.logs import WEB, Lines, logger

WINDOW, LEAST = 20.0, 20_000  # seconds, and bytes that a connection with something to send or take must move in them
IDLE = 30.0  # seconds a connection may wait between requests
LOOK_EVERY = 1.0
MOST_OPEN = 4_000  # connections of one process, where the system allows as many files
LONGEST_HEADERS, LONGEST_CHUNK_LINE = 32 * 1024, 4 * 1024
LARGEST_CHUNKED = 2_000_000  # bytes of a body whose length is not told before: no browser sends one
LARGEST_THROWN_AWAY = 200 * 1024 * 1024  # bytes of a body that is too large, taken so that its sender can read why it is refused
LARGEST_ANSWER = 1 << 30  # bytes that may wait for a slow reader, on disk; no thread waits for them


class Nowhere:
    """What is too large to be kept."""

    def append(self, data: bytes) -> None:
        """Forget ``data``."""

    def close(self) -> None:
        """Nothing is held."""


class Request(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request while it comes in. A body that is too large for its address is not kept: the screens answer, in their words."""

    adj: Adjustments
    completed: bool = False

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked:
            self.adj = copy.copy(self.adj)
            self.adj.max_request_body_size = LARGEST_CHUNKED
        elif self.body_rcv is not None and self.content_length > self.adj.largest_body(self.path):
            self.body_rcv.buf = Nowhere()

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        waiting = max(len(getattr(self.body_rcv, name, b"")) for name in ("control_line", "trailer")) if self.chunked else 0
        if waiting > LONGEST_CHUNK_LINE and not self.completed:
            self.error, self.completed = BadRequest("The length of a part of the body is not given."), True
        return taken

    def get_body_stream(self) -> Any:  # noqa: ANN401 - a file of whatever kind
        """Return the body; one that was not kept is empty, and its length tells why."""
        kept = self.body_rcv is None or not isinstance(self.body_rcv.buf, Nowhere)
        return super().get_body_stream() if kept else BytesIO()


class Connection(HTTPChannel):  # type: ignore[misc]
    """One connection, which knows whether it makes headway."""

    parser_class = Request
    moved = 0

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as waitress calls it
        self.since, self.moved_then = monotonic(), 0
        super().__init__(*given, **named)

    def recv(self, most: int) -> bytes:
        data: bytes = super().recv(most)
        self.moved += len(data)
        return data

    def send(self, data: bytes, do_close: bool = True) -> int:  # noqa: FBT001, FBT002 - as waitress calls it
        sent: int = super().send(data, do_close=do_close)
        self.moved += sent
        return sent

    def is_stuck(self, now: float) -> bool:
        """Say whether this should be closed: it waits for its client, who sends or takes (nearly) nothing."""
        if self.requests:  # it waits for us
            self._look_again(now)
            return False
        has_begun = self.request is not None or bool(self.total_outbufs_len)
        if not has_begun and self.moved != self.moved_then:
            self._look_again(now)
        if now - self.since < (WINDOW if has_begun else IDLE):
            return False
        if self.moved - self.moved_then < LEAST:
            return True
        self._look_again(now)
        return False

    def _look_again(self, now: float) -> None:
        self.since, self.moved_then = now, self.moved


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """One place to listen on. When all the connections that may be open are, those that waited longest make room."""

    channel_class = Connection
    next_channel_cleanup = inf  # waitress's own goes by a clock that may be set back

    def tidy(self, now: float) -> None:
        """Close the connections that make no headway."""
        waiting = [c for c in self.active_channels.values() if not c.requests]
        stuck = [c for c in waiting if c.is_stuck(now)]
        if self.in_connection_overflow and not stuck:
            stuck = sorted(waiting, key=lambda c: c.since)[: len(waiting) // 4 + 1]
        for connection in stuck:
            connection.will_close = True


class PatientWorker(Worker):  # type: ignore[misc]  # gunicorn has no types
    """A web process. ``--threads`` requests are answered at the same time; everything else waits without a thread."""

    def run(self) -> None:
        _log()
        adjusted = _adjusted(self.wsgi, self.cfg.threads)
        threads = ThreadedTaskDispatcher()
        open_things: dict[int, Any] = {}
        threads.set_thread_count(self.cfg.threads)
        listeners = [_listener(self.wsgi, open_things, one.sock, threads, adjusted) for one in self.sockets]
        looked = monotonic()
        while self.alive and self.ppid == os.getppid():
            self.notify()
            wasyncore.poll2(LOOK_EVERY, open_things)
            if monotonic() - looked >= LOOK_EVERY:
                looked = monotonic()
                for listener in listeners:
                    listener.tidy(looked)
        self._finish(listeners, open_things)

    def _finish(self, listeners: list[Listener], open_things: dict[int, Any]) -> None:
        """Take nothing new, and let what was begun be answered, for as long as gunicorn leaves us."""
        for listener in listeners:
            listener.del_channel()
            listener.socket.close()
        until = monotonic() + self.cfg.graceful_timeout
        while monotonic() < until and any(
            c.requests or c.total_outbufs_len for one in listeners for c in list(one.active_channels.values())
        ):
            self.notify()
            wasyncore.poll2(0.1, open_things)


def _listener(
    app: Any,  # noqa: ANN401 - a WSGI application
    open_things: dict[int, Any],
    socket: Any,  # noqa: ANN401 - gunicorn's
    threads: ThreadedTaskDispatcher,
    adjusted: Adjustments,
) -> Listener:
    about = (socket.family, socket.type, socket.proto, socket.getsockname())
    return Listener(app, open_things, True, socket, dispatcher=threads, adj=adjusted, bind_socket=False, sockinfo=about)  # noqa: FBT003


def _adjusted(app: Any, threads: int) -> Adjustments:  # noqa: ANN401 - a WSGI application
    adjusted = Adjustments(
        threads=threads,
        ident="",
        clear_untrusted_proxy_headers=False,  # which proxies are believed is a setting of ours, and the screens see to it
        connection_limit=_files() // 2,
        max_request_header_size=LONGEST_HEADERS,
        max_request_body_size=LARGEST_THROWN_AWAY,
        outbuf_high_watermark=LARGEST_ANSWER,
        log_socket_errors=False,
    )
    adjusted.largest_body = app.largest_body
    return adjusted


def _files() -> int:
    """Return how many files this process may have open, after asking for as many as it needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_OPEN * 2 if hard == resource.RLIM_INFINITY else min(MOST_OPEN * 2, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return MOST_OPEN * 2
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def _log() -> None:
    """Let what waitress has to say be lines like all others, without what a client sent."""
    lines = Lines(logger(WEB), logging.WARNING)
    lines.addFilter(_without_path)
    own = logging.getLogger("waitress")
    own.handlers, own.propagate = [lines], False
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits for a moment is nothing to tell


def _without_path(record: logging.LogRecord) -> bool:
    record.msg, record.args = str(record.msg).partition(" while serving ")[0], None if record.exc_info else record.args
    return True
