"""A reserved matter and what follows from it: neither is in force before both are settled, whichever comes first, whatever else waits."""

from datetime import date, timedelta

import pytest

from govflow.domain.refusals import Refused
from tests.stories import (
    NOTICE,
    Story,
    a_circulated_decision,
    a_draft,
    a_linked_decision,
    a_policy,
    a_reserved_matter,
)

FLATS = {"kind": "budget-allocation", "amount": "60000.00", "line": "outreach", "year": "2026-27"}


def opened(story: Story, *refs: str) -> None:
    """Give notice where it was not given, wait, and open positions."""
    for ref in refs:
        if story.decision(ref).state == "draft":
            story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    story.clock.advance(NOTICE)
    for ref in refs:
        story.do("open", story.cast.manager, ref)


def owner_agrees(story: Story, ref: str) -> None:
    story.do("agree", story.cast.owner, ref, version=1, reason="It is ours to decide.")


def states(story: Story, *refs: str) -> tuple[str, ...]:
    return tuple(story.decision(ref).state for ref in refs)


def test_what_is_agreed_first_waits_for_the_other(story: Story) -> None:
    scope = a_reserved_matter(story)
    flats = a_draft(story, linked=scope, **FLATS)
    opened(story, scope, flats)
    story.all_agree(flats)
    assert states(story, scope, flats) == ("open", "awaiting_linked")
    assert story.decision(flats).effective_at is None
    owner_agrees(story, scope)
    assert states(story, scope, flats) == ("in_force", "in_force")
    assert story.decision(scope).effective_at == story.decision(flats).effective_at


def test_every_decision_that_follows_must_be_settled(story: Story) -> None:
    scope = a_reserved_matter(story)
    first, second = a_draft(story, linked=scope, **FLATS), a_draft(story, linked=scope)
    opened(story, scope, first, second)
    owner_agrees(story, scope)
    story.all_agree(first)
    assert states(story, scope, first, second) == ("awaiting_linked", "awaiting_linked", "open")
    story.all_agree(second)
    assert states(story, scope, first, second) == ("in_force", "in_force", "in_force")


def test_an_own_body_that_is_awaited_holds_back_both(story: Story) -> None:
    scope = a_reserved_matter(story)
    flats = a_draft(story, linked=scope, **FLATS)
    opened(story, scope, flats)
    owner_agrees(story, scope)
    story.all_agree(flats, "health")
    story.says("agree_subject_to", story.cast.leads["health"], "health", flats, decision_kind="officer")
    assert states(story, scope, flats) == ("awaiting_linked", "awaiting_approval")
    story.do("ratify", story.cast.leads["health"], flats, reference="B/1", decided_on=f"{story.clock.now():%Y-%m-%d}")
    story.until(story.clock.now() + timedelta(days=10))
    assert states(story, scope, flats) == ("in_force", "in_force")


def test_an_own_body_that_declines_leaves_the_owner_waiting(story: Story) -> None:
    scope = a_reserved_matter(story)
    flats = a_draft(story, linked=scope, **FLATS)
    opened(story, scope, flats)
    owner_agrees(story, scope)
    story.all_agree(flats, "health")
    story.says("agree_subject_to", story.cast.leads["health"], "health", flats, decision_kind="officer")
    story.do("decline", story.cast.leads["health"], flats, reason="Not this year.")
    assert states(story, scope, flats) == ("awaiting_linked", "circulated")
    story.do("withdraw", story.cast.chair, flats, reason="Not this year.")
    assert states(story, scope, flats) == ("lapsed", "withdrawn"), "the owner's decision cannot come into force alone"


def test_a_decision_that_ended_can_be_followed_by_another(story: Story) -> None:
    scope = a_reserved_matter(story)
    first = a_draft(story, linked=scope)
    story.do("withdraw", story.cast.chair, first, reason="Another comes.")
    with pytest.raises(Refused) as refused:
        story.do("circulate", story.cast.manager, scope, papers=["Paper 1"])
    assert refused.value.codes == ("knock-on-missing",)
    second = a_draft(story, linked=scope)
    opened(story, scope, second)
    owner_agrees(story, scope)
    story.all_agree(second)
    assert states(story, scope, first, second) == ("in_force", "withdrawn", "in_force")


