"""Taking a position: what each answer must carry, who may give it, and how it is corrected."""

from datetime import timedelta

import pytest

from tests.cast import LEADERSHIP
from tests.stories import REASON, a_circulated_decision, a_draft, a_policy, an_adopted_decision, an_open_decision

AGREE = {"version": 1, "reason": REASON}
OBJECT = {**AGREE, "principle": "open-book", "would_agree_if": "The costs are shown."}


@pytest.mark.parametrize(
    ("event", "data", "expected"),
    [
        ("agree", {"version": 1}, {"reason-missing"}),
        ("agree", {"version": 1, "reason": " \n"}, {"reason-missing"}),
        ("agree", {"reason": REASON}, {"stale-version"}),
        ("agree", {"version": 2, "reason": REASON}, {"stale-version"}),
        ("abstain", {"version": 1}, {"reason-missing"}),
        ("agree_subject_to", AGREE, {"invalid"}),
        ("agree_subject_to", {**AGREE, "body": "Cabinet", "decision_kind": "whim"}, {"unknown-value"}),
        ("object", AGREE, {"principle-missing", "remedy-missing"}),
        ("object", {**OBJECT, "principle": "because"}, {"principle-missing"}),
        ("object", {**OBJECT, "would_agree_if": " "}, {"remedy-missing"}),
        ("object", {**OBJECT, "principle": "", "interest": "a statutory duty"}, set()),
        ("object", OBJECT, set()),
        ("stand_aside", AGREE, {"option-not-offered"}),
    ],
)
def test_what_an_answer_must_carry(story, event, data, expected):
    ref = an_open_decision(story)
    assert set(story.refused(event, story.cast.leads["health"], ref, **data)) == expected


def test_where_option_k_says_so_an_objection_rests_on_a_principle_alone(story_under):
    story = story_under(a_policy("plymouth", K="principle"))
    ref = an_open_decision(story)
    on_interest = {**OBJECT, "principle": "", "interest": "a statutory duty"}
    assert story.refused("object", story.cast.leads["health"], ref, **on_interest) == ("principle-missing",)


@pytest.mark.parametrize(
    ("pack", "options", "offered"),
    [
        ("consensus", {}, True),
        ("consensus", {"B": "blocks"}, False),
        ("consensus", {"B": "ignored"}, False),
        ("plymouth", {}, False),
    ],
)
def test_standing_aside_is_offered_by_consensus_alone(story_under, pack, options, offered):
    story = story_under(a_policy(pack, **options))
    ref = an_open_decision(story)
    codes = story.refused("stand_aside", story.cast.leads["health"], ref, **AGREE)
    assert codes == (() if offered else ("option-not-offered",))


def test_by_consensus_two_must_agree_and_the_others_may_stand_aside(story_under):
    story = story_under(a_policy("consensus", J="none", D="each_participant"))
    ref = an_open_decision(story)
    first, second, *others = story.cast.participants
    for participant in others:
        story.says("stand_aside", story.cast.leads[participant], participant, ref)
    assert story.says("stand_aside", story.cast.leads[second], second, ref).state == "open"
    assert story.agrees(first, ref).state == "open"
    assert story.agrees(second, ref).state == "in_force"


@pytest.mark.parametrize("answer", ["object", "abstain"])
def test_one_that_does_not_agree_keeps_it_from_being_adopted(story, answer):
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    assert story.says(answer, story.cast.leads["health"], "health", ref).state == "open"
    assert story.agrees("health", ref).state == "in_force"  # it may be changed while positions are open


def test_one_participant_has_one_position_however_often_it_is_changed(story):
    ref = an_open_decision(story)
    for answer in ("object", "agree", "abstain", "agree"):
        decision = story.says(answer, story.cast.leads["health"], "health", ref)
    assert decision.agreed == 1
    assert [p.choice for p in decision.current_positions] == ["agree"]
    assert [(p.n, p.choice) for p in decision.positions] == [(1, "object"), (2, "agree"), (3, "abstain"), (4, "agree")]


