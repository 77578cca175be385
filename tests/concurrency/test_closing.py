"""Positions that meet a closing: each is in the tally that was closed, or was refused; never acknowledged and left out."""

from datetime import timedelta

from tests.concurrency.runs import closing_races, deadline_races

MATTERS = 100  # races on each database, in each of which eight second answers meet one closing


def test_a_position_that_meets_a_closing_is_counted_or_refused(url: str) -> None:
    races = closing_races(url, MATTERS)
    assert races.wrong == []
    assert races.sent == MATTERS * 16
    assert races.counted > MATTERS * 8, "some second answers came before the closing"
    assert races.refused, "some came after it, or nothing was raced"


def test_a_position_at_the_closing_time_is_counted_or_refused(url: str) -> None:
    races, closed = deadline_races(url, 16, timedelta(milliseconds=250))
    assert races.wrong == []
    assert races.sent == 16 * 8
    assert closed == 16
    assert races.counted
    assert races.refused
