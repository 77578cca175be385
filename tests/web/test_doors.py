"""Who is kept out and who is not: strangers who try passwords, the people whose passwords they try, and accounts that are closed."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from govflow.acts import accounts, passwords
from govflow.acts.tries import FROM_ONE_ADDRESS, TRIES
from tests.web.conftest import PASSWORD, Browser, Site, heading, soup

STRANGER, HOME, OFFICE = "198.51.100.9", "203.0.113.5", "203.0.113.77"
WRONG = "wrong wrong wrong"
NEW = "nine purple kettles"


def at(site: Site, address: str) -> Browser:
    """Return a new browser somewhere."""
    browser = site.browser()
    browser.client.environ_base["REMOTE_ADDR"] = address
    return browser


def says(browser: Browser) -> str:
    found = soup(browser.seen).select_one(".govuk-error-summary")
    return found.text if found else ""


def is_limited(browser: Browser) -> bool:
    return "too many" in says(browser)


def security(site: Site) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, site.log.getvalue().splitlines()) if line["event"] == "security"]


def test_wrong_passwords_by_a_stranger_bind_the_stranger_and_not_the_member(site: Site) -> None:
    kay = site.account(site.story.cast.chair)
    own = at(site, HOME)
    own.sign_in(kay)
    own.post("/sign-out")
    stranger = at(site, STRANGER)
    for _ in range(TRIES + 2):
        stranger.sign_in(kay, WRONG)
    assert is_limited(stranger)
    assert stranger.sign_in(kay).status_code == 422, "not even the right one"
    assert own.sign_in(kay).status_code == 303, "in the browser that the account knows"
    assert at(site, OFFICE).sign_in(kay).status_code == 303, "and somewhere else"
    own.post("/sign-out")
    own.client.environ_base["REMOTE_ADDR"] = STRANGER
    assert own.sign_in(kay).status_code == 303, "even where the stranger is, too"
    told = [m for m in site.posted.messages if m.subject.startswith("Wrong passwords")]
    assert [(m.contact, "kay" in m.text.lower() or kay in m.text) for m in told] == [(kay, True)]
    site.story.clock.advance(timedelta(minutes=16))
    for _ in range(TRIES + 2):
        stranger.sign_in(kay, WRONG)
    assert len([m for m in site.posted.messages if m.subject.startswith("Wrong passwords")]) == 1, "once a day"


def test_a_browser_that_is_known_counts_for_itself_and_for_its_own_account_alone(site: Site) -> None:
    kay, lee = site.account(site.story.cast.chair), site.account(site.story.cast.manager)
    own = at(site, HOME)
    own.sign_in(kay)
    own.post("/sign-out")
    for _ in range(TRIES):
        own.sign_in(kay, WRONG)
    assert not is_limited(own)
    own.sign_in(kay)
    assert is_limited(own)
    for _ in range(TRIES):
        own.sign_in(lee, WRONG)
    own.sign_in(lee)
    assert is_limited(own), "it knows nothing of another account"
    cookie = own.client.get_cookie("govflow-device")
    forged = at(site, STRANGER)
    forged.client.set_cookie("govflow-device", f"{cookie.value[:-3]}abc")
    for _ in range(TRIES):
        forged.sign_in(kay, WRONG)
    forged.sign_in(kay)
    assert is_limited(forged)


def test_a_new_password_lifts_the_limit_for_whoever_chose_it(site: Site) -> None:
    kay = site.account(site.story.cast.chair)
    stranger, own = at(site, STRANGER), at(site, STRANGER)  # behind the same address, as in one office
    for _ in range(TRIES + 1):
        stranger.sign_in(kay, WRONG)
    own.sign_in(kay)
    assert is_limited(own)
    for _ in range(3):
        stranger.post("/forgotten-password", {"email": kay})
    own.get(site.posted.link)
    assert own.send(password=NEW).status_code == 303
    assert own.sign_in(kay, NEW).status_code == 303
    stranger.sign_in(kay, NEW)
    assert is_limited(stranger)
    elsewhere = at(site, OFFICE)
    elsewhere.post("/forgotten-password", {"email": kay})
    before = len(site.posted.messages)
    assert site.posted.messages[-1].subject.startswith("A new password"), (
        "three links asked for by a stranger keep nobody from one"
    )
    assert before >= 2


def test_one_password_on_every_account_is_limited_while_the_right_person_signs_in(site: Site) -> None:
    cast = site.story.cast
    people = [cast.chair, cast.manager, cast.owner, cast.observer, cast.administrator, *cast.leads.values()][:10]
    emails = [site.account(person) for person in dict.fromkeys(people)]
    stranger, tried, limited = at(site, STRANGER), 0, 0
    for n in range(9):
        for email in emails:
            stranger.sign_in(email, f"wrong wrong wrong {n}")
            tried, limited = tried + 1, limited + is_limited(stranger)
    print(f"{limited} of {tried} limited")
    assert tried - limited <= FROM_ONE_ADDRESS
    for email in emails:
        assert at(site, HOME).sign_in(email).status_code == 303
    assert {line["address"] for line in security(site) if line["what"] == "too many tries"} == {STRANGER}


def test_only_a_proxy_that_is_trusted_says_where_somebody_is(site_of: Any) -> None:
    for proxies, limited in (("0", True), ("1", False)):
        site = site_of(environ={"GOVFLOW_TRUSTED_PROXIES": proxies})
        kay = site.account(site.story.cast.chair)
        for n in range(FROM_ONE_ADDRESS + 1):
            one = site.browser()
            one.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{n}"
            one.sign_in(f"nobody{n}@example.org", WRONG)
        one = site.browser()
        one.client.environ_base["HTTP_X_FORWARDED_FOR"] = HOME
        one.sign_in(kay)
        assert is_limited(one) is limited, proxies


def test_tries_of_a_password_by_somebody_signed_in_are_their_own(site: Site) -> None:
    kay = site.account(site.story.cast.chair)
    own, stranger = at(site, HOME), at(site, HOME)
    own.sign_in(kay)
    for _ in range(TRIES + 1):
        stranger.sign_in(kay, WRONG)
    assert is_limited(stranger)
    assert own.post("/account/password", {"old": PASSWORD, "password": NEW}).status_code == 303
    own.sign_in(kay, NEW)
    for _ in range(TRIES):
        own.post("/account/password", {"old": WRONG, "password": PASSWORD})
    own.post("/account/password", {"old": NEW, "password": PASSWORD})
    assert "too many" in says(own)
    assert at(site, OFFICE).sign_in(kay, NEW).status_code == 303


USUAL = (
    "Password1234!", "Summer2026!!", "letmein12345", "Welcome12345!", "Football2024!", "qwertyuiop123", "Winter2025!!!",
    "Liverpool1234", "P@ssw0rd1234", "iloveyou1234", "abcd1234abcd", "monkey123456", "Password123456", "Spring2026!!",
    "Monday123456!", "123456789012", "passwordpassword", "1qaz2wsx3edc", "manchesterunited", "administrator1",
)  # fmt: skip


@pytest.mark.parametrize("password", USUAL)
def test_passwords_that_are_tried_first_are_refused(site: Site, password: str) -> None:
    token = accounts.open_account(site.story.house, "seaport", site.story.cast.chair, "kay@example.org")
    browser = site.browser()
    browser.get(f"/set-password/{token}")
    assert browser.send(password=password).status_code == 422
    assert "one of the first passwords" in says(browser)
    assert password not in browser.seen.text


def test_nor_those_made_of_who_and_where_somebody_is(site: Site) -> None:
    with site.story.house.store.view("seaport") as view:
        alliance = view.alliance()
    title = max(alliance.title.split(), key=len)
    person = next(p for p in alliance.people if p.ref == site.story.cast.chair)
    organisation = max((word for one in alliance.participants for word in one.title.split()), key=len)
    token = accounts.open_account(site.story.house, "seaport", person.ref, "kay.shipman@example.org")
    browser = site.browser()
    for tried in (
        f"{title}-2026-01!",
        f"{person.name}20261!",
        f"{organisation}2026!",
        f"{organisation.upper()}12345",
        "kay.shipman-2026",
    ):
        browser.get(f"/set-password/{token}")
        assert browser.send(password=tried).status_code == 422, tried
    for good in (PASSWORD, NEW, "kettle-moss-94-violin", "x7#Lq9!vR2@mZ5"):
        assert passwords.weakness(good, ("Kay", "Shipman"), alliance.title.split()) == ""


def test_what_happens_at_the_doors_is_logged_and_nothing_that_was_typed(site: Site) -> None:
    kay = site.account(site.story.cast.chair)
    browser = at(site, HOME)
    browser.sign_in(kay, WRONG)
    browser.sign_in("stranger@example.org", WRONG)
    browser.sign_in(kay)
    browser.get(f"/people/{site.story.cast.observer}/account")
    browser.post("/account/password", {"old": WRONG, "password": NEW})
    browser.post("/account/email", {"email": "kay.new@example.org", "password": PASSWORD})
    browser.post("/account/email/take-back")
    browser.post("/account/sessions/end")
    browser.post("/account/password", {"old": PASSWORD, "password": NEW})
    browser.post("/forgotten-password", {"email": kay})
    browser.get(site.posted.link)
    browser.send(password=PASSWORD)
    for _ in range(TRIES + 1):
        at(site, STRANGER).sign_in(kay, WRONG)
    chair = {"alliance": "seaport", "person": site.story.cast.chair}
    found = [(line["what"], line.get("person", ""), line["address"], line["level"]) for line in security(site)]
    assert list(dict.fromkeys(found)) == [
        ("wrong password", chair["person"], HOME, "warning"),
        ("wrong password", "", HOME, "warning"),
        ("signed in", chair["person"], HOME, "info"),
        ("refused", chair["person"], HOME, "warning"),
        ("wrong password while signed in", chair["person"], HOME, "warning"),
        ("other address asked for", chair["person"], HOME, "info"),
        ("other address taken back", chair["person"], HOME, "info"),
        ("all other sessions ended", chair["person"], HOME, "info"),
        ("password changed", chair["person"], HOME, "info"),
        ("link for a new password asked for", chair["person"], HOME, "info"),
        ("password set by a link", chair["person"], HOME, "info"),
        ("wrong password", chair["person"], STRANGER, "warning"),
        ("too many tries", chair["person"], STRANGER, "warning"),
    ]
    assert all({"timestamp", "level", "process", "id", "route"} <= set(line) for line in security(site))
    written = site.log.getvalue()
    assert [typed for typed in (kay, "stranger@", "kay.new", WRONG, NEW, PASSWORD) if typed in written] == []


def test_an_account_is_closed_at_once_and_opened_again(site: Site) -> None:
    cast = site.story.cast
    theirs = site.signed_in(cast.chair)
    administrator = site.signed_in(cast.administrator)
    page = administrator.get("/people")
    (link,) = [a for a in soup(page).select("main a") if a["href"] == f"/people/{cast.chair}/access"]
    assert link.text.startswith("Close the account")
    assert heading(administrator.get(link["href"])).startswith("Close the account of ")
    assert administrator.send().status_code == 303
    assert "is signed out everywhere, and cannot sign in." in administrator.get("/people").text
    assert theirs.get("/account").status_code == 302
    assert theirs.sign_in(f"{cast.chair.lower()}@example.org").status_code == 422
    assert "Account closed" in administrator.get("/people").text
    assert heading(administrator.get(link["href"])).startswith("Open the account of ")
    assert administrator.send().status_code == 303
    assert at(site, OFFICE).sign_in(f"{cast.chair.lower()}@example.org").status_code == 303
    assert [(line["what"], line["person"], line["by"]) for line in security(site) if line["what"].startswith("account ")] == [
        ("account disabled", cast.chair, cast.administrator),
        ("account enabled", cast.chair, cast.administrator),
    ]


def test_the_last_administrator_cannot_be_shut_out_and_only_an_administrator_shuts_one_out(site: Site) -> None:
    cast = site.story.cast
    administrator, manager = site.signed_in(cast.administrator), site.signed_in(cast.manager)
    manager.get(f"/people/{cast.administrator}/access")
    assert manager.send().status_code == 403
    administrator.get(f"/people/{cast.administrator}/access")
    assert administrator.send().status_code == 422
    assert "This is the only administrator who can sign in" in says(administrator)
    site.story.act("person.appoint", cast.administrator, person=cast.observer, role="administrator")
    accounts.open_account(site.story.house, "seaport", cast.observer, "not.accepted@example.org")
    administrator.get(f"/people/{cast.administrator}/access")
    assert administrator.send().status_code == 422, "one who has not chosen a password yet cannot open it again"
    site.account(cast.observer)
    administrator.get(f"/people/{cast.administrator}/access")
    assert administrator.send().status_code == 303
    assert administrator.get("/account").status_code == 302


def test_the_people_page_says_that_an_invitation_is_over(site: Site) -> None:
    cast = site.story.cast
    administrator = site.signed_in(cast.administrator)
    accounts.send_invitation(site.story.house, "seaport", cast.owner, "owner@example.org")
    assert re.search(r"Invited on [^<]+\. Has not signed in yet", administrator.get("/people").text)
    assert site.posted.messages
    site.story.clock.advance(timedelta(days=7, minutes=1))
    page = site.browser()
    page.sign_in(f"{cast.administrator.lower()}@example.org")
    assert re.search(r"Invited on [^<]+, and the link is over\. Has not signed in yet", page.get("/people").text)
    accounts.send_invitation(site.story.house, "seaport", cast.owner, "owner@example.org")
    assert site.posted.messages
    assert "the link is over" not in page.get("/people").text
