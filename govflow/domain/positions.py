"""Positions: what a participant may say to one version of a proposal, and what each answer must carry.

The meanings and prompts of the words are policy; which of them count as agreement is not.
"""

from dataclasses import dataclass
from datetime import date, datetime

AGREE, SUBJECT_TO, OBJECT, ABSTAIN, STAND_ASIDE = "agree", "agree_subject_to", "object", "abstain", "stand_aside"
CHOICES = (AGREE, SUBJECT_TO, OBJECT, ABSTAIN, STAND_ASIDE)
AGREEING = frozenset({AGREE, SUBJECT_TO})


@dataclass(frozen=True, slots=True)
class Position:
    """One answer of one participant in one round. Only the last answer of a round that has not lapsed is current."""

    round_no: int
    participant: str
    n: int
    version: int
    wording: int
    choice: str
    reason: str
    principle: str
    interest: str
    would_agree_if: str
    own_body: str
    own_body_kind: str
    expected: date | None
    person: str
    deputy: bool
    at: datetime
    current: bool
    lapsed: str
    recorded_by: str = ""  # who wrote it down in a meeting, where somebody else than the one who gave it


def was(positions: tuple[Position, ...], latest: Position, quiet_minutes: int) -> Position | None:
    """Return the answer to show as "was ...": the newest earlier one that stood longer than ``quiet_minutes``; None if all were quiet."""
    earlier = sorted(
        (p for p in positions if (p.round_no, p.participant) == (latest.round_no, latest.participant) and p.n < latest.n),
        key=lambda p: p.n,
    )
    stood = [
        (p, nxt.at - p.at)
        for p, nxt in zip(earlier, [*earlier[1:], latest], strict=False)
        if (p.choice, p.reason) != (latest.choice, latest.reason)
    ]
    return next((p for p, held in reversed(stood) if held.total_seconds() > quiet_minutes * 60), None)
