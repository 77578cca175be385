"""Searching the register, on both databases: what was just written is found, whatever is typed is answered, nothing else is seen."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govflow.acts.house import House
from govflow.acts.searching import catch_up
from govflow.reading.register import Line, Wanted, page
from govflow.record import searching
from govflow.record.verifying import verify
from tests.stories import Story, a_draft, a_founded_alliance, an_open_decision


def found(story: Story, text: str, **more: Any) -> tuple[Line, ...]:
    assert catch_up(story.house, story.alliance)
    with story.house.store.view(story.alliance) as view:
        return page(view, story.house.book, Wanted(text=text, **more)).lines


@pytest.fixture
def told(house_on_both: House) -> Story:
    return a_founded_alliance(house_on_both)


def test_everything_that_is_written_is_found_as_soon_as_it_is_written(told: Story) -> None:
    ref = an_open_decision(told, title="A navigator", text="For young people leaving care.")
    a_draft(told, title="Another matter")
    told.says("agree", told.cast.leads["health"], "health", ref, reason="The Évidence is overwhelming.")
    assert [line.ref for line in found(told, "evidence overwhelm")] == [ref]
    assert found(told, "evidence")[0].found.label == "Reason of a position"
    told.do("declare_interest", told.cast.leads["council"], ref, kind="institutional", nature="It lends the minibus.")
    assert [line.ref for line in found(told, "minibus")] == [ref]
    assert [line.ref for line in found(told, '"leaving care"')] == [ref]
    assert found(told, '"care leaving"') == ()
    assert [line.ref for line in found(told, ref)] == [ref]
    assert found(told, "navigator", group="preparing") == ()


def test_an_amended_text_is_found_in_its_new_words(told: Story) -> None:
    ref = a_draft(told, text="It costs a groat.")
    assert found(told, "groat")
    told.do("revise", told.cast.leads[told.cast.participants[-1]], ref, text="It costs a florin.")
    assert [line.ref for line in found(told, "florin")] == [ref]
    assert found(told, "groat")[0].found.label == "An earlier text"


def test_another_alliance_is_not_searched(told: Story) -> None:
    other = a_founded_alliance(told.house, told.policy, alliance="harbour")
    a_draft(other, text="Only the harbour knows of the lighthouse.")
    assert found(other, "lighthouse")
    assert found(told, "lighthouse") == ()


def test_the_index_can_be_made_anew_and_is_not_part_of_the_proof(told: Story) -> None:
    a_draft(told, text="It costs a groat.")
    assert found(told, "groat")
    searching.forget(told.house.store, told.alliance)
    assert verify(told.house.store, told.alliance).problems == ()
    assert found(told, "groat")


def test_whatever_is_typed_is_answered(told: Story) -> None:
    a_draft(told, text="It costs a groat.")
    catch_up(told.house, told.alliance)

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=80) | st.text(st.sampled_from("ab\"*():&|!<->-'\\^~ \t{}[]%_@$;"), max_size=40))
    def ask(typed: str) -> None:
        with told.house.store.view(told.alliance) as view:
            page(view, told.house.book, Wanted(text=typed))

    ask()
