"""The register, proposals, moves and people in a real browser, wide and narrow, empty, ordinary, refused and crowded."""

from typing import Any

import pytest

from tests.stories import Story, a_circulated_decision, a_draft, a_failed_decision, an_adopted_decision, an_open_decision
from tests.web.browser_people import enter
from tests.web.browsers import WIDTHS, a_page, look_over, served
from tests.web.conftest import Site

pytestmark = pytest.mark.slow
LONG = "Make the integrated hospital discharge and outreach partnership permanent in the whole of the city and its harbour wards"


def crowd(story: Story) -> str:
    """Forty matters in several states; return an open one."""
    for n in range(34):
        story.do("consult", story.cast.manager, a_draft(story, title=f"{LONG} ({n})"))  # a draft is seen by few
    an_adopted_decision(story)
    a_failed_decision(story)
    a_circulated_decision(story)
    ref = an_open_decision(story, title=LONG)
    story.agrees("health", ref)
    story.says("object", story.cast.leads["youth"], "youth", ref)
    story.do("declare_interest", story.cast.leads["hostel"], ref, kind="institutional", nature="It runs the service.")
    return ref


@pytest.mark.parametrize("width", WIDTHS)
def test_the_register(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.leads["council"])
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, email)
        page.goto(f"{address}/decisions")
        look_over(page)
        crowd(site.story)  # weeks go by, and the session with them
        enter(page, address, email)
        page.goto(f"{address}/decisions")
        look_over(page)
        page.get_by_role("link", name="Next page").click()
        look_over(page)
        page.goto(f"{address}/decisions")
        page.get_by_text("Narrow down and sort").click()
        page.select_option("#group", "deciding")
        page.get_by_role("button", name="Show", exact=True).click()
        assert page.locator("main h2").count() == 2
        look_over(page)
        page.goto(f"{address}/decisions?text=nowhere")
        look_over(page)
        page.goto(f"{address}/decisions?text=best+people")
        assert page.locator("mark").count() > 2
        look_over(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_news_for_the_commissioner_and_an_edition_of_the_rules(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.owner)
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, email)
        crowd(site.story)
        enter(page, address, email)
        assert page.get_by_role("heading", name="Recent decisions").count() == 1
        look_over(page)
        page.goto(f"{address}/how-we-decide")
        page.locator("#editions ~ .govflow-said a").first.click()
        look_over(page)
        page.goto(f"{address}/decisions/DEC-0001")
        page.get_by_text("Picture: every way it can go").click()
        page.locator("img[src$='workflow.svg']").scroll_into_view_if_needed()
        look_over(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_proposal(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.leads["council"])
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, email)
        page.goto(f"{address}/decisions/new")
        look_over(page)
        page.get_by_role("link", name="Budget allocation").click()
        look_over(page)
        page.get_by_role("button", name="Save and go on").click()
        page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")
        look_over(page)
        page.goto(f"{address}/decisions/new/key-issue")
        page.fill("#title", LONG)
        page.fill("#text", "The team stays.")
        page.get_by_role("button", name="Save and go on").click()
        look_over(page)
        write = page.url
        for task in ("words", "reach", "body", "affected", "principles"):
            page.goto(f"{write}/{task}")
            look_over(page)
        page.goto(write.replace("/write", "/circulate"))
        look_over(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_who_decides(site: Site, chromium: Any, width: int) -> None:
    story, money = site.story, {"line": "outreach", "year": "2026-27"}
    wrong = a_draft(story, kind="operational", body="management-team", amount="50000.01", changes=["mandate"], **money)
    given = a_circulated_decision(story, kind="operational", amount="50000.01", **money)
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, site.account(story.cast.manager))
        page.goto(f"{address}/decisions/new/subcontract")
        assert "The amount is missing" in page.inner_text("#who-decides")
        page.fill("#amount", "2000.00")
        page.select_option("#line", money["line"])
        page.select_option("#year", money["year"])
        page.wait_for_selector("#who-decides :text('it is within the £')")
        look_over(page)
        for path in (f"{wrong}/write", f"{wrong}/circulate", given):
            page.goto(f"{address}/decisions/{path}")
            look_over(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_moves_and_interests(site: Site, chromium: Any, width: int) -> None:
    story = site.story
    ref, manager = crowd(story), site.account(story.cast.manager)
    draft = a_circulated_decision(story)
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, manager)
        page.goto(f"{address}/decisions/{ref}/do")
        look_over(page)
        for path in ("do/edit_wording", "do/close", "do/withdraw", "interests", "interests/declare", "interests/1/rule", "write"):
            page.goto(f"{address}/decisions/{ref}/{path}")
            look_over(page)
        page.goto(f"{address}/decisions/{draft}/do/open")
        look_over(page)
        page.get_by_role("button", name="Open positions").click()
        page.wait_for_function("document.activeElement.className === 'govuk-error-summary'")
        look_over(page)
        page.goto(f"{address}/decisions/{ref}/amend")
        page.fill("#text", "The team stays for two years.")
        page.fill("#reason", "Asked for by youth.")
        page.get_by_role("button", name="Show the differences").click()
        look_over(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_people_and_rules(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.manager)
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, email)
        for path in (
            "people",
            "people?on-day=1&on-month=1&on-year=2026",
            "people?on-day=31&on-month=2&on-year=2026",
            "people/do/seat.fill",
            "people/do/person.invite",
            f"people/{site.story.cast.chair}/account",
            "how-we-decide",
            "how-we-decide/decision",
        ):
            page.goto(f"{address}/{path}")
            look_over(page)
