"""Observers of interests: what is ruled on, by whom, and who confirms."""

from govflow.domain.interests import Interest
from govflow.domain.seats import covers
from govflow.engine.observers.opening import about_one
from govflow.engine.observers.positions import speaks
from govflow.engine.seen import Seen
from govflow.engine.words import observer

BARRING = frozenset({"exclude", "discuss_no_vote"})


def _about(seen: Seen) -> Interest | None:
    for interest in seen.before.interests:
        if interest.n == seen.data.get("of"):
            return interest
    return None


def team(seen: Seen) -> tuple[str, ...]:
    """Return the participants that decide: those asked while positions are open, else all on the body that may."""
    if seen.before.state == "open":
        return seen.before.rounds[-1].electorate
    sitting = [p.id for p in seen.alliance.participants if seen.before.body in p.bodies and p.standing in {"joined", "leaving"}]
    return tuple(p for p in sitting if not (about_one(seen) and p == seen.before.concerns))


def organisations(seen: Seen, person: str) -> set[str]:
    """Return the participants a person sits for, stands in for, or holds an office of, today."""
    found = set()
    for seat in seen.alliance.seats:
        if seat.person == person and covers(seat.since, seat.until, seen.day):
            found.add(seat.participant)
    for office in seen.alliance.offices:
        if office.person == person and office.participant and covers(office.since, office.until, seen.day):
            found.add(office.participant)
    for deputy in seen.alliance.deputies:
        if deputy.person == person and covers(deputy.since, deputy.until, seen.day):
            found.add(deputy.participant)
    return found


@observer("an interest somebody declared")
def declared(seen: Seen) -> bool:
    """Say whether there is such an interest, other than a statement that there is none."""
    found = _about(seen)
    return found is not None and found.kind in {"personal", "institutional"} and not found.replaced_by


@observer("a ruler it does not concern")
def not_own(seen: Seen) -> bool:
    """Say whether the ruler is neither the person with the interest nor somebody of the organisation it is about."""
    found, person = _about(seen), seen.actor.person
    return found is None or (person != found.person and found.participant not in organisations(seen, person))


@observer("the ruler whose turn it is")
def turn(seen: Seen) -> bool:
    """Say whether the chair ruled; or the deputy chair, the chair being concerned; or one of the team, both being so."""
    for role in ("chair", "deputy chair"):
        able = [
            o.person for o in seen.alliance.offices if _serves(seen, o.role == role, o.body, covers(o.since, o.until, seen.day))
        ]
        able = [person for person in able if _role_free(seen, role, person)]
        if able:
            return seen.actor.person in able
    return seen.mine in team(seen) and speaks(seen)


@observer("a participant that takes part in it")
def takes_part(seen: Seen) -> bool:
    """Say whether the participant is among those that decide."""
    return seen.mine in team(seen)


@observer("a position of the ruler's in the body that decides")
def in_body(seen: Seen) -> bool:
    """Say whether whoever ruled chairs this very body today, or speaks in it for a participant."""
    for office in seen.alliance.offices:
        presides = office.role in {"chair", "deputy chair"} and office.person == seen.actor.person
        if presides and office.body in {"", seen.before.body} and covers(office.since, office.until, seen.day):
            return True
    return speaks(seen)


def _serves(seen: Seen, is_role: bool, body: str, today: bool) -> bool:  # noqa: FBT001
    return is_role and today and body in {"", seen.before.body}


def _role_free(seen: Seen, role: str, person: str) -> bool:
    found = _about(seen)
    if not any(o.person == person and o.role == role for o in seen.alliance.offices):
        return False
    for interest in seen.before.interests:
        settled = interest.replaced_by or (interest.handling != "" and len(interest.confirmed_by) >= interest.confirmations)
        if interest.person == person and interest.kind != "none" and not settled:
            return False
    return found is None or (found.person != person and found.participant not in organisations(seen, person))


@observer("the others' confirmation still to come, where it takes away a position already given")
def removing_waits(seen: Seen) -> bool:
    """Say whether a ruling that takes a standing position away has yet to be confirmed by most of the others."""
    found = _about(seen)
    handling = seen.said("handling") or seen.policy.options["E"]
    if found is None or handling not in BARRING or not _takes_away(seen, found):
        return True
    ruled = next(i for i in seen.after.interests if i.n == found.n)
    others = [p for p in team(seen) if p not in {found.participant, ruled.ruled_by_participant}]
    return ruled.confirmed_by == () and ruled.confirmations * 2 > len(others)


def _takes_away(seen: Seen, interest: Interest) -> bool:
    for position in seen.before.positions:
        if position.current and position.participant == interest.participant:
            return interest.kind == "institutional" or position.person == interest.person
    return False


@observer("a ruling that waits for it")
def ruling_waits(seen: Seen) -> bool:
    """Say whether a ruling was made of which some confirmations are missing."""
    found = _about(seen)
    return found is not None and found.handling != "" and len(found.confirmed_by) < found.confirmations


@observer("a participant that is neither concerned nor the ruler's, once each")
def other_confirms(seen: Seen) -> bool:
    """Say whether one of the others confirmed, for the first time."""
    found = _about(seen)
    if found is None:
        return False
    is_other = seen.mine not in {found.participant, found.ruled_by_participant}
    return is_other and seen.mine in team(seen) and seen.mine not in found.confirmed_by


@observer("every declared interest ruled on and confirmed")
def all_ruled(seen: Seen) -> bool:
    """Say whether no declared interest lacks its ruling, and no ruling its confirmations."""
    for interest in seen.before.interests:
        if interest.kind == "none" or interest.replaced_by:
            continue
        if interest.handling == "" or len(interest.confirmed_by) < interest.confirmations:
            return False
    return True
