"""Participants as the page of people shows them: how each stands, and what whoever looks may do about it."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from govflow.domain.participant_sentences import of_participant
from govflow.domain.participants import JOINED, LEAVING, SUSPENDED, Participant
from govflow.engine.cases import Actor
from govflow.engine.participants import STANDS, binds, earliest_exit
from govflow.engine.permissions import permitted
from govflow.engine.roster_cases import RosterCase
from govflow.record.rows import TABLES
from govflow.record.units import View

# What can be done about a participant in each standing.
FITTING = {
    JOINED: ("participant.give_notice", "participant.suspend", "participant.leave"),
    LEAVING: ("participant.take_back_notice", "participant.suspend", "participant.leave"),
    SUSPENDED: ("participant.resume", "participant.leave"),
}
OWN = frozenset({"participant.give_notice", "participant.take_back_notice", "participant.suspend"})  # its own people do it
# What the manager does once the others have decided it: act -> what the decision is about.
DECIDED: Mapping[str, frozenset[str]] = {
    "participant.suspend": frozenset({"suspension"}),
    "participant.resume": frozenset({"suspension"}),
    "participant.leave": frozenset({"exit", "default"}),
}


class Agreed(NamedTuple):
    """A decision in force on one participant's own matter: what it is about, and whom it concerns."""

    ref: str
    title: str
    about: str
    concerns: str


class Member(NamedTuple):
    """A participant, its standing today with the last day of that, its sentence, and the acts on it that whoever looks may do."""

    id: str
    title: str
    standing: str
    until: date | None
    says: str
    may: tuple[str, ...]


class Membership(NamedTuple):
    """Every participant; the soonest last day of a notice given today; decisions in force on one participant's own matter."""

    members: tuple[Member, ...]
    earliest: date
    agreed: tuple[Agreed, ...]


def membership(view: View, case: RosterCase) -> Membership:
    """Return how the participants stand, for the person of ``case``."""
    agreed = _agreed(view, {k.id: k.about for k in case.policy.kinds if k.about})
    members = tuple(_member(case, p, agreed) for p in case.alliance.participants)
    return Membership(
        members, earliest_exit(case.policy, case.calendar, case.calendar.counts_from(case.now, case.policy.closing)), agreed
    )


def _member(case: RosterCase, p: Participant, agreed: tuple[Agreed, ...]) -> Member:
    about = {a.about for a in agreed if a.concerns == p.id and a.ref not in p.decisions}
    may = tuple(act for act in FITTING.get(p.standing, ()) if _may(case, act, p, about))
    return Member(p.id, p.title, p.standing, p.until, of_participant(p), may)


def _may(case: RosterCase, act: str, p: Participant, about: Collection[str]) -> bool:
    """Say whether the person may do ``act`` about a participant: its own people, or the manager when it is decided or needs no deciding."""
    found = permitted(case.alliance, case.policy, act, case.actor.person, None, case.day)
    if not isinstance(found, Actor):
        return False
    asked = RosterCase(case.alliance, case.policy, case.calendar, case.now, act, found, {"participant": p.id})
    if act in OWN and binds(asked):
        return True
    undecided = act == "participant.resume" and not p.decision
    return found.capacity.role == "manager" and (undecided or not DECIDED.get(act, frozenset()).isdisjoint(about))


def _agreed(view: View, kinds: Mapping[str, str]) -> tuple[Agreed, ...]:
    row = TABLES["decisions"].c
    asked = select(row.ref, row.title, row.kind, row.concerns).where(view.mine("decisions"), row.kind.in_(kinds))
    found = view.rows(asked.where(row.state.in_(STANDS)).order_by(row.ref.desc()))
    return tuple(Agreed(ref, title, kinds[kind], concerns) for ref, title, kind, concerns in found)
