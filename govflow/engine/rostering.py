"""The door to a change of the alliance itself: participants, people, seats, deputies, absences, offices -> ``Moved``.

Joining, leaving, filling a seat and the like are acts too (rule 5): permission, requirements, facts, like any other.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta

from govflow.domain import facts as f
from govflow.domain import founding
from govflow.domain.alliances import REF, Alliance
from govflow.domain.notices import Notice
from govflow.domain.participants import SUSPENDED
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.reminders import Reminder
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import Deputy, Person, Seat, covers, overlap
from govflow.domain.working_days import Calendar
from govflow.engine import participants, placing, reminding
from govflow.engine.moving import Moved, made
from govflow.engine.roster_cases import Check, Facts, RosterCase, bodies_known, known_participant, own_participant

MANAGER = "manager"


def change(case: RosterCase) -> Moved:
    """Return what an act on the alliance comes to. Raises Refused with every unmet requirement."""
    refusals = tuple(r for check in CHECKS[case.act] if (r := check(case)) is not None)
    if refusals:
        raise Refused(refusals)
    facts = RESULTS[case.act](case)
    notices = NOTICES[case.act](case) if case.act in NOTICES else ()
    return roster_moved(case, facts, (*notices, *placing.told(case, facts), *_left_behind(case)))


def _left_behind(case: RosterCase) -> tuple[Notice, ...]:
    """Return that the managers are told of the actions and the seat that somebody leaves behind whose time here is over."""
    managers = tuple(p for p in case.alliance.in_office(MANAGER, case.day) if p != case.text("person"))
    ends = case.act in {"person.end", "seat.end"} and bool(case.waiting)
    return (Notice(participants.LEFT_BEHIND, managers, case.alliance.ref),) if ends and managers else ()


def roster_moved(case: RosterCase, facts: Facts, notices: tuple[Notice, ...] = ()) -> Moved:
    """Return ``facts`` as a ``Moved`` of the alliance, with the clock's acts that follow from them."""
    after = case.alliance
    for fact in facts:
        after = founding.apply(after, fact, case.now)
    due = due_on(after, case.calendar)
    if due != after.due:
        timers = f.TimersSet(due)
        facts, after = (*facts, timers), founding.apply(after, timers, case.now)
    capacity = case.actor.capacity
    return made(
        {
            "noun": "alliance",
            "ref": REF,
            "before": case.alliance if case.alliance.founded_at else None,
            "after": after,
            "act": case.act,
            "origin": "",
            "to": "",
            "actor": case.actor.person,
            "role": capacity.role,
            "participant": capacity.participant,
            "body": capacity.body,
            "workflow": after.workflow,
            "policy": after.policy,
            "met": (),
            "facts": facts,
            "notices": notices,
            "at": case.now,
            "reminders": _reminders(case, after, facts),
        }
    )


def _reminders(case: RosterCase, after: Alliance, facts: Facts) -> tuple[Reminder, ...] | None:
    """Return the reminders that the alliance now calls for, where somebody's standing has changed."""
    moved = any(isinstance(fact, f.ParticipantMoved) for fact in facts)
    return reminding.wanted(replace(case, alliance=after)) if moved else None


def due_on(alliance: Alliance, calendar: Calendar) -> Mapping[str, datetime]:
    """Return the clock's acts on the alliance: the day after a notice of leaving ends, and the day after a suspension does."""
    ends = {
        "leave": [p.leaves_on for p in alliance.participants if p.leaves_on],
        "resume": [p.until for p in alliance.participants if p.standing == SUSPENDED and p.until],
    }
    return {event: calendar.at(min(days) + timedelta(days=1), time(0, 0)) for event, days in ends.items() if days}


# --- requirements ---------------------------------------------------------------------------------------------------------------


def _seat(case: RosterCase) -> Seat | None:
    """Return the seat holding the act is about, on the day it is about."""
    day = case.date("from") or case.day
    wanted = (case.text("participant"), case.text("body"), case.text("person"))
    return next(
        (s for s in case.alliance.seats if (s.participant, s.body, s.person) == wanted and covers(s.since, s.until, day)), None
    )


