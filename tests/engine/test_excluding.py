"""What follows from a default that was not put right: the decision of the others, and what an exclusion ends."""

from datetime import timedelta
from typing import Any

import pytest

from govflow.domain.participants import EXCLUDED
from govflow.engine.defaults import readers
from govflow.reading.defaults import what_follows
from govflow.record.verifying import verify
from tests.cast import LEADERSHIP, MANAGEMENT
from tests.defaulting import WHOM, case_of, decided, default, told
from tests.posting import delivered, outbox
from tests.stories import (
    Story,
    a_circulated_decision,
    a_default_not_put_right,
    a_draft,
    a_founded_alliance,
    a_prepared_default,
    a_proposed_exclusion,
    an_open_decision,
)


def test_the_decision_and_the_default_cite_each_other(story):
    ref = a_proposed_exclusion(story)
    decision = story.decision(ref)
    found = default(story, decision.default_ref)
    assert (found.decision, found.state, found.concerns) == (ref, "exclusion_proposed", WHOM)
    assert (decision.kind, decision.concerns, decision.title) == ("exclusion", WHOM, "Exclusion of Youth")
    assert (decision.proposer, decision.text.changes) == (story.cast.leads["council"], ("membership",))
    assert decision.mandate


@pytest.mark.parametrize("kind", ["exclusion", "suspension-of-activities"])
def test_neither_is_proposed_by_hand(story, kind):
    ref = a_default_not_put_right(story, WHOM)
    given = {"kind": kind, "title": "t", "text": "t", "concerns": WHOM}
    assert story.refusals("decision.propose", story.cast.leads["health"], **given) == ("no-default-case",)
    assert default(story, ref).state == "not_cured"


def test_a_change_of_kind_is_no_way_round(story):
    ref = a_draft(story, concerns=WHOM)
    given = {"kind": "exclusion", "changes": ["membership"]}
    story.do("revise", story.cast.manager, ref, **given)
    assert story.refused("circulate", story.cast.manager, ref, papers=["p"]) == ("invalid",)
    other = a_draft(story, kind="exit", concerns=WHOM, changes=["membership"])
    story.do("revise", story.cast.manager, other, **given)
    assert story.refused("circulate", story.cast.manager, other, papers=["p"]) == ("invalid",)


def test_the_people_of_the_one_concerned_do_not_steer_the_decision(story):
    ref, lead = a_proposed_exclusion(story), story.cast.leads[WHOM]
    story.act("chair.appoint", story.cast.owner, person=lead, body=LEADERSHIP)
    assert story.refused("circulate", lead, ref, papers=["p"]) == ("own-default",)
    assert story.refused("withdraw", lead, ref, reason="x") == ("own-default",)
    assert story.refused("ask", lead, ref, text="May we be heard?") == ()


def test_an_exclusion_ends_what_is_its_own_that_day(story):
    cast, ours = story.cast, an_open_decision(story)
    story.agrees("health", ours)
    drafted = story.act(
        "decision.propose", cast.leads[WHOM], kind="key-issue", title="t", text="t", statement=story.decision(ours).text.statement
    ).subject
    story.act("chair.appoint", cast.owner, person=cast.leads[WHOM], body=LEADERSHIP, role="deputy chair")
    story.act("action.open", cast.chair, what="Write it.", owner=cast.managers[WHOM], due="2026-06-01")
    story.do("withdraw", cast.chair, ours, reason="Later.")
    ref = a_proposed_exclusion(story)
    again = a_circulated_decision(story)
    story.clock.advance(timedelta(days=12))
    story.do("open", cast.manager, again)
    behind = default(story, story.decision(ref).default_ref)
    with story.house.store.view(story.alliance) as view:
        follows = what_follows(view, story.house.book, behind, story.clock.now())
    assert {s.body for s in follows.seats} == {LEADERSHIP, MANAGEMENT}
    assert [d.person for d in follows.deputies] == [cast.deputies[WHOM]]
    assert [(o.role, o.person) for o in follows.offices] == [("deputy chair", cast.leads[WHOM])]
    assert (follows.asked_again, follows.proposals, follows.actions) == ((again,), (drafted,), ("ACT-0001",))
    assert (follows.handed_to, follows.awaiting) == ((cast.manager,), ())
    assert decided(story, ref) == "in_force"
    roster, today = story.roster(), story.clock.now().date()
    assert roster.participant(WHOM).standing == EXCLUDED
    assert all(roster.holder(WHOM, body, today) == "" for body in (LEADERSHIP, MANAGEMENT))
    assert all(d.until < today for d in roster.deputies if d.participant == WHOM)
    assert roster.in_office("deputy chair", today, LEADERSHIP) == ()
    assert story.decision(again).state == "circulated"
    assert default(story, story.decision(ref).default_ref).state == "excluded"
    assert story.refused("revise", cast.leads[WHOM], drafted, text="Other words.") == ("not-allowed",)
    assert verify(story.house.store, story.alliance).problems == ()


