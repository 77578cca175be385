"""The clock's acts: each once, on time, in order, and only what is still due."""

from datetime import timedelta

import pytest

from govflow.acts.clock import tick
from govflow.acts.performing import perform_clock
from govflow.domain.sentences import clock_time
from govflow.reading.timeline import timeline
from govflow.record.ledger import Receipt
from govflow.record.verifying import verify
from tests.cast import LEADERSHIP
from tests.stories import (
    a_circulated_decision,
    a_failed_decision,
    a_policy,
    an_adopted_decision,
    an_awaited_decision,
    an_open_decision,
)

TICK = timedelta(microseconds=1)


def deferred(story):
    ref = a_circulated_decision(story)
    story.do("defer", story.cast.chair, ref, until="2026-04-20", reason="We wait.")
    return ref


def awaiting(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "council")
    story.says("agree_subject_to", story.cast.leads["council"], "council", ref)
    return ref


def waiting(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "council")
    story.do("edit_wording", story.cast.manager, ref, text="The team stays, as it is.")
    story.do("confirm_editorial", story.cast.chair, ref)
    story.agrees("council", ref)
    return ref


def in_call_in(story):
    ref = an_awaited_decision(story, "council")
    lead, today = story.cast.leads["council"], "2026-03-10"
    story.do("notify_own_body", lead, ref, route="special_urgency", published_on=today, reason="It cannot wait.")
    story.do("ratify", lead, ref, reference="CAB/26/17", decided_on=today)
    return ref


CLOCK_ACTS = {
    "lapse when nobody opens": (a_circulated_decision, "lapse", "lapsed"),
    "close": (an_open_decision, "close", "not_reached"),
    "settle": (waiting, "settle", "in_force"),
    "lapse when not put again": (a_failed_decision, "lapse", "lapsed"),
    "resume": (deferred, "resume", "circulated"),
    "lapse of approvals": (awaiting, "lapse", "lapsed"),
    "call-in ends": (in_call_in, "call_in_ends", "in_force"),
    "window ends": (an_adopted_decision, "window_ends", "in_force"),
}


@pytest.mark.parametrize("named", CLOCK_ACTS)
def test_the_clock_acts_once_and_on_time(story_under, named):
    begin, event, state = CLOCK_ACTS[named]
    story = story_under(a_policy("plymouth", J="15 calendar days") if event == "window_ends" else None)
    ref = begin(story)
    due = story.decision(ref).due[event]
    before = story.decision(ref).state
    story.at(due - TICK)
    assert list(tick(story.house)) == []
    assert story.decision(ref).state == before
    story.at(due)
    ((timer, receipt),) = tick(story.house)
    assert (timer.ref, timer.event) == (ref, event)
    assert isinstance(receipt, Receipt)
    assert story.decision(ref).state == state
    assert list(tick(story.house)) == []


@pytest.mark.parametrize("late", [timedelta(hours=1), timedelta(days=9)])
def test_a_clock_that_was_off_does_what_is_overdue_when_it_is_on_again(story, late):
    ref = an_open_decision(story)
    closes = story.decision(ref).asked.closes_at
    story.at(closes + late)
    assert [timer.event for timer, _ in tick(story.house)] == ["close"]
    decision = story.decision(ref)
    assert decision.state == "not_reached"
    assert decision.since == closes  # as it was promised; the entry says when it was done
    case = story.case(ref)
    rules, second = case.rules, case.policy.clocks["second_consideration"]
    assert decision.due["lapse"] == rules.calendar.due(closes, second, case.policy.closing)
    with story.house.store.view(story.alliance) as view:
        (line,) = [one for one in timeline(view, case) if one["to"] == "not_reached"]
    zone = rules.calendar.zone
    assert f"as was due {clock_time(closes, zone)}" in line["says"]
    assert line["when"] == clock_time(closes + late, zone)
    assert verify(story.house.store, story.alliance).ok


def test_a_clock_that_is_on_time_says_nothing_of_being_late(story):
    ref = an_open_decision(story)
    story.at(story.decision(ref).due["close"] + timedelta(seconds=30))
    assert [timer.event for timer, _ in tick(story.house)] == ["close"]
    assert story.decision(ref).since == story.clock.now()


def test_the_longest_overdue_comes_first_and_none_holds_up_another(story):
    first, second, third = (a_circulated_decision(story) for _ in range(3))
    story.clock.advance(timedelta(days=8))
    story.do("open", story.cast.manager, second)
    story.at(story.decision(second).due["close"] + timedelta(days=30))
    assert [timer.ref for timer, _ in tick(story.house)] == [second, first, third]


def test_what_is_no_longer_due_is_not_done(story):
    """Somebody else acted between looking and acting: the second look finds nothing to do."""
    ref = an_open_decision(story)
    story.at(story.decision(ref).due["close"])
    assert isinstance(perform_clock(story.house, story.alliance, "close", ref), Receipt)
    before = story.trace()
    assert perform_clock(story.house, story.alliance, "close", ref) is None
    assert perform_clock(story.house, story.alliance, "lapse", ref) is None  # due later
    assert perform_clock(story.house, story.alliance, "close", "DEC-9999") is None
    assert story.trace() == before


def test_time_itself_adopts_what_merely_waited_and_closes_nothing(story):
    """At the moment where waiting ends and positions close, what everybody agreed to is adopted, not closed."""
    ref = waiting(story)
    decision = story.decision(ref)
    story.at(max(decision.settles_at, decision.asked.closes_at))
    assert [timer.event for timer, came in tick(story.house) if came] == ["settle"]
    assert story.decision(ref).state == "in_force"


def test_two_participants_whose_notice_ends_leave_each_on_its_day(story):
    for participant, until in (("youth", "2026-06-05"), ("advice", "2026-06-09")):
        story.act("participant.give_notice", story.cast.leads[participant], participant=participant, until=until)
    assert story.until(story.clock.now() + timedelta(days=120)) == ["leave", "leave"]
    assert {p.id for p in story.roster().participants if p.standing == "left"} == {"youth", "advice"}
    assert story.roster().due == {}
    assert story.roster().members(LEADERSHIP) == ("council", "health", "hostel", "housing", "outreach", "recovery")


def test_a_decision_that_has_ended_has_nothing_due(story):
    for ref in (an_adopted_decision(story), a_circulated_decision(story)):
        if story.decision(ref).state == "circulated":
            story.do("withdraw", story.cast.chair, ref, reason="Overtaken.")
        assert story.decision(ref).due == {}
    with story.house.store.view(story.alliance) as view:
        due = view.due(story.clock.now() + timedelta(days=4000), 10)
    assert [timer.ref for timer in due] == ["MAN-0001"], "only the end of the mandate is still to come"
