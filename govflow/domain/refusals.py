"""Refusals: why something cannot be done now, in words a tired person can act on.

A refusal has a stable code, a sentence and a remedy, and names the field where there is one. The wording of every code lives in
``requirement_codes``; nothing here decides anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """One unmet requirement.

    ``code`` is the stable word of the vocabulary, ``says`` the sentence, ``remedy`` what to do, ``field`` the field of the act's
    data that is concerned ("" where none is), ``who`` the participants or people it waits for, ``words`` what fills the code's own
    sentences, for a door that says them in another language.
    """

    code: str
    says: str
    remedy: str
    field: str = ""
    who: tuple[str, ...] = ()
    words: Mapping[str, Any] = field_of(default_factory=dict, compare=False, repr=False)


class Refused(Exception):  # noqa: N818 - the word of the vocabulary; it is an answer, not a fault
    """An act was refused; carries every unmet requirement, never an empty tuple."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        """Keep ``refusals``; the message is their sentences."""
        super().__init__(" ".join(f"{r.says} ({r.code})" for r in refusals))
        self.refusals = refusals

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the codes, in the order found."""
        return tuple(r.code for r in self.refusals)
