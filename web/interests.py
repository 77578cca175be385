"""Interests in a decision: declaring one, or that there is none; ruling on one; confirming a ruling that removes a position."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts.checking import checked
from govflow.reading.proposals import correctable, interest_moves
from govflow.reading.records import Plain, decision_record
from web.access import allow
from web.fields import LongText, Option, Radios
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.moves import page_of, recorded, setting_of
from web.sessions import typed

screens = Blueprint("interests", __name__)
KINDS = (
    Option("none", _l("None"), _l("Neither I nor my organisation gains or loses by this more than others do.")),
    Option("institutional", _l("My organisation has one"), _l("It runs, funds or competes for what this is about, for example.")),
    Option("personal", _l("I have one myself"), _l("Money, family, another post. It concerns you alone; a deputy may answer.")),
)
HANDLINGS = (
    Option("note_only", _l("Note it"), _l("It is recorded, and they take part like everybody else.")),
    Option(
        "participate_if_others_agree", _l("Let them take part if the others agree"), _l("A majority of the others confirms it.")
    ),
    Option("discuss_no_vote", _l("Let them speak, without a position"), _l("They are heard, and do not take a position.")),
    Option("exclude", _l("Leave them out"), _l("They neither speak on it nor take a position.")),
)
WORDS: Mapping[str, Any] = {o.value: o.text for o in (*KINDS, *HANDLINGS)}


CHECKED, BACK = "checked", "back"  # the buttons of the page on which one looks it over


class DeclareForm(ActForm):
    kind = Radios(_l("Is there an interest?"), KINDS, needed=_l("Choose one."))
    nature = LongText(
        _l("What is it?"), hint=_l("Only if there is one. The team sees it; it can be erased later."), rows=4,
        needed=_l("Say what the interest is. The others rule on it by what you write here."),
    )  # fmt: skip

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(*args, **values)
        if self.kind.data in {"none", "", None}:
            self.nature.validators = ()

    def act_data(self) -> dict[str, Any]:
        return super().act_data() | ({} if self.nature.data else {"nature": ""})


class RuleForm(ActForm):
    handling = Radios(_l("How is it handled?"), HANDLINGS, needed=_l("Choose how it is handled."))
    reason = LongText(_l("Why?"), hint=_l("It stands in the record beside the ruling."), needed=_l("Say why."), rows=4)


class ConfirmForm(ActForm):
    """Nothing but the button."""


@screens.get("/decisions/<ref>/interests")
@allow("signed in")
def show(ref: str) -> ResponseReturnValue:
    found = setting_of(ref)
    with looking() as view:
        moves = interest_moves(view, house().book, ref, me().person, now())
    may_declare = found.offer("declare_interest") is not None
    context = {"setting": found, "may_declare": may_declare, "moves": moves, "words": WORDS, "back": page_of(ref)}
    with looking() as view:
        mine = correctable(view, house().book, ref, me().person, now()) if may_declare else frozenset()
    return render_template("interests/interests.html", interests=_declared(ref), mine=mine, **context)


@screens.route("/decisions/<ref>/interests/declare", methods=["GET", "POST"])
@allow("signed in")
def declare(ref: str) -> ResponseReturnValue:
    context = {"setting": setting_of(ref), "interest": None, "title": _l("Declare an interest, or that there is none")}
    return _declared_by(DeclareForm(), ref, context, {})


@screens.route("/decisions/<ref>/interests/<int:number>/correct", methods=["GET", "POST"])
@allow("signed in")
def correct(ref: str, number: int) -> ResponseReturnValue:
    """Correct what one declared, or take it back; both stay in the record."""
    found = _one(ref, number)
    if found is None:
        abort(404)
    context = {"setting": setting_of(ref), "interest": found, "title": _l("Correct what you declared")}
    form = DeclareForm(data={"kind": found["kind"], "nature": found["nature"]})
    form.nature.hint = _("What the interest is; or, if you take it back, why there is none. The team sees it.")
    return _declared_by(form, ref, context, {"of": number})


def _declared_by(form: DeclareForm, ref: str, context: Mapping[str, Any], more: dict[str, Any]) -> ResponseReturnValue:
    """Show the form, then what is about to be recorded, and record it when it was looked over."""
    form.on("interests/form.html", dict, **context, words=WORDS, button=_l("Look it over"))
    if BACK in request.form or not form.is_sent():
        return form.page(200 if BACK in request.form else 0)
    if CHECKED not in request.form:
        checked("decision.declare_interest", form.act_data() | more)
        fields = [(name, value) for name, value in typed() if name not in {CHECKED, BACK}]
        rows = [(field.label.text, field.in_words()) for field in (form.kind, form.nature) if field.data]
        return render_template("interests/check.html", **context, rows=rows, fields=fields)
    done = do("decision.declare_interest", ref, form.act_data() | more, key=form.key.data)
    return recorded(ref, done.seq)


@screens.route("/decisions/<ref>/interests/<int:number>/rule", methods=["GET", "POST"])
@allow("signed in")
def rule(ref: str, number: int) -> ResponseReturnValue:
    context = {"setting": setting_of(ref), "interest": _one(ref, number), "words": WORDS, "title": _l("Rule on an interest")}
    form = RuleForm().on("interests/form.html", dict, **context, button=_l("Rule"))
    if form.is_sent():
        done = do("decision.rule_on_interest", ref, {**form.act_data(), "of": number}, key=form.key.data)
        return recorded(ref, done.seq)
    return form.page()


@screens.route("/decisions/<ref>/interests/<int:number>/confirm", methods=["GET", "POST"])
@allow("signed in")
def confirm(ref: str, number: int) -> ResponseReturnValue:
    context = {"setting": setting_of(ref), "interest": _one(ref, number), "words": WORDS, "title": _l("Confirm a ruling")}
    form = ConfirmForm().on("interests/form.html", dict, **context, button=_l("Confirm the ruling"))
    if form.is_sent():
        done = do("decision.confirm_ruling", ref, {"of": number}, key=form.key.data)
        return recorded(ref, done.seq)
    return form.page()


def _declared(ref: str) -> list[Plain]:
    with looking() as view:
        found: list[Plain] = decision_record(view, house().book, ref, now())["interests"]
    return found


def _one(ref: str, number: int) -> Plain | None:
    return next((interest for interest in _declared(ref) if interest["n"] == number), None)
