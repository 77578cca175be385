"""Documents to take away: the pack of a meeting, minutes as PDF and Word."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from govflow.acts import documents as making
from govflow.reading import meetings
from govflow.reading import minutes as minutes_reading
from govflow.reading.decision_page import proposal_in_words
from web.access import allow
from web.downloads import download
from web.here import house, looking, me, now, post

screens = Blueprint("documents", __name__)
PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@screens.get("/meetings/<meeting>/pack.pdf")
@allow("signed in")
def pack(meeting: str) -> ResponseReturnValue:
    with looking() as view:
        page = meetings.meeting_page(view, house().book, meeting, me().person, now())
        found = view.meeting(meeting)
        told = {
            i["number"]: proposal_in_words(view, house().book, i["decision"]["ref"], now())
            for i in page["items"]
            if i["decision"]
        }
    if found is None or not making.available():
        return _no_pdf(url_for("meetings.page", meeting=meeting))
    return download(making.pack_pdf(house(), _issuer(), found, page, told), PDF, f"{meeting} pack.pdf")


def _paper(meeting: str, number: int) -> str:
    """Return the whole address of an uploaded paper, for people who read the pack elsewhere."""
    path = url_for("meetings.paper", meeting=meeting, number=number)
    return f"{post().base_url}{path.removeprefix(request.script_root)}"


@screens.get("/minutes/<minutes>/minutes.pdf")
@allow("signed in")
def minutes_pdf(minutes: str) -> ResponseReturnValue:
    page = _minutes(minutes)
    if not making.available():
        return _no_pdf(url_for("minutes.show", minutes=minutes))
    return download(making.minutes_pdf(_issuer(), page), PDF, f"{minutes}.pdf")


@screens.get("/minutes/<minutes>/minutes.docx")
@allow("signed in")
def minutes_word(minutes: str) -> ResponseReturnValue:
    return download(making.minutes_word(_issuer(), _minutes(minutes)), WORD, f"{minutes}.docx")


def _minutes(minutes: str) -> dict[str, Any]:
    with looking() as view:
        return minutes_reading.minutes_page(view, house().book, minutes, me().person, now())


def _issuer() -> making.Issuer:
    return making.Issuer(me().alliance_title, me().illustrative, _paper)


def _no_pdf(back: str) -> ResponseReturnValue:
    flash(
        _("No PDF can be made on this server: pango is not installed there. The page can be printed, and minutes taken as Word.")
    )
    return redirect(back, 303)
