"""Proving the promises of a workflow under a policy, by exploring the engine in small worlds; and what else exploring shows.

A proof says that no path in those worlds breaks a promise: three participants (or as many as a quorum takes), two versions, one
interest, one deputy, every act of every role, in order and faulty. It says nothing of larger alliances, but every rule speaks of
participants one by one. A quorum that no world is large enough for is tried as the largest that can be, and the proof says so.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter

from govflow.definitions.workflows import Workflow
from govflow.domain.own_bodies import Law
from govflow.domain.policies import Policy
from govflow.domain.working_days import Calendar
from govflow.engine.exploring import ladders, restricted
from govflow.engine.exploring.casts import PARTICIPANTS, in_reach, participants, quorum
from govflow.engine.exploring.library import worlds
from govflow.engine.exploring.roaming import Ground, Roam
from govflow.engine.exploring.searching import CounterExample, Search
from govflow.engine.machine import Rules, build_rules

# The small worlds of what is no decision, by workflow.
GROUNDS: Mapping[str, Callable[[Policy, Rules], tuple[Ground, ...]]] = {"issue": ladders.grounds, "default": restricted.grounds}
EXPLORED = frozenset({"decision", *GROUNDS})  # the processes whose promises are proved; others are only read
PROBED = 300  # situations looked at beyond a dead end before it is called one


@dataclass(frozen=True, slots=True)
class Proof:
    """What exploring came to.

    ``participants`` is how many its worlds have; ``quorum`` what was asked of them where the policy asks more, else 0. ``dead_ends``
    are ways to situations that nothing ever leaves, ``unclocked`` the states found asking people without a clock.
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
    participants: int = len(PARTICIPANTS)
    quorum: int = 0

    @property
    def holds(self) -> bool:
        """Say whether every promise held and nothing waits for ever."""
        return not (self.counter_examples or self.dead_ends or self.unclocked or self.unreached)


def prove(  # noqa: PLR0913 - the last three say how to go about it
    workflow: Workflow,
    policy: Policy,
    calendar: Calendar,
    *,
    first_only: bool = False,
    trying: str = "",
    tell: Callable[[str], None] = lambda _: None,
) -> Proof:
    """Return the proof of ``workflow`` under ``policy``; ``first_only`` stops at the first counter-example.

    ``trying`` looks only at the worlds in which that event is tried: enough to break a promise there, not to prove one. ``tell``
    hears from time to time how far it is.
    """
    if workflow.name in GROUNDS:
        return _roamed(workflow, policy, calendar, first_only=first_only)
    began = perf_counter()
    tried = in_reach(policy)
    chosen = tuple(w for w in worlds(tried) if not trying or trying in w.events)
    search = Search(workflow, chosen, calendar, first_only=first_only, tell=tell)
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
        participants=len(participants(tried)),
        quorum=quorum(tried) if quorum(tried) < quorum(policy) else 0,
    )


def _roamed(workflow: Workflow, policy: Policy, calendar: Calendar, *, first_only: bool) -> Proof:
    """Return the proof of a workflow that is no decision's."""
    began = perf_counter()
    rules = build_rules(policy, workflow, calendar, Law())
    roam = Roam(GROUNDS[workflow.name](policy, rules), first_only=first_only)
    roam.run()
    found = tuple(roam.found.values())
    rest = not (first_only and found)
    states = rules.workflow.states
    promises = len(rules.workflow.promises)
    asking = {s.id for s in states.values() if s.asks}
    still = {node.spot.subject.state for node in roam.nodes if not node.spot.subject.due}
    return Proof(
        workflow=workflow.name,
        policy=policy.pack,
        promises=promises,
        states=len(roam.nodes),
        acts=roam.acts,
        seconds=perf_counter() - began,
        counter_examples=found,
        dead_ends=tuple(roam.stuck()) if rest else (),
        unclocked=tuple(s for s in states if s in still & asking) if rest else (),
        unreached=tuple(s for s in states if s not in roam.reached) if rest else (),
    )


def _unclocked(search: Search) -> tuple[str, ...]:
    """Return the states found asking people for something while no clock was set.

    What an issue holds waits for the issue's clocks; what everyone agreed to and only waits asks nobody any more.
    """
    asking = {s.id for s in search.workflow.states.values() if s.asks}
    still = (n.place for n in search.nodes if not n.place.decision.due and not n.place.decision.held_by)
    found = {place.decision.state for place in still if not search.only_waits(place)}
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
