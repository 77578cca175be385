"""Every table, by noun. Rows that a request sent must never be built from these: they do not validate."""

from govflow.record.tables.accounts import AccountRow, LinkRow, SessionRow, TryRow
from govflow.record.tables.alliances import (
    AbsenceRow,
    AllianceRow,
    DeputyRow,
    OfficeRow,
    ParticipantRow,
    PersonRow,
    SeatRow,
)
from govflow.record.tables.columns import Base
from govflow.record.tables.decisions import (
    ApprovalRow,
    CirculationRow,
    ContributionRow,
    DecisionRow,
    InterestRow,
    PositionRow,
    RoundRow,
    VersionRow,
    is_live,
)
from govflow.record.tables.heartbeats import HeartbeatRow
from govflow.record.tables.ledger import EditionRow, EntryRow, HeadRow, OpeningRow, TimerRow
from govflow.record.tables.mandates import MandateRow
from govflow.record.tables.outbox import OutboxRow
from govflow.record.tables.search import SearchMark, SearchRow

__all__ = [
    "AbsenceRow",
    "AccountRow",
    "AllianceRow",
    "ApprovalRow",
    "Base",
    "CirculationRow",
    "ContributionRow",
    "DecisionRow",
    "DeputyRow",
    "EditionRow",
    "EntryRow",
    "HeadRow",
    "HeartbeatRow",
    "InterestRow",
    "LinkRow",
    "MandateRow",
    "OfficeRow",
    "OpeningRow",
    "OutboxRow",
    "ParticipantRow",
    "PersonRow",
    "PositionRow",
    "RoundRow",
    "SearchMark",
    "SearchRow",
    "SeatRow",
    "SessionRow",
    "TimerRow",
    "TryRow",
    "VersionRow",
    "is_live",
]
