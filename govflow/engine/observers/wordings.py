"""Observers of editorial changes: one at a time, different, by two people, and open to be called material."""

from govflow.engine.seen import Seen
from govflow.engine.words import observer


@observer("no other wording waiting")
def none_waits(seen: Seen) -> bool:
    """Say whether no wording was waiting already."""
    return seen.before.wording_proposed == ""


@observer("a wording that differs")
def differs(seen: Seen) -> bool:
    """Say whether the wording put forward is another than the one that stands."""
    return seen.after.wording_proposed != seen.before.versions[-1].text


@observer("a wording that was put forward")
def put_forward(seen: Seen) -> bool:
    """Say whether there was a wording to confirm."""
    return seen.before.wording_proposed != ""


@observer("chair and manager, two people, both behind it")
def two_people(seen: Seen) -> bool:
    """Say whether one put the wording forward as chair or manager and the other confirms it."""
    roles = {seen.before.wording_by_role, seen.actor.capacity.role}
    return seen.before.wording_proposed == "" or (roles == {"chair", "manager"} and seen.before.wording_by != seen.actor.person)


@observer("an editorial change in this round")
def edited(seen: Seen) -> bool:
    """Say whether a wording waits, or was changed since positions opened."""
    was = seen.before
    return was.wording_proposed != "" or (was.edited_round > 0 and was.edited_round == len(was.rounds))


@observer("a working day in which everyone can see what changed")
def time_to_see(seen: Seen) -> bool:
    """Say whether adoption waits beyond now."""
    return seen.after.settles_at is not None and seen.after.settles_at > seen.now
