"""Acts on the alliance itself: what they are asked with, what the clock does of them, and what a message about one says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from govflow.acts.house import House
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.participant_sentences import of_participant
from govflow.domain.participants import SUSPENDED, Participant
from govflow.domain.policies import Kind
from govflow.domain.refusals import Refused
from govflow.domain.seats import CHAIRS, CONFIRMED, OTHERS, WAITS, Deputy, Seat
from govflow.domain.translating import listed, mark, say
from govflow.engine import participants, rostering
from govflow.engine.cases import THE_CLOCK, THE_ENGINE, Actor
from govflow.engine.casing import rules_of
from govflow.engine.moving import Moved
from govflow.engine.permissions import permitted
from govflow.engine.roster_cases import Facts, RosterCase
from govflow.record import participants as standing
from govflow.record.outbox import Waiting
from govflow.record.units import Unit, View

LEAVE, RESUME = "participant.leave", "participant.resume"
# What was done to how a participant speaks, by the act and the word that came.
HELD = ("seat", "deputy", "person")
PLACED: Mapping[tuple[str, str], str] = {
    ("seat.fill", WAITS): mark("{by} put {who} into the seat of {whose}. They do not speak for it before it confirms them."),
    ("deputy.name", WAITS): mark("{by} named {who} deputy for {whose}. They do not speak for it before it confirms them."),
    ("person.appoint", WAITS): mark(
        "{by} made {who} chief executive of {whose}. They do not speak for it before it confirms them."
    ),
    ("person.invite", WAITS): mark(
        "{by} made {who} chief executive of {whose}. They do not speak for it before it confirms them."
    ),
    ("absence.notify", OTHERS): mark("{by} notified that {who} is away, so that a deputy speaks for {whose}."),
    ("seat.end", ""): mark("{by} ended the time of {who} in the seat of {whose}."),
    ("deputy.end", ""): mark("{by} ended the time of {who} as deputy for {whose}."),
    **{(f"{held}.confirm", CONFIRMED): mark("{by} confirmed for {whose} that {who} speaks for it.") for held in HELD},
    **{
        (f"{held}.confirm", CHAIRS): mark("{by} confirmed that {who} speaks for {whose}, of which nobody else is left to say so.")
        for held in HELD
    },
}
TIME_OVER = "the suspension has ended"
ENDING = {"exit-ends": "leaves_on", "suspension-ends": "until"}


def roster_case(house: House, unit: Unit, act: Any, data: Mapping[str, Any], now: datetime) -> RosterCase:  # noqa: ANN401 - an Act
    """Return the case of somebody's asking for an act on the alliance. Raises Refused when they may not do it at all."""
    alliance, rules = unit.alliance(), rules_of(unit, house.book, None)
    whom = alliance.person(str(data.get("person") or ""))
    actor = permitted(alliance, rules.policy, act.name, act.by, whom, rules.calendar.local_date(now), act.participant)
    if not isinstance(actor, Actor):
        raise Refused((actor,))
    agreed = unit.decision(str(data.get("decision") or ""))
    kind = rules_of(unit, house.book, agreed).policy.kind(agreed.kind) if agreed else None
    behind = left_behind(unit, alliance, act.name, data)
    done = _carried_out(house, unit, str(data.get("participant") or ""), kind)
    case = RosterCase(alliance, rules.policy, rules.calendar, now, act.name, actor, data, agreed, kind, behind, carried_out=done)
    return replace(case, being_set_up=not standing.was_asked(unit))


def _carried_out(house: House, unit: Unit, participant: str, kind: Kind | None) -> tuple[Decision, ...]:
    """Return the decisions carried out on a participant before that are on the same matter as ``kind``: its leaving, or its suspension."""
    found = unit.alliance().participant(participant)
    if found is None or kind is None or not kind.about:
        return ()
    same = {kind.about} if kind.about == participants.SUSPENSION else {participants.EXIT, participants.DEFAULT}
    every = tuple(one for ref in found.decisions if (one := unit.decision(ref)) is not None)
    kinds = {one.ref: rules_of(unit, house.book, one).policy.kind(one.kind) for one in every}
    return tuple(one for one in every if (about := kinds[one.ref]) is not None and about.about in same)


def look_case(view: View, house: House, now: datetime) -> RosterCase:
    """Return the alliance with its rules as it stands, for those who only look."""
    rules = rules_of(view, house.book, None)
    return RosterCase(view.alliance(), rules.policy, rules.calendar, now, "", THE_ENGINE)


def waiting_for(view: View, leaving: Collection[str]) -> tuple[str, ...]:
    """Return what waits for people of ``leaving``: actions given to them, and decisions subject to the approval of their own bodies."""
    awaiting = (view.decision(ref) for ref in view.decisions("awaiting_approval"))
    subject_to = (d.ref for d in awaiting if d and any(a.participant in leaving for a in d.awaited))
    return (*standing.open_actions(view, leaving), *subject_to)


