"""Quorum by attendance: which participants must be represented for a meeting to decide, and which are not (option D).

"No meeting unless at least one representative of each participant is present" is the usual rule (policies/SOURCES.md).
"""

from collections.abc import Collection

from govflow.domain.unanimity import Rule


def lacking(members: tuple[str, ...], present: Collection[str], rule: Rule) -> tuple[str, ...]:
    """Return the ``members`` whose absence keeps the ``present`` from being a quorum under ``rule``; () when there is one.

    Where only a number is needed, they are all who are away.
    """
    away = tuple(p for p in members if p not in present)
    here = len(members) - len(away)
    if here < rule.least:
        return away or members
    if rule.quorum == "n_of_participants":
        return () if here >= rule.at_least else away
    if rule.quorum == "named_roles":
        return tuple(p for p in away if p in rule.named)
    return away


def needs(rule: Rule) -> str:
    """Return in words what a quorum takes."""
    return {
        "n_of_participants": f"at least {rule.at_least} participants",
        "named_roles": "the participants that the policy names",
    }.get(rule.quorum, "each participant, in person or by deputy")
