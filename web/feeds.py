"""Calendars to take away: one meeting as a file, and private addresses that a calendar program asks again and again."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from govflow.acts import feeds
from web.access import allow
from web.downloads import download
from web.here import house, me, post

screens = Blueprint("feeds", __name__)


@screens.get("/calendar")
@allow("signed in")
def show() -> ResponseReturnValue:
    return render_template("meetings/feeds.html", feeds=feeds.of_person(house(), me()), fresh="")


@screens.post("/calendar")
@allow("signed in")
def make() -> ResponseReturnValue:
    """Make a new address, which is shown this once; the one before goes on until it is revoked."""
    token = feeds.make(house(), me(), whole=request.form.get("whole") == "yes")
    fresh = f"{post().base_url}{url_for('feeds.read', token=token).removeprefix(request.script_root)}"
    return render_template("meetings/feeds.html", feeds=feeds.of_person(house(), me()), fresh=fresh)


@screens.post("/calendar/revoke")
@allow("signed in")
def revoke() -> ResponseReturnValue:
    feeds.revoke(house(), me(), request.form.get("feed", ""))
    flash(_("The address is revoked. Whoever has it gets nothing more."))
    return redirect(url_for("feeds.show"), 303)


@screens.get("/meetings/<meeting>/meeting.ics")
@allow("signed in")
def meeting(meeting: str) -> ResponseReturnValue:
    found = feeds.one_meeting(house(), me().alliance, meeting, post())
    if found is None:
        abort(404)
    return _calendar(found, f"{meeting}.ics")


@screens.get("/feeds/<token>.ics")
@allow("anyone")
def read(token: str) -> ResponseReturnValue:
    """Hand out a calendar to whoever has its private address. Nothing can be changed through it."""
    found = feeds.read(house(), token, post())
    if found is None:
        abort(404)
    answer = _calendar(found, "meetings.ics")
    answer.add_etag()
    return answer.make_conditional(request)


def _calendar(content: bytes, name: str) -> Response:
    return download(content, "text/calendar", name)
