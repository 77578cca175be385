"""Observers of own bodies' decisions: notice, the day decided, call-in. From the law's text, in plain loops, without the clock."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from datetime import date, timedelta

from govflow.domain.decisions import Approval
from govflow.engine.seen import Seen
from govflow.engine.words import observer


def _mine(seen: Seen) -> Approval | None:
    """Return the approval of the last round that was awaited of the actor's participant, or None."""
    for approval in seen.before.approvals:
        if (approval.participant, approval.round_no, approval.approved) == (seen.mine, len(seen.before.rounds), None):
            return approval
    return None


@observer("an own body of theirs that has still to decide")
def undecided(seen: Seen) -> bool:
    """Say whether the participant's own body was awaited and had not decided."""
    mine = _mine(seen)
    return mine is not None and mine.decided_on is None


@observer("a law that asks for notice")
def law_asks(seen: Seen) -> bool:
    """Say whether the decision was a key decision in a place where one needs notice."""
    mine = _mine(seen)
    return mine is not None and mine.own_body_kind == "key" and seen.law.notice_clear_days > 0


@observer("a day of notice that has come")
def notice_has_come(seen: Seen) -> bool:
    """Say whether the notice was published by then."""
    published = seen.data.get("published_on")
    return published is not None and published <= seen.day


@observer("a day of notice on which the proposal had been put forward")
def notice_of_this(seen: Seen) -> bool:
    """Say whether the notice is no older than the proposal itself."""
    published, began = seen.data.get("published_on"), seen.before.proposed_at
    return published is None or began is None or bool(published >= seen.calendar.local_date(began))


@observer("no planned day beyond the mandate")
def planned_within_mandate(seen: Seen) -> bool:
    """Say whether the day planned is no later than the mandate's last."""
    planned = seen.data.get("decide_on")
    return planned is None or seen.mandate is None or bool(planned <= seen.mandate.valid_until)


@observer("an expected day, where one is named, that lies within the mandate")
def expected_within_mandate(seen: Seen) -> bool:
    """Say whether the day on which the body is expected to decide is neither past nor beyond the mandate."""
    expected = seen.data.get("expected")
    if expected is None or seen.mandate is None:
        return True
    return bool(seen.day <= expected <= seen.mandate.valid_until)


@observer("a day on which these very words were there to decide on, since it last refused")
def decided_on_this(seen: Seen) -> bool:
    """Say whether the version had been written by that day, and, where the body refused it before, everyone had been asked anew."""
    decided = seen.data.get("decided_on")
    if decided is None:
        return False
    for version in seen.before.versions:
        if version.n == seen.before.versions[-1].n and version.wording == 1 and decided < seen.calendar.local_date(version.at):
            return False
    mine = _mine(seen)
    for approval in seen.before.approvals:
        if approval.participant != seen.mine or approval.approved is not False or mine is None:
            continue
        if approval.own_body.lower() == mine.own_body.lower():
            return bool(decided >= seen.calendar.local_date(seen.before.rounds[-1].at))
    return True


@observer("a reason for notice that is short")
def short_has_reason(seen: Seen) -> bool:
    """Say whether what was not notice in full was explained."""
    return seen.said("route") == "notice" or seen.said("reason") != ""


@observer("no planned day within the days of notice")
def planned_after_notice(seen: Seen) -> bool:
    """Say whether every clear day of notice lies between its publication and the day planned."""
    planned, published = seen.data.get("decide_on"), seen.data.get("published_on")
    return planned is None or published is None or _clear(published, planned) >= _asked(seen, seen.said("route"))


@observer("the days of notice that its law asks for")
def notice_long_enough(seen: Seen) -> bool:
    """Say whether a key decision had its notice, and every clear day of it lay before the decision."""
    mine, decided = _mine(seen), seen.data.get("decided_on")
    if mine is None or mine.own_body_kind != "key" or seen.law.notice_clear_days == 0:
        return True
    if mine.published_on is None or decided is None or decided < mine.published_on:
        return False
    return _clear(mine.published_on, decided) >= _asked(seen, mine.route)


def _asked(seen: Seen, route: str) -> int:
    days = {"notice": seen.law.notice_clear_days, "general_exception": seen.law.exception_clear_days, "special_urgency": -1}
    return days[route]


def _clear(first: date, last: date) -> int:
    """Count the days strictly between two; -1 where the second is the first, -2 where it lies before."""
    return max((last - first).days - 1, -2)


@observer("a decision taken since the last was called in")
def decided_again(seen: Seen) -> bool:
    """Say whether what was called in was decided again, and not reported once more."""
    mine, decided = _mine(seen), seen.data.get("decided_on")
    if mine is None or mine.called_in_at is None:
        return True
    return decided is not None and decided >= seen.calendar.local_date(mine.called_in_at)


@observer("a publication no earlier than the decision, and not ahead")
def announced(seen: Seen) -> bool:
    """Say whether the days follow each other: decided, published, today."""
    said, decided = seen.data.get("announced_on"), seen.data.get("decided_on")
    return said is None or (decided is not None and decided <= said <= seen.day)


@observer("a decision of theirs that can still be called in")
def can_be_called_in(seen: Seen) -> bool:
    """Say whether their own body had decided and its call-in was not over."""
    mine = _mine(seen)
    return mine is not None and mine.decided_on is not None and not _over(seen, mine)


@observer("call-in being over for whatever it lets stand")
def stood_out(seen: Seen) -> bool:
    """Say whether each approval that this step gave was past its call-in."""
    given = False
    for before, after in zip(seen.before.approvals, seen.after.approvals, strict=True):
        if before.approved is None and after.approved is not None:
            given = True
            if not _over(seen, before):
                return False
    return given


@observer("call-in being over for every own body that decided")
def every_call_in_over(seen: Seen) -> bool:
    """Say whether no approval of the last round could still be called in."""
    for approval in seen.after.approvals:
        if approval.round_no == len(seen.after.rounds) and not _over(seen, approval):
            return False
    return True


def _over(seen: Seen, approval: Approval) -> bool:
    """Say whether so many working days have passed, today not counted, since the decision was taken or published."""
    if approval.own_body_kind not in seen.law.called_in or approval.decided_on is None:
        return True
    day, passed = approval.announced_on or approval.decided_on, 0
    while passed < seen.law.call_in_working_days:
        day += timedelta(days=1)
        if day >= seen.day:
            return False
        passed += seen.calendar.is_working(day)
    return True
