"""What no database can keep is refused at the door, before anything is asked or done with it, whichever database there is.

PostgreSQL has no text with the character 0 in it, and SQLite has: so it is looked for here, once, in every address, question and form.
"""

from collections.abc import Iterator

from flask import Flask, abort, request

from govflow.domain import typed
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.typed import TypedError

NEVER = "\x00"


def set_up(app: Flask) -> None:
    """Let ``app`` refuse every request that holds what cannot be kept."""
    app.before_request(_look)


def _look() -> None:
    """Refuse the request: an address that cannot be is not there, and what was typed is said, with the words around it."""
    if request.endpoint is None:
        return  # there is no such page, and nobody reads what was sent to it
    if NEVER in request.path:
        abort(404)
    if any(NEVER in name or NEVER in value for name, value in request.args.items(multi=True)):
        abort(400)
    for text in _sent():
        if NEVER not in text:
            continue
        try:
            typed.refuse_unreadable(text)
        except TypedError as wrong:
            raise Refused((refuse("invalid", field="data", why=wrong.why, remedy=wrong.remedy),)) from wrong


def _sent() -> Iterator[str]:
    for name, value in request.form.items(multi=True):
        yield from (name, value)
    for name, file in request.files.items(multi=True):
        yield from (name, file.filename or "")
