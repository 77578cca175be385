"""A database that goes away and comes back, as people in a browser meet it: never a bare fault, and nothing that they typed is lost."""

import os
import re
import signal
import warnings
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.operations.served import Answer, Server, serving, until
from tests.operations.test_served import PROXY, postgres, settings, sign_in  # noqa: F401 - its installation, served again here

pytestmark = [pytest.mark.postgres, pytest.mark.slow]
TYPED = "Kay Shipman, who has been the chair of this alliance since the harbour was built"
NEW = "/gov/account/details"
PAGES = (
    "/gov/",
    "/gov/sign-in",
    "/gov/account",
    "/gov/decisions",
    "/gov/people",
    "/gov/nowhere",
    NEW,
    "/gov/set-password/a-token",
)


@pytest.fixture(scope="module")
def server(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:  # noqa: F811
    given = {**settings, "PROCESSES": "1"}
    given.pop("METRICS")
    with serving(tmp_path_factory.mktemp("trouble") / "home", "--no-worker", **given) as running:
        yield running


def stop(postgres: Any) -> None:  # noqa: F811
    os.kill(postgres.get_pid(), signal.SIGQUIT)  # an immediate stop: connections are cut


def start(postgres: Any) -> None:  # noqa: F811
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        until(lambda: not _runs(postgres))
        postgres.start()


def _runs(postgres: Any) -> bool:  # noqa: F811
    pid = postgres.get_pid()
    try:
        return pid is not None and os.kill(pid, 0) is None
    except ProcessLookupError:
        return False


def fields(page: str, action: str = "") -> Mapping[str, str]:
    """Return the fields of the form on a page that is sent to ``action``, as they are filled."""
    form = re.search(rf'<form[^>]*action="{action}"[^>]*>(.*?)</form>' if action else r"<main.*</main>", page, re.DOTALL)
    assert form
    inputs = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form[0])
    areas = re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form[0], re.DOTALL)
    return {name: unescape(value) for name, value in (*inputs, *areas)}


def recorded(server: Server) -> str:
    """Return the number of the entry that the page says was made."""
    found = re.search(r"It is entry (\d+) of the record", server.ask("GET", "/gov/account", **PROXY).text)
    assert found
    return found[1]


def is_in_words(answer: Answer) -> bool:
    return answer.status == 503 and "This does not work just now" in answer.text and "Kept with govflow" in answer.text


def test_while_the_database_is_away_every_page_says_so_and_what_was_typed_can_be_sent_again(
    server: Server,
    postgres: Any,  # noqa: F811
) -> None:
    sign_in(server)
    asked = fields(server.ask("GET", NEW, **PROXY).text)
    signing_in = fields(server.ask("GET", "/gov/forgotten-password", **PROXY).text)
    stop(postgres)
    try:
        answers = {page: server.ask("GET", page, **PROXY) for page in PAGES}
        assert [page for page, answer in answers.items() if answer.status not in {503, 404}] == []
        assert [page for page, answer in answers.items() if not is_in_words(answer) and page != "/gov/nowhere"] == []
        assert "There is no such page" in answers["/gov/nowhere"].text
        assert server.ask("GET", "/gov/static/govflow.css", **PROXY).status == 200, "how a page looks needs no database"
        away = server.ask("POST", NEW, urlencode({**asked, "name": TYPED}), **PROXY)
        assert is_in_words(away)
        assert "Nothing was recorded. What you typed is kept on this page." in away.text
        assert TYPED in away.text
        for path in ("/gov/sign-in", "/gov/forgotten-password"):
            typed = urlencode({**signing_in, "email": "kay@example.org", "password": "a secret that is mine"})
            answer = server.ask("POST", path, typed, **PROXY)
            assert is_in_words(answer), path
            assert "a secret that is mine" not in answer.text
            assert "kay@example.org" in answer.text
        again = server.ask("POST", NEW, urlencode(fields(away.text, NEW)), **PROXY)
        assert TYPED in again.text, "it can be sent as often as it takes"
    finally:
        start(postgres)
    kept = fields(again.text, NEW)
    assert {"name": TYPED, "key": asked["key"]}.items() <= kept.items()
    done = server.ask("POST", NEW, urlencode(kept), **PROXY)
    assert (done.status, done.headers.get("Location")) == (303, "/gov/account"), "the first request after it came back"
    entry = recorded(server)
    assert server.ask("POST", NEW, urlencode(kept), **PROXY).status == 303
    assert recorded(server) == entry, "sent twice, recorded once"


def test_the_first_request_on_connections_that_were_cut_works(server: Server, postgres: Any) -> None:  # noqa: F811
    server.cookies.clear()
    sign_in(server)
    for _ in range(3):
        assert server.ask("GET", "/gov/account", **PROXY).status == 200
        stop(postgres)
        start(postgres)
        assert [server.ask("GET", "/gov/account", **PROXY).status for _ in range(4)] == [200] * 4
    assert [line for line in server.lines() if line["event"] == "unexpected"] == []
