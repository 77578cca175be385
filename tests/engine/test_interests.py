"""Interests: who declares, who rules, who confirms, and whom a ruling keeps from answering."""

from datetime import timedelta

import pytest

from tests.cast import LEADERSHIP
from tests.stories import REASON, a_circulated_decision, a_policy, a_proposed_exclusion, a_ruled_interest, an_open_decision

WHY = "It has a stake."


def declares(story, ref, participant, kind="institutional"):
    return story.do("declare_interest", story.cast.leads[participant], ref, kind=kind, nature="It runs one.").interests[-1].n


def rules(story, by, ref, number, handling="exclude", reason=WHY):
    return story.refused("rule_on_interest", by, ref, of=number, handling=handling, reason=reason)


def make_chair(story, person, role="chair"):
    story.act("chair.appoint", story.cast.owner, person=person, body=LEADERSHIP, role=role)


def test_the_chair_rules_and_nobody_else_while_there_is_one(story):
    ref = an_open_decision(story)
    number = declares(story, ref, "health")
    assert rules(story, story.cast.deputy_chair, ref, number) == ("not-allowed",)
    assert rules(story, story.cast.leads["housing"], ref, number) == ("not-allowed",)
    assert rules(story, story.cast.manager, ref, number) == ("not-allowed",)
    assert rules(story, story.cast.chair, ref, number) == ()


def test_the_deputy_chair_rules_when_the_chair_declares(story):
    ref = an_open_decision(story)
    make_chair(story, story.cast.leads["health"])
    number = declares(story, ref, "health")
    assert "own-interest" in rules(story, story.cast.leads["health"], ref, number)
    assert rules(story, story.cast.leads["housing"], ref, number) == ("not-allowed",)
    assert rules(story, story.cast.deputy_chair, ref, number) == ()


def test_the_others_rule_and_confirm_by_majority_when_chair_and_deputy_chair_are_concerned(story):
    ref = an_open_decision(story)
    make_chair(story, story.cast.leads["health"])
    make_chair(story, story.cast.leads["housing"], "deputy chair")
    number = declares(story, ref, "health")
    declares(story, ref, "housing")
    assert rules(story, story.cast.leads["hostel"], ref, number) == ()
    ruling = story.decision(ref).interest(number)
    assert not ruling.is_ruled
    assert ruling.confirmations == 4  # of six: eight, less the one concerned and the one that ruled


def test_whoever_sits_for_the_participant_concerned_does_not_rule_on_it_either(story):
    """A colleague's interest is one's own: the chair who sits for the same organisation gives way."""
    ref = an_open_decision(story)
    make_chair(story, story.cast.managers["health"])
    number = declares(story, ref, "health")
    assert "own-interest" in rules(story, story.cast.managers["health"], ref, number)
    assert rules(story, story.cast.deputy_chair, ref, number) == ()


def test_a_ruling_carries_a_reason_and_is_on_an_interest_that_was_declared(story):
    ref = an_open_decision(story)
    number = declares(story, ref, "health")
    assert rules(story, story.cast.chair, ref, number, reason="  ") == ("reason-missing",)
    assert rules(story, story.cast.chair, ref, number + 7) == ("invalid",)
    none = declares(story, ref, "housing", "none")
    assert rules(story, story.cast.chair, ref, none) == ("invalid",)


def test_nothing_is_adopted_while_an_interest_waits_for_its_ruling(story):
    ref = an_open_decision(story)
    number = declares(story, ref, "health")
    assert story.all_agree(ref).state == "open"
    assert rules(story, story.cast.chair, ref, number, "note_only") == ()
    assert story.decision(ref).state == "in_force"


def test_to_declare_that_there_is_none_holds_nothing_up(story):
    ref = an_open_decision(story)
    declares(story, ref, "health", "none")
    assert story.all_agree(ref).state == "in_force"


@pytest.mark.parametrize("handling", ["exclude", "discuss_no_vote"])
def test_a_participant_ruled_out_is_not_counted_and_may_not_answer(story, handling):
    ref = an_open_decision(story)
    a_ruled_interest(story, ref, "health", handling)
    assert story.refused("agree", story.cast.leads["health"], ref, version=1, reason=REASON) == ("excluded-by-interest",)
    assert story.decision(ref).eligible == 7
    assert story.all_agree(ref, "health").state == "in_force"


def test_a_ruling_that_leaves_out_its_handling_follows_option_e(story_under):
    for handling in ("exclude", "discuss_no_vote", "participate_if_others_agree", "note_only"):
        story = story_under(a_policy("plymouth", E=handling))
        ref = an_open_decision(story)
        story.do("rule_on_interest", story.cast.chair, ref, of=declares(story, ref, "health"), reason=WHY)
        assert story.decision(ref).interests[0].handling == handling


def test_taking_part_if_the_others_agree_waits_for_most_of_them(story):
    ref = an_open_decision(story)
    number = a_ruled_interest(story, ref, "health", "participate_if_others_agree")
    agree = {"version": 1, "reason": REASON}
    assert story.refused("agree", story.cast.leads["health"], ref, **agree) == ("excluded-by-interest",)
    for participant in ("council", "housing", "hostel", "recovery"):  # four of seven
        assert not story.decision(ref).interests[0].is_ruled
        story.do("confirm_ruling", story.cast.leads[participant], ref, of=number)
    assert story.refused("agree", story.cast.leads["health"], ref, **agree) == ()
    assert story.refused("confirm_ruling", story.cast.leads["youth"], ref, of=number) == ("nothing-waits",)


