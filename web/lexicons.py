"""A look at the wording of a long text: what of it points at somebody, what could stand instead. It only nudges, and blocks nothing.

A form names its long texts in ``looked_over`` and shows each with the macro ``looked_over``; there is nothing else to do.
"""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govflow.reading import lexicons as reading
from web.access import allow
from web.here import house

screens = Blueprint("lexicons", __name__)
LOOK, TAKE = "look", "take"  # the button under a form, and those that take a phrase over: "reason:2:failed to"
DIGITS = 6


@screens.post("/wording")
@allow("anyone")
def look() -> ResponseReturnValue:
    """Show what of one text could be said otherwise: a part of the page on which it is written.

    It asks nothing of the record, not even who is there: somebody whose session ended while writing is not sent away from the text.
    """
    of = request.args.get("of", "")
    return render_template("lexicons/remarks.html", of=of, text=request.form.get(of, ""))


@screens.app_template_global("remarks_on")
def remarks_on(text: str | None) -> tuple[Any, ...]:
    """Return the remarks on what somebody wrote, for templates."""
    return reading.remarks_on(house().book, text or "")


screens.add_app_template_global(reading.pieces, "pieces_of")
screens.add_app_template_global(lambda: reading.MOST, "most_remarks")


def is_looked_at() -> bool:
    """Say whether the form of this request was sent to have its wording looked at, and not to be done."""
    return LOOK in request.form or TAKE in request.form


def take_over(fields: Iterable[Any]) -> None:
    """Put the phrase that was chosen, if one was, into the field among ``fields`` for whose text it was offered."""
    name, _, rest = request.form.get(TAKE, "").partition(":")
    number, _, words = rest.partition(":")
    nth = int(number) if number.isascii() and number.isdigit() and len(number) <= DIGITS else 0
    for field in fields:
        if field.name == name:
            field.data = reading.rephrased(house().book, field.data or "", nth, words)
