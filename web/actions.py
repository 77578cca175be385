"""The board of actions, and the page of one: how far it has come, done, dropped, given to somebody else."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.reading import actions as reading
from govflow.reading.meetings import choices
from web.access import allow
from web.fields import Day, LongText, Option, Select, Text
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.looks import Entry
from web.recorded import tell_recorded

screens = Blueprint("actions", __name__)
menu = (Entry(40, "actions.show", lambda: _l("Actions")),)


class OpenForm(ActForm):
    what = Text(_l("What is to be done?"), needed=_l("Say what is to be done."))
    owner = Select(_l("By whom?"), needed=_l("Choose who does it."))
    due = Day(_l("Until when?"), needed=_l("Give the day."))


class SaidForm(ActForm):
    text = LongText(_l("In a sentence or two"), rows=4, needed=_l("Say something about it."))


class DropForm(ActForm):
    reason = LongText(_l("Why is it not done any more?"), rows=3, needed=_l("Say why."))


class ChangeForm(ActForm):
    owner = Select(_l("Who does it?"))
    due = Day(_l("Until when?"))
    reason = LongText(_l("Why is it changed?"), rows=3, needed=_l("Say why."))


EVENTS: dict[str, tuple[Any, Any, type[ActForm]]] = {
    "progress": (_l("How far has it come?"), _l("Save it"), SaidForm),
    "complete": (_l("It is done"), _l("Record it"), SaidForm),
    "change": (_l("Give it to somebody else, or another day"), _l("Change it"), ChangeForm),
    "drop": (_l("Drop it"), _l("Drop it"), DropForm),
}


@screens.get("/actions")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.board(view, house().book, me().person, now())
    return render_template("actions/board.html", **found)


@screens.route("/actions/new", methods=["GET", "POST"])
@allow("manager", "chair", "deputy chair")
def new() -> ResponseReturnValue:
    context = {
        "title": _("Note an action"),
        "lead": _("It is on its owner's desk at once, and on the next agenda once it is overdue."),
    }
    form = OpenForm().on("meetings/form.html", dict, button=_("Note it"), back=url_for("actions.show"), **context)
    form.owner.options = (Option("", _("Choose")), *_people())
    if form.is_sent():
        done = do("action.open", data=form.act_data(), key=form.key.data)
        return _recorded(done.subject, done.seq)
    return form.page()


@screens.get("/actions/<action>")
@allow("signed in")
def page(action: str) -> ResponseReturnValue:
    return render_template("actions/action.html", page=_page(action), events=EVENTS)


@screens.route("/actions/<action>/do/<doing>", methods=["GET", "POST"])
@allow("signed in")
def act(action: str, doing: str) -> ResponseReturnValue:
    found = _page(action)
    if doing not in EVENTS:
        abort(404)
    title, button, kind = EVENTS[doing]
    form = kind(data={"owner": found["owner_ref"], "due": found["until_day"]})
    form.on(
        "meetings/form.html", dict, title=title, lead=found["what"], button=button, back=url_for("actions.page", action=action)
    )
    if "owner" in form:
        form.owner.options = tuple(_people())
    if form.is_sent():
        done = do(f"action.{doing}", action, form.act_data(), key=form.key.data)
        return _recorded(action, done.seq)
    return form.page()


def _page(action: str) -> dict[str, Any]:
    with looking() as view:
        return reading.action_page(view, house().book, action, me().person, now())


def _people() -> list[Option]:
    with looking() as view:
        return [Option(*one) for one in choices(view, house().book, "", now())["people"]]


def _recorded(action: str, entry: int) -> ResponseReturnValue:
    tell_recorded(entry)
    return redirect(url_for("actions.page", action=action), 303)
