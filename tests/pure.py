"""Asking the engine alone, without a record: a case in, the case after the act out. For tests that try very many cases."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from govflow.domain.policies import Policy
from govflow.domain.refusals import Refused
from govflow.engine import moving
from govflow.engine.cases import THE_CLOCK, Actor, Case
from govflow.engine.machine import build_rules
from govflow.engine.permissions import permitted
from tests.stories import library


def under(case: Case, policy: Policy) -> Case:
    """Return the same case under another policy."""
    return replace(case, rules=build_rules(policy, case.rules.workflow, library().calendar(policy), library().law(policy)))


def does(case: Case, event: str, person: str, /, *, now: datetime | None = None, speaking_for: str = "", **data: Any) -> Case:
    """Return the case after ``person`` did ``event``. Raises Refused."""
    found = permitted(case.alliance, case.policy, f"decision.{event}", person, case.decision, case.day, speaking_for)
    if not isinstance(found, Actor):
        raise Refused((found,))
    return _moved(replace(case, event=event, actor=found, data=data, now=now or case.now))


def clock_does(case: Case, event: str, now: datetime) -> Case:
    """Return the case after the clock did ``event`` at ``now``. Raises Refused."""
    return _moved(replace(case, event=event, actor=THE_CLOCK, data={}, now=now))


def codes(case: Case, event: str, person: str, /, **data: Any) -> tuple[str, ...]:
    """Return the codes with which the act is refused, () when it would be done."""
    try:
        does(case, event, person, **data)
    except Refused as refused:
        return refused.codes
    return ()


def _moved(case: Case) -> Case:
    return replace(case, decision=moving.move(case).after)
