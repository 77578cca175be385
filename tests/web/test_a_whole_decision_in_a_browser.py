"""A whole decision by eight people, from the first words to the review, each at a browser of their own and without a mouse.

Wide and narrow, with JavaScript and without. The clock of the house is all that is moved by hand.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from tests.stories import NOTICE, REASON
from tests.web.browser_people import Somebody, in_two_ways
from tests.web.browsers import a_page, served
from tests.web.conftest import Site

pytestmark = pytest.mark.slow
TITLE = "Make the outreach team permanent"
PARTS = {
    "Who is affected": "Who is affected, and how?",
    "Evidence and voices": "What is the evidence, and what did people who use services say?",
    "Options": "What else was considered, and why not?",
    "Cost": "What does it cost, and who bears it?",
    "Legal and safe": "Is it legal, and is it safe?",
    "Interests": "Which interests of our organisations are in play, and how were they set aside?",
}
FIRST_ROUND = ("council", "health", "housing", "recovery", "youth")


class Team:
    """The people of an alliance at their browsers, who sign in when they are first needed, and again when their sessions are over."""

    def __init__(self, site: Site, chromium: Any, width: int, javascript: bool) -> None:
        self.site, self.cast, self.story = site, site.story.cast, site.story
        self.chromium, self.width, self.javascript = chromium, width, javascript
        self.browsers: dict[str, Somebody] = {}
        self.signed_in: set[str] = set()
        self.rooms = ExitStack()

    @contextmanager
    def at_work(self) -> Iterator["Team"]:
        with served(self.site.app) as self.address, self.rooms:
            yield self

    def __getitem__(self, person: str) -> Somebody:
        if person not in self.browsers:
            self.site.account(person)
            page = self.rooms.enter_context(a_page(self.chromium, self.width, javascript=self.javascript))
            self.browsers[person] = Somebody(page, self.address, self.javascript)
        if person not in self.signed_in:
            self.browsers[person].visit("/")
            self.browsers[person].sign_in(f"{person.lower()}@example.org")
            self.signed_in.add(person)
        return self.browsers[person]

    def lead(self, participant: str) -> Somebody:
        return self[self.cast.leads[participant]]

    def wait_for_notice(self) -> None:
        """Let the time of notice go by, and everybody's session with it."""
        self.story.clock.advance(NOTICE)
        self.signed_in.clear()


