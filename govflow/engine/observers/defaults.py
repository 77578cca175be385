"""Observers of the restricted route: nobody is excluded without notice, time to put it right, and every other's agreement."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from govflow.domain.working_days import Span
from govflow.engine.seen import SeenOther
from govflow.engine.words import observer

STILL = {"joined", "leaving"}  # the standings in which a participant decides
STANDING = {"in_force", "implemented", "reviewed", "superseded"}
ENDINGS = {"cured", "excluded", "activities_suspended", "ended"}


def _others(seen: SeenOther) -> set[str]:
    """Return the participants of the leadership team that decide, without the one concerned."""
    found = set()
    for participant in seen.alliance.participants:
        if participant.standing in STILL and seen.after.body in participant.bodies:
            found.add(participant.id)
    return found - {seen.after.concerns}


def _seat_holder(seen: SeenOther, participant: str) -> str:
    for seat in seen.alliance.seats:
        there = seat.since <= seen.day and (seat.until is None or seen.day <= seat.until)
        if (seat.participant, seat.body) == (participant, seen.after.body) and there:
            return seat.person
    return ""


def _is_of(seen: SeenOther, person: str, participant: str) -> bool:
    """Return whether somebody sits, deputises or holds an office for a participant."""
    seated = {(s.person, s.participant) for s in seen.alliance.seats}
    named = {(d.person, d.participant) for d in seen.alliance.deputies}
    held = {(o.person, o.participant) for o in seen.alliance.offices}
    return (person, participant) in seated | named | held


def _waits(seen: SeenOther, since: object, clock: Span) -> bool:
    """Say whether ``clock`` after ``since`` has come."""
    return since is not None and seen.now >= seen.calendar.due(since, clock, seen.policy.closing)  # type: ignore[arg-type]


@observer("one of the others, in its own seat")
def from_the_others(seen: SeenOther) -> bool:
    """Say whether whoever asked holds the leadership seat of a participant that decides and is not the one concerned."""
    return seen.mine in _others(seen) and _seat_holder(seen, seen.mine) == seen.actor.person


@observer("a second person of a third participant, after the pause")
def confirmed(seen: SeenOther) -> bool:
    """Say whether it was confirmed by one of the others who did not prepare it, not before the policy's pause was over."""
    default = seen.after
    apart = seen.mine not in {default.participant, default.concerns} and seen.actor.person != default.by
    return from_the_others(seen) and apart and _waits(seen, default.prepared_at, seen.policy.clocks["default_pause"])


@observer("the notice of every other participant")
def noticed(seen: SeenOther) -> bool:
    """Say whether each of the others joined the notice, which stands in writing with every ground and its evidence."""
    joined = {one.participant for one in seen.after.joined_notices}
    if not _others(seen) or not _others(seen) <= joined or seen.after.notice_at is None:
        return False
    for stated in seen.after.stated_grounds:
        if stated.evidence not in seen.after.notice or not stated.evidence.strip():
            return False
    return bool(seen.after.stated_grounds)


@observer("a participant that had not joined it before")
def joins_once(seen: SeenOther) -> bool:
    """Say whether the participant's joining is the first of it."""
    return seen.mine not in {one.participant for one in seen.before.joined_notices}


@observer("somebody apart from the one concerned, and a day that fits")
def served_apart(seen: SeenOther) -> bool:
    """Say whether the notice was served by nobody of the one concerned, on a day from that of the notice to today."""
    given = seen.calendar.local_date(seen.after.notice_at) if seen.after.notice_at else None
    on = seen.after.served_on
    fits = given is not None and on is not None and given <= on <= seen.day
    return fits and not _is_of(seen, seen.actor.person, seen.after.concerns)


@observer("its service, and the whole time to put it right ahead")
def time_given(seen: SeenOther) -> bool:
    """Say whether the notice was served, and the policy's time to put it right runs from then, or longer."""
    return seen.after.served_on is not None and seen.after.cure_until is not None and _time_enough(seen)


def _time_enough(seen: SeenOther) -> bool:
    on, until, n = seen.after.served_on, seen.after.cure_until, seen.policy.clocks["cure"].n
    return on is not None and until is not None and seen.calendar.local_date(until) >= seen.calendar.add_working_days(on, n)


