"""The search itself: breadth first over all small worlds at once, so that the first counter-example is a short one."""

from collections import deque
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from govflow.definitions.workflows import Workflow
from govflow.domain.decisions import Decision
from govflow.domain.own_bodies import Law
from govflow.domain.working_days import Calendar
from govflow.engine.cases import THE_ENGINE
from govflow.engine.exploring.situations import Place, key, signatures
from govflow.engine.exploring.stage import Asked, Stage, people_events
from govflow.engine.exploring.telling import standings, step
from govflow.engine.exploring.tries import tries
from govflow.engine.exploring.watching import Watch, watch
from govflow.engine.exploring.worlds import DUE, NOTICE, Deed, Wait, World
from govflow.engine.machine import Rules, build_rules
from govflow.engine.moving import Moved
from govflow.engine.waiting import waits_for

FAULTS = (RuntimeError, LookupError, TypeError, ValueError, AttributeError)
TELL_EVERY = 50  # situations
STOPS = "every act comes to an end"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class CounterExample:
    """The shortest way found to break ``promise``: numbered steps, in a world called ``world``."""

    promise: str
    world: str
    steps: tuple[str, ...]

    def __str__(self) -> str:
        lines = (f"  {n}. {says}" for n, says in enumerate(self.steps[:-1], 1))
        return "\n".join((self.promise, f"  With {self.world}:", *lines, f"  => {self.steps[-1]}"))


@dataclass(slots=True)
class Node:
    """A place that was reached, from which node and by which step, how far from its world's start; ``goes`` is where it leads."""

    place: Place
    came: int
    says: str
    ahead: int = 0
    goes: list[int] = field(default_factory=list)


