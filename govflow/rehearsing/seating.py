"""Before the first step: founding the example alliance and giving everybody their seats and offices, through the acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from govflow.acts.founding import Founding, found_alliance
from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.definitions.alliances import ExampleAlliance
from govflow.domain.policies import Policy
from govflow.engine.placing import waiting
from govflow.rehearsing.cast import INVITED_AS, Part, part_of
from govflow.rehearsing.scenario import Scenario

CHAIR, MANAGER, OWNER, ADMINISTRATOR = (Part(word) for word in ("chair", "manager", "owner", "administrator"))
OFFICES = (ADMINISTRATOR, MANAGER, OWNER)  # who sees to the seating, by the policy's table of who may
LEVELS = {
    "leadership": "leadership",
    "chair": "leadership",
    "deputy": "leadership",
    "management": "management",
    "owner": "owner",
    "manager": "manager",
}
SEATED = frozenset({"leadership", "management", "owner", "manager"})
ROLES = {
    "leadership": "Leadership member",
    "management": "Management member",
    "manager": "Alliance manager",
    "chief": "Chief executive",
}


@dataclass(slots=True)
class People:
    """Everybody in the scenario: by the names it uses, and by the places of the cast's words."""

    refs: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[Part, ...]] = field(default_factory=dict)

    def ref(self, name: str) -> str:
        """Return the person's reference for a name or a cast word; "" when nobody is called so."""
        return self.refs.get(name) or self.places.get(self._place(name), "")

    def participant(self, name: str) -> str:
        """Return the participant that the person of that name is cast for; "" when there is none, or more than one."""
        known = {p.participant for p in self.parts.get(name, ()) if p.participant}
        part = part_of(name)
        return known.pop() if len(known) == 1 else (part.participant if part else "")

    def name(self, ref: str) -> str:
        """Return what the scenario calls the person of reference ``ref``: a cast name first, else a place."""
        names = (name for known in (self.refs, self.places) for name, one in known.items() if one == ref)
        return next(names, ref)

    @staticmethod
    def _place(name: str) -> str:
        part = part_of(name)
        return (part.seat or part.called) if part else ""


OWN_DOING = frozenset({"deputy.name", "absence.notify"})


@dataclass(slots=True)
class _Seating:
    """The seating of one alliance while it goes on."""

    house: House
    alliance: str
    policy: Policy
    example: ExampleAlliance
    people: People

    def does(self, name: str, data: Mapping[str, Any]) -> None:
        """Let the first of those who may by the policy's table do the act ``name``."""
        allowed, places = self.policy.acts.get(name, ()), self.people.places
        if name in OWN_DOING and "seat holder" in allowed and f"leadership:{data.get('participant')}" in places:
            allowed = ()  # what a participant says of its own seat counts at once
        able = [places[part.called] for part in OFFICES if part.word in allowed and part.called in places]
        holder = places.get(f"leadership:{data.get('participant')}", places[ADMINISTRATOR.called])
        perform(self.house, self.alliance, Act(name, able[0] if able else holder, "", data))

    def body(self, level: str) -> str:
        return next((b.id for b in self.policy.bodies if b.level == level), "")

    def invite(self, name: str, parts: tuple[Part, ...]) -> str:
        """Invite somebody with the first office that an invitation can give; the other parts are given afterwards."""
        office = next((p for p in parts if p.word in INVITED_AS), None)
        given = {"role": INVITED_AS[office.word]} if office else {}
        of = {"participant": office.participant} if office and office.participant else {}
        self.does("person.invite", {"name": name, **given, **of})
        with self.house.store.view(self.alliance) as view:
            return view.alliance().people[-1].ref

    def take(self, person: str, part: Part) -> None:
        """Give ``person`` the seat or chair of ``part``."""
        self.people.places.setdefault(part.seat or part.called, person)
        body = self.body(LEVELS.get(part.word, ""))
        participant = part.participant or self._host_of(part, body)
        if participant and (part.word in SEATED or part.word == "chair"):
            self.does("seat.fill", {"participant": participant, "body": body, "person": person})

    def preside(self, person: str) -> None:
        """Give ``person`` the chair of the leadership team."""
        self.people.places[CHAIR.called] = person
        self.does("chair.appoint", {"person": person, "body": self.body("leadership")})

    def _host_of(self, part: Part, body: str) -> str:
        """Return the participant that decides for the owner or the manager's office."""
        return next((p.id for p in self.example.participants if body in p.bodies), "") if part in {OWNER, MANAGER} else ""

    def stand_in(self, person: str, part: Part) -> None:
        """Name ``person`` deputy, and notify the holder's absence unless the cast says it is not."""
        where = {"participant": part.participant, "body": self.body("leadership")}
        self.does("deputy.name", {**where, "person": person})
        self.people.places.setdefault(part.called, person)
        holder = self.people.places.get(f"leadership:{part.participant}")
        self._confirm(holder, {**where, "person": person})
        if holder and not part.unnotified:
            self.does("absence.notify", {**where, "person": holder, "reason": "Away for the time of the scenario"})

    def _confirm(self, holder: str | None, named: Mapping[str, Any]) -> None:
        """Let a participant's own seat holder confirm a deputy whom others named for it."""
        with self.house.store.view(self.alliance) as view:
            waits = any(one.person == named["person"] for _, one in waiting(view.alliance()))
        if holder and waits:
            perform(self.house, self.alliance, Act("deputy.confirm", holder, "", named))


