"""What the money page costs to read when decisions have made very many postings: it must cost what it costs with a few."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, select

from govflow.clock import VirtualClock
from govflow.domain.mandates import EnvelopeLine
from govflow.reading import money as reading
from govflow.record.migrating import migrate
from govflow.record.rows import TABLES
from govflow.record.sessions import is_sqlite, open_database
from govflow.record.store import Store
from tests.bench.work import WrongResultError
from tests.seaport import ALLIANCE, NOTICE, START, book, founded, library, members

FEW, MANY = 100, 100_000
ASKED = 100
CHUNK = 5_000
Row = dict[str, Any]


@dataclass(frozen=True)
class Counted:
    """What reading took (milliseconds, middle of many) with a few postings and with many: the year, and what is behind a figure."""

    few: int
    many: int
    few_ms: float
    many_ms: float
    few_line_ms: float
    line_ms: float

    @property
    def ratio(self) -> float:
        return self.many_ms / self.few_ms

    @property
    def line_ratio(self) -> float:
        return self.line_ms / self.few_line_ms


def counted(url_of: Callable[[int], str], few: int = FEW, many: int = MANY) -> Counted:
    """Fill two fresh databases with a few and with many postings, and time the readings behind the money pages in turn."""
    stores = [_filled(url_of(size), size) for size in (few, many)]
    year: list[list[float]] = [[], []]
    line: list[list[float]] = [[], []]
    for _ in range(ASKED):
        for n, store in enumerate(stores):
            with store.view(ALLIANCE) as view:
                year[n].append(_took(lambda view=view: reading.year_page(view, book(), _lines()[0].year, START)))
                line[n].append(_took(lambda view=view: reading.line_page(view, book(), _wanted(), START)))
    for store in stores:
        store.engine.dispose()
    return Counted(few, many, *(median(times) * 1000 for times in (*year, *line)))


def _filled(url: str, postings: int) -> Store:
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    ref = _one_adopted(url)
    store = Store(open_database(url))
    with store.engine.begin() as connection:
        _copy(connection, ref, postings)
    if not is_sqlite(store.engine):  # a server does this by itself, a little later
        with store.engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
    _check(store, postings)
    return store


def _lines() -> tuple[EnvelopeLine, ...]:
    return library().alliances["plymouth"].mandate.envelope


def _line_of(n: int) -> EnvelopeLine:
    """Return the line that the n-th posting is on: every second one on the first."""
    lines = _lines()
    return lines[(n + 1) // 2 % len(lines)] if n % 2 else lines[0]


def _one_adopted(url: str) -> str:
    clock = VirtualClock(START)
    seaport, line = founded(url, clock), _lines()[0]
    ref = seaport.propose(kind="budget-allocation", amount="0.01", line=line.line, year=line.year)
    seaport.circulate(ref)
    clock.advance(NOTICE)
    seaport.open(ref)
    for member in members():
        seaport.agree(ref, member)
    seaport.close()
    return ref


def _copy(connection: Connection, ref: str, postings: int) -> None:
    """Write copies of the decision ``ref``, each with a posting of a penny, half of them on the first line, and what they come to."""
    decisions, posted, balances = (TABLES[name] for name in ("decisions", "postings", "balances"))
    like, penny, balance = (
        dict(connection.execute(select(table).where(table.c.alliance == ALLIANCE)).mappings().one())
        for table in (decisions, posted, balances)
    )
    places = [{"line": line.line, "year": line.year} for line in map(_line_of, range(postings))]
    refs = [f"DEC-{n:06d}" for n in range(2, postings + 1)]
    _insert(connection, decisions, ({**like, "ref": one} for one in refs))
    _insert(connection, posted, ({**penny, "ref": one, "entry": n + 1000, **places[n + 1]} for n, one in enumerate(refs)))
    connection.execute(balances.delete())
    sums = {(place["line"], place["year"]): 0 for place in places}
    for place in places:
        sums[place["line"], place["year"]] += 1
    _insert(connection, balances, ({**balance, "line": at[0], "year": at[1], "committed": n} for at, n in sums.items()))


def _insert(connection: Connection, table: Any, rows: Iterator[Row]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(table.insert(), chunk)


def _wanted() -> reading.Wanted:
    return reading.Wanted(_lines()[0].line, _lines()[0].year)


def _check(store: Store, postings: int) -> None:
    """Read the pages once. Raises WrongResultError where they do not show what was written."""
    first, expected = _lines()[0], sum(_line_of(n) == _lines()[0] for n in range(postings))
    with store.view(ALLIANCE) as view:
        year = reading.year_page(view, book(), first.year, START)
        line = reading.line_page(view, book(), _wanted(), START)
    if line is None or year.lines[0].committed != expected or len(line.postings) != min(expected, reading.PAGE):
        raise WrongResultError(f"of {postings} postings the pages show {year.lines[0]} and {line}")


def _took(asked: Callable[[], Any]) -> float:
    begun = perf_counter()
    asked()
    return perf_counter() - begun
