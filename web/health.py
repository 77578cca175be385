"""For whatever watches the installation: is the process alive, can it answer, is the worker there. Nothing here is for people."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from govflow.acts.answers import UnavailableError
from govflow.acts.watching import pulse
from web.access import allow
from web.here import house

screens = Blueprint("health", __name__)
NOT_READY = 503


@screens.get("/healthz")
@allow("anyone")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@screens.get("/readyz")
@allow("anyone")
def ready() -> ResponseReturnValue:
    """Ask the record; an installation whose worker is silent is not ready, because what is due would not be done."""
    try:
        found = pulse(house())
    except (UnavailableError, OSError):
        return jsonify(status="unavailable"), NOT_READY
    seen = found.seen_at.isoformat() if found.seen_at else None
    status = "ok" if found.is_alive else "no worker"
    said = jsonify(status=status, worker_seen_at=seen, overdue=found.overdue, waiting=found.waiting)
    return said, 200 if found.is_alive else NOT_READY
