"""Guards on what a participant's own body must still decide: its notice, the day it decided, and call-in."""

from datetime import date

from govflow.domain.decisions import Approval
from govflow.domain.own_bodies import KINDS, NOTICE, SHORT, earliest_day
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.cases import Case
from govflow.engine.words import guard


def undecided(case: Case) -> Approval | None:
    """Return the approval awaited of the actor's participant whose body has still to decide, or None."""
    mine = case.actor.capacity.participant
    return next((a for a in case.decision.undecided if a.participant == mine), None)


def _kind(approval: Approval) -> str:
    return KINDS.get(approval.own_body_kind, approval.own_body_kind)


def _on(day: date) -> str:
    return f"{day:%-d %B %Y}"


@guard("their own body is still to decide")
def own_body_undecided(case: Case) -> Refusal | None:
    """Refuse where no decision of the participant's own body is awaited, or it is taken and waits for call-in."""
    return None if undecided(case) else refuse("not-awaited", who=(case.title_of(case.actor.capacity.participant),))


@guard("its law asks for notice")
def notice_asked(case: Case) -> Refusal | None:
    """Refuse notice of a kind of decision, or by a route, that the law of the place does not know."""
    approval, law = undecided(case), case.rules.law
    if approval is None or case.data.get("route", NOTICE) in law.routes(approval.own_body_kind):
        return None
    return refuse("nothing-waits", why=f"the law here asks for no such notice of a {_kind(approval)}")


@guard("its notice is of this proposal")
def notice_of_this(case: Case) -> Refusal | None:
    """Refuse notice dated before the proposal was put forward: nobody can have given notice of deciding on it."""
    published, began = case.data.get("published_on"), case.decision.proposed_at
    first = case.rules.calendar.local_date(began) if began else None
    if published is None or first is None or published >= first:
        return None
    why = f"this was put forward on {_on(first)}, so notice of a decision on it is of that day or later"
    return refuse("invalid", field="published_on", why=why, remedy="Give the day on which notice of this decision was published.")


@guard("its notice was published")
def notice_published(case: Case) -> Refusal | None:
    """Refuse notice without its day, or with one that has not come."""
    published = case.data.get("published_on")
    if published is not None and published <= case.day:
        return None
    why, remedy = "the day must be given and not lie ahead", "Give the day on which the notice was published."
    return refuse("invalid", field="published_on", why=why, remedy=remedy)


@guard("a short notice says why")
def short_notice_explained(case: Case) -> Refusal | None:
    """Refuse general exception and special urgency without a reason (SI 2012/2089 reg. 10 and 11 ask for it to be published)."""
    needed = case.data.get("route") in SHORT and not str(case.data.get("reason") or "").strip()
    return refuse("reason-missing", field="reason") if needed else None


@guard("the day it plans leaves time for notice")
def planned_late_enough(case: Case) -> Refusal | None:
    """Refuse a planned day before the first on which the body may decide."""
    planned, published = case.data.get("decide_on"), case.data.get("published_on")
    if planned is None or published is None:
        return None
    earliest = earliest_day(case.rules.law, case.data.get("route", NOTICE), published)
    if planned >= earliest:
        return None
    why = f"notice published on {_on(published)} allows the decision on {_on(earliest)} at the soonest"
    return refuse("invalid", field="decide_on", why=why, remedy="Give that day or a later one, or leave it out.")


@guard("the day named lies within the mandate")
def day_within_mandate(case: Case) -> Refusal | None:
    """Refuse a day on which the body is expected or planned to decide that is past, or beyond the mandate's last day."""
    field = "expected" if "expected" in case.data else "decide_on"
    named, last = case.data.get(field), last_day(case)
    if named is None or (case.day <= named <= last) or (field == "decide_on" and named <= last):
        return None
    why = (
        "that day is past"
        if named < case.day
        else f"the mandate ends on {_on(last)}, and it could not come into force after that"
    )
    return refuse("invalid", field=field, why=why, remedy=f"Give a day from today to {_on(last)}, or leave it out.")


def last_day(case: Case) -> date:
    """Return the last day of the mandate that it is made under."""
    found = case.governing or case.mandate
    return found.valid_until if found is not None else date.max


