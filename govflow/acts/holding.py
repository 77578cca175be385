"""What follows between decisions, participants and issues: a deadlock raises its issue, an open one holds, its end lets go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from govflow.acts.house import House
from govflow.acts.keeping import keep_rules
from govflow.domain import facts as f
from govflow.domain.decisions import Decision
from govflow.domain.issues import ENDED, RESOLVED, Issue
from govflow.domain.translating import say
from govflow.engine import moving, planning
from govflow.engine.cases import ENGINE
from govflow.engine.casing import ABOUT_TO_REPLACE, STANDING, Asking, case_of, gathering_case
from govflow.engine.moving import Moved
from govflow.record.participants import in_session
from govflow.record.units import Unit

DEADLOCKED, OPEN = "deadlocked", "open"
AGREED = frozenset({*ABOUT_TO_REPLACE, *STANDING})


def of_deadlock(house: House, unit: Unit, moved: Moved, decision: Decision) -> Iterator[Moved]:
    """Yield the issue that a decision raises as it goes to the ladder."""
    if any(isinstance(fact, f.PutOnLadder) for fact in moved.facts):
        case: Any = gathering_case(unit, house.book, None, Asking("issue.log", ENGINE, {"about": decision.ref}), moved.at)
        keep_rules(unit, case.rules)
        yield planning.raise_issue(case, unit.next_ref("ISS"))


def of_issue(house: House, unit: Unit, moved: Moved, issue: Issue) -> Iterator[Moved]:
    """Yield what the logging or the end of an issue means for the decision it is about."""
    decision = unit.decision(issue.about) if issue.about else None
    ended = moved.to in ENDED and moved.origin not in ENDED
    if decision is None or not (ended or any(isinstance(fact, f.IssueLogged) for fact in moved.facts)):
        return
    data: dict[str, Any] = _holding(unit, decision)
    if ended and issue.by == ENGINE and decision.state == DEADLOCKED:
        data |= _outcome(issue)
    found = moving.look_again(case_of(unit, house.book, decision, Asking("decision.settle", ENGINE, data), moved.at))
    if found is not None:
        yield found


def _holding(unit: Unit, decision: Decision) -> dict[str, Any]:
    """Return the open issue that may hold a decision, "" for none.

    Once everyone has agreed, another is said with when it was logged and when the last that held it since then ended: one new issue after
    another does not hold it for ever. Nobody holds what is about its own default or exit (rule 7).
    """
    still_open = set(unit.open_issues())
    about = tuple(i for ref in unit.issues_about(decision.ref) if (i := unit.issue(ref)) is not None)
    heard = tuple(i for i in about if not (decision.concerns and i.participant == decision.concerns))
    going = tuple(i for i in heard if i.ref in still_open)
    if decision.held_by in {i.ref for i in going}:
        return {"issue": decision.held_by}
    agreed = _agreed_at(decision)
    first = next((i for i in going if agreed is None or i.by == ENGINE or _logged_before(i, agreed, decision)), None)
    if first is not None or not going:
        return {"issue": first.ref if first else ""}
    ended = (i.ended_at for i in heard if i.ended_at is not None and agreed is not None and i.ended_at > agreed)
    return {"issue": going[-1].ref, "logged_at": going[-1].logged_at, "ended_at": max(ended, default=None)}


def _logged_before(issue: Issue, agreed: datetime, decision: Decision) -> bool:
    """Say whether an issue was logged before everyone agreed: of what is adopted, no such issue was left."""
    logged = issue.logged_at
    return logged is None or logged < agreed or (logged == agreed and decision.state == OPEN)


def _agreed_at(decision: Decision) -> datetime | None:
    """Return since when everyone agrees to the decision as it stands; None where somebody is still to agree."""
    if decision.state in AGREED:
        return decision.adopted_at
    everyone = decision.state == OPEN and 0 < decision.eligible == decision.agreed
    return max((p.at for p in decision.current_positions), default=None) if everyone else None


def of_participants(house: House, unit: Unit, moved: Moved) -> Iterator[Moved]:
    """Yield what somebody's standing means for meetings in session, and for open issues: who has left is waited for no longer."""
    if not any(isinstance(fact, f.ParticipantMoved) for fact in moved.facts):
        return
    for noun, refs in (("meeting", in_session(unit)), ("issue", unit.open_issues())):
        for ref in refs:
            case: Any = gathering_case(unit, house.book, unit.subject(ref), Asking(f"{noun}.look", ENGINE), moved.at)
            found = moving.look_again(case)
            if found is not None:
                yield found


def _outcome(issue: Issue) -> dict[str, Any]:
    """Return how the issue of a deadlocked decision ended: with changed words for it, or without."""
    option = issue.offered(issue.option) if issue.state == RESOLVED else None
    if option is None or not option.changes:
        return {"issue_ended": "unresolved"}
    said = {name: value for name, value in (("title", option.title), ("text", option.text)) if value}
    return {"issue_ended": "changed", "reason": say("Agreed on the no-fault ladder, in issue {ref}.", ref=issue.ref), **said}
