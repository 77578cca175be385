"""Reminders: which moments a subject calls for, and when each becomes pointless. Whom they concern is asked when they come."""

from datetime import datetime, timedelta
from typing import NamedTuple

# Kinds that everybody gets at once, whatever they chose: they open a time that runs against them.
STATUTORY = frozenset(
    {
        "notice", "made-urgent", "positions-open", "position-last-day", "meeting-notice", "meeting-papers", "meeting-moved",
        "meeting-cancelled", "meeting-off",
        "confirm-position", "ruling", "wording-changed", "approval-awaited", "minutes-accept", "late-item", "no-quorum", "nudge",
        "default-confirmed", "default-notice", "default-served", "default-judging", "default-cure-ends",
    }
)  # fmt: skip


# Kinds of which several about one subject come close together: they wait a little, and only the last of them goes out.
GATHERED = frozenset({"late-item"})
TO_GATHER = timedelta(minutes=10)


NUDGE, NUDGE_PAUSE = "nudge", timedelta(days=1)  # nobody is reminded by hand of the same twice within that


class Reminder(NamedTuple):
    """One moment (UTC) at which those who still owe something are told; after ``until_at`` it would be of no use."""

    kind: str
    due_at: datetime
    until_at: datetime
