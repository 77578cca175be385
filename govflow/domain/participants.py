"""Participants: the organisations of the alliance and their standing in it."""

from dataclasses import dataclass
from datetime import date

JOINED, LEAVING, SUSPENDED, LEFT, EXCLUDED = "joined", "leaving", "suspended", "left", "excluded"
DECIDING = frozenset({JOINED, LEAVING})  # notice of leaving ends nothing until it expires
GONE = frozenset({LEFT, EXCLUDED})  # of the alliance no longer


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation, the bodies it sits on, its tags (owner, public-body, ...) and its standing.

    ``until`` is the last day of its standing, where it has one; ``leaves_on`` the last day of a notice that stands, also while it is
    suspended; ``decision`` the decision under which it stands as it does, ``decisions`` all that were carried out on it.
    """

    id: str
    title: str
    bodies: tuple[str, ...]
    tags: tuple[str, ...]
    standing: str
    until: date | None
    reason: str
    leaves_on: date | None = None
    decision: str = ""
    decisions: tuple[str, ...] = ()

    @property
    def decides(self) -> bool:
        """Say whether it takes part in decisions."""
        return self.standing in DECIDING
