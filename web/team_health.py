"""Team health: figures for the team itself on how it comes to agree. Of the whole alliance, never of people or participants."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govflow.reading import team_health as reading
from web.access import allow
from web.here import house, looking, now

screens = Blueprint("team_health", __name__)


@screens.get("/team-health")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.health(view, house().book, now())
    return render_template("team_health/health.html", found=found)
