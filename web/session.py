"""A meeting while it is in session: the manager runs it, everybody follows; who is there, the quorum, positions, notes, actions.

The part that changes is asked for again every few seconds where a browser can; what somebody types is never in that part.
"""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.domain.refusals import Refused
from govflow.reading import meetings as reading
from govflow.reading import sending
from web.access import allow
from web.fields import Checkboxes, Day, LongText, Option, Radios, Select, Text
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.looking_over import Part, is_checked, look_over

screens = Blueprint("session", __name__)
REMOTE = (Option("yes", _l("By video or telephone")),)


class ArriveForm(ActForm):
    person = Select(_l("Who has come?"), needed=_l("Choose who has come."))
    remote = Checkboxes(_l("Not in the room?"), REMOTE)

    def act_data(self) -> dict[str, Any]:
        return super().act_data() | {"remote": "yes" if self.remote.data else "no"}


class NoteForm(ActForm):
    text = LongText(_l("What was said"), hint=_l("For the minutes. Saved as often as you send it."), rows=4)


class PositionForm(ActForm):
    participant = Select(_l("Which participant?"), needed=_l("Choose the participant."))
    choice = Radios(_l("What does it say?"), needed=_l("Choose what it says."))
    reason = LongText(_l("Why, in its words?"), rows=3, needed=_l("Write the reason it gives."))
    principle = Select(_l("If it objects: which principle?"))
    would_agree_if = LongText(_l("If it objects: what would have to change?"), rows=2)


class ActionForm(ActForm):
    what = Text(_l("What is to be done?"), needed=_l("Say what is to be done."))
    owner = Select(_l("By whom?"), needed=_l("Choose who does it."))
    due = Day(_l("Until when?"), needed=_l("Give the day."))


@screens.get("/meetings/<meeting>/session")
@allow("signed in")
def show(meeting: str) -> ResponseReturnValue:
    page = _page(meeting)
    if not page["running"]:
        return redirect(url_for("meetings.page", meeting=meeting), 303)
    return render_template("meetings/session.html", page=page, **_forms(meeting))


@screens.get("/meetings/<meeting>/session/now")
@allow("signed in")
def part(meeting: str) -> ResponseReturnValue:
    """Return only what changes, for whoever follows."""
    return render_template("meetings/session_now.html", page=_page(meeting))


@screens.post("/meetings/<meeting>/arrive")
@allow("signed in")
def arrive(meeting: str) -> ResponseReturnValue:
    """Record that somebody has come; without a name, whoever is here."""
    if "person" not in request.form:
        return _done(meeting, "arrive", {"remote": request.form.get("remote", "no")})
    return _form_done(meeting, "arrive", "arrive")


@screens.post("/meetings/<meeting>/leave")
@allow("signed in")
def leave(meeting: str) -> ResponseReturnValue:
    person = request.form.get("person", "")
    return _done(meeting, "leave", {"person": person} if person else {})


@screens.post("/meetings/<meeting>/at")
@allow("manager", "chair", "deputy chair")
def go_to(meeting: str) -> ResponseReturnValue:
    return _done(meeting, "go_to_item", {"item": request.form.get("item", "")})


@screens.post("/meetings/<meeting>/note")
@allow("manager", "chair", "deputy chair")
def note(meeting: str) -> ResponseReturnValue:
    return _form_done(meeting, "note", "note", {"item": request.form.get("item", "")})


@screens.post("/meetings/<meeting>/consent")
@allow("seat holder", "deputy")
def consent(meeting: str) -> ResponseReturnValue:
    return _done(meeting, "consent_late", {"item": request.form.get("item", "")})


@screens.post("/meetings/<meeting>/open")
@allow("manager", "chair", "deputy chair")
def open_positions(meeting: str) -> ResponseReturnValue:
    """Ask for positions on the decision of an item, in this meeting."""
    current = _page(meeting)["current"]
    if not current or not current["decision"] or current["decision"]["ref"] != request.form.get("decision"):
        abort(409)  # the meeting has gone on to another item meanwhile
    return _done(meeting, "", {"meeting": meeting}, act="decision.open", ref=current["decision"]["ref"])


@screens.post("/meetings/<meeting>/position")
@allow("manager")
def note_position(meeting: str) -> ResponseReturnValue:
    return _form_done(meeting, "note_position", "position", {"decision": request.form.get("decision", "")})


