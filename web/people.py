"""People and seats: who holds what today or on a past day, and the acts that change it, each a small form out of one table."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts import account_email, accounts
from govflow.domain.sentences import day
from govflow.domain.short_names import short_name
from govflow.reading.participants import Member
from govflow.reading.seats import Roster, invited_by, roster
from web.access import allow, may_use
from web.account import DetailsForm
from web.fields import Checkboxes, Day, LongText, Option, Select, Text
from web.forms import ActForm, Form, Hidden
from web.here import do, house, looking, me, now
from web.looks import Entry, when
from web.recorded import tell_recorded

screens = Blueprint("people", __name__)
menu = (Entry(40, "people.show", lambda: _l("People")),)
ROLES = ("manager", "administrator", "observer", "auditor", "lived experience", "chief executive")
STANDING: Mapping[str, Any] = {
    "joined": (_l("Takes part"), "green"),
    "leaving": (_l("Leaving on %(day)s"), "orange"),
    "suspended": (_l("Suspended until %(day)s"), "red"),
    "left": (_l("Left on %(day)s"), "grey"),
    "excluded": (_l("Excluded by the others"), "grey"),
}


class RosterForm(ActForm):
    """A form whose choices come from the roster; what an address names is chosen already."""

    def meet(self, found: Roster) -> None:
        known = {
            "participant": [(m.id, m.title) for m in found.membership.members],
            "decision": [(a.ref, f"{a.ref} {a.title}") for a in found.membership.agreed],
            "body": found.bodies,
            "role": [(r, _(r)) for r in ROLES],
        }
        known["person"] = [(ref, name) for ref, name, _contact in found.people]
        for name in known.keys() & set(self._fields):
            self[name].options = (Option("", _("Choose")), *(Option(value, text) for value, text in known[name]))


class PlaceForm(RosterForm):
    participant = Select(_l("Organisation"), needed=_l("Choose the organisation."))
    body = Select(_l("Body"), needed=_l("Choose the body."))
    person = Select(_l("Person"), needed=_l("Choose the person."))


class SpanForm(PlaceForm):
    from_ = Day(_l("First day"), hint=_l("Empty: today."))
    until = Day(_l("Last day"), hint=_l("Empty: until it is ended."))


class ConfirmForm(RosterForm):
    participant = Select(_l("Organisation"), needed=_l("Choose the organisation."))
    person = Select(_l("Person"), needed=_l("Choose the person."))


class EndForm(PlaceForm):
    until = Day(_l("Last day"), hint=_l("Empty: it ended yesterday."))
    reason = LongText(_l("Why?"), rows=3)


class AbsenceForm(SpanForm):
    reason = LongText(_l("A word on it"), hint=_l("Nothing private; it may stay empty."), rows=2)


class InviteForm(RosterForm):
    name = Text(_l("Name"), hint=_l("As the others know this person."), needed=_l("Enter the name."))
    contact = Text(_l("E-mail address"), type="email", spellcheck=False, hint=_l("To send an invitation to sign in."))
    role = Select(_l("Role, if it is one of these"), hint=_l("Seats are filled afterwards."))
    participant = Select(_l("Organisation, for a chief executive"))


class PersonForm(RosterForm):
    person = Select(_l("Person"), needed=_l("Choose the person."))
    reason = LongText(_l("Why?"), rows=3)


class ChairForm(RosterForm):
    person = Select(_l("Person"), needed=_l("Choose the person."))
    body = Select(_l("Body"), needed=_l("Choose the body."))
    role = Select(_l("Office"))
    from_ = Day(_l("First day"), hint=_l("Empty: today."))
    until = Day(_l("Last day"), hint=_l("Empty: until another is appointed."))

    def meet(self, found: Roster) -> None:
        super().meet(found)
        self.role.options = (Option("chair", _("Chair")), Option("deputy chair", _("Deputy chair")))


class JoinForm(RosterForm):
    title = Text(_l("Name of the organisation"), needed=_l("Enter the name."))
    bodies = Checkboxes(_l("Where does it have a seat?"))

    def meet(self, found: Roster) -> None:
        self.members = found.membership.members
        self.bodies.options = tuple(Option(body, title) for body, title in found.bodies)

    def act_data(self) -> dict[str, Any]:
        """Return the act's data with a short name made from the name; sent twice, it is the same."""
        title = (self.title.data or "").strip()
        taken = [one.id for one in self.members if one.title.casefold() != title.casefold()]
        return super().act_data() | {"participant": short_name(title, taken)}


