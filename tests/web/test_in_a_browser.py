"""The pages in a real browser, wide and narrow: axe finds nothing, nothing scrolls sideways, the keyboard is enough."""

from typing import Any

import pytest

from tests.web.browsers import WIDTHS, a_page, look_over, served
from tests.web.conftest import PASSWORD, Site

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("width", WIDTHS)
def test_signing_in_with_the_keyboard_alone(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.manager)
    with served(site.app) as address, a_page(chromium, width) as page:
        page.goto(f"{address}/account")
        assert page.url == f"{address}/sign-in?next=/account"
        look_over(page)
        page.locator("#email").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".govuk-error-summary")
        assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
        look_over(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "email"
        page.keyboard.type(email)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/account")
        look_over(page)
        page.goto(f"{address}/account/password")
        look_over(page)
        page.goto(f"{address}/nowhere")
        look_over(page)
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(f"{address}/signed-out")
        look_over(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_everything_works_without_javascript(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.chair)
    with served(site.app) as address, a_page(chromium, width, javascript=False) as page:
        page.goto(f"{address}/sign-in")
        page.get_by_role("button", name="Sign in").click()
        assert page.locator(".govuk-error-summary").is_visible()
        page.fill("#email", email)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        assert page.locator("h1").inner_text() == "Your desk"
        page.get_by_role("link", name="Your account").click()
        page.get_by_role("button", name="Sign out").click()
        assert page.locator("h1").inner_text() == "You are signed out"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_first_password_is_chosen(site: Site, chromium: Any, width: int) -> None:
    site.account(site.story.cast.chair)
    site.browser().post("/forgotten-password", {"email": f"{site.story.cast.chair.lower()}@example.org"})
    with served(site.app) as address, a_page(chromium, width) as page:
        page.goto(f"{address}/forgotten-password")
        look_over(page)
        page.goto(address + site.posted.link)
        look_over(page)
        page.fill("#password", "short")
        page.get_by_role("button", name="Set password").click()
        page.wait_for_selector(".govuk-error-summary")
        look_over(page)


def test_every_letter_of_welsh_is_in_our_own_font(site: Site, chromium: Any) -> None:
    with served(site.app) as address, a_page(chromium) as page:
        page.goto(f"{address}/sign-in")
        page.evaluate("document.querySelector('h1').textContent = 'Ŵŷ â'")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(300)
        assert page.evaluate("document.fonts.check('16px \"Public Sans\"', 'Ŵŷâ')")
        loaded = page.evaluate("[...document.fonts].filter(f => f.status == 'loaded').length")
        assert loaded == 2
