"""A default from its gate to the decision of the others, by people at browsers without a mouse, in every way of looking."""

from typing import Any

import pytest

from tests.defaults import CURE, EVIDENCE, OVER_THE_HOLIDAYS, PAUSE, WHOM, answer_of, others
from tests.stories import statement
from tests.web.browser_people import Somebody, in_two_ways
from tests.web.conftest import Site
from tests.web.test_a_whole_decision_in_a_browser import Team

pytestmark = pytest.mark.slow
REF = "DEF-0001"
PAGE = f"/defaults/{REF}"
GROUND = "Records not kept or not made available"


@in_two_ways
def test_a_default_goes_to_the_others_and_whom_it_concerns_is_heard(
    site: Site, chromium: Any, width: int, javascript: bool
) -> None:
    with Team(site, chromium, width, javascript).at_work() as team:
        prepared(team)
        noticed(team)
        heard(team)
        judged(team)
        asked(team)
    with site.story.house.store.view(site.story.alliance) as view:
        default = view.default(REF)
    assert default is not None
    assert default.state == "excluded"
    assert len(default.hearings) == 2


def tick(who: Somebody, label: str) -> None:
    who.tab_to("field", label)
    who.page.keyboard.press("Space")
    assert who.page.evaluate("document.activeElement.checked"), label


def later(team: Team, days: Any) -> None:
    """Let time go by, the clock doing what is due, and everybody's session end."""
    team.story.until(team.story.clock.now() + days)
    team.signed_in.clear()


def prepared(team: Team) -> None:
    """Find the way by the quiet link, read the gate, and prepare it; what is wrong is told beside its field."""
    first = team.lead("health")
    first.menu("People")
    first.follow("Restricted: a default under the agreement")
    first.sees("There is nothing here that you may read")
    first.look()
    first.follow("What this route is for, and how one is prepared")
    first.sees("Anything else is an issue: log one")
    first.look()
    first.follow("It rests on one of these grounds: go on")
    first.look()
    tick(first, GROUND)
    first.write(f"Evidence for: {GROUND.lower()}", EVIDENCE)
    first.press("Prepare it")
    first.is_told_what_to_mend()
    first.look()
    first.page.select_option("#of", WHOM)
    tick(first, "I have read what each ground above is not, and this is none of that.")
    first.press("Prepare it")
    first.sees(EVIDENCE, "Prepared – done", "Confirmed by a second person – it is here", "Still needed")
    first.look()


def noticed(team: Team) -> None:
    """Confirm it after the pause, join the notice, and serve it."""
    later(team, PAUSE)
    second = team.lead("housing")
    second.visit("/")
    second.follow("Read a restricted matter, and confirm it or not")
    second.follow("Confirm it")
    second.sees(EVIDENCE)
    second.look()
    second.press("Confirm it")
    second.sees("0 of 7 have joined.")
    second.look()
    second.follow("Join the notice")
    second.sees("Notice to Youth, given jointly by")
    second.look()
    second.press("Join the notice")
    second.sees("1 of 7 have joined.")
    for one in others(team.story):
        if one != "housing":
            team.story.act("default.give_notice", team.cast.leads[one], REF)
    manager = team[team.cast.manager]
    manager.visit(PAGE)
    manager.follow("Record that the notice was served")
    manager.look()
    manager.write("How was it served?", "Handed over at the office.")
    manager.press("Record it")
    manager.sees("Handed over at the office.", "Time to put it right – it is here")
    manager.look()


def heard(team: Team) -> None:
    """Whom it concerns reads it, says what was put right, and is heard."""
    concerned = team.lead(WHOM)
    concerned.visit("/")
    concerned.look()
    concerned.follow("Say what was put right")
    concerned.sees("you are not counted in what they decide", "The notice", EVIDENCE)
    concerned.look()
    concerned.follow("Say what was put right")
    concerned.look()
    concerned.write("What was done to put it right?", "January is on the drive.")
    concerned.press("Say it")
    concerned.sees("January is on the drive.")
    concerned.follow("Be heard")
    concerned.look()
    concerned.write("What do you want the others to know?", "We were moving offices.")
    concerned.press("Say it")
    concerned.sees("We were moving offices.")
    concerned.look()


def judged(team: Team) -> None:
    """Agree to more time, and say whether it was put right; the rest say the same."""
    later(team, CURE)
    first = team.lead("council")
    first.visit("/")
    first.follow("Say whether it was put right")
    first.follow("Agree to more time")
    first.look()
    first.follow(f"Back to {REF}")
    first.follow("Say whether it was put right")
    first.sees("We were moving offices.")
    first.look()
    first.choose("No, it was not put right", "Was it put right?")
    first.write("Why?", "February is missing.")
    first.press("Record it")
    first.sees("February is missing.", "0 of 7 say that it was put right, 1 that it was not.")
    first.look()
    for one in others(team.story):
        team.story.act("default.judge", team.cast.leads[one], REF, cured="no", reason="February is missing.")


def asked(team: Team) -> None:
    """Ask the others what follows; they decide, and what followed is shown."""
    first = team.lead("health")
    first.visit(PAGE)
    first.look()
    first.follow("Ask all the others what follows")
    first.look()
    first.write("Why?", "The services need the books.")
    first.press("Ask the others")
    first.sees("Before the others – it is here", "What would follow if all the others agree")
    first.look()
    story = team.story
    answer = answer_of(story, REF)
    story.do("revise", team.cast.leads["health"], answer, statement=statement(story.policy))
    story.do("circulate", team.cast.manager, answer, papers=["The notice"])
    story.clock.advance(OVER_THE_HOLIDAYS)
    team.signed_in.clear()
    story.do("open", team.cast.manager, answer)
    story.all_agree(answer, WHOM)
    last = team.lead("council")
    last.visit(f"/decisions/{answer}")
    last.sees("Whom it concerns")
    last.look()
    last.follow(f"The restricted matter that it answers: {REF}")
    last.sees("What followed, and what is left to look at", "Outcome – it is here", "7 of 7 agreed")
    last.look()
    last.menu("People")
    last.sees("Excluded by the others")
    last.look()