class RoleForm(RosterForm):
    person = Select(_l("Person"), needed=_l("Choose the person."))
    role = Select(_l("Role"), needed=_l("Choose the role."))
    participant = Select(_l("Organisation, for a chief executive"))
    from_ = Day(_l("First day"), hint=_l("Empty: today."))
    until = Day(_l("Last day"), hint=_l("Empty: until it is ended."))


class MemberForm(RosterForm):
    participant = Select(_l("Organisation"), needed=_l("Choose the organisation."))
    reason = LongText(_l("Why?"), rows=3)


class AgreedForm(MemberForm):
    decision = Select(_l("Decision by which the others agreed"), hint=_l("In force, and about this organisation."))


class NoticeForm(AgreedForm):
    until = Day(_l("Last day of the notice"), needed=_l("Give the last day."))

    def meet(self, found: Roster) -> None:
        super().meet(found)
        soonest = day(found.membership.earliest)
        self.until.hint = _("%(day)s at the soonest, unless the others have agreed to a sooner day.", day=soonest)
        self.decision.hint = _("Only for a sooner day.")


class SuspensionForm(AgreedForm):
    until = Day(_l("Last day of the suspension"), hint=_l("It ends by itself on that day."), needed=_l("Give the last day."))

    def meet(self, found: Roster) -> None:
        super().meet(found)
        self.decision.hint = _("Not needed where your own organisation asks for it.")


class CorrectForm(DetailsForm):
    reason = LongText(_l("A word on it"), hint=_l("Nothing private; it may stay empty."), rows=2)


class AccountForm(Form):
    email = Text(_l("E-mail address"), type="email", spellcheck=False, needed=_l("Enter the e-mail address."))


class AccessForm(Form):
    """A button, and what it does: sent twice, it is done once."""

    closes = Hidden()

    def done(self, name: str) -> str:
        """Return what was done to the account of whoever has that name."""
        closed = _("%(name)s is signed out everywhere, and cannot sign in.", name=name)
        return str(closed if self.closes.data == "yes" else _("%(name)s can sign in again.", name=name))


class Change(NamedTuple):
    """One act on people and seats: what its page is called and says, and what it asks for."""

    title: Any
    says: Any
    form: type[RosterForm]
    warning: bool = False


