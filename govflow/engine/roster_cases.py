"""One asking for an act on the alliance itself, and the requirements that several such acts share. Pure functions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from govflow.domain import facts as f
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.participants import GONE, Participant
from govflow.domain.policies import Kind, Policy
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.working_days import Calendar
from govflow.engine.cases import Actor

Facts = tuple[f.Fact, ...]
EVERYONES = frozenset({"seat holder", "deputy", "chief executive"})  # roles that speak for one participant only
TOLD_OFFICES = ("manager", "chair", "deputy chair")


@dataclass(frozen=True, slots=True)
class RosterCase:
    """One asking for an act on the alliance.

    ``agreed`` is the decision that the act names, of ``kind``; ``waiting`` what waits for people of the participant it is about, and
    ``carried_out`` the decisions on the same matter that were carried out on it before.
    """

    noun: ClassVar[str] = "alliance"

    alliance: Alliance
    policy: Policy
    calendar: Calendar
    now: datetime
    act: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    agreed: Decision | None = None
    kind: Kind | None = None
    waiting: tuple[str, ...] = ()
    being_set_up: bool = False  # no positions were ever opened in it
    carried_out: tuple[Decision, ...] = ()

    @property
    def day(self) -> date:
        """Return the alliance's local date."""
        return self.calendar.local_date(self.now)

    @property
    def participant(self) -> Participant | None:
        """Return the participant that the act is about, or None."""
        return self.alliance.participant(self.text("participant"))

    def text(self, name: str) -> str:
        """Return a text of the act's data, "" when it is not there."""
        return str(self.data.get(name) or "")

    def date(self, name: str) -> date | None:
        """Return a date of the act's data, or None."""
        found: date | None = self.data.get(name)
        return found


Check = Callable[[RosterCase], Refusal | None]


def everyone(case: RosterCase) -> tuple[str, ...]:
    """Return who is told of a change of the alliance: every seat holder, the manager, the chair and deputy chair."""
    members = (p for p in case.alliance.participants if p.standing not in GONE)
    holders = (case.alliance.holder(p.id, body, case.day) for p in members for body in p.bodies)
    offices = (person for role in TOLD_OFFICES for person in case.alliance.in_office(role, case.day))
    return tuple(dict.fromkeys([*(h for h in holders if h), *offices]))


def known_participant(case: RosterCase) -> Refusal | None:
    """Refuse a participant there is not."""
    if case.participant is not None:
        return None
    known = ", ".join(p.id for p in case.alliance.participants)
    return refuse("unknown-value", field="participant", value=case.text("participant") or "(none)", known=known)


def own_participant(case: RosterCase) -> Refusal | None:
    """Refuse whoever speaks for another participant only."""
    capacity = case.actor.capacity
    if capacity.role not in EVERYONES or capacity.participant == case.text("participant"):
        return None
    return refuse(
        "not-allowed", who=("A seat holder of another participant",), roles="that participant's own people, or the manager"
    )


def reason_given(case: RosterCase) -> Refusal | None:
    """Refuse an act without a reason."""
    return None if case.text("reason").strip() else refuse("reason-missing", field="reason")


def bodies_known(case: RosterCase) -> Refusal | None:
    """Refuse a body that the policy does not have."""
    known = tuple(b.id for b in case.policy.bodies)
    given = (*case.data.get("bodies", ()), *((case.text("body"),) if case.text("body") else ()))
    wrong = next((b for b in given if b not in known), None)
    return refuse("unknown-value", field="body", value=wrong, known=", ".join(known)) if wrong is not None else None
