"""Guards on issues: who has a part in one and speaks for whom, what an option and an appointment must say, when it is resolved."""

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import Deputy
from govflow.engine.issues import IssueCase, agreed_option, chairs, counting, sorters, speaks_here
from govflow.engine.mandating import LEADERSHIP_LEVEL
from govflow.engine.permissions import DEPUTY
from govflow.engine.words import guard

HELPING = frozenset({"manager", "chair", "facilitator", "mediator"})  # whoever they belong to


@guard("they have a part in the issue")
def has_part(case: IssueCase) -> Refusal | None:
    """Refuse whoever neither belongs to a participant concerned nor helps the issue along."""
    helps = case.actor.capacity.role in HELPING or case.actor.person in chairs(case)
    return None if helps else speaks_for_one(case)


@guard("they sort issues first")
def sorts_first(case: IssueCase) -> Refusal | None:
    """Refuse whoever is not the one that option O lets sort an issue, or who stands in where that one is concerned."""
    people, called = sorters(case)
    person = case.actor.person
    return None if person in people else refuse("not-allowed", who=(case.alliance.name_of(person),), roles=called)


@guard("they speak for a participant concerned, or sort issues first")
def speaks_or_sorts(case: IssueCase) -> Refusal | None:
    """Refuse to take an issue on that is not sorted, except by those concerned and whoever sorts it."""
    return None if case.actor.person in sorters(case)[0] else speaks_for_one(case)


@guard("they speak for a participant concerned")
def speaks_for_one(case: IssueCase) -> Refusal | None:
    """Refuse whoever speaks for none of the participants concerned on this rung; a deputy needs the holder's notified absence."""
    mine = case.actor.capacity.participant
    if mine not in case.issue.concerned:
        return refuse("not-concerned", who=(case.title_of(mine) if mine else case.alliance.name_of(case.actor.person),))
    if not speaks_here(case):
        body = next(b.title.lower() for b in case.policy.bodies if b.level == LEADERSHIP_LEVEL)
        return refuse("no-seat", who=(case.alliance.name_of(case.actor.person),), body=body)
    naming = next((d for d in case.alliance.deputies if d.n == case.actor.capacity.deputy), None)
    return _holder_here(case, naming) if case.actor.capacity.role == DEPUTY and naming else None


def _holder_here(case: IssueCase, naming: Deputy) -> Refusal | None:
    holder = case.alliance.holder(naming.participant, naming.body, case.day)
    if not holder or case.alliance.is_absent(naming.participant, naming.body, holder, case.day):
        return None
    return refuse(
        "deputy-not-valid",
        why=f"The absence of {case.title_of(naming.participant)}'s seat holder is not notified",
        remedy="Notify the absence, or let the seat holder answer.",
    )


@guard("it says what is new")
def says_new(case: IssueCase) -> Refusal | None:
    """Refuse an option at the second consideration that does not say what is new."""
    return None if str(case.data.get("new") or "").strip() else refuse("new-missing", field="new")


@guard("there is such an option")
def option_there(case: IssueCase) -> Refusal | None:
    """Refuse to accept a way forward that nobody offered."""
    n = case.data["option"]
    return None if case.issue.offered(n) else refuse("unknown-reference", field="option", value=f"way forward {n}")


@guard("the person is known")
def person_known(case: IssueCase) -> Refusal | None:
    """Refuse to appoint somebody who is not known in the alliance, or whose access has ended."""
    person = str(case.data["person"])
    found = case.alliance.person(person)
    return None if found is not None and found.active else refuse("unknown-reference", field="person", value=person[:80])


@guard("the terms are said")
def terms_said(case: IssueCase) -> Refusal | None:
    """Refuse to appoint somebody without saying on which terms."""
    return None if str(case.data.get("terms") or "").strip() else refuse("terms-missing", field="terms")


@guard("a summary is given")
def summary_given(case: IssueCase) -> Refusal | None:
    """Refuse to put words for everybody without any."""
    return None if str(case.data.get("summary") or "").strip() else refuse("summary-missing", field="summary")


@guard("these are the words that wait")
def words_waiting(case: IssueCase) -> Refusal | None:
    """Refuse a consent to words that others have replaced meanwhile."""
    read, now = case.data.get("version"), case.issue.summary_n
    return None if read in {None, now} else refuse("stale-version", field="version", answered=read, current=now)


@guard("everyone concerned accepts one and the same way forward")
def one_accepted(case: IssueCase) -> Refusal | None:
    """Refuse to resolve it while a participant concerned has not accepted the way forward that the others accept."""
    if agreed_option(case):
        return None
    every = counting(case)
    waiting = tuple(c.participant for c in every if not c.accepts) or tuple(c.participant for c in every)
    return refuse("option-not-accepted", who=case.titles(waiting))
