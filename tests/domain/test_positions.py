"""Positions: the quiet quarter of an hour, and what is shown as "was ..." after it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from govflow.domain.positions import AGREEING, CHOICES, Position, was
from govflow.domain.unanimity import Rule

AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
FIRST = Position(1, "health", 1, 1, 1, "object", "No.", "", "", "", "", "", None, "PER-0009", False, AT, True, "")


def said(*answers):
    """Return the answers of one participant in one round: (choice, minutes after the first)."""
    return tuple(
        replace(FIRST, n=n, choice=choice, reason=choice, at=AT + timedelta(minutes=minutes), current=n == len(answers))
        for n, (choice, minutes) in enumerate(answers, 1)
    )


@pytest.mark.parametrize(
    ("minutes", "shown"), [(0, False), (14, False), (15, False), (15 + 1 / 60, True), (16, True), (600, True)]
)
def test_an_answer_that_stood_more_than_a_quarter_of_an_hour_is_shown_as_was(minutes, shown):
    answers = said(("object", 0), ("agree", minutes))
    assert was(answers, answers[-1], 15) == (answers[0] if shown else None)


def test_the_newest_answer_that_stood_long_is_shown_though_a_quiet_one_came_between():
    answers = said(("object", 0), ("abstain", 100), ("agree", 105))
    assert was(answers, answers[-1], 15) == answers[0]
    answers = said(("object", 0), ("abstain", 100), ("agree", 205))
    assert was(answers, answers[-1], 15) == answers[1]


def test_what_stands_again_as_it_was_is_not_shown_as_changed():
    answers = said(("agree", 0), ("agree", 100))
    assert was(answers, answers[-1], 15) is None


def test_other_rounds_and_other_participants_are_not_ones_own_past():
    mine, other, earlier = (
        said(("object", 0), ("agree", 60))[-1],
        replace(FIRST, participant="housing"),
        replace(FIRST, round_no=0),
    )
    assert was((other, earlier, mine), mine, 15) is None


def test_only_agreement_counts_as_agreement():
    assert {"agree", "agree_subject_to"} == AGREEING
    assert set(CHOICES) >= AGREEING


@pytest.mark.parametrize(
    ("base", "abstention", "choice"),
    list(product(("unanimity", "consensus"), ("blocks", "stand_aside_allowed", "ignored"), (*CHOICES, ""))),
)
def test_what_is_tolerated_is_tolerated_by_consensus_alone(base, abstention, choice):
    allowed = {("stand_aside_allowed", "stand_aside"), ("ignored", "abstain")}
    assert Rule(base, abstention=abstention).tolerates(choice) is (base == "consensus" and (abstention, choice) in allowed)
