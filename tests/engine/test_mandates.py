"""The mandate through its acts: what each needs, what is recorded and who is told, and what happens to what rests on it."""

from datetime import timedelta
from typing import Any

import pytest

from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.refusals import Refused
from tests.stories import Story, a_circulated_decision, an_open_decision, statement

OUTCOME = {
    "id": "fewer-rough-sleepers", "title": "Fewer people sleep rough", "measure": "people found on one night", "baseline": "31",
    "target": "12", "direction": "down", "source": "counts",
}  # fmt: skip
LIMITS = [{"level": "manager", "amount": "5000.00"}, {"level": "management", "amount": "50000.00"}]
WHOLE: dict[str, Any] = {
    "title": "The next mandate",
    "term": {"from": "2026-05-01", "until": "2027-03-31"},
    "outcomes": [OUTCOME],
    "risk": [{"category": "money", "threshold": "12", "level": "leadership"}],
    "envelope": [{"line": "outreach", "year": "2026-27", "amount": "950000.00", "holding": "devolved"}],
    "reserved": ["statutory homelessness duties"],
    "limits": LIMITS,
}
NEW = "MAN-0002"


def mandate(story: Story, ref: str = NEW) -> MandateVersion:
    with story.house.store.view(story.alliance) as view:
        found = view.mandate(ref)
    assert found is not None
    return found


def ended(story: Story) -> None:
    """End the mandate that stands, so that a wholly new one can be drafted."""
    story.act("mandate.expire", story.cast.owner, "MAN-0001", reason="Another comes.")


def drafted(story: Story, **changes: Any) -> str:
    ended(story)
    given = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    return story.act("mandate.draft", story.cast.owner, statement=statement(story.policy), **given).subject


def answered(story: Story, ref: str = NEW, *but: str) -> str:
    """Take the answer to ``ref`` to open positions, and let everybody agree ``but`` those named; return its reference."""
    answer = mandate(story, ref).decision
    story.do("circulate", story.cast.manager, answer, papers=["The mandate"])
    story.clock.advance(timedelta(days=14))
    story.do("open", story.cast.manager, answer)
    story.all_agree(answer, *but)
    return answer


@pytest.mark.parametrize("part", ["title", "term", "outcomes", "risk", "envelope", "reserved", "limits"])
def test_a_mandate_is_issued_only_when_it_says_every_part(story: Story, part: str) -> None:
    ref = drafted(story, **{part: None})
    assert story.refusals("mandate.issue", story.cast.owner, ref) == ("mandate-incomplete",)
    story.act("mandate.revise", story.cast.owner, ref, **{part: WHOLE[part]})
    story.act("mandate.issue", story.cast.owner, ref)
    assert mandate(story).state == "under_consideration"


def test_a_mandate_is_answered_once(story: Story) -> None:
    """The decision that answers it begins when it is issued: nobody proposes another by hand."""
    story.act("mandate.issue", story.cast.owner, drafted(story))
    lead = story.cast.leads["health"]
    assert story.refusals("decision.propose", lead, kind="mandate-response", title="Accept it too", text="As issued.") == (
        "invalid",
    )


@pytest.mark.parametrize("level", ["manager", "management"])
def test_no_limit_is_made_up(story: Story, level: str) -> None:
    """What a level may decide is required when a mandate is set: nought is an answer, nothing is none."""
    ref = drafted(story, limits=[one for one in LIMITS if one["level"] != level])
    assert story.refusals("mandate.issue", story.cast.owner, ref) == ("mandate-incomplete",)
    rest = [one | {"amount": "0.00"} if one["level"] in {level, "manager"} else one for one in LIMITS]  # nobody below has more
    story.act("mandate.revise", story.cast.owner, ref, limits=rest)
    story.act("mandate.issue", story.cast.owner, ref)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"term": {"from": "2027-04-01", "until": "2027-03-31"}}, "ends before it begins"),
        ({"envelope": WHOLE["envelope"] * 2}, "is there already"),
        ({"envelope": [WHOLE["envelope"][0] | {"holding": "aligned"}]}, "Holder: somebody holds"),
        ({"envelope": [WHOLE["envelope"][0] | {"holder": "health"}]}, "Holder: nobody holds"),
        ({"outcomes": [OUTCOME, OUTCOME]}, "is there already"),
        ({"envelope": [WHOLE["envelope"][0] | {"year": "2026-28"}]}, "one financial year"),
        ({"envelope": [WHOLE["envelope"][0] | {"year": "2026"}]}, "year"),
        (
            {"limits": [{"level": "manager", "amount": "2.00"}, {"level": "management", "amount": "1.00"}]},
            "above that of management",
        ),
        ({"limits": [*LIMITS, {"level": "leadership", "amount": "1.00"}]}, "above that of leadership"),
    ],
)
def test_words_that_contradict_each_other_are_refused(story: Story, changes: dict[str, Any], says: str) -> None:
    ref = drafted(story)
    with pytest.raises(Refused) as refused:
        story.act("mandate.revise", story.cast.owner, ref, **changes)
    assert [r.code for r in refused.value.refusals] == ["invalid"]
    assert says in refused.value.refusals[0].says
    assert mandate(story).content["envelope"] == WHOLE["envelope"] or mandate(story).content["envelope"][0]["line"] == "outreach"


