"""Effects that tell people: which notice goes to whom. Wording and sending are elsewhere; nobody is told what they just did."""

from govflow.domain.notices import Notice
from govflow.engine.asking import managers, speakers, team
from govflow.engine.cases import Case
from govflow.engine.issues import seated
from govflow.engine.mandating import OWNER_LEVEL
from govflow.engine.words import effect

Notices = tuple[Notice, ...]


def _told(kind: str, case: Case, people: tuple[str, ...]) -> Notices:
    others = tuple(p for p in dict.fromkeys(people) if p != case.actor.person)
    return (Notice(kind, others, case.decision.ref),) if others else ()


def _tell_team(sentence: str, kind: str) -> None:
    def tell(case: Case) -> Notices:
        return _told(kind, case, team(case))

    tell.__doc__ = f"Tell the body's people and the manager: {kind}."
    effect(sentence)(tell)


TEAM_IS_TOLD = {
    "tell the team it is being talked over": "consulting",
    "give everyone notice": "notice",
    "tell the team it is urgent": "made-urgent",
    "tell the team it is deferred": "deferred",
    "tell the team it has resumed": "resumed",
    "tell the team it has lapsed": "lapsed",
    "tell everyone the wording changed": "wording-changed",
    "tell the team the electorate changed": "electorate-changed",
    "tell the team the mandate changed": "mandate-changed",
    "tell the team the quorum was lost": "quorum-lost",
    "tell the team what was missing": "not-reached",
    "tell the team it was declined": "declined",
    "tell the team it was called in": "called-in",
    "tell the team of the objection": "objection",
    "tell the team it is deadlocked": "deadlocked",
    "tell the team it rests": "rests",
    "tell the team the owner directed it": "directed",
    "tell the team it waits for its linked decision": "waits-linked",
    "tell the team it is in force": "in-force",
    "tell the team of the ruling": "ruling",
}
for _sentence, _kind in TEAM_IS_TOLD.items():
    _tell_team(_sentence, _kind)


@effect("tell the team it is withdrawn")
def tell_withdrawn(case: Case) -> Notices:
    """Tell the body's people and the manager that it is withdrawn; of a draft that they never read, nobody is told."""
    return _told("withdrawn", case, team(case)) if case.decision.shared else ()


@effect("tell the owner it is its to decide")
def tell_owner(case: Case) -> Notices:
    """Tell whoever sits for the owner that a reserved matter is the owner's to decide."""
    return _told("owner-decides", case, seated(case, OWNER_LEVEL))


@effect("ask every participant")
def ask(case: Case) -> Notices:
    """Ask whoever may answer for each eligible participant, and let the manager know."""
    return (
        *_told("positions-open", case, speakers(case, case.decision.eligible_participants)),
        *_told("opened", case, managers(case)),
    )


@effect("ask for their approval")
def ask_approval(case: Case) -> Notices:
    """Ask whoever speaks for each participant whose own body must still decide."""
    return _told("approval-awaited", case, speakers(case, tuple(a.participant for a in case.decision.awaited)))
