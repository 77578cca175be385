"""Quorum by attendance: which participants must be represented for a meeting to decide, and which are not (option D).

"No meeting unless at least one representative of each participant is present" is the usual rule (policies/SOURCES.md).
"""

from collections.abc import Collection

from govflow.domain.policies import Body, Policy
from govflow.domain.unanimity import Rule

BY_NUMBER = "n_of_participants"


def lacking(members: tuple[str, ...], present: Collection[str], rule: Rule) -> tuple[str, ...]:
    """Return the ``members`` whose absence keeps the ``present`` from being a quorum under ``rule``; () when there is one.

    Where only a number is needed, they are all who are away.
    """
    away = tuple(p for p in members if p not in present)
    here = len(members) - len(away)
    if here < rule.least:
        return away or members
    if rule.quorum == BY_NUMBER:
        return () if here >= rule.at_least else away
    if rule.quorum == "named_roles":
        return tuple(p for p in away if p in rule.named)
    return away


def needs(rule: Rule) -> str:
    """Return in words what a quorum takes."""
    return {
        BY_NUMBER: f"at least {rule.at_least} participants",
        "named_roles": "the participants that the policy names",
    }.get(rule.quorum, "each participant, in person or by deputy")


def beyond_reach(policy: Policy, body: Body, members: int) -> bool:
    """Say whether the ``members`` of ``body`` can never be a quorum under ``policy``, because it takes more than there are."""
    decides = not body.alone and any(kind.body == body.id for kind in policy.kinds)
    return policy.options["D"] == BY_NUMBER and decides and members < policy.quorum.at_least


def too_few(policy: Policy, body: Body, members: int) -> str:
    """Return in words that a quorum is beyond the reach of the ``members`` of ``body``."""
    return f"a quorum is at least {policy.quorum.at_least} participants, and only {members} could ever answer in {body.title!r}"
