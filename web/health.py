"""For whatever watches the installation: is the process alive, can it answer, is the worker there. Nothing here is for people."""

from datetime import datetime

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from govflow.acts.answers import UnavailableError
from govflow.acts.watching import Pulse, pulse
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
    """Ask the record. A worker that is silent is told here, and does not take the screens down: people can still work."""
    return _answer(worker_needed=False)


@screens.get("/healthz/worker")
@allow("anyone")
def worker() -> ResponseReturnValue:
    """Ask the record when a worker was last seen: while none is, nothing that is due is done."""
    return _answer(worker_needed=True)


def _answer(*, worker_needed: bool) -> ResponseReturnValue:
    try:
        found = pulse(house())
    except (UnavailableError, OSError):
        return jsonify(status="unavailable"), NOT_READY
    said = jsonify(
        status="ok" if found.has_room else "the disk is full: nothing can be recorded",
        worker=_of_worker(found),
        worker_seen_at=_iso(found.seen_at),
        overdue=found.overdue,
        waiting=found.waiting,
        record=found.record,
        record_checked_at=_iso(found.record_checked_at),
    )
    return said, NOT_READY if not found.has_room or (worker_needed and not found.is_alive) else 200


def _of_worker(found: Pulse) -> str:
    if found.is_alive:
        return "ok"
    if found.is_ahead:
        return f"silent: it was last seen at {_iso(found.seen_at)}, which is still to come, so a clock was set back"
    return f"silent since {_iso(found.seen_at)}" if found.seen_at else "never seen"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
