"""Nobody but an organisation speaks for it: by whose word somebody holds a seat, stands in, is away, or heads it. Pure functions.

Whoever is put in by somebody of the participant speaks for it at once. Put in by anybody else, they wait for its word: that of another
person who holds a seat of it (not in the manager's office) or is its chief executive, and never of whoever put them in. Where nobody of
it is left to give it, the chair does, or the deputy chair; where those put them in, anybody who sits in the leadership team.
Before anybody of it was seated, and while the alliance is being set up, the first holder of a seat or office waits for nobody.
"""

from typing import Any

from govflow.domain import facts as f
from govflow.domain.alliances import Alliance
from govflow.domain.notices import Notice
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import CHAIRS, CONFIRMED, OTHERS, OWN, WAITS
from govflow.engine.roster_cases import RosterCase, everyone

CHIEF = "chief executive"
WHO_SPEAKS = "who-speaks"
SEAT, DEPUTY, ABSENCE, OFFICE = "seat", "deputy", "absence", "office"
HELD = {SEAT: "seats", DEPUTY: "deputies", ABSENCE: "absences", OFFICE: "offices"}
CONFIRMS = {"seat.confirm": SEAT, "deputy.confirm": DEPUTY, "person.confirm": OFFICE}


def people_of(case: RosterCase, participant: str) -> tuple[str, ...]:
    """Return whose word counts for a participant: who holds a seat of it, not in the manager's office, and its chief executives."""
    alliance, day = case.alliance, case.day
    bodies = {b.id for b in case.policy.bodies if b.level == "manager"}
    seated = (s for s in alliance.seats if s.participant == participant and s.body not in bodies)
    seats = (s.person for s in seated if s in alliance.seats_of(s.person, day))
    chiefs = (o for o in alliance.offices if (o.role, o.participant) == (CHIEF, participant))
    return tuple(dict.fromkeys([*seats, *(o.person for o in chiefs if o in alliance.offices_of(o.person, day))]))


def who_confirms(case: RosterCase, one: Any) -> tuple[tuple[str, ...], str]:  # noqa: ANN401 - a seat, a deputy, an office
    """Return who may say that somebody speaks for their participant, and whose word that is then."""
    out = {one.person, one.put_by}
    own = tuple(p for p in people_of(case, one.participant) if p not in out)
    if own:
        return own, CONFIRMED
    alliance, day = case.alliance, case.day
    team = next((b.id for b in case.policy.bodies if b.level == "leadership"), "")
    for found in (
        tuple(p for role in ("chair", "deputy chair") for p in alliance.in_office(role, day, team)),
        tuple(alliance.holder(p, team, day) for p in alliance.members(team)),
    ):
        others = tuple(dict.fromkeys(p for p in found if p and p not in out))
        if others:
            return others, CHAIRS
    return (), CHAIRS


def waiting(alliance: Alliance) -> tuple[tuple[str, Any], ...]:
    """Return what somebody was put into without the word of the participant, which has not come: the act that gives it, and what it is."""
    held = ((act, one) for act, name in CONFIRMS.items() for one in getattr(alliance, HELD[name]))
    return tuple((act, one) for act, one in held if one.word == WAITS)


def its_word(case: RosterCase, held: str, one: Any) -> tuple[f.Fact, ...]:  # noqa: ANN401 - the fact that puts somebody in
    """Return by whose word somebody speaks who is put in now; nothing of the first, whom nobody of the participant could confirm."""
    by = case.actor.person
    if by in people_of(case, one.participant):
        word = OWN
    elif held == ABSENCE:
        word = OTHERS
    elif _is_first(case, held, one):
        return ()
    else:
        word = WAITS
    return (f.SpeaksBy(held, one.n, one.participant, one.body, one.person, word, by),)


def _is_first(case: RosterCase, held: str, one: Any) -> bool:  # noqa: ANN401
    """Say whether nobody of the participant was ever seated; or it is being set up, and nobody ever held this very seat or office."""
    if held == DEPUTY:
        return False
    every = [s for s in case.alliance.seats if s.participant == one.participant]
    chiefs = [o for o in case.alliance.offices if (o.role, o.participant) == (CHIEF, one.participant)]
    if not every and not chiefs:
        return True
    same = [s for s in every if s.body == one.body] if held == SEAT else chiefs
    return case.being_set_up and not same


def confirmed(case: RosterCase) -> tuple[f.Fact, ...]:
    """Return that the word has come by which somebody speaks for their participant."""
    one = the_one(case)
    if one is None:
        return ()
    word = who_confirms(case, one)[1]
    return (f.SpeaksBy(CONFIRMS[case.act], one.n, one.participant, one.body, one.person, word, case.actor.person),)


def the_one(case: RosterCase) -> Any:  # noqa: ANN401 - a seat, a deputy or an office that waits, or None
    """Return what the act is about, where it waits."""
    wanted = (case.text("participant"), case.text("person"))
    found = (one for act, one in waiting(case.alliance) if act == case.act and (one.participant, one.person) == wanted)
    body = case.text("body")
    return next((one for one in found if body in {"", one.body} and (one.until is None or one.until >= case.day)), None)


def still_waits(case: RosterCase) -> Refusal | None:
    """Refuse to confirm what waits for no word."""
    return None if the_one(case) is not None else refuse("nothing-waits", why="nobody put in there waits to be confirmed")


def may_confirm(case: RosterCase) -> Refusal | None:
    """Refuse whoever cannot give the word of the participant."""
    one = the_one(case)
    if one is None:
        return None
    may, word = who_confirms(case, one)
    if case.actor.person in may:
        return None
    whose = case.alliance.participant(one.participant)
    its = f"somebody else who sits for {whose.title if whose else one.participant}, or its chief executive"
    others = "the chair, or another member of the leadership team; never whoever put them in"
    return refuse("not-allowed", who=(case.alliance.name_of(case.actor.person),), roles=its if word == CONFIRMED else others)


def told(case: RosterCase, facts: tuple[f.Fact, ...]) -> tuple[Notice, ...]:
    """Return who is told of what others did to how a participant speaks: everybody who takes part, its own people, and who was put in.

    What its own people do is told to nobody but on the page; the word that they give for somebody is told as well.
    """
    by_word = any(isinstance(fact, f.SpeaksBy) and fact.word != OWN for fact in facts)
    ended = any(isinstance(fact, f.SeatEnded | f.DeputyEnded) for fact in facts)
    participant = case.text("participant")
    if not by_word and not (ended and case.actor.person not in people_of(case, participant)):
        return ()
    stand_in = (
        d.person for d in case.alliance.deputies if d.participant == participant and d in case.alliance.deputyships(d.person)
    )
    every = dict.fromkeys([*everyone(case), *people_of(case, participant), *stand_in, case.text("person")])
    people = tuple(p for p in every if p and p != case.actor.person)
    return (Notice(WHO_SPEAKS, people, case.alliance.ref),) if people else ()
