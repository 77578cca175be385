"""The money pages in a browser: axe finds nothing, nothing scrolls sideways; every figure can be followed by keyboard to its acts."""

from typing import Any

import pytest

from tests.stories import an_adopted_decision
from tests.web.browser_people import enter, in_every_way
from tests.web.browsers import a_page, look_over, served
from tests.web.conftest import Site
from tests.web.test_every_state_in_a_browser import Onlooker

pytestmark = pytest.mark.slow
MONEY = {"kind": "subcontract", "line": "youth", "year": "2026-27"}
MOVED = {**MONEY, "kind": "budget-move", "to_line": "outreach", "to_year": "2027-28"}


@in_every_way
def test_every_page_of_money(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    ref = an_adopted_decision(site.story, title="A youth worker", amount="120000.10", **MONEY)
    an_adopted_decision(site.story, title="More outreach", amount="379999.90", **MOVED)
    pages = (
        "/money?year=2026-27",
        "/money/youth/2026-27",
        "/money/outreach/2027-28",
        f"/decisions/{ref}",
        "/decisions/new/budget-move",
    )
    Onlooker(site, chromium, width, javascript).looks_at(site.story.cast.leads["health"], *pages)


def test_a_person_follows_a_figure_to_the_act_behind_it(site: Site, chromium: Any) -> None:
    an_adopted_decision(site.story, title="A youth worker", amount="120000.10", **MONEY)
    email = site.account(site.story.cast.observer)
    with served(site.app) as address, a_page(chromium, 1280) as page:
        enter(page, address, email)
        page.click("nav >> text=Money")
        page.click("text=2026-27")
        page.click("table >> text=£120,000.10")
        look_over(page)
        page.click("table >> text=/^entry/")
        assert "A youth worker" in page.locator("h1").inner_text()
        assert "in force" in page.locator(":target").inner_text()