def test_a_ruling_that_removes_a_position_waits_for_most_of_the_others_and_then_a_working_day(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "advice")
    number = a_ruled_interest(story, ref, "health", "exclude")
    assert story.decision(ref).agreed == 7  # it counts until the others have confirmed
    for participant in ("council", "housing", "hostel"):
        story.do("confirm_ruling", story.cast.leads[participant], ref, of=number)
    assert story.decision(ref).agreed == 7
    story.do("confirm_ruling", story.cast.leads["recovery"], ref, of=number)
    decision = story.agrees("advice", ref)
    assert (decision.agreed, decision.eligible, decision.state) == (7, 7, "open")
    settles = story.decision(ref).settles_at
    assert settles == story.clock.now().replace(hour=17, minute=0) + timedelta(days=1)  # a Wednesday, in winter time
    story.until(settles - timedelta(microseconds=1))
    assert story.decision(ref).state == "open"
    story.until(settles)
    assert story.decision(ref).state == "in_force"


def test_nobody_confirms_its_own_ruling_or_twice_or_as_the_one_concerned(story):
    ref = an_open_decision(story)
    make_chair(story, story.cast.leads["council"])
    number = declares(story, ref, "health")
    story.do("rule_on_interest", story.cast.leads["council"], ref, of=number, handling="participate_if_others_agree", reason=WHY)

    def confirms(person):
        return story.refused("confirm_ruling", person, ref, of=number)

    assert confirms(story.cast.leads["health"]) == ("own-interest",)
    assert confirms(story.cast.leads["council"]) == ("own-interest",)
    assert confirms(story.cast.leads["housing"]) == ()
    assert confirms(story.cast.leads["housing"]) == ("nothing-waits",)
    assert confirms(story.cast.manager) == ("no-seat",)


def test_only_somebody_with_authority_confirms(story):
    """Neither a member of another body nor a deputy whose seat holder is there can take a position away from somebody."""
    ref = an_open_decision(story)
    number = a_ruled_interest(story, ref, "health", "participate_if_others_agree")
    assert story.refused("confirm_ruling", story.cast.managers["housing"], ref, of=number) == ("no-seat",)
    assert story.refused("confirm_ruling", story.cast.deputies["housing"], ref, of=number) == ("deputy-not-valid",)


def test_a_personal_interest_bars_the_person_and_a_deputy_answers(story):
    ref = an_open_decision(story)
    number = declares(story, ref, "health", "personal")
    story.do("rule_on_interest", story.cast.chair, ref, of=number, handling="exclude", reason=WHY)
    assert story.decision(ref).eligible == 8
    answer = {"version": 1, "reason": REASON}
    assert story.refused("agree", story.cast.leads["health"], ref, **answer) == ("excluded-by-interest",)
    assert story.refused("agree", story.cast.deputies["health"], ref, **answer) == ()
    assert story.all_agree(ref, "health").state == "in_force"


def test_what_a_person_said_who_is_then_barred_no_longer_counts(story):
    """Its participant is asked again: an agreement by somebody without authority is none."""
    ref = an_open_decision(story)
    story.all_agree(ref, "advice")
    number = declares(story, ref, "health", "personal")
    story.do("rule_on_interest", story.cast.chair, ref, of=number, handling="exclude", reason=WHY)
    for participant in ("council", "housing", "hostel", "recovery"):
        story.do("confirm_ruling", story.cast.leads[participant], ref, of=number)
    assert (story.decision(ref).agreed, story.decision(ref).eligible) == (6, 8)
    decision = story.agrees("advice", ref)
    story.until(decision.settles_at)
    assert story.decision(ref).state == "open"
    assert "Waiting for Health." in story.sentence(ref)
    story.says("agree", story.cast.deputies["health"], "health", ref)
    assert story.decision(ref).state == "in_force"
    assert "PER" not in story.sentence(ref)


def test_interests_ruled_on_before_opening_hold_for_the_round(story):
    ref = a_circulated_decision(story)
    a_ruled_interest(story, ref, "health", "exclude")
    story.clock.advance(timedelta(days=8))
    story.do("open", story.cast.manager, ref)
    assert set(story.decision(ref).electorate) == set(story.cast.participants)
    assert story.decision(ref).eligible == 7


def test_fewer_than_two_left_open_nothing(story):
    ref = a_circulated_decision(story)
    for participant in story.cast.participants[1:]:
        a_ruled_interest(story, ref, participant, "exclude")
    story.clock.advance(timedelta(days=8))
    assert story.refused("open", story.cast.manager, ref) == ("no-electorate",)


def test_who_is_concerned_by_an_exclusion_does_not_confirm_rulings_about_it(story):
    """Nobody decides on its own default, not even on who may decide on it."""
    ref = a_proposed_exclusion(story)
    story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    number = a_ruled_interest(story, ref, "health", "participate_if_others_agree")
    assert story.refused("confirm_ruling", story.cast.leads["youth"], ref, of=number) == ("own-interest",)
    assert story.decision(ref).interests[0].confirmations == 4  # of six
