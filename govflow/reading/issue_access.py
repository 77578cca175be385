"""Who may read what somebody said in an issue, and who may know that there is one: asked by every door, decided only here.

While it is open: whoever takes part on the rung it is on, and a deputy who may speak for a participant concerned there. What the people
of a rung may read ends with the rung. Once it has ended: those concerned, the alliance manager. Whoever logged it may read it while they
hold anything in the alliance.
"""

from collections.abc import Iterator

from govflow.domain.issues import ENDED, Issue
from govflow.domain.policies import EVERYONE, LEADERSHIP_TEAM
from govflow.domain.seats import Deputy, covers
from govflow.engine.attending import holds_something
from govflow.engine.issues import (
    MANAGEMENT_LEVEL,
    MANAGEMENT_RUNGS,
    IssueCase,
    body_at,
    chairs,
    holders,
    people_of,
    seated,
)
from govflow.engine.mandating import LEADERSHIP_LEVEL


def may_read(case: IssueCase, person: str) -> bool:
    """Say whether ``person`` may read what was said in the issue."""
    known = case.alliance.person(person)
    if known is None or not known.active:
        return False
    issue = case.issue
    there = concerned(case) if issue.state in ENDED else people_of(case, issue.state)
    return person in there or (person == issue.by and belongs(case, person)) or stands_in(case, person)


def may_know(case: IssueCase, person: str) -> bool:
    """Say whether ``person`` may know that there is such an issue: its reference, what it is about, its rung and clock."""
    if may_read(case, person):
        return True
    shown = case.policy.issues_shown
    if shown == EVERYONE:
        return belongs(case, person)
    return shown == LEADERSHIP_TEAM and in_leadership_team(case, person)


def concerned(case: IssueCase) -> tuple[str, ...]:
    """Return who answers for the participants concerned once an issue has ended, and the alliance manager."""
    team = holders(case, body_at(case, LEADERSHIP_LEVEL), case.issue.concerned)
    return (*team, *case.alliance.in_office("manager", case.day))


def stands_in(case: IssueCase, person: str) -> bool:
    """Say whether ``person`` is the deputy of an absent seat holder who would speak for a participant concerned where the issue is."""
    bodies = {body_at(case, level) for level in _speaking_levels(case.issue)}
    return any(d.participant in case.issue.concerned and d.body in bodies for d in _answering(case, person))


def in_leadership_team(case: IssueCase, person: str) -> bool:
    """Say whether ``person`` holds a seat or the chair of the leadership team, or stands in for an absent seat holder there."""
    team = body_at(case, LEADERSHIP_LEVEL)
    chairing = (*chairs(case), *case.alliance.in_office("deputy chair", case.day, team))
    return person in {*seated(case, LEADERSHIP_LEVEL), *chairing} or any(d.body == team for d in _answering(case, person))


def belongs(case: IssueCase, person: str) -> bool:
    """Say whether ``person`` holds a seat, an office or a deputyship in the alliance today; a guest of an issue does not."""
    return holds_something(case.alliance, person, case.day)


def _speaking_levels(issue: Issue) -> tuple[str, ...]:
    return (LEADERSHIP_LEVEL, MANAGEMENT_LEVEL) if issue.state in MANAGEMENT_RUNGS else (LEADERSHIP_LEVEL,)


def _answering(case: IssueCase, person: str) -> Iterator[Deputy]:
    """Give the deputyships by which ``person`` answers today: the dates cover it, and the holder is absent or the seat empty."""
    alliance, day = case.alliance, case.day
    for naming in alliance.deputyships(person):
        if covers(naming.since, naming.until, day):
            holder = alliance.holder(naming.participant, naming.body, day)
            if not holder or alliance.is_absent(naming.participant, naming.body, holder, day):
                yield naming
