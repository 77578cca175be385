"""The stage of one small world: its rules, who may ask for what, the acts themselves, and how time goes on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from govflow.definitions.workflows import CLOCK, PEOPLE
from govflow.domain.decisions import Decision
from govflow.domain.refusals import Refused
from govflow.engine import moving, proposing
from govflow.engine.cases import THE_CLOCK, THE_ENGINE, Actor, Case
from govflow.engine.exploring.casts import DEPUTY, OFFICES, SEAT, TEAM, person
from govflow.engine.exploring.situations import Place
from govflow.engine.exploring.tries import Scene, Tries, tries
from govflow.engine.exploring.worlds import START, World
from govflow.engine.machine import Rules
from govflow.engine.moving import Moved
from govflow.engine.permissions import permitted

EARLY = frozenset(
    {"close", "window_ends", "call_in_ends"}
)  # what the clock is also tried at before its time: a clock may be wrong
PROPOSERS = ("owner", "manager", person("council", SEAT))


@dataclass(frozen=True, slots=True)
class Asked:
    """One asking on the stage: the case it made, what it came to, and how to say it."""

    case: Case
    moved: Moved
    person: str
    event: str
    note: str


@dataclass(slots=True)
class Stage:
    """A world with its rules. Remembers who may do what, which depends on the roster and the day alone."""

    number: int
    world: World
    rules: Rules
    events: Mapping[str, tuple[str, ...]]
    remembered: dict[tuple[object, ...], Actor | None] = field(default_factory=dict)

    def actor(self, place: Place, event: str, who: str) -> Actor | None:
        """Return ``who`` as an actor of ``event``, or None when the policy's table does not allow it."""
        day = self.rules.calendar.local_date(place.now)
        known = (place.turned, event, who, day, place.decision.proposer == who, place.decision.body)
        if known not in self.remembered:
            found = permitted(place.alliance, self.world.policy, f"decision.{event}", who, place.decision, day)
            self.remembered[known] = found if isinstance(found, Actor) else None
        return self.remembered[known]

    def case(self, place: Place, event: str, actor: Actor, data: Mapping[str, Any]) -> Case:
        """Return the case of an asking."""
        world = self.world
        mandate = world.mandate if place.decision.mandate == world.mandate.ref else None
        here = (place.decision, place.alliance, self.rules, place.now, event, actor, data)
        money = (world.taken, world.holding(bool(place.decision.rounds)), lambda: world.balances)
        default = world.default if place.decision.default_ref else None
        return Case(*here, mandate, None, *money, linked=self._linked(place), default=default)

    def _linked(self, place: Place) -> tuple[Decision, ...]:
        """Return the decision it is linked to, as it stands by now."""
        come = self.world.turns[place.turned - 1].linked if place.turned else ""
        state = come or self.world.linked
        return (Decision(ref="DEC-0003", state=state),) if state else ()

    def ask(self, place: Place, event: str, actor: Actor, data: Mapping[str, Any], note: str = "") -> Asked | None:
        """Return what asking comes to; None when it is refused."""
        case = self.case(place, event, actor, data)
        try:
            return Asked(case, moving.move(case), actor.person, event, note)
        except Refused:
            return None

    def begin(self) -> tuple[Place, Asked]:
        """Return the world at its start: a proposal put forward by the first who may."""
        from_nowhere = Place(self.number, Decision(), START, self.world.alliance)
        first = (self.world.proposer,) if self.world.proposer else PROPOSERS
        who = next((p for p in first if self.actor(from_nowhere, "propose", p)), PROPOSERS[0])
        actor = self.actor(from_nowhere, "propose", who) or THE_ENGINE
        case = replace(self.case(from_nowhere, "propose", actor, self.world.proposal), mandate=self.world.mandate)
        moved = proposing.begin(case, "DEC-0001")
        asked = Asked(case, moved, who, "propose", "")
        return self.after(from_nowhere, asked), asked

    def after(self, place: Place, asked: Asked) -> Place:
        """Return the place that ``asked`` leads to."""
        decision = asked.moved.after
        return replace(place, decision=decision) if isinstance(decision, Decision) else place

    def scene(self, place: Place) -> Scene:
        """Return what tries are made up from."""
        return Scene(place.decision, self.world.policy, self.rules.calendar, place.now, self.world.participants)

    def people(self, same: Mapping[str, object]) -> Iterator[str]:
        """Yield everybody who might try something: of participants that are alike, one."""
        seen: set[str] = set()
        for participant in self.world.participants:
            look = repr(same[participant])
            if look not in seen:
                seen.add(look)
                yield from (person(participant, part) for part in (SEAT, TEAM, DEPUTY))
        yield from OFFICES

    def by_people(self, place: Place, same: Mapping[str, object], wanted: frozenset[str]) -> Iterator[Asked]:
        """Yield every act of the ``wanted`` events that somebody tries here and is not refused."""
        scene, people = self.scene(place), tuple(self.people(same))
        for event in self.events[place.decision.state]:
            if event not in wanted or self._enough(place, event):
                continue
            ways = tuple(way for way in tries(event, scene) if way.note not in self.world.skip)
            actors = [actor for who in people if (actor := self.actor(place, event, who)) is not None]
            yield from self._ways(place, event, actors, ways)

    def _ways(self, place: Place, event: str, actors: list[Actor], ways: Tries) -> Iterator[Asked]:
        """Yield what comes of asking: everybody the proper way, and in each role the faulty ways by one, who could do it properly."""
        proper = tuple(way for way in ways if not way.note)[:1]
        able: dict[str, Actor] = {}
        for actor in actors:
            for way in proper or ways:
                asked = self.ask(place, event, actor, way.data, way.note)
                if asked is not None:
                    able.setdefault(actor.capacity.role, actor)
                    yield asked
        tried = {actor.capacity.role: actor for actor in reversed(actors)} | able
        for actor in tried.values() if proper else ():
            for way in ways:
                if way not in proper and (asked := self.ask(place, event, actor, way.data, way.note)) is not None:
                    yield asked

    def _enough(self, place: Place, event: str) -> bool:
        return event == "declare_interest" and len(place.decision.interests) >= self.world.interests

    def by_clock(self, place: Place) -> Iterator[Asked]:
        """Yield what the clock does here: everything due, and early what it must not do early."""
        state = self.rules.workflow.states[place.decision.state]
        for event in dict.fromkeys(m.do for m in state.moves if m.by == CLOCK):
            due = place.decision.due.get(event)
            come = due is not None and due <= place.now
            if come or event in EARLY:
                asked = self.ask(place, event, THE_CLOCK, {}, "" if come else "before its time")
                if asked is not None:
                    yield asked

    def by_engine(self, place: Place) -> Iterator[tuple[Place, Asked | None, str]]:
        """Yield what the engine does when it hears of something from elsewhere, with the place it happens in."""
        engine_events = {event.name for event in self.rules.engine_events[place.decision.state]}
        for n, turn in enumerate(self.world.turns, 1):
            if turn.event and turn.event not in engine_events:
                continue
            lasting = turn.alliance is not None or turn.linked != ""
            if lasting and place.turned:
                continue
            here = replace(place, alliance=turn.alliance or place.alliance, turned=n) if lasting else place
            case = self.case(here, turn.event or "settle", THE_ENGINE, turn.data)
            moved = moving.look_again(case)
            if moved is not None or here is not place:
                yield here, (Asked(case, moved, THE_ENGINE.person, case.event, "") if moved else None), turn.says

    def notice_full(self, place: Place) -> bool:
        """Say whether the days of notice are over, where notice is running."""
        began = place.decision.notice_from
        if place.decision.state != "circulated" or began is None:
            return False
        return self.rules.calendar.local_date(place.now) >= self._notice_ends(began)

    def _notice_ends(self, began: datetime) -> date:
        calendar, needed = self.rules.calendar, self.world.policy.clocks["notice"]
        return calendar.after_clear_days(calendar.counts_from(began, self.world.policy.closing), needed.n)

    def later(self, place: Place) -> Iterator[tuple[str, datetime]]:
        """Yield the next moment worth waiting for: a clock, the end of notice, or a day on which this world changes."""
        waited_for = {event: at for event, at in place.decision.due.items() if event == "settle" or not self.world.still}
        coming = {at for at in waited_for.values() if at > place.now}
        began = place.decision.notice_from
        if place.decision.state == "circulated" and began is not None and not self.notice_full(place):
            coming.add(self.rules.calendar.at(self._notice_ends(began), time(10, 0)))
        if place.since is not None:
            coming |= {at for days in self.world.waits if (at := place.since + timedelta(days=days)) > place.now}
        if coming:
            at = min(coming)
            yield f"Time passes until {at:%-d %B %Y, %H:%M} UTC", at


def people_events(rules: Rules) -> Mapping[str, tuple[str, ...]]:
    """Return for each state the events that people may ask for there."""
    return {s.id: tuple(dict.fromkeys(m.do for m in s.moves if m.by == PEOPLE)) for s in rules.workflow.states.values()}
