"""What somebody can do with an issue now, what it asks of this person, and what it waits for."""

from collections.abc import Iterator

from govflow.domain.issues import ENDED, HELPS
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.translating import listed, mark, say
from govflow.engine.cases import PEOPLE, Actor
from govflow.engine.guards.issues import speaks_for_one
from govflow.engine.issues import IssueCase, asked_on, chairs, counting, helping, seated
from govflow.engine.mandating import OWNER_LEVEL
from govflow.engine.moving import available
from govflow.engine.permissions import permitted
from govflow.reading.issue_access import may_read

HELPER_TITLES = {"facilitator": mark("Facilitator"), "mediator": mark("Mediator")}
# In the order in which they are offered.
EVENTS = ("accept_option", "offer_option", "triage", "appoint", "step_up", "close", "turn_away", "consent", "publish")
# Refusals that no form can meet: whoever is here is not offered the act.
OUT_OF_REACH = frozenset({"not-concerned", "no-seat", "deputy-not-valid", "not-allowed"})
# What is asked of somebody, as the event that would end the waiting.
SORT, ACCEPT, OFFER, APPOINT, CLOSE, CONSENT = "triage", "accept_option", "offer_option", "appoint", "close", "consent"


def offers(case: IssueCase, person: str) -> Iterator[str]:
    """Return the events that ``person`` could bring about now, whatever a form must still be filled in with."""
    leads = {m.do for m in case.rules.workflow.states[case.issue.state].moves if m.by == PEOPLE}
    possible = [event for event in EVENTS if event in leads and _possible(case, event, person)]
    yield from (event for event in possible if event != "step_up" or SORT not in possible)


def _possible(case: IssueCase, event: str, person: str, participant: str = "") -> bool:
    actor = permitted(case.alliance, case.policy, f"issue.{event}", person, case.issue, case.day, participant)
    if not isinstance(actor, Actor) or (event == ACCEPT and not case.issue.offered_options):
        return False
    unmet = available(case.asking(event, actor, {"option": 1, "person": person}), event)
    return unmet is not None and not {r.code for r in unmet} & OUT_OF_REACH


def speaks_for(case: IssueCase, person: str) -> list[str]:
    """Return the participants concerned for which ``person`` can say what they accept, or that they would differ."""
    leads = {m.do for m in case.rules.workflow.states[case.issue.state].moves if m.by == PEOPLE}
    event = ACCEPT if case.issue.offered_options else OFFER
    concerned = case.issue.concerned if ACCEPT in leads else ()
    return [p for p in concerned if _possible(case, event, person, p) and _speaks(case, person, p)]


def consents_for(case: IssueCase, person: str) -> list[str]:
    """Return the participants concerned for which ``person`` can consent to words for everybody."""
    return [p for p in case.issue.concerned if _possible(case, CONSENT, person, p)]


def _speaks(case: IssueCase, person: str, participant: str) -> bool:
    """Say whether ``person`` may answer for ``participant`` on this rung."""
    actor = permitted(case.alliance, case.policy, f"issue.{ACCEPT}", person, case.issue, case.day, participant)
    return isinstance(actor, Actor) and speaks_for_one(case.asking(ACCEPT, actor, {"option": 1})) is None


def asked_of(case: IssueCase, person: str) -> str:
    """Return what an issue asks of ``person`` now, as the event that would end the waiting; "" for nothing."""
    issue = case.issue
    if not may_read(case, person):
        return ""
    possible = set(offers(case, person))
    if issue.state in ENDED:
        owing = {c.participant for c in counting(case) if c.consents != issue.summary_n}
        return CONSENT if CONSENT in possible and owing & set(consents_for(case, person)) else ""
    silent = {c.participant for c in issue.concerned_participants if not c.accepts and not c.differs}
    mine = silent & set(speaks_for(case, person))
    if SORT in possible and issue.state == "logged":
        return SORT
    if APPOINT in possible and not helping(case, issue.state):
        return APPOINT
    if mine:
        return ACCEPT if issue.offered_options else OFFER
    return CLOSE if CLOSE in possible and issue.state == TO_CLOSE and closes_it(case, person) else ""


def closes_it(case: IssueCase, person: str) -> bool:
    """Say whether ``person`` closes the issue at the end of the ladder, and does not only say that a participant would differ."""
    return case.issue.state == TO_CLOSE and person in {*chairs(case), *seated(case, OWNER_LEVEL)}


def waits_for(case: IssueCase) -> str:
    """Return in words what an open issue waits for."""
    silent = tuple(c.participant for c in counting(case) if not c.accepts and not c.differs)
    if case.issue.state == "logged":
        return say("{who}, to sort it", who=say(asked_on(case, case.issue.state)))
    if case.issue.state in HELPS and not helping(case, case.issue.state):
        return say("a {role}, to be appointed", role=say(HELPER_TITLES[HELPS[case.issue.state]]).lower())
    if not case.issue.offered_options:
        return say("a way forward")
    return listed(case.titles(silent)) if silent else say("one way forward that everyone concerned accepts")
