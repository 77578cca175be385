"""A cookie that was copied: after whatever ends a session it is refused on every page and every form, and nothing is recorded."""

from collections.abc import Callable
from typing import Any

import pytest

from govflow.acts import accounts
from tests.cast import LEADERSHIP
from tests.stories import an_open_decision
from tests.web.conftest import PASSWORD, Browser, Site
from tests.web.test_access_matrix import Cell, asked, cells

REFUSED = {302, 401}
End = Callable[[Site, str, Browser], None]


def sign_out(_site: Site, _person: str, browser: Browser) -> None:
    browser.post("/sign-out")


def change_password(_site: Site, _person: str, browser: Browser) -> None:
    browser.get("/account/password")
    answer = browser.send(old=PASSWORD, password="eight blue ladders", again="eight blue ladders")
    assert answer.status_code == 303, answer.text


def end_elsewhere(site: Site, person: str, _browser: Browser) -> None:
    other = site.browser()
    assert other.sign_in(f"{person.lower()}@example.org").status_code == 303
    other.post("/account/sessions/end")


def end_access(site: Site, person: str, _browser: Browser) -> None:
    site.story.act("person.end", site.story.cast.administrator, person=person, reason="Has left")


def end_seat(site: Site, person: str, _browser: Browser) -> None:
    place = {"participant": site.story.cast.participants[1], "body": LEADERSHIP, "person": person}
    site.story.act("seat.end", site.story.cast.administrator, **place, reason="Has another post")


def disable(site: Site, person: str, _browser: Browser) -> None:
    house, administrator = site.story.house, site.story.cast.administrator
    by = accounts.who_is(house, accounts.sign_in(house, site.account(administrator), PASSWORD, accounts.Where()))
    assert by is not None
    accounts.set_disabled(house, by, person, disabled=True)


def reset_password(site: Site, person: str, _browser: Browser) -> None:
    browser = site.browser()
    browser.get("/forgotten-password")
    browser.send(email=f"{person.lower()}@example.org")
    accounts.set_password_by_link(site.story.house, site.posted.link.rpartition("/")[2], "nine red ladders too")


def pages(site: Site) -> list[Cell]:
    return [cell for cell in cells(site) if "anyone" not in cell.route.allowed]


def copied(site: Site, browser: Browser) -> Browser:
    """Return another browser that holds the same cookies."""
    thief = site.browser()
    name = site.app.config["SESSION_COOKIE_NAME"]
    cookie = browser.client.get_cookie(name)
    assert cookie is not None
    thief.client.set_cookie(name, cookie.value)
    return thief


@pytest.fixture
def site(site_of: Any) -> Site:
    made: Site = site_of()
    an_open_decision(made.story)
    made.app.config["WTF_CSRF_ENABLED"] = False  # so that only the session stands between the thief and the act
    return made


@pytest.mark.parametrize("end", [sign_out, change_password, end_elsewhere, end_seat, end_access, disable, reset_password])
def test_a_copied_cookie_is_worth_nothing_afterwards(site: Site, end: End) -> None:
    person = site.story.cast.leads[site.story.cast.participants[1]]
    browser = site.signed_in(person)
    thief = copied(site, browser)
    assert thief.get("/account").status_code == 200, "the copy must work before, or nothing is tested"
    end(site, person, browser)
    with site.story.house.store.view(site.story.alliance) as view:
        before = view.head
    let_in = [(cell.method, cell.path, status) for cell in pages(site) if (status := asked(thief, cell)) not in REFUSED]
    assert let_in == []
    with site.story.house.store.view(site.story.alliance) as view:
        assert view.head == before


def test_access_that_is_ended_ends_what_is_open(site: Site) -> None:
    story = site.story
    browser = site.signed_in(story.cast.observer)
    assert browser.get("/decisions").status_code == 200
    story.act("person.end", story.cast.administrator, person=story.cast.observer, reason="Has left")
    assert {asked(browser, cell) for cell in pages(site)} <= REFUSED
