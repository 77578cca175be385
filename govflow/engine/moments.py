"""The moments: each ``after:`` sentence of a workflow file, as the time (UTC) at which the clock acts, or None for not now."""

from datetime import datetime

from govflow.engine.cases import Case
from govflow.engine.words import moment


@moment("the closing time")
def closing(case: Case) -> datetime | None:
    """Return when the round of positions closes."""
    return case.decision.asked.closes_at if case.decision.asked else None


@moment("settlement has waited")
def waited(case: Case) -> datetime | None:
    """Return when settlement need wait no longer; None once that has passed."""
    until = case.decision.settles_at
    return until if until is not None and until > case.now else None


@moment("its opening is overdue")
def opening_overdue(case: Case) -> datetime | None:
    """Return when a circulated proposal that nobody opened lapses."""
    return _since(case, "unopened")


@moment("its second consideration is overdue")
def second_overdue(case: Case) -> datetime | None:
    """Return when a proposal that was not put again lapses."""
    return _since(case, "second_consideration")


@moment("the approvals are overdue")
def approvals_overdue(case: Case) -> datetime | None:
    """Return when the first of the awaited approvals lapses."""
    return min((a.lapses_at for a in case.decision.awaited), default=None)


@moment("the objection window ends")
def window_ends(case: Case) -> datetime | None:
    """Return when the objection window ends."""
    return case.decision.window_ends_at


@moment("its day to resume")
def resumes(case: Case) -> datetime | None:
    """Return when a deferred decision resumes."""
    return case.decision.resumes_at


def _since(case: Case, clock: str) -> datetime | None:
    began = case.decision.since
    return case.rules.calendar.due(began, case.policy.clocks[clock], case.policy.closing) if began else None
