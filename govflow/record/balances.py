"""What postings come to, line by line and year by year: counted on in the transaction that makes a posting, never summed to be read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

from govflow.domain.money import POSTINGS, Balance, Posting
from govflow.record import statements
from govflow.record.rows import TABLES
from govflow.record.statements import Cells, Write

TABLE = "balances"
COLUMNS = ("line", "year", *POSTINGS)
Sums = dict[tuple[str, str], Counter[str]]  # pence by line and year, and by what they are


class Balances:
    """The statements about balances for one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        row = TABLES[TABLE].c
        asked = select(*(row[name] for name in COLUMNS)).where(row.alliance == bindparam("alliance")).order_by(row.year, row.line)
        self.all = statements.prepared(asked, dialect, ["alliance"])
        self.one = statements.select_sql(TABLES[TABLE], COLUMNS, ("alliance", "line", "year"), dialect)
        self._add = _adding(dialect)

    def writes(self, alliance: str, fresh: Sequence[Posting]) -> Iterator[Write]:
        """Give the statement that counts ``fresh`` postings on."""
        rows = [[alliance, *place, *(sums[name] for name in POSTINGS)] for place, sums in add({}, fresh).items()]
        if rows:
            yield Write(self._add, rows)


def balance(cells: Cells) -> Balance:
    """Return the balance of a row's cells."""
    return Balance(*cells)


def add(sums: Sums, postings: Iterable[Posting]) -> Sums:
    """Count the pence of ``postings`` on in ``sums``, and return them."""
    for p in postings:
        sums.setdefault((p.line, p.year), Counter())[p.what] += p.pence
    return sums


def _adding(dialect: Dialect) -> str:
    table, names = TABLES[TABLE], ["alliance", *COLUMNS]
    insert = sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)
    counted = {name: table.c[name] + insert.excluded[name] for name in POSTINGS}
    found = insert.on_conflict_do_update(index_elements=["alliance", "line", "year"], set_=counted)
    return statements.prepared(found, dialect, names, names)
