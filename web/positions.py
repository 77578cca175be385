"""The position screen: choose, say why, look it over, record it, and see what was recorded and what happens next.

All steps before recording are one page that is sent to itself, so that nothing typed is ever lost and the way back is one press.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts.checking import checked
from govflow.domain import sentences
from govflow.domain.refusals import Refused
from govflow.reading import positions as reading
from govflow.reading.positions import Asked, Speaking
from web.access import allow
from web.forms import Day, Form, Hidden, LongText, Option, Radios, Select, Text
from web.here import do, house, looking, me, now
from web.sessions import typed

screens = Blueprint("positions", __name__)
CHECKED, BACK = "checked", "back"  # the buttons of the page on which one looks it over
DIGITS = 12  # of the number of an entry
KINDS = (
    Option("key", _l("Key decision"), _l("Of a council's cabinet, or the like, after public notice.")),
    Option("officer", _l("Officer decision"), _l("By somebody to whom it is delegated.")),
    Option("board", _l("Board decision"), _l("Of trustees, directors or another board.")),
)
# What each part of a position is called, where it is looked over and on its receipt.
CALLED: Mapping[str, Any] = {
    "reason": _l("Why"),
    "principle": _l("Principle at stake"),
    "interest": _l("Protected interest"),
    "would_agree_if": _l("What would let you agree"),
    "body": _l("Body that must still decide"),
    "decision_kind": _l("Kind of decision"),
    "expected": _l("Expected"),
}


class PositionForm(Form):
    """A position with everything any of the words may carry; what the chosen word does not carry is not sent."""

    names: Mapping[str, str] = {"version": "", "subject": "", "participant": "", "key": ""}
    looked_over = ("reason", "would_agree_if")

    choice = Radios(_l("What does your organisation say to this version?"), cards=True, needed=_l("Choose one of the answers."))
    reason = LongText(_l("Why?"), rows=5)
    principle = Select(_l("Which principle is at stake?"))
    interest = Text(_l("Or which protected interest?"))
    would_agree_if = LongText(_l("What would let you agree?"), rows=3, hint=_l("What would have to change in the proposal."))
    body = Text(_l("Which body of yours must still decide?"), hint=_l("For example: Cabinet, or Board of trustees."))
    decision_kind = Radios(_l("What kind of decision is it there?"), KINDS)
    expected = Day(_l("When do you expect it? (you may leave this out)"), hint=_l("For example, 27 3 2026"))
    version = Hidden()
    given = Hidden()
    participant = Hidden()


@screens.route("/decisions/<ref>/position", methods=["GET", "POST"])
@allow("signed in")
def show(ref: str) -> ResponseReturnValue:
    asked = _asked(ref)
    speaking = asked.speaker(request.values.get("participant", ""))
    if speaking is None or (request.method == "GET" and not speaking.may_answer):
        return render_template("positions/cannot.html", asked=asked, speaking=speaking)
    form = _form(asked, speaking)
    if BACK in request.form or not form.is_sent():
        return form.page(200 if BACK in request.form else 0)
    data = _data(form, asked)
    if CHECKED not in request.form:
        _try(form, ref, speaking, data)
        return _to_look_over(form, asked, speaking, data)
    receipt = do(f"decision.{form.choice.data}", ref, data, key=_key(form), participant=speaking.participant)
    return redirect(url_for("positions.receipt", ref=ref, entry=receipt.seq), 303)


@screens.get("/decisions/<ref>/position/recorded/<entry>")
@allow("signed in")
def receipt(ref: str, entry: str) -> ResponseReturnValue:
    mine = reading.Mine(ref, me().person, int(entry) if entry.isdecimal() and len(entry) <= DIGITS else 0)
    with looking() as view:
        found = reading.recorded(view, house().book, mine, now())
    return render_template("positions/receipt.html", recorded=found, called=CALLED) if found else abort(404)


def _to_look_over(form: PositionForm, asked: Asked, speaking: Speaking, data: Mapping[str, Any]) -> ResponseReturnValue:
    fields = [(name, value) for name, value in typed() if name not in {CHECKED, BACK}]
    rows = _rows(form, asked, data)
    said = [str(data[name]) for name in form.looked_over if data.get(name)]
    return render_template("positions/check.html", asked=asked, speaking=speaking, rows=rows, fields=fields, said=said)


def _asked(ref: str) -> Asked:
    with looking() as view:
        return reading.asked_of(view, house().book, ref, me().person, now())


def _form(asked: Asked, speaking: Speaking) -> PositionForm:
    """Return the form, filled with what stands now, or with what stood before the text was changed."""
    before = speaking.given or speaking.before
    values = {"choice": before.choice, **before.carried} if before else {}
    start = {"version": str(asked.version), "given": str(speaking.times), "participant": speaking.participant}
    form = PositionForm(**{name: value for name, value in values.items() if value} | start)
    form.choice.options = tuple(Option(c.id, c.title) for c in asked.choices)
    form.principle.options = (
        Option("", _("Choose a principle")),
        *(Option(id_, title) for id_, title, _means in asked.principles),
    )
    form.decision_kind.options = tuple(Option(o.value, o.text, f"{o.hint} {asked.kinds[o.value]}") for o in KINDS)
    form.interest.hint = _("For example: %(known)s.", known="; ".join(asked.interests)) if asked.interests else ""
    return form.on("positions/position.html", lambda: _fresh(form, asked.ref), speaking=speaking)


def _fresh(form: PositionForm, ref: str) -> dict[str, Any]:
    """Return what is asked now; when the text changed meanwhile, with its differences, and with the new version to answer."""
    asked = _asked(ref)
    read = int(form.version.data) if str(form.version.data).isdecimal() else asked.version
    form.version.data = str(asked.version)
    return {"asked": asked, "since": asked.since(read), "read": read}


def _data(form: PositionForm, asked: Asked) -> dict[str, Any]:
    """Return the act's data: what the chosen word carries, and the version that was read."""
    choice = asked.choice(form.choice.data)
    carried = choice.fields if choice else ()
    return {name: value for name, value in form.act_data().items() if name in carried} | {"version": form.version.data}


