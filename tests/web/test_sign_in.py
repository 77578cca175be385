"""Getting in and out: the same words whatever is wrong, tokens that are worth nothing once they are over, nothing typed lost."""

from datetime import timedelta

import pytest

from govflow.acts import accounts, passwords
from govflow.acts.passwords import HASHER
from govflow.domain.refusals import Refused
from tests.web.conftest import PASSWORD, Site, heading, soup
from web import sessions

REASON = "Because people who sleep rough cannot wait for a quarterly meeting.\r\n\r\nSecond paragraph — ŵ."


def test_somebody_with_an_account_comes_in_and_goes_out(site: Site) -> None:
    browser = site.browser()
    email = site.account(site.story.cast.manager)
    assert browser.get("/").headers["Location"] == "/sign-in?next=/"
    answer = browser.sign_in(email.upper())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert heading(browser.get("/")) == "Your desk"
    assert "Alliance manager" in soup(browser.seen).header.text
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/signed-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.get("/").status_code == 302


def test_wrong_words_are_the_same_for_everybody(site: Site) -> None:
    known, disabled = site.account(site.story.cast.manager), site.account(site.story.cast.chair)
    without = "nobody.yet@example.org"
    accounts.open_account(site.story.house, "seaport", site.story.cast.observer, without)
    accounts.set_disabled(site.story.house, _who(site, known), site.story.cast.chair, disabled=True)
    said = set()
    for email, password in ((known, "not the password"), ("stranger@example.org", PASSWORD), (disabled, PASSWORD), (without, "")):
        answer = site.browser().sign_in(email, password or "x")
        assert answer.status_code == 422
        assert soup(answer).select_one("[name=email]")["value"] == email
        assert soup(answer).select_one("[name=password]")["value"] == ""
        said.add(soup(answer).select_one(".govuk-error-summary").text)
    assert len(said) == 1


