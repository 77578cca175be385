"""Observers of the no-fault ladder: who may speak on a rung, what moves it on, and how it may end."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from govflow.domain import facts as f
from govflow.engine.seen import SeenOther
from govflow.engine.words import observer

ROUTES = {"safeguarding", "fraud", "whistleblowing", "data-breach", "statutory-duty", "court-relief"}


def _bodies(seen: SeenOther, level: str) -> set[str]:
    return {body.id for body in seen.policy.bodies if body.level == level}


def _there(since: object, until: object, seen: SeenOther) -> bool:
    return since <= seen.day and (until is None or seen.day <= until)  # type: ignore[operator]


def _holder(seen: SeenOther, participant: str, bodies: set[str]) -> set[str]:
    """Return who holds the participant's seats in ``bodies`` today."""
    found = set()
    for seat in seen.alliance.seats:
        if seat.participant == participant and seat.body in bodies and _there(seat.since, seat.until, seen):
            found.add(seat.person)
    return found


def _stands_in(seen: SeenOther, participant: str, bodies: set[str]) -> set[str]:
    """Return the participant's deputies in ``bodies`` whose dates cover today and whose holder's absence is notified."""
    found = set()
    for deputy in seen.alliance.deputies:
        if deputy.participant != participant or deputy.body not in bodies or not _there(deputy.since, deputy.until, seen):
            continue
        holders = _holder(seen, participant, {deputy.body})
        for absence in seen.alliance.absences:
            away = absence.person in holders and absence.body == deputy.body and _there(absence.since, absence.until, seen)
            if away and absence.participant == participant:
                found.add(deputy.person)
        if not holders:
            found.add(deputy.person)
    return found


def _voices(seen: SeenOther, participant: str) -> set[str]:
    """Return who may speak for a participant on the rung the issue was on."""
    bodies = _bodies(seen, "leadership")
    if seen.before.state in {"logged", "with_management_team"}:
        bodies |= _bodies(seen, "management")
    found = _holder(seen, participant, bodies) | _stands_in(seen, participant, bodies)
    if seen.before.state == "with_chief_executives":
        for office in seen.alliance.offices:
            if (
                office.role == "chief executive"
                and office.participant == participant
                and _there(office.since, office.until, seen)
            ):
                found.add(office.person)
    return found


def _chairing(seen: SeenOther) -> set[str]:
    return _heads(seen, "chair")


@observer("a voice of a participant concerned, on that rung")
def voice(seen: SeenOther) -> bool:
    """Say whether whoever asked speaks for a participant concerned, in a seat, as deputy or as chief executive where those count."""
    concerned = [c.participant for c in seen.before.concerned_participants]
    return seen.mine in concerned and seen.actor.person in _voices(seen, seen.mine)


@observer("a part in it on that rung")
def part(seen: SeenOther) -> bool:
    """Say whether whoever asked speaks for a participant concerned, chairs, manages, or helps along on the rung; or is the clock."""
    if seen.actor.person == "the clock":
        return True
    if seen.actor.capacity.role == "manager" or seen.actor.person in _chairing(seen):
        return True
    role = {"facilitated": "facilitator", "appointing_mediator": "mediator", "mediation": "mediator"}.get(seen.before.state)
    helper = ""
    for guest in seen.before.guests:
        if guest.role == role:
            helper = guest.person
    return seen.actor.person == helper or voice(seen)


def _gone(seen: SeenOther) -> set[str]:
    """Return the participants that are no longer in the alliance."""
    found = set()
    for participant in seen.alliance.participants:
        if participant.standing in {"left", "excluded"}:
            found.add(participant.id)
    return found


def _heads(seen: SeenOther, role: str) -> set[str]:
    """Return who holds an office of the alliance or of its leadership team today."""
    teams = {"", *_bodies(seen, "leadership")}
    found = set()
    for office in seen.alliance.offices:
        if office.role == role and office.body in teams and _there(office.since, office.until, seen):
            found.add(office.person)
    return found


def _of_those_concerned(seen: SeenOther) -> set[str]:
    """Return who sits, stands in or holds an office for a participant concerned today."""
    people = seen.alliance
    held = [(s.participant, s.person, s.since, s.until) for s in people.seats]
    held += [(d.participant, d.person, d.since, d.until) for d in people.deputies]
    held += [(o.participant, o.person, o.since, o.until) for o in people.offices]
    concerned = {c.participant for c in seen.before.concerned_participants}
    found = set()
    for participant, person, since, until in held:
        if participant in concerned and _there(since, until, seen):
            found.add(person)
    return found


def _sorts(seen: SeenOther) -> bool:
    """Say whether option O lets whoever asked sort the issue: its chair, unless concerned, then the deputy chair, then the manager."""
    if seen.policy.options["O"] == "chair":
        for role in ("chair", "deputy chair"):
            apart = _heads(seen, role) - _of_those_concerned(seen)
            if apart:
                return seen.actor.person in apart
    return seen.actor.person in _heads(seen, "manager")


@observer("whoever sorts issues first")
def sorted_first(seen: SeenOther) -> bool:
    """Say whether it was the one who sorts issues first."""
    return _sorts(seen)


@observer("a voice of a participant concerned, or whoever sorts issues first, while it is not sorted")
def sorted_or_concerned(seen: SeenOther) -> bool:
    """Say whether what is only logged is taken on by those concerned, by whoever sorts it, or by the clock."""
    if seen.before.state != "logged" or seen.actor.person == "the clock":
        return True
    return _sorts(seen) or voice(seen)


