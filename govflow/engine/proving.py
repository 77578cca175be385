"""Proving the promises of a workflow under a policy, by exploring the engine in small worlds; and what else exploring shows.

A proof says that no path in those worlds breaks a promise: three participants, two versions, one interest, one deputy, every act
of every role, in order and faulty. It says nothing of larger alliances, but every rule speaks of participants one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from govflow.definitions.workflows import Workflow
from govflow.domain.policies import Policy
from govflow.domain.working_days import Calendar
from govflow.engine.exploring.library import worlds
from govflow.engine.exploring.searching import CounterExample, Search

PROBED = 300  # situations looked at beyond a dead end before it is called one


@dataclass(frozen=True, slots=True)
class Proof:
    """What exploring came to.

    ``dead_ends`` are ways to situations that nothing ever leaves, ``unclocked`` the states found asking people without a clock.
    """

    workflow: str
    policy: str
    promises: int
    states: int
    acts: int
    seconds: float
    counter_examples: tuple[CounterExample, ...]
    dead_ends: tuple[tuple[str, ...], ...] = ()
    unclocked: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether every promise held and nothing waits for ever."""
        return not (self.counter_examples or self.dead_ends or self.unclocked or self.unreached)


def prove(workflow: Workflow, policy: Policy, calendar: Calendar, *, first_only: bool = False, trying: str = "") -> Proof:
    """Return the proof of ``workflow`` under ``policy``; ``first_only`` stops at the first counter-example.

    ``trying`` looks only at the worlds in which that event is tried: enough to break a promise there, not to prove one.
    """
    began = perf_counter()
    chosen = tuple(w for w in worlds(policy) if not trying or trying in w.events)
    search = Search(workflow, chosen, calendar, first_only=first_only)
    search.run()
    found = tuple(search.found.values())
    rest = not (first_only and found)
    explored = len(search.nodes)
    return Proof(
        workflow=workflow.name,
        policy=policy.pack,
        promises=len(workflow.promises),
        states=explored,
        acts=search.acts,
        counter_examples=found,
        dead_ends=tuple(_dead_ends(search)) if rest else (),
        unclocked=_unclocked(search) if rest else (),
        unreached=tuple(s for s in workflow.states if s not in search.reached) if rest else (),
        seconds=perf_counter() - began,
    )


def _unclocked(search: Search) -> tuple[str, ...]:
    """Return the states found asking people for something while no clock was set; what an issue holds waits for the issue's clocks."""
    asking = {s.id for s in search.workflow.states.values() if s.asks}
    found = {n.place.decision.state for n in search.nodes if not n.place.decision.due and not n.place.decision.held_by}
    return tuple(s for s in search.workflow.states if s in found & asking)


def _dead_ends(search: Search) -> Iterator[tuple[str, ...]]:
    """Yield one way to each state that has situations from which nobody, no clock and nothing else leads to another state."""
    told: set[str] = set()
    for number in _stuck(search):
        state = search.nodes[number].place.decision.state
        if state not in told and not _leaves(search, number):
            told.add(state)
            yield (*search.path(number), f"{state}: nothing can happen from here")


def _stuck(search: Search) -> tuple[int, ...]:
    """Return the nodes of states with moves from which the exploration, with the acts its world tries, found no other state."""
    states, nodes = search.workflow.states, search.nodes
    back: dict[int, list[int]] = {}
    free: list[int] = []
    for number, node in enumerate(nodes):
        for there in node.goes:
            back.setdefault(there, []).append(number)
        if any(nodes[there].place.decision.state != node.place.decision.state for there in node.goes):
            free.append(number)
    moving = set(free)
    while free:
        for number in back.get(free.pop(), ()):
            if number not in moving:
                moving.add(number)
                free.append(number)
    return tuple(n for n, node in enumerate(nodes) if n not in moving and states[node.place.decision.state].moves)


def _leaves(search: Search, number: int) -> bool:
    """Say whether any act at all, or a clock, leads from a node to another state."""
    state = search.nodes[number].place.decision.state
    every = frozenset(move.do for move in search.workflow.states[state].moves)
    looked, ahead = {number}, [number]
    while ahead and len(looked) < PROBED:
        here = ahead.pop(0)
        for there in search.expand(here, every):
            if there is None or search.nodes[there].place.decision.state != state:
                return True
            if there not in looked:
                looked.add(there)
                ahead.append(there)
    return False