@pytest.mark.parametrize("linked", ["DEC-0099", "plain", "in force"])
def test_only_a_reserved_matter_on_its_way_can_be_followed(story: Story, linked: str) -> None:
    given = {"plain": a_draft, "in force": in_force_alone}.get(linked, lambda _: linked)(story)
    with pytest.raises(Refused) as refused:
        a_draft(story, linked=given)
    assert [(r.code, r.field) for r in refused.value.refusals] == [("invalid", "linked")]


def in_force_alone(story: Story) -> str:
    ref = a_reserved_matter(story, nothing_follows="It costs nobody anything.")
    opened(story, ref)
    owner_agrees(story, ref)
    assert story.decision(ref).state == "in_force"
    return ref


def test_what_follows_still_has_its_objection_window(story_under) -> None:
    story = story_under(a_policy("plymouth", J="10 working days"))
    scope = a_reserved_matter(story)
    flats = a_draft(story, linked=scope, **FLATS)
    opened(story, scope, flats)
    owner_agrees(story, scope)
    story.all_agree(flats)
    assert states(story, scope, flats) == ("objection_window", "objection_window")
    story.until(story.clock.now() + timedelta(days=20))
    assert states(story, scope, flats) == ("in_force", "in_force")


def test_nobody_but_the_owner_is_asked_on_what_is_reserved(story: Story) -> None:
    scope = a_reserved_matter(story, nothing_follows="It costs nobody anything.")
    opened(story, scope)
    assert story.decision(scope).electorate == ("council",)
    for person in (story.cast.leads["council"], story.cast.leads["health"], story.cast.manager):
        with pytest.raises(Refused):
            story.do("agree", person, scope, version=1, reason="We would too.")
    assert story.decision(scope).state == "open"


def test_an_owner_with_an_interest_leaves_nobody_to_decide(story: Story) -> None:
    scope = a_reserved_matter(story, nothing_follows="It costs nobody anything.")
    story.do("circulate", story.cast.manager, scope, papers=["Paper 1"])
    story.do("declare_interest", story.cast.owner, scope, kind="institutional", nature="The council owns the building.")
    story.act("chair.appoint", story.cast.owner, person=story.cast.chair, body="owner")
    story.do("rule_on_interest", story.cast.chair, scope, of=1, handling="exclude", reason="It would decide on its own rent.")
    story.clock.advance(NOTICE)
    with pytest.raises(Refused) as refused:
        story.do("open", story.cast.manager, scope)
    assert refused.value.codes == ("no-electorate",)


def test_the_managers_office_decides_at_once_and_only_within_its_limit(story: Story) -> None:
    boiler = {"kind": "day-to-day", "line": "management", "year": "2026-27"}
    small, large = (a_draft(story, **boiler, amount=amount) for amount in ("5000.00", "5000.01"))
    for ref in (small, large):
        story.do("circulate", story.cast.manager, ref, papers=["Quote"])
    story.do("open", story.cast.manager, small)
    story.do("agree", story.cast.manager, small, version=1, reason="It is cold.")
    assert (story.decision(small).state, story.decision(small).electorate) == ("in_force", ("advice",))
    with pytest.raises(Refused) as refused:
        story.do("open", story.cast.manager, large)
    assert refused.value.codes == ("notice-too-short",)
    assert story.decision(large).body == "management-team"


def test_a_wait_for_the_other_ends(story: Story) -> None:
    ref = a_linked_decision(story)
    assert story.decision(ref).state == "awaiting_linked"
    story.until(story.clock.now() + timedelta(days=90))
    assert story.decision(ref).state == "lapsed"


def test_a_circulated_decision_says_what_it_is_linked_to(story: Story) -> None:
    scope = a_reserved_matter(story)
    ref = a_circulated_decision(story, linked=scope)
    assert (story.decision(ref).linked, story.decision(scope).linked) == (scope, "")
    assert date(2026, 3, 2) == story.decision(ref).proposed_at.date()
