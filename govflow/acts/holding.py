"""What follows between decisions, participants and issues: a deadlock raises its issue, an open one holds, its end lets go."""

from collections.abc import Iterator
from typing import Any

from govflow.acts.house import House
from govflow.acts.keeping import keep_rules
from govflow.domain import facts as f
from govflow.domain.decisions import Decision
from govflow.domain.issues import ENDED, RESOLVED, Issue
from govflow.domain.translating import say
from govflow.engine import moving, planning
from govflow.engine.cases import ENGINE
from govflow.engine.casing import Asking, case_of, gathering_case
from govflow.engine.moving import Moved
from govflow.record.participants import in_session
from govflow.record.units import Unit

DEADLOCKED = "deadlocked"


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
    data: dict[str, Any] = {"issue": _holding(unit, decision)}
    if ended and issue.by == ENGINE and decision.state == DEADLOCKED:
        data |= _outcome(issue)
    found = moving.look_again(case_of(unit, house.book, decision, Asking("decision.settle", ENGINE, data), moved.at))
    if found is not None:
        yield found


def _holding(unit: Unit, decision: Decision) -> str:
    """Return the open issue that holds a decision, "" for none. Nobody holds what is about its own default or exit (rule 7)."""
    still_open = set(unit.open_issues())
    found = (unit.issue(ref) for ref in unit.issues_about(decision.ref) if ref in still_open)
    holding = (i.ref for i in found if i is not None and not (decision.concerns and i.participant == decision.concerns))
    return next(holding, "")


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
