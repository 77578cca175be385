"""Versions: a material change asks everyone again; an editorial one does not, unless somebody insists."""

from datetime import timedelta

import pytest

from tests.cast import LEADERSHIP
from tests.stories import (
    NOTICE,
    REASON,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_proposed_exclusion,
    a_ruled_interest,
    an_open_decision,
)

MONEY = {"amount": "1000.00", "line": "prescribing", "year": "2026-27"}


def answers(story, ref):
    return len(story.decision(ref).current_positions)


def test_an_amendment_lapses_every_position_and_gives_the_full_time_again(story):
    """The awkward case A4: five of eight have agreed."""
    ref = an_open_decision(story)
    story.all_agree(ref, "outreach", "youth", "advice")
    before = story.decision(ref)
    story.clock.advance(timedelta(days=3))
    after = story.do("amend", story.cast.manager, ref, text="The team stays for a year.", reason="Heard.")
    assert (after.version, after.agreed, answers(story, ref), after.state) == (2, 0, 0, "open")
    assert after.electorate == before.electorate
    assert after.asked.closes_at == before.asked.closes_at + timedelta(days=3)
    assert [p.lapsed for p in after.positions] == ["amend"] * 5
    assert [p.choice for p in after.positions] == ["agree"] * 5  # what was said stays readable
    assert story.refused("agree", story.cast.leads["health"], ref, version=1, reason=REASON) == ("stale-version",)
    assert story.all_agree(ref).state == "in_force"


def test_rulings_on_interests_outlive_an_amendment(story):
    ref = an_open_decision(story)
    a_ruled_interest(story, ref, "health", "exclude")
    story.do("amend", story.cast.manager, ref, text="The team stays for a year.", reason="Heard.")
    assert story.decision(ref).eligible == 7


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"reason": "Heard."}, "nothing-changed"),
        ({"text": "The team stays.", "reason": "Heard."}, "nothing-changed"),
        ({"text": "Longer."}, "reason-missing"),
        ({"amount": "1.00", "line": "no-line", "year": "2026-27", "reason": "x"}, "outside-mandate"),
        ({"changes": ["mandate"], "reason": "x"}, "outside-mandate"),
        ({"kind": "nonsense", "reason": "x"}, "wrong-body"),
        ({"statement": {"cost": " "}, "reason": "x"}, "rationale-incomplete"),
    ],
)
def test_an_amendment_changes_something_says_why_and_stays_within_bounds(story, data, code):
    ref = an_open_decision(story)
    assert code in story.refused("amend", story.cast.manager, ref, **data)


def test_only_the_proposer_and_the_manager_amend(story):
    ref = an_open_decision(story)
    for person in (story.cast.chair, story.cast.leads["health"], story.cast.observer):
        assert story.refused("amend", person, ref, text="x", reason="y") == ("not-allowed",)
    assert story.refused("amend", story.cast.leads["advice"], ref, text="x", reason="y") == ()


def test_a_change_after_notice_starts_notice_again(story):
    ref = a_circulated_decision(story)
    story.clock.advance(timedelta(days=4))
    story.do("revise", story.cast.manager, ref, text="The team stays for a year.")
    story.clock.advance(timedelta(days=4))
    assert story.refused("open", story.cast.manager, ref) == ("notice-too-short",)


def test_a_new_version_after_a_failed_round_lapses_what_was_said_to_the_old_one(story):
    """Whether it is changed before or after it is put again, nobody is counted as agreeing to words it has not seen."""
    ref = a_failed_decision(story)
    story.do("retable", story.cast.manager, ref, reason="Once more.")
    assert answers(story, ref) == 0, "a new round begins without the answers of the one before"
    decision = story.do("revise", story.cast.manager, ref, text="The team stays for a year.")
    assert (decision.version, decision.agreed, answers(story, ref)) == (2, 0, 0)
    other = a_failed_decision(story)
    assert story.do("revise", story.cast.manager, other, text="A year.").agreed == 0


def test_what_began_as_ones_exclusion_cannot_become_something_it_decides_on(story):
    """A change of kind would put the one concerned among those who decide on its own default."""
    ref = a_proposed_exclusion(story)
    story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    assert story.refused("revise", story.cast.manager, ref, kind="key-issue") == ("outside-mandate", "invalid")
    other = an_open_decision(story)
    assert story.refused("amend", story.cast.manager, other, kind="exclusion", reason="x") == ("invalid",)
    draft = a_draft(story)
    story.do("revise", story.cast.manager, draft, kind="exit")
    assert story.refused("circulate", story.cast.manager, draft, papers=["p"]) == ("invalid",)


