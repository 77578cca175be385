"""What is said to people in their own language: refusals, whose sentences are the domain's English until a translation has them."""

from flask import Flask
from flask_babel import gettext

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import CODES, sentence_of


def set_up(app: Flask) -> None:
    """Let templates of ``app`` say a refusal: ``one | says`` and ``one | remedy``."""
    app.jinja_env.filters |= {"says": says, "remedy": remedy}


def says(refusal: Refusal, label: str = "") -> str:
    """Return why something cannot be done; ``label`` is what its field is called on the page."""
    return _said(refusal, 0, refusal.says, label)


def remedy(refusal: Refusal, label: str = "") -> str:
    """Return what to do about it. What can be done now stands on every page by its titles; a refusal knows only what files call it."""
    if refusal.code == "not-now":
        return str(gettext("Its page shows what can be done now."))
    return _said(refusal, 1, refusal.remedy, label)


def _said(refusal: Refusal, which: int, english: str, label: str) -> str:
    if not refusal.words or refusal.code not in CODES:  # it may hold what people typed, and is filled already
        return str(gettext(english)) if english else ""
    template = (sentence_of(refusal.code, refusal.who), CODES[refusal.code][1])[which]
    translated = str(gettext(template)) if template else ""
    if translated == template and not (label and "{field}" in template):
        return english
    words = {**refusal.words, "field": f"“{label}”"} if label else refusal.words
    filled = translated.format(**words)
    return filled[:1].upper() + filled[1:]
