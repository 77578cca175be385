"""Effects on mandates: what the draft says, its issuing, its answer, coming into force, the end, and who is told."""

from govflow.definitions.canonical import canonical, digest
from govflow.definitions.mandates import mandate_from_content
from govflow.domain import facts as f
from govflow.domain.notices import Notice
from govflow.engine.cases import CLOCK
from govflow.engine.mandating import MandateCase, concerned_people, first_day, issued_content, written
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]


@effect("record what the mandate says")
def write(case: MandateCase) -> Facts:
    """Record what the draft says now."""
    return (written(case),)


@effect("record that the mandate is issued")
def issue(case: MandateCase) -> Facts:
    """Record the whole content that everybody is asked about, with its digest."""
    content = dict(issued_content(case))
    read = mandate_from_content(canonical(content))
    return (
        f.MandateIssued(
            n=len(case.mandate.issuings) + 1,
            content=content,
            digest=digest(canonical(content)),
            valid_from=read.valid_from,
            valid_until=read.valid_until,
            by=case.actor.person,
            reason=str(case.data.get("reason") or ""),
        ),
    )


@effect("record the decision that answers it")
def raise_answer(case: MandateCase) -> Facts:
    """Record which decision the leadership team answers by."""
    return (f.AnswerRaised(len(case.mandate.issuings), str(case.data["decision"])),)


@effect("record the return of the mandate")
def give_back(case: MandateCase) -> Facts:
    """Record the comments with which it goes back to the owner."""
    comments = str(case.data.get("comments") or "").strip()
    return (f.MandateReturned(len(case.mandate.issuings), case.actor.person, comments),)


@effect("record the acceptance of the mandate")
def accept(case: MandateCase) -> Facts:
    """Record that every participant accepted it."""
    return (f.MandateAccepted(len(case.mandate.issuings), case.mandate.decision),)


@effect("bring the mandate into force")
def take_effect(case: MandateCase) -> Facts:
    """Record from which day it binds."""
    return (f.MandateEffective(first_day(case)),)


@effect("record the end of the mandate")
def end(case: MandateCase) -> Facts:
    """Record that it is over: replaced, expired, or ended by the owner."""
    successor = str(case.data.get("successor") or "")
    by_clock = case.actor.person == CLOCK
    reason = "" if successor else "its term is over" if by_clock else str(case.data.get("reason") or "")
    return (f.MandateEnded(case.day, successor, case.actor.person, reason),)


@effect("record why the mandate is withdrawn")
def withdraw(case: MandateCase) -> Facts:
    """Record that the owner does not go on with it."""
    return (f.MandateEnded(case.day, "", case.actor.person, str(case.data.get("reason") or "")),)


def _told(kind: str, case: MandateCase, people: tuple[str, ...]) -> tuple[Notice, ...]:
    others = tuple(p for p in people if p != case.actor.person)
    return (Notice(kind, others, case.mandate.ref),) if others else ()


TOLD = {
    "tell everyone the mandate is issued": "mandate-issued",
    "tell the owner it came back": "mandate-returned",
    "tell everyone the mandate is in force": "mandate-in-force",
    "tell everyone the mandate has ended": "mandate-ended",
}


def _tell(sentence: str, kind: str) -> None:
    def tell(case: MandateCase) -> tuple[Notice, ...]:
        return _told(kind, case, concerned_people(case))

    tell.__doc__ = f"Tell the leadership team, the manager and the owner: {kind}."
    effect(sentence)(tell)


for _sentence, _kind in TOLD.items():
    _tell(_sentence, _kind)
