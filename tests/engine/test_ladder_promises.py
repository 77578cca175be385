"""The promises of the no-fault ladder: they hold on every ladder a policy may choose, and none of them is idle.

Each guard is broken on a ladder of its own rung alone: what a rung asks for does not depend on what comes before or after it.
"""

from dataclasses import replace

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.library import load_library
from govflow.definitions.workflows import Move
from govflow.domain import facts as f
from govflow.domain.vocabulary import RUNGS
from govflow.engine.proving import prove
from govflow.engine.registry import known_words
from govflow.engine.words import CONDITIONS, EFFECTS, MOMENTS, OBSERVERS
from tests.engine import mutants

LIBRARY = load_library(bundled("workflows"), bundled("policies"), known_words())
ISSUE = LIBRARY.workflows["issue"]
PLYMOUTH = LIBRARY.policies["plymouth"]
FIRST = RUNGS[0]


def on(*rungs, policy=PLYMOUTH):
    """Return ``policy`` with a ladder of its first rung and ``rungs``."""
    return replace(policy, ladder=(FIRST, *(r for r in rungs if r != FIRST)), first_rung=rungs[-1])


def with_moves(state, moves):
    return mutants.with_moves(ISSUE, state, moves)


def without_guard(state, number, guard):
    return mutants.without_guard(ISSUE, state, number, guard)


def proof(workflow=ISSUE, policy=PLYMOUTH, *, first_only=False):
    return prove(workflow, policy, LIBRARY.calendar(policy), first_only=first_only)


def first_broken(workflow, policy):
    found = proof(workflow, policy, first_only=True).counter_examples
    return found[0] if found else None


def says(found):
    return "\n".join([*map(str, found.counter_examples), *map(str, found.dead_ends), *found.unclocked, *found.unreached])


def short(state):
    """Return a policy whose ladder is as short as ``state`` allows."""
    return on(state) if state in RUNGS[1:] else on("with_leadership_team")


@pytest.mark.parametrize("pack", sorted(LIBRARY.policies))
def test_every_promise_holds_under_every_pack(pack):
    found = proof(policy=LIBRARY.policies[pack])
    assert found.holds, says(found)
    assert found.states > 500


@pytest.mark.parametrize("rung", RUNGS[1:])
def test_every_promise_holds_on_a_ladder_of_any_one_rung(rung):
    found = proof(policy=on(rung))
    assert not found.counter_examples, says(found)
    assert not found.dead_ends
    assert not found.unclocked


@pytest.mark.parametrize(("state", "number", "guard"), list(mutants.guards(ISSUE)))
def test_without_any_one_guard_a_promise_breaks(state, number, guard):
    move = ISSUE.states[state].moves[number]
    broken = first_broken(without_guard(state, number, guard), short(state))
    assert broken, f"no promise needs {guard!r} at {move.do!r} in {state!r}: it is idle, or a promise is missing"


def _nothing(case):
    return ()


SABOTAGE = {
    "record why it moves on": (EFFECTS, _nothing, "its leaving the rung being written down"),
    "record the way forward": (EFFECTS, lambda case: (f.IssueEnded(case.issue.state, 2, "x"),), "one and the same way forward"),
    "everyone concerned agrees to differ": (CONDITIONS, lambda case: True, "everyone concerned agreeing to differ"),
    "its time on this rung is over": (MOMENTS, lambda case: None, "a clock that moves it on"),
}


@pytest.mark.parametrize("word", SABOTAGE)
def test_a_sentence_that_does_something_else_is_caught(word, monkeypatch):
    register, broken, promise = SABOTAGE[word]
    monkeypatch.setitem(register, word, broken)
    found = proof(policy=on("with_leadership_team"), first_only=True)
    assert any(promise in example.promise for example in found.counter_examples), says(found)


@pytest.mark.parametrize("ended", ["resolved", "closed_unresolved", "turned_away"])
def test_a_move_that_reopens_what_ended_is_caught(ended):
    needs = ("they have a part in the issue", "a reason is given")
    again = Move("step_up", "people", needs, (), ("record why it moves on",), "with_leadership_team", "")
    found = proof(with_moves(ended, [*ISSUE.states[ended].moves, again]), on("with_leadership_team"))
    assert "with_leadership_team is never reached without: its not having ended before" in {
        c.promise for c in found.counter_examples
    }


def test_a_rung_without_a_clock_is_caught():
    moves = [m for m in ISSUE.states["with_leadership_team"].moves if m.by != "the clock"]
    broken = first_broken(with_moves("with_leadership_team", moves), on("with_leadership_team"))
    assert broken is not None
    assert broken.promise == "with_leadership_team is never reached without: a clock that moves it on"


def test_every_observer_is_used_by_a_promise():
    used = {promise.condition for workflow in LIBRARY.workflows.values() for promise in workflow.promises}
    assert set(OBSERVERS) == used
