"""Who decides: frozen at opening; a joiner waits, a leaver stops the round; nobody on its own default or exit."""

from datetime import UTC, datetime, time, timedelta

import pytest

from tests.cast import LEADERSHIP
from tests.stories import (
    NOTICE,
    REASON,
    a_circulated_decision,
    a_departure,
    a_draft,
    a_matter_of,
    a_policy,
    a_proposed_exclusion,
    a_suspension,
    an_open_decision,
)

AGREE = {"version": 1, "reason": REASON}


def join(story, name="harbour"):
    cast = story.cast
    story.act("participant.join", cast.manager, participant=name, title=name.title(), bodies=[LEADERSHIP])
    story.act("person.invite", cast.administrator, name=f"Leadership member, {name.title()}")
    person = story.roster().people[-1].ref
    story.act("seat.fill", cast.administrator, participant=name, body=LEADERSHIP, person=person)
    return person


def test_who_joins_waits_for_the_next_opening(story):
    ref = an_open_decision(story)
    person = join(story)
    assert story.refused("agree", person, ref, **AGREE) == ("not-eligible",)
    assert story.all_agree(ref).state == "in_force"
    later = an_open_decision(story)
    assert story.all_agree(later).state == "open"
    assert story.do("agree", person, later, **AGREE).state == "in_force"


@pytest.mark.parametrize(("act", "kind", "code"), [
    ("participant.suspend", "suspension", "participant-suspended"), ("participant.leave", "exit", "no-seat"),
])  # fmt: skip
def test_who_leaves_or_is_suspended_stops_the_round_and_everyone_is_asked_again(story, act, kind, code):
    agreed = a_matter_of(story, "youth", kind)
    ref = an_open_decision(story)
    story.all_agree(ref, "youth", "health")
    more = {"until": "2026-09-01"} if kind == "suspension" else {}
    story.act(act, story.cast.manager, participant="youth", decision=agreed, reason="Agreed with them.", **more)
    decision = story.decision(ref)
    assert (decision.state, decision.agreed, len(decision.current_positions)) == ("circulated", 0, 0)
    assert {p.lapsed for p in decision.positions} == {"electorate_changed"}
    again = story.do("open", story.cast.manager, ref)
    assert set(again.electorate) == set(story.cast.participants) - {"youth"}
    assert story.refused("agree", story.cast.leads["youth"], ref, **AGREE) == (code,)
    assert story.all_agree(ref, "youth").state == "in_force"


def test_the_silence_of_who_left_adopts_nothing(story):
    """Seven of eight agreed; the eighth leaves: the seven are asked again, not counted as all."""
    agreed = a_matter_of(story, "youth")
    ref = an_open_decision(story)
    story.all_agree(ref, "youth")
    story.act("participant.leave", story.cast.manager, participant="youth", decision=agreed)
    assert story.decision(ref).state == "circulated"
    assert story.decision(ref).adopted_at is None


def test_notice_of_leaving_ends_nothing_until_it_runs_out(story):
    last = (story.clock.now() + NOTICE + timedelta(days=95)).date()
    story.act("participant.give_notice", story.cast.leads["youth"], participant="youth", until=last, reason="We merge.")
    story.until(story.clock.now() + timedelta(days=90))
    ref = an_open_decision(story)
    assert story.decision(ref).state == "open"
    assert story.refused("agree", story.cast.leads["youth"], ref, **AGREE) == ()
    story.until(datetime.combine(last, time(12), UTC))
    assert story.decision(ref).state == "open"
    assert story.until(story.clock.now() + timedelta(days=1)) == ["leave"]
    assert story.decision(ref).state == "circulated"
    assert story.roster().participant("youth").standing == "left"


def test_a_suspended_participant_that_resumes_is_asked_at_the_next_opening(story):
    a_suspension(story, "youth")
    ref = an_open_decision(story)
    story.act("participant.resume", story.cast.manager, participant="youth", reason="It is done sooner.")
    assert story.decision(ref).state == "open"
    assert "youth" not in story.decision(ref).electorate


@pytest.mark.parametrize("whose", ["all_eligible", "all_participants"])
@pytest.mark.parametrize("kind", ["exclusion", "exit", "suspension"])
def test_nobody_decides_on_its_own_default_or_exit(story_under, whose, kind):
    """Whatever option A says; its seat is not even asked, and the others adopt without it."""
    story = story_under(a_policy("plymouth", A=whose))
    ref = a_proposed_exclusion(story) if kind == "exclusion" else a_draft(story, kind=kind, concerns="youth")
    story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    story.clock.advance(NOTICE)
    decision = story.do("open", story.cast.manager, ref)
    assert set(decision.electorate) == set(story.cast.participants) - {"youth"}
    assert decision.asked.left_out == ("youth",)
    for answer in ("agree", "abstain"):
        assert story.refused(answer, story.cast.leads["youth"], ref, **AGREE) == ("not-eligible",)
    assert story.all_agree(ref, "youth").state == "in_force"


@pytest.mark.parametrize("concerns", [None, "nobody-known"])
def test_a_matter_of_default_or_exit_says_whose(story, concerns):
    data = {"kind": "exclusion", "title": "t", "text": "t", **({"concerns": concerns} if concerns else {})}
    assert "unknown-value" in story.refusals("decision.propose", story.cast.leads["health"], **data)


def test_what_merely_concerns_a_participant_leaves_it_among_those_who_decide(story):
    ref = an_open_decision(story, concerns="youth")
    assert "youth" in story.decision(ref).electorate


def test_a_change_of_seat_holder_is_no_change_of_the_electorate(story):
    ref = an_open_decision(story)
    story.agrees("youth", ref)
    seat = {"participant": "youth", "body": LEADERSHIP, "person": story.cast.observer}
    story.act("seat.end", story.cast.manager, **seat | {"person": story.cast.leads["youth"]})
    story.act("seat.fill", story.cast.manager, **seat)
    story.act("seat.confirm", story.cast.managers["youth"], **seat)
    assert story.decision(ref).state == "open"
    assert story.refused("agree", story.cast.leads["youth"], ref, **AGREE) == ("no-seat",)
    against = {**AGREE, "principle": "open-book", "would_agree_if": "x"}
    assert story.refused("object", story.cast.observer, ref, **against) == ("put-in-meanwhile",)
    story.clock.advance(timedelta(days=1))
    assert story.refused("object", story.cast.observer, ref, **against) == ()


def test_a_circulated_decision_opens_for_whoever_decides_on_that_day(story):
    ref = a_circulated_decision(story)
    a_departure(story, "youth")
    assert "youth" not in story.do("open", story.cast.manager, ref).electorate
