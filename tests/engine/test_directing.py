"""Options H and N through the real acts: where a deadlock goes, and what the owner may direct while an issue is open."""

import pytest

from tests.posting import outbox
from tests.stories import a_failed_decision, a_policy, an_adopted_decision, an_awaited_decision, an_open_decision

SAID = {"happened": "Beds are short.", "affected": "People outdoors.", "would_help": "A rota.", "with": ["housing"]}
WINTER = "Winter comes."


@pytest.fixture
def story(story_under):
    return story_under(a_policy("plymouth", N="owner_may_direct"))


def issue(story, about):
    return story.act("issue.log", story.cast.leads["health"], about=about, **SAID).subject


def close(story, ref):
    for participant in ("health", "housing"):
        story.act("issue.close", story.cast.leads[participant], ref, reason="It is settled.")


def approve(story, ref):
    day = story.clock.now().date().isoformat()
    story.do("ratify", story.cast.leads["council"], ref, reference="CAB/1", decided_on=day)


def test_what_the_owner_directed_goes_on_and_says_so(story):
    ref = an_awaited_decision(story, "council", decision_kind="board")
    held = issue(story, ref)
    assert story.sentence(ref).endswith(f"It is not carried out while issue {held} about it is open.")
    directed = story.do("direct", story.cast.owner, ref, reason=WINTER)
    assert (directed.directed, directed.is_held, directed.held_by) == (held, False, held)
    approve(story, ref)
    decision = story.decision(ref)
    assert decision.state == "in_force"
    says = f"The owner has directed, without prejudice, that it goes on although issue {held} about it is open."
    assert story.sentence(ref).endswith(says)
    assert [(c.changed, c.said) for c in decision.contributions] == [("direct", WINTER)]
    told = {row.person for row in outbox(story) if row.kind == "directed"}
    assert set(story.cast.leads.values()) | {story.cast.manager} <= told
    close(story, held)
    assert (story.decision(ref).held_by, story.decision(ref).directed) == ("", "")


def test_a_direction_is_in_spite_of_one_issue_and_of_no_other(story):
    ref = an_awaited_decision(story, "council", decision_kind="board")
    first, second = issue(story, ref), issue(story, ref)
    story.do("direct", story.cast.owner, ref, reason=WINTER)
    close(story, first)
    assert (story.decision(ref).held_by, story.decision(ref).is_held) == (second, True)
    approve(story, ref)
    assert story.decision(ref).state == "awaiting_approval"
    assert story.do("direct", story.cast.owner, ref, reason=WINTER).state == "in_force"


def test_a_direction_is_lost_with_the_positions_it_rested_on(story):
    ref = an_awaited_decision(story, "council", decision_kind="board")
    held = issue(story, ref)
    story.do("direct", story.cast.owner, ref, reason=WINTER)
    story.do("decline", story.cast.leads["council"], ref, reason="The cabinet says no.")
    assert (story.decision(ref).held_by, story.decision(ref).directed) == (held, "")
    story.do("open", story.cast.manager, ref)
    story.all_agree(ref)
    assert story.needed(ref) == ("held-by-issue",)
    assert story.refused("direct", story.cast.owner, ref, reason=WINTER) == ("not-now",)


@pytest.mark.parametrize("by", ["manager", "chair", "administrator"])
def test_only_the_owner_directs(story, by):
    ref = an_adopted_decision(story)
    issue(story, ref)
    assert story.refused("direct", getattr(story.cast, by), ref, reason=WINTER) == ("not-allowed",)


def test_what_is_in_force_is_not_carried_out_while_an_issue_is_open(story):
    ref = an_adopted_decision(story)
    held = issue(story, ref)
    assert story.refused("complete", story.cast.manager, ref, outcome="Twelve beds.") == ("held-by-issue",)
    close(story, held)
    assert story.refused("complete", story.cast.manager, ref, outcome="Twelve beds.") == ()


def test_an_issue_that_ends_after_it_was_carried_out_holds_it_no_longer(story):
    ref = an_adopted_decision(story)
    held = issue(story, ref)
    story.do("direct", story.cast.owner, ref, reason=WINTER)
    assert story.do("complete", story.cast.manager, ref, outcome="Twelve beds.").state == "implemented"
    close(story, held)
    assert story.decision(ref).held_by == ""


def test_a_deadlock_that_rests_says_so_and_raises_no_issue(story_under):
    story = story_under(a_policy("plymouth", G="refer_at_once", H="agree_to_disagree"))
    ref = a_failed_decision(story)
    decision = story.decision(ref)
    assert (decision.state, decision.rung) == ("lapsed", "")
    assert story.sentence(ref).startswith("Agreed to differ on Tuesday 10 March 2026: 7 of 8 agreed to version 1.")
    with story.house.store.view(story.alliance) as view:
        assert view.open_issues() == ()
    told = {row.person for row in outbox(story) if row.kind == "rests"}
    assert set(story.cast.leads.values()) <= told


def test_a_deadlock_on_what_is_reserved_is_left_to_the_owner_and_any_other_goes_up_the_ladder(story_under):
    story = story_under(a_policy("plymouth", G="refer_at_once", H="owner_decides_if_reserved"))
    assert story.decision(a_failed_decision(story)).state == "deadlocked"
    with story.house.store.view(story.alliance) as view:
        assert len(view.open_issues()) == 1


def test_the_independent_rung_is_where_the_issue_is_raised(story_under):
    story = story_under(a_policy("plymouth", G="refer_at_once", H="independent_expert"))
    ref = an_open_decision(story)
    story.all_agree(ref, "health")
    story.says("object", story.cast.leads["health"], "health", ref)
    story.do("close", story.cast.manager, ref)
    assert story.decision(ref).rung == "facilitated"
