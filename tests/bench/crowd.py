"""Twenty people at once on the real server: gunicorn and the worker as ``govflow serve`` starts them, over loopback.

Each reads a desk, the register and a decision, and records a position on the next open matter, again and again. Wrong is any
answer that is not the one expected, and any line of the server about a locked database.
"""

import os
import re
import secrets
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from statistics import quantiles
from time import monotonic, sleep
from urllib.parse import urlencode

from govflow.clock import SystemClock, VirtualClock
from govflow.record.migrating import migrate
from govflow.record.sessions import open_database
from tests.bench.contenders.screens import PASSWORD, with_account
from tests.bench.work import REASON, WrongResultError
from tests.seaport import NOTICE, founded, leads, members

USERS, SECONDS, MATTERS = 20, 60.0, 60
STARTS_WITHIN, LONGEST = 30.0, 30.0
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
RECORDED = "/position/recorded/"


@dataclass
class Crowd:
    """What came of it: requests, how long they took (seconds), positions recorded, and everything that went wrong."""

    seconds: float = 0.0
    taken: list[float] = field(default_factory=list)
    recorded: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def per_second(self) -> float:
        return len(self.taken) / self.seconds if self.seconds else 0.0

    @property
    def p99_ms(self) -> float:
        return quantiles(self.taken, n=100)[98] * 1000

    @property
    def errors(self) -> int:
        return self.wrong.total()


def crowd(home: Path, users: int = USERS, seconds: float = SECONDS) -> Crowd:
    """Serve a busy alliance from ``home`` and let ``users`` use it for that long."""
    emails = _filled(home)
    found, lock = Crowd(), threading.Lock()
    with _served(home) as port:
        until = monotonic() + seconds
        people = [threading.Thread(target=_use, args=(port, emails[n % len(emails)], until, found, lock)) for n in range(users)]
        begun = monotonic()
        for one in people:
            one.start()
        for one in people:
            one.join()
        found.seconds = monotonic() - begun
    log = (home / "server.log").read_text(encoding="utf-8", errors="replace")
    found.wrong["the server logged a locked database"] += log.count("database is locked")
    found.wrong["the server logged a fault"] += log.count('"unexpected"')
    return found


def _filled(home: Path) -> list[tuple[str, str]]:
    """Found the alliance with open matters as of now; return each leader's participant and address."""
    url, clock = f"sqlite:///{home / 'govflow.db'}", VirtualClock(SystemClock().now() - NOTICE - timedelta(minutes=5))
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    seaport = founded(url, clock)
    refs = [seaport.propose() for _ in range(MATTERS)]
    for ref in refs:
        seaport.circulate(ref)
    clock.set(SystemClock().now())
    for ref in refs:
        seaport.open(ref)
    emails = [(member, with_account(seaport, leads()[member])) for member in members()]
    seaport.close()
    return emails


@contextmanager
def _served(home: Path) -> Iterator[int]:
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    told = {"GOVFLOW_HOME": str(home), "GOVFLOW_BIND": f"127.0.0.1:{port}", "GOVFLOW_BASE_URL": f"http://127.0.0.1:{port}"}
    with (home / "server.log").open("wb") as log:
        command = [sys.executable, "-m", "govflow.cli", "serve"]
        server = subprocess.Popen(command, env={**os.environ, **told}, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(STARTS_WITHIN)


def _wait_for(port: int) -> None:
    until = monotonic() + STARTS_WITHIN
    while monotonic() < until:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=LONGEST)) as asking:
                asking.request("GET", "/healthz")
                if asking.getresponse().status == 200:
                    return
        except OSError:
            sleep(0.1)
    raise WrongResultError("the server does not answer")


class Visitor:
    """One person with the cookies of a browser; every answer is looked at and timed."""

    def __init__(self, port: int, found: Crowd, lock: threading.Lock) -> None:
        self._port, self._found, self._lock = port, found, lock
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, {200})[0]

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form and return where it leads."""
        return self._ask("POST", path, urlencode(fields), {303})[1]

    def _ask(self, method: str, path: str, body: str | None, expected: set[int]) -> tuple[str, str]:
        begun, cookies = monotonic(), "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=LONGEST)) as asking:
            asking.request(method, path, body, {"Cookie": cookies, **(FORM if body is not None else {})})
            answer = asking.getresponse()
            text = answer.read().decode()
        with self._lock:
            self._found.taken.append(monotonic() - begun)
        given = [cookie.partition(";")[0].partition("=") for cookie in answer.headers.get_all("Set-Cookie") or []]
        self._cookies |= {name: value for name, _, value in given}
        if answer.status not in expected:
            raise WrongResultError(f"{method} {re.sub('[0-9]{4}', 'N', path)} answers {answer.status}")
        return text, answer.headers.get("Location") or ""


def _use(port: int, who: tuple[str, str], until: float, found: Crowd, lock: threading.Lock) -> None:
    """Sign in, and go round until it is time; two people of one participant may be faster than each other, which is no fault."""
    participant, email = who
    visitor = Visitor(port, found, lock)
    try:
        token = TOKEN.findall(visitor.get("/sign-in"))[0]
        visitor.post("/sign-in", {"csrf_token": token, "email": email, "password": PASSWORD})
        while monotonic() < until:
            for n in range(1, MATTERS + 1):
                if monotonic() < until:
                    _round(visitor, participant, f"DEC-{n:04d}", found, lock)
    except (OSError, WrongResultError, IndexError) as error:
        with lock:
            found.wrong[f"{type(error).__name__}: {error}"] += 1


def _round(visitor: Visitor, participant: str, ref: str, found: Crowd, lock: threading.Lock) -> None:
    visitor.get("/")
    visitor.get("/decisions")
    visitor.get(f"/decisions/{ref}")
    page = visitor.get(f"/decisions/{ref}/position")
    if 'name="given"' not in page:
        return  # everybody has agreed meanwhile
    fields = {name: _value(page, name) for name in ("csrf_token", "version", "given")}
    said = {"choice": "agree", "reason": f"{REASON} {secrets.token_hex(4)}", "participant": participant, "checked": "1"}
    try:
        where = visitor.post(f"/decisions/{ref}/position", {**fields, **said})
    except WrongResultError as error:
        if not str(error).endswith(("422", "409", "200")):
            raise
        return  # somebody of the same participant, or the last to agree, was faster
    with lock:
        found.recorded += RECORDED in where


def _value(page: str, name: str) -> str:
    return page.partition(f'name="{name}"')[2].partition('value="')[2].partition('"')[0]
