"""For whatever watches the installation: is the process alive, can it answer. Nothing here is for people."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from govflow.acts.answers import UnavailableError
from web.access import allow
from web.here import house

screens = Blueprint("health", __name__)


@screens.get("/healthz")
@allow("anyone")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@screens.get("/readyz")
@allow("anyone")
def ready() -> ResponseReturnValue:
    """Ask the record a question; when the next timer is due tells that it answers."""
    try:
        due = house().store.next_due()
    except (UnavailableError, OSError):
        return jsonify(status="unavailable"), 503
    return jsonify(status="ok", next_due=due.isoformat() if due else None)
