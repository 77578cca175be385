"""Invitations and new passwords: links that do one thing, once, for a while, and only when somebody presses the button."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import Engine, event

from govflow.acts import accounts
from govflow.domain.refusals import Refused
from tests.web.browsers import served
from tests.web.conftest import PASSWORD, Site, heading, soup

NEW = "nine purple kettles"


def who(site: Site, person: str) -> accounts.SignedIn:
    token = accounts.sign_in(site.story.house, site.account(person), PASSWORD, accounts.Where("192.0.2.77", "A\nB"))
    found = accounts.who_is(site.story.house, token)
    assert found is not None
    return found


def test_an_invitation_is_mailed_and_taken_up(site: Site) -> None:
    manager, person = who(site, site.story.cast.manager), site.story.cast.chair
    accounts.invite(site.story.house, manager, person, "Kay@Example.org ")
    message = site.posted.messages[-1]
    assert (message.to, message.contact) == ("Chair", "kay@example.org")
    browser = site.browser()
    assert heading(browser.get(site.posted.link)) == "Choose your password"
    assert "kay@example.org" in browser.seen.text
    assert browser.send(password=NEW).headers["Location"] == "/sign-in"
    assert "Your password is set" in browser.get("/sign-in").text
    assert browser.send(email="kay@example.org", password=NEW).status_code == 303


def test_a_link_works_once_and_a_scanner_does_not_use_it_up(site: Site) -> None:
    site.account(site.story.cast.chair)
    browser = site.browser()
    browser.post("/forgotten-password", {"email": f"{site.story.cast.chair.lower()}@example.org"})
    link = site.posted.link
    for _ in range(3):
        assert site.browser().get(link).status_code == 200
        assert site.browser().client.head(link).status_code == 200
    two = [site.browser(), site.browser()]
    for one in two:
        one.get(link)
    assert [one.send(password=NEW).status_code for one in two] == [303, 404]
    assert site.browser().get(link).status_code == 404


@pytest.mark.parametrize("way", ["late", "newer", "disabled", "access ended", "made up"])
def test_a_link_that_is_over_says_so(site: Site, way: str) -> None:
    story, person = site.story, site.story.cast.chair
    email, browser = site.account(person), site.browser()
    browser.post("/forgotten-password", {"email": email})
    link = site.posted.link
    if way == "late":
        story.clock.advance(timedelta(hours=1, seconds=1))
    elif way == "newer":
        browser.post("/forgotten-password", {"email": email})
        assert site.posted.link != link
    elif way == "disabled":
        accounts.set_disabled(story.house, who(site, story.cast.manager), person, disabled=True)
    elif way == "access ended":
        story.act("person.end", story.cast.administrator, person=person, reason="Left.")
    else:
        link = link[:-1] + ("A" if link[-1] != "A" else "B")
    answer = site.browser().get(link)
    assert (answer.status_code, heading(answer)) == (404, "This link is over")


def test_an_invitation_cannot_outlive_itself_by_a_reset(site: Site) -> None:
    """Decidim CVE-2023-48220: who was never let in must not get in by asking for a new password of a closed account."""
    story, person = site.story, site.story.cast.observer
    accounts.open_account(story.house, "seaport", person, "late@example.org")
    story.act("person.end", story.cast.administrator, person=person, reason="Not after all.")
    site.browser().post("/forgotten-password", {"email": "late@example.org"})
    assert site.posted.messages == []


@contextmanager
def a_silent_mail_server() -> Iterator[int]:
    """A mail server that takes calls and never says a word: whoever waits for it waits long."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that any database is asked, without what they are asked with."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def test_a_reset_tells_nobody_who_has_an_account(site_of: Callable[..., Site]) -> None:
    """Whether an address is known, throttled or closed: the same status, page and statements, and no waiting for a mail server."""
    with a_silent_mail_server() as port:
        site = site_of(environ={"GOVFLOW_SMTP": f"smtp://127.0.0.1:{port}"})
        cast, clock = site.story.cast, site.story.clock
        known, closed = site.account(cast.chair), site.account(cast.observer)
        accounts.set_disabled(site.story.house, who(site, cast.manager), cast.observer, disabled=True)
        addresses = {"known": known, "closed": closed, "unknown": "z" * len(known)}
        with served(site.app) as address, requests_of(address) as ask:
            found: dict[str, list[tuple[int, str, list[str]]]] = {name: [] for name in addresses}
            times: dict[str, list[float]] = {name: [] for name in addresses}
            for _ in range(9):
                for name, email in addresses.items():
                    with statements() as asked:
                        begun = perf_counter()
                        status, page = ask(email)
                        times[name].append(perf_counter() - begun)
                    found[name].append((status, page.replace(email, ""), asked))
                clock.advance(timedelta(minutes=6))  # the fourth in a quarter of an hour is not sent
    assert {status for answers in found.values() for status, _, _ in answers} == {200}
    assert len({page for answers in found.values() for _, page, _ in answers}) == 1
    for _, _, asked in found["known"]:
        assert any(statement.startswith("INSERT INTO outbox") for statement in asked)
    assert (
        [asked for *_, asked in found["known"]]
        == [asked for *_, asked in found["unknown"]]
        == [asked for *_, asked in found["closed"]]
    )
    middles = [median(one) for one in times.values()]
    assert max(middles) < 5 * min(middles) + 0.05, times
    assert [message.contact for message in site.posted.messages] == [known]


