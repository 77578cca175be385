"""The ladder: each rung leads to the following one, whatever an alliance leaves out, and the last back to be closed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.ladder import TO_CLOSE, next_rung
from govflow.domain.vocabulary import CLOCKS, RUNGS

LADDERS = st.permutations(RUNGS[1:]).flatmap(lambda rest: st.integers(0, len(rest)).map(lambda n: (RUNGS[0], *rest[:n])))


@pytest.mark.parametrize(("ladder", "rung", "following"), [
    (RUNGS, "logged", "with_management_team"),
    (RUNGS, "mediation", TO_CLOSE),
    (("logged",), "logged", TO_CLOSE),
    (("logged", "facilitated"), "logged", "facilitated"),
    (("logged", "mediation", "facilitated"), "mediation", "facilitated"),
])  # fmt: skip
def test_what_follows_a_rung(ladder, rung, following):
    assert next_rung(ladder, rung) == following


def test_a_rung_that_a_ladder_has_not_is_an_error():
    with pytest.raises(ValueError, match="mediation"):
        next_rung(("logged",), "mediation")


@given(LADDERS)
def test_climbing_meets_every_rung_once_and_comes_back_to_be_closed(ladder):
    met, rung = [], RUNGS[0]
    while rung != TO_CLOSE:
        met.append(rung)
        rung = next_rung(ladder, rung)
    assert tuple(met) == ladder


def test_every_rung_has_a_clock_and_so_has_the_closing():
    assert {*RUNGS, TO_CLOSE} <= set(CLOCKS)