@observer("its service, and time to put it right that is over, unless its grounds leave none")
def time_over(seen: SeenOther) -> bool:
    """Say whether the notice was served and the whole time has passed; a ground that leaves none needs the service alone."""
    if seen.after.served_on is None or seen.after.notice_at is None:
        return False
    for stated in seen.after.stated_grounds:
        if not stated.curable:
            return True
    until = seen.after.cure_until
    return until is not None and _time_enough(seen) and bool(until <= seen.now)


@observer("every other participant saying that it was not put right, unless its grounds leave no time")
def none_says_right(seen: SeenOther) -> bool:
    """Say whether each of the others, and nobody else, says with a reason that it was not put right."""
    for stated in seen.after.stated_grounds:
        if not stated.curable:
            return True
    return _all_say(seen, cured=False)


@observer("every other participant saying that it was put right")
def all_say_right(seen: SeenOther) -> bool:
    """Say whether each of the others says with a reason that it was put right."""
    return _all_say(seen, cured=True)


def _all_say(seen: SeenOther, *, cured: bool) -> bool:
    said = {}
    for judgment in seen.after.judgments:
        said[judgment.participant] = judgment.cured is cured and judgment.reason.strip() != ""
    return bool(_others(seen)) and set(said) == _others(seen) and all(said.values())


@observer("something to judge")
def to_judge(seen: SeenOther) -> bool:
    """Say whether the one concerned has said that it put it right, or its time was over."""
    until = seen.before.cure_until
    told = any(one.put_right for one in seen.before.hearings)
    return told or (until is not None and until <= seen.now)


@observer("a later day than before")
def later(seen: SeenOther) -> bool:
    """Say whether the day that somebody agrees to gives more time."""
    until = seen.before.cure_until
    return until is not None and bool(seen.data["until"] > max(seen.calendar.local_date(until), seen.day))


@observer("every other participant agreeing to the same later day")
def longer(seen: SeenOther) -> bool:
    """Say whether the time was made longer to a day that each of the others agrees to."""
    agreed = {e.participant: e.until for e in seen.after.cure_extensions}
    days = {agreed.get(p) for p in _others(seen)}
    until = seen.after.cure_until
    more = until is not None and seen.before.cure_until is not None and until > seen.before.cure_until
    return more and until is not None and days == {seen.calendar.local_date(until)}


@observer("a word of the one concerned")
def own_word(seen: SeenOther) -> bool:
    """Say whether whoever is heard speaks for the one concerned and says something, which is recorded and counts for nothing."""
    before, after = seen.before.hearings, seen.after.hearings
    return seen.mine == seen.after.concerns and len(after) == len(before) + 1 and after[-1].said.strip() != ""


@observer("a reason that one gives for it")
def with_reason(seen: SeenOther) -> bool:
    """Say whether a reason was given."""
    return seen.said("reason") != ""


@observer("its not having been put right")
def was_not_right(seen: SeenOther) -> bool:
    """Say whether it was found not put right before."""
    return bool(seen.before.state == "not_cured")


@observer("the others' own decision on it, in force")
def decided(seen: SeenOther) -> bool:
    """Say whether the decision that answers it is about the one concerned, of the kind that answers it, and in force."""
    answer = seen.answer
    if answer is None or answer.ref != seen.after.decision or seen.before.state != "exclusion_proposed":
        return False
    return answer.state in STANDING and (answer.concerns, answer.kind) == (seen.after.concerns, seen.after.answer_kind)


def _owns(seen: SeenOther) -> bool:
    owners = {body.id for body in seen.policy.bodies if body.level == "owner"}
    for participant in seen.alliance.participants:
        if participant.id == seen.after.concerns and owners & set(participant.bodies):
            return True
    return False


@observer("its concerning another than the owner")
def not_the_owner(seen: SeenOther) -> bool:
    """Say whether it concerns a participant that is not the owner."""
    return not _owns(seen)


@observer("its concerning the owner")
def the_owner(seen: SeenOther) -> bool:
    """Say whether it concerns the owner."""
    return _owns(seen)


@observer("a clock that ends it")
def ends_by_itself(seen: SeenOther) -> bool:
    """Say whether a time that lies ahead is set at which it ends; never one at which anybody is excluded."""
    due = seen.after.due.get("end")
    return due is not None and due > seen.now


@observer("its not being over before")
def not_over(seen: SeenOther) -> bool:
    """Say whether it was still under way."""
    return seen.before.state not in ENDINGS
