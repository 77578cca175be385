"""Tables of what runs by itself: the worker's heartbeat, and the nightly check of each record. The ledger does not govern them."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field

from govflow.record.tables.columns import CLUSTERED, Base


class HeartbeatRow(Base, table=True):
    """When the worker that leads began and was last alive, and which one it is."""

    __tablename__ = "heartbeats"

    worker: str = Field(primary_key=True)
    started_at: datetime
    beat_at: datetime
    leader: str = ""


class CheckupRow(Base, table=True):
    """What the last check of an alliance's record came to; ``says`` is the first thing that was wrong, and never personal."""

    __tablename__ = "checkups"
    __table_args__ = (CLUSTERED,)

    alliance: str = Field(primary_key=True)
    began_at: datetime
    ended_at: datetime
    outcome: str
    entries: int = Field(sa_type=BigInteger)
    problems: int = Field(sa_type=BigInteger)
    says: str
