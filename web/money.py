"""The running position of money: every line of a year with what is left of it, and behind each figure the acts that made it."""

from collections.abc import Iterator

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.reading import money as reading
from govflow.reading.money import Line, Position, Wanted, Year
from web.access import allow
from web.here import house, looking, now
from web.looks import Entry
from web.spreadsheets import both, sheet

screens = Blueprint("money", __name__)
menu = (Entry(46, "money.show", lambda: _l("Money")),)
PENCE = 100


@screens.get("/money")
@allow("signed in")
def show() -> ResponseReturnValue:
    return render_template("money/year.html", found=_year(), amount=reading.amount, width=reading.WIDTH)


@screens.get("/money.csv")
@allow("signed in")
def export() -> ResponseReturnValue:
    found = _year()
    head = (_("Budget line"), _("Year"), _("Holding"), _("Holder"), _("Demand-led"), *_figures())
    return sheet(f"money-{found.year}.csv", (head, *map(_cells, found.lines)))


@screens.get("/money/<line>/<year>")
@allow("signed in")
def behind(line: str, year: str) -> ResponseReturnValue:
    """Show the postings behind one figure, a page at a time, the newest first."""
    older = request.args.get("older", "")[:100]
    found = _line(Wanted(line, year, older))
    address = url_for("money.behind", line=line, year=year, older=found.older) if found.older else ""
    newest = url_for("money.behind", line=line, year=year) if older else ""
    return render_template("money/line.html", found=found, amount=reading.amount, older=address, newest=newest)


@screens.get("/money/<line>/<year>.csv")
@allow("signed in")
def export_line(line: str, year: str) -> ResponseReturnValue:
    found = _line(Wanted(line, year, size=reading.MOST))
    return sheet(f"money-{found.position.year}.csv", _postings(found))


def _year() -> Year:
    with looking() as view:
        return reading.year_page(view, house().book, request.args.get("year", "")[:20], now())


def _line(wanted: Wanted) -> Line:
    with looking() as view:
        found = reading.line_page(view, house().book, wanted, now())
    if found is None:
        abort(404)
    return found


def _cells(p: Position) -> tuple[object, ...]:
    figures = map(_plain, (p.envelope, p.moved, p.committed, p.left))
    return (p.line, p.year, p.holding, p.holder, _("yes") if p.demand_led else _("no"), *figures)


def _figures() -> tuple[str, ...]:
    return _("Envelope"), _("Moved in or out"), _("Committed"), _("Left")


def _postings(found: Line) -> Iterator[tuple[object, ...]]:
    yield (
        _("When"), _("When (UTC)"), _("Posting"), _("Changes what is left by"), _("Left after it"), _("Decision"), _("Title"),
        _("Because of"), _("Entry"),
    )  # fmt: skip
    for one in found.postings:
        yield *both(one.at), one.what, _plain(-one.takes), _plain(one.left), one.decision, one.title, one.cause, one.entry


def _plain(pence: int) -> str:
    """Return pence as a figure that a spreadsheet can add up."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // PENCE}.{abs(pence) % PENCE:02d}"
