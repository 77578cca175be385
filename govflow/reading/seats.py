"""Seats: the mark of each in a list of decisions, and who held what on a day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select, tuple_

from govflow.domain.alliances import Alliance
from govflow.domain.interests import Interest, barred_people, excluded_participants
from govflow.domain.participants import GONE, Participant
from govflow.domain.positions import ABSTAIN, AGREE, OBJECT, STAND_ASIDE, SUBJECT_TO
from govflow.domain.seats import Office, covers
from govflow.domain.translating import mark, say
from govflow.engine.cases import Actor, Capacity
from govflow.engine.casing import rules_of
from govflow.engine.machine import Rules
from govflow.engine.permissions import permitted
from govflow.engine.placing import CONFIRMS, waiting, who_confirms
from govflow.engine.roster_cases import RosterCase
from govflow.engine.rulebook import Rulebook
from govflow.reading.participants import Membership, membership
from govflow.record.rows import TABLES
from govflow.record.units import View

WAITING, EXCLUDED, ANSWERED = "waiting", "excluded", "answered"
# What stands in the way comes first.
ORDER = (OBJECT, WAITING, ABSTAIN, STAND_ASIDE, EXCLUDED, SUBJECT_TO, AGREE)
PLACES = {
    "seat.confirm": mark("Seat in {body}"),
    "deputy.confirm": mark("Deputy in {body}"),
    "person.confirm": mark("Chief executive"),
}
Row = Mapping[str, Any]


class Mark(NamedTuple):
    """What one participant's seat shows in a list: its position, ``excluded``, or ``waiting``; ``waits`` when it is being asked."""

    participant: str
    title: str
    choice: str
    waits: bool
    mine: bool