def test_a_holder_that_is_nobody_is_refused(story: Story) -> None:
    ref = drafted(story)
    stranger = [WHOLE["envelope"][0] | {"holding": "aligned", "holder": "choir"}]
    assert story.refusals("mandate.revise", story.cast.owner, ref, envelope=stranger) == ("unknown-value",)


def test_the_owner_alone_writes_issues_and_ends_it(story: Story) -> None:
    cast = story.cast
    for person in (cast.manager, cast.chair, cast.leads["council"], cast.leads["health"], cast.auditor):
        assert story.refusals("mandate.vary", person) == ("not-allowed",)
        assert story.refusals("mandate.expire", person, "MAN-0001", reason="No.") == ("not-allowed",)
    ref = drafted(story)
    for person in (cast.manager, cast.leads["council"]):
        assert story.refusals("mandate.revise", person, ref, title="Another") == ("not-allowed",)
        assert story.refusals("mandate.issue", person, ref) == ("not-allowed",)


def test_its_answer_cites_it_and_its_digest_and_is_proposed_by_the_owner(story: Story) -> None:
    ref = drafted(story)
    story.act("mandate.issue", story.cast.owner, ref)
    found = mandate(story)
    answer = story.decision(found.decision)
    assert (answer.kind, answer.mandate, answer.proposer, answer.body) == (
        "mandate-response",
        ref,
        story.cast.owner,
        "leadership-team",
    )
    assert found.digest in answer.text.text
    assert answer.text.changes == ("mandate",)


def test_seven_of_eight_do_not_accept_it(story: Story) -> None:
    ref = drafted(story)
    story.act("mandate.issue", story.cast.owner, ref)
    answer = answered(story, ref, "council")
    assert (story.decision(answer).state, mandate(story).state) == ("open", "under_consideration")
    story.agrees("council", answer)
    assert (story.decision(answer).state, mandate(story).state) == ("in_force", "accepted")


def test_it_binds_from_its_first_day_and_the_old_one_goes_on_being_cited(story: Story) -> None:
    old = an_open_decision(story)
    story.all_agree(old)
    story.act("mandate.vary", story.cast.owner, statement=statement(story.policy))
    story.act("mandate.revise", story.cast.owner, NEW, term={"from": "2026-05-01", "until": "2027-03-31"})
    story.act("mandate.issue", story.cast.owner, NEW)
    answered(story)
    assert (mandate(story).state, mandate(story, "MAN-0001").state) == ("accepted", "in_force")
    done = story.until(story.clock.now() + timedelta(days=60))
    assert "take_effect" in done
    assert (mandate(story).state, mandate(story, "MAN-0001").state) == ("in_force", "superseded")
    assert mandate(story, "MAN-0001").successor == NEW
    assert story.decision(old).rounds[-1].mandate == "MAN-0001"
    assert story.decision(a_circulated_decision(story)).mandate == NEW


def test_what_is_returned_says_why_and_its_answer_is_withdrawn(story: Story) -> None:
    ref = drafted(story)
    story.act("mandate.issue", story.cast.owner, ref)
    answer = mandate(story).decision
    assert story.refusals("mandate.return", story.cast.chair, ref, comments=" ") == ("comments-missing",)
    story.act("mandate.return", story.cast.chair, ref, comments="Name emergencies.")
    assert (mandate(story).state, story.decision(answer).state) == ("returned", "withdrawn")
    assert mandate(story).issuings[-1].comments == "Name emergencies."
    assert story.refusals("mandate.issue", story.cast.owner, ref) == ("not-now",)
    story.act("mandate.revise", story.cast.owner, ref, reserved=["emergencies"])
    story.act("mandate.issue", story.cast.owner, ref)
    assert len({one.decision for one in mandate(story).issuings}) == 2


def test_an_answer_that_is_withdrawn_sends_it_back(story: Story) -> None:
    ref = drafted(story)
    story.act("mandate.issue", story.cast.owner, ref)
    story.do("withdraw", story.cast.chair, mandate(story).decision, reason="Not yet.")
    assert mandate(story).state == "returned"


def test_without_a_mandate_nothing_opens_and_nothing_settles(story: Story) -> None:
    waiting = an_open_decision(story)
    notice = a_circulated_decision(story)
    ended(story)
    assert story.decision(waiting).state == "circulated", "everyone is asked again under another mandate"
    story.clock.advance(timedelta(days=14))
    assert story.refused("open", story.cast.manager, notice) == ("mandate-not-in-force",)


def test_people_are_told_at_every_turn(story: Story) -> None:
    ref = drafted(story)
    told = story.cast.leads["health"]
    with story.house.store.view(story.alliance) as view:
        before = view.told(told, ref)
    story.act("mandate.issue", story.cast.owner, ref)
    with story.house.store.view(story.alliance) as view:
        assert view.told(told, ref) > before
        assert view.told(story.cast.owner, ref) == 0, "nobody is told what they just did"
