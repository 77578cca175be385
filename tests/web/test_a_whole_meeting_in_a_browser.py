"""A whole meeting, from its planning to its accepted minutes, each person at a browser of their own and without a mouse.

Wide and narrow, with JavaScript and without. The clock of the house is moved by hand, and a worker looks when it was.
"""

from datetime import datetime
from typing import Any

import pytest

from tests.gatherings import ZONE, action, meeting, minutes
from tests.stories import REASON, a_circulated_decision
from tests.telling.passing import pass_time
from tests.web.browser_people import in_two_ways
from tests.web.conftest import Site
from tests.web.test_a_whole_decision_in_a_browser import Team

pytestmark = pytest.mark.slow
TITLE = "Ten beds for the winter"
OTHERS = ("council", "housing", "hostel", "recovery", "outreach", "youth", "advice")


@in_two_ways
def test_a_meeting_is_held_with_the_keyboard_alone(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    ref = a_circulated_decision(site.story, title=TITLE)
    with Team(site, chromium, width, javascript).at_work() as team:
        planned(team, ref)
        asked_to_come(team)
        come_together(team)
        decided(team, ref)
        ended(team)
        accepted(team)
    story = team.story
    assert meeting(story, "MTG-0001").state == "held"
    assert story.decision(ref).state == "in_force"
    assert {p.recorded_by for p in story.decision(ref).positions} == {"", team.cast.manager}
    assert (minutes(story, "MIN-0001").state, minutes(story, "MIN-0001").by_all) == ("circulated", True)
    assert action(story, "ACT-0001").state == "done"


def wait_until(team: Team, *moment: int) -> None:
    pass_time(team.story, datetime(*moment, tzinfo=ZONE))  # type: ignore[arg-type, misc]
    team.signed_in.clear()


def unfold(somebody: Any, title: str) -> None:
    somebody.page.locator("summary", has_text=title).focus()
    somebody.page.keyboard.press("Enter")


def planned(team: Team, ref: str) -> None:
    """Plan it, put two items on the agenda in the other order, add a paper."""
    manager = team[team.cast.manager]
    manager.menu("Meetings")
    manager.look()
    manager.follow("Plan a meeting")
    manager.look()
    manager.press("Plan a meeting")
    manager.is_told_what_to_mend()
    for part, value in (("Day", "19"), ("Month", "3"), ("Year", "2026")):
        manager.write(part, value)
    manager.write("Where?", "Room 1")
    manager.press("Plan a meeting")
    manager.sees("On Thursday 19 March 2026, 2pm in Room 1.", "Recorded:")
    manager.follow("Add an item")
    manager.write("Or: what is it about?", "How the winter went")
    manager.press("Add an item")
    manager.follow("Add an item")
    manager.tab_to("field", "A decision")
    manager.page.keyboard.type(ref)
    manager.press("Add an item")
    manager.sees(f"2. {TITLE}", ref)
    manager.press(f"Up {TITLE}")
    manager.sees(f"1. {TITLE}", "2. How the winter went")
    manager.follow("Add a paper")
    manager.look()
    manager.write("Title", "What the pilot showed")
    manager.write("Or: where it is", "https://example.org/pilot")
    manager.press("Add it")
    manager.look()


def asked_to_come(team: Team) -> None:
    """Notice goes out by itself; somebody replies from the desk."""
    wait_until(team, 2026, 3, 11, 10)
    health = team.lead("health")
    health.visit("/")
    health.look()
    health.follow("Say whether you will come")
    health.look()
    health.choose("I will come", "Will you come?")
    health.press("Send your reply")
    health.sees("Leadership member, Health: will come")


def come_together(team: Team) -> None:
    """Start it; one comes by video from a browser of their own, the others are recorded."""
    wait_until(team, 2026, 3, 19, 14)
    manager, health = team[team.cast.manager], team.lead("health")
    manager.visit("/meetings/MTG-0001")
    manager.press("Start the meeting")
    manager.sees("No quorum")
    manager.look()
    health.visit("/")
    health.follow("The meeting is on: go in")
    health.press("I am here by video or telephone")
    health.sees("Leadership member, Health · by video or telephone")
    for participant in OTHERS:
        team.story.act("meeting.arrive", team.cast.manager, "MTG-0001", person=team.cast.leads[participant])
    manager.visit("/meetings/MTG-0001/session")
    manager.sees("Everybody whose presence is needed is represented.")
    manager.press(f"Go to it {TITLE}")


def decided(team: Team, ref: str) -> None:
    """Ask for positions: one is written down and confirmed, one is given at its own screen, the others follow."""
    manager, health, council = team[team.cast.manager], team.lead("health"), team.lead("council")
    manager.press("Ask for positions now")
    manager.look()
    unfold(manager, "Write down a position for somebody to confirm")
    manager.press("Write it down")
    manager.is_told_what_to_mend()
    manager.look()
    manager.tab_to("field", "Which participant?")
    manager.page.keyboard.type("Health")
    manager.choose("Agree", "What does it say?")
    manager.write("Why, in its words?", REASON)
    manager.press("Write it down")
    manager.sees("written down, waits to be confirmed")
    health.visit("/meetings/MTG-0001/session")
    health.sees("Is this what you said?", "Health: Agrees")
    health.look()
    health.press("Confirm it")
    health.sees("1 of 8 agreed to version 1.")
    council.visit("/meetings/MTG-0001/session")
    council.follow("Give your position")
    council.choose("Agree")
    council.write("Why?", REASON)
    council.press("Continue")
    council.press("Record this position")
    for participant in OTHERS[1:]:
        team.story.agrees(participant, ref)


def ended(team: Team) -> None:
    """Note what was said, make an action of it, and end the meeting."""
    manager = team[team.cast.manager]
    manager.visit("/meetings/MTG-0001/session")
    manager.sees("In force since Thursday 19 March 2026.")
    manager.write("What was said", "The lease was gone through.")
    manager.press("Save the note")
    unfold(manager, "Make an action of it")
    manager.write("What is to be done?", "Sign the lease")
    manager.tab_to("field", "By whom?")
    manager.page.keyboard.type("Leadership member, Health")
    for part, value in (("Day", "2"), ("Month", "4"), ("Year", "2026")):
        manager.write(part, value)
    manager.press("Make the action")
    manager.sees("Sign the lease")
    manager.press("End the meeting")
    manager.sees("Check before the meeting is ended", "It cannot be opened again.", "Nobody is mailed now.")
    manager.look()
    manager.press("End the meeting")
    manager.sees("The lease was gone through.", "Health agreed", "ACT-0001: Sign the lease")
    manager.look()


def accepted(team: Team) -> None:
    """Write on, issue, correct, take it in, and accept; the action is done."""
    manager, health = team[team.cast.manager], team.lead("health")
    manager.follow("Write on them")
    manager.look()
    manager.write("The minutes", "## Beds\n\nTen beds were agreed.")
    manager.press("Save as version 2")
    manager.press("Issue them")
    health.visit("/")
    health.follow("Accept the minutes")
    health.write("What should be corrected, and to what?", "It was twelve beds.")
    health.press("Send it")
    health.sees("It was twelve beds.", "waits for an answer")
    manager.visit("/minutes/MIN-0001/write")
    manager.write("The minutes", "## Beds\n\nTwelve beds were agreed.")
    manager.tab_to("field", "It was twelve beds.")
    manager.page.keyboard.press("Space")
    manager.press("Save as version 3")
    manager.sees("taken in")
    health.visit("/minutes/MIN-0001")
    health.look()
    health.press("Accept these minutes")
    health.sees("You have accepted this version.")
    manager.press("Accept these minutes")
    for participant in OTHERS:
        team.story.act("minutes.accept", team.cast.leads[participant], "MIN-0001", version="3")
    health.visit("/")
    health.follow("An action of yours")
    health.look()
    health.follow("It is done")
    health.write("In a sentence or two", "Signed on Tuesday.")
    health.press("Record it")
    health.sees("Done by Leadership member, Health. Signed on Tuesday.")
    manager.menu("Going out")
    manager.look()
    manager.sees("Minutes: MIN-0001")
