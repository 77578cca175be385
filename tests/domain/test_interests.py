"""Interests by themselves: whom one bars, and how many of the others make a majority."""

from datetime import UTC, datetime
from itertools import product

import pytest

from govflow.domain.interests import HANDLINGS, Interest, barred_people, excluded_participants, majority_of

AT = datetime(2026, 3, 2, tzinfo=UTC)


def interest(kind, handling, needed, confirmed):
    return Interest(
        1, "health", "PER-0009", kind, "", AT, handling, "", "", "", AT if handling else None, needed, ("x",) * confirmed
    )


@pytest.mark.parametrize(("others", "majority"), [(0, 1), (1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4), (8, 5)])
def test_a_majority_is_more_than_half_and_never_nobody(others, majority):
    assert majority_of(others) == majority


@pytest.mark.parametrize(
    ("kind", "handling", "needed", "confirmed"),
    list(product(("personal", "institutional", "none"), ("", *HANDLINGS), (0, 2), (0, 1, 2))),
)
def test_an_interest_bars_whom_it_concerns_once_ruled_so_and_confirmed(kind, handling, needed, confirmed):
    found = interest(kind, handling, needed, confirmed)
    ruled = kind == "none" or (handling != "" and confirmed >= needed)
    removing = handling in {"exclude", "discuss_no_vote"}
    bars = (
        kind != "none" and handling != "" and ((removing and ruled) or (handling == "participate_if_others_agree" and not ruled))
    )
    assert found.is_ruled is ruled
    assert found.bars is bars
    assert excluded_participants((found,)) == ({"health"} if bars and kind == "institutional" else frozenset())
    assert barred_people((found,)) == ({"PER-0009"} if bars and kind == "personal" else frozenset())
    assert found.waits_for_confirmation is (kind != "none" and handling != "" and confirmed < needed)
