"""Every table, by noun. Rows that a request sent must never be built from these: they do not validate."""

from govflow.record.tables.accounts import AccountRow, EmailChangeRow, LinkRow, PasswordRow, SessionRow, TryRow
from govflow.record.tables.actions import ActionRow, ProgressRow
from govflow.record.tables.alliances import (
    AbsenceRow,
    AllianceRow,
    DeputyRow,
    FormerNameRow,
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
from govflow.record.tables.defaults import DefaultRow, ExtensionRow, HeardRow, JoinedRow, JudgmentRow, StatedRow
from govflow.record.tables.drafts import DraftRow
from govflow.record.tables.heartbeats import CheckupRow, HeartbeatRow
from govflow.record.tables.issues import ClimbRow, ConcernedRow, GuestRow, IssueRow, OptionRow
from govflow.record.tables.ledger import EditionRow, EntryRow, HeadRow, OpeningRow, TimerRow
from govflow.record.tables.mandates import IssuingRow, MandateRow
from govflow.record.tables.meetings import (
    AttendanceRow,
    ConsentRow,
    ItemRow,
    MeetingRow,
    NotedRow,
    PaperRow,
    ReplyRow,
)
from govflow.record.tables.minutes import AttendeeRow, CorrectionRow, MinutesRow, MinutesTextRow
from govflow.record.tables.money import BalanceRow, PostingRow
from govflow.record.tables.outbox import FeedRow, OutboxRow, PreferenceRow, ReminderRow
from govflow.record.tables.search import SearchMark, SearchRow

__all__ = [
    "AbsenceRow",
    "AccountRow",
    "ActionRow",
    "AllianceRow",
    "ApprovalRow",
    "AttendanceRow",
    "AttendeeRow",
    "BalanceRow",
    "Base",
    "CheckupRow",
    "CirculationRow",
    "ClimbRow",
    "ConcernedRow",
    "ConsentRow",
    "ContributionRow",
    "CorrectionRow",
    "DecisionRow",
    "DefaultRow",
    "DeputyRow",
    "DraftRow",
    "EditionRow",
    "EmailChangeRow",
    "EntryRow",
    "ExtensionRow",
    "FeedRow",
    "FormerNameRow",
    "GuestRow",
    "HeadRow",
    "HeardRow",
    "HeartbeatRow",
    "InterestRow",
    "IssueRow",
    "IssuingRow",
    "ItemRow",
    "JoinedRow",
    "JudgmentRow",
    "LinkRow",
    "MandateRow",
    "MeetingRow",
    "MinutesRow",
    "MinutesTextRow",
    "NotedRow",
    "OfficeRow",
    "OpeningRow",
    "OptionRow",
    "OutboxRow",
    "PaperRow",
    "ParticipantRow",
    "PasswordRow",
    "PersonRow",
    "PositionRow",
    "PostingRow",
    "PreferenceRow",
    "ProgressRow",
    "ReminderRow",
    "ReplyRow",
    "RoundRow",
    "SearchMark",
    "SearchRow",
    "SeatRow",
    "SessionRow",
    "StatedRow",
    "TimerRow",
    "TryRow",
    "VersionRow",
    "is_live",
]