def _try(form: PositionForm, ref: str, speaking: Speaking, data: Mapping[str, Any]) -> None:
    """Raise Refused with everything that would be refused, before anybody is asked to look it over."""
    if not speaking.may_answer:
        raise Refused(speaking.refusals)
    trial = checked(f"decision.{form.choice.data}", data)
    answer = reading.Answer(form.choice.data, me().person, speaking.participant, trial)
    with looking() as view:
        reading.unmet(view, house().book, ref, answer, now())


def _key(form: PositionForm) -> str:
    """Return what is the same for answers given from the same state of the page: two tabs and a double click record one."""
    return f"position after {form.given.data}"


def _rows(form: PositionForm, asked: Asked, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what was answered, for looking over: label and words."""
    principles = {id_: title for id_, title, _means in asked.principles}
    choice = asked.choice(form.choice.data)
    kinds = {option.value: str(option.text) for option in KINDS}
    said = {
        "reason": str(data.get("reason", "")),
        "principle": principles.get(str(data.get("principle", "")), ""),
        "interest": str(data.get("interest", "")),
        "would_agree_if": str(data.get("would_agree_if", "")),
        "body": str(data.get("body", "")),
        "decision_kind": kinds.get(str(data.get("decision_kind", "")), ""),
        "expected": sentences.day(form.expected.data) if "expected" in data and form.expected.data else "",
    }
    rows = [(_("Your answer"), choice.title if choice else "")]
    rows += [(str(CALLED[name]), words) for name, words in said.items() if words or name == "reason"]
    begun = asked.kinds.get(str(data.get("decision_kind", "")), "")
    return [*rows, (_("If it is begun today"), begun)] if begun else rows