def test_whoever_is_excluded_reads_its_end_and_is_told_of_it(story):
    ref = story.decision(an := a_proposed_exclusion(story)).default_ref
    assert decided(story, an) == "in_force"
    lead = story.cast.leads[WHOM]
    assert lead in told(story, ref, "default-excluded")
    assert lead in readers(case_of(story, ref))
    assert any(lead == row.person and row.sent_at for row in _after_delivery(story) if row.kind == "default-excluded")


def _after_delivery(story: Story) -> list[Any]:
    delivered(story)
    return outbox(story)


def test_an_excluded_participant_neither_resumes_nor_gives_notice_and_may_join_anew(story):
    assert decided(story, a_proposed_exclusion(story)) == "in_force"
    until = (story.clock.now() + timedelta(days=60)).date()
    for event, more in (("resume", {}), ("leave", {}), ("suspend", {"until": until})):
        assert "not-now" in story.refusals(f"participant.{event}", story.cast.manager, participant=WHOM, reason="x", **more)
    story.act("participant.join", story.cast.manager, participant=WHOM, title="Youth", bodies=[LEADERSHIP])
    assert story.roster().participant(WHOM).decides


def test_an_issue_waits_no_longer_for_whoever_is_excluded(story):
    ref = story.act(
        "issue.log", story.cast.leads["health"], happened="a", affected="b", would_help="c", **{"with": [WHOM]}
    ).subject
    story.act("issue.offer_option", story.cast.manager, ref, option="A rota.")
    story.act("issue.accept_option", story.cast.leads["health"], ref, option=1)
    assert decided(story, a_proposed_exclusion(story)) == "in_force"
    with story.house.store.view(story.alliance) as view:
        assert view.issue(ref).ended_at is not None


def test_no_person_may_exclude_or_move_it_by_hand(story):
    ref = a_default_not_put_right(story, WHOM)
    for act in ("default.exclude", "default.settle", "default.end", "default.consider", "participant.exclude"):
        assert story.refusals(act, story.cast.manager, ref) == ("unknown-value",)


def test_a_second_one_can_be_prepared_once_the_first_has_ended(story):
    ref = a_prepared_default(story, WHOM)
    given = {"of": WHOM, "ground": "audit", "evidence": "x", "not_honest_mistake": True}
    assert story.refusals("default.prepare", story.cast.leads["health"], **given) == ("default-under-way",)
    assert story.until(default(story, ref).due["end"]) == ["end"]
    assert default(story, ref).ended_how == "time_over"
    assert story.refusals("default.prepare", story.cast.leads["health"], **given) == ()


def test_on_both_databases_a_whole_route_is_proved_by_the_record(house_on_both):
    story = a_founded_alliance(house_on_both)
    assert decided(story, a_proposed_exclusion(story)) == "in_force"
    assert verify(story.house.store, story.alliance).problems == ()
