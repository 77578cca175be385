"""After adoption: own bodies' approvals, objection windows, deferral, completion, review, supersession, money."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories import REASON, a_circulated_decision, a_draft, a_policy, an_adopted_decision, an_open_decision

TICK = timedelta(microseconds=1)
DATED = {"reference": "CAB/26/17", "decided_on": "2026-03-10"}
OBJECT = {"reason": "It strains us.", "principle": "open-book", "would_agree_if": "The costs are shown."}


def awaiting(story, *participants, **data):
    ref = an_open_decision(story, **data)
    story.all_agree(ref, *participants)
    for participant in participants:
        story.says("agree_subject_to", story.cast.leads[participant], participant, ref, expected="2026-04-01")
    return ref


def test_what_an_own_body_must_still_decide_is_not_in_force(story):
    """The awkward case A5: agreed, subject to each awaited body, until the last has approved."""
    ref = awaiting(story, "council", "health")
    decision = story.decision(ref)
    assert (decision.state, decision.effective_at, len(decision.awaited)) == ("awaiting_approval", None, 2)
    assert story.refused("ratify", story.cast.leads["housing"], ref, **DATED) == ("not-awaited",)
    assert story.refused("ratify", story.cast.manager, ref, **DATED) == ("not-awaited", "no-seat")
    assert story.do("ratify", story.cast.leads["health"], ref, **DATED).state == "awaiting_approval"
    assert story.refused("ratify", story.cast.leads["health"], ref, **DATED) == ("not-awaited",)
    assert story.do("ratify", story.cast.leads["council"], ref, **DATED).state == "in_force"


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        ({}, ("invalid",)),
        ({"reference": "CAB/26/17"}, ("invalid",)),
        ({"decided_on": "2026-03-10"}, ("invalid",)),
        ({"reference": "CAB/26/17", "decided_on": "2026-03-11"}, ("invalid",)),
        (DATED, ()),
    ],
)
def test_an_approval_has_its_reference_and_a_day_that_is_not_ahead(story, data, codes):
    ref = awaiting(story, "council")
    assert story.refused("ratify", story.cast.leads["council"], ref, **data) == codes


def test_only_somebody_with_authority_reports_for_the_own_body(story):
    """A refusal undoes what all agreed: neither a deputy whose seat holder is there nor a colleague reports it."""
    ref = awaiting(story, "council")
    for act, data in (("ratify", DATED), ("decline", {"reason": "No."})):
        assert story.refused(act, story.cast.deputies["council"], ref, **data) == ("deputy-not-valid",)
        assert story.refused(act, story.cast.managers["council"], ref, **data) == ("no-seat",)


def test_what_one_own_body_declines_goes_back_and_counts_as_no_failure(story):
    ref = awaiting(story, "council", "health", amount="1000.00", line="prescribing", year="2026-27", kind="subcontract")
    assert story.decision(ref).holding.pence == 100_000
    assert story.refused("decline", story.cast.leads["council"], ref) == ("reason-missing",)
    decision = story.do("decline", story.cast.leads["council"], ref, reason="Cabinet refused.")
    assert (decision.state, decision.failures, decision.agreed, decision.holding.pence) == ("circulated", 0, 0, 0)
    assert decision.awaited == ()
    assert {p.lapsed for p in decision.positions} == {"decline"}


def test_an_approval_that_never_comes_lapses_forty_working_days_after_the_day_it_was_expected(story):
    ref = awaiting(story, "council")
    due = story.decision(ref).due["lapse"]
    assert due == datetime(2026, 6, 2, 16, tzinfo=UTC)  # Easter and two bank holidays in May lie between
    story.until(due - TICK)
    assert story.decision(ref).state == "awaiting_approval"
    story.until(due)
    assert story.decision(ref).state == "lapsed"


@pytest.mark.parametrize(
    ("window", "ends"),
    [
        ("15 calendar days", datetime(2026, 3, 25, 17, tzinfo=UTC)),
        ("10 working days", datetime(2026, 3, 24, 17, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize(("off", "in_time"), [(-TICK, True), (timedelta(), False)])
def test_within_the_objection_window_one_objection_takes_it_back(story_under, window, ends, off, in_time):
    story = story_under(a_policy("plymouth", J=window))
    ref = an_adopted_decision(story)
    assert story.decision(ref).state == "objection_window"
    assert story.decision(ref).window_ends_at == ends
    story.at(ends + off)
    health = story.cast.leads["health"]
    assert story.refused("raise_objection", health, ref, **OBJECT) == (() if in_time else ("window-closed",))
    assert story.decision(ref).state == ("circulated" if in_time else "objection_window")
    assert story.decision(ref).agreed == (0 if in_time else 8)


def test_an_objection_in_the_window_is_reasoned_like_any_other(story_under):
    story = story_under(a_policy("plymouth", J="15 calendar days"))
    ref = an_adopted_decision(story)
    codes = story.refused("raise_objection", story.cast.leads["health"], ref)
    assert set(codes) == {"reason-missing", "principle-missing", "remedy-missing"}
    assert story.refused("raise_objection", story.cast.manager, ref, **OBJECT) == ("no-seat",)


def test_the_window_that_ends_without_objection_brings_it_into_force(story_under):
    story = story_under(a_policy("plymouth", J="15 calendar days"))
    ref = an_adopted_decision(story)
    ends = story.decision(ref).window_ends_at
    story.until(ends - TICK)
    assert story.decision(ref).state == "objection_window"
    assert story.until(ends) == ["window_ends"]
    assert story.decision(ref).state == "in_force"


def test_own_bodies_come_before_the_window(story_under):
    story = story_under(a_policy("plymouth", J="15 calendar days"))
    ref = awaiting(story, "council")
    assert story.decision(ref).state == "awaiting_approval"
    assert story.do("ratify", story.cast.leads["council"], ref, **DATED).state == "objection_window"


def test_what_is_deferred_loses_its_positions_and_resumes_on_its_day(story):
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    assert set(story.refused("defer", story.cast.chair, ref, until="2026-03-10")) == {"invalid", "reason-missing"}
    decision = story.do("defer", story.cast.chair, ref, until="2026-04-20", reason="We wait for the figures.")
    assert (decision.state, decision.agreed, decision.failures) == ("deferred", 0, 0)
    due = decision.due["resume"]
    assert due == datetime(2026, 4, 20, 8, tzinfo=UTC)
    story.until(due - TICK)
    assert story.decision(ref).state == "deferred"
    assert story.until(due) == ["resume"]
    assert story.decision(ref).state == "circulated"


def test_the_manager_resumes_earlier_with_a_reason(story):
    ref = a_circulated_decision(story)
    story.do("defer", story.cast.leads["advice"], ref, until="2026-04-20", reason="We wait.")
    assert story.refused("resume", story.cast.manager, ref) == ("reason-missing",)
    assert story.refused("resume", story.cast.leads["advice"], ref, reason="x") == ("not-allowed",)
    assert story.do("resume", story.cast.manager, ref, reason="They came.").state == "circulated"


def test_what_was_done_and_what_was_found_are_said(story):
    ref = an_adopted_decision(story)
    assert story.refused("review", story.cast.leads["health"], ref, finding="Good.", worked="yes") == ("not-now",)
    assert story.refused("complete", story.cast.manager, ref, outcome=" ") == ("outcome-statement-missing",)
    assert story.do("complete", story.cast.manager, ref, outcome="Twelve people were housed.").state == "implemented"
    for data in ({"finding": "Good."}, {"worked": "yes"}, {"finding": " ", "worked": "yes"}):
        assert story.refused("review", story.cast.leads["health"], ref, **data) == ("finding-missing",)
    assert story.do("review", story.cast.leads["health"], ref, finding="Good.", worked="partly").state == "reviewed"


@pytest.mark.parametrize("state", ["in_force", "implemented", "reviewed"])
def test_a_newer_decision_supersedes_when_it_comes_into_force_and_not_before(story, state):
    old = an_adopted_decision(story, kind="subcontract", amount="1000.00", line="prescribing", year="2026-27")
    if state != "in_force":
        story.do("complete", story.cast.manager, old, outcome="Done.")
    if state == "reviewed":
        story.do("review", story.cast.leads["health"], old, finding="Good.", worked="yes")
    new = an_open_decision(story, supersedes=old)
    story.all_agree(new, "health")
    assert story.decision(old).state == state
    story.agrees("health", new)
    decision = story.decision(old)
    assert (decision.state, decision.successor, decision.holding.pence) == ("superseded", new, 0)
    newest = an_adopted_decision(story, supersedes=new)
    assert (story.decision(new).state, story.decision(new).successor) == ("superseded", newest)
    assert story.decision(old).successor == new


@pytest.mark.parametrize("which", ["DEC-0404", "open"])
def test_only_what_is_in_force_can_be_superseded(story, which):
    ref = an_open_decision(story) if which == "open" else which
    data = {"kind": "key-issue", "title": "t", "text": "t", "supersedes": ref}
    assert story.refusals("decision.propose", story.cast.leads["health"], **data) == ("invalid",)


def test_money_is_committed_once_and_no_more_than_there_is(story):
    """1,150,000 pounds stand on that line: the second of two that share it waits until the first lets go."""
    money = {"kind": "subcontract", "line": "prescribing", "year": "2026-27"}
    first = an_open_decision(story, amount="1150000.00", **money)
    second = an_open_decision(story, amount="0.01", **money)
    assert story.all_agree(first).state == "in_force"
    assert story.all_agree(second).state == "open"
    assert story.needed(second) == ("envelope-exceeded",)


@pytest.mark.parametrize("state", ["draft", "circulated", "open"])
def test_before_adoption_the_proposer_or_chair_withdraws_with_a_reason(story, state):
    ref = {"draft": a_draft, "circulated": a_circulated_decision, "open": an_open_decision}[state](story)
    assert story.refused("withdraw", story.cast.chair, ref) == ("reason-missing",)
    assert story.refused("withdraw", story.cast.manager, ref, reason="x") == ("not-allowed",)
    assert story.do("withdraw", story.cast.leads["advice"], ref, reason="Overtaken.").state == "withdrawn"


def test_what_was_agreed_while_open_counts_for_that_decision_alone(story):
    one, other = an_open_decision(story), an_open_decision(story)
    story.all_agree(one)
    assert story.decision(other).agreed == 0
    assert story.refused("agree", story.cast.leads["health"], other, version=1, reason=REASON) == ()