@in_two_ways
def test_eight_people_decide_with_the_keyboard_alone(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    with Team(site, chromium, width, javascript).at_work() as team:
        ref = a_proposal(team)
        notice_is_given(team, ref)
        questions_and_interests(team, ref)
        team.wait_for_notice()
        positions_open(team, ref)
        five_answer(team, ref)
        it_is_amended(team, ref)
        all_agree_again(team, ref)
        it_is_done_and_reviewed(team, ref)
    decision = team.story.decision(ref)
    assert (decision.state, decision.version) == ("reviewed", 2)
    assert decision.answers == dict.fromkeys(team.cast.participants, "agree")
    assert sorted(p.participant for p in decision.positions if p.lapsed) == sorted(FIRST_ROUND)


def a_proposal(team: Team) -> str:
    """Write a proposal, task by task."""
    proposer = team.lead("advice")
    proposer.menu("Decisions")
    proposer.look()
    proposer.follow("Write a new proposal")
    proposer.follow("Key issue")
    proposer.write("Title", TITLE)
    proposer.write("The decision, in the words to be agreed", "The team stays.")
    proposer.press("Save and go on")
    for task, question in PARTS.items():
        proposer.follow(task)
        proposer.write(question, "Said in full.")
        proposer.press("Save")
    proposer.follow("Principles")
    for principle in team.story.policy.principles:
        proposer.write(f"How? ({principle.title})", "By staying together.")
    proposer.choose("Strains it", "Open book")
    proposer.press("Save")
    proposer.sees("Nothing is missing but the papers")
    proposer.look()
    return next(part for part in proposer.page.url.split("/") if part.startswith("DEC-"))


def notice_is_given(team: Team, ref: str) -> None:
    manager = team[team.cast.manager]
    manager.visit("/")
    manager.look()
    manager.follow(f"{ref} {TITLE}")
    manager.look()
    manager.follow("Give notice")
    manager.write("Papers", "Paper 1: what the pilot showed")
    manager.press("Give notice")
    manager.sees("Check before notice is given", "Paper 1: what the pilot showed", "Leadership member, Health")
    manager.look()
    manager.press("Give notice")
    manager.sees("Recorded: you gave notice, with the papers.", "Paper 1: what the pilot showed")
    manager.look()


def questions_and_interests(team: Team, ref: str) -> None:
    """Ask and answer; declare an interest and rule on it."""
    hostel, proposer, chair = team.lead("hostel"), team.lead("advice"), team[team.cast.chair]
    hostel.visit(f"/decisions/{ref}")
    hostel.follow("Ask a question")
    hostel.write("Your question", "Who pays in the second year?")
    hostel.press("Ask")
    hostel.follow("Declare an interest, or that there is none")
    hostel.choose("My organisation has one", "Is there an interest?")
    hostel.write("What is it?", "It runs a service beside this one.")
    hostel.press("Look it over")
    hostel.press("Record it")
    hostel.look()
    proposer.visit(f"/decisions/{ref}")
    proposer.follow("Answer a question")
    proposer.choose("Who pays in the second year?", "Which question?")
    proposer.write("Your answer", "All of us, as in the first.")
    proposer.press("Answer")
    chair.visit("/")
    chair.follow("Rule on a declared interest")
    chair.follow("Rule on it on interest 1")
    chair.choose("Note it", "How is it handled?")
    chair.write("Why?", "It neither gains nor loses.")
    chair.press("Rule")
    chair.sees("All of us, as in the first.", "It neither gains nor loses.")


def positions_open(team: Team, ref: str) -> None:
    manager = team[team.cast.manager]
    manager.look()
    manager.follow("Open positions")
    manager.press("Open positions")
    manager.sees("Waiting for")
    manager.look()
    assert team.story.decision(ref).state == "open"


def five_answer(team: Team, ref: str) -> None:
    """Answer, each from the desk; the council subject to its own body."""
    for participant in FIRST_ROUND:
        one = team.lead(participant)
        one.follow(f"Record the position of {participant.title()}")
        if participant == "council":
            one.choose("Agree, subject to our own decision")
            one.write("Which body of yours must still decide?", "Cabinet")
            one.choose("Key decision", "What kind of decision is it there?")
        else:
            one.choose("Agree")
        one.write("Why?", REASON)
        if participant == "council":
            one.look()
        one.press("Continue")
        one.press("Record this position")
        one.sees("Your position is recorded", "You can change it until")
        if participant == "council":
            one.look()
    assert len(team.story.decision(ref).answers) == len(FIRST_ROUND)


def it_is_amended(team: Team, ref: str) -> None:
    """Change the text, seeing the differences first; every position lapses."""
    manager = team[team.cast.manager]
    manager.visit(f"/decisions/{ref}")
    manager.follow("Amend")
    manager.write("The decision, in the words to be agreed", "The whole team stays.")
    manager.write("Why is it changed?", "Asked for by Youth.")
    manager.press("Show the differences")
    manager.look()
    manager.press(f"Make it version {team.story.decision(ref).version + 1}")
    manager.sees("Recorded: you amended it: every position lapsed and everyone was asked again.")
    manager.look()
    assert team.story.decision(ref).answers == {}


def all_agree_again(team: Team, ref: str) -> None:
    """Agree to the new version; those who had answered see what changed, and have what they said before."""
    for participant in team.cast.participants:
        one = team.lead(participant)
        one.visit("/")
        one.follow(f"Record the position of {participant.title()}")
        if participant in FIRST_ROUND:
            one.sees("What changed since you answered")
            assert one.page.locator("ins").inner_text().strip().find("whole") >= 0
        one.choose("Agree")
        one.write("Why?", REASON)
        if participant in {"council", "advice"}:
            one.look()
        one.press("Continue")
        if participant == "council":
            one.look()
        one.press("Record this position")
    one.sees("Your position is recorded", "In force since")
    one.look()
    assert team.story.decision(ref).state == "in_force"


def it_is_done_and_reviewed(team: Team, ref: str) -> None:
    manager, member = team[team.cast.manager], team.lead("youth")
    manager.visit(f"/decisions/{ref}")
    manager.look()
    manager.follow("It has been done")
    manager.write("What was done, and what came of it?", "The team stayed.")
    manager.press("Record it")
    manager.look()
    member.visit(f"/decisions/{ref}")
    member.follow("Record the review")
    member.write("What did you find?", "Fewer people sleep rough.")
    member.choose("Yes", "Did it work for the people who use services?")
    member.press("Record the review")
    member.sees("Fewer people sleep rough.")
    member.look()
