"""The page of a decision: where it stands, who says what and why, what is still needed, and what can be done now."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from govflow.domain.refusals import Refusal
from govflow.domain.vocabulary import POSITIONS
from govflow.reading import decision_page as reading
from govflow.reading.rules import picture as drawing
from web.access import allow
from web.here import house, looking, me, now
from web.mandate_forms import PARTS
from web.moves import title_of

screens = Blueprint("decisions", __name__)
COLOURS = {
    "preparing": "grey",
    "deciding": "blue",
    "agreed": "turquoise",
    "not-agreed": "orange",
    "in-force": "green",
    "closed": "grey",
}
EFFECTS = {"serves": (_l("Served"), "green"), "strains": (_l("Strained"), "orange"), "neither": (_l("Neither"), "grey")}
# Screens that mend what is needed, or do an act, where it has one of its own.
MENDED_AT: Mapping[str, str] = {
    "interest-unruled": "interests.show",
    "interests-not-asked": "interests.show",
    "not-yet-agreed": "positions.show",
    "quorum-not-met": "positions.show",
    "rationale-incomplete": "proposals.write",
    "mandate-not-cited": "proposals.write",
    "outside-mandate": "proposals.write",
    "wrong-body": "proposals.write",
    "papers-missing": "proposals.circulate",
    "envelope-exceeded": "proposals.amend",
}
OWN_SCREENS: Mapping[str, str] = {
    "revise": "proposals.write",
    "circulate": "proposals.circulate",
    "amend": "proposals.amend",
    "declare_interest": "interests.declare",
    "rule_on_interest": "interests.show",
    "confirm_ruling": "interests.show",
}


@screens.get("/decisions/<ref>")
@allow("signed in")
def show(ref: str) -> ResponseReturnValue:
    with looking() as view:
        page = reading.decision_page(view, house().book, ref, me().person, now())
    page |= {"needed": [(one, _mended_at(page, one)) for one in page["awaited"]], "ways": _ways(page)}
    return render_template("decisions/decision.html", page=page, colours_of=COLOURS, effects=EFFECTS, mandate_parts=PARTS)


@screens.get("/decisions/<ref>/workflow.svg")
@allow("signed in")
def picture(ref: str) -> ResponseReturnValue:
    with looking() as view:
        drawn = drawing(view, house().book, ref, now())
    response = Response(drawn, mimetype="image/svg+xml")
    response.add_etag()
    return response.make_conditional(request)


def _mended_at(page: Mapping[str, Any], needed: Refusal) -> str:
    """Return the address of the screen on which something needed is mended; "" where there is none for whoever is here."""
    endpoint = MENDED_AT.get(needed.code, "")
    if endpoint == "positions.show":
        return url_for(endpoint, ref=page["ref"]) if page["may_answer"] else ""
    return _address(endpoint, ref=page["ref"])


def _ways(page: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what whoever is here can do besides answering: words and address."""
    asked = [event for event in page["offers"] if f"decision.{event}" not in POSITIONS]
    found = [(title_of(event), _address(OWN_SCREENS.get(event, "moves.act"), ref=page["ref"], event=event)) for event in asked]
    return [(words, href) for words, href in found if href]


def _address(endpoint: str, ref: str, event: str = "") -> str:
    """Return the address of a screen, without the event where the screen is only for one; "" while there is no such screen."""
    if endpoint not in current_app.view_functions:
        return ""
    return url_for(endpoint, ref=ref, event=event) if endpoint == "moves.act" else url_for(endpoint, ref=ref)
