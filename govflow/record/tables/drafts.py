"""The table of drafts: what somebody began to write and has not sent. Operational and private: the ledger does not govern it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from govflow.record.tables.columns import Base, Content, key_of


class DraftRow(Base, table=True):
    """What one person typed, by field; ``mark`` is another with each saving, so that nobody saves over what they have not seen."""

    __tablename__ = "drafts"
    __table_args__ = (
        key_of("drafts"),
        Index("ix_drafts_person", "alliance", "person", "n"),
        {"sqlite_autoincrement": True},  # a number never comes to mean another draft
    )

    n: int | None = Field(default=None, primary_key=True)
    alliance: str
    person: str
    kind: str
    fields: Mapping[str, Any] = Field(sa_type=Content)
    mark: str
    begun_at: datetime
    saved_at: datetime
