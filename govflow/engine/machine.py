"""One shared ``transitions`` machine per edition of a workflow, fired on cursors.

``transitions`` says only what is legal: no callbacks with effects, no auto transitions, no registered models. A move is chosen by
its actor and its ``if`` conditions, in file order; what its ``when`` guards refuse is collected on the cursor, all of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from transitions import EventData, Machine

from govflow.definitions.workflows import Move, Workflow
from govflow.domain.own_bodies import Law
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal
from govflow.domain.working_days import Calendar
from govflow.engine.cases import CLOCK, ENGINE, Asked
from govflow.engine.words import CONDITIONS, GUARDS

BEFORE_START = "(none)"


@dataclass(slots=True)
class Cursor:
    """What a machine is fired on: a state, the case asked about, and what came of it."""

    state: str
    case: Any
    all_unmet: bool = True
    chosen: Move | None = None
    unmet: list[Refusal] = field(default_factory=list)


Condition = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class OwnEvent:
    """An event that the engine itself makes in a state, with the ``if`` conditions of each of its moves there."""

    name: str
    ways: tuple[tuple[Condition, ...], ...]

    def fits(self, case: Asked) -> bool:
        """Say whether any of its moves could be chosen: the machine need not be asked about what cannot."""
        return any(all(condition(case) for condition in way) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Rules:
    """The editions one subject is decided under, ready to use; build it once per pair of digests with ``build_rules``."""

    policy: Policy
    workflow: Workflow
    calendar: Calendar
    law: Law
    machine: Machine
    engine_events: Mapping[str, tuple[OwnEvent, ...]]
    clock_moves: Mapping[str, tuple[Move, ...]]
    filed: Workflow  # as its file says it, whatever the policy's ladder


def build_rules(policy: Policy, workflow: Workflow, calendar: Calendar, law: Law) -> Rules:
    """Return the rules for ``policy`` and ``workflow``; every guard and condition must be a registered sentence (KeyError otherwise)."""
    filed, workflow = workflow, workflow.along(policy.ladder)
    machine = Machine(model=None, states=list(workflow.states), initial=None, auto_transitions=False, send_event=True)
    for state in workflow.states.values():
        for move in state.moves:
            machine.add_transition(move.do, state.id, move.to, conditions=[_ready(move)])
    return Rules(policy, workflow, calendar, law, machine, _by_engine(workflow), _by_clock(workflow), filed)


def fire(rules: Rules, case: Asked, *, all_unmet: bool = True) -> Cursor:
    """Ask the machine for ``case.event`` in the subject's state; the cursor says which move was chosen and what was unmet.

    Without ``all_unmet`` the first requirement that is not met is enough, where nobody will read them.
    """
    cursor = Cursor(case.subject.state, case, all_unmet)
    event = rules.machine.events.get(case.event)
    if event is not None and cursor.state in event.transitions:
        event.trigger(cursor)
    return cursor


def _ready(move: Move) -> Callable[[EventData], bool]:
    conditions = tuple(CONDITIONS[word] for word in move.if_)
    guards = tuple(GUARDS[word] for word in move.when)

    def ready(event: EventData) -> bool:
        cursor: Any = event.model
        if cursor.chosen is not None or move.by != cursor.case.actor.by or not all(c(cursor.case) for c in conditions):
            return False
        cursor.chosen = move
        refusals = (refusal for guard in guards if (refusal := guard(cursor.case)) is not None)
        cursor.unmet = list(refusals if cursor.all_unmet else islice(refusals, 1))
        return not cursor.unmet

    return ready


def _by_engine(workflow: Workflow) -> Mapping[str, tuple[OwnEvent, ...]]:
    return {state.id: _own_events([m for m in state.moves if m.by == ENGINE]) for state in workflow.states.values()}


def _own_events(moves: Sequence[Move]) -> tuple[OwnEvent, ...]:
    names = dict.fromkeys(m.do for m in moves)
    return tuple(OwnEvent(name, tuple(tuple(CONDITIONS[w] for w in m.if_) for m in moves if m.do == name)) for name in names)


def _by_clock(workflow: Workflow) -> Mapping[str, tuple[Move, ...]]:
    return {state.id: tuple(m for m in state.moves if m.by == CLOCK) for state in workflow.states.values()}
