"""Guards on defaults: who takes a step and who does not, what must be said, and what must not come too soon."""

from datetime import datetime

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.sentences import clock_time
from govflow.engine.cases import Case
from govflow.engine.defaults import DefaultCase, belongs, leadership, speaks_for_one
from govflow.engine.words import guard


def _said(case: DefaultCase, name: str) -> str:
    return str(case.data.get(name) or "").strip()


def _when(case: DefaultCase, at: datetime | None) -> str:
    return clock_time(at, case.rules.calendar.zone) if at else ""


@guard("they do not belong to the one concerned")
def apart(case: DefaultCase) -> Refusal | None:
    """Refuse whoever holds a seat, a deputyship or an office of the one concerned, in whatever role they ask."""
    mine = case.actor.capacity.participant == case.default.concerns
    whom = (case.title_of(case.default.concerns),)
    return refuse("own-default", who=whom) if mine or belongs(case, case.actor.person) else None


@guard("they speak for one of the others")
def one_of_the_others(case: DefaultCase) -> Refusal | None:
    """Refuse whoever does not hold the leadership seat of one of the others."""
    own = apart(case)
    if own is not None or speaks_for_one(case):
        return own
    body = case.policy.body(leadership(case))
    return refuse("no-seat", who=(case.alliance.name_of(case.actor.person),), body=body.title.lower() if body else "")


@guard("they are a second person of a third participant")
def second_person(case: DefaultCase) -> Refusal | None:
    """Refuse the confirmation of whoever prepared it, and of anybody of the same participant."""
    default, actor = case.default, case.actor
    if actor.person != default.by and actor.capacity.participant != default.participant:
        return None
    return refuse("another-must-confirm", who=(case.title_of(default.participant),))


@guard("the pause is over")
def pause_over(case: DefaultCase) -> Refusal | None:
    """Refuse to confirm before the policy's pause after preparing is over."""
    began = case.default.prepared_at or case.now
    until = case.rules.calendar.due(began, case.policy.clocks["default_pause"], case.policy.closing)
    return refuse("pause-not-over", when=_when(case, until)) if case.now < until else None


@guard("they have not joined the notice")
def not_joined(case: DefaultCase) -> Refusal | None:
    """Refuse to join twice."""
    mine = case.actor.capacity.participant
    if mine not in case.default.joined:
        return None
    return refuse("nothing-waits", why=f"{case.title_of(mine)} has joined the notice already")


@guard("the day of service fits")
def day_of_service(case: DefaultCase) -> Refusal | None:
    """Refuse a day of service before the notice was given, and one that has not come."""
    given, on = case.default.notice_at or case.now, case.data.get("on") or case.day
    if case.rules.calendar.local_date(given) <= on <= case.day:
        return None
    why = "the notice cannot have been served on that day"
    return refuse("invalid", field="on", why=why, remedy="Give a day from that of the notice to today.")


@guard("they speak for the one concerned")
def for_the_one_concerned(case: DefaultCase) -> Refusal | None:
    """Refuse whoever does not speak for the one concerned."""
    whom = case.default.concerns
    return None if case.actor.capacity.participant == whom else refuse("only-the-one-concerned", whom=case.title_of(whom))


@guard("a reason is given for the default")
def reason_given(case: DefaultCase) -> Refusal | None:
    """Refuse a step, a judgment or a hearing without words."""
    return None if _said(case, "reason") else refuse("reason-missing", field="reason")


@guard("it is said what was put right")
def said_what(case: DefaultCase) -> Refusal | None:
    """Refuse to say that it was put right without saying what was done."""
    return None if _said(case, "evidence") else refuse("evidence-missing", field="evidence", ground="what was put right")


@guard("the day is later")
def later_day(case: DefaultCase) -> Refusal | None:
    """Refuse a day that would not give more time."""
    ends = max(case.now, case.default.cure_until or case.now)
    if case.data["until"] > case.rules.calendar.local_date(ends):
        return None
    return refuse("invalid", field="until", why="that day gives no more time", remedy="Give a day after the time ends.")


@guard("there is something to judge")
def can_be_judged(case: DefaultCase) -> Refusal | None:
    """Refuse to judge before the one concerned has said that it put it right, or its time is over."""
    default = case.default
    if default.said_put_right or default.is_time_over(case.now):
        return None
    return refuse("cure-time-runs", whom=case.title_of(default.concerns), when=_when(case, default.cure_until))


@guard("what is about a default answers one that was not put right")
def default_behind(case: Case) -> Refusal | None:
    """Refuse to open a decision on a participant's default, unless a default of it was not put right and asks for this decision."""
    decision, found = case.decision, case.default
    if case.kind is None or case.kind.about != "default":
        return None
    asks = found is not None and found.state == "exclusion_proposed" and found.decision == decision.ref
    fits = found is not None and (found.concerns, found.answer_kind) == (decision.concerns, decision.kind)
    return None if asks and fits else refuse("no-default-case", whom=case.title_of(decision.concerns))
