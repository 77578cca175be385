"""Deciding in a real browser, wide and narrow, with and without JavaScript: the way from a notice to a receipt, what is refused or
comes late, sending twice, deputies, and a crowded matter.
"""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from govflow.acts.delivering import DONE, deliver
from govflow.config import read
from govflow.domain.facts import PositionTaken
from govflow.notices.sending import Post
from govflow.record.sessions import open_database
from tests.cast import LEADERSHIP
from tests.houses import house_on
from tests.posting import Kept
from tests.stories import REASON, Story, a_draft, a_founded_alliance, an_adopted_decision, an_open_decision
from tests.web.browser_people import Somebody, enter, in_every_way, somebody
from tests.web.browsers import WIDTHS, a_page, served
from tests.web.conftest import KEY, Posted, Site
from web import create_app

pytestmark = pytest.mark.slow
LONG = "Somebody wrote a great deal about this, and all of it matters to those who use the services. "
TYPED = "What somebody typed at length – with “marks” & <b>signs</b>."


@in_every_way
def test_at_most_four_presses_from_the_link_in_the_notice_to_the_receipt(
    site: Site, chromium: Any, width: int, javascript: bool
) -> None:
    story = site.story
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.leads["health"], width, javascript=javascript) as one:
        one.visit(link_in_the_notice(story, "Leadership member, Health", one.address))
        one.follow("Record the position of Health")
        one.look()
        one.choose("Agree")
        one.write("Why?", REASON)
        one.press("Continue")
        one.look()
        one.press("Record this position")
        one.look()
        assert one.presses <= 4
        one.sees("Your position is recorded", "1 of 8 agreed to version 1.")
        one.sees("are recorded with your name", "You can change it until all have agreed or Tuesday 24 March 2026, 5pm")
    assert story.decision(ref).answers == {"health": "agree"}


def link_in_the_notice(story: Story, name: str, address: str) -> str:
    """Let what waits be delivered, as the worker does; return the address in what somebody got."""
    posted = Kept()
    while found := list(deliver(story.house, Post(address, posted))):
        assert all(came in DONE for _notice, came in found), found
    asked = [m for m in posted.messages if m.to == name and m.subject.startswith("Your position is asked")]
    return re.search(r"http\S+", asked[-1].text)[0]


@in_every_way
def test_after_a_refusal_the_focus_is_on_what_to_mend_and_nothing_typed_is_lost(
    site: Site, chromium: Any, width: int, javascript: bool
) -> None:
    for person, refusals in refused_forms(site.story).items():
        with somebody(site, chromium, person, width, javascript=javascript) as one:
            for path, field, button in refusals:
                one.visit(path)
                one.write(field, TYPED)
                one.press(button)
                one.is_told_what_to_mend()
                assert one.page.get_by_label(field, exact=True).first.input_value() == TYPED, path
                goes_to_what_is_wrong(one)


def refused_forms(story: Story) -> dict[str, list[tuple[str, str, str]]]:
    """Return forms that will each lack something, by person: where it is, the field that is filled, and the button."""
    cast = story.cast
    done, draft, ref, agreed = an_adopted_decision(story), a_draft(story), an_open_decision(story), an_open_decision(story)
    story.do("complete", cast.manager, done, outcome="It was done.")
    story.do("declare_interest", cast.leads["hostel"], ref, kind="institutional", nature="It runs a service.")
    story.all_agree(agreed, "council")
    story.says("agree_subject_to", cast.leads["council"], "council", agreed)
    return {
        cast.leads["council"]: [
            (f"/decisions/{ref}/position", "Why?", "Continue"),
            ("/decisions/new/key-issue", "Title", "Save and go on"),
            (f"/decisions/{ref}/interests/declare", "What is it?", "Look it over"),
            (f"/decisions/{agreed}/do/ratify", "Reference of your own body's decision", "Record the approval"),
            (f"/decisions/{done}/do/review", "What did you find?", "Record the review"),
        ],
        cast.chair: [
            (f"/decisions/{ref}/do/defer", "Why?", "Defer"),
            (f"/decisions/{ref}/interests/1/rule", "Why?", "Rule"),
        ],
        cast.manager: [
            (f"/decisions/{ref}/amend", "The decision, in the words to be agreed", "Show the differences"),
            (f"/decisions/{draft}/do/record_voice", "Who?", "Record it"),
            (f"/decisions/{draft}/circulate", "If it is urgent: why can it not wait?", "Give notice"),
        ],
    }


