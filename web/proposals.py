"""A proposal: begun with its kind, written task by task and saved as one goes, circulated, amended with the differences shown."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts.checking import checked
from govflow.domain.policies import Kind
from govflow.domain.refusals import Refused
from govflow.reading import sending
from govflow.reading.authority import Deciding, deciding_new
from govflow.reading.decisions import decision_case, lacking
from govflow.reading.differences import differences
from govflow.reading.proposals import Beginning, Setting, beginning
from web.access import allow
from web.fields import Option
from web.here import do, house, looking, me, now
from web.looking_over import Part, is_checked, look_over, wants_back
from web.moves import page_of, recorded, setting_of
from web.proposal_forms import MONEY, PARTS, AmendForm, BeginForm, CirculateForm, same, task_form, values

screens = Blueprint("proposals", __name__)


class Task(NamedTuple):
    """A line of the task list: its name, title, and whether it is done (None for what may be left out)."""

    name: str
    title: Any
    done: bool | None


@screens.get("/decisions/new")
@allow("signed in")
def new() -> ResponseReturnValue:
    return render_template("proposals/new.html", beginning=_beginning())


@screens.route("/decisions/new/<kind>", methods=["GET", "POST"])
@allow("signed in")
def begin(kind: str) -> ResponseReturnValue:
    found = _beginning()
    chosen = found.kind(kind)
    if chosen is None:
        abort(404)
    form = _begin_form(found, chosen)
    if form.is_sent():
        done = do("decision.propose", data={**form.act_data(), "kind": kind}, key=form.key.data)
        return redirect(url_for("proposals.write", ref=done.subject), 303)
    return form.page()


@screens.get("/decisions/new/<kind>/who-decides")
@allow("signed in")
def who_decides(kind: str) -> ResponseReturnValue:
    """Show who would decide a new proposal with the money typed so far: a part of the page on which it begins."""
    found = _beginning()
    chosen = found.kind(kind)
    if chosen is None:
        abort(404)
    form = _begin_form(found, chosen, formdata=request.args)
    return render_template("proposals/who_decides.html", deciding=_deciding_new(form, chosen))


@screens.get("/decisions/<ref>/write")
@allow("signed in")
def write(ref: str) -> ResponseReturnValue:
    """Show the task list: what is written, what is still empty, and what keeps it from being circulated."""
    found = setting_of(ref)
    return render_template("proposals/write.html", setting=found, tasks=_tasks(found), where=_where, back=page_of(ref))


@screens.route("/decisions/<ref>/write/<task>", methods=["GET", "POST"])
@allow("signed in")
def part(ref: str, task: str) -> ResponseReturnValue:
    found = setting_of(ref)
    title = next((t.title for t in _tasks(found) if t.name == task), None)
    if title is None:
        abort(404)
    form, began = task_form(task, found), task_form(task, found, fresh=True)
    form.on("proposals/part.html", dict, setting=found, title=title, task=task)
    sent = form.is_sent()
    form.sees(began)
    if sent:
        if same(form.act_data()) != same(began.act_data()):
            do("decision.revise", ref, form.act_data(), key=form.key.data)
        return redirect(url_for("proposals.write", ref=ref), 303)
    return form.page()


@screens.route("/decisions/<ref>/circulate", methods=["GET", "POST"])
@allow("signed in")
def circulate(ref: str) -> ResponseReturnValue:
    found = setting_of(ref)
    asked = {"body": found.asked_body}
    form = _circulate_form(ref, found, asked)
    sent = form.is_sent() and not wants_back()
    form.sees(CirculateForm(formdata=None, data=asked))
    if not sent:
        return form.page(200 if wants_back() else 0)
    if not is_checked():
        _try(ref, form.act_data())
        return _notice_looked_over(ref, found, form)
    done = do("decision.circulate", ref, form.act_data(), key=form.key.data)
    return recorded(ref, done.seq)


def _circulate_form(ref: str, found: Setting, asked: Mapping[str, Any]) -> CirculateForm:
    back = url_for("proposals.write", ref=ref)
    form = CirculateForm(data=asked).on("proposals/circulate.html", lambda: {"setting": setting_of(ref)}, where=_where, back=back)
    form.choose(found.deciding)
    return form


def _try(ref: str, data: Mapping[str, Any]) -> None:
    """Raise Refused with everything that would be refused, before anybody is asked to look it over."""
    trial = checked("decision.circulate", data)
    with looking() as view:
        unmet = lacking(decision_case(view, house().book, ref, now()), me().person, "circulate", trial)
    if unmet:
        raise Refused(unmet)


def _notice_looked_over(ref: str, found: Setting, form: CirculateForm) -> ResponseReturnValue:
    with looking() as view:
        told, means = sending.of_notice(view, house().book, ref, me().person, now())
    urgent = [f"{field.label.text} {field.data}" for field in form if field.name.startswith("urgent") and field.data]
    parts = (
        Part(_("What is sent"), [f"{ref} {found.title}"]),
        Part(_("Papers"), form.act_data().get("papers", [])),
        Part(_("Why it is urgent"), urgent),
        Part(_("Who gets it"), told),
        Part(_("What it means"), means),
    )
    return look_over(_("Check before notice is given"), parts, _("Give notice"))


@screens.route("/decisions/<ref>/amend", methods=["GET", "POST"])
@allow("signed in")
def amend(ref: str) -> ResponseReturnValue:
    """Change the text while positions are open: the differences are shown first, and then it is done."""
    found = setting_of(ref)
    form = AmendForm(data=values(found)).on("proposals/amend.html", partial(_amending, ref), back=page_of(ref))
    form.offer(found)
    form.keep(found.kind, money=bool(found.amount))
    if form.is_sent():
        if form.was_shown(found.version.n):
            done = do("decision.amend", ref, form.act_data(), key=form.key.data)
            return recorded(ref, done.seq)
        return form.page(200)
    return form.page()


def _beginning() -> Beginning:
    with looking() as view:
        return beginning(view, house().book, me().person, now())


def _begin_form(found: Beginning, chosen: Kind, **more: Any) -> BeginForm:  # noqa: ANN401 - WTForms' own
    form = BeginForm(**more)
    form.on("proposals/begin.html", lambda: {"deciding": _deciding_new(form, chosen)}, chosen=chosen)
    form.offer(found)
    form.choose(_deciding_new(form, chosen))
    form.concerns.options = (Option("", _("Choose")), *(Option(p, title) for p, title in found.participants))
    form.offer_links(found, is_reserved=chosen.is_reserved)
    form.keep(chosen, money=chosen.needs_amount)
    if not chosen.about:
        del form.concerns
    return form


def _deciding_new(form: BeginForm, chosen: Kind) -> Deciding:
    with looking() as view:
        return deciding_new(view, house().book, form.draft(chosen.id), form.body.data or "", now())


def _tasks(found: Setting) -> list[Task]:
    needs_money = found.kind is not None and found.kind.needs_amount
    money = [Task("money", _l("Money"), bool(found.amount))] if needs_money or found.amount else []
    first = [
        Task("words", _l("Title and text"), done=True),
        *money,
        Task("reach", _l("What it changes, and review"), None),
        Task("body", _l("Body that decides"), None),
    ]
    statement = [Task(name, PARTS[name][0], name not in found.missing) for name in ("affected", "evidence", "options")]
    grid = Task("principles", _l("Principles"), "principles" not in found.missing)
    return [*first, *statement, grid, *(Task(n, PARTS[n][0], n not in found.missing) for n in ("cost", "lawful", "interests"))]


def _amending(ref: str) -> dict[str, Any]:
    return {"setting": setting_of(ref), "differences": differences}


def _where(ref: str, field: str, missing: tuple[str, ...] = ()) -> str:
    """Return the address of the task where what a refusal is about can be mended."""
    money = dict.fromkeys(MONEY, "money")
    task = {"statement": (*missing, "affected")[0], "changes": "reach", "body": "body", **money}
    return url_for("proposals.part", ref=ref, task=task.get(field, "words"))
