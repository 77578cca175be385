"""Somebody who takes part in two alliances with one address: chooses, changes, and sends nothing to the wrong one."""

from datetime import timedelta

import pytest

from govflow.acts import accounts
from tests.stories import Story, a_founded_alliance
from tests.web.conftest import PASSWORD, Browser, Site, heading, soup

KAY = "kay@example.org"


@pytest.fixture
def other(site: Site) -> Story:
    """A second alliance on the same site, with Kay as its manager; in the first, Kay is the chair."""
    found = a_founded_alliance(site.story.house, site.story.policy, members=2, alliance="uplands")
    for story, person in ((site.story, site.story.cast.chair), (found, found.cast.manager)):
        token = accounts.open_account(story.house, story.alliance, person, KAY)
        accounts.set_password_by_link(story.house, token, PASSWORD)
        story.act("person.correct", person, person=person, name=f"Kay of {story.alliance}")
    return found


def buttons(browser: Browser) -> list[str]:
    return [button["value"] for button in soup(browser.seen).select("main button[name=alliance]")]


def here(browser: Browser) -> str:
    """Return as whom one is signed in."""
    return soup(browser.get("/account")).select_one(".govflow-header__me a").text


def test_one_signs_in_once_and_chooses(site: Site, other: Story) -> None:
    browser = site.browser()
    browser.get("/sign-in?next=/decisions")
    answer = browser.send(email=KAY, password=PASSWORD)
    assert answer.location == "/alliances?next=/decisions"
    assert heading(browser.get(answer.location)) == "Which alliance?"
    assert sorted(buttons(browser)) == ["seaport", "uplands"]
    assert browser.send(alliance="uplands").location == "/decisions"
    assert "Kay of uplands" in here(browser)
    assert soup(browser.seen).select_one("header a[href='/alliances']").text == "Change alliance"
    assert "going-out" in browser.get("/").text, "what Kay is there: its manager"
    browser.get("/alliances")
    assert browser.send(alliance="seaport").location == "/"
    assert "Kay of seaport" in here(browser)
    assert browser.get("/notices/going-out").status_code == 403
    for wrong in ("", "elsewhere", "uplands' OR 1=1"):
        browser.get("/alliances")
        assert browser.send(alliance=wrong).status_code == 422
    assert "Kay of seaport" in here(browser)


def test_the_session_before_is_worth_nothing_once_one_has_changed(site: Site, other: Story) -> None:
    browser = site.browser()
    browser.sign_in(KAY)
    stolen = browser.client.get_cookie("govflow").value
    browser.get("/alliances")
    browser.send(alliance="uplands")
    thief = site.browser()
    thief.client.set_cookie("govflow", stolen)
    assert thief.get("/account").status_code == 302


def test_who_takes_part_in_one_is_asked_nothing(site: Site, other: Story) -> None:
    browser = site.signed_in(site.story.cast.observer)
    assert browser.get("/alliances").location == "/"
    assert "Change alliance" not in browser.get("/account").text
    assert browser.post("/alliances", {"alliance": "uplands"}).status_code in {302, 422}
    assert "Observer" in here(browser)


def test_a_page_left_open_is_never_sent_to_another_alliance(site: Site, other: Story) -> None:
    """In one tab a form is open; in another one changes alliance. The form must not act there, nor be offered to be sent."""
    browser = site.browser()
    browser.sign_in(KAY)
    browser.get("/alliances")
    browser.send(alliance="seaport")
    page = browser.get("/account/details")
    token = soup(page).select_one("main [name=csrf_token]")["value"]
    browser.get("/alliances")
    browser.send(alliance="uplands")
    heads = [story.trace()[0] for story in (site.story, other)]
    typed = {"csrf_token": token, "name": "Typed in the seaport", "contact": ""}
    answer = browser.client.post("/account/details", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert "Typed in the seaport" in answer.text, "to copy"
    assert not soup(answer).select("main form[method=post]"), "and not to send"
    assert [story.trace()[0] for story in (site.story, other)] == heads


def test_what_was_typed_goes_on_once_it_is_said_where(site: Site, other: Story) -> None:
    browser = site.browser()
    browser.sign_in(KAY)
    browser.get("/alliances")
    browser.send(alliance="uplands")
    browser.get("/account/details")
    site.story.clock.advance(timedelta(minutes=31))  # a manager's screen does not stay open
    assert browser.send(name="Kay Lee of the uplands").status_code == 401
    answer = browser.send(email=KAY, password=PASSWORD)
    assert (answer.status_code, heading(answer)) == (200, "Which alliance?")
    assert "Nothing you typed is lost" in answer.text
    answer = browser.send(alliance="uplands")
    assert (answer.status_code, heading(answer)) == (200, "Nothing you typed is lost")
    assert other.roster().title in soup(answer).select_one("main strong").text
    assert browser.send().location == "/account"
    assert other.roster().name_of(other.cast.manager) == "Kay Lee of the uplands"
    assert site.story.roster().name_of(site.story.cast.chair) == "Kay of seaport"


def test_an_invitation_to_a_second_alliance_asks_for_the_password_one_has(site: Site, other: Story) -> None:
    manager = site.browser()
    manager.sign_in(KAY)
    manager.get("/alliances")
    manager.send(alliance="uplands")
    person, lee = other.cast.chair, "lee@example.org"
    token = accounts.open_account(site.story.house, "seaport", site.story.cast.auditor, lee)
    accounts.set_password_by_link(site.story.house, token, PASSWORD)
    pages = []
    for whom, email in ((other.cast.deputy_chair, "not@example.org"), (person, lee)):
        manager.get(f"/people/{whom}/account")
        seen = soup(manager.get(manager.send(email=email).location))
        assert f"A link is on its way to {email}." in seen.select_one(".govflow-told").text
        invited = [" ".join(row.text.split()) for row in seen.select("#known + dl .govuk-summary-list__row")]
        pages.append([line.partition(" Correct")[0] for line in invited if other.roster().name_of(whom) in line])
        pages[-1].append(" ".join(seen.select_one(".govflow-told").text.split()).replace(email, "..."))
    said = [
        [line.replace(other.roster().name_of(whom), "...") for line in page]
        for whom, page in zip((other.cast.deputy_chair, person), pages, strict=True)
    ]
    assert said[0] == said[1], "nothing on the page says that Lee is known elsewhere"
    browser = site.browser()
    assert heading(browser.get(site.posted.link)) == "Accept the invitation"
    assert browser.send(password="nine purple kettles").status_code == 422
    assert "This is not your password" in browser.seen.text
    assert browser.send(password=PASSWORD).location == "/sign-in"
    assert browser.sign_in(lee).location == "/alliances?next=/"
