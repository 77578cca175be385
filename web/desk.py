"""The desk: what waits for whoever is signed in, what is about to be missed, every open matter for the manager, and what others did."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from govflow.acts import accounts
from govflow.reading import desk as reading
from govflow.reading.desk import Waiting
from govflow.reading.issues import open_matters
from govflow.reading.mandates import standing
from govflow.reading.news import Reader, news
from govflow.reading.set_up import checklist
from govflow.reading.to_do import to_do
from web import issue_logging
from web.access import allow, is_guest
from web.here import house, looking, me, now
from web.looks import Entry

screens = Blueprint("desk", __name__)
menu = (Entry(10, "desk.show", lambda: _l("Your desk"), for_guests=False),)
SEES_EVERY_MATTER, OWNER = "manager", "owner"
SETS_UP = frozenset({"administrator", SEES_EVERY_MATTER, OWNER})
DIGITS = 15  # of the number of an entry
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
# What meetings, minutes, actions, issues and restricted matters ask: the words on the link, and the screen, with the name of its argument.
DONE_AT: Mapping[str, tuple[Any, str, str]] = {
    "go_in": (_l("The meeting is on: go in"), "session.show", "meeting"),
    "reply": (_l("Say whether you will come"), "meetings.page", "meeting"),
    "accept": (_l("Accept the minutes"), "minutes.show", "minutes"),
    "issue": (_l("Read through the minutes and issue them"), "minutes.show", "minutes"),
    "answer": (_l("Answer a correction of the minutes"), "minutes.show", "minutes"),
    "do": (_l("An action of yours"), "actions.page", "action"),
    "issue_accept_option": (_l("Say which way forward you accept"), "issues.page", "issue"),
    "issue_offer_option": (_l("Offer a way forward"), "issues.page", "issue"),
    "issue_triage": (_l("Sort an issue"), "issues.page", "issue"),
    "issue_appoint": (_l("Appoint somebody independent to help"), "issues.page", "issue"),
    "issue_consent": (_l("Consent to words for everybody about an issue, or not"), "issues.page", "issue"),
    "issue_close": (_l("Close an issue, or accept a way forward after all"), "issues.page", "issue"),
    "cure": (_l("Say what was put right"), "defaults.page", "default"),
    "confirm": (_l("Read a restricted matter, and confirm it or not"), "defaults.page", "default"),
    "give_notice": (_l("Read a notice, and join it or not"), "defaults.page", "default"),
    "serve": (_l("Serve a notice, and record it"), "defaults.page", "default"),
    "judge": (_l("Say whether it was put right"), "defaults.page", "default"),
    "propose_exclusion": (_l("What follows can be asked, or not"), "defaults.page", "default"),
}


@screens.get("/")
@allow("signed in", "guest")
def show() -> ResponseReturnValue:
    if is_guest():
        return redirect(url_for("issues.show"))
    return render_template("desk/desk.html", link_of=_link, done_at=DONE_AT, drafts=issue_logging.mine(), **_desk())


@screens.post("/read")
@allow("signed in")
def read() -> ResponseReturnValue:
    """Note that whoever is here has read what happened, up to the entry that the page they read went to."""
    upto = request.form.get("upto", "")
    if (
        upto.isascii() and upto.isdigit() and len(upto) <= DIGITS
    ):  # else nothing was read, and the desk says so by staying as it is
        accounts.mark_read(house(), me(), int(upto))
    return redirect(f"{url_for('desk.show')}#news", 303)


def _desk() -> dict[str, Any]:
    """Return what is on the desk of whoever is here."""
    who = me()
    visitor = reading.Visitor(who.person, SEES_EVERY_MATTER in who.roles, OWNER in who.roles)
    reader = Reader(who.person, who.read_entry, visitor.owner)
    with looking() as view:
        asking = view, house().book, who.person, now()
        desk, asked = reading.desk(view, house().book, visitor, now()), to_do(*asking)
        waits = bool(desk.waiting or asked)
        return {
            "desk": desk,
            "asked": asked,
            # Whoever has a part in setting up sees what is missing; so does everybody whose desk is empty because of it.
            "set_up": checklist(*asking) if SETS_UP & who.roles or not waits else None,
            "roles": who.roles,
            "issues": open_matters(*asking) if visitor.every_matter else [],
            "mandates": standing(*asking) if visitor.owner else [],
            "news": news(view, house().book, reader, now()),
            "visitor": visitor,
            "since": who.read_at,
        }


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
