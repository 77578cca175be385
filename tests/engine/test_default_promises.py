"""The promises of the restricted route: they hold under every pack, and none of them is idle - break any guard and one breaks."""

from dataclasses import replace

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.library import load_library
from govflow.definitions.workflows import Move
from govflow.domain import facts as f
from govflow.engine.proving import prove
from govflow.engine.registry import known_words
from govflow.engine.words import CONDITIONS, EFFECTS, MOMENTS
from tests.engine import mutants

LIBRARY = load_library(bundled("workflows"), bundled("policies"), known_words())
DEFAULT = LIBRARY.workflows["default"]
PLYMOUTH = LIBRARY.policies["plymouth"]


def with_moves(state, moves):
    return mutants.with_moves(DEFAULT, state, moves)


def proof(workflow=DEFAULT, policy=PLYMOUTH, *, first_only=False):
    return prove(workflow, policy, LIBRARY.calendar(policy), first_only=first_only)


def broken(workflow):
    """Return the promise of the first counter-example, "" for none."""
    found = proof(workflow, first_only=True).counter_examples
    return found[0].promise if found else ""


def says(found):
    return "\n".join([*map(str, found.counter_examples), *map(str, found.dead_ends), *found.unclocked, *found.unreached])


LEADING_ON = [
    pytest.param(state.id, number, word, id=f"{state.id}-{number}-{move.do}-{word}")
    for state in DEFAULT.states.values()
    for number, move in enumerate(state.moves)
    for word in move.if_
    if move.to not in {"ended", state.id} and word != "the one concerned is the owner"  # the move before it leaves no other
]


@pytest.mark.parametrize("pack", sorted(LIBRARY.policies))
def test_every_promise_holds_under_every_pack(pack):
    found = proof(policy=LIBRARY.policies[pack])
    assert found.holds, says(found)
    assert found.states > 1000


@pytest.mark.parametrize(("state", "number", "guard"), list(mutants.guards(DEFAULT)))
def test_without_any_one_guard_a_promise_breaks(state, number, guard):
    assert broken(mutants.without_guard(DEFAULT, state, number, guard)), f"no promise needs {guard!r} in {state!r}"


@pytest.mark.parametrize(("state", "number", "word"), LEADING_ON)
def test_without_any_one_condition_of_what_leads_on_a_promise_breaks(state, number, word):
    moves = list(DEFAULT.states[state].moves)
    moves[number] = replace(moves[number], if_=tuple(one for one in moves[number].if_ if one != word))
    assert broken(with_moves(state, moves)), f"no promise needs {word!r} at {moves[number].do!r} in {state!r}"


@pytest.mark.parametrize("state", [s for s in DEFAULT.states if s not in {"excluded", "cured", "ended", "activities_suspended"}])
def test_a_short_way_to_exclusion_is_caught(state):
    """Whatever state it leaves: by people, or by a clock that would do what only the others may."""
    moves = DEFAULT.states[state].moves
    by_hand = Move("withdraw", "people", (), (), ("record that it leaves the alliance",), "excluded", "")
    assert broken(with_moves(state, [by_hand, *moves])).startswith(("excluded is never reached", "withdraw never happens"))
    by_time = [replace(m, to="excluded") if m.by == "the clock" and m.to == "ended" else m for m in moves]
    if tuple(by_time) != moves:
        assert broken(with_moves(state, by_time)).startswith("excluded is never reached")


def _anybody(case):
    """Take everybody's word for enough, the one concerned's among them."""
    return bool(case.default.judgments)


SABOTAGE = {
    "every other participant has joined the notice": (
        CONDITIONS,
        lambda case: bool(case.default.joined),
        "the notice of every other",
    ),
    "every other participant judges it not put right": (CONDITIONS, _anybody, "every other participant saying that it was not"),
    "every other participant judges it put right": (CONDITIONS, _anybody, "every other participant saying that it was put right"),
    "the time to put it right is over": (CONDITIONS, lambda case: True, "time to put it right that is over"),
    "the others have decided it": (CONDITIONS, lambda case: case.decision is not None, "the others' own decision on it"),
    "the one concerned is not the owner": (CONDITIONS, lambda case: True, "its concerning another than the owner"),
    "record the notice": (EFFECTS, lambda case: (f.NoticeIssued("Something was not right."),), "the notice of every other"),
    "record the service of the notice": (
        EFFECTS,
        lambda case: (f.NoticeServed("x", case.day, case.now, "By hand"),),
        "the whole time to put it right ahead",
    ),
    "nobody confirmed it in time": (MOMENTS, lambda case: None, "a clock that ends it"),
    "the time to judge it is over": (MOMENTS, lambda case: None, "a clock that ends it"),
}


@pytest.mark.parametrize("word", SABOTAGE)
def test_a_sentence_that_does_something_else_is_caught(word, monkeypatch):
    register, other, promise = SABOTAGE[word]
    monkeypatch.setitem(register, word, other)
    found = proof()
    assert any(promise in example.promise for example in found.counter_examples), says(found)
