"""Own bodies' decisions that are due in the alliance: whose, of which body and kind, what each waits for, and until when."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govflow.reading import own_bodies as reading
from web.access import allow
from web.here import house, looking, me, now

screens = Blueprint("own_bodies", __name__)


@screens.get("/own-decisions")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        asking = view, house().book, me().person, now()
        due, promised = reading.due(*asking), reading.promised(*asking)
    return render_template("own_bodies/due.html", due=due, promised=promised)
