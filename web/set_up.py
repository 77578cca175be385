"""Setting an alliance up: the list of what is to be done, and its pages - name, organisations, people, offices."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from govflow.acts import accounts
from govflow.acts.set_up_alliance import Invited, RowsRefused, SetUp, setting_up
from govflow.domain.refusals import Refused
from govflow.domain.translating import listed
from govflow.reading import set_up as reading
from web.access import allow, may_use
from web.fields import Text
from web.forms import UNPROCESSABLE, ActForm
from web.here import do, house, looking, me, now, once_key
from web.set_up_forms import OfficesForm, OrganisationsForm, PeopleForm, RowsForm, told_of

screens = Blueprint("set_up", __name__)
Rows = TypeVar("Rows", bound=RowsForm)
IN_CHARGE = ("administrator", "manager")


# The page of each step, and of what it has led to, with the name of its argument.
PAGES: Mapping[str, tuple[str, str, str]] = {
    reading.NAME: ("set_up.name", "", ""),
    reading.ORGANISATIONS: ("set_up.organisations", "", ""),
    reading.PEOPLE: ("set_up.people", "", ""),
    reading.OFFICES: ("set_up.offices", "", ""),
    reading.MANDATE: ("mandates.show", "mandates.page", "mandate"),
    reading.MEETING: ("meetings.plan", "meetings.page", "meeting"),
    reading.PROPOSAL: ("proposals.new", "decisions.show", "ref"),
}


# What each step is called, and why it is there.
WORDS: Mapping[str, tuple[Any, Any]] = {
    reading.NAME: (_l("Name the alliance"), _l("It stands on every page and in every message.")),
    reading.ORGANISATIONS: (
        _l("Add the organisations"),
        _l("They are the ones who agree. One is the commissioner, which sets the mandate."),
    ),
    reading.PEOPLE: (
        _l("Invite the people"),
        _l("Each gets a link by e-mail. Nothing can be agreed while a seat is empty."),
    ),
    reading.OFFICES: (_l("Appoint the manager and the chair"), _l("They give notice of proposals and open positions.")),
    reading.MANDATE: (
        _l("Write the mandate"),
        _l("It says what the alliance is for, and with which money. Nothing can be put to the members without it."),
    ),
    reading.MEETING: (_l("Plan the first meeting"), _l("You can also decide everything in writing.")),
    reading.PROPOSAL: (
        _l("Write the first proposal"),
        _l("Every decision begins as one. A small one shows everybody how it works."),
    ),
}
screens.app_context_processor(lambda: {"set_up_words": WORDS})


class NameForm(ActForm):
    title = Text(_l("Name of the alliance"), needed=_l("Enter the name of the alliance."))


@screens.get("/set-up")
@allow(*IN_CHARGE, "owner")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.checklist(view, house().book, me().person, now())
    return render_template("set_up/set_up.html", checklist=found)


@screens.app_template_global("set_up_address")
def address(step: reading.Step) -> str:
    """Return the page of a step: of what it has led to, or where it is done, for those who may; "" for nobody's."""
    page, subject_page, argument = PAGES[step.name]
    if step.subject:
        named: dict[str, Any] = {argument: step.subject}
        return url_for(subject_page, **named)
    return url_for(page) if step.may and may_use(page) else ""


@screens.route("/set-up/name", methods=["GET", "POST"])
@allow(*IN_CHARGE)
def name() -> ResponseReturnValue:
    lead = _("It stands at the top of every page, and in every message. Decisions made so far keep the old name in their record.")
    words = {"title": _("Name the alliance"), "lead": lead, "button": _("Save the name"), "back": url_for("set_up.show")}
    form = NameForm(data={"title": me().alliance_title}).on("meetings/form.html", dict, **words)
    if form.is_sent():
        if form.title.data.strip() != me().alliance_title:
            do("alliance.rename", data=form.act_data(), key=form.key.data)
        flash(_("The name is saved."))
        return redirect(url_for("set_up.show"), 303)
    return form.page()


