"""Guards on ruling on declared interests: who may rule, and who confirms."""

from govflow.domain.interests import NONE, PERSONAL, Interest
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import covers
from govflow.engine.asking import deciding
from govflow.engine.cases import Case
from govflow.engine.guards.positions import holds_seat
from govflow.engine.words import guard

CHAIR, DEPUTY_CHAIR = "chair", "deputy chair"


def concerned(case: Case) -> Interest | None:
    """Return the interest the act is about (``of`` is its number), or None."""
    return case.decision.interest(case.data.get("of", 0))


def speaks_for(case: Case, person: str) -> frozenset[str]:
    """Return the participants that ``person`` sits for or holds an office for today."""
    seats = {s.participant for s in case.alliance.seats_of(person, case.day)}
    offices = {o.participant for o in case.alliance.offices_of(person, case.day) if o.participant}
    return frozenset(seats | offices)


def belongs(case: Case, person: str, participant: str) -> bool:
    """Say whether ``person`` sits for a participant today, holds an office of it, or is named to stand in for it."""
    named = (d for d in case.alliance.deputyships(person) if covers(d.since, d.until, case.day))
    return participant in speaks_for(case, person) or any(d.participant == participant for d in named)


@guard("their participant takes part in it")
def takes_part(case: Case) -> Refusal | None:
    """Refuse an interest of a participant that does not decide: it could hold the others up, and bar nobody."""
    mine = case.actor.capacity.participant
    return None if mine in deciding(case) else refuse("takes-no-part", who=(case.title_of(mine),))


def others(case: Case, interest: Interest) -> tuple[str, ...]:
    """Return the participants that may confirm a ruling: all but the one concerned and the one the ruler sits for."""
    return tuple(p for p in deciding(case) if p not in {interest.participant, interest.ruled_by_participant})


def misdeclared(case: Case) -> Refusal | None:
    """Refuse to correct what is not one's own, is corrected or ruled on already, or would say the same again.

    Once it was ruled on, only whoever rules can say that it is handled otherwise: nobody lifts a ruling on themselves.
    """
    of, person = case.data.get("of"), case.actor.person
    if of is None:
        return None
    found = concerned(case)
    mine = found is not None and (
        person == found.person or (found.kind != PERSONAL and found.participant in speaks_for(case, person))
    )
    if found is None or not mine:
        return refuse(
            "invalid", field="of", why="you declared nothing of that number", remedy="Correct a declaration of your own."
        )
    if not found.stands:
        return refuse(
            "invalid", field="of", why="it is corrected already", remedy="Correct the declaration that stands in its place."
        )
    if found.handling:
        why, remedy = "it has been ruled on", "Declare what is new, or ask the chair to rule on it again."
        return refuse("invalid", field="of", why=why, remedy=remedy)
    same = (case.data["kind"], str(case.data.get("nature") or "")) == (found.kind, found.nature)
    return refuse("nothing-changed", field="nature") if same else None


@guard("the interest was declared")
def declared(case: Case) -> Refusal | None:
    """Refuse a ruling on an interest nobody declared."""
    found = concerned(case)
    if found is not None and found.kind != NONE and found.stands:
        return None
    return refuse("invalid", field="of", why="no such interest was declared", remedy="Give the number of a declared interest.")


@guard("it is not the ruler's own interest")
def not_own(case: Case) -> Refusal | None:
    """Refuse a ruling on one's own interest, or on that of the organisation one sits for."""
    found, person = concerned(case), case.actor.person
    if found is None or not (person == found.person or belongs(case, person, found.participant)):
        return None
    return refuse("own-interest", who=(case.title_of(found.participant),))


@guard("the ruler may rule")
def may_rule(case: Case) -> Refusal | None:
    """Refuse whoever is not next in line: the chair; when the chair is concerned, the deputy chair; else one of the others."""
    line = next_in_line(case)
    if case.actor.person in (line or ()):
        return None
    if line is None:
        return _one_of_the_team(case)
    who = "the chair" if line == case.alliance.in_office(CHAIR, case.day, case.decision.body) else "the deputy chair"
    return refuse("not-allowed", who=("A seat holder",), roles=who)


def _one_of_the_team(case: Case) -> Refusal | None:
    """Refuse whoever holds no position in the body that decides: a seat of the same participant elsewhere is none."""
    no_seat = holds_seat(case)
    if no_seat is not None or case.actor.capacity.participant in deciding(case):
        return no_seat
    return refuse("not-allowed", who=("This person",), roles="one of the participants that decide")


def next_in_line(case: Case) -> tuple[str, ...] | None:
    """Return who rules: the chair, or the deputy chair; None when both are concerned or absent and any of the others may."""
    found = concerned(case)
    for role in (CHAIR, DEPUTY_CHAIR):
        able = tuple(
            p
            for p in case.alliance.in_office(role, case.day, case.decision.body)
            if found is None or not _is_concerned(case, found, p)
        )
        if able:
            return able
    return None


def _is_concerned(case: Case, interest: Interest, person: str) -> bool:
    declared_by = {i.person for i in case.decision.interests if i.kind != NONE and not i.is_ruled}
    return person in declared_by or belongs(case, person, interest.participant) or person == interest.person


@guard("the ruling waits for confirmation")
def waits(case: Case) -> Refusal | None:
    """Refuse to confirm what waits for no confirmation."""
    found = concerned(case)
    return (
        None
        if found is not None and found.waits_for_confirmation
        else refuse("nothing-waits", why="no ruling on that interest is unconfirmed")
    )


@guard("the confirmer is one of the others")
def one_of_the_others(case: Case) -> Refusal | None:
    """Refuse confirmation by whom the interest concerns, by whom the ruler sits for, or twice by one participant."""
    found, mine = concerned(case), case.actor.capacity.participant
    if found is None:
        return None
    if mine in found.confirmed_by:
        return refuse("nothing-waits", why=f"{case.title_of(mine)} has already confirmed it")
    return None if mine in others(case, found) else refuse("own-interest", who=(case.title_of(found.participant),))
