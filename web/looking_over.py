"""The page on which something that goes to many people is looked over before it is sent: what it is, who gets what, and the way back.

It is sent to the address of the form it came from, with everything that was typed: nothing is lost, and the way back is one press.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from web.sessions import typed

CHECKED, BACK = "checked", "back"  # its buttons


class Part(NamedTuple):
    """A part of the page: its heading, and its lines."""

    title: Any
    lines: Sequence[str]


def is_checked() -> bool:
    """Say whether what was sent has been looked over."""
    return CHECKED in request.form


def wants_back() -> bool:
    """Say whether somebody goes back from the page to change what they typed."""
    return BACK in request.form


def look_over(title: str, parts: Sequence[Part], button: str, *, back: str = "", warning: bool = False) -> ResponseReturnValue:
    """Return the page. ``back`` is where the way back leads, "" for the form that was filled in."""
    fields = [(name, value) for name, value in typed() if name not in {CHECKED, BACK}]
    shown = [part for part in parts if part.lines]
    return render_template("look_over.html", title=title, parts=shown, button=button, back=back, warning=warning, fields=fields)
