"""The ladder of one issue as people see it: the rungs of its policy, those it left, the one it is on, what comes next and when."""

from collections.abc import Iterator

from govflow.domain.issue_sentences import moves_on
from govflow.domain.issues import ENDED, RESOLVED, TURNED_AWAY, Climb, Issue
from govflow.domain.ladder import TO_CLOSE, next_rung
from govflow.domain.sentences import clock_time
from govflow.domain.translating import mark, say
from govflow.engine.cases import CLOCK
from govflow.reading.gatherings import Plain, Seen

LEFT, HERE, ENDED_HERE, PASSED, AHEAD, NOT_NEEDED = "left", "here", "over", "passed", "ahead", "not_needed"
STANDS = {
    LEFT: mark("left"),
    HERE: mark("it is here now"),
    ENDED_HERE: mark("it ended here"),
    PASSED: mark("not needed: it began further on"),
    AHEAD: mark("still to come"),
    NOT_NEEDED: mark("not needed"),
}


def rung_of(issue: Issue, ladder: tuple[str, ...]) -> str:
    """Return the rung an issue is on, or on which it ended."""
    if issue.state not in ENDED:
        return issue.state
    return issue.ended_on_rung or (next_rung(ladder, issue.climbs[-1].rung) if issue.climbs else ladder[0])


def steps(found: Seen, *, reads: bool) -> list[Plain]:
    """Return every rung of the policy in order, and the closing: how it stands with it, when it was left, and to those who read it why."""
    issue, ladder = found.case.issue, found.case.policy.ladder
    states, here = found.case.rules.workflow.states, rung_of(issue, ladder)
    whole = (*ladder, TO_CLOSE)
    left = {climb.rung: climb for climb in issue.climbs}
    first = whole.index(issue.climbs[0].rung if issue.climbs else here)
    return [
        _step(found, rung, _stands(n, whole.index(here), first, over=issue.state in ENDED), left.get(rung), reads=reads)
        | {"title": say(states[rung].title), "means": say(states[rung].means)}
        for n, rung in enumerate(whole)
    ]


def _stands(n: int, here: int, first: int, *, over: bool) -> str:
    if n < first:
        return PASSED
    if n < here:
        return LEFT
    if n == here:
        return ENDED_HERE if over else HERE
    return NOT_NEEDED if over else AHEAD


def _step(found: Seen, rung: str, stands: str, climb: Climb | None, *, reads: bool) -> Plain:
    issue = found.case.issue
    at = climb.at if climb else issue.ended_at if stands == ENDED_HERE else min(issue.due.values(), default=None)
    when = clock_time(at, found.zone) if at and stands in {LEFT, HERE, ENDED_HERE} else ""
    return {
        "rung": rung,
        "stands": stands,
        "stands_title": say(STANDS[stands]),
        "when": when,
        "why": _why(found, climb) if climb and reads else "",
        "typed": climb.reason if climb and reads and climb.by != CLOCK else "",
    }


def _why(found: Seen, climb: Climb) -> str:
    if climb.by == CLOCK:
        return say("Its time here was over.")
    return say("{who} took it on:", who=found.cited(climb.by, climb.at))


def next_steps(found: Seen, *, reads: bool) -> list[str]:
    """Return what happens next and when, sentence by sentence."""
    issue = found.case.issue
    return list(_over(found) if issue.state in ENDED else _open(found, reads=reads))


def _open(found: Seen, *, reads: bool) -> Iterator[str]:
    issue, ladder = found.case.issue, found.case.policy.ladder
    if reads:
        yield say("As soon as everyone concerned accepts one and the same way forward, it is resolved.")
        yield say(
            "If everyone concerned would rather leave it unresolved, it is closed. Either answer can be changed until then."
        )
    if issue.state == TO_CLOSE:
        yield say("The chair or the owner can close it, with reasons.")
    elif issue.state != ladder[-1]:
        following = found.case.rules.workflow.states[next_rung(ladder, issue.state)]
        yield say("The next step would be: {title}.", title=say(following.title).lower())
    yield moves_on(issue, found.zone, ladder)


def _over(found: Seen) -> Iterator[str]:
    issue, contested = found.case.issue, found.case.contested
    yield say("It has ended. What was said stays with those concerned.")
    if contested is not None and contested.held_by:
        yield say("{ref} is still held: another issue about it is open.", ref=contested.ref)
    elif contested is not None and issue.state != TURNED_AWAY:
        freed = mark("{ref} is held no longer; it goes on as its own page says.")
        yield say(freed, ref=contested.ref)
    if contested is None and issue.state == RESOLVED:
        yield say("Those concerned carry out the way forward that they accepted.")
