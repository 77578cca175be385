"""Guards on mandates: a draft that changes something, is whole, covers what is committed; comments and reasons that are given."""

from govflow.definitions.canonical import canonical
from govflow.definitions.mandates import mandate_from_content
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.mandating import MandateCase, issued_content, misread, missing, said, written
from govflow.engine.spending import uncovered
from govflow.engine.words import guard

PARTS = {
    "term": "its title and term",
    "outcomes": "the outcomes it asks for",
    "risk": "how much risk is acceptable",
    "envelope": "the financial envelope",
    "reserved": "what is reserved to the owner",
    "limits": "what the alliance manager and the management team may decide",
    "statement": "why this is best for the people who use the services",
}


@guard("something in the mandate is changed")
def mandate_changed(case: MandateCase) -> Refusal | None:
    """Refuse a revision that changes nothing, or contradicts itself."""
    wrong = misread(case)
    if wrong is not None:
        return wrong
    same = dict(said(case)) == dict(case.mandate.content) and written(case).statement == case.mandate.statement
    return refuse("nothing-changed") if same else None


@guard("the mandate is complete")
def mandate_complete(case: MandateCase) -> Refusal | None:
    """Refuse to issue what does not say all of it: outcomes, risk, envelope, reserved matters, limits, and why it is best for people."""
    parts = missing(case)
    return refuse("mandate-incomplete", parts="; ".join(PARTS[part] for part in parts)) if parts else None


@guard("its term is not over")
def term_ahead(case: MandateCase) -> Refusal | None:
    """Refuse to issue a mandate whose last day has passed."""
    until = str(case.mandate.content.get("until") or "")
    if not until or until >= case.day.isoformat():
        return None
    return refuse("invalid", field="until", why="its last day has passed", remedy="Give a later day.")


@guard("it covers what is committed")
def covers_committed(case: MandateCase) -> Refusal | None:
    """Refuse an envelope with less on a line and year, with what was moved there, than decisions have committed (pence)."""
    if missing(case):
        return None
    return uncovered(mandate_from_content(canonical(dict(issued_content(case)))), case.balances())


@guard("comments are given")
def comments_given(case: MandateCase) -> Refusal | None:
    """Refuse to return a mandate without saying what would have to change."""
    return None if str(case.data.get("comments") or "").strip() else refuse("comments-missing", field="comments")


@guard("a reason is given for the mandate")
def mandate_reason_given(case: MandateCase) -> Refusal | None:
    """Refuse to end or withdraw a mandate without saying why."""
    return None if str(case.data.get("reason") or "").strip() else refuse("reason-missing", field="reason")
