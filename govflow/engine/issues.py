"""Issues: the case of an act on one, whom it concerns, who sits on its rung, and who speaks for whom there. Pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from govflow.domain import issues
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.issues import ENDED, HELPS, Concerned, Issue
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.participants import GONE
from govflow.domain.seats import covers
from govflow.engine.cases import Actor, Asked, NounCase
from govflow.engine.mandating import LEADERSHIP_LEVEL, OWNER_LEVEL

if TYPE_CHECKING:
    from govflow.engine.machine import Rules

MANAGEMENT_LEVEL = "management"
MANAGEMENT_RUNGS = frozenset(
    {"logged", "with_management_team"}
)  # where somebody of the management team speaks for its participant
TEAM_RUNGS = frozenset({"with_leadership_team", "reconsidered", "deadlocked", "facilitated", TO_CLOSE})
SORTING = (
    ("chair", "the chair"),
    ("deputy chair", "the deputy chair, as the chair is of a participant concerned, or there is none"),
)
NO_CHAIR_FREE = "the alliance manager, as chair and deputy chair are of participants concerned, or there are none"
CHIEFS_RUNG = "with_chief_executives"


@dataclass(frozen=True, slots=True)
class IssueCase(NounCase):
    """One asking for an act on an issue; ``contested`` and ``earlier`` are the decision, or the other issue, that it is about."""

    noun: ClassVar[str] = "issue"
    apply: ClassVar[Any] = staticmethod(issues.apply)

    issue: Issue
    alliance: Alliance
    rules: "Rules"
    now: datetime
    event: str
    actor: Actor
    data: Mapping[str, Any] = field(default_factory=dict)
    contested: Decision | None = None
    earlier: Issue | None = None


def body_at(case: Asked, level: str) -> str:
    """Return the body of a level, "" where the policy has none."""
    return next((b.id for b in case.policy.bodies if b.level == level), "")


def holders(case: Asked, body: str, participants: tuple[str, ...]) -> tuple[str, ...]:
    """Return who holds the seats of ``participants`` in ``body`` today."""
    found = (case.alliance.holder(p, body, case.day) for p in participants)
    return tuple(h for h in found if h)


def counting(case: IssueCase) -> tuple[Concerned, ...]:
    """Return the participants concerned whose word counts: those that are still in the alliance."""
    left = frozenset(p.id for p in case.alliance.participants if p.standing in GONE)
    return tuple(c for c in case.issue.concerned_participants if c.participant not in left)


def agreed_option(case: IssueCase) -> int:
    """Return the way forward that every participant concerned accepts, 0 while there is none."""
    accepted = {c.accepts for c in counting(case)}
    return accepted.pop() if len(accepted) == 1 else 0


def consented(case: IssueCase) -> bool:
    """Say whether every participant concerned has consented to the words for everybody that were put forward last."""
    return bool(every := counting(case)) and all(c.consents == case.issue.summary_n for c in every)


def chairs(case: Asked) -> tuple[str, ...]:
    """Return who chairs the leadership team."""
    return case.alliance.in_office("chair", case.day, body_at(case, LEADERSHIP_LEVEL))


def sorters(case: "IssueCase") -> tuple[tuple[str, ...], str]:
    """Return who sorts an issue first under option O, and how they are called.

    The chair does; where the chair is of a participant concerned, the deputy chair; where that one is too, or there is none, the manager.
    """
    if case.policy.options["O"] == "chair":
        body = body_at(case, LEADERSHIP_LEVEL)
        for role, called in SORTING:
            held = case.alliance.in_office(role, case.day, body)
            if free := tuple(p for p in held if not belongs(case.alliance, p, case.issue.concerned, case.day)):
                return free, called
        return case.alliance.in_office("manager", case.day), NO_CHAIR_FREE
    return case.alliance.in_office("manager", case.day), "the alliance manager"


def asked_on(case: "IssueCase", rung: str) -> str:
    """Return who is asked on ``rung``, as its workflow says; who sorts it is named as option O has it."""
    return sorters(case)[1] if rung == "logged" else case.rules.workflow.states[rung].asks


def belongs(alliance: Alliance, person: str, participants: tuple[str, ...], day: date) -> bool:
    """Say whether somebody sits or stands in for one of ``participants``, or heads it."""
    offices = (o.participant for o in alliance.offices_of(person, day))
    seats = (s.participant for s in alliance.seats_of(person, day))
    deputies = (d.participant for d in alliance.deputyships(person) if covers(d.since, d.until, day))
    return any(p in participants for p in (*offices, *seats, *deputies))


def seated(case: Asked, level: str) -> tuple[str, ...]:
    """Return who holds the seats of the body of a level."""
    body = body_at(case, level)
    return holders(case, body, case.alliance.members(body))


def chiefs(case: IssueCase) -> tuple[str, ...]:
    """Return the chief executives of the participants concerned."""
    offices = (o for o in case.alliance.offices if o.role == "chief executive" and o.participant in case.issue.concerned)
    return tuple(o.person for o in offices if o in case.alliance.offices_of(o.person, case.day))


def helping(case: IssueCase, rung: str) -> tuple[str, ...]:
    """Return who helps along on ``rung``: the facilitator or mediator appointed last."""
    role = HELPS.get(rung, "")
    return tuple(g.person for g in case.issue.guests if g.role == role)[-1:]


def people_of(case: IssueCase, rung: str) -> tuple[str, ...]:
    """Return those who take part on ``rung``: of the participants concerned, of the rung itself, and the alliance manager."""
    of_rung: list[str] = [*sorters(case)[0]] if rung == "logged" else []
    if rung in MANAGEMENT_RUNGS:
        of_rung += holders(case, body_at(case, MANAGEMENT_LEVEL), case.issue.concerned)
    if rung == "with_management_team":
        of_rung += seated(case, MANAGEMENT_LEVEL)
    if rung in TEAM_RUNGS:
        of_rung += (*seated(case, LEADERSHIP_LEVEL), *chairs(case))
    if rung == CHIEFS_RUNG:
        of_rung += chiefs(case)
    if rung == TO_CLOSE:
        of_rung += seated(case, OWNER_LEVEL)
    concerned = holders(case, body_at(case, LEADERSHIP_LEVEL), case.issue.concerned)
    managers = case.alliance.in_office("manager", case.day)
    return tuple(dict.fromkeys([*concerned, *of_rung, *helping(case, rung), *managers]))


def taking_part(case: IssueCase) -> tuple[str, ...]:
    """Return those who take part on the rung it is on; nobody once it has ended."""
    return () if case.issue.state in ENDED else people_of(case, case.issue.state)


def speaks_here(case: IssueCase) -> bool:
    """Say whether the actor's seat or office counts on this rung: the leadership team's, below it the management team's too."""
    capacity, rung = case.actor.capacity, case.issue.state
    if capacity.role == "chief executive":
        return rung == CHIEFS_RUNG
    levels = (LEADERSHIP_LEVEL, MANAGEMENT_LEVEL) if rung in MANAGEMENT_RUNGS else (LEADERSHIP_LEVEL,)
    return capacity.body in {body_at(case, level) for level in levels}