def seat_everybody(house: House, alliance: str, scenario: Scenario) -> People:
    """Found ``alliance`` and fill all its seats, as the scenario's cast says where it does. Names are the scenario's, else of roles."""
    policy, example = scenario.stage.policy, scenario.stage.example
    if policy is None or example is None:
        raise ValueError("a scenario without a policy cannot be played")
    administrator = next((name for name, parts in scenario.cast.items() if ADMINISTRATOR in parts), ADMINISTRATOR.called)
    named = _named(scenario, administrator, (ADMINISTRATOR,))
    founding = Founding.of_example(example, policy, with_mandate=scenario.mandate_in_force)
    found_alliance(house, alliance, replace(founding, administrator=named))
    with house.store.view(alliance) as view:
        people = People(places={ADMINISTRATOR.called: view.alliance().people[0].ref}, parts=dict(scenario.cast))
    seating = _Seating(house, alliance, policy, example, people)
    cast = dict(scenario.cast)
    held = {part.seat for parts in cast.values() for part in parts} | ({CHAIR.called} if _has_chair(cast) else set())
    cast.update({part.called: (part,) for part in _others(seating, filled=scenario.seats_filled) if part.seat not in held})
    if not any(part == MANAGER for parts in cast.values() for part in parts):
        cast[MANAGER.called] = (MANAGER,)
    _invite_all(seating, cast, scenario)
    return people


def _has_chair(cast: Mapping[str, tuple[Part, ...]]) -> bool:
    return any(part.word == "chair" for parts in cast.values() for part in parts)


def _others(seating: _Seating, *, filled: bool) -> tuple[Part, ...]:
    """Return the places that are filled although the cast names nobody for them."""
    members = seating.example.participants if filled else ()
    seats = (Part(level, p.id) for level in ("leadership", "management") for p in members if seating.body(level) in p.bodies)
    return (*seats, *((OWNER,) if seating.body("owner") else ()), CHAIR)


def _invite_all(seating: _Seating, cast: Mapping[str, tuple[Part, ...]], scenario: Scenario) -> None:
    people = seating.people
    given: list[tuple[str, Part]] = []
    for name, parts in cast.items():
        ref = (
            people.places[ADMINISTRATOR.called]
            if ADMINISTRATOR in parts
            else seating.invite(_named(scenario, name, parts), parts)
        )
        if name in scenario.cast:
            people.refs[name] = ref
        given += [(ref, part) for part in parts]
    for person, part in given:
        if part.word != "deputy":
            seating.take(person, part)
    for person in (person for person, part in given if part.word == "chair"):
        seating.preside(person)
    for person, part in given:
        if part.word == "deputy":
            seating.stand_in(person, part)


def _named(scenario: Scenario, called: str, parts: tuple[Part, ...]) -> str:
    """Return the name of somebody in records and notices: the one the scenario gives, else the role, whatever it calls them."""
    given = (scenario.people.get(one, "") for one in (called, *(part.called for part in parts)))
    return next((name for name in given if name), _title(parts[0], scenario.stage.example))


def _title(part: Part, example: ExampleAlliance | None) -> str:
    found = example.participant(part.participant) if example else None
    role = ROLES.get(part.word, part.word.title())
    return f"{role}, {found.title}" if found else role
