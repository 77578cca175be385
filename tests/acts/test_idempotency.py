"""Sending an act twice: the same key gives the first answer and does nothing; a key is never good for another act."""

import pytest

from govflow.domain.refusals import Refused
from tests.stories import REASON, Story, a_draft, a_founded_alliance, an_open_decision


def refused(story: Story, act: str, by: str, ref: str = "", **data) -> tuple[str, ...]:
    before = story.trace()
    with pytest.raises(Refused) as caught:
        story.act(act, by, ref, **data)
    assert story.trace() == before
    return caught.value.codes


def test_the_same_act_under_the_same_key_is_done_once_and_answered_alike(house_on_both):
    story = a_founded_alliance(house_on_both, members=3)
    ref = an_open_decision(story)
    health = story.cast.leads["health"]
    first = story.act("decision.agree", health, ref, key="k-1", version=1, reason=REASON)
    before = story.trace()
    again = story.act("decision.agree", health, ref, key="k-1", version=1, reason=REASON)
    assert again == first
    assert story.trace() == before
    assert len(story.decision(ref).positions) == 1


def test_the_first_answer_stands_also_after_the_matter_has_moved_on(story):
    ref = an_open_decision(story)
    first = story.act("decision.agree", story.cast.leads["health"], ref, key="k-1", version=1, reason=REASON)
    story.all_agree(ref, "health")
    assert story.decision(ref).state == "in_force"
    assert story.act("decision.agree", story.cast.leads["health"], ref, key="k-1", version=1, reason=REASON) == first
    assert first.state == "open"


def test_a_key_is_refused_with_another_act_person_or_subject(house_on_both):
    story = a_founded_alliance(house_on_both, members=3)
    ref, other = an_open_decision(story), an_open_decision(story)
    health, housing = story.cast.leads["health"], story.cast.leads["housing"]
    given = {"version": 1, "reason": REASON, "key": "k-1"}
    receipt = story.act("decision.agree", health, ref, **given)
    assert (receipt.act, receipt.actor) == ("decision.agree", health)
    assert refused(story, "decision.abstain", health, ref, **given) == ("key-reused",)
    assert refused(story, "decision.agree", housing, ref, **given) == ("key-reused",)
    assert refused(story, "decision.agree", health, other, **given) == ("key-reused",)
    assert refused(story, "person.invite", story.cast.manager, name="Somebody", key="k-1") == ("key-reused",)


def test_proposing_twice_under_one_key_makes_one_proposal(story):
    health = story.cast.leads["health"]
    given = {"kind": "key-issue", "title": "Once", "text": "Only once.", "key": "k-2"}
    first = story.act("decision.propose", health, **given)
    assert story.act("decision.propose", health, **given) == first
    assert a_draft(story) != first.subject
    with story.house.store.view(story.alliance) as view:
        assert len(view.decisions("draft")) == 2


def test_a_refused_act_uses_up_no_key(story):
    ref = an_open_decision(story)
    health = story.cast.leads["health"]
    assert refused(story, "decision.agree", health, ref, version=9, reason=REASON, key="k-3") == ("stale-version",)
    assert story.act("decision.agree", health, ref, version=1, reason=REASON, key="k-3").subject == ref


def test_without_a_key_each_act_is_an_act_of_its_own(story):
    ref = an_open_decision(story)
    health = story.cast.leads["health"]
    first = story.act("decision.agree", health, ref, version=1, reason=REASON)
    assert story.act("decision.agree", health, ref, version=1, reason=REASON).seq == first.seq + 1


@pytest.mark.parametrize("machine", ["the clock", "the engine"])
def test_nobody_acts_as_the_clock_or_the_engine(story, machine):
    ref = an_open_decision(story)
    assert refused(story, "decision.close", machine, ref) == ("not-allowed",)


@pytest.mark.parametrize(
    "act", ["decision.settle", "decision.supersede", "alliance.found", "mandate.accept", "issue.settle", "decision.dance"]
)
def test_what_no_door_offers_is_no_act(story, act):
    ref = an_open_decision(story)
    assert refused(story, act, story.cast.manager, ref) == ("unknown-value",)


@pytest.mark.parametrize("ref", ["", "DEC-9999", "MAN-0001", "ALLIANCE", "'; drop table"])
def test_an_act_on_what_is_not_there_is_refused(story, ref):
    assert refused(story, "decision.agree", story.cast.leads["health"], ref, version=1, reason=REASON) == ("unknown-reference",)


def test_an_unknown_field_is_refused_and_named(story):
    ref = an_open_decision(story)
    assert refused(story, "decision.agree", story.cast.leads["health"], ref, version=1, reason=REASON, choice="x") == (
        "unknown-value",
    )
