"""The table of mandates: one row for each version, with its whole content as the owner's file writes it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field

from govflow.record.tables.columns import Base, Content, key_of


class MandateRow(Base, table=True):
    """One version of a mandate; ``entry`` is the ledger entry that set it."""

    __tablename__ = "mandates"
    __table_args__ = (key_of("mandates"),)

    alliance: str = Field(primary_key=True)
    ref: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    title: str
    valid_from: date
    valid_until: date
    content: Mapping[str, Any] = Field(sa_type=Content)
    digest: str
    entry: int = Field(sa_type=BigInteger)
