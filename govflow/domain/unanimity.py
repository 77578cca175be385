"""Unanimity: whether a version is adopted, and what is still missing (rules 1, 2 and 7; options A, B, D, P).

One participant, one answer. Silence, absence and - unless the base is consensus and the policy says so - abstention are never
agreement. Pure functions of names: no decision, no policy file, no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from govflow.domain.positions import ABSTAIN, AGREEING, OBJECT, STAND_ASIDE

ALONE = 1  # for a body that one participant decides for
LEAST = 2  # an alliance decision is between organisations: one alone agrees nothing with nobody (option P's floor)


@dataclass(frozen=True, slots=True)
class Rule:
    """The alliance's rule of agreement, as options A, B, D and P and the base set it."""

    base: str = "unanimity"
    whose: str = "all_eligible"  # A
    abstention: str = "blocks"  # B
    quorum: str = "each_participant"  # D
    excluded: str = "excluded_counts_as_present"  # P
    at_least: int = 2
    named: tuple[str, ...] = ()
    panel: int = 3
    least: int = LEAST  # one, for a body that one participant decides for

    def tolerates(self, choice: str) -> bool:
        """Say whether ``choice`` leaves the proposal free to pass although it is not agreement."""
        if self.base != "consensus":
            return False
        return (choice == STAND_ASIDE and self.abstention == "stand_aside_allowed") or (
            choice == ABSTAIN and self.abstention == "ignored"
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Where a round stands. ``missing`` keeps it from being adopted: participants that have not agreed (or been tolerated)."""

    eligible: tuple[str, ...]
    agreed: tuple[str, ...]
    objections: tuple[str, ...]
    silent: tuple[str, ...]
    missing: tuple[str, ...]
    too_few_agree: bool
    quorate: bool

    @property
    def is_unanimous(self) -> bool:
        """Say whether everyone whose agreement is needed gave it, and somebody did."""
        return not self.missing and not self.too_few_agree


def tally(electorate: tuple[str, ...], excluded: frozenset[str], answers: Mapping[str, str], rule: Rule) -> Tally:
    """Count ``answers`` (participant -> choice) of the frozen ``electorate`` without the ``excluded``, under ``rule``."""
    eligible = tuple(p for p in electorate if p not in excluded)
    counted = {p: answers[p] for p in eligible if p in answers}
    agreed = tuple(p for p, choice in counted.items() if choice in AGREEING)
    needed = electorate if rule.whose == "all_participants" else eligible
    missing = tuple(p for p in needed if p not in agreed and not rule.tolerates(counted.get(p, "")))
    return Tally(
        eligible=eligible,
        agreed=agreed,
        objections=tuple(p for p, choice in counted.items() if choice == OBJECT),
        silent=tuple(p for p in eligible if p not in counted),
        missing=missing,
        too_few_agree=len(agreed) < rule.least,
        quorate=is_quorate(electorate, eligible, frozenset(counted), rule),
    )


def is_quorate(electorate: tuple[str, ...], eligible: tuple[str, ...], answered: frozenset[str], rule: Rule) -> bool:
    """Say whether those who answered make a quorum.

    In writing, to answer is to be present. ``excluded_counts_as_present``: an excluded participant counts as present, as long as two
    are left to decide. ``quorum_of_eligible``: only the eligible count. ``unconflicted_panel``: where somebody is excluded, the
    quorum is a panel of the eligible of the policy's least size.
    """
    left_out = frozenset(electorate) - frozenset(eligible)
    if len(eligible) < rule.least:
        return False
    if left_out and rule.excluded == "unconflicted_panel":
        return len(eligible) >= rule.panel and answered >= frozenset(eligible)
    if rule.excluded == "excluded_counts_as_present":
        return _meets(frozenset(electorate), answered | left_out, rule)
    return _meets(frozenset(eligible), answered, rule)


def _meets(all_of: frozenset[str], present: frozenset[str], rule: Rule) -> bool:
    if rule.quorum == "n_of_participants":
        return len(present) >= rule.at_least
    if rule.quorum == "named_roles":
        return present >= frozenset(rule.named)
    return present >= all_of
