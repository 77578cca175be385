"""Setting an alliance up in a real browser, wide and narrow, with and without JavaScript: three pages of rows and one of offices."""

from typing import Any

import pytest

from tests.beginnings import ADMINISTRATOR, LEADS, TITLES, address_of, person
from tests.web.browser_people import Somebody, in_two_ways, somebody
from tests.web.test_set_up import SHEET, beginning

pytestmark = pytest.mark.slow


def shows(one: Somebody, *ids: str) -> None:
    """Look the page over; what is wrong is listed first, and each line leads into its cell."""
    one.look()
    one.is_told_what_to_mend() if one.javascript else None
    links = one.page.locator(".govuk-error-summary a")
    assert [link.get_attribute("href") for link in links.all()] == [f"#{cell}" for cell in ids]
    links.last.click()
    assert one.page.evaluate("document.activeElement.id" if one.javascript else "location.hash.slice(1)") == ids[-1]


@in_two_ways
def test_an_alliance_is_set_up(chromium: Any, width: int, javascript: bool) -> None:
    site = beginning()
    with somebody(site, chromium, ADMINISTRATOR, width, javascript=javascript) as one:
        one.look()
        one.press("Do not show this again")
        one.follow("Add the organisations")
        one.look()
        one.page.fill("#title_1", TITLES[1])
        one.press("Add these organisations")
        shows(one, "commissioner")
        for n, title in enumerate(TITLES):
            one.page.fill(f"#title_{n}", title)
        one.page.get_by_label("Commissioner").first.check()
        one.press("Add these organisations")
        one.look()
        one.sees("8 organisations are added.", "The commissioner is Harbour Borough Council")
        one.follow("Invite the people")
        one.look()
        one.page.fill("#name_0", "Priya Shah")
        one.press("Invite everybody")
        shows(one, "email_0")
        one.page.locator("summary").click()
        one.page.fill("#pasted", SHEET.replace("Open Door", "Opn Door"))
        one.press("Read the pasted rows")
        shows(one, "email_0", "organisation_4")
        one.page.select_option("#organisation_4", label="Open Door")
        one.page.fill("#name_0", "")
        one.press("Invite everybody")
        one.look()
        one.sees("8 people are invited.")
        one.follow("Appoint the manager and the chair")
        one.look()
        one.page.select_option("#manager", label="Kay Moss")
        one.page.select_option("#chair", label="Owen Marsh")
        one.press("Appoint")
        one.look()
        one.sees("Alliance manager: Kay Moss. Chair: Owen Marsh", "4 of 6 steps are done.")
    roster = site.story.roster()
    assert len(roster.participants) == 8
    assert [p.contact for p in roster.people[1:]] == [address_of(name) for name in LEADS]
    assert len(site.posted.messages) == 8
    assert roster.in_office("chair", site.story.clock.now().date()) == (person(site.story, "Owen Marsh"),)
