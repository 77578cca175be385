"""A corrected name, another address to sign in with, and two alliances with one, in a real browser at both widths."""

import re
from typing import Any

import pytest

from govflow.acts import accounts
from tests.posting import ADDRESS, delivered
from tests.stories import a_founded_alliance
from tests.web.browsers import WIDTHS, a_page, look_over, served
from tests.web.conftest import PASSWORD, Site

pytestmark = pytest.mark.slow
KAY, NEW = "kay@example.org", "kay.oneill-wyn@council.example"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_person_of_two_alliances_changes_name_address_and_alliance(site: Site, chromium: Any, width: int) -> None:
    story = site.story
    other = a_founded_alliance(story.house, story.policy, members=2, alliance="uplands")
    for one, person in ((story, story.cast.manager), (other, other.cast.chair)):
        accounts.set_password_by_link(one.house, accounts.open_account(one.house, one.alliance, person, KAY), PASSWORD)
    with served(site.app) as address, a_page(chromium, width, javascript=width == WIDTHS[0]) as page:
        page.goto(f"{address}/account")
        page.fill("#email", KAY)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/alliances?next=/account")
        look_over(page, axe=width == WIDTHS[0])
        page.locator("main button[value=seaport]").click()
        page.wait_for_url(f"{address}/account")

        page.get_by_role("link", name="Correct your name or address").click()
        look_over(page, axe=width == WIDTHS[0])
        page.fill("#name", "Kay O'Neill-Ŵyn")
        page.fill("#contact", "kay at the council")
        page.get_by_role("button", name="Save").click()
        page.wait_for_selector(".govuk-error-summary")
        page.fill("#contact", NEW)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(f"{address}/account")

        page.get_by_role("link", name="Change the address you sign in with").click()
        assert page.input_value("#email") == NEW
        look_over(page, axe=width == WIDTHS[0])
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Send the link").click()
        page.wait_for_url(f"{address}/account")
        assert page.get_by_text(f"{NEW} waits to be confirmed").is_visible()
        look_over(page, axe=width == WIDTHS[0])
        (mail,) = [m for m in delivered(story).messages if m.contact == NEW]
        page.goto(address + re.search(rf"{ADDRESS}(/confirm-address/\S+)", mail.text)[1])
        look_over(page, axe=width == WIDTHS[0])
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url(f"{address}/account")
        assert page.get_by_text(f"From now on you sign in as {NEW}.").is_visible()

        page.goto(f"{address}/people")
        assert page.get_by_text("was Alliance manager").is_visible()
        look_over(page, axe=width == WIDTHS[0])
        page.get_by_role("link", name="Correct the name or address of Chair", exact=True).click()
        look_over(page, axe=width == WIDTHS[0])
