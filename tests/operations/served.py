"""An installation served as an operator serves it: ``govflow serve`` in a process of its own, asked over loopback, its log read."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from time import monotonic, sleep
from typing import Any, NamedTuple

PATIENCE = 300.0  # seconds until a server on a busy machine answers, or a line is logged


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Server:
    """A running ``govflow serve``."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: str = "", port: int = 0, **headers: str) -> Answer:
        """Send a request, keeping cookies as a browser would; header names come with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE)) as asking:
            asking.request(method, path, body or None, sent)
            answer = asking.getresponse()
            found = Answer(answer.status, dict(answer.getheaders()), answer.read().decode("utf-8", "replace"))
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return found

    def lines(self) -> list[dict[str, Any]]:
        """Return what was logged, each line as data; the line for people that says where it serves is the only other one."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]

    def children(self) -> list[int]:
        """Return every process below this one."""
        return _below(self.process.pid)


def until(holds: Callable[[], Any]) -> Any:
    """Return what ``holds`` gives once it gives something true."""
    end = monotonic() + PATIENCE
    while not (found := holds()):
        assert monotonic() < end, "waited in vain"
        sleep(0.1)
    return found


def free_port() -> int:
    with closing(socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serving(home: Path, *options: str, **settings: str) -> Iterator[Server]:
    """Serve an installation; stopped by its own handle at the end, if it still runs."""
    port, log = free_port(), home.parent / f"{home.name}.log"
    told = {"GOVFLOW_HOME": str(home), "GOVFLOW_BIND": f"127.0.0.1:{port}"} | {f"GOVFLOW_{n}": v for n, v in settings.items()}
    environ = {name: value for name, value in os.environ.items() if not name.startswith("GOVFLOW_")} | told
    command = [sys.executable, "-m", "govflow", "serve", *options]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environ, cwd=home.parent, stdout=out, stderr=out, stdin=subprocess.DEVNULL)
    server = Server(process, port, log)
    try:
        until(lambda: process.poll() is not None or _answers(server))
        assert process.poll() is None, log.read_text(encoding="utf-8")
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def _answers(server: Server) -> bool:
    try:
        return server.ask("GET", "/healthz").status == 200
    except OSError:
        return False


def _below(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid for pid, above in pairs if above == parent]
    return [*found, *(lower for pid in found for lower in _below(pid))]


def alive(process: int) -> bool:
    """Say whether a process is there; one that ended and was not yet waited for is not."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return shown.stdout.strip() not in {"", "Z"} and not shown.stdout.startswith("Z")
