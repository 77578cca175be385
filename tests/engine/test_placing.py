"""Nobody but an organisation speaks for it, and standing that has ended no longer acts: each rule through the door of acts."""

from datetime import timedelta

import pytest

from tests.cast import LEADERSHIP, MANAGEMENT
from tests.stories import a_circulated_decision, a_departure, a_suspension, an_open_decision

WHERE = {"participant": "health", "body": LEADERSHIP}
AGREE = {"reason": "It serves people.", "version": 1}
AGAINST = {**AGREE, "principle": "open-book", "would_agree_if": "Each ward has one."}
INTEREST = {"kind": "personal", "nature": "A post."}


@pytest.fixture
def asked(story):
    """Return a decision to which seven have agreed and Health objected."""
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.do("object", story.cast.leads["health"], ref, **AGAINST)
    return ref


def test_the_manager_alone_does_not_turn_an_objection_into_the_last_agreement(story, asked):
    cast, stooge = story.cast, story.cast.observer
    story.act("seat.end", cast.manager, **WHERE, person=cast.leads["health"])
    story.act("seat.fill", cast.manager, **WHERE, person=stooge)
    assert story.refused("agree", stooge, asked, **AGREE) == ("not-allowed",)
    for by in (cast.manager, stooge, cast.administrator, cast.leads["youth"], cast.chair):
        assert story.refusals("seat.confirm", by, **WHERE, person=stooge) == ("not-allowed",), by
    story.clock.advance(timedelta(days=1))
    assert story.refused("agree", stooge, asked, **AGREE) == ("not-allowed",)
    assert story.decision(asked).state == "open"


def test_whoever_the_organisation_confirms_answers_from_the_next_working_day_on(story, asked):
    cast, new = story.cast, story.cast.observer
    story.act("seat.end", cast.manager, **WHERE, person=cast.leads["health"])
    story.act("seat.fill", cast.manager, **WHERE, person=new)
    story.act("seat.confirm", cast.managers["health"], **WHERE, person=new)
    assert story.refused("agree", new, asked, **AGREE) == ("put-in-meanwhile",)
    story.clock.advance(timedelta(days=1))
    assert story.refused("agree", new, asked, **AGREE) == ()


def test_a_deputy_whom_others_name_waits_too_and_an_absence_that_they_notify_counts_the_day_after(story, asked):
    cast, stooge = story.cast, story.cast.observer
    story.act("deputy.name", cast.manager, **WHERE, person=stooge)
    story.act("absence.notify", cast.manager, **WHERE, person=cast.leads["health"])
    assert story.refused("agree", stooge, asked, **AGREE) == ("not-allowed",)
    deputy = cast.deputies["health"]
    assert story.refused("agree", deputy, asked, **AGREE) == ("put-in-meanwhile",)
    story.clock.advance(timedelta(days=1))
    assert story.refused("agree", stooge, asked, **AGREE) == ("not-allowed",)
    assert story.refused("agree", deputy, asked, **AGREE) == ()


def test_what_its_own_people_do_counts_at_once(story, asked):
    cast = story.cast
    story.act("absence.notify", cast.leads["health"], **WHERE, person=cast.leads["health"])
    assert story.refused("agree", cast.deputies["health"], asked, **AGREE) == ()


def test_with_nobody_of_it_left_the_chair_confirms_and_not_for_what_is_open(story, asked):
    cast, new = story.cast, story.cast.observer
    for person in (cast.leads["health"], cast.managers["health"]):
        story.act("person.end", cast.manager, person=person)
    story.act("seat.fill", cast.manager, **WHERE, person=new)
    story.act("seat.confirm", cast.chair, **WHERE, person=new)
    story.clock.advance(timedelta(days=3))
    assert story.refused("agree", new, asked, **AGREE) == ("put-in-meanwhile",)
    assert story.roster().holder("health", LEADERSHIP, story.clock.now().date()) == new


def test_a_chief_executive_whom_others_appoint_waits_and_confirms_nobody(story, asked):
    cast, head = story.cast, story.cast.auditor
    story.act("person.appoint", cast.manager, person=head, role="chief executive", participant="health")
    story.act("seat.end", cast.manager, **WHERE, person=cast.leads["health"])
    story.act("seat.fill", cast.manager, **WHERE, person=cast.observer)
    assert "not-allowed" in story.refusals("seat.confirm", head, **WHERE, person=cast.observer)
    assert story.refusals("person.confirm", cast.managers["health"], participant="health", person=head) == ()
    assert story.refusals("seat.confirm", head, **WHERE, person=cast.observer) == ()


def test_nothing_of_an_organisation_that_has_left_is_given_to_anybody(story):
    a_departure(story, "health")
    heads = {"person": story.cast.observer, "role": "chief executive", "participant": "health"}
    assert story.refusals("person.appoint", story.cast.manager, **heads) == ("not-now",)


