"""Signing in and out, and coming back to what was being written."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from govflow.acts import accounts
from web import devices, sessions
from web.access import allow
from web.alliances import first_choose, go_on
from web.forms import Form, Hidden, Password, Text
from web.here import house, me, signed_in, where

screens = Blueprint("sign_in", __name__)
NOT_SIGNED_IN = 401


class SignInForm(Form):
    """E-mail address and password; the rest is what to do afterwards."""

    email = Text(
        _l("E-mail address"), needed=_l("Enter your e-mail address."), type="email", autocomplete="username", spellcheck=False
    )
    password = Password(_l("Password"), needed=_l("Enter your password."), autocomplete="current-password")
    next = Hidden()
    kept = Hidden()


@screens.route("/sign-in", methods=["GET", "POST"])
@allow("anyone")
def show() -> ResponseReturnValue:
    form = SignInForm(next=request.args.get("next", "")).on("sign_in/sign_in.html")
    if form.is_sent():
        token = accounts.sign_in(house(), form.email.data, form.password.data, where(form.email.data))
        devices.know(form.email.data)
        sessions.begin(token)
        if len(accounts.places_of(house(), me())) > 1:
            sessions.begin(token, several=True)
            return first_choose(form.next.data, form.kept.data)
        return go_on(form.next.data, form.kept.data)
    return redirect(sessions.safe_path(form.next.data)) if signed_in() and request.method == "GET" else form.page()


@screens.post("/sign-out")
@allow("anyone")
def sign_out() -> ResponseReturnValue:
    sessions.end()
    response = redirect(url_for("sign_in.signed_out"), 303)
    if not request.script_root:  # under a path others share the host, and what they keep in the browser is theirs
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@screens.get("/signed-out")
@allow("anyone")
def signed_out() -> ResponseReturnValue:
    return render_template("sign_in/signed_out.html")


@screens.app_errorhandler(sessions.SignInFirstError)
def first(_: sessions.SignInFirstError) -> ResponseReturnValue:
    """Ask to sign in. What was typed into a form is kept, and can be sent afterwards."""
    back = url_for("sign_in.show", next=sessions.asked())
    if request.headers.get("HX-Request"):
        return "", NOT_SIGNED_IN, {"HX-Redirect": back}
    if request.method in {"GET", "HEAD"}:
        return redirect(back)
    return SignInForm(formdata=None, kept=sessions.keep()).on("sign_in/sign_in.html").page(NOT_SIGNED_IN)