def _deputy(case: RosterCase) -> Deputy | None:
    wanted = (case.text("participant"), case.text("body"), case.text("person"))
    still = (d for d in case.alliance.deputies if d.until is None or d.until >= case.day)
    return next((d for d in still if (d.participant, d.body, d.person) == wanted), None)


def _known_body(case: RosterCase) -> Refusal | None:
    given = case.text("body")
    known = tuple(b.id for b in case.policy.bodies)
    return None if given in known else refuse("unknown-value", field="body", value=given or "(none)", known=", ".join(known))


def _known_person(case: RosterCase) -> Refusal | None:
    found = case.alliance.person(case.text("person"))
    if found is not None and found.active:
        return None
    return refuse("invalid", field="person", why="nobody of that reference is active here", remedy="Invite the person first.")


def _sits_there(case: RosterCase) -> Refusal | None:
    found = case.alliance.participant(case.text("participant"))
    if found is None or case.text("body") in found.bodies:
        return None
    bodies = ", ".join(b.title for b in case.policy.bodies if b.id in found.bodies) or "none yet"
    return refuse("invalid", field="body", why=f"{found.title} has no seat there", remedy=f"It has a seat in: {bodies}.")


def _something_changes(case: RosterCase) -> Refusal | None:
    found = case.alliance.person(case.text("person"))
    if found is None or _corrected(case, found) != found:
        return None
    return refuse("nothing-changed", field="name" if case.text("name") else "contact")


def _dates_in_order(case: RosterCase) -> Refusal | None:
    since, until = case.date("from") or case.day, case.date("until")
    if until is None or since <= until:
        return None
    return refuse("invalid", field="until", why="it ends before it begins", remedy="Give a later last day.")


def _seat_free(case: RosterCase) -> Refusal | None:
    since, until = case.date("from") or case.day, case.date("until")
    same = (s for s in case.alliance.seats if (s.participant, s.body) == (case.text("participant"), case.text("body")))
    active = frozenset(p.ref for p in case.alliance.people if p.active)
    if not any(s.person in active and overlap(since, until, s.since, s.until) for s in same):
        return None
    return refuse(
        "invalid",
        field="person",
        why="the seat is held on those days",
        remedy="End the present holding first: one participant, one seat holder.",
    )


def _seat_held(case: RosterCase) -> Refusal | None:
    return (
        None
        if _seat(case)
        else refuse("invalid", field="person", why="that person does not hold this seat", remedy="Look at who holds it.")
    )


def _deputy_named(case: RosterCase) -> Refusal | None:
    return (
        None
        if _deputy(case)
        else refuse("invalid", field="person", why="that person is not named deputy there", remedy="Look at who is named.")
    )


def _ends_no_later(found: Callable[[RosterCase], Seat | Deputy | None]) -> Check:
    """Refuse to end later what ends already: to go on is a holding or naming of its own."""

    def check(case: RosterCase) -> Refusal | None:
        held, until = found(case), case.date("until")
        if held is not None and until is not None and held.until == until:
            return refuse("nothing-changed", field="until")
        if held is None or held.until is None or until is None or until <= held.until:
            return None
        return refuse("invalid", field="until", why="it already ends sooner", remedy="Give a day no later, or fill or name anew.")

    return check


def _participant_if_any(case: RosterCase) -> Refusal | None:
    return known_participant(case) if case.text("participant") else None


def _chair_role(case: RosterCase) -> Refusal | None:
    role = case.text("role") or "chair"
    if role in {"chair", "deputy chair"}:
        return None
    return refuse("unknown-value", field="role", value=role, known="chair, deputy chair")


def _somebody_owes(case: RosterCase) -> Refusal | None:
    return None if case.data.get("people") else refuse("nothing-waits", why="nobody owes anything about it now")


def _another_name(case: RosterCase) -> Refusal | None:
    if case.text("title") != case.alliance.title:
        return None
    return refuse("nothing-changed", field="title")