def test_who_has_an_interest_declared_takes_part_and_holds_a_seat_there(story):
    cast, ref = story.cast, an_open_decision(story)
    assert story.refused("declare_interest", cast.managers["health"], ref, **INTEREST) == ("no-seat",)
    assert story.refused("declare_interest", cast.deputies["health"], ref, **INTEREST) == ("deputy-not-valid",)
    assert story.refused("declare_interest", cast.leads["health"], ref, **INTEREST) == ()
    matter = an_open_decision(story, kind="exit", concerns="youth")
    assert story.refused("declare_interest", cast.leads["youth"], matter, **INTEREST) == ("takes-no-part",)


def test_nobody_but_those_in_the_body_rules_on_the_chairs_interest(story):
    cast, ref = story.cast, a_circulated_decision(story)
    day = story.clock.now().date()
    story.act("chair.appoint", cast.owner, person=cast.leads["council"], body=LEADERSHIP)
    story.act("chair.appoint", cast.owner, person=cast.leads["council"], body=LEADERSHIP, role="deputy chair")
    assert story.roster().in_office("chair", day, LEADERSHIP) == (cast.leads["council"],)
    story.do("declare_interest", cast.leads["council"], ref, **INTEREST)
    ruling = {"of": 1, "handling": "note_only", "reason": "It is small."}
    for by in (cast.manager, cast.managers["health"], cast.owner):
        assert story.refused("rule_on_interest", by, ref, **ruling), by
    assert story.refused("rule_on_interest", cast.leads["health"], ref, **ruling) == ()


def test_the_chair_of_another_body_neither_opens_nor_withdraws_here(story):
    cast, ref = story.cast, a_circulated_decision(story)
    story.act("chair.appoint", cast.owner, person=cast.observer, body=MANAGEMENT)
    story.clock.advance(timedelta(days=14))
    assert story.refused("open", cast.observer, ref) == ("not-allowed",)
    assert story.refused("withdraw", cast.observer, ref, reason="No.") == ("not-allowed",)


def _leaves(story, participant):
    a_departure(story, participant)


def _suspended(story, participant):
    a_suspension(story, participant)


def _out_of_the_seat(story, participant):
    story.act("seat.end", story.cast.manager, participant=participant, body=LEADERSHIP, person=story.cast.leads[participant])
    story.act("seat.end", story.cast.manager, participant=participant, body=MANAGEMENT, person=story.cast.managers[participant])


@pytest.mark.parametrize("ends", [_leaves, _suspended, _out_of_the_seat])
def test_what_was_put_forward_is_for_the_manager_once_its_organisation_takes_no_part(story, ends):
    cast, last = story.cast, story.cast.participants[-1]
    ref, proposer = a_circulated_decision(story), cast.leads[last]
    asked = story.do("ask", cast.leads["housing"], ref, text="Why?").contributions[-1].n
    ends(story, last)
    for event, data in (("revise", {"text": "Two."}), ("answer", {"to": asked, "text": "So."}), ("withdraw", {"reason": "No."})):
        assert story.refused(event, proposer, ref, **data), event
    assert story.refused("answer", cast.manager, ref, to=asked, text="So.") == ()
    assert story.refused("withdraw", cast.manager, ref, reason="Nobody needs it.") == ()


def test_what_was_put_forward_goes_to_the_next_holder_of_the_same_seat(story):
    cast, last = story.cast, story.cast.participants[-1]
    ref, new, seat = (
        a_circulated_decision(story),
        story.cast.observer,
        {"participant": story.cast.participants[-1], "body": LEADERSHIP},
    )
    story.act("seat.end", cast.manager, **seat, person=cast.leads[last])
    story.act("seat.fill", cast.manager, **seat, person=new)
    assert story.refused("withdraw", new, ref, reason="No.") == ("not-allowed",)
    if any(s.person == new and s.word == "waits" for s in story.roster().seats):
        story.act("seat.confirm", cast.managers[last], **seat, person=new)
    assert story.refused("withdraw", cast.leads[last], ref, reason="No.") == ("not-allowed",)
    assert story.refused("withdraw", new, ref, reason="We put it again later.") == ()


def test_a_chair_whose_organisation_is_suspended_does_not_preside_meanwhile(story):
    cast = story.cast
    story.act("chair.appoint", cast.owner, person=cast.leads["health"], body=LEADERSHIP)
    ref = a_circulated_decision(story)
    a_suspension(story, "health", days=60)
    story.clock.advance(timedelta(days=14))
    assert story.refused("open", cast.leads["health"], ref)
    assert story.refused("withdraw", cast.leads["health"], ref, reason="No.")


def test_an_action_of_somebody_whose_time_is_over_is_the_managers_to_give(story):
    cast, person = story.cast, story.cast.leads["health"]
    given = {"what": "Write to the wards", "owner": person, "due": "2026-06-30", "body": LEADERSHIP}
    ref = story.act("action.open", cast.manager, **given).subject
    a_departure(story, "health")
    assert story.refusals("action.complete", person, ref, text="Done.") == ("not-allowed",)
    assert story.refusals("action.progress", cast.manager, ref, text="Half way.") == ()
