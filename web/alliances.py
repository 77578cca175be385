"""Choosing an alliance, for somebody whose address has an account in several: after signing in, and whenever they like."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from govflow.acts import accounts
from web import sessions
from web.access import allow
from web.forms import Form, Hidden
from web.here import house, me, where

screens = Blueprint("alliances", __name__)


class ChooseForm(Form):
    """Nothing to fill in: each alliance is a button; the rest is what to do afterwards."""

    next = Hidden()
    kept = Hidden()


@screens.route("/alliances", methods=["GET", "POST"])
@allow("signed in", "guest")
def choose() -> ResponseReturnValue:
    form = ChooseForm(next=request.args.get("next", ""))
    places = accounts.places_of(house(), me())
    form.on("alliances/choose.html", dict, places=places)
    if form.is_sent():
        sessions.begin(accounts.go_to(house(), me(), request.form.get("alliance", ""), where()), several=len(places) > 1)
        return go_on(form.next.data, form.kept.data)
    return form.page() if len(places) > 1 else redirect(url_for("desk.show"))


def first_choose(next_path: str, kept: str) -> ResponseReturnValue:
    """Ask somebody who has just signed in where to go; what they had typed is kept until they have said so."""
    if not kept:
        return redirect(url_for("alliances.choose", next=sessions.safe_path(next_path)), 303)
    form = ChooseForm(formdata=None, kept=kept)
    return form.on("alliances/choose.html", dict, places=accounts.places_of(house(), me())).page(200)


def go_on(next_path: str, kept: str) -> ResponseReturnValue:
    """Go where somebody wanted to go; a form that was kept can be sent from a page of its own."""
    found = sessions.kept(kept)
    if found is None:
        return redirect(sessions.safe_path(next_path), 303)
    return render_template("kept.html", path=found[0], fields=found[1])
