"""The owner sets a new version of the mandate and eight participants accept it, each at a browser of their own and without a mouse."""

from typing import Any

import pytest

from tests.stories import NOTICE, REASON, library
from tests.web.browser_people import in_two_ways
from tests.web.conftest import Site
from tests.web.test_a_whole_decision_in_a_browser import Team

pytestmark = pytest.mark.slow
REF, ANSWER = "MAN-0002", "DEC-0001"
QUESTIONS = {
    "affected": "Who is affected, and how?",
    "evidence": "What is the evidence, and what did people who use services say?",
    "options": "What else was considered, and why not?",
    "cost": "What does it cost, and who bears it?",
    "lawful": "Is it legal, and is it safe?",
    "interests": "Which interests of our organisations are in play, and how were they set aside?",
}


@in_two_ways
def test_the_owner_sets_a_mandate_and_everybody_accepts_it(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    with Team(site, chromium, width, javascript).at_work() as team:
        written(team)
        issued(team)
        answered(team)
    story = team.story
    with story.house.store.view(story.alliance) as view:
        old, new = view.mandate("MAN-0001"), view.mandate(REF)
    assert old is not None
    assert new is not None
    assert (old.state, old.successor, new.state) == ("superseded", REF, "in_force")
    assert "the length of the contract" in new.content["reserved"]
    assert story.decision(ANSWER).state == "in_force"


def written(team: Team) -> None:
    """Begin a variation, and write its parts; what is wrong is told beside its field."""
    owner = team[team.cast.owner]
    owner.menu("Mandate")
    owner.look()
    owner.follow("Vary the mandate")
    owner.press("Vary the mandate")
    owner.look()
    owner.follow("Reserved to the owner")
    owner.look()
    owner.write("What may only the owner decide?", "statutory homelessness duties\nthe length of the contract")
    owner.press("Save")
    owner.follow("Outcomes")
    owner.look()
    owner.follow("Add an outcome")
    owner.press("Save")
    owner.is_told_what_to_mend()
    owner.look()
    for label, words in (
        ("Short name", "fewer-evictions"), ("What should change for people?", "Fewer people lose their home"),
        ("How is it measured?", "evictions a year"), ("Baseline", "44"), ("Target", "20"), ("Where do the figures come from?", "courts"),
    ):  # fmt: skip
        owner.write(label, words)
    owner.choose("Down", "Which way is better?")
    owner.press("Save")
    owner.sees("Fewer people lose their home")
    owner.follow("Back to the task list")
    owner.follow("Best for the people who use the services")
    for label in QUESTIONS.values():
        owner.write(label, REASON)
    for principle in library().policies["plymouth"].principles:
        owner.write(f"How? ({principle.title})", "It serves it.")
    owner.press("Save")
    owner.look()


def issued(team: Team) -> None:
    """Look at what it changes, and issue it; the manager gives notice of the decision that answers it."""
    owner = team[team.cast.owner]
    owner.visit(f"/mandates/{REF}")
    owner.look()
    owner.sees("Fewer people lose their home", "Reserved to the owner\t–\tthe length of the contract")
    owner.follow("Issue it")
    owner.look()
    owner.write("Why now?", "Evictions have doubled.")
    owner.press("Issue the mandate")
    owner.sees("is before the leadership team", ANSWER)
    owner.look()
    manager = team[team.cast.manager]
    manager.visit(f"/decisions/{ANSWER}/circulate")
    manager.write("Papers", "The mandate, version 2")
    manager.press("Give notice")
    manager.sees("Check before notice is given", "The mandate, version 2")
    manager.press("Give notice")
    manager.sees("Recorded: you gave notice, with the papers.")
    team.story.clock.advance(NOTICE)
    team.signed_in.clear()
    team.story.do("open", team.cast.manager, ANSWER)


def answered(team: Team) -> None:
    """Everybody reads it and accepts it, the owner as one participant among the others."""
    first = team.lead("health")
    first.visit(f"/mandates/{REF}")
    first.look()
    first.visit(f"/decisions/{ANSWER}/position")
    first.look()
    first.choose("Agree")
    first.write("Why?", REASON)
    first.press("Continue")
    first.press("Record this position")
    for participant in team.cast.participants:
        if participant != "health":
            team.story.agrees(participant, ANSWER)
    first.visit("/mandates")
    first.sees("In force", "Replaced")
    first.visit(f"/mandates/{REF}")
    first.sees("Version 2 is in force", "Accepted by every participant")
    first.look()
