"""Guards on writing, circulating and changing a proposal."""

from datetime import date

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.cases import Case
from govflow.engine.dating import half_urgent
from govflow.engine.drafting import asked_for, beyond_body, beyond_mandate, changed, drafted, misfit, unanswered
from govflow.engine.linking import going
from govflow.engine.words import guard


@guard("something is changed")
def something_changed(case: Case) -> Refusal | None:
    """Refuse a new version that changes nothing, or whose kind or body is not one of the policy's."""
    kind, body = case.data.get("kind"), asked_for(case)
    if body and case.policy.body(body) is None:
        return refuse("unknown-value", field="body", value=body, known=", ".join(b.id for b in case.policy.bodies))
    if kind is not None and case.policy.kind(kind) is None:
        return refuse("unknown-value", field="kind", value=kind, known=", ".join(k.id for k in case.policy.kinds))
    return None if changed(case) or body != case.decision.asked_body else refuse("nothing-changed")


@guard("there is such a question")
def question_exists(case: Case) -> Refusal | None:
    """Refuse an answer to a question nobody asked."""
    numbers = {c.n for c in case.decision.contributions if c.what == "question"}
    if case.data.get("to") in numbers:
        return None
    known = ", ".join(str(n) for n in sorted(numbers)) or "none yet"
    return refuse("invalid", field="to", why="there is no question of that number", remedy=f"Answer one of: {known}.")


@guard("the statement is complete")
def statement_complete(case: Case) -> Refusal | None:
    """Refuse to circulate without the whole best-for-people statement (Plymouth Alliance principles; SI 2012/2089 reg. 12)."""
    return unanswered(case, case.decision.text.statement)


@guard("the statement stays complete")
def statement_stays_complete(case: Case) -> Refusal | None:
    """Refuse a change that would leave a part of the statement empty once notice has been given."""
    return unanswered(case, drafted(case)["statement"])


@guard("a mandate is cited")
def mandate_cited(case: Case) -> Refusal | None:
    """Refuse a proposal that cites no mandate, or one that does not exist."""
    return None if case.mandate is not None else refuse("mandate-not-cited", field="mandate")


@guard("it lies within the mandate")
def within_mandate(case: Case) -> Refusal | None:
    """Refuse what the mandate does not cover: a body cannot bind beyond its remit."""
    return beyond_mandate(case, drafted(case))


@guard("the amended proposal lies within the mandate")
def amended_within_mandate(case: Case) -> Refusal | None:
    """Refuse an amendment that would leave the mandate."""
    return beyond_mandate(case, drafted(case))


@guard("the right body decides")
def right_body(case: Case) -> Refusal | None:
    """Refuse a matter that belongs to a higher body, or to another electorate, by its kind or its amount, as it is or as amended."""
    draft = drafted(case)
    return misfit(case, draft) or beyond_body(case, draft)


@guard("what follows for the others is before them")
def followed_up(case: Case) -> Refusal | None:
    """Refuse notice of a reserved matter without the linked decision on what follows for everyone, or why nothing does."""
    if case.kind is None or not case.kind.is_reserved or case.decision.nothing_follows or going(case):
        return None
    return refuse("knock-on-missing", field="nothing_follows", decision=case.decision.ref)


@guard("papers are attached")
def papers_attached(case: Case) -> Refusal | None:
    """Refuse notice without papers."""
    return None if case.data.get("papers") else refuse("papers-missing", field="papers")


@guard("it is flagged for decision")
def flagged(case: Case) -> Refusal | None:
    """Refuse notice of an item not marked for decision (DESCA: items requiring a decision must be identified as such)."""
    return None if case.data.get("for_decision", True) else refuse("decision-not-flagged", field="for_decision")


@guard("urgency is shown where it is claimed")
def urgency_shown(case: Case) -> Refusal | None:
    """Refuse half an urgency: notice that is called urgent says why it cannot wait, whether it is legal and whether it is safe."""
    urgent = case.data.get("urgent")
    if urgent is None and case.event == "circulate":
        return None
    return half_urgent(urgent or {})


@guard("the day to resume lies ahead")
def day_ahead(case: Case) -> Refusal | None:
    """Refuse a deferral without a later day."""
    until = case.data.get("until")
    if until is not None and until > case.day:
        return None
    return refuse("invalid", field="until", why="the day to resume must lie ahead", remedy="Name a later day.")


@guard("it is put off no longer than the policy allows")
def put_off_within_bounds(case: Case) -> Refusal | None:
    """Refuse to put off for longer than the policy's time, or beyond the mandate's last day: that would be to let it drop unsaid."""
    until = case.data.get("until")
    last = _latest(case)
    if until is None or until <= last:
        return None
    why = f"at most it can be put off until {last:%-d %B %Y}"
    return refuse("invalid", field="until", why=why, remedy="Name that day or a sooner one, or withdraw it with a reason.")


def _latest(case: Case) -> date:
    calendar, longest = case.rules.calendar, case.policy.clocks.get("deferral")
    ends = calendar.local_date(calendar.due(case.now, longest, case.policy.closing)) if longest is not None else date.max
    return min(ends, case.mandate.valid_until if case.mandate is not None else date.max)
