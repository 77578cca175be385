"""The one sentence that says where an issue stands: computed, and never with a word of what people said in it."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from govflow.domain.issues import ENDED, Issue
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.sentences import clock_time
from govflow.domain.translating import listed, mark, say

Titled = Callable[[str], str]


def title_of_issue(issue: Issue) -> str:
    """Return what an issue is called where not everybody may read what it says."""
    return say("An issue about {ref}", ref=issue.about) if issue.about else say("An issue")


def of_issue(issue: Issue, title_of: Titled, zone: ZoneInfo, ladder: Sequence[str]) -> str:
    """Return where an issue stands: its rung, who has accepted a way forward, and when it moves on by itself."""
    stands = say(STANDS[issue.state])
    if issue.state in ENDED:
        return stands
    accepted = tuple(title_of(c.participant) for c in issue.concerned_participants if c.accepts)
    said = [
        stands,
        say("A way forward is accepted by {who}.", who=listed(accepted)) if accepted else "",
        _moves_on(issue, zone, ladder),
    ]
    return " ".join(one for one in said if one)


def _moves_on(issue: Issue, zone: ZoneInfo, ladder: Sequence[str]) -> str:
    due = min(issue.due.values(), default=None)
    if due is None:
        return ""
    if issue.state == TO_CLOSE:
        return say("It is closed by itself on {when}.", when=clock_time(due, zone))
    last = issue.state == ladder[-1]
    after = mark("It goes back to the leadership team and the owner on {when}.")
    return say(after if last else mark("It moves on by itself on {when}."), when=clock_time(due, zone))


STANDS = {
    "logged": mark("It is logged and waits to be sorted."),
    "with_management_team": mark("It is with the management team."),
    "with_leadership_team": mark("It is with the leadership team."),
    "reconsidered": mark("The leadership team considers it a second time."),
    "deadlocked": mark("The leadership team could not agree; the next step is being prepared."),
    "facilitated": mark("It is with an independent facilitator."),
    "with_chief_executives": mark("It is with the chief executives."),
    "appointing_mediator": mark("A mediator is being chosen."),
    "mediation": mark("It is in mediation."),
    "to_close": mark("It is back with the leadership team and the owner, to be closed."),
    "resolved": mark("It is resolved: everyone concerned accepted one way forward."),
    "closed_unresolved": mark("It is closed without a way forward; the work goes on."),
    "turned_away": mark("It went to the route where it belongs."),
}