def test_a_deputy_answers_while_the_absence_is_notified_and_on_no_other_day(story):
    ref = an_open_decision(story)
    health, deputy = story.cast.leads["health"], story.cast.deputies["health"]
    assert story.refused("agree", deputy, ref, **AGREE) == ("deputy-not-valid",)
    away = {"participant": "health", "body": LEADERSHIP, "person": health, "since": "2026-03-11", "until": "2026-03-12"}
    story.act("absence.notify", health, **away)
    assert story.refused("agree", deputy, ref, **AGREE) == ("deputy-not-valid",)
    story.clock.advance(timedelta(days=1))
    assert story.refused("agree", deputy, ref, **AGREE) == ()
    story.clock.advance(timedelta(days=2))
    assert story.refused("object", deputy, ref, **OBJECT) == ("deputy-not-valid",)


def test_what_the_deputy_said_binds_and_the_member_who_returns_may_change_it_while_open_only(story):
    """The awkward case A3: one participant, one position; the same version, and not after the close."""
    ref = an_open_decision(story)
    health, deputy = story.cast.leads["health"], story.cast.deputies["health"]
    story.act("absence.notify", health, participant="health", body=LEADERSHIP, person=health, until="2026-03-10")
    story.says("agree", deputy, "health", ref)
    story.clock.advance(timedelta(days=1))
    decision = story.says("object", health, "health", ref)
    assert [(p.choice, p.deputy) for p in decision.positions if p.participant == "health"] == [("agree", True), ("object", False)]
    assert decision.agreed == 0
    story.agrees("health", ref)
    assert story.all_agree(ref).state == "in_force"
    assert story.refused("object", health, ref, **OBJECT) == ("voting-closed",)


def test_two_people_of_one_seat_never_both_count(story):
    ref = an_open_decision(story)
    health, deputy = story.cast.leads["health"], story.cast.deputies["health"]
    story.act("absence.notify", health, participant="health", body=LEADERSHIP, person=health)
    story.says("agree", deputy, "health", ref)
    assert story.says("agree", health, "health", ref).agreed == 1


def test_a_naming_that_has_ended_gives_no_authority(story):
    ref = an_open_decision(story)
    health, deputy = story.cast.leads["health"], story.cast.deputies["health"]
    story.act("absence.notify", health, participant="health", body=LEADERSHIP, person=health)
    story.act("deputy.end", story.cast.manager, participant="health", body=LEADERSHIP, person=deputy)
    assert story.refused("agree", deputy, ref, **AGREE) == ("deputy-not-valid",)
    assert story.refused("ask", deputy, ref, text="Why now?") == ("not-allowed",)


def test_whose_access_has_ended_does_nothing_more(story):
    """Neither as seat holder, nor as deputy, nor for what they once proposed."""
    ref = an_open_decision(story)
    proposer, deputy = story.cast.leads["advice"], story.cast.deputies["health"]
    health = story.cast.leads["health"]
    story.act("absence.notify", health, participant="health", body=LEADERSHIP, person=health)
    for person in (proposer, deputy):
        story.act("person.end", story.cast.manager, person=person)
    assert story.refused("agree", deputy, ref, **AGREE) == ("no-seat",)
    assert story.refused("agree", proposer, ref, **AGREE) == ("no-seat",)
    assert story.refused("withdraw", proposer, ref, reason="No more.") == ("not-allowed",)


@pytest.mark.parametrize("who", ["manager", "chair", "observer", "auditor", "administrator", "owner", "chief_executive"])
def test_nobody_without_a_seat_takes_a_position(story, who):
    ref = an_open_decision(story)
    codes = story.refused("agree", getattr(story.cast, who), ref, **AGREE)
    assert codes == (("no-seat",) if who in {"owner", "manager"} else ("not-allowed",))


def test_a_member_of_another_body_does_not_answer_for_its_organisation(story):
    ref = an_open_decision(story)
    assert story.refused("agree", story.cast.managers["health"], ref, **AGREE) == ("no-seat",)


def test_before_opening_and_after_adoption_no_position_is_taken(story):
    person = story.cast.leads["health"]
    drafted = story.cast.leads[story.cast.participants[-1]]
    assert story.refused("agree", drafted, a_draft(story), **AGREE) == ("voting-closed",)
    for ref in (a_circulated_decision(story), an_adopted_decision(story)):
        assert story.refused("agree", person, ref, **AGREE) == ("voting-closed",)
    assert story.refused("agree", person, a_draft(story), **AGREE) == ("unknown-reference",), "somebody else's draft"
