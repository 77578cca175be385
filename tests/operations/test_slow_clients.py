"""A hundred connections that somebody without an account holds open: everybody else is answered as if they were not there."""

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread

import pytest

from govflow.patient_worker import LEAST, LONGEST_HEADERS, WINDOW
from tests.operations.served import Server, serving

pytestmark = pytest.mark.slow
HELD = 100
PROMPT = 1.0  # seconds until the probe is answered
HOST = "Host: 127.0.0.1\r\n"
HEAD = f"GET /sign-in HTTP/1.1\r\n{HOST}X-Slow: "
BODY = f"POST /sign-in HTTP/1.1\r\n{HOST}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nemail="
CHUNKS = f"POST /sign-in HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n"
ANSWERS = f"GET /static/vendor/govuk-frontend.min.css HTTP/1.1\r\n{HOST}\r\n" * 40
# What each connection sends at once, and then a byte of, every second; nobody reads what comes back.
KINDS = {
    "silent": ("", ""),
    "partial headers": (HEAD, ""),
    "a byte of the headers a second": (HEAD, "x"),
    "half a body": (BODY, ""),
    "a byte of the body a second": (BODY, "x"),
    "a body of parts without an end": (CHUNKS, "0"),
    "answers that nobody takes": (ANSWERS, ""),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation with no proxy in front, as small as the settings allow to make it answer two at once."""
    with serving(tmp_path_factory.mktemp("slow") / "home", "--no-worker", PROCESSES="1", THREADS="2") as running:
        yield running


def took(server: Server, path: str = "/healthz") -> float:
    began = time.monotonic()
    assert server.ask("GET", path).status == 200
    return time.monotonic() - began


def connected(server: Server, first: str) -> socket.socket:
    one = socket.socket()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    one.connect(("127.0.0.1", server.port))
    one.sendall(first.encode())
    return one


def trickle(held: list[socket.socket], more: str, over: Event) -> None:
    while more and not over.wait(1):
        for one in held:
            try:
                one.sendall(more.encode())
            except OSError:
                return


@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_held_connections_make_nobody_wait(server: Server, kind: str) -> None:
    first, more = KINDS[kind]
    over = Event()
    with ExitStack() as stack:
        held = [stack.enter_context(connected(server, first)) for _ in range(HELD)]
        feeding = Thread(target=trickle, args=(held, more, over))
        feeding.start()
        try:
            waits = []
            for _ in range(8):
                waits += [took(server), took(server, "/sign-in")]
                time.sleep(0.3)
        finally:
            over.set()
            feeding.join()
    print(f"{kind}: the longest wait was {max(waits):.3f} s")
    assert max(waits) < PROMPT, waits


def closed_after(one: socket.socket, more: str, patience: float) -> float | None:
    """Return after how many seconds the server ended a connection, or None."""
    began = time.monotonic()
    one.settimeout(0.5)
    while time.monotonic() - began < patience:
        try:
            if more:
                one.sendall(more.encode())
            if not one.recv(1) or not more:
                return time.monotonic() - began
        except TimeoutError:
            continue
        except OSError:
            return time.monotonic() - began
    return None


def test_what_makes_no_headway_is_closed_and_what_does_is_not(server: Server) -> None:
    kinds = [(HEAD, "x"), (BODY, "x"), (CHUNKS, "0"), ("", "")]
    with ExitStack() as stack, ThreadPoolExecutor() as pool:
        held = [stack.enter_context(connected(server, first)) for first, _ in kinds]
        asked = [pool.submit(closed_after, one, more, 2.5 * WINDOW) for one, (_, more) in zip(held, kinds, strict=True)]
        steady = stack.enter_context(connected(server, BODY))
        for _ in range(int(WINDOW) + 5):
            steady.sendall(b"x" * int(LEAST / WINDOW * 1.5))
            time.sleep(1)
        steady.settimeout(0.2)
        with pytest.raises(TimeoutError):
            steady.recv(1)
        assert [found.result() for found in asked if found.result() is None] == []


def test_a_body_that_is_too_large_is_refused_in_our_words_however_it_comes(server: Server) -> None:
    def answer(head: str, parts: Callable[[], Iterator[bytes]]) -> str:
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as one:
            one.sendall(head.encode())
            for part in parts():
                one.sendall(part)
            got = b""
            while more := one.recv(65536):
                got += more
        return got.decode()

    size = 3_000_000
    head = f"POST /sign-in HTTP/1.1\r\n{HOST}Connection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    told = answer(f"{head}Content-Length: {size}\r\n\r\n", lambda: iter([b"x" * size]))
    assert told.startswith("HTTP/1.1 413 ")
    assert "Shorten it." in told
    endless = answer(f"{head}Transfer-Encoding: chunked\r\n\r\n", lambda: iter([b"1" * 6_000]))
    assert endless.startswith("HTTP/1.1 400 ")
    head = f"GET /sign-in HTTP/1.1\r\n{HOST}X-Long: "
    long = answer(head, lambda: iter([b"x" * (LONGEST_HEADERS - len(head))]))  # not a byte more, which would be left unread
    assert long.startswith("HTTP/1.0 431 ")


def test_what_a_client_sent_is_in_no_log(server: Server, tmp_path: Path) -> None:
    for sent in (
        "NONSENSE-TYPED\r\n\r\n",
        f"GET /typed-path HTTP/1.1\r\n{HOST}Bad Header typed: x\r\n\r\n",
        "\x00\x01typed\r\n\r\n",
    ):
        with connected(server, sent) as one:
            one.settimeout(10)
            assert one.recv(100).startswith(b"HTTP/1.")
    written = server.log.read_text(encoding="utf-8")
    assert "typed" not in written.lower()
    assert [line for line in written.splitlines() if not line.startswith(("{", "serving http"))] == []
