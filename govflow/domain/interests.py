"""Interests: what is declared, how it is handled, and whom that bars.

A personal interest bars the person (a deputy may answer); an institutional one concerns the participant. The words of handling are
option E's. Disclosure first, a ruling with a reason, and the ruling of others when the chair is concerned: RTA alliance agreement
cl. 2.5; NHS England conflicts guidance; both listed in policies/SOURCES.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.translating import mark

PERSONAL, INSTITUTIONAL, NONE = "personal", "institutional", "none"
EXCLUDE, DISCUSS, IF_OTHERS_AGREE, NOTE = "exclude", "discuss_no_vote", "participate_if_others_agree", "note_only"
HANDLINGS = (EXCLUDE, DISCUSS, IF_OTHERS_AGREE, NOTE)
HANDLED: Mapping[str, str] = {
    EXCLUDE: mark("left out of discussion and decision"),
    DISCUSS: mark("may discuss, takes no position"),
    IF_OTHERS_AGREE: mark("takes part if the others agree"),
    NOTE: mark("noted, takes part"),
}
REMOVING = frozenset({EXCLUDE, DISCUSS})


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest and its ruling. ``confirmations`` is how many others must confirm before the ruling takes effect;
    ``replaced_by`` the number of the declaration that corrects it, 0 while it stands.
    """

    n: int
    participant: str
    person: str
    kind: str
    nature: str
    declared_at: datetime
    handling: str
    ruled_by: str
    ruled_by_participant: str
    ruling_reason: str
    ruled_at: datetime | None
    confirmations: int
    confirmed_by: tuple[str, ...]
    replaced_by: int = 0

    @property
    def stands(self) -> bool:
        """Say whether nobody has corrected it."""
        return self.replaced_by == 0

    @property
    def is_ruled(self) -> bool:
        """Say whether nothing about it is still to be ruled or confirmed."""
        return not self.stands or self.kind == NONE or (bool(self.handling) and len(self.confirmed_by) >= self.confirmations)

    @property
    def waits_for_confirmation(self) -> bool:
        """Say whether a ruling was made that others must still confirm."""
        return self.stands and self.kind != NONE and bool(self.handling) and len(self.confirmed_by) < self.confirmations

    @property
    def bars(self) -> bool:
        """Say whether it now keeps whom it concerns from taking a position."""
        if not self.stands or self.kind == NONE or not self.handling:
            return False
        if self.handling == IF_OTHERS_AGREE:
            return not self.is_ruled
        return self.handling in REMOVING and self.is_ruled


def excluded_participants(interests: tuple[Interest, ...]) -> frozenset[str]:
    """Return the participants an institutional interest now excludes."""
    return frozenset(i.participant for i in interests if i.kind == INSTITUTIONAL and i.bars)


def barred_people(interests: tuple[Interest, ...]) -> frozenset[str]:
    """Return the people a personal interest now bars."""
    return frozenset(i.person for i in interests if i.kind == PERSONAL and i.bars)


def majority_of(others: int) -> int:
    """Return how many of ``others`` make a majority: more than half, and at least one."""
    return max(others // 2 + 1, 1)
