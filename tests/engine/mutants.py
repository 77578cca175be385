"""Breaking a workflow one guard at a time: which guards to leave out, and the workflow without one.

`make test` breaks each guard of each event once, where it stands first; `make soak` every place in which it stands.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from govflow.definitions.workflows import Move, Workflow


def guards(workflow: Workflow) -> Iterator[object]:
    """Give every guard of ``workflow`` as a parameter: its state, the number of its move there, and its sentence."""
    seen: set[tuple[str, str]] = set()
    for state in workflow.states.values():
        for number, move in enumerate(state.moves):
            for guard in move.when:
                again = (move.do, guard) in seen
                seen.add((move.do, guard))
                name = f"{state.id}-{number}-{move.do}-{guard}"
                yield pytest.param(state.id, number, guard, id=name, marks=[pytest.mark.soak] if again else [])


def with_moves(workflow: Workflow, state: str, moves: list[Move]) -> Workflow:
    """Return ``workflow`` with other moves in one state."""
    return replace(workflow, states={**workflow.states, state: replace(workflow.states[state], moves=tuple(moves))})


def without_guard(workflow: Workflow, state: str, number: int, guard: str) -> Workflow:
    """Return ``workflow`` without one guard of one move."""
    moves = list(workflow.states[state].moves)
    moves[number] = replace(moves[number], when=tuple(word for word in moves[number].when if word != guard))
    return with_moves(workflow, state, moves)
