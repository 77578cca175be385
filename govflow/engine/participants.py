"""Acts on participants: joining, notice of leaving, leaving, suspension. What each needs, and what it establishes. Pure functions."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from govflow.domain import facts as f
from govflow.domain.alliances import PRESIDING, Alliance
from govflow.domain.decisions import Decision
from govflow.domain.notices import Notice
from govflow.domain.participants import EXCLUDED, GONE, JOINED, LEAVING, LEFT, SUSPENDED, Participant
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import day
from govflow.domain.working_days import Calendar
from govflow.engine.roster_cases import (
    Check,
    Facts,
    RosterCase,
    bodies_known,
    everyone,
    known_participant,
    own_participant,
    reason_given,
)

ONE_DAY = timedelta(days=1)
EXIT, DEFAULT, SUSPENSION = "exit", "default", "suspension"  # what a kind of decision can be about
STANDS = frozenset({"in_force", "implemented", "reviewed"})
STANDING = {
    JOINED: "takes part",
    LEAVING: "has given notice",
    SUSPENDED: "is suspended",
    LEFT: "has left",
    EXCLUDED: "is no longer in the alliance",
}
HERE = (JOINED, LEAVING, SUSPENDED)
Notices = tuple[Notice, ...]


# --- requirements ---------------------------------------------------------------------------------------------------------------


def _new_participant(case: RosterCase) -> Refusal | None:
    if case.participant is None or case.participant.standing in GONE:
        return None
    return refuse(
        "invalid", field="participant", why="it is already a participant", remedy="Give the new participant another name."
    )


def in_standing(*allowed: str) -> Check:
    """Return the requirement that the participant stands in one of the ways ``allowed``."""

    def check(case: RosterCase) -> Refusal | None:
        found = case.participant
        if found is None or found.standing in allowed:
            return None
        return refuse("not-now", state=f"as it is: {found.title} {STANDING[found.standing]}", moves="what fits that")

    return check


def binds(case: RosterCase) -> bool:
    """Say whether whoever asks can bind the participant: its seat holder in the leadership team, or its chief executive."""
    person, participant = case.actor.person, case.text("participant")
    heads = (o for o in case.alliance.offices_of(person, case.day) if o.role == "chief executive")
    bodies = (b.id for b in case.policy.bodies if b.level == "leadership")
    seated = any(case.alliance.holder(participant, body, case.day) == person for body in bodies)
    return seated or any(o.participant == participant for o in heads)


def _may_bind(case: RosterCase) -> Refusal | None:
    if case.participant is None or binds(case) or own_participant(case) is not None:
        return None
    body = next((b.title.lower() for b in case.policy.bodies if b.level == "leadership"), "")
    return refuse("no-seat", who=(case.alliance.name_of(case.actor.person),), body=body)


def earliest_exit(policy: Policy, calendar: Calendar, given: date) -> date:
    """Return the soonest last day of a notice of leaving that counts as of ``given``: the policy's ``exit_notice`` after it."""
    clock = policy.clocks["exit_notice"]
    noon = calendar.at(given, policy.closing)
    return calendar.local_date(calendar.due(noon, clock, policy.closing))


def _notice_long_enough(case: RosterCase) -> Refusal | None:
    until = case.date("until")
    if until is None or until < case.day:
        why, remedy = "the last day of the notice must be given and not be past", "Give the day the notice ends."
        return refuse("invalid", field="until", why=why, remedy=remedy)
    if case.text("decision"):
        return _decided(case, EXIT)
    soonest = earliest_exit(case.policy, case.calendar, case.calendar.counts_from(case.now, case.policy.closing))
    if until >= soonest or case.participant is None:
        return None
    needed = case.policy.clocks["exit_notice"]
    return refuse(
        "exit-notice-too-short", field="until", who=(case.participant.title,), needed=str(needed), earliest=day(soonest)
    )


def _notice_stands(case: RosterCase) -> Refusal | None:
    found = case.participant
    if found is None or found.standing == LEAVING:
        return None
    return refuse("nothing-waits", why=f"{found.title} has given no notice of leaving")


def _decided(case: RosterCase, *about: str) -> Refusal | None:
    """Refuse a decision that does not say so: one in force, of a kind about the participant's own matter, not carried out before."""
    ref, found = case.text("decision"), case.agreed
    if found is None:
        return refuse("unknown-reference", field="decision", value=ref[:80])
    if case.kind is None or case.kind.about not in about or found.concerns != case.text("participant"):
        return _no_ground(case, f"{ref} does not decide on this participant's {' or '.join(about)}")
    if found.state not in STANDS:
        return _no_ground(case, f"{ref} is not in force")
    done = case.participant is not None and ref in case.participant.decisions
    return _no_ground(case, f"{ref} was carried out before") if done else _open_meanwhile(case, found)


