"""The mandate: reading every version and comparing, and what the owner does: writing it part by part, issuing, varying, ending it."""

from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts.answers import StaleError
from govflow.reading import mandates as reading
from web.access import allow
from web.fields import LongText
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.looks import Entry
from web.mandate_forms import PARTS, Data, PartForm, part_data, part_form, row_data, row_form, rows_of

screens = Blueprint("mandates", __name__)
menu = (Entry(45, "mandates.show", lambda: _l("Mandate")),)


WAYS = {"draft": _l("Draft a mandate"), "vary": _l("Vary the mandate")}


class Place(NamedTuple):
    """Where somebody writes: the page of the version, which part, where one goes back to, and whether the row is there already."""

    page: dict[str, Any]
    part: str
    back: str
    there: bool = False


class IssueForm(ActForm):
    reason = LongText(_l("Why now?"), rows=3, hint=_l("Shown to everybody who is asked. It may be left empty."))


class ReturnForm(ActForm):
    comments = LongText(_l("What would have to change?"), rows=5, needed=_l("Say what would have to change."))


class WhyForm(ActForm):
    reason = LongText(_l("Why?"), rows=3, needed=_l("Say why."))


@screens.get("/mandates")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.all_versions(view, house().book, me().person, now())
    return render_template("mandates/all.html", **found)


@screens.route("/mandates/new/<way>", methods=["GET", "POST"])
@allow("owner")
def begin(way: str) -> ResponseReturnValue:
    """Begin a mandate, or a variation of the one in force."""
    if way not in WAYS:
        abort(404)
    lead = _("It begins as a draft that only you write on. Nobody is asked anything until you issue it.")
    title = WAYS[way]
    form = ActForm().on("meetings/form.html", dict, title=title, lead=lead, button=title, back=url_for("mandates.show"))
    if form.is_sent():
        done = do(f"mandate.{way}", key=form.key.data)
        return redirect(url_for("mandates.write", mandate=done.subject), 303)
    return form.page()


@screens.get("/mandates/<mandate>")
@allow("signed in")
def page(mandate: str) -> ResponseReturnValue:
    return render_template("mandates/mandate.html", page=page_of(mandate), parts=PARTS)


@screens.get("/mandates/<mandate>/write")
@allow("owner")
def write(mandate: str) -> ResponseReturnValue:
    return render_template("mandates/write.html", page=page_of(mandate), parts=PARTS)


@screens.route("/mandates/<mandate>/write/<part>", methods=["GET", "POST"])
@allow("owner")
def part(mandate: str, part: str) -> ResponseReturnValue:
    """Write a part that is one form, or list the rows of one."""
    found = page_of(mandate)
    if part not in PARTS:
        abort(404)
    if PARTS[part][1]:
        return render_template("mandates/rows.html", page=found, part=part, title=PARTS[part][0], add=PARTS[part][1])
    back = url_for("mandates.write", mandate=mandate)
    return _written(Place(found, part, back), part_form(found, part), lambda form: part_data(part, form))


@screens.route("/mandates/<mandate>/write/<part>/<int:number>", methods=["GET", "POST"])
@allow("owner")
def row(mandate: str, part: str, number: int) -> ResponseReturnValue:
    """Write one row of a part, or take it out; the number after the last is a new one."""
    found = page_of(mandate)
    rows = rows_of(found, part) if part in PARTS and PARTS[part][1] else []
    if part not in PARTS or not PARTS[part][1] or not 1 <= number <= len(rows) + 1:
        abort(404)
    known = (found["lines"] if part == "envelope" else [one[0] for one in rows])[number - 1 : number]
    back = url_for("mandates.part", mandate=mandate, part=part)
    form = row_form(found, part, known[0] if known else {})
    if known and request.form.get("take_out") == "yes":
        _taken_out(found, part, rows, number)
        return redirect(back, 303)
    return _written(Place(found, part, back, bool(known)), form, partial(_with_row, found, part, rows, number))


def _with_row(page: dict[str, Any], part: str, rows: list[list[dict[str, Any]]], number: int, form: Any) -> dict[str, Any]:  # noqa: ANN401 - a PartForm
    """Return the act's data with the row that was typed, and let the form know where it stands among the others."""
    new = row_data(page, part, form)
    form.sends(sum(map(len, rows[: number - 1])), new)
    return _replaced(part, rows, number, new)


def _taken_out(found: dict[str, Any], part: str, rows: list[list[dict[str, Any]]], number: int) -> None:
    form = ActForm().on("mandates/part.html", dict, page=found, title=PARTS[part][0], back=url_for("mandates.show"))
    if form.is_sent():
        do("mandate.revise", found["ref"], _replaced(part, rows, number, []), key=form.key.data)


def _replaced(part: str, rows: list[list[dict[str, Any]]], number: int, new: list[dict[str, Any]]) -> dict[str, Any]:
    whole = [*rows[: number - 1], new, *rows[number:]]
    return {part: [one for group in whole for one in group]}


def _written(place: Place, form: PartForm, data: Data) -> ResponseReturnValue:
    """Show the form, or save what it says; what somebody else wrote meanwhile is never overwritten unseen."""
    found = place.page
    form.on("mandates/part.html", dict, page=found, title=PARTS[place.part][0], back=place.back, there=place.there)
    before, form.seen.data = form.seen.data, str(found["entry"])
    if form.is_sent():
        if before not in {"", None, form.seen.data}:
            raise StaleError(found["ref"])
        do("mandate.revise", found["ref"], data(form), key=form.key.data)
        return redirect(place.back, 303)
    return form.page()


# What is pressed on a version: the form, the act, its title, what it means, and who may.
PRESSED: dict[str, tuple[Any, Any, Any]] = {
    "issue": (
        IssueForm,
        _l("Issue the mandate"),
        _l("The leadership team is told, and a decision begins by which it answers."),
    ),
    "return": (
        ReturnForm,
        _l("Return the mandate"),
        _l("The decision that answers it is withdrawn, and the owner can write on."),
    ),
    "withdraw": (WhyForm, _l("Go no further with it"), _l("It stays to be read, with the reason.")),
    "expire": (WhyForm, _l("End the mandate"), _l("From then on nothing can be adopted until another mandate is in force.")),
}


@screens.route("/mandates/<mandate>/do/<wanted>", methods=["GET", "POST"])
@allow("owner", "chair")
def press(mandate: str, wanted: str) -> ResponseReturnValue:
    found = page_of(mandate)
    if wanted not in PRESSED:
        abort(404)
    kind, title, lead = PRESSED[wanted]
    back = url_for("mandates.page", mandate=mandate)
    form = kind().on("meetings/form.html", dict, title=title, lead=lead, button=title, back=back, page=found)
    if form.is_sent():
        done = do(f"mandate.{wanted}", mandate, form.act_data(), key=form.key.data)
        flash(_("Done. It is entry %(number)s of the record.", number=done.seq))
        return redirect(back, 303)
    answer: ResponseReturnValue = form.page()
    return answer


def page_of(mandate: str) -> dict[str, Any]:
    """Return what the page of a version shows. Raises Refused for one there is not."""
    with looking() as view:
        return reading.mandate_page(view, house().book, mandate, me().person, now())
