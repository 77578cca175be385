"""The running position of money as its pages show it: every line of a year, and behind one figure the postings that make it.

Read from the balances, a row a line and year, however many postings there are; postings are read a page at a time.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_

from govflow.domain.authority import pounds
from govflow.domain.mandates import ALIGNED, DEVOLVED, EnvelopeLine, Mandate
from govflow.domain.money import TAKES, Balance
from govflow.domain.sentences import clock_time
from govflow.domain.translating import mark, say
from govflow.engine.casing import rules_of
from govflow.engine.mandating import terms_of
from govflow.engine.rulebook import Rulebook
from govflow.record.rows import TABLES
from govflow.record.units import View

PAGE = 25
MOST = 10_000  # lines of one export
APRIL = 4  # when a financial year begins
WIDTH = 400  # of a bar that is as long as the largest line, in the units of the drawing
POSTED = {
    "committed": mark("Committed"),
    "released": mark("Released"),
    "moved_out": mark("Moved out"),
    "moved_back": mark("Moved back"),
    "moved_in": mark("Moved in"),
}
Key = tuple[int, str, int]  # entry, decision, place among its postings


class Position(NamedTuple):
    """Where a line and year stand, in pence; ``bar`` is how long committed and left are drawn, and where the envelope ends."""

    line: str
    year: str
    holding: str
    holder: str
    demand_led: bool
    envelope: int
    moved: int
    committed: int
    bar: tuple[int, int] = (0, 0)

    @property
    def left(self) -> int:
        """Return what is left: envelope and what was moved in, less what is committed."""
        return self.envelope + self.moved - self.committed


class Year(NamedTuple):
    """The lines of one year with their sums by holding, the years there are, and the mandate that gives the envelope."""

    year: str
    years: tuple[str, ...]
    mandate: str
    version: int
    lines: tuple[Position, ...]
    sums: tuple[Position, ...]


class Wanted(NamedTuple):
    """Which postings: those of a line and year, ``size`` of them before the key ``older`` ("": the newest)."""

    line: str
    year: str
    older: str = ""
    size: int = PAGE


class Posted(NamedTuple):
    """One posting, and what was left after it (pence)."""

    decision: str
    title: str
    what: str
    takes: int
    left: int
    cause: str
    entry: int
    when: str
    at: datetime


class Line(NamedTuple):
    """Behind one figure: where it stands, the sums of its postings, a page of them and the key of the next ("" for none)."""

    position: Position
    mandate: str
    sums: tuple[tuple[str, int], ...]
    postings: tuple[Posted, ...]
    older: str


def year_page(view: View, book: Rulebook, year: str, now: datetime) -> Year:
    """Return where every line of ``year`` stands ("": the year that is running, or the nearest there is)."""
    mandate, today = _mandate(view, book, now)
    balances = {(b.line, b.year): b for b in view.balances()}
    years = tuple(sorted({*(mandate.years() if mandate else ()), *(named for _, named in balances)}))
    chosen = year if year in years else _nearest(years, today)
    titles = {p.id: p.title for p in view.alliance().participants}
    lines = [_position(line, balances.pop((line.line, line.year), None), titles) for line in _lines(mandate, chosen)]
    lines += [_position(_gone(b), b, titles) for b in balances.values() if b.year == chosen]
    longest = max((max(p.envelope + p.moved, p.committed) for p in lines), default=0)
    sums = tuple(_sum(lines, holding) for holding in (DEVOLVED, ALIGNED) if any(p.holding == holding for p in lines))
    found = mandate or NOTHING
    return Year(chosen, years, found.ref, found.version, tuple(_drawn(p, longest) for p in lines), sums)


def line_page(view: View, book: Rulebook, wanted: Wanted, now: datetime) -> Line | None:
    """Return what is behind a line and year, a page of its postings with it; None where there is no such line."""
    mandate, _ = _mandate(view, book, now)
    line, year = wanted.line, wanted.year
    there, balance = mandate.line(line, year) if mandate else None, view.balance(line, year)
    if there is None and balance == Balance(line, year):
        return None
    position = _position(there or _gone(balance), balance, {p.id: p.title for p in view.alliance().participants})
    rows, key = _rows(view, wanted), _key(wanted.older)
    left = position.left + (_newer(view, wanted, key) if key else 0)
    shown = rows[: wanted.size]
    older = f"{shown[-1].entry}~{shown[-1].ref}~{shown[-1].nth}" if len(rows) > wanted.size else ""
    postings = tuple(_posted(shown, left, rules_of(view, book, None).calendar.zone))
    sums = tuple((say(POSTED[what]), -TAKES[what] * getattr(balance, what)) for what in POSTED)
    return Line(position, mandate.ref if mandate else "", sums, postings, older)


NOTHING = Mandate("", 0, "", date.min, date.max, (), (), (), (), (), "")


def amount(pence: int) -> str:
    """Return pence as people write pounds, with a minus before what is less than nothing."""
    return f"−{pounds(-pence)}" if pence < 0 else pounds(pence)


def _mandate(view: View, book: Rulebook, now: datetime) -> tuple[Mandate | None, date]:
    """Return the mandate in force, and today."""
    today = rules_of(view, book, None).calendar.local_date(now)
    found = [terms for one in view.mandates() if (terms := terms_of(one)) is not None and terms.in_force_on(today)]
    return max(found, key=lambda terms: terms.ref, default=None), today


def _lines(mandate: Mandate | None, year: str) -> Sequence[EnvelopeLine]:
    return [line for line in mandate.envelope if line.year == year] if mandate else []


def _nearest(years: Sequence[str], today: date) -> str:
    first = today.year if today.month >= APRIL else today.year - 1
    running = f"{first}-{(first + 1) % 100:02d}"
    return next((year for year in years if year >= running), years[-1] if years else running)


def _gone(balance: Balance) -> EnvelopeLine:
    """Return a line that postings are on, though the mandate in force has it no more."""
    return EnvelopeLine(balance.line, balance.year, 0, DEVOLVED)


def _position(line: EnvelopeLine, balance: Balance | None, titles: dict[str, str]) -> Position:
    holder, found = titles.get(line.holder, line.holder), balance or Balance(line.line, line.year)
    return Position(line.line, line.year, line.holding, holder, line.demand_led, line.pence, found.moved, found.held)


def _sum(lines: Iterable[Position], holding: str) -> Position:
    mine = [p for p in lines if p.holding == holding]
    figures = (sum(p.envelope for p in mine), sum(p.moved for p in mine), sum(p.committed for p in mine))
    return Position("", mine[0].year, holding, "", False, *figures)  # noqa: FBT003 - a sum follows no demand


def _drawn(position: Position, longest: int) -> Position:
    scale = WIDTH / longest if longest else 0
    return position._replace(bar=(round(position.committed * scale), max(0, round(position.left * scale))))


def _key(older: str) -> Key | None:
    entry, _, rest = older.partition("~")
    ref, _, nth = rest.partition("~")
    return (int(entry), ref, int(nth)) if _number(entry) and _number(nth) and ref else None


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 15  # noqa: PLR2004 - what a database holds as a number


def _of(view: View, wanted: Wanted) -> ColumnElement[bool]:
    row = TABLES["postings"].c
    found: ColumnElement[bool] = view.mine("postings") & (row.line == wanted.line) & (row.year == wanted.year)
    return found


def _rows(view: View, wanted: Wanted) -> Sequence[Any]:
    """Return the newest postings before the key, one more than wanted, with the titles of their decisions: joined when limited."""
    row, decision = TABLES["postings"].c, TABLES["decisions"].c
    order, key = (row.entry, row.ref, row.nth), _key(wanted.older)
    asked: Select[Any] = select(*order, row.what, row.pence, row.cause, row.at).where(_of(view, wanted))
    asked = asked.where(tuple_(*order) < tuple_(*key)) if key else asked
    page = asked.order_by(*(column.desc() for column in order)).limit(wanted.size + 1).subquery()
    titled = select(page, decision.title).join(TABLES["decisions"], decision.ref == page.c.ref).where(view.mine("decisions"))
    return view.rows(titled.order_by(page.c.entry.desc(), page.c.ref.desc(), page.c.nth.desc()))


def _newer(view: View, wanted: Wanted, key: Key) -> int:
    """Return what the postings from the key on have taken."""
    row = TABLES["postings"].c
    signed = case((row.what.in_([what for what, sign in TAKES.items() if sign < 0]), -row.pence), else_=row.pence)
    asked = select(func.coalesce(func.sum(signed), 0)).where(
        _of(view, wanted), tuple_(row.entry, row.ref, row.nth) >= tuple_(*key)
    )
    return int(view.rows(asked)[0][0])


def _posted(rows: Sequence[Any], left: int, zone: Any) -> Iterable[Posted]:  # noqa: ANN401 - a time zone
    for row in rows:
        takes = TAKES[row.what] * row.pence
        at = row.at
        yield Posted(row.ref, row.title, say(POSTED[row.what]), takes, left, row.cause, row.entry, clock_time(at, zone), at)
        left += takes
