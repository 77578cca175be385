"""An installation as its first users find it: a database of its own, the command line, served screens, a worker and a mail server.

Only time is moved by hand: working days of notice go by in an instant. Where GOVFLOW_PICTURES names a folder, pages are kept there.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path
from typing import Any

from govflow.acts.house import House
from govflow.assemble import assemble, post_of
from govflow.clock import SystemClock, VirtualClock
from govflow.config import read
from govflow.scheduler import work_once
from tests.sending.conftest import Box, a_free_port, listening
from tests.web.browsers import a_page, look_over, served
from web import create_app

PASSWORD = "seven green ladders"
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/\S+)")
# What only the made-up alliance of the demonstration has; none of it may reach a real one.
OF_THE_DEMONSTRATION = re.compile(r"seaport|illustrative|made[ -]up|rehears", re.IGNORECASE)


class Installation:
    """One installation, while it runs."""

    def __init__(self, home: Path, database: str, chromium: Any, width: int, javascript: bool) -> None:
        self.port, self.chromium, self.width, self.javascript = a_free_port(), chromium, width, javascript
        self.box = Box()
        self.settings = {"GOVFLOW_HOME": str(home), "GOVFLOW_BASE_URL": f"http://127.0.0.1:{self.port}"}
        self.settings |= {"GOVFLOW_DATABASE": database.replace("+psycopg", "")} if database else {}
        self.said: list[str] = []
        self.pages: dict[str, Any] = {}
        self.rooms = ExitStack()
        self.sent = 0  # forms that the administrator sent

    @contextmanager
    def running(self) -> Iterator["Installation"]:
        """Run until the block ends: the mail server now, the screens as soon as ``serve`` is asked for."""
        with listening(self.box) as mail, self.rooms:
            self.settings["GOVFLOW_SMTP"] = f"smtp://127.0.0.1:{mail}"
            yield self

    def govflow(self, *arguments: str, expect: int = 0) -> str:
        """Run a command as somebody at a terminal does, and return what it printed."""
        environ = {key: value for key, value in os.environ.items() if not key.startswith("GOVFLOW_")} | self.settings
        done = subprocess.run(
            [sys.executable, "-m", "govflow.cli", *arguments],
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == expect, done.stdout + done.stderr
        self.said.append(done.stdout + done.stderr)
        return done.stdout + done.stderr

    def serve(self) -> None:
        """Serve the screens, on a clock that stands at the real time until it is moved."""
        settings = read(self.settings)
        self.clock = VirtualClock(SystemClock().now())
        self.house: House = assemble(settings, self.clock)
        self.post = post_of(settings, self.said.append)
        app = create_app(self.house, settings, log_to=StringIO())
        self.rooms.enter_context(served(app, self.port))
        self.rooms.callback(self.house.store.engine.dispose)

    def work(self) -> None:
        """Let the worker do what is due, until nothing is."""
        while work_once(self.house, self.post, self.said.append):
            pass

    def wait(self, days: int) -> None:
        """Let days go by, with everything that falls due meanwhile; everybody's sessions end."""
        until = self.clock.now() + timedelta(days=days)
        while (due := self._next(until)) is not None:
            self.clock.set(max(due, self.clock.now()))
            self.work()
        self.clock.set(until)
        self.work()
        for page in self.pages.values():
            page.context.clear_cookies()

    def _next(self, until: datetime) -> datetime | None:
        due = self.house.store.next_due()
        return due if due is not None and due <= until and due > self.clock.now() else None

    def link_for(self, address: str) -> str:
        """Return the path of the link in the newest mail to an address."""
        mails = [mail for mail in self.box.mails() if address in str(mail["To"])]
        assert mails, f"no mail to {address}"
        return LINK.search(body(mails[-1]))[1]  # type: ignore[index]

    def person(self, address: str) -> Any:
        """Return the page of somebody at a browser of their own, signed in."""
        if address not in self.pages:
            page = self.rooms.enter_context(a_page(self.chromium, self.width, javascript=self.javascript))
            self.pages[address] = page
            self.go(page, self.link_for(address))
            page.fill("#password", PASSWORD)
            press(page, "Set password")
        page = self.pages[address]
        self.go(page, "/sign-in")
        if page.url.endswith("/sign-in"):
            page.fill("#email", address)
            page.fill("#password", PASSWORD)
            press(page, "Sign in")
        return page

    def go(self, page: Any, path: str) -> None:
        """Go to a page of ours, which must be of this alliance and of no other."""
        page.goto(f"http://127.0.0.1:{self.port}{path}")
        found = OF_THE_DEMONSTRATION.search(page.content())
        assert found is None, f"{path}: {found}"

    def look(self, page: Any, picture: str = "") -> None:
        """Look a page over, and keep a picture of it where pictures are kept."""
        look_over(page, axe=self.javascript)
        folder = os.environ.get("GOVFLOW_PICTURES")
        if folder and picture:
            page.screenshot(path=str(Path(folder) / f"{picture}-{self.width}.png"), full_page=True)


def body(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def press(page: Any, name: str) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def follow(page: Any, name: str) -> None:
    """Follow a link of the page."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def sees(page: Any, *words: str) -> None:
    """Assert that the page shows all of these words."""
    shown = page.locator("body").inner_text()
    assert [word for word in words if word not in shown] == [], shown
