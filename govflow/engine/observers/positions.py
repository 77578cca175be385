"""Observers of positions: who answers for whom, when, to what, and what each answer carries."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from datetime import timedelta

from govflow.domain.interests import Interest
from govflow.domain.seats import Absence, Deputy, Office, Seat, covers
from govflow.engine.observers.settling import person_barred
from govflow.engine.seen import Seen
from govflow.engine.words import observer


@observer("positions being open")
def being_open(seen: Seen) -> bool:
    """Say whether the decision was open and its closing time had not come."""
    asked = seen.before.asked
    return seen.before.state == "open" and asked is not None and seen.now < asked.closes_at


@observer("an answer to the current version")
def this_version(seen: Seen) -> bool:
    """Say whether the answer names the version that stands."""
    return seen.data.get("version") == seen.before.versions[-1].n


@observer("the seat's holder, or a deputy named for the day whose holder is away or barred")
def speaks(seen: Seen) -> bool:
    """Say whether the person may speak for the participant in the body that decides, today."""
    person, mine, body = seen.actor.person, seen.mine, seen.before.body
    holder = ""
    for seat in seen.alliance.seats:
        here = seat.participant == mine and seat.body == body and seat.word != "waits"
        if here and covers(seat.since, seat.until, seen.day):
            holder = seat.person
    if holder == person:
        return True
    named = False
    for deputy in seen.alliance.deputies:
        if (deputy.participant, deputy.body, deputy.person) == (mine, body, person) and deputy.word != "waits":
            named = named or covers(deputy.since, deputy.until, seen.day)
    return named and (holder == "" or _away(seen, holder) or person_barred(seen, holder))


@observer("the word of the organisation itself for whoever was put in since positions opened, and a working day since it came")
def its_own_word(seen: Seen) -> bool:
    """Say whether what lets the person speak was there when positions opened; or came by the organisation's word, a day ago at least."""
    asked = seen.before.rounds[-1] if seen.before.rounds else None
    if asked is None or asked.lapsed != "":
        return True
    person, mine, body = seen.actor.person, seen.mine, seen.before.body
    for seat in seen.alliance.seats:
        if (seat.participant, seat.body, seat.person) == (mine, body, person) and _counts(seen, seat):
            return True
    named = False
    for deputy in seen.alliance.deputies:
        if (deputy.participant, deputy.body, deputy.person) == (mine, body, person):
            named = named or _counts(seen, deputy)
    return named and _let_in(seen)


def _let_in(seen: Seen) -> bool:
    """Say whether the seat is empty or its holder barred, or an absence lets the deputy speak that counts already."""
    for seat in seen.alliance.seats:
        here = (seat.participant, seat.body) == (seen.mine, seen.before.body) and seat.word != "waits"
        if here and covers(seat.since, seat.until, seen.day) and not person_barred(seen, seat.person):
            away = [a for a in seen.alliance.absences if a.person == seat.person and a.participant == seen.mine]
            return any(_counts(seen, absence) for absence in away)
    return True


def _counts(seen: Seen, held: Seat | Deputy | Absence) -> bool:
    """Say whether what somebody holds covers today, and was there when positions opened, or is the organisation's own doing."""
    opened = seen.before.rounds[-1].at
    if held.word == "waits" or not covers(held.since, held.until, seen.day):
        return False
    if held.put_by == "":
        return held.since <= seen.calendar.local_date(opened)
    if held.word == "own":
        return held.put_by in _its_people(seen)
    came = held.stands_at
    if came is None or came < opened:
        return came is not None
    day = seen.calendar.local_date(came) + timedelta(days=1)
    while not seen.calendar.is_working(day):
        day += timedelta(days=1)
    return held.word != "chairs" and day <= seen.day


def _its_people(seen: Seen) -> set[str]:
    """Return whoever ever held a seat or office of the organisation by anybody's word."""
    held: list[Seat | Office] = [*seen.alliance.seats, *seen.alliance.offices]
    return {one.person for one in held if one.participant == seen.mine and one.word != "waits"}


def _away(seen: Seen, holder: str) -> bool:
    away = False
    for absence in seen.alliance.absences:
        if (absence.participant, absence.body, absence.person) == (seen.mine, seen.before.body, holder):
            away = away or covers(absence.since, absence.until, seen.day)
    return away


@observer("a participant of the electorate that was fixed at opening")
def in_electorate(seen: Seen) -> bool:
    """Say whether the participant was among those asked."""
    return seen.mine in seen.before.rounds[-1].electorate


@observer("nobody an interest bars")
def unbarred(seen: Seen) -> bool:
    """Say whether neither the person nor the participant is kept out by a ruling, or by one that waits for leave."""
    if person_barred(seen, seen.actor.person):
        return False
    for interest in seen.before.interests:
        if interest.kind == "institutional" and interest.participant == seen.mine and _keeps_out(interest):
            return False
    return True


def _keeps_out(interest: Interest) -> bool:
    in_effect = len(interest.confirmed_by) >= interest.confirmations
    if interest.handling in {"exclude", "discuss_no_vote"}:
        return in_effect
    return interest.handling == "participate_if_others_agree" and not in_effect


@observer("a principle of the alliance or, where the policy allows it, a protected interest")
def grounds(seen: Seen) -> bool:
    """Say what the objection rests on."""
    for principle in seen.policy.principles:
        if principle.id == seen.data.get("principle"):
            return True
    return seen.policy.options["K"] == "principle_or_interest" and seen.said("interest") != ""


@observer("what would have to change")
def way_forward(seen: Seen) -> bool:
    """Say whether the objection says what would let its participant agree."""
    return seen.said("would_agree_if") != ""


@observer("a policy that offers it")
def offered(seen: Seen) -> bool:
    """Say whether the alliance decides by consensus and lets participants stand aside."""
    return (seen.policy.base, seen.policy.options["B"]) == ("consensus", "stand_aside_allowed")


@observer("every position lapsing")
def all_lapse(seen: Seen) -> bool:
    """Say whether no position stands any more, save one given in this very step."""
    for position in seen.after.positions:
        if position.lapsed == "" and position.current:
            return False
    return True


@observer("the whole time to answer again")
def whole_time_again(seen: Seen) -> bool:
    """Say whether the new round is no shorter than the policy's time from now."""
    asked = seen.after.asked
    least = seen.calendar.due(seen.now, seen.policy.clocks["positions"], seen.policy.closing)
    return asked is not None and asked.version == seen.after.version and asked.closes_at >= least
