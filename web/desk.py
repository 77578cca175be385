"""The desk: what waits for whoever is signed in."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from web.access import allow
from web.looks import Entry

screens = Blueprint("desk", __name__)
menu = (Entry(10, "desk.show", lambda: _l("Your desk")),)


@screens.get("/")
@allow("signed in")
def show() -> ResponseReturnValue:
    return render_template("desk/desk.html")
