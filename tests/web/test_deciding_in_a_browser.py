"""Deciding in a real browser, wide and narrow, with and without JavaScript: from the desk to the receipt, and every page looked over."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from tests.stories import REASON, a_circulated_decision, a_draft, a_failed_decision, an_adopted_decision, an_open_decision
from tests.web.browsers import WIDTHS, a_page, look_over, served
from tests.web.conftest import PASSWORD, Site

pytestmark = pytest.mark.slow
LONG = "Somebody wrote a great deal about this, and all of it matters to those who use the services. "


@contextmanager
def somebody(site: Site, chromium: Any, person: str, width: int, *, javascript: bool = True) -> Iterator[tuple[Any, str]]:
    """Give a page on which a person is signed in, and the address of the app."""
    email = site.account(person)
    with served(site.app) as address, a_page(chromium, width, javascript=javascript) as page:
        page.goto(f"{address}/sign-in")
        page.fill("#email", email)
        page.fill("#password", PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/")
        yield page, address


def see(page: Any, *, javascript: bool) -> None:
    if javascript:
        look_over(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_position_in_four_presses(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.leads["health"], width, javascript=javascript) as (page, _):
        see(page, javascript=javascript)
        page.get_by_role("link", name="Record the position of Health", exact=True).click()
        see(page, javascript=javascript)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_selector(".govuk-error-summary")
        see(page, javascript=javascript)
        page.get_by_role("radio", name="Agree", exact=True).check()
        page.get_by_label("Why?").fill(REASON)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_selector("text=Is this what")
        see(page, javascript=javascript)
        page.get_by_role("button", name="Record this position").click()
        page.wait_for_selector("text=Your position is recorded")
        see(page, javascript=javascript)
    assert story.decision(ref).answers == {"health": "agree"}


@pytest.mark.parametrize("width", WIDTHS)
def test_an_objection_with_the_keyboard_alone(site: Site, chromium: Any, width: int) -> None:
    story = site.story
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.leads["health"], width) as (page, address):
        page.goto(f"{address}/decisions/{ref}/position")
        page.get_by_role("radio", name="Object", exact=True).focus()
        page.keyboard.press("Space")
        look_over(page)
        page.get_by_label("Why?").focus()
        page.keyboard.type(REASON)
        page.get_by_role("button", name="Continue").press("Enter")
        page.wait_for_selector(".govuk-error-summary")
        assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
        look_over(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "principle"
        page.keyboard.press("ArrowDown")
        page.get_by_label("What would let you agree?").focus()
        page.keyboard.type("A review after a year.")
        page.get_by_role("button", name="Continue").press("Enter")
        page.get_by_role("button", name="Record this position").press("Enter")
        page.wait_for_selector("text=Your position is recorded")
    assert story.decision(ref).answers == {"health": "object"}


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_many_matters(site: Site, chromium: Any, width: int) -> None:
    """Look over each page in its states, and a crowded one: versions, long reasons, interests, many matters."""
    story, cast = site.story, site.story.cast
    ref = crowded(site)
    others = [a_draft(story), a_circulated_decision(story), a_failed_decision(story), an_adopted_decision(story)]
    with somebody(site, chromium, cast.manager, width) as (page, address):
        look_over(page)
        for one in (ref, *others):
            page.goto(f"{address}/decisions/{one}")
            look_over(page)
        page.goto(f"{address}/decisions/{ref}/position")
        look_over(page)
    with somebody(site, chromium, cast.leads["youth"], width) as (page, address):
        page.goto(f"{address}/decisions/{ref}/position")
        look_over(page)


def crowded(site: Site) -> str:
    """Return a decision of three versions with long reasons, an objection, an interest, questions and a lapsed round."""
    story, cast = site.story, site.story.cast
    ref = an_open_decision(
        story, title="Make the outreach team of the whole harbour permanent, with nights and weekends", text=LONG * 12
    )
    for n, text in enumerate((LONG * 11 + "Nights too.", LONG * 10 + "Nights and weekends too."), 2):
        story.says("agree", cast.leads["youth"], "youth", ref)
        story.do("amend", cast.manager, ref, text=text, reason=f"Version {n}, as asked.")
    story.says("agree", cast.leads["health"], "health", ref, reason=LONG * 110)
    story.says("object", cast.leads["recovery"], "recovery", ref, reason=LONG * 3)
    story.says("agree_subject_to", cast.leads["council"], "council", ref)
    story.clock.advance(timedelta(hours=1))
    story.says("abstain", cast.leads["health"], "health", ref, reason=LONG * 110)
    story.do("declare_interest", cast.leads["hostel"], ref, kind="institutional", nature=LONG)
    return ref