def test_a_kind_that_needs_an_amount_cannot_be_reached_without_one(story):
    ref = a_circulated_decision(story)
    assert story.refused("revise", story.cast.manager, ref, kind="subcontract") == ("invalid",)
    assert story.refused("revise", story.cast.manager, ref, kind="subcontract", **MONEY) == ()


def edited(story, ref, text="The team stays, as it is."):
    story.do("edit_wording", story.cast.manager, ref, text=text)
    return story.do("confirm_editorial", story.cast.chair, ref)


def test_an_editorial_change_keeps_positions_and_settlement_waits_a_working_day(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    decision = edited(story, ref)
    assert (decision.version, decision.wording, decision.agreed, decision.text.text) == (1, 2, 7, "The team stays, as it is.")
    assert story.agrees("health", ref).state == "open"
    assert story.until(decision.settles_at) == ["settle"]
    assert story.decision(ref).state == "in_force"


def test_chair_and_manager_stand_behind_an_editorial_change_as_two_people(story):
    ref = an_open_decision(story)
    story.do("edit_wording", story.cast.manager, ref, text="The team stays, as it is.")
    assert story.refused("confirm_editorial", story.cast.manager, ref) == ("second-person-needed",)
    assert story.refused("edit_wording", story.cast.chair, ref, text="Other.") == ("nothing-waits",)
    assert story.decision(ref).text.text == "The team stays."
    assert story.refused("confirm_editorial", story.cast.chair, ref) == ()
    assert story.refused("confirm_editorial", story.cast.chair, ref) == ("nothing-waits",)


def test_one_person_who_is_both_does_not_stand_for_two(story):
    ref = an_open_decision(story)
    story.act("chair.appoint", story.cast.owner, person=story.cast.manager, body=LEADERSHIP)
    story.do("edit_wording", story.cast.manager, ref, text="The team stays, as it is.")
    assert story.refused("confirm_editorial", story.cast.manager, ref) == ("second-person-needed",)


def test_a_wording_that_is_the_same_changes_nothing(story):
    ref = an_open_decision(story)
    assert story.refused("edit_wording", story.cast.chair, ref, text="The team stays.") == ("nothing-changed",)


@pytest.mark.parametrize("confirmed", [False, True])
def test_any_participant_can_insist_that_an_editorial_change_is_material(story, confirmed):
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.do("edit_wording", story.cast.manager, ref, text="The team goes.")
    if confirmed:
        story.do("confirm_editorial", story.cast.chair, ref)
    health = story.cast.leads["health"]
    assert story.refused("insist_material", health, ref) == ("reason-missing",)
    decision = story.do("insist_material", health, ref, reason="It says the opposite.")
    assert (decision.version, decision.agreed, answers(story, ref), decision.text.text) == (2, 0, 0, "The team goes.")
    assert decision.text.material
    assert decision.settles_at is None
    assert story.refused("insist_material", health, ref, reason="Again.") == ("nothing-waits",)


def test_there_is_nothing_to_insist_on_without_an_editorial_change_in_this_round(story):
    ref = an_open_decision(story)
    assert story.refused("insist_material", story.cast.leads["health"], ref, reason="x") == ("nothing-waits",)
    edited(story, ref)
    story.do("amend", story.cast.manager, ref, text="Something else.", reason="Heard.")
    assert story.refused("insist_material", story.cast.leads["health"], ref, reason="x") == ("nothing-waits",)


def test_who_has_no_voice_in_the_matter_does_not_insist(story):
    ref = a_proposed_exclusion(story)
    story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    story.clock.advance(NOTICE)
    story.do("open", story.cast.manager, ref)
    edited(story, ref)
    assert story.refused("insist_material", story.cast.leads["youth"], ref, reason="x") == ("not-eligible",)
    assert story.refused("insist_material", story.cast.managers["health"], ref, reason="x") == ("no-seat",)
    assert story.refused("insist_material", story.cast.manager, ref, reason="x") == ("no-seat",)