CHANGES: Mapping[str, Change] = {
    "person.invite": Change(_l("Invite a person"), _l("They are known here from now on; what they hold comes next."), InviteForm),
    "seat.fill": Change(_l("Fill a seat"), _l("One person speaks for the organisation in this body."), SpanForm),
    "seat.confirm": Change(
        _l("Confirm who holds a seat"), _l("From then on they speak for your organisation in this body."), PlaceForm
    ),
    "deputy.confirm": Change(_l("Confirm a deputy"), _l("They speak while the seat holder's absence is notified."), PlaceForm),
    "person.confirm": Change(
        _l("Confirm the chief executive"), _l("From then on they speak for your organisation as its head."), ConfirmForm
    ),
    "seat.end": Change(_l("End a seat"), _l("What was said in this seat stays in the record."), EndForm, warning=True),
    "deputy.name": Change(_l("Name a deputy"), _l("A deputy speaks while the seat holder's absence is notified."), SpanForm),
    "deputy.end": Change(_l("End a deputy's time"), _l("From then on nobody stands in."), EndForm, warning=True),
    "absence.notify": Change(_l("Notify an absence"), _l("On these days the deputies named may speak."), AbsenceForm),
    "chair.appoint": Change(_l("Appoint the chair"), _l("Whoever held the office before ends the day before."), ChairForm),
    "person.appoint": Change(
        _l("Give a person a role"), _l("There is one alliance manager: whoever was it before ends the day before."), RoleForm
    ),
    "participant.join": Change(_l("Take an organisation in"), _l("It is asked from the next opening of positions on."), JoinForm),
    "participant.give_notice": Change(
        _l("Give notice of leaving"),
        _l("It takes part, and its agreement is needed, until the notice ends. It can be taken back until then."),
        NoticeForm,
        warning=True,
    ),
    "participant.take_back_notice": Change(_l("Take back notice of leaving"), _l("It takes part as before."), MemberForm),
    "participant.suspend": Change(
        _l("Suspend an organisation"),
        _l(
            "It takes no part until the day you give. The others decide it without the organisation, or the organisation asks for it."
        ),
        SuspensionForm,
        warning=True,
    ),
    "participant.resume": Change(
        _l("End a suspension"), _l("It is asked again from the next opening of positions on."), AgreedForm
    ),
    "participant.leave": Change(
        _l("Record that an organisation has left"),
        _l("When its notice has ended it leaves by itself. Sooner than that the others decide, without it."),
        AgreedForm,
        warning=True,
    ),
    "person.end": Change(_l("End a person's access"), _l("They can no longer sign in or act."), PersonForm, warning=True),
}


SHORT: Mapping[str, Any] = {
    "participant.give_notice": _l("Give notice"),
    "participant.take_back_notice": _l("Take back notice"),
    "participant.suspend": _l("Suspend"),
    "participant.resume": _l("End suspension"),
    "participant.leave": _l("Record leaving"),
}


@screens.get("/people")
@allow("signed in")
def show() -> ResponseReturnValue:
    on, wrong = _asked_day()
    found = _roster(on)
    listed = (item for item in CHANGES.items() if item[0] in found.may and not item[0].endswith(".confirm"))
    ways = [(change.title, url_for("people.change", act=act)) for act, change in listed]
    mine = accounts.accounts_of(house(), me()) if may_use("people.account") else ()
    states, closed = _accounts(mine), {one.person for one in mine if one.disabled}
    reached = {one.person for one in mine if one.accepted_at and not one.disabled}  # at the address they sign in with
    shown = {"ways": ways, "stands": _stands, "titles": SHORT, "wrong": wrong}
    shown |= {"accounts": states, "closed": closed, "reached": reached}
    return render_template("people/people.html", roster=found, **shown)


@screens.route("/people/do/<act>", methods=["GET", "POST"])
@allow("signed in")
def change(act: str) -> ResponseReturnValue:
    found, asked = _roster(), CHANGES.get(act)
    if asked is None:
        abort(404)
    form = asked.form(data=request.args.to_dict()).on("people/change.html", dict, change=asked, may=act in found.may)
    form.meet(found)
    if form.is_sent():
        return _recorded(do(act, data=form.act_data(), key=form.key.data).seq)
    return form.page()


@screens.route("/people/<person>/account", methods=["GET", "POST"])
@allow("manager", "administrator")
def account(person: str) -> ResponseReturnValue:
    """Send somebody a link to choose a password."""
    known = next((p for p in _roster().people if p[0] == person), None)
    if known is None:
        abort(404)
    is_known = any(one.person == person for one in accounts.accounts_of(house(), me()))
    form = AccountForm(data={"email": known[2]}).on("people/account.html", dict, name=known[1], is_known=is_known)
    if form.is_sent():
        accounts.invite(house(), me(), person, form.email.data)
        flash(_("A link is on its way to %(email)s.", email=form.email.data))
        return redirect(url_for("people.show"), 303)
    return form.page()


