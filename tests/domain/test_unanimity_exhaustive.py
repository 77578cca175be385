"""Every case of four participants against the rule as its text says it: what can be listed is listed, not sampled."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import product
from typing import NamedTuple

import pytest

from govflow.domain.interests import INSTITUTIONAL, Interest, excluded_participants
from govflow.domain.options import OPTIONS
from govflow.domain.unanimity import Rule, tally
from tests.domain.unanimity_rule import ALL_RULES, BASES, CONFLICTS, FOUR, HANDLED, NAMED, PANEL, QUORUMS, SAID, Rules, adopted

WORDS = tuple(dict(zip(FOUR, said, strict=True)) for said in product(SAID, repeat=len(FOUR)))
ANSWERS = tuple({p: word for p, word in said.items() if word} for said in WORDS)


class Conflicted(NamedTuple):
    """A conflict as the product's own interests see it: who is excluded, and whether all is ruled on."""

    conflict: tuple
    excluded: frozenset[str]
    is_ruled: bool


def as_interests(conflict: tuple) -> tuple[Interest, ...]:
    if not conflict:
        return ()
    who, (handling, confirmed) = conflict
    at, needed = datetime(2026, 3, 2, tzinfo=UTC), 2 if handling == "participate_if_others_agree" else 0
    confirmed_by = ("recovery", "youth")[: needed if confirmed else 1]
    return (
        Interest(
            1, who, "PER-0009", INSTITUTIONAL, "", at, handling, "PER-0003", "", "It has a stake.", at, needed, confirmed_by
        ),
    )


CASES = tuple(Conflicted(c, excluded_participants(as_interests(c)), all(i.is_ruled for i in as_interests(c))) for c in CONFLICTS)


def as_rule(rules: Rules) -> Rule:
    return Rule(rules.base, rules.whose, rules.abstention, rules.quorum, rules.excluded, rules.figure, NAMED, PANEL)


def is_adopted(answers: Mapping[str, str], case: Conflicted, rule: Rule) -> bool:
    counted = tally(FOUR, case.excluded, answers, rule)
    return counted.is_unanimous and counted.quorate and case.is_ruled


@pytest.mark.parametrize(("base", "abstention"), BASES)
@pytest.mark.parametrize("whose", ["all_eligible", "all_participants"])
def test_the_outcome_of_every_case_is_what_the_text_of_the_rule_says(whose, base, abstention):
    """1,296 answers x 21 conflicts x every quorum x every option P, for each A and B: about 2.6 million cases in all."""
    tried, passed, wrong = 0, 0, []
    for rules in (r for r in ALL_RULES if (r.whose, r.base, r.abstention) == (whose, base, abstention)):
        rule = as_rule(rules)
        for case in CASES:
            for said, answers in zip(WORDS, ANSWERS, strict=True):
                expected = adopted(said, case.conflict, rules)
                tried, passed = tried + 1, passed + expected
                if is_adopted(answers, case, rule) is not expected:
                    wrong.append((rules, case.conflict, said, expected))
    assert not wrong, f"{len(wrong)} of {tried} cases, such as {wrong[:3]}"
    assert tried == len(QUORUMS) * 3 * len(CONFLICTS) * len(SAID) ** len(FOUR)
    assert 0 < passed < tried / 10


def test_every_allowed_value_of_the_options_is_tried():
    """A value that is added to an option has to be added to the cases."""
    assert {r.whose for r in ALL_RULES} == set(OPTIONS["A"].values)
    assert {r.abstention for r in ALL_RULES} == set(OPTIONS["B"].values)
    assert {r.quorum for r in ALL_RULES} == set(OPTIONS["D"].values)
    assert {r.excluded for r in ALL_RULES} == set(OPTIONS["P"].values)
    assert {handling for handling, _ in HANDLED} == set(OPTIONS["E"].values)
    assert {b for base, b in BASES if base == "unanimity"} == set(OPTIONS["B"].values) - set(OPTIONS["B"].needs_consensus)


def test_an_electorate_of_nobody_adopts_nothing():
    for rules in ALL_RULES:
        rule = as_rule(rules)
        assert not tally((), frozenset(), {}, rule).is_unanimous
        assert not tally((), frozenset(), {}, rule).quorate
        assert not tally(FOUR, frozenset(FOUR), dict.fromkeys(FOUR, "agree"), rule).is_unanimous


def test_one_participant_alone_agrees_nothing_with_nobody():
    for rules in ALL_RULES:
        counted = tally(FOUR[:1], frozenset(), {"council": "agree"}, as_rule(rules))
        assert counted.too_few_agree
        assert not counted.is_unanimous
        assert not counted.quorate


def test_what_is_said_by_somebody_outside_the_electorate_is_not_counted():
    answers = dict.fromkeys(FOUR, "agree") | {"stranger": "object"}
    counted = tally(FOUR, frozenset(), answers, Rule())
    assert counted.is_unanimous
    assert counted.objections == ()


@pytest.mark.parametrize("size", range(2, 7))
def test_a_panel_is_all_of_those_without_an_interest_and_no_smaller_than_the_policy_says(size):
    """More than one may have an interest; then the size of what is left matters."""
    members = tuple(f"p{n}" for n in range(size))
    for out, panel, answered in product(range(1, size + 1), range(2, 5), range(size + 1)):
        rule = Rule(excluded="unconflicted_panel", panel=panel)
        answers = dict.fromkeys(members[out:][:answered], "agree")
        left = size - out
        expected = left >= panel and left >= 2 and len(answers) == left
        assert tally(members, frozenset(members[:out]), answers, rule).quorate is expected


@pytest.mark.parametrize("size", range(2, 7))
def test_whoever_is_excluded_counts_as_there_as_long_as_two_are_left(size):
    members = tuple(f"p{n}" for n in range(size))
    for out, answered in product(range(size + 1), range(size + 1)):
        answers = dict.fromkeys(members[out:][:answered], "agree")
        found = tally(members, frozenset(members[:out]), answers, Rule())
        assert found.quorate is (size - out >= 2 and len(answers) == size - out)