@observer("a reason, or the time of its rung being over")
def reasoned(seen: SeenOther) -> bool:
    """Say whether somebody gave a reason, or the clock acted at its time; the engine only where each of those concerned gave one."""
    due = seen.before.due.get(seen.event)
    if seen.actor.person == "the engine":
        return all(c.reason.strip() for c in seen.after.concerned_participants if c.differs)
    if seen.actor.person == "the clock":
        return due is not None and due <= seen.now
    return seen.said("reason") != ""


@observer("saying what is new, at the second consideration")
def what_is_new(seen: SeenOther) -> bool:
    """Say whether an option offered at the second consideration says what is new."""
    return seen.before.state != "reconsidered" or seen.said("new") != ""


@observer("a way forward that was offered")
def offered(seen: SeenOther) -> bool:
    """Say whether there is a way forward of the number given."""
    for option in seen.before.offered_options:
        if option.n == seen.data.get("option"):
            return True
    return False


@observer("somebody known, and on which terms")
def appointed(seen: SeenOther) -> bool:
    """Say whether whoever is appointed is known and active in the alliance, and the terms are said."""
    for known in seen.alliance.people:
        if known.ref == seen.data.get("person") and known.active:
            return seen.said("terms") != ""
    return False


@observer("a route of its own, and why")
def routed(seen: SeenOther) -> bool:
    """Say whether the route is one of those that are not the alliance's, and a reason is given."""
    return seen.said("route") in ROUTES and seen.said("reason") != ""


@observer("everyone concerned who has not left accepting one and the same way forward")
def all_accept(seen: SeenOther) -> bool:
    """Say whether each participant concerned that is still in the alliance accepts the same way forward, which was offered."""
    accepted = {c.accepts for c in seen.after.concerned_participants if c.participant not in _gone(seen)}
    return (
        len(accepted) == 1 and accepted == {seen.after.option} and seen.after.option in {o.n for o in seen.after.offered_options}
    )


@observer("everyone concerned agreeing to differ, or every rung having been climbed")
def honest_close(seen: SeenOther) -> bool:
    """Say whether everyone concerned would leave it unresolved, or it is closed, with a reason, at the end of the ladder."""
    counted = [c for c in seen.after.concerned_participants if c.participant not in _gone(seen)]
    if counted and all(c.differs for c in counted):
        return True
    return _at_the_end(seen)


def _at_the_end(seen: SeenOther) -> bool:
    """Say whether the chair, the owner or the clock, at its time, closes it when every rung has been climbed."""
    if seen.before.state != "to_close":
        return False
    due = seen.before.due.get("close")
    if seen.actor.person == "the clock":
        return due is not None and due <= seen.now
    closing = _chairing(seen)
    for seat in seen.alliance.seats:
        if seat.body in _bodies(seen, "owner") and _there(seat.since, seat.until, seen):
            closing.add(seat.person)
    return seen.actor.person in closing and seen.said("reason") != ""


@observer("a voice of a participant concerned, on that rung, or every rung having been climbed")
def voice_or_end(seen: SeenOther) -> bool:
    """Say whether whoever closes it speaks for a participant concerned, or may close it at the end; the engine sums up what they said."""
    return seen.actor.person == "the engine" or voice(seen) or _at_the_end(seen)


@observer("words for everybody that say something")
def words_said(seen: SeenOther) -> bool:
    """Say whether words were put forward, which nobody but those concerned sees before every one of them has consented."""
    return seen.after.summary.strip() != "" and seen.after.published_at is None


@observer("a participant concerned that consents, by a voice of its own, to the words that wait")
def consents(seen: SeenOther) -> bool:
    """Say whether whoever consents speaks for a participant concerned, and read the words that wait."""
    read = seen.data.get("version")
    concerned = [c.participant for c in seen.before.concerned_participants]
    teams = _bodies(seen, "leadership")
    may = _holder(seen, seen.mine, teams) | _stands_in(seen, seen.mine, teams)
    return seen.mine in concerned and seen.actor.person in may and read in {None, seen.before.summary_n}


@observer("the consent of everyone concerned to these very words")
def all_consent(seen: SeenOther) -> bool:
    """Say whether each participant concerned that is still in the alliance has consented to the words that become public."""
    for one in seen.after.concerned_participants:
        if one.participant not in _gone(seen) and one.consents != seen.before.summary_n:
            return False
    return bool(seen.after.summary == seen.before.summary and seen.before.summary_n)


@observer("a clock that moves it on")
def clocked(seen: SeenOther) -> bool:
    """Say whether a time that lies ahead is set at which it moves on by itself."""
    return any(at > seen.now for at in seen.after.due.values())


@observer("its not having ended before")
def not_ended(seen: SeenOther) -> bool:
    """Say whether it was still open."""
    return seen.before.state not in {"resolved", "closed_unresolved", "turned_away"}


@observer("its leaving the rung being written down, with why")
def recorded_climb(seen: SeenOther) -> bool:
    """Say whether leaving a rung is written down, with the rung it left; a deadlock's issue begins where the policy says."""
    if not seen.before.state:
        return True
    for fact in seen.facts:
        if isinstance(fact, f.SteppedUp) and fact.rung == seen.before.state and fact.reason.strip():
            return True
    return False