@screens.route("/people/<person>/access", methods=["GET", "POST"])
@allow("manager", "administrator")
def access(person: str) -> ResponseReturnValue:
    """Close somebody's account at once, or open it again."""
    found = next((one for one in accounts.accounts_of(house(), me()) if one.person == person), None)
    known = next((p for p in _roster().people if p[0] == person), None)
    if found is None or known is None:
        abort(404)
    form = AccessForm(data={"closes": "" if found.disabled else "yes"}).on(
        "people/access.html", dict, name=known[1], is_closed=found.disabled
    )
    if form.is_sent():
        accounts.set_disabled(house(), me(), person, disabled=form.closes.data == "yes")
        flash(form.done(known[1]))
        return redirect(url_for("people.show"), 303)
    return form.page()


@screens.route("/people/<person>/correct", methods=["GET", "POST"])
@allow("manager", "administrator")
def correct(person: str) -> ResponseReturnValue:
    """Put somebody's name or address right."""
    with looking() as view:
        known = view.alliance().person(person)
    if known is None or not known.active:
        abort(404)
    form = CorrectForm.about(known)
    title = _("Correct the name or address of %(name)s", name=known.called)
    form.on("account/details.html", dict, title=title, back=url_for("people.show"))
    if form.is_sent():
        done = do("person.correct", data=form.act_data() | {"person": person}, key=form.key.data)
        tell_recorded(done.seq)
        return redirect(_after_correction(person), 303)
    return form.page()


def _after_correction(person: str) -> str:
    """Return where to go on: to the invitation where one was sent and not taken up, as it went to the address before."""
    waiting = account_email.waiting_of(house(), me().alliance, person)
    if waiting is not None and waiting.asked_by != person:
        flash(_("They sign in as %(old)s until they confirm %(new)s from there.", old=waiting.old_email, new=waiting.new_email))
    invited = next((a for a in accounts.accounts_of(house(), me()) if a.person == person and a.accepted_at is None), None)
    return url_for("people.account", person=person) if invited else url_for("people.show")


def _accounts(found: Iterable[accounts.Account]) -> Mapping[str, str]:
    """Return in words how far everybody who was invited has come: the state of their account."""
    return {one.person: _account_state(one) for one in found}


def _account_state(one: accounts.Account) -> str:
    if one.disabled:
        return str(_("Account closed"))
    if one.visited_at:
        return str(_("Last signed in on %(when)s", when=when(one.visited_at)))
    if one.accepted_at:
        return str(_("Has chosen a password"))
    invited_at = accounts.invited_at(house(), one)
    if invited_at + accounts.LINK_LASTS[accounts.INVITATION] <= now():
        return str(_("Invited on %(when)s, and the link is over. Has not signed in yet", when=when(invited_at)))
    return str(_("Invited on %(when)s. Has not signed in yet", when=when(invited_at)))


def _stands(member: Member) -> tuple[str, str]:
    """Return how a participant stands in a few words, and the colour of its tag."""
    says, colour = STANDING[member.standing]
    return str(says) % {"day": day(member.until) if member.until else "?"}, colour


def _roster(on: date | None = None) -> Roster:
    with looking() as view:
        return roster(view, house().book, me().person, now(), on)


def _recorded(entry: int) -> ResponseReturnValue:
    """Go back to the list; after an invitation, to sending the link."""
    tell_recorded(entry)
    with looking() as view:
        person = invited_by(view, entry)
    return redirect(url_for("people.account", person=person) if person else url_for("people.show"), 303)


def _asked_day() -> tuple[date | None, bool]:
    """Return the day the address asks for, and whether it is no day."""
    parts = [request.args.get(f"on-{part}", "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None, False
    try:
        return date(*(int(part) for part in parts if part.isascii())), False
    except (TypeError, ValueError, OverflowError):
        return None, True