def goes_to_what_is_wrong(one: Somebody) -> None:
    """Follow the first line of the summary with the keyboard; the focus is in the field that it is about."""
    line = one.page.locator(".govuk-error-summary a").first
    one.page.keyboard.press("Tab")
    one.page.keyboard.press("Enter")
    assert f"#{one.page.evaluate('document.activeElement.id')}" == line.get_attribute("href")


@in_every_way
def test_what_was_typed_is_there_after_an_expired_session(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story, person = site.story, site.story.cast.leads["health"]
    ref = an_open_decision(story)
    with somebody(site, chromium, person, width, javascript=javascript) as one:
        one.visit(f"/decisions/{ref}/position")
        one.choose("Agree")
        one.write("Why?", TYPED)
        story.clock.advance(timedelta(hours=13))  # a working day later
        one.press("Continue")
        one.sees("Nothing you typed is lost")
        one.look()
        one.sign_in(f"{person.lower()}@example.org")
        one.sees(TYPED)
        one.look()
        one.press("Send what I typed")
        one.sees("Is this what Health says?", TYPED)
        one.press("Record this position")
        one.sees("Your position is recorded", TYPED)
    assert story.decision(ref).position_of("health").reason == TYPED


@in_every_way
def test_what_was_typed_is_there_after_somebody_amended(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.leads["health"], width, javascript=javascript) as one:
        one.visit(f"/decisions/{ref}/position")
        one.choose("Agree")
        one.write("Why?", TYPED)
        one.press("Continue")
        story.do("amend", story.cast.manager, ref, text="The whole team stays.", reason="Clearer.")
        one.press("Record this position")
        one.is_told_what_to_mend()
        one.sees("You answered version 1; the proposal is now at version 2.", "What changed since version 1")
        one.look()
        assert one.page.get_by_label("Why?").input_value() == TYPED
        assert one.page.get_by_role("radio", name="Agree", exact=True).is_checked()
        assert story.decision(ref).answers == {}
        one.press("Continue")
        one.press("Record this position")
    position = story.decision(ref).position_of("health")
    assert (position.version, position.reason) == (2, TYPED)


@in_every_way
def test_an_amendment_that_came_second_is_shown_against_the_first(
    site: Site, chromium: Any, width: int, javascript: bool
) -> None:
    story, words = site.story, "The decision, in the words to be agreed"
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.manager, width, javascript=javascript) as one:
        one.visit(f"/decisions/{ref}/amend")
        one.write(words, "The team stays for two years.")
        one.write("Why is it changed?", TYPED)
        one.press("Show the differences")
        story.do("amend", story.cast.leads["advice"], ref, text="The whole team stays.", reason="Clearer.")
        one.press("Make it version 2")
        one.is_told_what_to_mend()
        one.sees("Somebody changed this while you were writing.")
        assert one.page.get_by_label(words).input_value() == "The team stays for two years."
        assert one.page.get_by_label("Why is it changed?").input_value() == TYPED
        assert story.decision(ref).version == 2
        one.press("Show the differences")
        assert "whole" in one.page.locator("del").first.inner_text()
        one.press("Make it version 3")
    assert story.decision(ref).text.text == "The team stays for two years."


@in_every_way
def test_what_was_typed_is_there_after_signing_in_again_in_another_tab(
    site: Site, chromium: Any, width: int, javascript: bool
) -> None:
    story, person = site.story, site.story.cast.leads["health"]
    ref = an_open_decision(story)
    with somebody(site, chromium, person, width, javascript=javascript) as one:
        one.visit(f"/decisions/{ref}/position")
        one.choose("Agree")
        one.write("Why?", TYPED)
        other = Somebody(one.page.context.new_page(), one.address, javascript)
        other.visit("/")
        other.press("Sign out")
        other.visit("/sign-in")
        other.sign_in(f"{person.lower()}@example.org")
        one.page.bring_to_front()
        one.press("Continue")
        one.sees("Nothing you typed is lost", TYPED)
        one.press("Send what I typed")
        one.sees("Is this what Health says?", TYPED)


@pytest.fixture
def on_disk(fresh_url: Any) -> Iterator[Site]:
    """The site on a database in a file, where several requests may come at the same time."""
    engine = open_database(fresh_url("sqlite"))
    story = a_founded_alliance(house_on(engine))
    log = io.StringIO()
    yield Site(create_app(story.house, read({"GOVFLOW_SECRET_KEY": KEY}), log_to=log), story, Posted(story.house), log)
    engine.dispose()


