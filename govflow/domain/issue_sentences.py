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
    """Return where an issue stands for those who read it: its rung, who has accepted a way forward, when it moves on by itself."""
    accepted = tuple(title_of(c.participant) for c in issue.concerned_participants if c.accepts)
    if issue.state in ENDED or not accepted:
        return of_issue_to_anybody(issue, zone, ladder)
    return _joined(
        say(STANDS[issue.state]), say("A way forward is accepted by {who}.", who=listed(accepted)), moves_on(issue, zone, ladder)
    )


def of_issue_to_anybody(issue: Issue, zone: ZoneInfo, ladder: Sequence[str]) -> str:
    """Return where an issue stands for whoever may know that there is one, and in mails: its rung, and when it moves on by itself."""
    return _joined(say(STANDS[issue.state]), moves_on(issue, zone, ladder))


def _joined(*said: str) -> str:
    return " ".join(one for one in said if one)


def moves_on(issue: Issue, zone: ZoneInfo, ladder: Sequence[str]) -> str:
    """Return when an issue moves on by itself, and where it goes back after the last rung; "" once it has ended."""
    due = None if issue.state in ENDED else min(issue.due.values(), default=None)
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
