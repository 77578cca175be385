"""One's own account: where one is signed in, ending that, another password; and the links that set a first or a forgotten one."""

from typing import Any, Self

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts import account_email, accounts
from govflow.domain.seats import Person
from web import devices, sessions
from web.access import allow
from web.forms import ActForm, Form, Password, Text
from web.here import do, house, looking, me, signed_in, where
from web.recorded import tell_recorded

screens = Blueprint("account", __name__)
ADVICE = _l("At least 12 characters. Three or four words that do not belong together are easy to keep in mind.")


class NewPasswordForm(Form):
    """A new password."""

    password = Password(_l("New password"), hint=ADVICE, needed=_l("Enter a new password."), autocomplete="new-password")


class ChangePasswordForm(Form):
    """A new password, by somebody who knows the old one."""

    old = Password(_l("Your password now"), needed=_l("Enter the password you signed in with."), autocomplete="current-password")
    password = Password(_l("New password"), hint=ADVICE, needed=_l("Enter a new password."), autocomplete="new-password")


class DetailsForm(ActForm):
    """A person's name and address as they are now, and how they are shown, to be put right; all are always sent."""

    name = Text(_l("Name"), needed=_l("Enter the name."))
    shown_as = Text(
        _l("How the name is shown to others (optional)"),
        hint=_l("For example a shorter form that everybody uses. Leave it empty to show the name as it stands above."),
    )
    contact = Text(
        _l("E-mail address"), type="email", spellcheck=False, hint=_l("Mail of the alliance goes there from the next message on.")
    )

    def act_data(self) -> dict[str, Any]:
        return super().act_data() | {
            "name": self.name.data or "",
            "shown_as": self.shown_as.data or "",
            "contact": self.contact.data or "",
        }

    @classmethod
    def about(cls, person: Person) -> Self:
        """Return the form with a person's particulars as they stand."""
        return cls(data={"name": person.name, "shown_as": person.shown_as, "contact": person.contact})


class EmailForm(Form):
    """Another address to sign in with, by somebody who knows the password."""

    email = Text(_l("New e-mail address"), needed=_l("Enter the new address."), type="email", spellcheck=False)
    password = Password(_l("Your password"), needed=_l("Enter the password you signed in with."), autocomplete="current-password")


class ConfirmForm(Form):
    """The password, by somebody who came from the mail."""

    password = Password(_l("Your password"), needed=_l("Enter the password you sign in with."), autocomplete="current-password")


class ForgottenForm(Form):
    """The address of somebody who cannot get in."""

    email = Text(
        _l("E-mail address"), needed=_l("Enter your e-mail address."), type="email", autocomplete="username", spellcheck=False
    )


@screens.get("/account")
@allow("signed in", "guest")
def show() -> ResponseReturnValue:
    found = {
        "sessions": accounts.sessions_of(house(), me()),
        "this": me().session,
        "contact": _mine().contact,
        "waiting": account_email.waiting_for(house(), me().account),
        "places": accounts.places_of(house(), me()),
    }
    return render_template("account/account.html", **found)


@screens.get("/account/stay")
@allow("signed in", "guest")
def stay() -> ResponseReturnValue:
    """Answer nothing: whoever asks is still here, which their session has noted."""
    return "", 204


@screens.route("/account/details", methods=["GET", "POST"])
@allow("signed in", "guest")
def details() -> ResponseReturnValue:
    mine = _mine()
    form = DetailsForm.about(mine)
    form.on("account/details.html", dict, title=_("Correct your name or address"), back=url_for("account.show"))
    if form.is_sent():
        done = do("person.correct", data=form.act_data() | {"person": mine.ref}, key=form.key.data)
        tell_recorded(done.seq)
        return redirect(url_for("account.show"), 303)
    return form.page()


@screens.route("/account/email", methods=["GET", "POST"])
@allow("signed in", "guest")
def email() -> ResponseReturnValue:
    """Ask to sign in with another address."""
    contact = _mine().contact
    form = EmailForm(data={"email": contact if contact.casefold() != me().email else ""}).on("account/email.html")
    if form.is_sent():
        account_email.ask(house(), me(), form.email.data, form.password.data)
        flash(_("A link is on its way to %(email)s. It works for 24 hours.", email=form.email.data.strip()))
        return redirect(url_for("account.show"), 303)
    return form.page()


@screens.post("/account/email/take-back")
@allow("signed in", "guest")
def take_back_email() -> ResponseReturnValue:
    account_email.take_back(house(), me())
    flash(_("You go on signing in as %(email)s.", email=me().email))
    return redirect(url_for("account.show"), 303)


@screens.route("/confirm-address/<token>", methods=["GET", "POST"])
@allow("anyone")
def confirm_email(token: str) -> ResponseReturnValue:
    """Show what the link confirms; only the password uses it up."""
    confirming = account_email.confirming(house(), token)
    if confirming is None:
        return render_template("account/link_over.html", again=""), 404
    form = ConfirmForm().on("account/confirm_email.html", dict, confirming=confirming)
    if form.is_sent():
        account_email.confirm(house(), token, form.password.data)
        devices.know(confirming.new_email)
        flash(_("From now on you sign in as %(email)s.", email=confirming.new_email))
        return redirect(url_for("account.show" if signed_in() else "sign_in.show"), 303)
    return form.page()


def _mine() -> Person:
    """Return the person of whoever is signed in."""
    with looking() as view:
        found = view.alliance().person(me().person)
    return found or abort(404)


@screens.post("/account/sessions/end")
@allow("signed in", "guest")
def end_session() -> ResponseReturnValue:
    chosen = request.form.get("session", "")
    accounts.end_session(house(), me(), chosen) if chosen else accounts.end_other_sessions(house(), me())
    flash(_("That is ended."))
    return redirect(url_for("account.show"), 303)


@screens.route("/account/password", methods=["GET", "POST"])
@allow("signed in", "guest")
def password() -> ResponseReturnValue:
    form = ChangePasswordForm().on("account/password.html")
    if form.is_sent():
        accounts.change_password(house(), me(), form.old.data, form.password.data)
        sessions.end()
        flash(_("Your password is changed. Every device was signed out."))
        return redirect(url_for("sign_in.show"), 303)
    return form.page()


@screens.route("/forgotten-password", methods=["GET", "POST"])
@allow("anyone")
def forgotten() -> ResponseReturnValue:
    form = ForgottenForm().on("account/forgotten.html")
    if form.is_sent():
        accounts.ask_reset(house(), form.email.data, where(form.email.data))
        return render_template("account/link_sent.html", email=form.email.data)
    return form.page()


@screens.route("/set-password/<token>", methods=["GET", "POST"])
@allow("anyone")
def set_password(token: str) -> ResponseReturnValue:
    """Show what the link is for; only sending the form uses it up, because mail scanners open links before people do."""
    invited = accounts.link_for(house(), token)
    if invited is None:
        return render_template("account/link_over.html", again=url_for("account.forgotten")), 404
    form = ConfirmForm() if invited.has_password else NewPasswordForm()
    form.on("account/set_password.html", invited=invited)
    if form.is_sent():
        accounts.set_password_by_link(house(), token, form.password.data, where())
        devices.know(invited.email)
        flash(_("The invitation is accepted. Sign in.") if invited.has_password else _("Your password is set. Sign in with it."))
        return redirect(url_for("sign_in.show"), 303)
    return form.page()