@contextmanager
def requests_of(address: str) -> Iterator[Callable[[str], tuple[int, str]]]:
    """Give a function that asks for a new password at a served site, and returns the status and the page."""
    opener = build_opener(HTTPCookieProcessor())
    with opener.open(f"{address}/forgotten-password") as page:
        token = BeautifulSoup(page.read(), "html.parser").select_one("input[name=csrf_token]")["value"]

    def ask(email: str) -> tuple[int, str]:
        data = urlencode({"csrf_token": token, "email": email}).encode()
        with opener.open(f"{address}/forgotten-password", data) as answer:
            return answer.status, answer.read().decode()

    yield ask


def test_what_goes_out_about_accounts_is_shown_without_its_link(site: Site) -> None:
    manager, cast = site.signed_in(site.story.cast.manager), site.story.cast
    manager.get(f"/people/{cast.chair}/account")
    assert manager.send(email="kay@example.org").status_code == 303
    assert "A link is on its way" in manager.get("/people").text
    waiting = soup(manager.get("/notices/going-out")).select_one("main").text
    assert "Invitation to sign in · Chair" in " ".join(waiting.split())
    browser = site.browser()
    browser.get(site.posted.link)
    assert browser.send(password=NEW).status_code == 303
    browser.sign_in("kay@example.org", NEW)
    site.browser().post("/forgotten-password", {"email": "kay@example.org"})
    pages = [manager.get("/notices/going-out").text, browser.get("/notices").text]
    assert ["A new password" in page for page in pages] == [True, True]
    assert ["Invitation to sign in" in page for page in pages] == [True, True]
    assert not any("set-password" in page or site.posted.link.rpartition("/")[2] in page for page in pages)


def test_nobody_is_flooded_with_links(site: Site) -> None:
    email = site.account(site.story.cast.chair)
    for _ in range(6):
        site.browser().post("/forgotten-password", {"email": email})
        sent = site.posted.messages
    assert len(sent) == 3


def test_the_host_of_a_request_never_gets_into_a_mail(site: Site) -> None:
    email = site.account(site.story.cast.chair)
    site.browser().post(
        "/forgotten-password", {"email": email}, headers={"X-Forwarded-Host": "evil.example"}, base_url="http://localhost"
    )
    assert "http://127.0.0.1:8000/set-password/" in site.posted.messages[-1].text


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 12"),
        ("x" * 129, "at most 128"),
        ("aaaaaaaaaaaaaaa", "first passwords"),
        ("password12345", "first passwords"),
        ("my seaport password", "Leave out"),
        ("chair-chair-99", "Leave out"),
    ],
)
def test_a_weak_password_is_refused_in_words_beside_the_field(site: Site, password: str, words: str) -> None:
    token = accounts.open_account(site.story.house, "seaport", site.story.cast.chair, "kay@example.org")
    browser = site.browser()
    browser.get(f"/set-password/{token}")
    answer = browser.send(password=password)
    assert answer.status_code == 422
    assert words in soup(answer).select_one("#password-error").text
    assert soup(answer).select_one("#password")["value"] == ""
    assert browser.send(password="a phrase nobody knows ŵ").status_code == 303


