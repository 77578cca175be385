"""Linked decisions: what the owner reserved to itself, and what follows for everyone, come into force together or not at all."""

from govflow.domain.decisions import Decision
from govflow.engine.cases import Case

ENDED = frozenset({"withdrawn", "lapsed"})
BINDING = frozenset({"in_force", "implemented", "reviewed", "superseded"})
SETTLED = BINDING | {"awaiting_linked"}


def going(case: Case) -> tuple[Decision, ...]:
    """Return the linked decisions that have not ended without result."""
    return tuple(d for d in case.linked if d.state not in ENDED)


def waits(case: Case) -> bool:
    """Say whether a linked decision is still to be settled: agreed by all whom it needs, and by every own body.

    A reserved matter comes into force as soon as all that follows from it is settled, and what follows does with it: one may wait for
    another that follows. What an issue holds is not settled.
    """
    enough = BINDING if case.decision.linked else SETTLED
    return _is_owed(case) or any(d.state not in enough or d.is_held for d in going(case))


def is_alone(case: Case) -> bool:
    """Say whether the decision it is linked to has ended, so that it cannot come into force."""
    return bool(case.linked) and _is_owed(case)


def _is_owed(case: Case) -> bool:
    """Say whether a linked decision is needed and none is under way."""
    needed = bool(case.decision.linked) or (case.kind is not None and case.kind.is_reserved and not case.decision.nothing_follows)
    return needed and not going(case)
