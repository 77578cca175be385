"""The register: every decision, filtered and searched by addresses that can be shared, a page at a time, and as CSV."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from govflow.acts.searching import catch_up
from govflow.domain.alliances import Alliance
from govflow.reading import register as reading
from govflow.reading.register import Choices, Line, Page, Reader, Wanted
from web.access import allow
from web.here import house, looking, me, now
from web.looks import Entry
from web.moves import page_of
from web.spreadsheets import both, sheet

screens = Blueprint("register", __name__)
menu = (Entry(20, "register.show", lambda: _l("Decisions")),)
GROUPS: Mapping[str, Any] = {
    "preparing": (_l("Being prepared"), "grey"),
    "deciding": (_l("Being decided"), "blue"),
    "agreed": (_l("Agreed, not in force yet"), "turquoise"),
    "not-agreed": (_l("Not agreed"), "orange"),
    "in-force": (_l("In force"), "green"),
    "closed": (_l("Closed"), "grey"),
}
SORTS = {reading.BY_REF: _l("Newest reference first"), reading.BY_CHANGE: _l("Last change of state first")}
SAYS = {
    "agree": _l("agreed"),
    "agree_subject_to": _l("agreed, subject to its own decision"),
    "object": _l("objects"),
    "abstain": _l("abstains"),
    "stand_aside": _l("stands aside"),
    "excluded": _l("is left out for an interest"),
    "waiting": _l("has not answered"),
    "answered": _l("has answered"),
}


@screens.get("/decisions")
@allow("signed in")
def show() -> ResponseReturnValue:
    wanted = _searched(_wanted())
    with looking() as view:
        found = reading.page(view, house().book, wanted, _reader(view.alliance()))
        offered = reading.choices(view, house().book, now())
    return render_template("register/register.html", **_shown(wanted, found, offered))


@screens.get("/decisions.csv")
@allow("signed in")
def export() -> ResponseReturnValue:
    wanted = _searched(_wanted())
    with looking() as view:
        lines = reading.every_line(view, house().book, wanted, _reader(view.alliance()))
    return sheet("decisions.csv", _table(map(_cells, lines)))


def _shown(wanted: Wanted, found: Page, offered: Choices) -> dict[str, Any]:
    """Return what the page of the register shows besides its lines."""
    plain = Wanted(sort=wanted.sort)
    return {
        "found": found.lines,
        "squares": partial(_squares, {choice: str(text) for choice, text in SAYS.items()}),
        "groups": GROUPS,
        "group_options": [(name, title) for name, (title, _colour) in GROUPS.items()],
        "sorts": SORTS,
        "offered": offered,
        "wanted": wanted,
        "beside": {
            "before": _address(wanted, before=found.before) if found.before else "",
            "after": _address(wanted, after=found.after) if found.after else "",
        },
        "export": _address(wanted, "register.export"),
        "filtered": replace(wanted, before="", after="") != plain,
        "narrowed": replace(wanted, before="", after="", text="") != Wanted(),
        "page_of": page_of,
    }


def _wanted() -> Wanted:
    """Return what the address asks for; what it cannot ask for is left out."""
    given = {name: request.args.get(name, "").strip()[:200] for name in ("group", "kind", "waiting", "text", "after", "before")}
    year = request.args.get("year", "")
    sort = request.args.get("sort", "")
    given["group"] = given["group"] if given["group"] in GROUPS else ""
    known = int(year) if year.isascii() and year.isdigit() and len(year) == len("2026") and year != "9999" else 0
    return Wanted(**given, year=known, sort=sort if sort in SORTS else reading.BY_REF)


def _searched(wanted: Wanted) -> Wanted:
    """Return what is wanted, once everything that was written can be found."""
    if wanted.text:
        catch_up(house(), me().alliance)
    return wanted


def _address(wanted: Wanted, endpoint: str = "register.show", *, before: str = "", after: str = "") -> str:
    """Return the address of what is wanted, on another page or as a file."""
    asked = {name: value for name, value in asdict(replace(wanted, before=before, after=after)).items() if value}
    if asked["sort"] == reading.BY_REF:
        del asked["sort"]
    return url_for(endpoint, **asked)


def _reader(alliance: Alliance) -> Reader:
    """Return whoever is here, with the participant whose squares are outlined: whose seat they hold on the alliance's day."""
    person, at = me().person, now()
    today = at.astimezone(ZoneInfo(alliance.zone)).date()
    return Reader(person, at, next((seat.participant for seat in alliance.seats_of(person, today)), ""))


def _squares(says: Mapping[str, str], line: Line) -> Markup:
    """Return the squares of a line: one for each seat, and a sentence for those who do not see them."""
    return _drawn(tuple((m.title, m.choice, says[m.choice], m.mine) for m in line.marks))


@lru_cache(maxsize=512)
def _drawn(seats: tuple[tuple[str, str, str, bool], ...]) -> Markup:
    """Return squares, made once for the same seats: most lines of a register are alike."""
    module: Any = current_app.jinja_env.get_template("macros/parts.html").module
    shown = [{"title": title, "choice": choice, "says": says, "mine": mine} for title, choice, says, mine in seats]
    return Markup(module.seats(shown))  # noqa: S704 - the macro escapes


def _cells(line: Line) -> tuple[object, ...]:
    marks = "; ".join(f"{m.title} {SAYS[m.choice]}" for m in line.marks) if line.asked else _("not asked yet")
    waits = "; ".join(m.title for m in line.marks if m.waits)
    said = ("", "") if line.hides else (line.agreed, line.objections)
    figures = (line.version, *said, line.eligible)
    times = (*both(line.proposed), *both(line.since))
    return (line.ref, line.title, line.kind, line.state, *figures, *times, waits, marks, line.body, line.why_this_body)


def _table(rows: Iterable[Iterable[object]]) -> Iterable[Iterable[object]]:
    head = (
        _("Reference"), _("Title"), _("Kind"), _("State"), _("Version"), _("Agreed"), _("Objections"), _("Asked"),
        _("Proposed"), _("Proposed (UTC)"), _("In this state since"), _("In this state since (UTC)"),
        _("Waiting for"), _("Positions"), _("Decided by"), _("Why this body decides"),
    )  # fmt: skip
    return (head, *rows)