def without_choices(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return marks that say who has answered, and not what, in the order of titles."""
    shown = (m if m.choice in {WAITING, EXCLUDED} else m._replace(choice=ANSWERED) for m in marks)
    return tuple(sorted(shown, key=lambda m: m.title))


def marks_of(view: View, decisions: Sequence[Row], mine: str = "") -> Mapping[str, tuple[Mark, ...]]:
    """Return the marks of each decision in which somebody was asked; a round whose positions lapsed shows none.

    Each row has ``ref``, ``state`` and ``round_no``. Three queries, however many decisions.
    """
    rounds = [(row["ref"], row["round_no"]) for row in decisions if row["round_no"]]
    if not rounds:
        return {}
    refs = [ref for ref, _ in rounds]
    asked = {r["ref"]: r for r in _rows(view, "rounds", ("ref", "n", "electorate", "lapsed"), rounds)}
    answers = _rows(view, "positions", ("ref", "round_no", "participant", "choice", "person"), rounds, current=True)
    interests = _interests(view, refs)
    awaited = _awaited(view, rounds)
    titles = {p.id: p.title for p in view.alliance().participants}
    found: dict[str, tuple[Mark, ...]] = {}
    for row in decisions:
        ref, this = row["ref"], asked.get(row["ref"])
        if this is None or this["lapsed"]:
            continue
        seen = _Seen(row["state"], interests.get(ref, ()), [a for a in answers if a["ref"] == ref], awaited.get(ref, frozenset()))
        marks = (_mark(seen, participant, titles, mine) for participant in this["electorate"])
        found[ref] = tuple(sorted(marks, key=lambda m: (ORDER.index(m.choice), m.title)))
    return found


class _Seen(NamedTuple):
    """What the marks of one decision follow from."""

    state: str
    interests: tuple[Interest, ...]
    answers: Sequence[Row]
    awaited: frozenset[str]


def _mark(seen: _Seen, participant: str, titles: Mapping[str, str], mine: str) -> Mark:
    barred = barred_people(seen.interests)
    out = participant in excluded_participants(seen.interests)
    said = next((a["choice"] for a in seen.answers if a["participant"] == participant and a["person"] not in barred), WAITING)
    choice = EXCLUDED if out else said
    waits = participant in seen.awaited or (seen.state == "open" and choice == WAITING)
    return Mark(participant, titles.get(participant, participant), choice, waits, participant == mine)


def _rows(
    view: View, table: str, columns: Sequence[str], rounds: Collection[tuple[str, int]], *, current: bool = False
) -> list[Row]:
    """Return what ``table`` holds of some rounds of some decisions."""
    row = TABLES[table].c
    number = row.round_no if "round_no" in row else row.n
    asked = select(*(row[name] for name in columns)).where(view.mine(table), tuple_(row.ref, number).in_(rounds))
    asked = asked.where(row.current) if current else asked
    return [dict(found._mapping) for found in view.rows(asked)]  # noqa: SLF001 - the public name of a row's columns


def _interests(view: View, refs: Collection[str]) -> Mapping[str, tuple[Interest, ...]]:
    row = TABLES["interests"].c
    names = Interest.__slots__
    asked = select(row.ref, *(row[name] for name in names)).where(view.mine("interests"), row.ref.in_(refs))
    found: dict[str, list[Interest]] = {}
    for row_of in view.rows(asked):
        ref, *cells = tuple(row_of)
        found.setdefault(ref, []).append(Interest(*cells))
    return {ref: tuple(interests) for ref, interests in found.items()}


def _awaited(view: View, rounds: Collection[tuple[str, int]]) -> Mapping[str, frozenset[str]]:
    found = _rows(view, "approvals", ("ref", "round_no", "participant", "approved", "decided_on"), rounds)
    open_ = [a for a in found if a["approved"] is None and a["decided_on"] is None]
    return {ref: frozenset(a["participant"] for a in open_ if a["ref"] == ref) for ref in {a["ref"] for a in open_}}


Days = tuple[date, date, datetime | None]  # the day asked for, today, and where it is past the moment it ended


class Held(NamedTuple):
    """A participant's seat in a body on a day: who holds it ("" for nobody), whether away, and the deputies named for the day."""

    participant: str
    participant_title: str
    body: str
    body_title: str
    person: str
    name: str
    away: bool
    deputies: tuple[tuple[str, str], ...]


class Waits(NamedTuple):
    """Somebody whom others put in for a participant, and who waits for its word: which place, and who may give it by which act."""

    act: str
    participant: str
    participant_title: str
    body: str
    person: str
    name: str
    place: str
    by: str
    who: tuple[str, ...]
    may: bool


class Roster(NamedTuple):
    """Who held what on a day. ``people`` are those active today, by reference, name and address; ``in_full`` the names of
    those who are shown by another form of it; ``formerly`` the names they had before; ``may`` the acts whoever looks may do.
    """

    day: date
    is_today: bool
    seats: tuple[Held, ...]
    offices: tuple[tuple[str, str], ...]
    membership: Membership
    people: tuple[tuple[str, str, str], ...]
    in_full: Mapping[str, str]
    formerly: Mapping[str, tuple[str, ...]]
    bodies: tuple[tuple[str, str], ...]
    may: frozenset[str]
    waits: tuple[Waits, ...] = ()


def roster(view: View, book: Rulebook, person: str, now: datetime, day: date | None = None) -> Roster:
    """Return who held what on ``day`` (today where none is given), for ``person``."""
    alliance, rules = view.alliance(), rules_of(view, book, None)
    today = rules.calendar.local_date(now)
    on = day or today
    bodies = {b.id: b.title for b in rules.policy.bodies}
    then = rules.calendar.at(on + timedelta(days=1), time(0, 0)) if on < today else None  # under the name of that day
    seats = (
        _held(alliance, p, body, bodies, (on, today, then)) for body in bodies for p in alliance.participants if body in p.bodies
    )
    offices = (o for o in alliance.offices if o.stands and covers(o.since, o.until, on))
    acts = (act for act in rules.policy.acts if not act.startswith("decision."))
    return Roster(
        on,
        on == today,
        tuple(seats),
        tuple((_office_title(o, bodies), _holder(alliance, o, then)) for o in offices),
        membership(view, _looking(alliance, rules, person, now)),
        tuple((p.ref, alliance.named(p.ref), p.contact) for p in alliance.people if p.active),
        {p.ref: p.name for p in alliance.people if p.shown_as},
        {p.ref: tuple(n.name for n in alliance.former_names if n.person == p.ref and n.name) for p in alliance.people},
        tuple(bodies.items()),
        frozenset(a for a in (*acts, *CONFIRMS) if isinstance(permitted(alliance, rules.policy, a, person, None, today), Actor)),
        tuple(_waiting(_looking(alliance, rules, person, now), bodies)),
    )


def _waiting(case: RosterCase, bodies: Mapping[str, str]) -> Iterator[Waits]:
    """Yield who waits for the word of their participant."""
    alliance = case.alliance
    for act, one in waiting(alliance):
        found = alliance.participant(one.participant)
        if found is None or found.standing in GONE or (one.until is not None and one.until < case.day):
            continue
        may = who_confirms(case, one)[0]
        body = bodies.get(one.body, one.body)
        yield Waits(
            act=act,
            participant=one.participant,
            participant_title=found.title,
            body=one.body,
            person=one.person,
            name=alliance.name_of(one.person),
            place=say(PLACES[act], body=body),
            by=alliance.named(one.put_by),
            who=tuple(alliance.named(p) for p in may),
            may=case.actor.person in may,
        )


def _looking(alliance: Alliance, rules: Rules, person: str, now: datetime) -> RosterCase:
    return RosterCase(alliance, rules.policy, rules.calendar, now, "", Actor(person, Capacity("")))


def invited_by(view: View, entry: int) -> str:
    """Return the person whom the act of that entry invited, or ""."""
    written = view.entry(entry)
    facts = written.content["facts"] if written else ()
    return next((str(fact["person"]) for fact in facts if fact["kind"] == "PersonInvited"), "")


def _held(alliance: Alliance, member: Participant, body: str, bodies: Mapping[str, str], days: Days) -> Held:
    """Return a seat on the first of ``days``; on a past day also of somebody whose access has ended since."""
    on, today, at = days
    held = (s for s in alliance.seats if (s.participant, s.body) == (member.id, body) and covers(s.since, s.until, on))
    then = (s.person for s in held if s.stands)
    person = next(then, "") if on < today else alliance.holder(member.id, body, on)
    every = (d for d in alliance.deputies if (d.participant, d.body) == (member.id, body) and covers(d.since, d.until, on))
    named = (d for d in every if d.stands)
    away = bool(person) and alliance.is_absent(member.id, body, person, on)
    deputies = tuple((d.person, alliance.name_at(d.person, at)) for d in named)
    return Held(
        member.id, member.title, body, bodies[body], person, alliance.name_at(person, at) if person else "", away, deputies
    )


def _office_title(office: Office, bodies: Mapping[str, str]) -> str:
    return f"{office.role.capitalize()}, {bodies.get(office.body, office.body)}" if office.body else office.role.capitalize()


def _holder(alliance: Alliance, office: Office, at: datetime | None) -> str:
    """Return who holds an office; with the organisation where it is for one."""
    return alliance.named(office.person, at) if office.participant else alliance.name_at(office.person, at)
