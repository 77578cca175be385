"""Who may do what: default deny, for every act of the vocabulary, every role, and every pack."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.participants import Participant
from govflow.domain.seats import Deputy, Office, Person, Seat
from govflow.domain.vocabulary import ACTS, ENGINE_ACTS, POSITIONS, ROLES
from govflow.engine.cases import Actor
from govflow.engine.permissions import permitted
from tests.stories import library

DAY = date(2026, 3, 2)
PACKS = ("plymouth", "consensus", "nacg")
PERSON = "PER-0002"
MACHINES = {"the clock", "the engine"}
BODY = {"seat holder": "leadership-team", "management member": "management-team", "owner": "owner"}
# A member of the management team and the owner's person are seat holders too, of their own bodies.
ALSO = {"management member": {"seat holder"}, "owner": {"seat holder"}, "proposer": {"seat holder"}}
# What no policy gives or takes away: a participant says by whom it speaks.
ITS_WORD = {"seat.confirm", "deputy.confirm", "person.confirm"}
GIVE_ITS_WORD = {"seat holder", "management member", "owner", "chief executive", "chair", "deputy chair", "proposer"}


def one_who_is(role: str, policy) -> tuple[Alliance, Decision]:
    """Return an alliance in which one person has ``role`` and nothing else, and a decision."""
    body = next(
        b.id for b in policy.bodies if b.level == {"management member": "management", "owner": "owner"}.get(role, "leadership")
    )
    since = (DAY, None, "")
    alliance = Alliance(
        people=(Person(PERSON, "Somebody", "", True),),
        participants=(Participant("health", "Health", (body,), (), "joined", None, ""),),
    )
    decision = Decision(ref="DEC-0001", body=next(b.id for b in policy.bodies if b.level == "leadership"))
    if role in BODY:
        return replace(alliance, seats=(Seat(1, "health", body, PERSON, *since),)), decision
    if role == "deputy":
        return replace(alliance, deputies=(Deputy(1, "health", body, PERSON, *since),)), decision
    if role == "proposer":
        seated = replace(alliance, seats=(Seat(1, "health", body, PERSON, *since),))
        return seated, replace(decision, proposer=PERSON, participant="health")
    return replace(alliance, offices=(Office(1, role, PERSON, body, "", DAY, None),)), decision


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("role", sorted(set(ROLES) - MACHINES))
def test_a_role_may_do_exactly_what_the_packs_table_says(pack, role):
    policy = library().policies[pack]
    alliance, decision = one_who_is(role, policy)
    for act in ACTS:
        allowed = set(policy.acts.get(act, ())) & {role, *ALSO.get(role, ())}
        allowed = GIVE_ITS_WORD & {role, *ALSO.get(role, ())} if act in ITS_WORD else allowed
        found = permitted(alliance, policy, act, PERSON, decision, DAY)
        assert isinstance(found, Actor) is bool(allowed), (pack, role, act)
        if isinstance(found, Actor):
            assert found.capacity.role in allowed
        else:
            assert found.code in {"not-allowed", "no-seat"}


@pytest.mark.parametrize("pack", PACKS)
def test_somebody_without_any_role_or_unknown_or_ended_may_do_nothing(pack):
    policy = library().policies[pack]
    inactive = (Person(PERSON, "Somebody", "", False),)
    ended = [replace(one_who_is(role, policy)[0], people=inactive) for role in sorted(set(ROLES) - MACHINES)]
    tried = [
        (Alliance(), PERSON),
        (Alliance(people=(Person(PERSON, "Somebody", "", True),)), "PER-0009"),
        *((a, PERSON) for a in ended),
    ]
    for (alliance, proposer), act in product(tried, ACTS):
        assert not isinstance(permitted(alliance, policy, act, PERSON, Decision(proposer=proposer), DAY), Actor), act


@pytest.mark.parametrize("pack", PACKS)
def test_nobody_but_a_seat_holder_or_deputy_stands_where_positions_are_taken(pack):
    for act in POSITIONS:
        assert set(library().policies[pack].acts[act]) <= {"seat holder", "deputy"}


@pytest.mark.parametrize("pack", PACKS)
def test_what_only_the_rules_do_is_given_to_no_person(pack):
    for act in ENGINE_ACTS:
        assert set(library().policies[pack].acts[act]) <= MACHINES


@pytest.mark.parametrize("pack", PACKS)
def test_an_act_the_table_leaves_out_is_for_nobody(pack):
    policy = library().policies[pack]
    bare = replace(policy, acts={})
    for role in sorted(set(ROLES) - MACHINES):
        alliance, decision = one_who_is(role, policy)
        assert not any(
            isinstance(permitted(alliance, bare, act, PERSON, decision, DAY), Actor) for act in ACTS if act not in ITS_WORD
        )


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 31)])
def test_an_office_or_seat_counts_on_its_days_only(day):
    policy = library().policies["plymouth"]
    for role in ("manager", "chair", "seat holder"):
        alliance, decision = one_who_is(role, policy)
        until = date(2026, 3, 30)
        alliance = replace(
            alliance,
            offices=tuple(replace(o, until=until) for o in alliance.offices),
            seats=tuple(replace(s, until=until) for s in alliance.seats),
        )
        assert isinstance(
            permitted(
                alliance, policy, "decision.rule_on_interest" if role != "manager" else "decision.open", PERSON, decision, DAY
            ),
            Actor,
        )
        assert not any(isinstance(permitted(alliance, policy, act, PERSON, decision, day), Actor) for act in ACTS)