class Search:
    """One exploration of a workflow under a policy. ``first_only`` stops it at the first counter-example."""

    def __init__(
        self,
        workflow: Workflow,
        worlds: tuple[World, ...],
        calendar: Calendar,
        *,
        first_only: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Make the stages; nothing is explored yet. ``tell`` hears from time to time how far it is."""
        self.workflow = workflow
        self.tell = tell
        self.watch: Watch = watch(workflow)
        self.first_only = first_only
        self.stages = _stages(workflow, worlds, calendar)
        self.nodes: list[Node] = []
        self.known: dict[Hashable, int] = {}
        self.ahead: deque[int] = deque()
        self.found: dict[str, CounterExample] = {}
        self.reached: set[str] = set()
        self.tried: set[tuple[int, str]] = set()
        self.acts = 0

    @property
    def over(self) -> bool:
        """Say whether enough was found."""
        return self.first_only and bool(self.found)

    def run(self) -> None:
        """Explore until nothing new is found."""
        for stage in self.stages:
            if not self.over:
                self._play(stage)
        while self.ahead and not self.over:
            number = self.ahead.popleft()
            if number % TELL_EVERY == 0:
                self.tell(f"{len(self.nodes)} situations found, {len(self.ahead)} of them to look at")
            if self._too_far(number):
                continue
            for _ in self.expand(number, self.stages[self.nodes[number].place.world].world.events):
                if self.first_only and self.found:
                    return
            self._try_the_rest(number)

    def _try_the_rest(self, number: int) -> None:
        """Once in each state of each world, hold the promises against what the world does not otherwise try; go no further there."""
        place = self.nodes[number].place
        stage, here = self.stages[place.world], (place.world, place.decision.state)
        if here in self.tried:
            return
        self.tried.add(here)
        rest = frozenset(stage.events[place.decision.state]) - stage.world.events
        try:
            for asked in stage.by_people(place, signatures(stage.world, place), rest):
                self.acts += 1
                self._watched(number, asked.case, asked.moved, _says(asked))
        except FAULTS as fault:
            self._stopped(number, fault)

    def _too_far(self, number: int) -> bool:
        depth = self.stages[self.nodes[number].place.world].world.depth
        return depth > 0 and self.nodes[number].ahead >= depth

    def expand(self, number: int, events: frozenset[str]) -> Iterator[int | None]:
        """Try everything of ``events`` from a node; yield the nodes reached, None for those that break a promise."""
        place = self.nodes[number].place
        stage = self.stages[place.world]
        try:
            for asked in (*stage.by_clock(place), *stage.by_people(place, signatures(stage.world, place), events)):
                yield self._arrive(number, stage, place, asked)
        except FAULTS as fault:
            self._stopped(number, fault)
        for here, heard, says in stage.by_engine(place):
            yield self._turn(number, stage, here, heard, says)
        for says, at in stage.later(place):
            yield self._reach(number, replace(place, now=at), says)

    def _play(self, stage: Stage) -> None:
        """Bring a world to where its exploration starts; a script that is refused ends there."""
        place, asked = stage.begin()
        number = self._node(place, -1, step(asked.person, "propose", f"({stage.world.name})", ""))
        self._watched(number, asked.case, asked.moved, "")
        for part in stage.world.script:
            following = self._scripted(stage, number, part)
            if following is None:
                break
            number = following
        last = self.nodes[number]
        last.ahead = 0
        last.place = replace(last.place, since=last.place.now, decision=replace(last.place.decision, held_by=stage.world.held_by))
        self.known[self._key(last.place)] = number
        self.ahead.append(number)

    def _scripted(self, stage: Stage, number: int, part: Deed | Wait) -> int | None:
        place = self.nodes[number].place
        if isinstance(part, Wait):
            return self._waited(stage, number, part)
        way = tries(part.event, stage.scene(place))[0]
        data, note = (way.data, way.note) if part.data is None else (part.data, part.note)
        for who in (part.person,) if part.person else stage.people({p: p for p in stage.world.participants}):
            actor = stage.actor(place, part.event, who)
            asked = stage.ask(place, part.event, actor, data, note) if actor else None
            if asked is not None:
                return self._arrive(number, stage, place, asked, always=True)
        return None

    def _waited(self, stage: Stage, number: int, wait: Wait) -> int | None:
        place = self.nodes[number].place
        at = next((at for _, at in stage.later(place)), None)
        if wait.days or wait.until == NOTICE:
            until = place.now + timedelta(days=wait.days) if wait.days else at
            return self._node(replace(place, now=until), number, "Time passes") if until else None
        if wait.until == DUE and at is not None:
            there = self._node(replace(place, now=at), number, "Time passes until the clock is due")
            asked = next(iter(stage.by_clock(self.nodes[there].place)), None)
            return self._arrive(there, stage, self.nodes[there].place, asked, always=True) if asked else None
        return number

    def _turn(self, number: int, stage: Stage, here: Place, heard: Asked | None, says: str) -> int | None:
        if heard is None:
            return self._reach(number, here, says)
        there = stage.after(here, heard)
        if self._watched(number, heard.case, heard.moved, f"{says}{_led(heard.moved)}"):
            return None
        return self._reach(number, there, f"{says}{_led(heard.moved)}")

    def _arrive(self, number: int, stage: Stage, place: Place, asked: Asked, *, always: bool = False) -> int | None:
        says = _says(asked)
        self.acts += 1
        if self._watched(number, asked.case, asked.moved, says):
            return None
        there = stage.after(place, asked)
        return self._node(there, number, says) if always else self._reach(number, there, says)

    def _reach(self, number: int, place: Place, says: str) -> int:
        known = self._key(place)
        there = self.known.get(known)
        if there is None:
            there = self.known[known] = self._node(place, number, says)
            self.ahead.append(there)
        self.nodes[number].goes.append(there)
        return there

    def _node(self, place: Place, came: int, says: str) -> int:
        self.nodes.append(Node(place, came, says, self.nodes[came].ahead + 1 if came >= 0 else 0))
        if came >= 0:
            self.nodes[came].goes.append(len(self.nodes) - 1)
        self.reached.add(place.decision.state)
        return len(self.nodes) - 1

    def _key(self, place: Place) -> Hashable:
        stage = self.stages[place.world]
        return key(stage.world, place, stage.notice_full(place))

    def _watched(self, number: int, case: object, moved: Moved, says: str) -> bool:
        """Say whether an act broke a promise, keeping the shortest way to each."""
        broken = self.watch.broken(case, moved)  # type: ignore[arg-type]
        self.reached.update(fact.to for fact in moved.facts if fact.kind == "StateMoved")  # type: ignore[attr-defined]
        for promise, seen in broken:
            stands = standings(seen.after)
            end = f"{seen.event} -> {seen.after.state} without {promise.condition}{f' ({stands})' if stands else ''}"
            self._counter(str(promise), number, says, end)
        return bool(broken)

    def _stopped(self, number: int, fault: Exception) -> None:
        self._counter(STOPS, number, "", f"the engine stops with {type(fault).__name__}: {fault}")

    def _counter(self, promise: str, number: int, says: str, end: str) -> None:
        steps = (*self.path(number), *((says,) if says else ()), end)
        kept = self.found.get(promise)
        if kept is None or len(steps) < len(kept.steps):
            self.found[promise] = CounterExample(promise, self.stages[self.nodes[number].place.world].world.name, steps)

    def only_waits(self, place: Place) -> bool:
        """Say whether positions are open on what everyone agreed to already."""
        return place.decision.state == OPEN and bool(waits_for(self.stages[place.world].case(place, "settle", THE_ENGINE, {})))

    def path(self, number: int) -> tuple[str, ...]:
        """Return the steps that led to a node."""
        steps: list[str] = []
        while number >= 0:
            steps.append(self.nodes[number].says)
            number = self.nodes[number].came
        return tuple(reversed(steps))


def _says(asked: Asked) -> str:
    moved = asked.moved
    return step(asked.person, asked.event, asked.note, moved.to if moved.to != moved.origin else "")


def _led(moved: Moved) -> str:
    return f" -> {moved.to}" if moved.to != moved.origin else ""


def _stages(workflow: Workflow, worlds: tuple[World, ...], calendar: Calendar) -> tuple[Stage, ...]:
    built: dict[tuple[int, Law], Rules] = {}
    stages = []
    for n, world in enumerate(worlds):
        rules = built.setdefault((id(world.policy), world.law), _rules(built, world, workflow, calendar))
        stages.append(Stage(n, world, rules, people_events(rules)))
    return tuple(stages)


def _rules(built: Mapping[tuple[int, Law], Rules], world: World, workflow: Workflow, calendar: Calendar) -> Rules:
    """Build the machine once: a policy's settings are looked up by guards, the machine does not hold them."""
    policy, law = world.policy, world.law
    known = built.get((id(policy), law))
    if known is not None:
        return known
    first = next(iter(built.values()), None)
    return replace(first, policy=policy, law=law) if first is not None else build_rules(policy, workflow, calendar, law)


def decision_of(node: Node) -> Decision:
    """Return a node's decision."""
    return node.place.decision