def _open_meanwhile(case: RosterCase, found: Decision) -> Refusal | None:
    """Refuse what was asked before another decision on the same matter came into force and was carried out: it was answered by that."""
    asked = found.asked.at if found.asked is not None else found.proposed_at
    for other in case.carried_out:
        if other.effective_at is not None and asked is not None and asked <= other.effective_at:
            why = f"{other.ref} decided the same while {found.ref} was open, and was carried out"
            return _no_ground(case, why)
    return None


def _no_ground(case: RosterCase, why: str) -> Refusal:
    kinds = listed_kinds(case, EXIT, DEFAULT, SUSPENSION)
    return refuse("invalid", field="decision", why=why, remedy=f"Give a decision in force that concerns it, of kind {kinds}.")


def listed_kinds(case: RosterCase, *about: str) -> str:
    """Return the titles of the kinds of decision that are about one of ``about``."""
    return ", ".join(k.title.lower() for k in case.policy.kinds if k.about in about) or "none"


def _undecided(case: RosterCase, otherwise: str, *about: str) -> Refusal:
    who = (case.participant.title if case.participant else case.text("participant"),)
    return refuse("decision-needed", field="decision", who=who, kinds=listed_kinds(case, *about), otherwise=otherwise)


def _may_leave(case: RosterCase) -> Refusal | None:
    found = case.participant
    if case.text("decision"):
        return _decided(case, EXIT, DEFAULT)
    if found is None or (found.leaves_on is not None and found.leaves_on < case.day):
        return None
    return _undecided(case, "it gives notice, and leaves by itself when that ends", EXIT, DEFAULT)


def _suspension_ends(case: RosterCase) -> Refusal | None:
    until = case.date("until")
    if until is not None and until >= case.day:
        return None
    why, remedy = "a suspension has a last day, which is not past", "Give the day on which it ends by itself."
    return refuse("invalid", field="until", why=why, remedy=remedy)


def _suspension_agreed(case: RosterCase) -> Refusal | None:
    if case.text("decision"):
        return _decided(case, SUSPENSION)
    return None if binds(case) else _undecided(case, "its own people ask for it", SUSPENSION)


def _may_resume(case: RosterCase) -> Refusal | None:
    """Refuse to end early what was decided, unless the others have decided that too."""
    if case.text("decision"):
        return _decided(case, SUSPENSION)
    decided = case.participant is not None and bool(case.participant.decision)
    return _undecided(case, "it ends by itself on its last day", SUSPENSION) if decided else None


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "participant.join": (_new_participant, bodies_known),
    "participant.give_notice": (known_participant, own_participant, _may_bind, in_standing(JOINED), _notice_long_enough),
    "participant.take_back_notice": (known_participant, own_participant, _may_bind, _notice_stands, reason_given),
    "participant.leave": (known_participant, in_standing(*HERE), _may_leave),
    "participant.suspend": (
        *(known_participant, own_participant, in_standing(JOINED, LEAVING)),
        *(reason_given, _suspension_ends, _suspension_agreed),
    ),
    "participant.resume": (known_participant, in_standing(SUSPENDED), reason_given, _may_resume),
}


# --- what they establish ----------------------------------------------------------------------------------------------------------


def _join(case: RosterCase) -> Facts:
    title = case.text("title") or case.text("participant").title()
    bodies, tags = tuple(case.data.get("bodies", ())), tuple(case.data.get("tags", ()))
    return (f.ParticipantJoined(case.text("participant"), title, bodies, tags),)


def _moves_to(standing: str) -> Callable[[RosterCase], Facts]:
    def result(case: RosterCase) -> Facts:
        who, until, why = case.text("participant"), case.date("until"), case.text("reason")
        return (f.ParticipantMoved(who, standing, until, why, case.text("decision")),)

    return result


def _resume(case: RosterCase) -> Facts:
    found = case.participant
    return (resumed(found, case.text("reason"), case.text("decision")),) if found else ()


def resumed(participant: Participant, reason: str, decision: str = "") -> f.ParticipantMoved:
    """Return that a suspension ends: a notice of leaving that was given before it goes on."""
    standing = LEAVING if participant.leaves_on else JOINED
    return f.ParticipantMoved(participant.id, standing, participant.leaves_on, reason, decision)


