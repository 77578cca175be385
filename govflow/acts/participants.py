"""Acts on the alliance itself: what they are asked with, what the clock does of them, and what a message about one says."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from govflow.acts.house import House
from govflow.domain.participant_sentences import of_participant
from govflow.domain.participants import SUSPENDED, Participant
from govflow.domain.refusals import Refused
from govflow.domain.translating import listed, say
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
    behind = waiting_for(unit, (str(data.get("participant") or ""),)) if act.name == LEAVE else ()
    case = RosterCase(alliance, rules.policy, rules.calendar, now, act.name, actor, data, agreed, kind, behind)
    return replace(case, being_set_up=not standing.was_asked(unit))


def look_case(view: View, house: House, now: datetime) -> RosterCase:
    """Return the alliance with its rules as it stands, for those who only look."""
    rules = rules_of(view, house.book, None)
    return RosterCase(view.alliance(), rules.policy, rules.calendar, now, "", THE_ENGINE)


def waiting_for(view: View, leaving: Collection[str]) -> tuple[str, ...]:
    """Return what waits for people of ``leaving``: actions given to them, and decisions subject to the approval of their own bodies."""
    awaiting = (view.decision(ref) for ref in view.decisions("awaiting_approval"))
    subject_to = (d.ref for d in awaiting if d and any(a.participant in leaving for a in d.awaited))
    return (*standing.open_actions(view, leaving), *subject_to)


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
    members = _ending(case, ENDING[message.kind]) if message.kind in ENDING else _moved_in(view, case, message.entry)
    sentences = [of_participant(p) for p in members]
    if message.kind == "left-behind":
        behind = waiting_for(view, tuple(p.id for p in members))
        sentences.append(say("What waits for its people: {refs}.", refs=listed(behind)) if behind else "")
    return listed(tuple(p.title for p in members)) or case.alliance.title, " ".join(s for s in sentences if s)


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
