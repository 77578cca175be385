"""Closing: the deadline to the microsecond, early closing, failures in a row, deadlock."""

from datetime import timedelta

import pytest

from tests.stories import REASON, a_failed_decision, a_policy, an_adopted_decision, an_open_decision

TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(("off", "in_time"), [(-TICK, True), (timedelta(), False), (TICK, False)])
def test_an_answer_is_in_time_before_the_deadline_and_at_no_later_moment(story, off, in_time):
    """The server's time rules, whether or not the clock has closed the round yet."""
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.at(story.decision(ref).asked.closes_at + off)
    codes = story.refused("agree", story.cast.leads["health"], ref, version=1, reason=REASON)
    assert codes == (() if in_time else ("voting-closed",))
    assert story.decision(ref).state == ("in_force" if in_time else "open")


@pytest.mark.parametrize(("off", "state"), [(-TICK, "open"), (timedelta(), "not_reached")])
def test_the_clock_closes_at_the_deadline_and_not_before(story, off, state):
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.until(story.decision(ref).asked.closes_at + off)
    assert story.decision(ref).state == state


def test_silence_is_not_agreement(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.until(story.decision(ref).asked.closes_at + timedelta(hours=1))
    decision = story.decision(ref)
    assert (decision.state, decision.agreed, decision.failures) == ("not_reached", 7, 1)


def test_nobody_closes_early_while_somebody_has_not_answered(story):
    ref = an_open_decision(story)
    story.says("object", story.cast.leads["health"], "health", ref)
    assert story.refused("close", story.cast.manager, ref) == ("closing-time-not-reached",)
    story.all_agree(ref, "health")
    assert story.refused("close", story.cast.leads["council"], ref) == ("not-allowed",)
    assert story.refused("close", story.cast.manager, ref) == ()
    assert story.decision(ref).state == "not_reached"


def test_the_second_failure_in_a_row_is_a_deadlock_and_goes_to_the_ladder(story):
    ref = _failed_twice(story)
    decision = story.decision(ref)
    assert (decision.state, decision.failures, decision.rung) == ("deadlocked", 2, "facilitated")
    assert "deadlock" in story.refused("retable", story.cast.manager, ref, reason="Once more.")


def _failed_twice(story, change=None):
    ref = a_failed_decision(story)
    if change:
        story.do("revise", story.cast.manager, ref, reason="Heard.", **change)
    story.do("retable", story.cast.manager, ref, reason="Once more.")
    story.clock.advance(timedelta(days=8))
    story.do("open", story.cast.manager, ref)
    story.until(story.decision(ref).asked.closes_at)
    return ref


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"text": "The team stays for a year."}, "not_reached"),
        ({"kind": "publication"}, "not_reached"),
        ({"amount": "1000.00", "line": "prescribing", "year": "2026-27"}, "not_reached"),
        ({"title": "Outreach for good"}, "deadlocked"),
        ({"measure": "fewer-rough-sleepers"}, "deadlocked"),
        (None, "deadlocked"),
    ],
)
def test_only_a_material_change_starts_the_count_anew(story, change, state):
    assert story.decision(_failed_twice(story, change)).state == state


def test_where_option_g_says_so_the_first_failure_is_a_deadlock(story_under):
    story = story_under(a_policy("plymouth", G="refer_at_once"))
    assert story.decision(a_failed_decision(story)).state == "deadlocked"


def test_what_is_put_again_needs_its_notice_again_and_asks_everybody_again(story):
    ref = a_failed_decision(story)
    story.do("retable", story.cast.chair, ref, reason="Once more.")
    assert story.refused("open", story.cast.manager, ref) == ("notice-too-short",)
    story.clock.advance(timedelta(days=8))
    decision = story.do("open", story.cast.manager, ref)
    assert (decision.agreed, len(decision.current_positions)) == (0, 0)


def test_what_is_not_put_again_in_time_lapses(story):
    ref = a_failed_decision(story)
    due = story.decision(ref).due["lapse"]
    story.until(due - TICK)
    assert story.decision(ref).state == "not_reached"
    story.until(due)
    assert story.decision(ref).state == "lapsed"


@pytest.mark.parametrize(
    "event",
    [
        "agree",
        "amend",
        "revise",
        "open",
        "close",
        "retable",
        "withdraw",
        "defer",
        "resume",
        "circulate",
        "edit_wording",
        "raise_objection",
    ],
)
def test_closed_means_closed(story, event):
    """What is in force is not opened, changed or taken back; a new decision supersedes it."""
    ref = an_adopted_decision(story)
    data = {
        "agree": {"version": 1, "reason": REASON},
        "amend": {"text": "x", "reason": "r"},
        "revise": {"text": "x"},
        "retable": {"reason": "r"},
        "withdraw": {"reason": "r"},
        "defer": {"reason": "r", "until": "2027-01-01"},
        "resume": {"reason": "r"},
        "circulate": {"papers": ["p"]},
        "edit_wording": {"text": "x"},
        "raise_objection": {"reason": "r"},
    }.get(event, {})
    for person in (story.cast.manager, story.cast.chair, story.cast.leads["advice"]):
        assert story.refused(event, person, ref, **data) in {
            ("not-now",),
            ("not-allowed",),
            ("voting-closed",),
            ("window-closed",),
        }
    assert story.decision(ref).state == "in_force"
