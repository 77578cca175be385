"""Asking for a link on a served site: no request waits for a mail server, and nothing tells who has an account."""

import re
import socket
from collections.abc import Iterator
from contextlib import closing
from random import Random
from statistics import median
from threading import Thread
from time import perf_counter
from urllib.parse import urlencode

import pytest

from govflow.clock import SystemClock
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.bench.contenders.screens import with_account
from tests.operations.served import Answer, Server, serving
from tests.seaport import CHAIR, MANAGER, founded, leads

pytestmark = pytest.mark.slow
PEOPLE = (CHAIR, MANAGER, *leads().values())[:10]
KNOWN = [f"{person.lower()}@example.org" for person in PEOPLE]
UNKNOWN = [f"nobody{n}@example.org" for n in range(len(KNOWN))]


@pytest.fixture(scope="module")
def hanging() -> Iterator[int]:
    """A mail server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=100)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, hanging: int) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("doors") / "home"
    home.mkdir(mode=0o700)
    url = f"sqlite:///{home / 'govflow.db'}"
    database = open_database(url)
    migrate(database)
    database.dispose()
    seaport = founded(url, SystemClock())
    for person in PEOPLE:
        with_account(seaport, person)
    seaport.close()
    mail = {"SMTP": f"smtp://127.0.0.1:{hanging}", "MAIL_FROM": "gov@seaport.example", "TRUSTED_PROXIES": "1"}
    with serving(home, PROCESSES="1", THREADS="4", **mail) as running:
        yield running


def ask(server: Server, email: str, n: int) -> tuple[Answer, float]:
    """Ask for a link from an address of one's own; return the answer and how long it took."""
    server.cookies.clear()
    page = server.ask("GET", "/forgotten-password").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    typed = urlencode({"csrf_token": token[1], "email": email})
    began = perf_counter()
    answer = server.ask("POST", "/forgotten-password", typed, X_Forwarded_For=f"203.0.{n // 200}.{n % 200}")
    return answer, perf_counter() - began


def words(answer: Answer, email: str) -> str:
    """Return the page without what differs each time."""
    return re.sub(r"csrf_token\" value=\"[^\"]+", "", answer.text).replace(email, "")


def test_nothing_tells_who_has_an_account(server: Server) -> None:
    """The same status, the same words and the same time, as often as a link may be asked for."""
    took: dict[bool, list[float]] = {True: [], False: []}
    seen, asked = set(), [email for pair in zip(KNOWN, UNKNOWN, strict=True) for email in pair] * 3
    Random(5).shuffle(asked)
    for n, email in enumerate(asked):
        answer, seconds = ask(server, email, n)
        took[email in KNOWN].append(seconds * 1000)
        seen.add((answer.status, words(answer, email)))
    found = {known: median(times) for known, times in took.items()}
    print(f"medians of {len(asked) // 2} each: with an account {found[True]:.1f} ms, without {found[False]:.1f} ms")
    assert len(seen) == 1
    assert abs(found[True] - found[False]) < max(10.0, 0.5 * min(found.values()))


def test_a_mail_server_that_hangs_makes_no_request_wait(server: Server) -> None:
    asking = [
        Thread(target=ask, args=(Server(server.process, server.port, server.log), KNOWN[n % len(KNOWN)], 400 + n))
        for n in range(12)
    ]
    for one in asking:
        one.start()
    waits = []
    for _ in range(10):
        began = perf_counter()
        assert server.ask("GET", "/healthz").status == 200
        waits.append(perf_counter() - began)
    for one in asking:
        one.join(20)
    print(f"the longest wait was {max(waits):.3f} s")
    assert max(waits) < 1
    assert not any(one.is_alive() for one in asking)
