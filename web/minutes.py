"""Minutes: reading, writing, issuing, accepting, correcting them."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.domain.refusals import Refused
from govflow.reading import minutes as reading
from web.access import allow
from web.fields import Checkboxes, Hidden, LongText, Option, Radios, Text
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.recorded import tell_recorded

screens = Blueprint("minutes", __name__)
CHANGED = "minutes-changed"


class WriteForm(ActForm):
    text = LongText(
        _l("The minutes"), rows=30, hint=_l("A line that begins with ## is a heading, one with - a point of a list, **words** are bold."),
        needed=_l("Write what happened."),
    )  # fmt: skip
    corrections = Checkboxes(_l("Which corrections does it take in?"))
    reason = Text(_l("What was changed?"), hint=_l("Shown beside the new version."))
    merged = Checkboxes(
        _l("What stands now"),
        (Option("yes", _l("I have read what stands now, and my text takes in what belongs")),),
        in_act=False,
    )
    seen = Hidden()
    changed = Hidden()

    def is_changed(self, stands: str, refused: Refused) -> None:
        """Note how the minutes stand now, where that is why they were refused: what stands is shown with what was typed."""
        if CHANGED in refused.codes:
            self.seen.data, self.changed.data, self.merged.data = stands, "yes", []


class CorrectForm(ActForm):
    text = LongText(_l("What should be corrected, and to what?"), rows=4, needed=_l("Say what should be corrected, and to what."))


class AnswerForm(ActForm):
    taken = Radios(
        _l("What comes of it?"),
        (Option("yes", _l("It is taken in")), Option("no", _l("It is left out"))),
        needed=_l("Choose one."),
    )
    reason = LongText(_l("If it is left out: why?"), rows=3)


@screens.get("/minutes/<minutes>")
@allow("signed in")
def show(minutes: str) -> ResponseReturnValue:
    return render_template("minutes/minutes.html", page=_page(minutes), form=CorrectForm(formdata=None))


@screens.route("/minutes/<minutes>/write", methods=["GET", "POST"])
@allow("manager")
def write(minutes: str) -> ResponseReturnValue:
    """Write on. What changed meanwhile is never written over unseen: it is shown, and whoever writes says that they have read it."""
    page = _page(minutes)
    form = _write_form(minutes, page)
    seen, asked = form.seen.data or "", bool(form.changed.data)
    if not form.is_sent():
        return form.page()
    if asked and not form.merged.data:
        form.merged.errors = [_("Tick this once you have read what stands now.")]
        return form.page()
    try:
        return _done(minutes, "revise", form, {"seen": seen})
    except Refused as refused:
        form.is_changed(page["stands"], refused)
        raise


def _write_form(minutes: str, page: dict[str, Any]) -> WriteForm:
    form = WriteForm(data={"text": page["text"], "seen": page["stands"]}).on(
        "minutes/write.html", lambda: {"page": _page(minutes)}
    )
    form.corrections.options = tuple(Option(str(c["n"]), c["said"]) for c in page["corrections"] if c["taken"] is None)
    if not form.corrections.options:
        del form.corrections
    return form


@screens.post("/minutes/<minutes>/issue")
@allow("manager")
def issue(minutes: str) -> ResponseReturnValue:
    return _done(minutes, "issue", _pressed(minutes))


@screens.post("/minutes/<minutes>/accept")
@allow("signed in")
def accept(minutes: str) -> ResponseReturnValue:
    form = _pressed(minutes)
    return _done(minutes, "accept", form, {"version": request.form.get("version", "0")})


@screens.post("/minutes/<minutes>/correct")
@allow("signed in")
def correct(minutes: str) -> ResponseReturnValue:
    form = CorrectForm().on("minutes/minutes.html", lambda: {"page": _page(minutes)})
    if form.is_sent():
        return _done(minutes, "correct", form)
    _page(minutes)
    return form.page()


@screens.route("/minutes/<minutes>/corrections/<int:number>", methods=["GET", "POST"])
@allow("manager")
def answer(minutes: str, number: int) -> ResponseReturnValue:
    page = _page(minutes)
    asked = next((c for c in page["corrections"] if c["n"] == number), None)
    context = {"title": _("Answer a correction"), "lead": asked["said"] if asked else "", "button": _("Answer it")}
    form = AnswerForm().on("meetings/form.html", dict, back=url_for("minutes.show", minutes=minutes), **context)
    if form.is_sent():
        return _done(minutes, "answer", form, {"of": number})
    return form.page()


def _page(minutes: str) -> dict[str, Any]:
    with looking() as view:
        return reading.minutes_page(view, house().book, minutes, me().person, now())


def _pressed(minutes: str) -> ActForm:
    """Return a form without fields, on the page of the minutes; what is refused is shown there."""
    _page(minutes)
    return ActForm().on("minutes/minutes.html", lambda: {"page": _page(minutes)})


def _done(minutes: str, event: str, form: ActForm, extra: dict[str, Any] | None = None) -> ResponseReturnValue:
    done = do(f"minutes.{event}", minutes, form.act_data() | (extra or {}), key=form.key.data)
    tell_recorded(done.seq)
    return redirect(url_for("minutes.show", minutes=minutes), 303)
