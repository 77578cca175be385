"""What a participant's own body must still decide (rule 9): its notice, the day it decides, call-in; each edge to the day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from govflow.definitions.policies import policy_content, policy_from_content
from govflow.reading.decision_page import decision_page
from govflow.reading.record_text import as_text
from govflow.reading.records import decision_record
from tests.stories import a_policy, an_awaited_decision, an_open_decision

TICK = timedelta(microseconds=1)
TODAY = "2026-03-10"  # when positions are open in these stories, a Tuesday
NOTICE = {"route": "notice", "published_on": TODAY}
EXCEPTION = {"route": "general_exception", "published_on": TODAY, "reason": "The grant ends."}
URGENT = {"route": "special_urgency", "published_on": TODAY, "reason": "The scrutiny chair agreed."}


def council(story):
    return story.cast.leads["council"]


def notified(story, **notice):
    ref = an_awaited_decision(story, "council")
    story.do("notify_own_body", council(story), ref, **(notice or URGENT))
    return ref


def decided(story, on=TODAY, **more):
    ref = notified(story)
    return ref, story.do("ratify", council(story), ref, reference="CAB/1", decided_on=on, **more)


@pytest.mark.parametrize(
    ("notice", "earliest"),
    [(NOTICE, date(2026, 4, 8)), (EXCEPTION, date(2026, 3, 16)), (URGENT, date(2026, 3, 10))],
)
@pytest.mark.parametrize("early", [0, 1])
def test_a_key_decision_is_taken_on_the_first_day_its_notice_allows_and_on_none_before(story, notice, earliest, early):
    ref = notified(story, **notice)
    assert story.decision(ref).awaited[0].earliest_on == earliest
    story.at(datetime(2026, 5, 1, 9, tzinfo=UTC))
    on = (earliest - timedelta(days=early)).isoformat()
    codes = story.refused("ratify", council(story), ref, reference="CAB/1", decided_on=on)
    assert codes == (("invalid",) if early else ())


def test_a_key_decision_without_notice_is_refused(story):
    ref = an_awaited_decision(story, "council")
    assert story.refused("ratify", council(story), ref, reference="CAB/1", decided_on=TODAY) == ("invalid",)
    assert story.do("notify_own_body", council(story), ref, **URGENT).state == "awaiting_approval"


@pytest.mark.parametrize("jurisdiction", ["scotland", "new-south-wales"])
def test_where_there_is_no_such_rule_a_key_decision_counts_at_once(story_under, jurisdiction):
    elsewhere = replace(a_policy("plymouth"), jurisdiction=jurisdiction)
    story = story_under(policy_from_content(policy_content(elsewhere)))
    ref = an_awaited_decision(story, "council")
    assert story.refused("notify_own_body", council(story), ref, **NOTICE) == ("nothing-waits",)
    assert story.do("ratify", council(story), ref, reference="CAB/1", decided_on=TODAY).state == "in_force"


@pytest.mark.parametrize("kind", ["officer", "board"])
def test_what_is_no_key_decision_needs_no_notice_and_is_not_called_in(story, kind):
    ref = an_awaited_decision(story, "council", decision_kind=kind)
    assert story.refused("notify_own_body", council(story), ref, **NOTICE) == ("nothing-waits",)
    assert story.do("ratify", council(story), ref, reference="OFF/1", decided_on=TODAY).state == "in_force"


@pytest.mark.parametrize(
    ("notice", "codes"),
    [
        (NOTICE, ()),
        ({"route": "notice"}, ("invalid",)),
        ({**NOTICE, "published_on": "2026-03-11"}, ("invalid",)),
        ({**NOTICE, "decide_on": "2026-04-07"}, ("invalid",)),
        ({**NOTICE, "decide_on": "2026-04-08"}, ()),
        ({**EXCEPTION, "reason": " "}, ("reason-missing",)),
        ({**EXCEPTION, "decide_on": "2026-03-15"}, ("invalid",)),
        ({**URGENT, "reason": ""}, ("reason-missing",)),
        ({**URGENT, "decide_on": "2026-03-09"}, ("invalid",)),
        ({**URGENT, "published_on": "2026-03-11", "reason": ""}, ("invalid", "reason-missing")),
        ({**NOTICE, "route": "by word of mouth"}, ("unknown-value",)),
        ({"published_on": TODAY}, ("invalid",)),
    ],
)
def test_what_a_notice_must_hold(story, notice, codes):
    ref = an_awaited_decision(story, "council")
    assert story.refused("notify_own_body", council(story), ref, **notice) == codes


def test_a_later_notice_takes_the_place_of_an_earlier_one(story):
    ref = notified(story, **NOTICE)
    story.do("notify_own_body", council(story), ref, **EXCEPTION, reference="GE/4", decide_on="2026-03-17")
    (awaited,) = story.decision(ref).awaited
    assert (awaited.route, awaited.earliest_on, awaited.decide_on) == ("general_exception", date(2026, 3, 16), date(2026, 3, 17))
    assert (awaited.notice_reference, awaited.notice_reason, awaited.notice_by) == ("GE/4", "The grant ends.", council(story))


def test_only_somebody_with_authority_reports_it(story):
    ref = an_awaited_decision(story, "council")
    cast = story.cast
    for act, data in (("notify_own_body", NOTICE), ("call_in", {"reason": "Asked for."})):
        assert "no-seat" in story.refused(act, cast.manager, ref, **data)
        assert "deputy-not-valid" in story.refused(act, cast.deputies["council"], ref, **data)
        assert "no-seat" in story.refused(act, cast.managers["council"], ref, **data)
    assert story.refused("notify_own_body", cast.leads["housing"], ref, **NOTICE) == ("not-awaited",)


def test_what_was_decided_counts_when_its_call_in_is_over_and_not_before(story):
    """Five working days after Tuesday 10 March end with Tuesday the 17th."""
    ref, decision = decided(story)
    ends = datetime(2026, 3, 18, tzinfo=UTC)
    assert (decision.state, decision.due) == ("awaiting_approval", {"call_in_ends": ends})
    assert (decision.undecided, [a.reference for a in decision.in_call_in]) == ((), ["CAB/1"])
    story.until(ends - TICK)
    assert story.decision(ref).state == "awaiting_approval"
    assert story.until(ends) == ["call_in_ends"]
    decision = story.decision(ref)
    assert (decision.state, decision.effective_at) == ("in_force", ends)
    (given,) = decision.approvals
    assert (given.approved, given.reference, given.decided_on, given.by) == (True, "CAB/1", date(2026, 3, 10), council(story))


def test_what_is_reported_after_its_call_in_counts_at_once(story):
    ref = notified(story)
    ends = datetime(2026, 3, 18, tzinfo=UTC)
    story.at(ends)
    decision = story.do("ratify", council(story), ref, reference="CAB/1", decided_on=TODAY)
    assert (decision.state, decision.awaited, decision.approvals[0].call_in_ends_at) == ("in_force", (), ends)


def test_call_in_is_counted_from_the_day_the_decision_was_published(story):
    ref = notified(story)
    story.at(datetime(2026, 3, 13, 12, tzinfo=UTC))
    given = {"reference": "CAB/1", "decided_on": TODAY}
    for wrong in ("2026-03-09", "2026-03-14"):
        assert story.refused("ratify", council(story), ref, **given, announced_on=wrong) == ("invalid",)
    decision = story.do("ratify", council(story), ref, **given, announced_on="2026-03-13")
    assert decision.due["call_in_ends"] == datetime(2026, 3, 21, tzinfo=UTC)  # a Saturday: Friday was the fifth


def test_each_of_two_bodies_waits_for_its_own_call_in(story):
    ref = an_awaited_decision(story, "council", "health")
    for n, participant in enumerate(("council", "health")):
        lead = story.cast.leads[participant]
        story.do("notify_own_body", lead, ref, **URGENT)
        story.at(datetime(2026, 3, 10 + n, 12, tzinfo=UTC))
        story.do("ratify", lead, ref, reference="X", decided_on=f"2026-03-{10 + n}")
    story.until(datetime(2026, 3, 18, 12, tzinfo=UTC))
    decision = story.decision(ref)
    assert (decision.state, [a.participant for a in decision.awaited]) == ("awaiting_approval", ["health"])
    story.until(datetime(2026, 3, 19, tzinfo=UTC))
    assert story.decision(ref).state == "in_force"


def test_a_call_in_suspends_it_until_the_body_has_decided_again(story):
    ref, _ = decided(story)
    lead = council(story)
    assert story.refused("ratify", lead, ref, reference="CAB/2", decided_on=TODAY) == ("not-awaited",)
    assert story.refused("notify_own_body", lead, ref, **URGENT) == ("not-awaited",)
    assert story.refused("call_in", story.cast.leads["health"], ref, reason="We ask.") == ("nothing-waits",)
    story.at(datetime(2026, 3, 12, 12, tzinfo=UTC))
    assert story.refused("call_in", lead, ref) == ("reason-missing",)
    decision = story.do("call_in", lead, ref, reason="Five members asked.")
    (awaited,) = decision.undecided
    assert (decision.state, set(decision.due)) == ("awaiting_approval", {"lapse"})
    assert (awaited.called_in_reason, awaited.reference, awaited.earliest_on) == ("Five members asked.", "", date(2026, 3, 10))
    assert story.refused("ratify", lead, ref, reference="CAB/1", decided_on=TODAY) == ("invalid",)
    again = story.do("ratify", lead, ref, reference="CAB/2", decided_on="2026-03-12")
    assert again.due == {"call_in_ends": datetime(2026, 3, 20, tzinfo=UTC)}


@pytest.mark.parametrize(("off", "codes"), [(-TICK, ()), (timedelta(), ("nothing-waits",))])
def test_it_is_called_in_within_its_days_only(story, off, codes):
    ref, decision = decided(story)
    story.at(decision.due["call_in_ends"] + off)
    assert story.refused("call_in", council(story), ref, reason="Asked for.") == codes


def test_a_body_may_decline_while_its_decision_can_be_called_in(story):
    ref, _ = decided(story)
    assert story.do("decline", council(story), ref, reason="Cabinet took it back.").state == "circulated"


def test_what_waits_for_call_in_does_not_lapse_and_what_was_called_in_has_the_whole_time_again(story):
    ref = notified(story)
    lapses = story.decision(ref).due["lapse"]
    story.at(lapses - timedelta(days=2))
    lead, on = council(story), (lapses - timedelta(days=2)).date().isoformat()
    assert set(story.do("ratify", lead, ref, reference="CAB/1", decided_on=on).due) == {"call_in_ends"}
    story.until(lapses + timedelta(hours=1))
    assert story.decision(ref).state == "awaiting_approval"
    again = story.do("call_in", lead, ref, reason="Asked for.").due["lapse"]
    assert again > lapses + timedelta(days=50)
    assert story.until(again) == ["lapse"]
    assert story.decision(ref).state == "lapsed"


def test_a_day_that_is_planned_later_is_waited_for(story):
    """Forty working days after Tuesday 5 May, one bank holiday apart, is Wednesday 1 July; what is earlier moves nothing."""
    ref = an_awaited_decision(story, "council")
    lapses = story.decision(ref).due["lapse"]
    for decide_on, due in (({}, lapses), ({"decide_on": "2026-05-05"}, datetime(2026, 7, 1, 16, tzinfo=UTC))):
        assert story.do("notify_own_body", council(story), ref, **NOTICE, **decide_on).due["lapse"] == due
    assert story.do("notify_own_body", council(story), ref, **NOTICE, decide_on="2026-04-08").due["lapse"] == due


def test_the_objection_window_opens_after_call_in(story_under):
    story = story_under(a_policy("plymouth", J="15 calendar days"))
    ref, decision = decided(story)
    assert decision.state == "awaiting_approval"
    story.until(decision.due["call_in_ends"])
    assert story.decision(ref).state == "objection_window"


def test_the_sentence_says_what_it_waits_for_and_until_when(story):
    ref = an_awaited_decision(story, "council")
    agreed = "8 of 8 agreed to version 1. Not in force: agreed, subject to the decision of Council (Cabinet)."
    assert story.sentence(ref) == agreed
    lead = council(story)
    story.do("notify_own_body", lead, ref, **NOTICE)
    assert story.sentence(ref) == f"{agreed} Council (Cabinet) may decide from Wednesday 8 April 2026, under its notice."
    story.at(datetime(2026, 4, 8, 12, tzinfo=UTC))
    story.do("ratify", lead, ref, reference="CAB/1", decided_on="2026-04-08")
    decided_on = "Council (Cabinet) decided on Wednesday 8 April 2026"
    assert story.sentence(ref) == f"{agreed} {decided_on}; that can be called in until the end of Wednesday 15 April 2026."
    story.do("call_in", lead, ref, reason="Asked for.")
    assert story.sentence(ref) == f"{agreed} The decision of Council (Cabinet) was called in; that body decides again."


def test_the_record_as_text_says_how_an_own_body_stands(story):
    def said(ref):
        with story.house.store.view(story.alliance) as view:
            text = as_text(decision_record(view, story.house.book, ref, story.clock.now()))
        return " ".join(text.partition("Decisions of participants' own bodies")[2].split())

    ref, lead = notified(story), council(story)
    assert "awaited, notice published on 2026-03-10, not to be decided before 2026-03-10" in said(ref)
    story.do("ratify", lead, ref, reference="CAB/1", decided_on=TODAY)
    assert "decided on 2026-03-10, reference CAB/1; it counts once it can be called in no longer" in said(ref)
    story.do("call_in", lead, ref, reason="Five members asked.")
    assert "called in (Five members asked.), to be decided again; awaited, notice published on" in said(ref)


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_days_that_cannot_be_true_are_refused(story, day):
    """The furthest days that can be typed: expected, published, planned and decided, each is held to when it can be so."""
    open_ref, lead = an_open_decision(story), council(story)
    own = {"body": "Cabinet", "decision_kind": "key", "reason": "Ours.", "version": 1, "expected": day}
    assert story.refused("agree_subject_to", lead, open_ref, **own) == ("invalid",)
    ref = an_awaited_decision(story, "council")
    assert story.refused("notify_own_body", lead, ref, route="notice", published_on=day) == ("invalid",)
    today = str(story.clock.now().date())
    assert story.refused("notify_own_body", lead, ref, route="notice", published_on=today, decide_on=day) == ("invalid",)
    assert "invalid" in story.refused("ratify", lead, ref, reference="CAB/1", decided_on=day)


def test_a_day_planned_is_shown(story):
    ref, lead = an_awaited_decision(story, "council"), council(story)
    today = story.clock.now().date()
    story.do("notify_own_body", lead, ref, route="notice", published_on=str(today), decide_on=str(today + timedelta(days=29)))
    with story.house.store.view(story.alliance) as view:
        page = decision_page(view, story.house.book, ref, story.cast.observer, story.clock.now())
    assert page["approvals"][0]["steps"][2].on.startswith("planned for ")