@screens.post("/meetings/<meeting>/confirm")
@allow("seat holder", "deputy")
def confirm(meeting: str) -> ResponseReturnValue:
    """Take as one's own the position that was written down: the act is the participant's, and says who wrote it."""
    mine = _page(meeting)["mine"]
    if mine is None or str(mine["n"]) != request.form.get("noted", ""):
        abort(409)
    data = {name: mine[name] for name in ("reason", "version")} | {"noted": mine["n"]}
    if mine["choice"] == "object":
        data |= {name: mine[name] for name in ("principle", "interest", "would_agree_if")}
    act = f"decision.{mine['choice']}"
    return _done(meeting, "", data, act=act, ref=mine["decision"], participant=mine["participant"])


@screens.post("/meetings/<meeting>/action")
@allow("manager", "chair", "deputy chair")
def action(meeting: str) -> ResponseReturnValue:
    extra = {"meeting": meeting, "item": request.form.get("item") or "0", "decision": request.form.get("decision", "")}
    return _form_done(meeting, "", "action", extra, act="action.open")


@screens.post("/meetings/<meeting>/end")
@allow("manager", "chair", "deputy chair")
def end(meeting: str) -> ResponseReturnValue:
    _form_on(meeting)
    if not is_checked():
        with looking() as view:
            if unmet := sending.keeps_from_ending(view, house().book, meeting, me().person, now()):
                raise Refused(unmet)
            told, means = sending.of_ending(view, house().book, meeting, now())
        parts = (Part(_("What it means"), means), Part(_("Who gets a mail"), told))
        back = url_for("session.show", meeting=meeting)
        return look_over(_("Check before the meeting is ended"), parts, _("End the meeting"), back=back, warning=True)
    do("meeting.close", meeting)
    with looking() as view:
        minutes = view.minutes_of(meeting)
    ended = url_for("minutes.show", minutes=minutes.ref) if minutes else url_for("meetings.page", meeting=meeting)
    return redirect(ended, 303)


def _page(meeting: str) -> dict[str, Any]:
    with looking() as view:
        return reading.session_page(view, house().book, meeting, me().person, now())


def _forms(meeting: str) -> dict[str, Any]:
    """Return the forms of the screen, each filled with what it offers; the one that was sent keeps what was typed."""
    with looking() as view:
        offered = reading.choices(view, house().book, meeting, now())
    page = _page(meeting)
    forms = {name: kind(formdata=None) for name, kind in KINDS.items()}
    return {"forms": {name: _offer(form, offered, page) for name, form in forms.items()}}


def _offer(form: Any, offered: dict[str, Any], page: dict[str, Any]) -> Any:  # noqa: ANN401 - one of KINDS
    choose = Option("", _("Choose"))
    if "person" in form:
        expected = dict(page["expected"])
        others = [(ref, name) for ref, name in offered["people"] if ref not in expected]
        form.person.options = (choose, *(Option(*one) for one in (*page["expected"], *others)))
    if "owner" in form:
        form.owner.options = (choose, *(Option(*one) for one in offered["people"]))
    if "choice" in form:
        form.choice.options = tuple(Option(*one) for one in offered["choices"])
        form.principle.options = (choose, *(Option(*one) for one in offered["principles"]))
        form.participant.options = (choose, *(Option(p["participant"], p["title"]) for p in page["positions"]))
    if "text" in form and page["current"] and not form.text.data:
        form.text.data = page["current"]["said"]
    return form


KINDS: dict[str, type[ActForm]] = {"arrive": ArriveForm, "note": NoteForm, "position": PositionForm, "action": ActionForm}


def _form_on(meeting: str, name: str = "") -> ActForm:
    """Return the form ``name`` of the screen as it was sent, on the screen: a refusal comes back there with all that was typed."""
    form = (KINDS.get(name) or ActForm)()
    forms = _forms(meeting)["forms"]
    if name:
        with looking() as view:
            offered = reading.choices(view, house().book, meeting, now())
        _offer(form, offered, _page(meeting))
        forms[name] = form
    return form.on("meetings/session.html", lambda: {"page": _page(meeting), "forms": forms})


def _form_done(meeting: str, event: str, name: str, extra: dict[str, Any] | None = None, *, act: str = "") -> ResponseReturnValue:
    form = _form_on(meeting, name)
    if not form.is_sent():
        return form.page()
    ref = "" if act else meeting
    do(act or f"meeting.{event}", ref, form.act_data() | (extra or {}), key=form.key.data)
    return redirect(url_for("session.show", meeting=meeting), 303)


def _done(  # noqa: PLR0913 - the parts of an act
    meeting: str, event: str, data: dict[str, Any], *, act: str = "", ref: str = "", participant: str = ""
) -> ResponseReturnValue:
    _form_on(meeting)
    do(act or f"meeting.{event}", ref or meeting, data, participant=participant)
    return redirect(url_for("session.show", meeting=meeting), 303)