def left_behind(view: View, alliance: Alliance, act: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is left without anybody by an act: of all that leave with a participant, of one person, or of a seat that ends.

    A seat is named by the participant's title; it is left behind until somebody else holds it.
    """
    participant, person = str(data.get("participant") or ""), str(data.get("person") or "")
    if act == LEAVE:
        return waiting_for(view, (participant,))
    if act not in {"person.end", "seat.end"}:
        return ()
    mine = (
        s for s in alliance.seats if s.person == person and s.stands and (act == "person.end" or s.participant == participant)
    )
    here = [s for s in mine if s.until is None or act == "seat.end"]
    titles = (found.title for s in here if (found := alliance.participant(s.participant)))
    seats = tuple(say("the seat of {who}", who=title) for title in dict.fromkeys(titles))
    return (*standing.actions_of(view, (person,)), *seats)


def by_clock(house: House, unit: Unit, event: str, now: datetime) -> Moved:
    """Return what the clock does with the alliance: those whose notice has ended leave, those whose suspension has resume."""
    alliance, rules = unit.alliance(), rules_of(unit, house.book, None)
    day = rules.calendar.local_date(now)
    case = RosterCase(alliance, rules.policy, rules.calendar, now, f"participant.{event}", THE_CLOCK)
    if case.act == RESUME:
        over = [p for p in alliance.participants if p.standing == SUSPENDED and p.until is not None and p.until < day]
        resumed: Facts = tuple(participants.resumed(p, TIME_OVER) for p in over)
        return rostering.roster_moved(case, resumed, participants.told_resumed(case))
    last = {p.id: p.leaves_on for p in alliance.participants if p.leaves_on is not None and p.leaves_on < day}
    told = participants.told_of_leaving(_with(case, waiting_for(unit, tuple(last))))
    return rostering.roster_moved(case, participants.departures(alliance, last), told)


def _with(case: RosterCase, waiting: tuple[str, ...]) -> RosterCase:
    return RosterCase(case.alliance, case.policy, case.calendar, case.now, case.act, case.actor, waiting=waiting)


def said(view: View, case: RosterCase, message: Waiting) -> tuple[str, str]:
    """Return what a message about the alliance is about, and its sentence: those whose standing it tells of, as they stand now."""
    written = view.entry(message.entry) if message.entry else None
    if written and not any(fact["kind"] == "ParticipantMoved" for fact in written.content["facts"]):
        return of_a_place(view, case, message.kind, written.content)
    members = _ending(case, ENDING[message.kind]) if message.kind in ENDING else _moved_in(view, case, message.entry)
    sentences = [of_participant(p) for p in members]
    if message.kind == "left-behind":
        behind = waiting_for(view, tuple(p.id for p in members))
        sentences.append(say("What waits for its people: {refs}.", refs=listed(behind)) if behind else "")
    return listed(tuple(p.title for p in members)) or case.alliance.title, " ".join(s for s in sentences if s)


def of_a_place(view: View, case: RosterCase, kind: str, content: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a message is about that tells who holds what now: whose place it is, and what was done, and what is left behind."""
    alliance, facts = case.alliance, content["facts"]
    held = next((fact for fact in facts if fact["kind"] == "SpeaksBy"), None)
    data = {name: next((str(fact[name]) for fact in facts if fact.get(name)), "") for name in ("participant", "person")}
    if held is None and not data["person"]:
        data = _whose(alliance, facts)
    whose = alliance.participant(data["participant"])
    title = whose.title if whose else alliance.named(data["person"])
    if kind == participants.LEFT_BEHIND:
        behind = left_behind(view, alliance, content["act"], data)
        return title, say(
            "{who} is here no longer. Left behind: {refs}.", who=alliance.named(data["person"]), refs=listed(behind)
        )
    by, who = alliance.named(content["actor"]), alliance.name_of(data["person"])
    return title, say(PLACED[content["act"], held["word"] if held else ""], by=by, who=who, whose=title)


def _whose(alliance: Alliance, facts: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return whose seat or naming ended, which the fact names by its number alone."""
    for fact in facts:
        every: Mapping[str, Sequence[Seat | Deputy]] = {"SeatEnded": alliance.seats, "DeputyEnded": alliance.deputies}
        held = every.get(fact["kind"], ())
        found = next((one for one in held if one.n == fact["n"]), None)
        if found is not None:
            return {"participant": found.participant, "person": found.person}
    return {"participant": "", "person": ""}


def _ending(case: RosterCase, name: str) -> tuple[Participant, ...]:
    """Return those whose notice or suspension ends soonest."""
    members = case.alliance.participants
    if name == "until":
        members = tuple(p for p in members if p.standing == SUSPENDED)
    soonest = min((getattr(p, name) for p in members if getattr(p, name)), default=None)
    return tuple(p for p in members if soonest is not None and getattr(p, name) == soonest)


def _moved_in(view: View, case: RosterCase, entry: int | None) -> tuple[Participant, ...]:
    written = view.entry(entry) if entry else None
    moved = [
        str(fact["participant"]) for fact in (written.content["facts"] if written else ()) if fact["kind"] == "ParticipantMoved"
    ]
    return tuple(p for p in case.alliance.participants if p.id in moved)
