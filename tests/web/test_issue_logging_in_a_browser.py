"""Logging an issue in a browser, on a phone and at a desk: with the keyboard alone, with scripts and without; saved, finished later."""

from typing import Any

import pytest

from govflow.record.drafts import Writer, add_draft
from tests.stories import an_open_decision
from tests.web.browser_people import enter, in_every_way, somebody
from tests.web.browsers import a_page, look_over, served
from tests.web.conftest import Site
from tests.web.test_every_state_in_a_browser import Onlooker

pytestmark = pytest.mark.slow
HAPPENED = "The day centre closed on Friday, and nobody had told the night team."
AFFECTED = "People who sleep rough near the harbour."
HELP = "A call before anything closes."


@in_every_way
def test_it_is_begun_saved_and_after_signing_in_again_finished(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.leads["youth"], width, javascript=javascript) as me:
        me.visit(f"/decisions/{ref}")
        me.follow("Raise an issue about this")
        me.sees(f"About {ref}", "Log an issue")
        me.look()
        me.tab_to("field", "What happened?")
        me.write("What happened?", HAPPENED)
        me.press("Save and finish later")
        me.sees("Saved. Only you can read it.")
        me.look()
        me.press("Sign out")
        me.visit("/sign-in")
        me.sign_in(f"{story.cast.leads['youth'].lower()}@example.org")
        me.look()
        me.follow("You began to log an issue on Tuesday 10 March 2026, 9am; finish it")
        assert me.page.input_value("#happened") == HAPPENED
        assert me.page.input_value("#about") == ref
        me.press("Log the issue")
        me.is_told_what_to_mend()
        me.look()
        assert me.page.input_value("#happened") == HAPPENED
        me.write("Who is affected, and how?", AFFECTED)
        me.write("What would help?", HELP)
        me.press("Log the issue")
        me.sees("The issue is logged", "ISS-0001", "until Thursday 12 March 2026, 5pm at the latest", f"{ref} waits until")
        me.look()
        me.follow("Follow ISS-0001")
        me.sees("ISS-0001", f"An issue about {ref}", HAPPENED, "It moves on by itself on Thursday 12 March 2026, 5pm.")
        me.look()
        option = "The day centre rings the night team before it closes."
        story.act("issue.offer_option", story.cast.leads["health"], "ISS-0001", option=option)
        for participant in story.cast.participants:
            if participant != "youth":
                story.act("issue.accept_option", story.cast.leads[participant], "ISS-0001", option=1)
        me.visit("/")
        me.follow("Say which way forward you accept")
        me.follow("Accept a way forward")
        me.look()
        me.choose(
            f"Way forward 1, offered by {story.roster().person(story.cast.leads['health']).name}",
            "Which way forward does your organisation accept?",
        )
        me.press("Accept it")
        me.sees("Everyone concerned accepted way forward 1.", "It is resolved")
        me.look()
    with story.house.store.view(story.alliance) as view:
        issue = view.issue("ISS-0001")
    assert (issue.happened, issue.affected, issue.would_help, issue.about) == (HAPPENED, AFFECTED, HELP, ref)
    assert issue.concerned == tuple(sorted(story.cast.participants))


@in_every_way
def test_every_page_of_it(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    person = story.cast.leads["health"]
    ref = an_open_decision(story)
    said = {"happened": f"{HAPPENED} " * 40, "affected": "Unbroken" * 40, "matters": "Health failed to ask.", "about": ref}
    for _ in range(3):
        writer = Writer(story.alliance, person, "issue")
        draft = add_draft(story.house.store, writer, {**said, "with_": ["hostel"]}, story.clock.now(), 10)
    assert draft is not None
    story.act("issue.log", person, happened=HAPPENED, affected=AFFECTED, would_help=HELP, **{"with": ["hostel"]})
    mine = f"/issues/drafts/{draft.n}"
    pages = (
        "/",
        "/issues/new",
        f"/issues/new?about={ref}",
        mine,
        f"{mine}/throw-away",
        "/issues/ISS-0001/logged",
        f"/decisions/{ref}",
    )
    Onlooker(site, chromium, width, javascript).looks_at(person, *pages)


@pytest.mark.parametrize("width", [1280, 375])
def test_what_belongs_elsewhere_and_who_reads_it_unfolds(site: Site, chromium: Any, width: int) -> None:
    email = site.account(site.story.cast.leads["health"])
    with served(site.app) as address, a_page(chromium, width) as page:
        enter(page, address, email)
        page.goto(f"{address}/issues/new")
        assert not page.get_by_text("Tell your organisation's data protection officer").is_visible()
        for summary in page.locator("main summary").all():
            summary.focus()
            page.keyboard.press("Enter")
        assert page.get_by_text("Tell your organisation's data protection officer").is_visible()
        assert page.get_by_text("Anybody may go to a court at any time.").is_visible()
        look_over(page)


def test_enter_on_a_box_saves_and_logs_nothing(site: Site, chromium: Any) -> None:
    story = site.story
    email = site.account(story.cast.leads["health"])
    with served(site.app) as address, a_page(chromium, 375) as page:
        enter(page, address, email)
        page.click("text=Log an issue")
        for name, words in (("happened", HAPPENED), ("affected", AFFECTED), ("would_help", HELP)):
            page.fill(f"#{name}", words)
        page.focus("input[name=with_]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/issues/drafts/*")
        assert page.input_value("#happened") == HAPPENED
    with story.house.store.view(story.alliance) as view:
        assert view.open_issues() == ()


def test_two_tabs_lose_nothing(site: Site, chromium: Any) -> None:
    email = site.account(site.story.cast.leads["health"])
    with served(site.app) as address, a_page(chromium, 375) as page:
        enter(page, address, email)
        page.goto(f"{address}/issues/new")
        page.fill("#happened", HAPPENED)
        page.get_by_role("button", name="Save and finish later").click()
        page.wait_for_url("**/issues/drafts/*")
        other = page.context.new_page()
        other.goto(page.url)
        for tab, words in ((page, "From the first tab."), (other, "From the second tab.")):
            tab.fill("#happened", words)
            tab.get_by_role("button", name="Save and finish later").click()
            tab.wait_for_selector(".govflow-told")
        assert other.url != page.url
        assert "Nothing is lost" in other.locator(".govflow-told").inner_text()
        look_over(other)
        page.reload()
        assert (page.input_value("#happened"), other.input_value("#happened")) == ("From the first tab.", "From the second tab.")
