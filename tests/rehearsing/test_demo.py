"""The demonstration as ``govflow demo`` plays it: the story goes as it says, and what is shown is what came of it."""

from pathlib import Path

from govflow.acts.house import House
from govflow.assemble import assemble
from govflow.clock import SystemClock
from govflow.config import read
from govflow.demo.showing import ALLIANCE, run_demo
from govflow.reading.decisions import figures


def test_the_story_goes_as_it_says_and_the_deadlocked_spending_comes_back_changed(tmp_path: Path) -> None:
    said: list[str] = []
    settings = read({"GOVFLOW_HOME": str(tmp_path)})
    assert run_demo(settings, said.append, fresh=False) == 0, "\n".join(said)
    house: House = assemble(settings, SystemClock())
    with house.store.view(ALLIANCE) as view:
        shown = figures(view, house.book, "DEC-0004", house.clock.now())
        climbed, today = view.issue("ISS-0001"), view.issue("ISS-0002")
        assert shown.sentence.startswith("In force since ")
        assert "8 of 8 agreed to version 2" in shown.sentence
        assert climbed is not None
        assert today is not None
        assert (climbed.state, climbed.ended_on_rung, climbed.about) == ("resolved", "with_chief_executives", "DEC-0004")
        assert [climb.by for climb in climbed.climbs] == ["the clock"]
        assert today.state == "with_management_team"
    story = "\n".join(said)
    assert "brought it back from the no-fault ladder with changed words" in story
    assert "This should not be" not in story
    assert "Three people who had to wait" not in story  # what is said in an issue is not told
