"""Saying what was recorded, after it was: in the words in which everybody reads it, and under which number."""

from flask import flash
from flask_babel import gettext as _

from govflow.domain.translating import say
from govflow.reading.timeline import did_what
from web.here import looking


def tell_recorded(entry: int) -> None:
    """Say on the next page what whoever is here has just done, by the entry of the record that holds it."""
    with looking() as view:
        written = view.entry(entry)
    if written is not None:
        flash(_("Recorded: you %(did)s. It is entry %(entry)s of the record.", did=say(did_what(written.content)), entry=entry))
