"""Proposals: which changes are material, and which parts of the statement are still missing."""

from datetime import UTC, datetime

import pytest

from govflow.domain.proposals import STATEMENT_PARTS, Version, is_material, missing_parts

NOW = datetime(2026, 3, 2, tzinfo=UTC)
VERSION = Version(
    1, 1, "Title", "Text", "subcontract", 100, "prescribing", "2026-27", (), "", None, {}, True, "PER-0009", "", NOW
)  # fmt: skip
WHOLE = {**dict.fromkeys(STATEMENT_PARTS, "Said."), "principles": {"open-book": {"how": "Shown."}}}
MATERIAL = {"text": "Other", "amount_pence": 101, "line": "housing", "year": "2027-28", "kind": "key-issue"}
NOT_MATERIAL = {"title": "Other", "measure": "m", "review_on": NOW.date(), "statement": WHOLE, "changes": ("term",)}


@pytest.mark.parametrize("field", MATERIAL)
def test_a_change_of_text_amount_line_year_or_kind_is_material(field):
    assert is_material(VERSION, {field: MATERIAL[field]})
    assert not is_material(VERSION, {field: getattr(VERSION, field)})


@pytest.mark.parametrize("field", NOT_MATERIAL)
def test_no_other_change_is_material(field):
    assert not is_material(VERSION, {field: NOT_MATERIAL[field]})


def test_to_take_an_amount_away_is_material():
    assert is_material(VERSION, {"amount_pence": None})


@pytest.mark.parametrize("part", STATEMENT_PARTS)
@pytest.mark.parametrize("empty", [None, "", "  ", {}])
def test_each_part_of_the_statement_is_missed_when_it_is_empty(part, empty):
    assert missing_parts({**WHOLE, part: empty}, ("open-book",)) == (part,)


def test_every_principle_is_answered_for():
    assert missing_parts(WHOLE, ("open-book",)) == ()
    assert missing_parts(WHOLE, ("open-book", "best-person")) == ("principles",)
    assert missing_parts({**WHOLE, "principles": {"open-book": {"how": " "}}}, ("open-book",)) == ("principles",)
