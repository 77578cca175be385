"""One's own account: where one is signed in, ending that, another password; and the links that set a first or a forgotten one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts import accounts
from web import sessions
from web.access import allow
from web.forms import Form, Password, Text
from web.here import house, me

screens = Blueprint("account", __name__)
ADVICE = _l("At least 12 characters. Three or four words that do not belong together are easy to keep in mind.")


class NewPasswordForm(Form):
    """A new password."""

    password = Password(_l("New password"), hint=ADVICE, needed=_l("Enter a new password."), autocomplete="new-password")


class ChangePasswordForm(Form):
    """A new password, by somebody who knows the old one."""

    old = Password(_l("Your password now"), needed=_l("Enter the password you signed in with."), autocomplete="current-password")
    password = Password(_l("New password"), hint=ADVICE, needed=_l("Enter a new password."), autocomplete="new-password")


class ForgottenForm(Form):
    """The address of somebody who cannot get in."""

    email = Text(
        _l("E-mail address"), needed=_l("Enter your e-mail address."), type="email", autocomplete="username", spellcheck=False
    )


@screens.get("/account")
@allow("signed in", "guest")
def show() -> ResponseReturnValue:
    return render_template("account/account.html", sessions=accounts.sessions_of(house(), me()), this=me().session)


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
        accounts.ask_reset(house(), form.email.data)
        return render_template("account/link_sent.html", email=form.email.data)
    return form.page()


@screens.route("/set-password/<token>", methods=["GET", "POST"])
@allow("anyone")
def set_password(token: str) -> ResponseReturnValue:
    """Show what the link is for; only sending the form uses it up, because mail scanners open links before people do."""
    invited = accounts.link_for(house(), token)
    if invited is None:
        return render_template("account/link_over.html"), 404
    form = NewPasswordForm().on("account/set_password.html", invited=invited)
    if form.is_sent():
        accounts.set_password_by_link(house(), token, form.password.data)
        flash(_("Your password is set. Sign in with it."))
        return redirect(url_for("sign_in.show"), 303)
    return form.page()
