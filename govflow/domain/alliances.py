"""The alliance as one value: its participants, people, seats, deputies, absences and offices, and questions about a date.

Who may do an act is the engine's question; here is only who holds what on which day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from govflow.domain.participants import Participant
from govflow.domain.seats import Absence, Deputy, FormerName, Office, Person, Seat, covers
from govflow.domain.translating import mark, say

REF = "ALLIANCE"
PRESIDING = frozenset({"chair", "deputy chair"})
MANAGER = "manager"
# What somebody is called who holds an office and acts for no organisation.
OFFICES: Mapping[str, str] = {
    MANAGER: mark("alliance manager"),
    "chair": mark("chair"),
    "deputy chair": mark("deputy chair"),
    "administrator": mark("administrator"),
    "observer": mark("observer"),
    "auditor": mark("auditor"),
    "lived experience": mark("lived experience"),
}


@dataclass(frozen=True, slots=True)
class Alliance:
    """The roster of one alliance and the editions of the rules it works under. ``due`` are the clock's acts on it (UTC)."""

    ref: str = REF
    title: str = ""
    zone: str = "Europe/London"
    jurisdiction: str = ""
    policy: str = ""
    workflow: str = ""
    illustrative: bool = False
    founded_at: datetime | None = None
    participants: tuple[Participant, ...] = ()
    people: tuple[Person, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    seats: tuple[Seat, ...] = ()
    deputies: tuple[Deputy, ...] = ()
    absences: tuple[Absence, ...] = ()
    offices: tuple[Office, ...] = ()
    due: Mapping[str, datetime] = field(default_factory=dict)

    def participant(self, participant: str) -> Participant | None:
        """Return the participant of that id, or None."""
        return next((p for p in self.participants if p.id == participant), None)

    def person(self, ref: str) -> Person | None:
        """Return the person of that reference, or None."""
        return next((p for p in self.people if p.ref == ref), None)

    def name_of(self, person: str) -> str:
        """Return what a person is called; the reference where no name is known."""
        found = self.person(person)
        return (found.called if found else "") or person

    def name_at(self, person: str, at: datetime | None) -> str:
        """Return the name a person had at a moment (UTC); what was said and signed then stays under it. None: the name now."""
        before = (n.name for n in self.former_names if n.person == person and at is not None and at < n.until)
        return next(before, "") or self.name_of(person)

    def named(self, person: str, at: datetime | None = None) -> str:
        """Return how others read of a person ("Priya Shah, Council"): the name, and whom or what for, unless the name says it.

        It is the name they had at a moment (UTC); None: the name they have now. Somebody who has left is named with the last
        organisation; somebody whose name is erased by the reference alone.
        """
        return self._with_place(person, at, "{name}, {place}")

    def cited(self, person: str, at: datetime | None = None) -> str:
        """Return the same for the middle of a sentence: "Priya Shah (Council)"."""
        return self._with_place(person, at, "{name} ({place})")

    def _with_place(self, person: str, at: datetime | None, form: str) -> str:
        name = self.name_at(person, at)
        if name == person:
            return person
        place = self._place_of(person)
        told = not place or place.casefold() in name.casefold()
        return name if told else form.format(name=name, place=place)

    def _place_of(self, person: str) -> str:
        """Return the office that is for the whole alliance, else the organisation, else any office."""
        offices = [o for o in self.offices if o.person == person]
        if any(o.role == MANAGER and o.until is None for o in offices):
            return say(OFFICES[MANAGER])
        held: tuple[Seat | Deputy | Office, ...] = (*self.seats, *self.deputies, *offices)
        organisations = [one.participant for one in held if one.person == person and one.participant]
        found = self.participant(organisations[-1]) if organisations else None
        return found.title if found else next((say(OFFICES.get(o.role, o.role)) for o in offices), "")

    def members(self, body: str) -> tuple[str, ...]:
        """Return the participants that decide in ``body``, by id."""
        return tuple(sorted(p.id for p in self.participants if body in p.bodies and p.decides))

    def holder(self, participant: str, body: str, day: date) -> str:
        """Return who holds the participant's seat in ``body`` on ``day``; "" when it is empty."""
        held = (s for s in self.seats if s.participant == participant and s.body == body and covers(s.since, s.until, day))
        return next((s.person for s in held if s.stands and self._is_active(s.person)), "")

    def seats_of(self, person: str, day: date) -> tuple[Seat, ...]:
        """Return the seats ``person`` holds on ``day``."""
        held = (s for s in self.seats if s.person == person and covers(s.since, s.until, day))
        return tuple(s for s in held if s.stands and self._is_active(person))

    def deputyships(self, person: str) -> tuple[Deputy, ...]:
        """Return every naming of ``person`` as deputy, whatever its dates."""
        return tuple(d for d in self.deputies if d.person == person and d.stands and self._is_active(person))

    def deputies_of(self, participant: str, body: str, day: date) -> tuple[Deputy, ...]:
        """Return who is named to stand in for a participant's seat in ``body`` on ``day``, and may."""
        named = (d for d in self.deputies if (d.participant, d.body) == (participant, body) and covers(d.since, d.until, day))
        return tuple(d for d in named if d.stands and self._is_active(d.person))

    def is_absent(self, participant: str, body: str, holder: str, day: date) -> bool:
        """Say whether an absence of the seat's ``holder`` is notified for ``day``."""
        return bool(self.absences_of(participant, body, holder, day))

    def absences_of(self, participant: str, body: str, holder: str, day: date) -> tuple[Absence, ...]:
        """Return the absences of the seat's ``holder`` that are notified for ``day``."""
        notified = (a for a in self.absences if (a.participant, a.body, a.person) == (participant, body, holder))
        return tuple(a for a in notified if covers(a.since, a.until, day))

    def in_office(self, role: str, day: date, body: str = "") -> tuple[str, ...]:
        """Return who holds the office ``role`` on ``day`` (for ``body``, where the office names one)."""
        return tuple(
            o.person
            for o in self.offices
            if o.role == role
            and o.stands
            and covers(o.since, o.until, day)
            and (not body or o.body in {"", body})
            and self._is_active(o.person)
            and not (role in PRESIDING and self.is_out(o.person, day))
        )

    def offices_of(self, person: str, day: date) -> tuple[Office, ...]:
        """Return the offices ``person`` holds on ``day``."""
        held = (o for o in self.offices if o.person == person and covers(o.since, o.until, day))
        out = self.is_out(person, day)
        return tuple(o for o in held if o.stands and self._is_active(person) and not (out and o.role in PRESIDING))

    def is_out(self, person: str, day: date) -> bool:
        """Say whether ``person`` sits for participants, none of which takes part: who chairs does not do so meanwhile."""
        sits = {s.participant for s in self.seats_of(person, day)}
        return bool(sits) and not any(p.id in sits and p.decides for p in self.participants)

    def tagged(self, tag: str) -> tuple[str, ...]:
        """Return the participants that carry ``tag``, by id."""
        return tuple(sorted(p.id for p in self.participants if tag in p.tags))

    def _is_active(self, person: str) -> bool:
        found = self.person(person)
        return found is not None and found.active
