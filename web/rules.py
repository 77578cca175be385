"""How we decide here: the policy and the workflow explained, as they are in force, and every edition that was."""

from collections.abc import Sequence

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from govflow.reading.rules import Kept, PolicySaid, WorkflowSaid, edition_said, editions, policy_said, workflow_said
from web.access import allow
from web.here import house, looking
from web.looks import Entry

screens = Blueprint("rules", __name__)
menu = (Entry(50, "rules.show", lambda: _l("How we decide")),)


@screens.get("/how-we-decide")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        found, kept = policy_said(view, house().book), editions(view, house().book)
    return _page(found, kept=kept)


@screens.get("/how-we-decide/decision")
@allow("signed in")
def workflow() -> ResponseReturnValue:
    with looking() as view:
        return _page(workflow_said(view, house().book))


@screens.get("/how-we-decide/editions/<digest>")
@allow("signed in")
def edition(digest: str) -> ResponseReturnValue:
    """Show an edition that the record keeps, in force or not: decisions that began under it are finished under it."""
    with looking() as view:
        found, kept = edition_said(view, house().book, digest), editions(view, house().book)
    one = next((one for one in kept if one.edition.digest == digest), None)
    return abort(404) if found is None or one is None else _page(found, old=not one.in_force)


def _page(found: PolicySaid | WorkflowSaid, *, kept: Sequence[Kept] = (), old: bool = False) -> str:
    if isinstance(found, PolicySaid):
        return render_template("rules/policy.html", policy=found, kept=kept, old=old)
    picture = Markup(found.picture)  # noqa: S704 - drawn by us, which escapes every word in it
    return render_template("rules/workflow.html", workflow=found, picture=picture, old=old)
