"""Saying what is computed in the reader's language: a template and its words, translated by whoever opened the door.

The English template is the key of its translation, as with gettext. A door says once a request (or a message) in what language it
speaks; without that it is English. Nothing here knows a language, and nothing here is stored.
"""

from collections.abc import Callable
from contextvars import ContextVar

_TRANSLATE: ContextVar[Callable[[str], str]] = ContextVar("translate", default=str)


def speak(translate: Callable[[str], str]) -> None:
    """From here on, in this thread or task, say everything by ``translate``: an English template -> the reader's."""
    _TRANSLATE.set(translate)


def mark(template: str) -> str:
    """Return ``template`` as it is: it is one that is said later, and belongs in the catalogue of what is to be translated."""
    return template


def say(template: str, /, **words: object) -> str:
    """Return ``template`` in the reader's language, filled with ``words``. Raises KeyError for a word that is missing."""
    translated = _TRANSLATE.get()(template) if template else ""
    return translated.format(**words) if words else translated


def listed(names: tuple[str, ...]) -> str:
    """Return names as people list them: ``a, b and c``; ``somebody`` for none."""
    if not names:
        return say("somebody")
    return names[0] if len(names) == 1 else say("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