def test_an_unknown_address_takes_as_long(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly all of the time is the hash: it is worked out once, at the same cost, whether or not there is an account."""
    without = "nobody.yet@example.org"
    accounts.open_account(site.story.house, "seaport", site.story.cast.observer, without)
    known, costs = site.account(site.story.cast.manager), []

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            costs.append(password_hash.rsplit("$", 2)[0])
            return HASHER.verify(password_hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting())
    for email in (known, without, "stranger@example.org"):
        with pytest.raises(Refused):
            accounts.sign_in(site.story.house, email, "not the password", accounts.Where())
    assert costs == ["$argon2id$v=19$m=19456,t=2,p=1"] * 3


def test_ten_wrong_tries_then_none_for_a_quarter_of_an_hour(site: Site) -> None:
    email = site.account(site.story.cast.manager)
    answers = [site.browser().sign_in(email, "wrong wrong wrong") for _ in range(12)]
    assert ["too many" in soup(a).select_one(".govuk-error-summary").text for a in answers] == [False] * 10 + [True] * 2
    assert "too many" in site.browser().sign_in(email).text
    site.story.clock.advance(timedelta(minutes=15, seconds=1))
    assert site.browser().sign_in(email).status_code == 303


def test_a_right_password_uses_up_no_try(site: Site) -> None:
    email = site.account(site.story.cast.manager)
    assert {site.browser().sign_in(email).status_code for _ in range(12)} == {303}


@pytest.mark.parametrize(
    "target",
    ["//evil.com", "///evil.com", "/\\evil.com", "\\\\evil", "https:evil.com", "https:///evil.com", "javascript:alert(1)", "http://evil.com",
     "/\t/evil.com", "/ok\nSet-Cookie: a=b", " /x", "evil.com", ""],
)  # fmt: skip
def test_one_is_never_sent_elsewhere(site: Site, target: str) -> None:
    browser = site.browser()
    email = site.account(site.story.cast.manager)
    assert browser.sign_in(email, next=target).headers["Location"] == "/"
    with site.app.test_request_context("/"):
        assert sessions.safe_path(target) == "/"


def test_one_is_sent_back_to_the_page_one_wanted(site: Site) -> None:
    browser = site.browser()
    email = site.account(site.story.cast.manager)
    browser.get(browser.get("/account?from=mail").headers["Location"])
    assert browser.send(email=email, password=PASSWORD).headers["Location"] == "/account?from=mail"


@pytest.mark.parametrize("way", ["sign out", "password", "idle", "a day", "disabled", "access ended", "role changed", "link"])
def test_a_cookie_is_worth_nothing_once_the_session_is_over(site: Site, way: str) -> None:
    story, cast = site.story, site.story.cast
    person = cast.leads[cast.participants[1]]
    browser, boss = site.signed_in(person), site.signed_in(cast.manager)
    stolen = browser.client.get_cookie("govflow").value
    assert browser.get("/account").status_code == 200
    if way == "sign out":
        browser.post("/sign-out")
    elif way == "password":
        browser.get("/account/password")
        assert browser.send(old=PASSWORD, password="nine purple kettles").status_code == 303
    elif way == "idle":
        boss.get("/")
        story.clock.advance(timedelta(minutes=31))
        assert boss.get("/account").status_code == 302
        story.clock.advance(timedelta(hours=12))
    elif way == "a day":
        for _ in range(13):
            story.clock.advance(timedelta(hours=1))
            browser.get("/account")
    elif way == "disabled":
        accounts.set_disabled(story.house, _who(site, f"{cast.manager.lower()}@example.org"), person, disabled=True)
    elif way == "access ended":
        story.act("person.end", cast.administrator, person=person, reason="Left.")
    elif way == "role changed":
        story.act("seat.end", cast.administrator, participant=cast.participants[1], body="leadership-team", person=person)
        story.clock.advance(timedelta(days=1))
    else:
        browser.post("/forgotten-password", {"email": f"{person.lower()}@example.org"})
        site.browser().post(site.posted.link, {"password": "nine purple kettles"})
    thief = site.browser()
    thief.client.set_cookie("govflow", stolen)
    for route in ("/", "/account", "/account/password"):
        assert thief.get(route).status_code == 302, route


def test_a_session_is_another_one_after_signing_in(site: Site) -> None:
    browser = site.browser()
    email = site.account(site.story.cast.manager)
    browser.get("/sign-in")
    planted = browser.client.get_cookie("govflow").value
    browser.send(email=email, password=PASSWORD)
    assert browser.client.get_cookie("govflow").value != planted
    other = site.browser()
    other.client.set_cookie("govflow", planted)
    assert other.get("/").status_code == 302


def test_what_was_typed_survives_an_expired_session(site: Site) -> None:
    person = site.story.cast.manager
    browser = site.signed_in(person)
    browser.get("/account/password")
    site.story.clock.advance(timedelta(minutes=31))
    answer = browser.send(reason=REASON, extra="a & b <c>")
    assert answer.status_code == 401
    assert "Nothing you typed is lost" in answer.text
    assert REASON not in answer.text
    answer = browser.send(email=f"{person.lower()}@example.org", password="wrong wrong wrong")
    assert answer.status_code == 422
    answer = browser.send(email=f"{person.lower()}@example.org", password=PASSWORD)
    assert (answer.status_code, heading(answer)) == (200, "Nothing you typed is lost")
    form = soup(answer).select_one("main form")
    assert form["action"] == "/account/password"
    sent = {area["name"]: area.text.removeprefix("\n") for area in form.select("textarea")}
    assert sent["reason"].replace("\r\n", "\n") == REASON.replace("\r\n", "\n")
    assert sent["extra"] == "a & b <c>"
    assert not {"password", "old", "csrf_token"} & set(sent)
    assert soup(answer).select_one(".govflow-typed").text.startswith("Because people")
    assert browser.send().status_code == 422  # it arrived at the form, where it asks for the passwords


def test_a_kept_form_that_was_not_kept_by_us_is_left_alone(site: Site) -> None:
    email = site.account(site.story.cast.manager)
    answer = site.browser().sign_in(email, kept="WyIvL2V2aWwuY29tIixbXV0.bm90IG91cnM")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_part_of_a_page_asks_the_whole_page_to_sign_in(site: Site) -> None:
    answer = site.browser().get("/account", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/account?a=b"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in?next=/account")


def _who(site: Site, email: str) -> accounts.SignedIn:
    found = accounts.who_is(site.story.house, accounts.sign_in(site.story.house, email, PASSWORD, accounts.Where()))
    assert found is not None
    return found
