"""Guards on taking a position: time, version, seat, eligibility, interests, and what each answer must carry."""

from govflow.domain.interests import HANDLED
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import CHAIRS, OWN, Deputy, Placed, covers
from govflow.domain.translating import say
from govflow.engine.cases import Case
from govflow.engine.permissions import DEPUTY, SEAT_HOLDER
from govflow.engine.words import guard


@guard("positions are being taken")
def being_taken(case: Case) -> Refusal | None:
    """Refuse a position at or after the closing time, even before the clock has closed the round: the server's time rules."""
    asked = case.decision.asked
    if asked is not None and case.now < asked.closes_at:
        return None
    return refuse("voting-closed", remedy="They closed; a new round opens if it is put again.")


@guard("the version answered is the current one")
def current_version(case: Case) -> Refusal | None:
    """Refuse an answer to another version than the current one: unanimity is on one version (rule 1)."""
    answered, current = case.data.get("version"), case.decision.version
    return (
        None if answered == current else refuse("stale-version", field="version", answered=answered or "(none)", current=current)
    )


@guard("they hold a seat or stand in for it")
def holds_seat(case: Case) -> Refusal | None:
    """Refuse whoever is neither the participant's seat holder in the deciding body nor its deputy with authority today."""
    capacity = case.actor.capacity
    if capacity.role == SEAT_HOLDER and capacity.body == case.decision.body:
        held = (s for s in case.alliance.seats_of(case.actor.person, case.day) if s.body == capacity.body)
        return _put_in_meanwhile(case, next((s for s in held if s.participant == capacity.participant), None))
    naming = next((d for d in case.alliance.deputies if capacity.role == DEPUTY and d.n == capacity.deputy), None)
    if naming is not None and naming.body == case.decision.body:
        return _deputy_refusal(case, naming)
    body = case.policy.body(case.decision.body)
    return refuse(
        "no-seat", who=(case.alliance.name_of(case.actor.person),), body=body.title.lower() if body else case.decision.body
    )


def _deputy_refusal(case: Case, naming: Deputy) -> Refusal | None:
    title = case.title_of(naming.participant)
    if not covers(naming.since, naming.until, case.day):
        until = f"{naming.until:%-d %B %Y}" if naming.until else "further notice"
        return refuse(
            "deputy-not-valid",
            why=f"The deputy of {title} is named from {naming.since:%-d %B %Y} until {until}, which does not cover today",
            remedy="Name the deputy for today as well, or let the seat holder answer.",
        )
    holder = case.alliance.holder(naming.participant, naming.body, case.day)
    if not holder or holder in case.decision.barred:
        return _put_in_meanwhile(case, naming)
    away = case.alliance.absences_of(naming.participant, naming.body, holder, case.day)
    if not away:
        return refuse(
            "deputy-not-valid",
            why=f"The absence of {title}'s seat holder is not notified",
            remedy="Notify the absence, or let the seat holder answer.",
        )
    waits = tuple(_put_in_meanwhile(case, absence) for absence in away)
    return _put_in_meanwhile(case, naming) or (None if None in waits else waits[0])


def _put_in_meanwhile(case: Case, held: Placed | None) -> Refusal | None:
    """Refuse, for a time, whoever others put in since positions opened: nobody but an organisation speaks for it.

    With its word they answer from the next working day on, so that its people hear of it first; without, not to this opening.
    """
    asked = case.decision.asked
    if held is None or held.word == OWN or held.stands_at is None or asked is None or asked.lapsed or held.stands_at < asked.at:
        return None
    calendar = case.rules.calendar
    first = calendar.add_working_days(calendar.local_date(held.stands_at), 1)
    if held.word != CHAIRS and case.day >= first:
        return None
    since = "when positions open again" if held.word == CHAIRS else f"from {first:%A %-d %B %Y} on"
    return refuse("put-in-meanwhile", who=(case.title_of(case.actor.capacity.participant),), since=since)


@guard("the participant is eligible")
def eligible(case: Case) -> Refusal | None:
    """Refuse a participant that was not among those asked when positions opened."""
    mine = case.actor.capacity.participant
    return None if mine in case.decision.electorate else refuse("not-eligible", who=(case.title_of(mine),))


@guard("no interest bars them")
def not_barred(case: Case) -> Refusal | None:
    """Refuse a participant excluded by an institutional interest, or a person barred by a personal one."""
    person, mine = case.actor.person, case.actor.capacity.participant
    for interest in case.decision.interests:
        if not interest.bars:
            continue
        if interest.kind == "institutional" and interest.participant == mine:
            return refuse(
                "excluded-by-interest",
                who=(case.title_of(mine),),
                handling=say(HANDLED[interest.handling]),
                remedy="The ruling and its reason are on the page.",
            )
        if interest.kind == "personal" and interest.person == person:
            return refuse(
                "excluded-by-interest",
                who=("The person concerned",),
                handling=say(HANDLED[interest.handling]),
                remedy=f"A deputy of {case.title_of(mine)} may answer.",
            )
    return None


@guard("a reason is given")
def reason_given(case: Case) -> Refusal | None:
    """Refuse an answer or act without a reason: every position carries one."""
    return None if str(case.data.get("reason") or "").strip() else refuse("reason-missing", field="reason")


@guard("a principle or protected interest is named")
def principle_named(case: Case) -> Refusal | None:
    """Refuse an objection that rests on no principle of the alliance or, where option K allows it, no protected interest."""
    policy = case.policy
    interest_allowed = policy.options["K"] == "principle_or_interest"
    named = case.data.get("principle") in {p.id for p in policy.principles}
    if named or (interest_allowed and str(case.data.get("interest") or "").strip()):
        return None
    return refuse(
        "principle-missing",
        field="principle",
        or_interest=" or protected interest" if interest_allowed else "",
        known=_grounds(policy, interest_allowed=interest_allowed),
    )


def _grounds(policy: Policy, *, interest_allowed: bool) -> str:
    principles = ", ".join(p.title for p in policy.principles)
    return f"{principles}; or an interest: {', '.join(policy.interests)}" if interest_allowed and policy.interests else principles


@guard("it says what would have to change")
def remedy_said(case: Case) -> Refusal | None:
    """Refuse an objection that leaves nobody a way forward."""
    return None if str(case.data.get("would_agree_if") or "").strip() else refuse("remedy-missing", field="would_agree_if")


@guard("standing aside is offered")
def stand_aside_offered(case: Case) -> Refusal | None:
    """Refuse to stand aside where the policy does not offer it (option B under base consensus)."""
    if case.policy.offers("stand_aside"):
        return None
    known = ", ".join(w.id for w in case.policy.words if w.id != "stand_aside")
    return refuse("option-not-offered", field="choice", choice="Standing aside", known=known)