@pytest.mark.parametrize("role", ["chair", "observer", "auditor", "owner"])
def test_only_manager_and_administrator_invite_or_close(site: Site, role: str) -> None:
    by = who(site, getattr(site.story.cast, role))
    for act in (
        lambda: accounts.invite(site.story.house, by, site.story.cast.deputy_chair, "a@example.org"),
        lambda: accounts.set_disabled(site.story.house, by, site.story.cast.manager, disabled=True),
        lambda: accounts.accounts_of(site.story.house, by),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.codes == ("not-allowed",)


def test_nobody_takes_an_account_over_by_inviting_it_elsewhere(site: Site) -> None:
    manager, person = who(site, site.story.cast.manager), site.story.cast.chair
    site.account(person)
    with pytest.raises(Refused):
        accounts.invite(site.story.house, manager, person, "mine@example.org")
    with pytest.raises(Refused):  # nor by giving somebody else's address to another person
        accounts.invite(site.story.house, manager, site.story.cast.auditor, f"{person.lower()}@example.org")
    for address in ("", "nobody", "a b@example.org", "@example.org"):
        with pytest.raises(Refused):
            accounts.open_account(site.story.house, "seaport", site.story.cast.auditor, address)
    for unknown in ("PER-9999", ""):
        with pytest.raises(Refused):
            accounts.open_account(site.story.house, "seaport", unknown, "a@example.org")
    with pytest.raises(Refused):
        accounts.open_account(site.story.house, "nowhere", person, "a@example.org")


def test_ones_own_sessions_are_listed_and_ended(site: Site) -> None:
    cast = site.story.cast
    one, foreign = site.signed_in(cast.chair), site.signed_in(cast.manager)
    other = site.browser()
    other.sign_in(f"{cast.chair.lower()}@example.org")
    page = soup(one.get("/account"))
    assert len(page.select(".govflow-card")) == 2
    assert "127.0.0.0/24" in page.text
    theirs = page.select_one("[name=session]")["value"]
    foreign.get("/account")
    assert foreign.post("/account/sessions/end", {"session": theirs}).status_code == 404
    assert other.get("/account").status_code == 200
    assert one.post("/account/sessions/end", {"session": theirs}).status_code == 303
    assert other.get("/account").status_code == 302
    other.sign_in(f"{cast.chair.lower()}@example.org")
    assert one.post("/account/sessions/end").status_code == 303
    assert (one.get("/account").status_code, other.get("/account").status_code) == (200, 302)


def test_the_old_password_is_needed_for_a_new_one_and_is_throttled(site: Site) -> None:
    browser = site.signed_in(site.story.cast.chair)
    for _ in range(10):
        browser.get("/account/password")
        assert "This is not your password" in browser.send(old="wrong wrong", password=NEW).text
    browser.get("/account/password")
    assert "too many" in browser.send(old=PASSWORD, password=NEW).text


def test_the_tables_hold_no_token_and_no_password(site: Site) -> None:
    token = accounts.open_account(site.story.house, "seaport", site.story.cast.chair, "kay@example.org")
    browser = site.signed_in(site.story.cast.manager)
    with browser.client.session_transaction() as held:
        secrets = [held["_user_id"], PASSWORD, token]
    with site.story.house.store.engine.connect() as connection:
        tables = ("passwords", "accounts", "sessions", "links", "email_changes", "sign_in_tries")
        dump = "\n".join(str(row) for table in tables for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))
    assert "kay@example.org" in dump
    assert [secret for secret in secrets if secret in dump] == []
