"""Searching the register, on both databases: what was just written is found, whatever is typed is answered, nothing else is seen."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govflow.acts.house import House
from govflow.acts.searching import catch_up
from govflow.reading.register import Line, Reader, Wanted, page
from govflow.record import searching
from govflow.record.verifying import verify
from tests.gatherings import a_meeting
from tests.stories import Story, a_circulated_decision, a_draft, a_founded_alliance, an_open_decision


def found(story: Story, text: str, **more: Any) -> tuple[Line, ...]:
    assert catch_up(story.house, story.alliance)
    with story.house.store.view(story.alliance) as view:
        return page(view, story.house.book, Wanted(text=text, **more), Reader(story.cast.manager, story.clock.now())).lines


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


def test_what_people_write_in_two_ways_is_found_on_both_databases(told: Story) -> None:
    ref = a_draft(told, title="Outreach at night", text="Łukasz asks for £180,000 for well-being; 250 000 in 2027.")
    other = a_draft(told, title="Night outreach at the harbour", text="Straße, Ægir, 180 days.")
    for pair in ('""', "“”", "„“", "«»", "＂＂"):
        assert [line.ref for line in found(told, f"{pair[0]}outreach at night{pair[1]}")] == [ref]
    assert {line.ref for line in found(told, "“outreach night")} == {ref, other}
    for typed in (
        "lukasz",
        "Łukasz",
        "180000",
        "£180,000",
        "180 000",
        "wellbeing",
        "well-being",
        "well being",
        "250000",
        "250,000",
    ):
        assert [line.ref for line in found(told, typed)] == [ref], typed
    for typed in ("strasse", "STRASSE", "aegir", "harbour"):
        assert [line.ref for line in found(told, typed)] == [other], typed


def test_an_amended_text_is_found_in_its_new_words(told: Story) -> None:
    ref = a_circulated_decision(told, text="It costs a groat.")
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
            page(view, told.house.book, Wanted(text=typed), Reader(told.cast.manager, told.clock.now()))

    ask()


def test_what_own_bodies_decide_and_what_follows_is_found_too(told: Story) -> None:
    """Whatever a page of the decision shows of what was said on it: its conditions, own bodies, actions, notes of meetings, reasons."""
    council = told.cast.leads["council"]
    ref = an_open_decision(told, title="A navigator")
    given = {"body": "Quayside Cabinet", "decision_kind": "officer", "expected": "2026-03-20"}
    told.says("agree_subject_to", council, "council", ref, **given)
    assert found(told, "quayside")[0].found.label == "Subject to"
    told.all_agree(ref, "council")
    told.do("ratify", council, ref, reference="CAB/26/041", decided_on=str(told.clock.now().date()))
    assert [line.ref for line in found(told, "CAB/26/041")] == [ref]
    action = told.act(
        "action.open",
        told.cast.manager,
        what="Take the lease to the harbourmaster",
        owner=council,
        due="2026-05-01",
        decision=ref,
    ).subject
    assert [line.ref for line in found(told, "harbourmaster")] == [ref]
    told.act("action.complete", council, action, text="The boatswain signed it.")
    assert found(told, "boatswain")[0].found.label == "What came of an action"
    later = a_circulated_decision(told, title="A minibus")
    meeting = a_meeting(told)
    told.act("meeting.add_item", told.cast.manager, meeting, decision=later, note="Bring the tachograph.")
    assert [line.ref for line in found(told, "tachograph")] == [later]
    told.do("withdraw", told.cast.chair, later, reason="The gearbox is gone.")
    assert [line.ref for line in found(told, "gearbox")] == [later]


def test_a_draft_is_found_by_those_who_write_it_and_by_nobody_else(told: Story) -> None:
    ref = a_draft(told, text="It costs a groat.")
    proposer = told.decision(ref).proposer
    assert catch_up(told.house, told.alliance)

    def finds(person: str) -> list[str]:
        with told.house.store.view(told.alliance) as view:
            lines = page(view, told.house.book, Wanted(text="groat"), Reader(person, told.clock.now())).lines
        return [line.ref for line in lines]

    for person in (proposer, told.cast.manager, told.cast.chair):
        assert finds(person) == [ref]
    for person in (told.cast.leads["youth"], told.cast.owner, told.cast.observer, told.cast.auditor, told.cast.administrator):
        assert finds(person) == []
    told.do("consult", proposer, ref)
    assert finds(told.cast.observer) == [ref]