@in_every_way
def test_two_tabs_and_a_double_click_record_one_position(on_disk: Site, chromium: Any, width: int, javascript: bool) -> None:
    story, email = on_disk.story, on_disk.account(on_disk.story.cast.leads["health"])
    ref = an_open_decision(story)
    before = positions_in_the_ledger(story)
    with served(on_disk.app) as address, a_page(chromium, width, javascript=javascript) as page:
        enter(page, address, email)
        tabs = [Somebody(page, address, javascript), Somebody(page.context.new_page(), address, javascript)]
        for one in tabs:
            one.visit(f"/decisions/{ref}/position")
            one.choose("Agree")
            one.write("Why?", REASON)
            one.press("Continue")
        for one in tabs:
            one.page.get_by_role("button", name="Record this position").dblclick()
            one.page.wait_for_url("**/recorded/*")
            one.sees("Your position is recorded")
        assert tabs[0].page.url == tabs[1].page.url
    assert positions_in_the_ledger(story) == before + 1
    assert [p.participant for p in story.decision(ref).positions] == ["health"]


def positions_in_the_ledger(story: Story) -> int:
    """Count the entries that record a position."""
    with story.house.store.view(story.alliance) as view:
        entries = [view.entry(n) for n in range(1, view.head.size + 1)]
    return sum(f["kind"] == PositionTaken.__name__ for entry in entries for f in entry.content["facts"])


@in_every_way
def test_a_deputy_is_called_so_on_the_way_and_agrees_again_to_a_new_version(
    site: Site, chromium: Any, width: int, javascript: bool
) -> None:
    story, cast = site.story, site.story.cast
    ref, today = an_open_decision(story), story.clock.now().date().isoformat()
    away = {"participant": "health", "body": LEADERSHIP, "person": cast.leads["health"]}
    story.act("absence.notify", cast.leads["health"], since=today, **away)
    with somebody(site, chromium, cast.deputies["health"], width, javascript=javascript) as one:
        one.follow("Record the position of Health as deputy")
        one.choose("Agree")
        answers_as_deputy(one)
        story.do("amend", cast.manager, ref, text="The whole team stays.", reason="Clearer.")
        one.follow("Go to your desk")
        one.follow("Record the position of Health as deputy")
        one.sees("What changed since you answered", "You said “Agree” to version 1. That no longer counts; this is version 2.")
        assert "whole" in one.page.locator("ins").inner_text()
        assert one.page.get_by_role("radio", name="Agree", exact=True).is_checked()
        answers_as_deputy(one)
        one.follow("Go to the decision")
        one.sees("Member, Health, as deputy")
    position = story.decision(ref).position_of("health")
    assert (position.version, position.deputy) == (2, True)


def answers_as_deputy(one: Somebody) -> None:
    one.sees("You answer for Health as deputy.")
    one.look()
    one.write("Why?", REASON)
    one.press("Continue")
    one.sees("Health (you are the deputy)")
    one.look()
    one.press("Record this position")
    one.sees("Health (as deputy)")
    one.look()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_objection_with_the_keyboard_alone(site: Site, chromium: Any, width: int) -> None:
    story = site.story
    ref = an_open_decision(story)
    with somebody(site, chromium, story.cast.leads["health"], width) as one:
        one.visit(f"/decisions/{ref}/position")
        one.choose("Object")
        one.look()
        one.write("Why?", REASON)
        one.press("Continue")
        one.is_told_what_to_mend()
        one.look()
        goes_to_what_is_wrong(one)
        assert one.page.evaluate("document.activeElement.id") == "principle"
        one.page.keyboard.press("ArrowDown")
        one.write("What would let you agree?", "A review after a year.")
        one.press("Continue")
        one.press("Record this position")
        one.sees("Your position is recorded")
    assert story.decision(ref).answers == {"health": "object"}


@pytest.mark.parametrize("width", WIDTHS)
def test_a_crowded_matter(site: Site, chromium: Any, width: int) -> None:
    """Look over a decision of several versions with long reasons, and the screen of somebody who is asked again."""
    ref = crowded(site)
    for person in (site.story.cast.manager, site.story.cast.leads["youth"]):
        with somebody(site, chromium, person, width) as one:
            one.look()
            one.visit(f"/decisions/{ref}")
            one.look()
            one.visit(f"/decisions/{ref}/position")
            one.look()


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
