"""Observers of writing, circulating and changing a proposal."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from datetime import timedelta

from govflow.domain.proposals import STATEMENT_PARTS
from govflow.engine.observers.money import doing, gives_back, line_of
from govflow.engine.seen import Seen
from govflow.engine.words import observer

HEIGHT = {"manager": 1, "management": 2, "leadership": 3, "owner": 4}
BEFORE_NOTICE = frozenset({"draft", "consulting"})


@observer("a reason")
def reason(seen: Seen) -> bool:
    """Say whether something other than blanks was given as the reason."""
    return seen.said("reason") != ""


@observer("a change of the proposal")
def change(seen: Seen) -> bool:
    """Say whether the new version says anything else than the one before."""
    old, new = seen.before.text, seen.after.text
    words = (old.title, old.text, old.kind, old.measure, old.review_on, dict(old.statement), old.changes)
    money = (old.amount_pence, old.line, old.year, old.to_line, old.to_year, old.releases)
    new_words = (new.title, new.text, new.kind, new.measure, new.review_on, dict(new.statement), new.changes)
    return words != new_words or money != (new.amount_pence, new.line, new.year, new.to_line, new.to_year, new.releases)


@observer("a question it answers")
def question(seen: Seen) -> bool:
    """Say whether somebody had asked what is answered."""
    for contribution in seen.before.contributions:
        if contribution.what == "question" and contribution.n == seen.data.get("to"):
            return True
    return False


@observer("a whole best-for-people statement, once notice is given")
def statement(seen: Seen) -> bool:
    """Say whether all seven parts are answered, the fourth for every principle."""
    if seen.after.state in BEFORE_NOTICE:
        return True
    given = seen.after.text.statement
    for part in STATEMENT_PARTS:
        if part == "principles":
            for principle in seen.policy.principles:
                answer = given.get("principles", {}).get(principle.id, {})
                if not str(answer.get("how", "")).strip():
                    return False
        elif not str(given.get(part, "")).strip():
            return False
    return True


@observer("a mandate it is made under")
def cited(seen: Seen) -> bool:
    """Say whether the decision names a mandate and that mandate exists."""
    return seen.after.mandate != "" and seen.mandate is not None and seen.mandate.ref == seen.after.mandate


@observer("matters the mandate leaves to it, once notice is given")
def inside(seen: Seen) -> bool:
    """Say whether it alters nothing its kind may not alter, and spends only on a line and year the mandate holds."""
    if seen.after.state in BEFORE_NOTICE or seen.mandate is None:
        return True
    version = seen.after.text
    may_change = list(seen.kind.changes) if seen.kind else []
    if "reserved matters" in may_change:
        may_change += seen.mandate.reserved
    for matter in version.changes:
        if matter not in may_change:
            return False
    does = doing(seen, version)
    if does == "":
        return True
    if does == "release":
        return gives_back(seen)
    source = line_of(seen, version.line, version.year)
    if source is None or does == "commit":
        return source is not None
    target = line_of(seen, version.to_line, version.to_year)
    moved = "aligned" if does == "transfer" else "devolved"
    return target is not None and target is not source and target.holding == "devolved" and source.holding == moved


@observer("a body high enough to decide it, once notice is given")
def high_enough(seen: Seen) -> bool:
    """Say whether the body that is asked has the authority for the kind and the amount."""
    if seen.after.state in BEFORE_NOTICE:
        return True
    body = seen.policy.body(seen.after.body)
    proper = seen.policy.body(seen.kind.body) if seen.kind else None
    if body is None or proper is None or HEIGHT[body.level] < HEIGHT[proper.level]:
        return False
    pence = seen.after.text.amount_pence
    if pence is None or HEIGHT[body.level] >= HEIGHT["leadership"] or seen.mandate is None:
        return True
    for limit in seen.mandate.limits:
        if limit.level == body.level:
            return pence <= limit.pence
    return False


@observer("papers")
def papers(seen: Seen) -> bool:
    """Say whether notice came with at least one paper."""
    return seen.after.circulation is not None and len(seen.after.circulation.papers) > 0


@observer("its being marked for decision")
def marked(seen: Seen) -> bool:
    """Say whether those who got notice were told that they will be asked to decide."""
    return seen.after.circulation is not None and seen.after.circulation.flagged


@observer("urgency that says why, and that it is legal and safe, wherever it is claimed")
def urgency_said(seen: Seen) -> bool:
    """Say whether what stands as urgent answers all three questions."""
    given = seen.after.circulation
    if given is None:
        return False
    if not given.urgent:
        return seen.event == "circulate"
    return given.urgent_reason.strip() != "" and given.legal.strip() != "" and given.safe.strip() != ""


@observer("a later day to take it up again")
def later_day(seen: Seen) -> bool:
    """Say whether the day it is put off to is still to come."""
    until = seen.after.resumes_at
    return until is not None and seen.calendar.local_date(until) > seen.day


@observer("a day within the policy's longest time to put it off, and the mandate's term")
def not_for_ever(seen: Seen) -> bool:
    """Say whether it is put off for no longer than the policy allows, day by day, and no longer than the mandate lasts."""
    until, longest = seen.after.resumes_at, seen.policy.clocks.get("deferral")
    if until is None:
        return False
    on, days = seen.calendar.local_date(until), 0
    if seen.mandate is not None and on > seen.mandate.valid_until:
        return False
    if longest is None:
        return True
    day = seen.day
    while day < on:
        day += timedelta(days=1)
        days += longest.unit == "days" or seen.calendar.is_working(day)
    return days <= longest.n


@observer("its day having come, or a reason")
def day_or_reason(seen: Seen) -> bool:
    """Say whether the clock resumed it on its day, or a person with a reason."""
    if seen.actor.person == "the clock":
        return seen.before.resumes_at is not None and seen.now >= seen.before.resumes_at
    return seen.said("reason") != ""


CLOSED_ORDER = ("in_force", "implemented", "reviewed", "superseded")
ENDED = frozenset({"withdrawn", "lapsed", "superseded"})


@observer("its not having been closed before")
def not_closed(seen: Seen) -> bool:
    """Say whether it was neither ended nor in force before; a decision in force only goes on to be done, reviewed or replaced."""
    was, now = seen.before.state, seen.after.state
    if was in ENDED:
        return False
    if was in CLOSED_ORDER:
        return now in CLOSED_ORDER and CLOSED_ORDER.index(now) > CLOSED_ORDER.index(was)
    return True
