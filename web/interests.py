"""Interests in a decision: declaring one, or that there is none; ruling on one; confirming a ruling that removes a position."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from govflow.reading.proposals import interest_moves
from govflow.reading.records import Plain, decision_record
from web.access import allow
from web.fields import LongText, Option, Radios
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.moves import page_of, recorded, setting_of

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


class DeclareForm(ActForm):
    kind = Radios(_l("Is there an interest?"), KINDS, needed=_l("Choose one."))
    nature = LongText(_l("What is it?"), hint=_l("Only if there is one. The team sees it; it can be erased later."), rows=4)


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
    return render_template("interests/interests.html", interests=_declared(ref), **context)


@screens.route("/decisions/<ref>/interests/declare", methods=["GET", "POST"])
@allow("signed in")
def declare(ref: str) -> ResponseReturnValue:
    context = {
        "setting": setting_of(ref),
        "interest": None,
        "words": WORDS,
        "title": _l("Declare an interest, or that there is none"),
    }
    form = DeclareForm().on("interests/form.html", dict, **context, button=_l("Declare"))
    if form.is_sent():
        done = do("decision.declare_interest", ref, form.act_data(), key=form.key.data)
        return recorded(ref, done.seq)
    return form.page()


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
