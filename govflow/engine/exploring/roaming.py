"""Exploring what is no decision: every act of everybody, and the clock, in a few small worlds, breadth first.

A world of these nouns is small enough to be looked at whole: nobody in it is taken for like another, and nothing is skipped.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from govflow.definitions.workflows import CLOCK, PEOPLE
from govflow.domain.alliances import Alliance
from govflow.domain.refusals import Refused
from govflow.engine import moving
from govflow.engine.cases import THE_CLOCK, THE_ENGINE, Actor, Asked
from govflow.engine.exploring.searching import FAULTS, STOPS, CounterExample
from govflow.engine.exploring.telling import step
from govflow.engine.exploring.tries import Try
from govflow.engine.exploring.watching import watch
from govflow.engine.machine import Rules
from govflow.engine.moving import Moved
from govflow.engine.permissions import permitted


@dataclass(frozen=True, slots=True)
class Spot:
    """A situation: the subject, the time, the alliance, and how many of the world's turns have come."""

    subject: Any
    now: datetime
    alliance: Alliance
    turned: int = 0


@dataclass(frozen=True, slots=True)
class Turning:
    """Something that happens elsewhere: the alliance as it is then, or what the engine is told with ``data``; ``when`` in which states."""

    says: str
    alliance: Alliance | None = None
    event: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A small world of a noun: its people, what they try, when two situations are one, how a case is made and how it begins."""

    title: str
    noun: str
    rules: Rules
    alliance: Alliance
    people: tuple[str, ...]
    starts: datetime
    begins: Callable[["Ground"], tuple[Asked, Moved]]
    case: Callable[["Ground", Spot, str, Actor, Mapping[str, Any]], Asked]
    tries: Callable[[str, Any], tuple[Try, ...]]
    key: Callable[[Any], Hashable]
    turns: tuple[Turning, ...] = ()


@dataclass(slots=True)
class Found:
    """A spot that was reached, from which and by which step, in which world; ``goes`` is where it leads."""

    spot: Spot
    ground: int
    came: int
    says: str
    goes: list[int] = field(default_factory=list)


class Roam:
    """One exploration of a workflow that is no decision's. ``first_only`` stops it at the first counter-example."""

    def __init__(self, grounds: tuple[Ground, ...], *, first_only: bool = False) -> None:
        """Take the worlds; nothing is explored yet."""
        self.grounds = grounds
        self.workflow = grounds[0].rules.workflow
        self.watch = watch(self.workflow)
        self.first_only = first_only
        self.nodes: list[Found] = []
        self.known: dict[Hashable, int] = {}
        self.ahead: deque[int] = deque()
        self.found: dict[str, CounterExample] = {}
        self.reached: set[str] = set()
        self.acts = 0

    def run(self) -> None:
        """Explore until nothing new is found."""
        for number, ground in enumerate(self.grounds):
            case, moved = ground.begins(ground)
            self._arrive(-1, number, replace(_start(ground), subject=moved.after), (case, moved), ground.title)
        while self.ahead and not (self.first_only and self.found):
            self._expand(self.ahead.popleft())

    def _expand(self, number: int) -> None:
        node = self.nodes[number]
        ground = self.grounds[node.ground]
        try:
            for spot, asked, says in _ways(ground, node.spot):
                self.acts += asked is not None
                after = replace(spot, subject=asked[1].after) if asked else spot
                self._arrive(number, node.ground, after, asked, says)
        except FAULTS as fault:
            self._keep(STOPS, number, "", f"the engine stops with {type(fault).__name__}: {fault}")

    def _arrive(self, came: int, ground: int, spot: Spot, asked: tuple[Asked, Moved] | None, says: str) -> None:
        if asked is not None and self._watched(came, *asked, says):
            return
        key = (ground, spot.turned, spot.subject.state, _due(spot), self.grounds[ground].key(spot.subject))
        there = self.known.get(key)
        if there is None:
            there = self.known[key] = len(self.nodes)
            self.nodes.append(Found(spot, ground, came, says))
            self.ahead.append(there)
            self.reached.add(spot.subject.state)
        if came >= 0:
            self.nodes[came].goes.append(there)

    def _watched(self, came: int, case: Asked, moved: Moved, says: str) -> bool:
        broken = self.watch.broken(case, moved)
        for promise, seen in broken:
            self._keep(str(promise), came, says, f"{seen.event} -> {seen.after.state} without {promise.condition}")
        return bool(broken)

    def _keep(self, promise: str, came: int, says: str, end: str) -> None:
        steps = (*self.path(came), *((says,) if says else ()), end)
        kept = self.found.get(promise)
        if kept is None or len(steps) < len(kept.steps):
            world = self.grounds[self.nodes[came].ground].title if came >= 0 else says
            self.found[promise] = CounterExample(promise, world, steps)

    def path(self, number: int) -> tuple[str, ...]:
        """Return the steps that led to a node."""
        steps: list[str] = []
        while number >= 0:
            steps.append(self.nodes[number].says)
            number = self.nodes[number].came
        return tuple(reversed(steps))

    def stuck(self) -> Iterator[tuple[str, ...]]:
        """Yield one way to each state that has situations from which nothing leads to another state, although it does not rest."""
        told: set[str] = set()
        moving_on = self._moving_on()
        for number, node in enumerate(self.nodes):
            state = self.workflow.states[node.spot.subject.state]
            if state.moves and not state.rests and number not in moving_on and state.id not in told:
                told.add(state.id)
                yield (*self.path(number), f"{state.id}: nothing can happen from here")

    def _moving_on(self) -> set[int]:
        """Return the nodes from which another state is reached, at once or after some steps in the same one."""
        back: dict[int, list[int]] = {}
        free: list[int] = []
        for number, node in enumerate(self.nodes):
            for there in node.goes:
                back.setdefault(there, []).append(number)
            if any(self.nodes[there].spot.subject.state != node.spot.subject.state for there in node.goes):
                free.append(number)
        moving_on = set(free)
        while free:
            fresh = [n for n in back.get(free.pop(), ()) if n not in moving_on]
            moving_on.update(fresh)
            free += fresh
        return moving_on


