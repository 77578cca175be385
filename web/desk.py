"""The desk: what waits for whoever is signed in, what is about to be missed, every open matter for the manager, and what changed."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from govflow.reading import desk as reading
from govflow.reading.desk import Waiting
from govflow.reading.mandates import standing
from govflow.reading.to_do import to_do
from web.access import allow
from web.here import house, looking, me, now
from web.looks import Entry

screens = Blueprint("desk", __name__)
menu = (Entry(10, "desk.show", lambda: _l("Your desk")),)
SEES_EVERY_MATTER, OWNER = "manager", "owner"
# What waits: the words on its link, and the screen it leads to.
ASKED: Mapping[str, tuple[Any, str]] = {
    reading.POSITION: (_l("Record the position of %(title)s"), "positions.show"),
    reading.OWN_NOTICE: (_l("Record the notice of %(title)s's own decision"), "moves.act"),
    reading.APPROVAL: (_l("Record what %(title)s's own body decided"), "moves.act"),
    reading.RULING: (_l("Rule on a declared interest"), "interests.show"),
    reading.CONFIRMING: (_l("Confirm a ruling on an interest, or leave it"), "interests.show"),
    reading.WORDING: (_l("Confirm that a change of wording keeps the meaning"), "moves.act"),
    reading.OBJECTION: (_l("%(title)s may still object"), "moves.act"),
    "open": (_l("Open positions"), "moves.act"),
    "close": (_l("Everybody has answered: close positions"), "moves.act"),
    "retable": (_l("Put it again"), "moves.act"),
    "resume": (_l("Take it up again"), "moves.act"),
}
# What meetings, minutes, actions and restricted matters ask: the words on the link, and the screen, with the name of its argument.
DONE_AT: Mapping[str, tuple[Any, str, str]] = {
    "go_in": (_l("The meeting is on: go in"), "session.show", "meeting"),
    "reply": (_l("Say whether you will come"), "meetings.page", "meeting"),
    "accept": (_l("Accept the minutes"), "minutes.show", "minutes"),
    "issue": (_l("Read through the minutes and issue them"), "minutes.show", "minutes"),
    "answer": (_l("Answer a correction of the minutes"), "minutes.show", "minutes"),
    "do": (_l("An action of yours"), "actions.page", "action"),
    "cure": (_l("Say what was put right"), "defaults.page", "default"),
    "confirm": (_l("Read a restricted matter, and confirm it or not"), "defaults.page", "default"),
    "give_notice": (_l("Read a notice, and join it or not"), "defaults.page", "default"),
    "serve": (_l("Serve a notice, and record it"), "defaults.page", "default"),
    "judge": (_l("Say whether it was put right"), "defaults.page", "default"),
    "propose_exclusion": (_l("What follows can be asked, or not"), "defaults.page", "default"),
}


@screens.get("/")
@allow("signed in")
def show() -> ResponseReturnValue:
    who = me()
    visitor = reading.Visitor(who.person, who.since_entry, SEES_EVERY_MATTER in who.roles, OWNER in who.roles)
    with looking() as view:
        found = reading.desk(view, house().book, visitor, now())
        asked = to_do(view, house().book, who.person, now())
        mandates = standing(view, house().book, who.person, now()) if visitor.owner else []
    context = {
        "link_of": _link,
        "visitor": visitor,
        "since": who.since_at,
        "mandates": mandates,
        "asked": asked,
        "done_at": DONE_AT,
    }
    return render_template("desk/desk.html", desk=found, **context)


def _link(one: Waiting) -> dict[str, str]:
    """Return the words and the address of what ends a waiting: its screen, or the page of the decision while there is none."""
    words, endpoint = ASKED[one.event]
    return {"text": str(words) % {"title": one.participant_title}, "href": _address(one, endpoint)}


def _address(one: Waiting, endpoint: str) -> str:
    if endpoint == "positions.show":
        return url_for(endpoint, ref=one.ref, participant=one.participant)
    if endpoint not in current_app.view_functions:
        return url_for("decisions.show", ref=one.ref)
    return url_for(endpoint, ref=one.ref, event=one.event) if endpoint == "moves.act" else url_for(endpoint, ref=one.ref)
