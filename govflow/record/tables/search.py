"""Tables of the search index: what was written in each decision, folded, and how far each ledger is indexed.

Operational: the ledger does not govern them, and they can be made anew from it. The full-text index over ``words`` is each
database's own, and is made by the migration.
"""

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field

from govflow.record.tables.columns import Base, key_of


class SearchRow(Base, table=True):
    """What can be found of one decision; ``words`` are folded, ``parts`` the text as it was written (JSON)."""

    __tablename__ = "search_rows"
    __table_args__ = (key_of("search_rows"), UniqueConstraint("alliance", "ref"))

    n: int | None = Field(default=None, primary_key=True)
    alliance: str
    ref: str
    words: str
    parts: str


class SearchMark(Base, table=True):
    """The last entry of an alliance's ledger that is indexed."""

    __tablename__ = "search_marks"
    __table_args__ = (key_of("search_marks"),)

    alliance: str = Field(primary_key=True)
    entry: int = Field(sa_type=BigInteger)