def _another_role(case: RosterCase) -> Refusal | None:
    since = case.date("from") or case.day
    held = case.alliance.offices_of(case.text("person"), since)
    if not any((o.role, o.participant) == (case.text("role"), case.text("participant")) for o in held):
        return None
    return refuse("nothing-changed", field="role")


def _another_chair(case: RosterCase) -> Refusal | None:
    """Refuse to appoint who has the office already, for the same time."""
    since, role = case.date("from") or case.day, case.text("role") or "chair"
    held = (o for o in case.alliance.offices_of(case.text("person"), since) if (o.role, o.body) == (role, case.text("body")))
    return refuse("nothing-changed", field="person") if any(o.until == case.date("until") for o in held) else None


def _free_name(case: RosterCase) -> Refusal | None:
    """Refuse a second organisation under a name that one has: nobody could tell them apart."""
    wanted = case.text("title").casefold()
    if not any(p.title.casefold() == wanted for p in case.alliance.participants if p.id != case.text("participant")):
        return None
    why = "another organisation has this name"
    return refuse("invalid", field="title", why=why, remedy="Give each organisation a name of its own.")


HERE = participants.in_standing(*participants.HERE)
CHECKS: Mapping[str, tuple[Check, ...]] = {
    "notice.nudge": (_somebody_owes,),
    **participants.CHECKS,
    "participant.join": (*participants.CHECKS["participant.join"], _free_name),
    "alliance.rename": (_another_name,),
    "seat.fill": (known_participant, HERE, _known_body, _known_person, _sits_there, own_participant, _dates_in_order, _seat_free),
    "seat.end": (known_participant, _known_body, own_participant, _seat_held, _ends_no_later(_seat)),
    "deputy.name": (known_participant, HERE, _known_body, _known_person, _sits_there, own_participant, _dates_in_order),
    "deputy.end": (known_participant, _known_body, own_participant, _deputy_named, _ends_no_later(_deputy)),
    "absence.notify": (known_participant, _known_body, own_participant, _dates_in_order, _seat_held),
    "person.invite": (_participant_if_any, HERE, _dates_in_order),
    "person.appoint": (_known_person, _participant_if_any, HERE, _dates_in_order, _another_role),
    **dict.fromkeys(placing.CONFIRMS, (known_participant, HERE, placing.still_waits, placing.may_confirm)),
    "person.correct": (_known_person, _something_changes),
    "person.end": (_known_person,),
    "chair.appoint": (_known_person, _chair_role, bodies_known, _dates_in_order, _another_chair),
}


# --- what they establish ----------------------------------------------------------------------------------------------------------


def _fill(case: RosterCase) -> Facts:
    n, since = len(case.alliance.seats) + 1, case.date("from") or case.day
    filled = f.SeatFilled(n, case.text("participant"), case.text("body"), case.text("person"), since, case.date("until"))
    return (filled, *placing.its_word(case, placing.SEAT, filled))


def _end_seat(case: RosterCase) -> Facts:
    seat = _seat(case)
    last = case.date("until") or case.day - timedelta(days=1)
    return (f.SeatEnded(seat.n, last, case.text("reason")),) if seat else ()


def _name_deputy(case: RosterCase) -> Facts:
    n, since = len(case.alliance.deputies) + 1, case.date("from") or case.day
    named = f.DeputyNamed(n, case.text("participant"), case.text("body"), case.text("person"), since, case.date("until"))
    return (named, *placing.its_word(case, placing.DEPUTY, named))


def _end_deputy(case: RosterCase) -> Facts:
    found = _deputy(case)
    last = case.date("until") or case.day - timedelta(days=1)
    return (f.DeputyEnded(found.n, last, case.text("reason")),) if found else ()


def _notify_absence(case: RosterCase) -> Facts:
    n, since = len(case.alliance.absences) + 1, case.date("from") or case.day
    wanted = (case.text("participant"), case.text("body"), case.text("person"))
    notified = f.AbsenceNotified(n, *wanted, since, case.date("until"), case.text("reason"))
    return (notified, *placing.its_word(case, placing.ABSENCE, notified))