@screens.route("/set-up/organisations", methods=["GET", "POST"])
@allow(*IN_CHARGE)
def organisations() -> ResponseReturnValue:
    there = _organisations()
    form = OrganisationsForm.sent()
    shown = _on("set_up/organisations.html", there=there)
    if form.wants_more():
        return shown(form.with_more()).page(200)
    if form.was_pasted():
        read = shown(form.with_pasted())
        return read.page(UNPROCESSABLE if read.problems() else 200)
    if shown(form).is_submitted() and form.is_right(asks_commissioner=not there.commissioner):
        rows = form.organisations()
        if _recorded(form, lambda to: to.take_in(rows), rows):
            return _back(ngettext("%(num)s organisation is added.", "%(num)s organisations are added.", len(rows)))
    return form.page()


@screens.route("/set-up/people", methods=["GET", "POST"])
@allow(*IN_CHARGE)
def people() -> ResponseReturnValue:
    there = _organisations()
    form = PeopleForm.sent().offer(there.titles)
    shown = _on("set_up/people.html", there=there)
    if form.wants_more():
        return shown(form.with_more().offer(there.titles)).page(200)
    if form.was_pasted():
        return _read(form, shown, there)
    if shown(form).is_submitted():
        return _invited(form) if form.is_right() else form.page()
    return shown(PeopleForm.of(there.asked_first, len(there.asked_first) + 2).offer(there.titles)).page()


@screens.route("/set-up/offices", methods=["GET", "POST"])
@allow(*IN_CHARGE, "owner")
def offices() -> ResponseReturnValue:
    with looking() as view:
        there = reading.offices(view, house().book, me().person, now())
    asked = [office for office in there.may if not there.held[office] or office in request.form]
    form = OfficesForm().offer(there.people, asked).on("set_up/offices.html", dict, there=there, asked=asked)
    if asked and form.is_submitted() and form.is_right():
        chosen = {office: form[office].data for office in asked if form[office].data}
        _set_up(form, lambda to: _appoint(to, chosen), chosen)
        return _back(_("That is recorded."))
    return form.page()


def _on(template: str, **context: object) -> Callable[[Rows], Rows]:
    """Return what says of a form that it is on this page."""
    return lambda form: form.on(template, dict, **context)


def _organisations() -> reading.Organisations:
    with looking() as view:
        return reading.organisations(view, house().book, now())


def _read(form: PeopleForm, shown: Callable[[PeopleForm], PeopleForm], there: reading.Organisations) -> ResponseReturnValue:
    """Put what was pasted into rows, to be looked at; nothing is recorded."""
    read = shown(form.with_pasted(there.titles))
    if read is not form:
        flash(told_of(len(read.filled())))
    return read.page(UNPROCESSABLE if read.problems() else 200)


def _invited(form: PeopleForm) -> ResponseReturnValue:
    """Invite everybody in the rows, give them their seats, and send each a link; or say which rows are not right."""
    rows = form.people()
    try:
        invited = _set_up(form, lambda to: to.invite(rows), rows)
    except RowsRefused as refused:
        form.take_rows(refused)
        return form.page()
    unsent = _send_invitations(invited or ())
    if unsent:
        flash(_("No link could be sent to %(names)s. Send it from People and seats.", names=listed(unsent)))
    return _back(ngettext("%(num)s person is invited.", "%(num)s people are invited.", len(rows)))


def _send_invitations(invited: Iterable[Invited]) -> tuple[str, ...]:
    """Send everybody a link to choose a password; return the names of those to whom none could be sent."""
    unsent = []
    for one in invited:
        try:
            accounts.invite(house(), me(), one.person, one.email)
        except Refused:
            unsent.append(one.name)
    return tuple(unsent)


def _recorded(form: RowsForm, work: Callable[[SetUp], object], rows: object) -> bool:
    """Do the work of a form of rows; where rows are refused, say so in their cells."""
    try:
        _set_up(form, work, rows)
    except RowsRefused as refused:
        form.take_rows(refused)
        return False
    return True


Result = TypeVar("Result")


def _set_up(form: ActForm, work: Callable[[SetUp], Result], content: object) -> Result | None:
    """Do the work of a form in one unit of work; None where the same form was sent, and done, before."""
    key = once_key(form.key.data, content)
    with setting_up(house(), me().alliance, me().person, key) as to:
        return None if to.was_done else work(to)


def _appoint(to: SetUp, chosen: dict[str, str]) -> None:
    if "manager" in chosen:
        to.appoint_manager(chosen["manager"])
    if "chair" in chosen:
        to.appoint_chair(chosen["chair"])


def _back(told: str) -> ResponseReturnValue:
    flash(told)
    return redirect(url_for("set_up.show"), 303)