def _start(ground: Ground) -> Spot:
    return Spot(None, ground.starts, ground.alliance)


def _due(spot: Spot) -> tuple[tuple[str, bool], ...]:
    return tuple(sorted((event, at <= spot.now) for event, at in spot.subject.due.items()))


Way = tuple[Spot, tuple[Asked, Moved] | None, str]


def _ways(ground: Ground, spot: Spot) -> Iterator[Way]:
    """Yield everything that may happen at ``spot``: acts of people, of the clock, things elsewhere, and time."""
    yield from _by_people(ground, spot)
    yield from _by_clock(ground, spot)
    yield from _elsewhere(ground, spot)
    coming = [at for at in spot.subject.due.values() if at > spot.now]
    if coming:
        at = min(coming)
        yield replace(spot, now=at), None, f"Time passes until {at:%-d %B %Y, %H:%M} UTC"


def _by_people(ground: Ground, spot: Spot) -> Iterator[Way]:
    state = ground.rules.workflow.states[spot.subject.state]
    day = ground.rules.calendar.local_date(spot.now)
    for event in dict.fromkeys(m.do for m in state.moves if m.by == PEOPLE):
        for who in ground.people:
            actor = permitted(spot.alliance, ground.rules.policy, f"{ground.noun}.{event}", who, spot.subject, day)
            for way in ground.tries(event, spot.subject) if isinstance(actor, Actor) else ():
                asked = _ask(ground.case(ground, spot, event, actor, way.data))  # type: ignore[arg-type]
                if asked is not None:
                    yield spot, asked, _says(asked, who, event, way.note)


def _by_clock(ground: Ground, spot: Spot) -> Iterator[Way]:
    state = ground.rules.workflow.states[spot.subject.state]
    for event in dict.fromkeys(m.do for m in state.moves if m.by == CLOCK):
        due = spot.subject.due.get(event)
        if due is not None and due <= spot.now:
            asked = _ask(ground.case(ground, spot, event, THE_CLOCK, {}))
            if asked is not None:
                yield spot, asked, _says(asked, THE_CLOCK.person, event, "")


def _elsewhere(ground: Ground, spot: Spot) -> Iterator[Way]:
    """Yield what comes of each turn of the world: one that changes the alliance comes once, any other whenever it fits."""
    for n, turn in enumerate(ground.turns, 1):
        if (turn.alliance is not None and spot.turned) or (turn.when and spot.subject.state not in turn.when):
            continue
        here = replace(spot, alliance=turn.alliance, turned=n) if turn.alliance is not None else spot
        case = ground.case(ground, here, turn.event or "settle", THE_ENGINE, turn.data)
        moved = moving.look_again(case)
        if moved is not None or here is not spot:
            yield here, (case, moved) if moved else None, turn.says


def _ask(case: Asked) -> tuple[Asked, Moved] | None:
    try:
        return case, moving.move(case)
    except Refused:
        return None


def _says(asked: tuple[Asked, Moved], who: str, event: str, note: str) -> str:
    moved = asked[1]
    return step(who, event, note, moved.to if moved.to != moved.origin else "")
