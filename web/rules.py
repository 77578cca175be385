"""How we decide here: the policy and the workflow explained, as they are in force."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from govflow.reading.rules import policy_said, workflow_said
from web.access import allow
from web.here import house, looking
from web.looks import Entry

screens = Blueprint("rules", __name__)
menu = (Entry(50, "rules.show", lambda: _l("How we decide here")),)


@screens.get("/how-we-decide")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        return render_template("rules/policy.html", policy=policy_said(view, house().book))


@screens.get("/how-we-decide/decision")
@allow("signed in")
def workflow() -> ResponseReturnValue:
    with looking() as view:
        found = workflow_said(view, house().book)
    picture = Markup(found.picture)  # noqa: S704 - drawn by us, which escapes every word in it
    return render_template("rules/workflow.html", workflow=found, picture=picture)
