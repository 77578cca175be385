"""Participants: the organisations of the alliance and their standing in it."""

from dataclasses import dataclass
from datetime import date

JOINED, LEAVING, SUSPENDED, LEFT, EXCLUDED = "joined", "leaving", "suspended", "left", "excluded"
DECIDING = frozenset({JOINED, LEAVING})  # notice of leaving ends nothing until it expires
GONE = frozenset({LEFT, EXCLUDED})  # of the alliance no longer


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation, the bodies it sits on, its tags (owner, public-body, ...) and its standing."""

    id: str
    title: str
    bodies: tuple[str, ...]
    tags: tuple[str, ...]
    standing: str
    until: date | None
    reason: str

    @property
    def decides(self) -> bool:
        """Say whether it takes part in decisions."""
        return self.standing in DECIDING
