"""Effects on issues: options, acceptances, rungs left, appointments, how it ended, and who is told; and what holds a decision."""

from govflow.domain import facts as f
from govflow.domain.issues import HELPS
from govflow.domain.ladder import TO_CLOSE, next_rung
from govflow.domain.notices import Notice
from govflow.engine.cases import CLOCK, Case
from govflow.engine.issues import IssueCase, agreed_option, people_of
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]
TIME_OVER = "the time of this rung is over"


def _text(case: IssueCase, name: str) -> str:
    return str(case.data.get(name) or "").strip()


def _reason(case: IssueCase) -> str:
    return TIME_OVER if case.actor.person == CLOCK else _text(case, "reason")


@effect("record the option")
def offer(case: IssueCase) -> Facts:
    """Record a way forward, with what it would change in the contested decision."""
    by, n = case.actor, len(case.issue.offered_options) + 1
    said = {name: _text(case, name) for name in ("option", "new", "title", "text")}
    return (f.OptionOffered(n, case.issue.state, by.capacity.participant, by.person, **said),)


@effect("record which way forward they accept")
def accept(case: IssueCase) -> Facts:
    """Record that a participant concerned accepts a way forward."""
    return (f.OptionAccepted(case.data["option"], case.actor.capacity.participant, case.actor.person),)


@effect("record that they agree to differ")
def differ(case: IssueCase) -> Facts:
    """Record that a participant concerned would leave it unresolved."""
    return (f.AgreedToDiffer(case.actor.capacity.participant, case.actor.person, _text(case, "reason")),)


@effect("record why it moves on")
def step_up(case: IssueCase) -> Facts:
    """Record which rung it leaves, and why."""
    return (f.SteppedUp(len(case.issue.climbs) + 1, case.issue.state, case.actor.person, _reason(case)),)


@effect("record the appointment")
def appoint(case: IssueCase) -> Facts:
    """Record who helps along as what the rung asks for."""
    n, rung = len(case.issue.guests) + 1, case.issue.state
    return (f.GuestAppointed(n, str(case.data["person"]), HELPS[rung], rung, case.actor.person, _text(case, "terms")),)


@effect("record where it belongs")
def turn_away(case: IssueCase) -> Facts:
    """Record the route to which it was sent."""
    return (f.IssueTurnedAway(str(case.data["route"]), case.actor.person, _text(case, "reason")),)


@effect("record the way forward")
def resolve(case: IssueCase) -> Facts:
    """Record which way forward everyone concerned accepted."""
    return (f.IssueEnded(case.issue.state, agreed_option(case), case.actor.person),)


@effect("record how it ended")
def end(case: IssueCase) -> Facts:
    """Record that it ended without a way forward, and why."""
    return (f.IssueEnded(case.issue.state, 0, case.actor.person, _reason(case)),)


@effect("record the words put forward")
def put_words(case: IssueCase) -> Facts:
    """Record words for everybody; they wait for the consent of everyone concerned."""
    return (f.IssuePublishing(case.issue.summary_n + 1, case.actor.person, _text(case, "summary")),)


@effect("record that they consent to the words")
def consent(case: IssueCase) -> Facts:
    """Record that a participant concerned consents to the words that wait."""
    return (f.PublishingConsented(case.issue.summary_n, case.actor.capacity.participant, case.actor.person),)


@effect("make the words public")
def make_public(case: IssueCase) -> Facts:
    """Record the words themselves: from now on everybody may read them."""
    return (f.IssuePublished(case.issue.summary_n, case.issue.summary),)


def _tell(sentence: str, kind: str) -> None:
    def tell(case: IssueCase) -> tuple[Notice, ...]:
        others = tuple(p for p in people_of(case, _rung(case)) if p != case.actor.person)
        return (Notice(kind, others, case.issue.ref),) if others else ()

    tell.__doc__ = f"Tell the people of the rung and of those concerned: {kind}."
    effect(sentence)(tell)


def _rung(case: IssueCase) -> str:
    """Return the rung whose people are told: the next where the act leads there."""
    moves_on = case.event in {"triage", "step_up"} and case.issue.state != TO_CLOSE
    return next_rung(case.policy.ladder, case.issue.state) if moves_on else case.issue.state


TOLD = {
    "tell everyone concerned of the option": "issue-option",
    "tell everyone concerned it moves on": "issue-moved",
    "tell everyone concerned who helps": "issue-helper",
    "tell everyone concerned it is resolved": "issue-resolved",
    "tell everyone concerned it is closed": "issue-closed",
    "tell everyone concerned where it belongs": "issue-turned-away",
    "tell everyone concerned of the words": "issue-words",
    "tell everyone concerned they are public": "issue-published",
}
for _sentence, _kind in TOLD.items():
    _tell(_sentence, _kind)


@effect("hold it for the issue")
def hold(case: Case) -> Facts:
    """Record which open issue holds the decision."""
    return (f.Held(str(case.data["issue"])),)


@effect("hold it no longer")
def unhold(case: Case) -> Facts:
    """Record that no issue holds the decision any more."""
    return (f.Unheld(case.decision.held_by),)
