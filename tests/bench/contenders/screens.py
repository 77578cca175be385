"""Whole decisions as requests: govflow's own app with every rule on, and a small Flask app over SQL by hand. Signing in is not counted.

In process, as WSGI calls of a test client: no network, the same for both. Each press of a button is one request; the pages on which the
buttons are, are measured by themselves (``pages``).
"""

import secrets
from typing import Any

from flask import Flask, abort, redirect, request, session
from flask.testing import FlaskClient

from govflow.acts.accounts import open_account, set_password_by_link
from govflow.config import read
from tests.bench.contenders.handwritten import Handwritten
from tests.bench.contenders.product import Product
from tests.bench.work import MEMBERS, REASON, Times, WrongResultError
from tests.seaport import ALLIANCE, CHAIR, MANAGER, NOTICE, Seaport, leads, members, statement
from web import create_app

PASSWORD = "seven green ladders"
SEEN_OTHER = 303
SETTINGS = read({"GOVFLOW_SECRET_KEY": "k" * 32})


class Quiet:
    """A log that keeps nothing."""

    def write(self, _: str) -> None:
        """Forget a line."""

    def flush(self) -> None:
        """Do nothing."""

    def isatty(self) -> bool:
        """Say that nobody reads it."""
        return False


def the_app(seaport: Seaport) -> Flask:
    """Return govflow's app on an alliance, its templates compiled, logging to nowhere."""
    return create_app(seaport.house, SETTINGS, warm=True, log_to=Quiet())  # type: ignore[arg-type]


def with_account(seaport: Seaport, person: str) -> str:
    """Give a person an account, once, and return its address."""
    email = f"{person.lower()}@example.org"
    set_password_by_link(seaport.house, open_account(seaport.house, ALLIANCE, person, email), PASSWORD)
    return email


class Somebody:
    """A person in a browser: signed in, with the token that its forms carry."""

    def __init__(self, app: Flask, email: str) -> None:
        self.client: FlaskClient = app.test_client()
        self._post("/sign-in", {"email": email, "password": PASSWORD, "csrf_token": self._token("/sign-in")})
        self._csrf = self._token("/decisions/new/key-issue")

    def press(self, path: str, **typed: str) -> str:
        """Send a form and return the address it leads to. Raises WrongResultError where it is refused."""
        return self._post(path, {"csrf_token": self._csrf, "key": secrets.token_urlsafe(16), **typed})

    def _post(self, path: str, data: dict[str, str]) -> str:
        answer = self.client.post(path, data=data)
        if answer.status_code != SEEN_OTHER:
            raise WrongResultError(f"{path} answers {answer.status_code}: {answer.text[:2000]}")
        return str(answer.location)

    def _token(self, path: str) -> str:
        found = self.client.get(path).text.partition('name="csrf_token"')[2].partition('value="')[2]
        return found.partition('"')[0]


class Screens(Product):
    """govflow through its own forms."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._app = the_app(self._seaport)
        self._emails = {person: with_account(self._seaport, person) for person in (MANAGER, CHAIR, *leads().values())}

    def run(self, decisions: int, times: Times) -> None:
        proposer, manager = self._in(leads()[members()[0]]), self._in(MANAGER)
        refs = [self._written(times.step(self._propose, proposer)) for _ in range(decisions)]
        for ref in refs:
            times.step(manager.press, f"/decisions/{ref}/circulate", papers="Paper 1", for_decision="yes", checked="yes")
        self._clock.advance(NOTICE)
        manager, people = self._in(MANAGER), {member: self._in(person) for member, person in leads().items()}
        for ref in refs:
            times.step(manager.press, f"/decisions/{ref}/do/open")
            for member in members():
                times.step(self._agree, people[member], ref, member)

    def _in(self, person: str) -> Somebody:
        return Somebody(self._app, self._emails[person])

    @staticmethod
    def _propose(proposer: Somebody) -> str:
        there = proposer.press("/decisions/new/key-issue", title="Make outreach permanent", text="The team stays.")
        return there.split("/")[-2]

    def _written(self, ref: str) -> str:
        """Write the statement, as one act that is not counted: the twin has none."""
        self._seaport.do("revise", leads()[members()[0]], ref, statement=statement())
        return ref

    @staticmethod
    def _agree(somebody: Somebody, ref: str, member: str) -> str:
        said = {"choice": "agree", "reason": REASON, "version": "1", "given": "0", "participant": member, "checked": "1"}
        return somebody.press(f"/decisions/{ref}/position", **said)


def twin(database: Handwritten) -> Flask:
    """Return a small Flask app by hand: a session in a signed cookie, a token against forged forms, SQL, a redirect."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "k" * 32

    @app.before_request
    def guard() -> None:
        if request.path != "/sign-in" and request.form.get("csrf_token") != session.get("csrf_token"):
            abort(400)

    @app.post("/sign-in")
    def sign_in() -> Any:
        session.update(person=request.form["person"], csrf_token=request.form["csrf_token"])
        return redirect("/", SEEN_OTHER)

    @app.post("/decisions/<ref>/<step>")
    def act(ref: str, step: str) -> Any:
        if step == "agree":
            database.do("agree", ref, str(session["person"]), int(request.form["version"]), request.form["reason"])
        else:
            database.do(step, ref)
        return redirect(f"/decisions/{ref}", SEEN_OTHER)

    return app


class HandwrittenScreens(Handwritten):
    """The twin's decisions as requests."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        app = twin(self)
        self._people = {member: self._client(app, f"lead {member}") for member in MEMBERS}

    def run(self, decisions: int, times: Times) -> None:
        manager = self._people[MEMBERS[0]]
        for _ in range(decisions):
            self._n += 1
            ref = f"DEC-{self._n:04d}"
            times.step(self._press, manager, f"/decisions/{ref}/create")
            times.step(self._press, manager, f"/decisions/{ref}/open")
            for client in self._people.values():
                times.step(self._press, client, f"/decisions/{ref}/agree", version="1", reason=REASON)

    @staticmethod
    def _client(app: Flask, person: str) -> FlaskClient:
        client = app.test_client()
        client.post("/sign-in", data={"person": person, "csrf_token": "t" * 40})
        return client

    @staticmethod
    def _press(client: FlaskClient, path: str, **typed: str) -> None:
        answer = client.post(path, data={"csrf_token": "t" * 40, **typed})
        if answer.status_code != SEEN_OTHER:
            raise WrongResultError(f"{path} answers {answer.status_code}")
