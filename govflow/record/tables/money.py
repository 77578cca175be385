"""Tables of money: one row a posting of a decision, and one a line and year with what all postings on it come to."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from govflow.domain.money import POSTINGS
from govflow.record.tables.columns import CLUSTERED, Base, key_of, one_of
from govflow.record.tables.decisions import Child, child_of


class PostingRow(Child, table=True):
    """One posting, and the entry of the ledger that made it. Rows are only ever added."""

    __tablename__ = "postings"
    __table_args__ = (
        child_of("postings"),
        one_of("what", POSTINGS),
        CheckConstraint("pence > 0", name="pence"),
        Index("ix_postings_line", "alliance", "line", "year", "entry", "ref", "nth"),
        CLUSTERED,
    )

    what: str
    line: str
    year: str
    pence: int = Field(sa_type=BigInteger)
    cause: str
    at: datetime
    entry: int = Field(sa_type=BigInteger)


class BalanceRow(Base, table=True):
    """What all postings on a line and year come to, in pence, a column for each kind: counted on with every posting."""

    __tablename__ = "balances"
    __table_args__ = (key_of("balances"), CLUSTERED)

    alliance: str = Field(primary_key=True)
    line: str = Field(primary_key=True)
    year: str = Field(primary_key=True)
    committed: int = Field(default=0, sa_type=BigInteger)
    released: int = Field(default=0, sa_type=BigInteger)
    moved_out: int = Field(default=0, sa_type=BigInteger)
    moved_back: int = Field(default=0, sa_type=BigInteger)
    moved_in: int = Field(default=0, sa_type=BigInteger)