def _leave(case: RosterCase) -> Facts:
    found = case.participant
    if found is None:
        return ()
    return departures(case.alliance, {found.id: last_day(found, case.day)}, case.text("reason"), case.text("decision"))


def last_day(participant: Participant, today: date) -> date:
    """Return the last day on which somebody that leaves ``today`` took part: that of its notice, or the day before."""
    yesterday = today - ONE_DAY
    return min(participant.leaves_on, yesterday) if participant.leaves_on else yesterday


def departures(alliance: Alliance, last: Mapping[str, date], reason: str = "", decision: str = "", standing: str = LEFT) -> Facts:
    """Return what it establishes that participants leave, each with its last day: its seats, deputies, absences and offices end.

    ``standing`` is what they have then: LEFT, or EXCLUDED.
    """
    leaving = (p for p in alliance.participants if p.id in last)
    moved = tuple(f.ParticipantMoved(p.id, standing, last[p.id], reason or p.reason, decision) for p in leaving)
    seats = (f.SeatEnded(s.n, last[s.participant]) for s in alliance.seats if _goes_on(s, last))
    deputies = (f.DeputyEnded(d.n, last[d.participant]) for d in alliance.deputies if _goes_on(d, last))
    absences = (f.AbsenceEnded(a.n, last[a.participant]) for a in alliance.absences if _goes_on(a, last))
    return (*moved, *seats, *deputies, *absences, *_offices(alliance, last))


def _goes_on(held: Any, last: Mapping[str, date]) -> bool:  # noqa: ANN401 - a seat, a deputy, an absence
    """Say whether what somebody holds for one of those that leave would go on after its last day."""
    return held.participant in last and (held.until is None or held.until > last[held.participant])


def _offices(alliance: Alliance, last: Mapping[str, date]) -> Facts:
    """Return the end of the offices held through those that leave: a chief executive's, and the chair of whoever sits for nobody else."""
    found = []
    for office in alliance.offices:
        ends = last.get(office.participant) or (
            _only_through(alliance, office.person, last) if office.role in PRESIDING else None
        )
        if ends is not None and (office.until is None or office.until > ends):
            found.append(f.OfficeEnded(office.n, ends))
    return tuple(found)


def _only_through(alliance: Alliance, person: str, last: Mapping[str, date]) -> date | None:
    """Return the last day of the participants for which ``person`` sits, when all of them leave; None when one stays, or for none."""
    first = min(last.values())
    sits = {s.participant for s in alliance.seats if s.person == person and (s.until is None or s.until >= first)}
    return max(last[p] for p in sits) if sits and sits <= last.keys() else None


RESULTS: Mapping[str, Callable[[RosterCase], Facts]] = {
    "participant.join": _join,
    "participant.give_notice": _moves_to(LEAVING),
    "participant.take_back_notice": _moves_to(JOINED),
    "participant.leave": _leave,
    "participant.suspend": _moves_to(SUSPENDED),
    "participant.resume": _resume,
}


# --- who is told ------------------------------------------------------------------------------------------------------------------


def _tell(kind: str) -> Callable[[RosterCase], Notices]:
    def tell(case: RosterCase) -> Notices:
        others = tuple(p for p in everyone(case) if p != case.actor.person)
        return (Notice(kind, others, case.alliance.ref),) if others else ()

    return tell


TOLD = {
    "participant.give_notice": "exit-notice",
    "participant.take_back_notice": "notice-taken-back",
    "participant.leave": "participant-left",
    "participant.suspend": "participant-suspended",
    "participant.resume": "suspension-ended",
}
LEFT_BEHIND = "left-behind"
told_left, told_resumed = _tell(TOLD["participant.leave"]), _tell(TOLD["participant.resume"])


def told_of_leaving(case: RosterCase) -> Notices:
    """Return who is told that somebody has left: everyone; and the manager of what it leaves behind."""
    managers = case.alliance.in_office("manager", case.day)
    behind = (Notice(LEFT_BEHIND, managers, case.alliance.ref),) if case.waiting and managers else ()
    return (*told_left(case), *behind)


NOTICES: Mapping[str, Callable[[RosterCase], Notices]] = {
    **{act: _tell(kind) for act, kind in TOLD.items()},
    "participant.leave": told_of_leaving,
    "participant.resume": told_resumed,
}
