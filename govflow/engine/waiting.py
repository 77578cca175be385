"""What everyone has agreed to and only waits: for an issue, for a wait after a change, for a quorum, for a ruling, for another decision.

That is not a failure to agree, so it is not closed: neither by the clock nor by anybody. What keeps it for good (money that is not
there, a mandate that has ended, what was replaced meanwhile) is no wait, and the closing time ends it.
"""

from govflow.domain.refusals import Refusal
from govflow.engine.cases import Case
from govflow.engine.guards.money import (
    alone_in_replacing,
    answer_covers,
    held_enough,
    holder_agrees,
    replaced_still_stands,
    within_envelope,
    year_runs,
)
from govflow.engine.guards.opening import concerned_here
from govflow.engine.guards.settling import (
    interests_ruled,
    mandate_still_in_force,
    need_not_wait,
    not_held,
    quorum_answered,
    waiting_until,
)
from govflow.engine.words import guard

PASSING = (not_held, need_not_wait, quorum_answered, interests_ruled, alone_in_replacing)
LASTING = (
    within_envelope,
    year_runs,
    answer_covers,
    mandate_still_in_force,
    holder_agrees,
    held_enough,
    replaced_still_stands,
    concerned_here,
)


def is_agreed(case: Case) -> bool:
    """Say whether everyone whose agreement is needed gave it, the holder of aligned money in the way that counts."""
    return case.tally().is_unanimous and holder_agrees(case) is None


def _comes_about(case: Case) -> bool:
    """Say whether everyone has agreed and nothing stands against it that no waiting removes."""
    return is_agreed(case) and all(unmet(case) is None for unmet in LASTING)


def waits_for(case: Case) -> tuple[Refusal, ...]:
    """Return what a decision that everyone agreed to still waits for; () where it is not agreed, or waiting would not help."""
    if not _comes_about(case):
        return ()
    return tuple(found for unmet in PASSING if (found := unmet(case)) is not None)


def stands_against(case: Case) -> tuple[Refusal, ...]:
    """Return what keeps from coming about what everyone agreed to, and that no waiting removes; () where somebody did not agree."""
    return tuple(found for unmet in LASTING if (found := unmet(case)) is not None) if is_agreed(case) else ()


@guard("agreement is not merely waiting")
def not_merely_waiting(case: Case) -> Refusal | None:
    """Refuse to close what everyone agreed to and what settles by itself; what it waits for is said.

    Where its wait is over already, the clock is only still to act.
    """
    until = case.decision.settles_at
    if until is not None and _comes_about(case) and not waits_for(case):
        return waiting_until(case, until)
    return next(iter(waits_for(case)), None)
