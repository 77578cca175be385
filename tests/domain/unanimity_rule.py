"""The rule of agreement once more, from its text alone: what the product's own counting is compared with.

Every participant that may decide has agreed to this version; silence, absence and abstention are not agreement. Where the alliance
decides by consensus a participant may stand aside, or its abstention is passed over, if the policy says so. Two at least agree.
"""

from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

FOUR = ("council", "health", "housing", "hostel")
SAID = ("agree", "agree_subject_to", "object", "abstain", "stand_aside", "")
# How an interest is handled: the word of option E, and whether the others confirmed what needs confirming.
HANDLED = (
    ("exclude", True),
    ("discuss_no_vote", True),
    ("participate_if_others_agree", True),
    ("participate_if_others_agree", False),
    ("note_only", True),
)
CONFLICTS = ((), *product(FOUR, HANDLED))
BASES = (("unanimity", "blocks"), ("consensus", "blocks"), ("consensus", "stand_aside_allowed"), ("consensus", "ignored"))
QUORUMS = (("each_participant", 0), ("n_of_participants", 2), ("n_of_participants", 3), ("named_roles", 2))
NAMED = FOUR[:2]
PANEL = 3


class Rules(NamedTuple):
    """One choice of the options A, B (with the base), D (with its figure) and P."""

    whose: str
    base: str
    abstention: str
    quorum: str
    figure: int
    excluded: str


ALL_RULES = tuple(
    Rules(a, *b, *d, p)
    for a, b, d, p in product(
        ("all_eligible", "all_participants"),
        BASES,
        QUORUMS,
        ("excluded_counts_as_present", "quorum_of_eligible", "unconflicted_panel"),
    )
)


def adopted(said: Mapping[str, str], conflict: tuple, rules: Rules) -> bool:
    """Say whether the proposal is adopted: ``said`` is each participant's word ("" for silence)."""
    who, (handling, confirmed) = conflict or ("", ("note_only", True))
    if not confirmed:
        return False  # an interest is not settled yet
    out = {who} if handling in {"exclude", "discuss_no_vote"} else set()
    deciding = [p for p in FOUR if p not in out]
    asked = FOUR if rules.whose == "all_participants" else deciding
    let_pass = {"agree", "agree_subject_to"}
    if rules.base == "consensus":
        let_pass |= {"stand_aside_allowed": {"stand_aside"}, "ignored": {"abstain"}, "blocks": set()}[rules.abstention]
    if any(p in out or said[p] not in let_pass for p in asked):
        return False
    return sum(said[p].startswith("agree") for p in deciding) >= 2 and quorate(said, out, deciding, rules)


def quorate(said: Mapping[str, str], out: set[str], deciding: list[str], rules: Rules) -> bool:
    """Say whether enough are there; in writing, to answer is to be there."""
    answered = {p for p in deciding if said[p]}
    if out and rules.excluded == "unconflicted_panel":
        return len(deciding) >= PANEL and answered == set(deciding)
    there = answered | (out if rules.excluded == "excluded_counts_as_present" else set())
    if rules.quorum == "n_of_participants":
        return len(there) >= rules.figure
    expected = (
        set(NAMED) if rules.quorum == "named_roles" else set(FOUR if rules.excluded == "excluded_counts_as_present" else deciding)
    )
    return expected <= there