def _invite(case: RosterCase) -> Facts:
    person = reference(len(case.alliance.people) + 1)
    invited = f.PersonInvited(person, case.text("name"), case.text("contact"))
    role = case.text("role")
    return (invited, *_in_office(case, person, role)) if role else (invited,)


def reference(number: int) -> str:
    """Return the pseudonym under which the ledger knows the alliance's person of that number; people are never taken off the list."""
    return f"PER-{number:04d}"


def _office(case: RosterCase, person: str, role: str) -> f.OfficeGiven:
    n, since = len(case.alliance.offices) + 1, case.date("from") or case.day
    return f.OfficeGiven(n, role, person, case.text("body"), case.text("participant"), since, case.date("until"))


def _in_office(case: RosterCase, person: str, role: str) -> Facts:
    """Return that a person has an office; who heads a participant needs its word."""
    given = _office(case, person, role)
    heads = role == placing.CHIEF and bool(given.participant)
    return (given, *(placing.its_word(case, placing.OFFICE, given) if heads else ()))


def _corrected(case: RosterCase, found: Person) -> Person:
    """Return a person with the particulars that the act gives; what it leaves out stays."""
    given = {name: case.data[name] for name in ("name", "contact", "shown_as") if name in case.data}
    new = replace(found, **given)
    # Shown by another form of the name only where it is another.
    return replace(new, shown_as="") if new.shown_as == new.name else new


def _correct(case: RosterCase) -> Facts:
    found = case.alliance.person(case.text("person"))
    if found is None:
        return ()
    new = _corrected(case, found)
    facts: Facts = ()
    if (new.name, new.contact) != (found.name, found.contact):
        facts += (f.PersonCorrected(new.ref, new.name, new.contact, case.text("reason")),)
    if new.shown_as != found.shown_as:
        facts += (f.PersonShownAs(new.ref, new.shown_as),)
    return facts


def _end_person(case: RosterCase) -> Facts:
    return (f.PersonEnded(case.text("person")),)


def _appoint(case: RosterCase) -> Facts:
    role, since = case.text("role") or "chair", case.date("from") or case.day
    body = case.text("body")
    replaced = (o for o in case.alliance.offices if o.role == role and o.body in {"", body} and covers(o.since, o.until, since))
    return (*(f.OfficeEnded(o.n, since - timedelta(days=1)) for o in replaced), _office(case, case.text("person"), role))


def _give_role(case: RosterCase) -> Facts:
    """Give a person a role. There is one alliance manager: whoever was it before ends the day before."""
    role, since = case.text("role"), case.date("from") or case.day
    before = (o for o in case.alliance.offices if o.role == role == MANAGER and covers(o.since, o.until, since))
    return (*(f.OfficeEnded(o.n, since - timedelta(days=1)) for o in before), *_in_office(case, case.text("person"), role))


def _rename(case: RosterCase) -> Facts:
    return (f.AllianceRenamed(case.text("title")),)


def _nudge(case: RosterCase) -> Facts:
    return (f.Nudged(case.text("subject"), tuple(case.data["people"]), case.actor.person),)


NOTICES: Mapping[str, Callable[[RosterCase], tuple[Notice, ...]]] = {
    **participants.NOTICES,
    "notice.nudge": lambda case: (Notice("nudge", tuple(case.data["people"]), case.text("subject")),),
}
RESULTS: Mapping[str, Callable[[RosterCase], Facts]] = {
    "notice.nudge": _nudge,
    **participants.RESULTS,
    "seat.fill": _fill,
    "seat.end": _end_seat,
    "deputy.name": _name_deputy,
    "deputy.end": _end_deputy,
    "absence.notify": _notify_absence,
    "person.invite": _invite,
    "person.appoint": _give_role,
    "person.correct": _correct,
    "person.end": _end_person,
    "chair.appoint": _appoint,
    "alliance.rename": _rename,
    **dict.fromkeys(placing.CONFIRMS, placing.confirmed),
}
