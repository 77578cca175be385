"""Postings: what they take, what a decision holds of them, and what is on its way, to the penny."""

from collections import Counter
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.money import (
    COMMITTED,
    MOVED_BACK,
    MOVED_IN,
    MOVED_OUT,
    POSTINGS,
    RELEASED,
    Balance,
    Posting,
    going,
    held,
    taken,
    took,
)

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def post(what: str, pence: int, line: str = "youth") -> Posting:
    return Posting(what, line, "2026-27", pence, "", AT)


@given(st.lists(st.builds(post, st.sampled_from(POSTINGS), st.integers(1, 10**12))))
def test_a_balance_takes_what_its_postings_take(postings):
    sums = Counter()
    for one in postings:
        sums[one.what] += one.pence
    balance = Balance("youth", "2026-27", **sums)
    assert balance.taken == taken(postings, "youth", "2026-27") == sum(one.takes for one in postings)
    assert taken(postings, "youth", "2027-28") == 0


def test_what_is_committed_and_not_released_is_held():
    assert held((post(COMMITTED, 500),)) == {("youth", "2026-27"): 500}
    assert held((post(COMMITTED, 500), post(RELEASED, 499))) == {("youth", "2026-27"): 1}
    assert held((post(COMMITTED, 500), post(RELEASED, 500))) == {}
    assert took((post(COMMITTED, 500), post(RELEASED, 100), post(MOVED_OUT, 7), post(MOVED_BACK, 2))) == 405


def test_what_was_moved_out_is_on_its_way_until_it_arrives_or_comes_back():
    out = post(MOVED_OUT, 500)
    assert going((out,)) == {("youth", "2026-27"): 500}
    assert going((out, post(MOVED_BACK, 500))) == {}
    assert going((out, post(MOVED_IN, 500, "outreach"))) == {}
    assert held((out,)) == {}
