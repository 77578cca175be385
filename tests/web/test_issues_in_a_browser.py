"""Issues in a browser: axe finds nothing at either width, and those concerned settle one with the keyboard alone."""

from typing import Any

import pytest

from tests.engine.test_issues import climb, log
from tests.stories import an_adopted_decision, an_open_decision
from tests.web.browser_people import in_every_way
from tests.web.browsers import a_page, look_over, served
from tests.web.conftest import PASSWORD, Site
from tests.web.test_every_state_in_a_browser import Onlooker

pytestmark = pytest.mark.slow
STEPS = ("offer_option", "accept_option", "step_up", "close")


@in_every_way
def test_every_page_of_issues(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    cast, held = story.cast, an_open_decision(story, title="Ten beds for the winter")
    ref = log(story, about=held, **{"with": ["health", "hostel"]})
    for n, text in enumerate(("The team stays until March.", "")):
        story.act("issue.offer_option", cast.leads["health"], ref, option=f"A rota, the {n + 1}.", text=text, new="Both keep it.")
    story.act("issue.accept_option", cast.leads["hostel"], ref, option=1)
    climb(story, ref, "facilitated")
    other = log(story)
    story.act("issue.turn_away", cast.chair, other, route="fraud", reason="It goes to the auditor.")
    third = log(story)
    story.act("issue.offer_option", cast.manager, third, option="A rota.")
    for participant in ("health", "housing"):
        story.act("issue.accept_option", cast.leads[participant], third, option=1)
    story.act("issue.publish", cast.chair, third, summary="There is a rota now.")
    pages = ("/issues", f"/issues/{ref}", *(f"/issues/{ref}/do/{step}" for step in STEPS), f"/issues/{other}", f"/issues/{third}")
    onlooker = Onlooker(site, chromium, width, javascript)
    onlooker.looks_at(cast.leads["health"], *pages, f"/issues/{third}/do/consent", f"/decisions/{held}")
    logged = log(story)
    onlooker.looks_at(cast.chair, f"/issues/{logged}/do/triage", f"/issues/{logged}/do/turn_away")
    onlooker.looks_at(cast.manager, "/", f"/issues/{ref}/do/appoint", f"/issues/{third}/do/publish")
    onlooker.looks_at(cast.observer, f"/issues/{ref}")


def test_a_facilitator_signs_in_and_offers_a_way_forward(site: Site, chromium: Any) -> None:
    story = site.story
    ref = log(story, about=an_adopted_decision(story))
    story.act("person.invite", story.cast.administrator, name="Facilitator")
    guest = story.roster().people[-1].ref
    climb(story, ref, "facilitated")
    story.act("issue.appoint", story.cast.manager, ref, person=guest, terms="Three talks.")
    with served(site.app) as address, a_page(chromium, 375) as page:
        page.goto(f"{address}/sign-in")
        page.fill("[name=email]", site.account(guest))
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{address}/issues")
        look_over(page)
        page.click(f"text={ref}")
        page.click("text=Offer a way forward")
        page.fill("[name=option]", "They try it for a quarter.")
        page.click(".govuk-button-group >> text=Offer it")
        assert "Recorded" in page.locator("[role=status]").inner_text()
        assert "They try it for a quarter." in page.locator(".govflow-option").inner_text()
        look_over(page)
