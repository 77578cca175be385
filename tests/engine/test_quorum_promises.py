"""A quorum of more than three is proved among as many participants as it takes, and no promise is idle there either."""

import pytest

from govflow.definitions.workflows import Workflow
from govflow.domain.policies import Policy
from govflow.engine.proving import Proof, prove
from tests.engine import mutants
from tests.stories import library

QUORUM = "a quorum has answered"
UNANIMOUS = "every eligible participant agrees to this version"


def under_a_quorum(at_least: int) -> Policy:
    changes = {"options": {"D": "n_of_participants"}, "quorum": {"at_least": str(at_least)}}
    return library().changed("plymouth", changes)


def proof(policy: Policy, workflow: Workflow | None = None, **how: object) -> Proof:
    return prove(workflow or library().workflows["decision"], policy, library().calendar(policy), **how)


@pytest.mark.parametrize("at_least", [4, pytest.param(5, marks=pytest.mark.soak), pytest.param(6, marks=pytest.mark.soak)])
def test_every_promise_holds_among_as_many_as_the_quorum_takes(at_least: int) -> None:
    found = proof(under_a_quorum(at_least))
    assert found.holds, [*map(str, found.counter_examples), *found.dead_ends, *found.unclocked, *found.unreached]
    assert (found.participants, found.quorum) == (at_least, 0)


@pytest.mark.soak
def test_a_quorum_that_no_world_is_large_enough_for_is_tried_as_the_largest_and_the_proof_says_so() -> None:
    found = proof(under_a_quorum(9))
    assert found.holds
    assert (found.participants, found.quorum) == (6, 6)


@pytest.mark.parametrize("at_least", [2, 3])
def test_a_quorum_of_three_or_fewer_is_tried_among_three(at_least: int) -> None:
    found = proof(under_a_quorum(at_least), first_only=True, trying="complete")
    assert (found.participants, found.quorum) == (3, 0)


def everywhere_without(guard: str) -> Workflow:
    """Return the workflow with a guard taken out wherever it stands."""
    workflow = library().workflows["decision"]
    places = [(s.id, n) for s in workflow.states.values() for n, move in enumerate(s.moves) if guard in move.when]
    assert places, f"no move needs {guard!r}"
    for state, number in places:
        workflow = mutants.without_guard(workflow, state, number, guard)
    return workflow


@pytest.mark.parametrize("guard", [QUORUM, UNANIMOUS])
def test_among_more_than_three_a_guard_that_is_taken_out_is_missed(guard: str) -> None:
    found = proof(under_a_quorum(4), everywhere_without(guard), first_only=True, trying="agree")
    assert found.counter_examples
    assert found.counter_examples[0].promise.startswith("adopted is never reached without: ")
