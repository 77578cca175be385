"""The table of the worker's heartbeat. Operational: the ledger does not govern it."""

from datetime import datetime

from sqlmodel import Field

from govflow.record.tables.columns import Base


class HeartbeatRow(Base, table=True):
    """When a worker began, and when it was last alive."""

    __tablename__ = "heartbeats"

    worker: str = Field(primary_key=True)
    started_at: datetime
    beat_at: datetime