@guard("it was decided on this version")
def decided_on_this(case: Case) -> Refusal | None:
    """Refuse a decision dated before the words were there to decide on, or before those said yes anew to what the body had refused."""
    approval, decided = undecided(case), case.data.get("decided_on")
    if approval is None or decided is None:
        return None
    first, why = _first_day(case, approval)
    if decided >= first:
        return None
    return refuse(
        "invalid", field="decided_on", why=why, remedy="Give the day on which the body decided on what was agreed here."
    )


def _first_day(case: Case, approval: Approval) -> tuple[date, str]:
    """Return the first day on which the body can have decided on what everyone agreed to, and why."""
    decision, calendar = case.decision, case.rules.calendar
    asked = decision.asked
    body = (approval.participant, approval.own_body.casefold())
    refused = any((a.participant, a.own_body.casefold()) == body and a.approved is False for a in decision.approvals)
    if refused and asked is not None:
        first = calendar.local_date(asked.at)
        return first, f"that body refused before, and everyone was asked again on {_on(first)}"
    first = calendar.local_date(next(v.at for v in decision.versions if v.n == decision.version))
    return first, f"version {decision.version} was written on {_on(first)}, so it was not decided on before"


@guard("its notice allows that day")
def notice_allows(case: Case) -> Refusal | None:
    """Refuse a key decision without notice, or dated before its notice allows under the route recorded (SI 2012/2089 reg. 9 to 11)."""
    approval, decided = undecided(case), case.data.get("decided_on")
    if approval is None or decided is None or not case.rules.law.routes(approval.own_body_kind):
        return None
    if approval.earliest_on is None:
        days = case.rules.law.clear_days(NOTICE)
        why = f"a {_kind(approval)} needs notice of {days} clear days, and none is recorded"
        return refuse("invalid", field="decided_on", why=why, remedy="Record its notice first, then the decision.")
    if decided >= approval.earliest_on:
        return None
    why = f"its notice allows the decision on {_on(approval.earliest_on)} at the soonest"
    remedy = "Give the day it really decided; a decision taken before that must be taken again."
    return refuse("invalid", field="decided_on", why=why, remedy=remedy)


@guard("it was decided since it was called in")
def decided_since_call_in(case: Case) -> Refusal | None:
    """Refuse a decision from before the last was called in: its body decides again."""
    approval, decided = undecided(case), case.data.get("decided_on")
    if approval is None or decided is None or approval.called_in_at is None:
        return None
    called_in = case.rules.calendar.local_date(approval.called_in_at)
    if decided >= called_in:
        return None
    why = f"the decision of that day was called in on {_on(called_in)}"
    return refuse("invalid", field="decided_on", why=why, remedy="Give the day on which the body decided again.")


@guard("it was announced when it was decided or later")
def announced_after_deciding(case: Case) -> Refusal | None:
    """Refuse a day of publication that lies ahead or before the decision: call-in is counted from it."""
    decided, announced = case.data.get("decided_on"), case.data.get("announced_on")
    if announced is None or (decided is not None and decided <= announced <= case.day):
        return None
    why, remedy = "it cannot lie before the decision or ahead", "Give the day the decision was published, or leave it out."
    return refuse("invalid", field="announced_on", why=why, remedy=remedy)


@guard("their decision can be called in")
def in_call_in(case: Case) -> Refusal | None:
    """Refuse a call-in where no decision of the participant's own body waits for its end, or the end has come."""
    mine = case.actor.capacity.participant
    ends = next((a.call_in_ends_at for a in case.decision.in_call_in if a.participant == mine), None)
    if ends is not None and case.now < ends:
        return None
    return refuse("nothing-waits", why=f"no decision of {case.title_of(mine)}'s own body can be called in now")


@guard("call-in is over")
def call_in_over(case: Case) -> Refusal | None:
    """Refuse to let a decision count before the end of its call-in; only the clock asks."""
    ends = min((a.call_in_ends_at for a in case.decision.in_call_in if a.call_in_ends_at), default=None)
    if ends is not None and case.now >= ends:
        return None
    return refuse("closing-time-not-reached", closes="the end of call-in")
