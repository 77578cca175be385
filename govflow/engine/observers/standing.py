"""Observers of standing: whoever acts on what was put forward still has what they put it forward by, or has taken it over."""

from govflow.domain.seats import covers
from govflow.engine.seen import Seen
from govflow.engine.words import observer

GONE = frozenset({"left", "excluded"})


@observer("a standing of whoever asks that has not ended")
def goes_on(seen: Seen) -> bool:
    """Say whether somebody who acts as proposer holds a seat or office today, of a participant that takes part, or took it over."""
    person, capacity = seen.actor.person, seen.actor.capacity
    if capacity.role != "proposer":
        return True
    if capacity.participant != "":
        return _takes_part(seen, capacity.participant) and _sits(seen, capacity.participant)
    for office in seen.alliance.offices:
        if office.person == person and office.word != "waits" and covers(office.since, office.until, seen.day):
            return True
    return False


def _sits(seen: Seen, participant: str) -> bool:
    for seat in seen.alliance.seats:
        here = (seat.participant, seat.person) == (participant, seen.actor.person) and seat.word != "waits"
        if here and covers(seat.since, seat.until, seen.day):
            return True
    return False


def _takes_part(seen: Seen, participant: str) -> bool:
    for one in seen.alliance.participants:
        if one.id == participant:
            return one.standing not in GONE and (one.standing != "suspended" or seen.before.body == "owner")
    return False
