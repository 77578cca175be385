"""Participants as the page of people shows them: how each stands, and what whoever looks may do about it."""

from collections.abc import Iterable
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

# What can be done about a participant in each standing; what its own people alone do, and what they do or the manager.
FITTING = {
    JOINED: ("participant.give_notice", "participant.suspend", "participant.leave"),
    LEAVING: ("participant.take_back_notice", "participant.suspend", "participant.leave"),
    SUSPENDED: ("participant.resume", "participant.leave"),
}
OWN = frozenset({"participant.give_notice", "participant.take_back_notice", "participant.suspend"})


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
    agreed: tuple[tuple[str, str], ...]


def membership(view: View, case: RosterCase) -> Membership:
    """Return how the participants stand, for the person of ``case``."""
    kinds = [k.id for k in case.policy.kinds if k.about]
    members = tuple(_member(case, p) for p in case.alliance.participants)
    return Membership(members, earliest_exit(case.policy, case.calendar, case.day), _agreed(view, kinds))


def _member(case: RosterCase, p: Participant) -> Member:
    may = tuple(act for act in FITTING.get(p.standing, ()) if _may(case, act, p))
    return Member(p.id, p.title, p.standing, p.until, of_participant(p), may)


def _may(case: RosterCase, act: str, p: Participant) -> bool:
    """Say whether the person may do ``act`` about a participant: its own people for it, the manager for any."""
    found = permitted(case.alliance, case.policy, act, case.actor.person, None, case.day)
    if not isinstance(found, Actor):
        return False
    asked = RosterCase(case.alliance, case.policy, case.calendar, case.now, act, found, {"participant": p.id})
    return binds(asked) or (act not in OWN) or (act == "participant.suspend" and found.capacity.role == "manager")


def _agreed(view: View, kinds: Iterable[str]) -> tuple[tuple[str, str], ...]:
    row = TABLES["decisions"].c
    asked = select(row.ref, row.title).where(view.mine("decisions"), row.kind.in_(kinds), row.state.in_(STANDS))
    return tuple((ref, title) for ref, title in view.rows(asked.order_by(row.ref.desc())))
