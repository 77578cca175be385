"""The app on the example alliance, and people who are signed in to it."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from govflow.acts import accounts
from govflow.acts.delivering import deliver
from govflow.acts.house import House
from govflow.config import read
from govflow.domain.policies import Policy
from govflow.notices.composing import Message
from govflow.notices.sending import Post
from tests.posting import Kept
from tests.stories import Story
from tests.web.browsers import chromium  # noqa: F401 - one browser a process, for every file that asks for it
from web import create_app

PASSWORD = "seven green ladders"
KEY = "k" * 32
ADDRESS = "http://127.0.0.1:8000"


@dataclass
class Posted:
    """The worker behind a site: when it is asked, it delivers what waits, and gives what was sent about accounts."""

    house: House
    sent: Kept = field(default_factory=Kept)

    @property
    def messages(self) -> list[Message]:
        while list(deliver(self.house, Post(ADDRESS, self.sent))):
            pass
        return [message for message in self.sent.messages if not message.choices]

    @property
    def link(self) -> str:
        """Return the path in the newest message."""
        return re.search(r"http://[^/\s]+(/\S+)", self.messages[-1].text)[1]


@dataclass
class Browser:
    """Somebody's browser: it fills the hidden fields of the page it saw, as a browser does."""

    client: FlaskClient
    seen: TestResponse | None = None

    def get(self, path: str, **more: Any) -> TestResponse:
        self.seen = self.client.get(path, **more)
        return self.seen

    def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form with the token of the page it was on, asked for first."""
        self.seen = self.client.post(path, data={"csrf_token": self.token(path), **(data or {})}, **more)
        return self.seen

    def token(self, path: str) -> str:
        page = self.client.get(path)
        found = soup(page).select_one("input[name=csrf_token]") or soup(self.client.get("/forgotten-password")).select_one(
            "[name=csrf_token]"
        )
        return found["value"]

    def send(self, form: int = -1, **typed: str) -> TestResponse:
        """Send a form of the page that was seen, with all its fields, and what is typed into it."""
        found = soup(self.seen).select("main form")[form]
        data = {i["name"]: i.get("value", "") for i in found.select("input[name]") if i.get("type") not in {"radio", "checkbox"}}
        data |= {area["name"]: area.text.removeprefix("\n") for area in found.select("textarea[name]")}
        self.seen = self.client.post(found.get("action") or self.seen.request.path, data=data | typed)
        return self.seen

    def sign_in(self, email: str, password: str = PASSWORD, **typed: str) -> TestResponse:
        self.get("/sign-in")
        return self.send(email=email, password=password, **typed)


def soup(response: TestResponse | None) -> BeautifulSoup:
    assert response is not None
    return BeautifulSoup(response.text, "html.parser")


def heading(response: TestResponse) -> str:
    return soup(response).h1.text.strip()


@dataclass
class Site:
    """The app, the story behind it, and what it wrote and sent."""

    app: Flask
    story: Story
    posted: Posted
    log: io.StringIO

    def browser(self) -> Browser:
        return Browser(self.app.test_client())

    def account(self, person: str) -> str:
        """Give a person an account with the usual password; return its address."""
        email = f"{person.lower()}@example.org"
        token = accounts.open_account(self.story.house, self.story.alliance, person, email)
        accounts.set_password_by_link(self.story.house, token, PASSWORD)
        return email

    def signed_in(self, person: str) -> Browser:
        """Return a browser in which a person of the cast is signed in."""
        browser = self.browser()
        assert browser.sign_in(self.account(person)).status_code == 303
        return browser


@pytest.fixture
def site_of(story_under: Callable[..., Story]) -> Callable[..., Site]:
    """Give a function that makes a site, under a policy and with more of Flask's settings."""

    def make(policy: Policy | None = None, environ: dict[str, str] | None = None, **config: Any) -> Site:
        story, log = story_under(policy), io.StringIO()
        settings = read({"GOVFLOW_SECRET_KEY": KEY, **(environ or {})})
        return Site(create_app(story.house, settings, log_to=log, **config), story, Posted(story.house), log)

    return make


@pytest.fixture
def site(site_of: Callable[..., Site]) -> Site:
    """The example alliance on the web."""
    return site_of()
