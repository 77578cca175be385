"""Own bodies' decisions in a browser: each stage of the clock, each form, the desk; axe finds nothing, nothing scrolls sideways.

And one told by a person's hands: notice, decision, call-in, and decided again, with what was typed wrong mended on the page.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.stories import Story, an_awaited_decision, an_open_decision
from tests.web.browser_people import enter, in_every_way
from tests.web.browsers import a_page, look_over, served
from tests.web.conftest import Site
from tests.web.test_every_state_in_a_browser import Onlooker

pytestmark = pytest.mark.slow
URGENT = {"route": "special_urgency", "reason": "The scrutiny chair agreed that it cannot wait."}
DECIDED = {"reference": "CAB/26/17", "decided_on": "2026-03-10"}


def in_every_stage(story: Story) -> dict[str, str]:
    """Bring a decision to each stage of an own body's clock; return their references by stage."""
    lead, refs = story.cast.leads["council"], {}
    refs["in force"] = an_awaited_decision(story, "council")
    refs["awaited"] = an_awaited_decision(story, "council", "health", expected="2026-08-12")
    story.do("notify_own_body", lead, refs["in force"], route="special_urgency", published_on="2026-03-10", reason="Asked for.")
    story.do("ratify", lead, refs["in force"], reference="CAB/1", decided_on="2026-03-10", announced_on="2026-03-11")
    story.until(datetime(2026, 6, 1, 9, tzinfo=UTC))  # no holiday lies in the weeks of notice that follow
    for stage in ("noticed", "decided", "called in", "declined"):
        refs[stage] = an_awaited_decision(story, "council")
        today = f"{story.clock.now():%Y-%m-%d}"
        story.do("notify_own_body", lead, refs[stage], **URGENT, published_on=today, reference="U/4")
    for stage in ("decided", "called in"):
        story.do("ratify", lead, refs[stage], reference="CAB/2", decided_on=today)
    story.do("call_in", lead, refs["called in"], reason="Five members asked for it.")
    story.do("decline", lead, refs["declined"], reason="Cabinet will not.")
    return refs


@in_every_way
def test_every_stage_of_the_clock(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    refs = in_every_stage(story)
    asked = an_open_decision(story)
    onlooker = Onlooker(site, chromium, width, javascript)
    pages = [f"/decisions/{ref}" for ref in refs.values()]
    forms = [f"/decisions/{refs['noticed']}/do/{event}" for event in ("notify_own_body", "ratify", "decline")]
    call_in = f"/decisions/{refs['decided']}/do/call_in"
    onlooker.looks_at(story.cast.leads["council"], *pages, *forms, call_in, f"/decisions/{asked}/position", "/own-decisions")
    onlooker.looks_at(story.cast.manager, f"/decisions/{refs['decided']}", "/own-decisions")


def a_day(page: Any, name: str, day: str) -> None:
    for part, value in zip(("year", "month", "day"), day.split("-"), strict=True):
        page.fill(f"#{name}-{part}", value)


def test_a_person_records_notice_decision_call_in_and_the_second_decision(site: Site, chromium: Any) -> None:
    story = site.story
    ref = an_awaited_decision(story, "council")
    email = site.account(story.cast.leads["council"])
    with served(site.app) as address, a_page(chromium, 1280) as page:
        enter(page, address, email)
        page.click("text=Record the notice of Council's own decision")
        page.check("input[value=general_exception]")
        a_day(page, "published_on", "2026-03-10")
        page.click("button:has-text('Record the notice')")
        look_over(page)
        assert page.locator(".govuk-error-summary a").count() == 1
        page.check("input[value=special_urgency]")
        page.fill("#reason", "The scrutiny chair agreed.")
        page.click("button:has-text('Record the notice')")
        for reference in ("CAB/1", "CAB/2"):
            page.goto(f"{address}/decisions/{ref}/do/ratify")
            page.fill("#reference", reference)
            a_day(page, "decided_on", f"{story.clock.now():%Y-%m-%d}")
            page.click("button:has-text('Record the approval')")
            assert page.locator("[aria-labelledby=approvals] [aria-current=step]").inner_text().startswith("Last day of call-in")
            if reference == "CAB/1":
                page.goto(f"{address}/decisions/{ref}/do/call_in")
                page.fill("#reason", "Five members asked.")
                page.click("button:has-text('Record the call-in')")
        look_over(page)
    story.until(datetime(2026, 3, 18, 9, tzinfo=UTC))
    assert story.decision(ref).state == "in_force"
