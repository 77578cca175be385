"""What is given empty is made empty again; what is not given stays. As a table over every field that may be empty."""

from datetime import date
from typing import Any

import pytest

from govflow.record.verifying import verify
from tests.stories import Story, a_draft

FILLED: dict[str, Any] = {
    "amount": "1000.00",
    "line": "outreach",
    "year": "2026-27",
    "changes": ["the agreement"],
    "measure": "people without a bed",
    "review_on": "2027-03-05",
    "statement": {"affected": "Everybody.", "cost": "Little."},
}
# Each field: how the record names it, what is sent, and what it is then.
EMPTIED = [
    ("amount", "amount_pence", "", None),
    ("line", "line", "", ""),
    ("year", "year", "", ""),
    ("changes", "changes", [], ()),
    ("measure", "measure", "", ""),
    ("review_on", "review_on", "", None),
]


@pytest.mark.parametrize(("field", "name", "sent", "then"), EMPTIED)
def test_a_field_is_emptied_and_the_others_stay(story: Story, field: str, name: str, sent: Any, then: Any) -> None:
    ref = a_draft(story, **FILLED)
    before = story.decision(ref).text
    assert getattr(before, name) != then
    proposer = story.cast.leads[story.cast.participants[-1]]
    after = story.do("revise", proposer, ref, **{field: sent}).text
    assert getattr(after, name) == then
    kept = {n for _, n, _, _ in EMPTIED} - {name}
    assert [getattr(after, n) for n in sorted(kept)] == [getattr(before, n) for n in sorted(kept)]
    assert after.statement == before.statement
    assert verify(story.house.store, story.alliance).problems == ()


def test_a_part_of_the_statement_is_emptied_and_is_missing_then(story: Story) -> None:
    ref = a_draft(story)
    proposer = story.cast.leads[story.cast.participants[-1]]
    after = story.do("revise", proposer, ref, statement={"cost": ""}).text
    assert after.statement["cost"] == ""
    assert after.statement["affected"] == "Said in full."
    assert story.refused("circulate", story.cast.manager, ref, papers=["Paper 1"]) == ("rationale-incomplete",)


def test_emptying_what_is_empty_changes_nothing(story: Story) -> None:
    ref = a_draft(story)
    proposer = story.cast.leads[story.cast.participants[-1]]
    assert story.refused("revise", proposer, ref, review_on="", amount="") == ("nothing-changed",)
    assert story.decision(ref).text.review_on is None
    assert date(2027, 3, 5) == story.do("revise", proposer, ref, review_on="2027-03-05").text.review_on


def test_a_title_and_a_text_cannot_be_emptied(story: Story) -> None:
    ref = a_draft(story)
    proposer = story.cast.leads[story.cast.participants[-1]]
    for field in ("title", "text"):
        assert story.refused("revise", proposer, ref, **{field: ""}) == ("invalid",)
