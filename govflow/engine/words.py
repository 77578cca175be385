"""The registers of sentences that workflow files may use: guards, conditions, effects, moments and observers.

A sentence is entered by the function that answers it; ``assemble`` imports the rooms that do. Nothing is looked up by name at run
time but through these registers, and a file can name nothing else.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from govflow.domain.facts import Fact
from govflow.domain.notices import Notice
from govflow.domain.refusals import Refusal

# Each sentence knows what kind of case it is asked about; the file that uses it says so by its name.
Guard = Callable[[Any], Refusal | None]
Condition = Callable[[Any], bool]
Effect = Callable[[Any], tuple[Fact | Notice, ...]]
Moment = Callable[[Any], datetime | None]
Observer = Callable[[Any], bool]

T = TypeVar("T")
# A sentence keeps its narrower type, for those that are built of others.
G = TypeVar("G", bound=Guard)
C = TypeVar("C", bound=Condition)
E = TypeVar("E", bound=Effect)
M = TypeVar("M", bound=Moment)
Ob = TypeVar("Ob", bound=Observer)

GUARDS: dict[str, Guard] = {}
CONDITIONS: dict[str, Condition] = {}
EFFECTS: dict[str, Effect] = {}
MOMENTS: dict[str, Moment] = {}
OBSERVERS: dict[str, Observer] = {}


def guard(sentence: str) -> Callable[[G], G]:
    """Enter a guard: a requirement that is met (None) or refused."""
    return _entered(GUARDS, sentence)


def condition(sentence: str) -> Callable[[C], C]:
    """Enter a condition: it chooses between moves of one name and never refuses."""
    return _entered(CONDITIONS, sentence)


def effect(sentence: str) -> Callable[[E], E]:
    """Enter an effect: the facts to record and the notices to give."""
    return _entered(EFFECTS, sentence)


def moment(sentence: str) -> Callable[[M], M]:
    """Enter a moment: when the clock acts (UTC), or None for not at all."""
    return _entered(MOMENTS, sentence)


def observer(sentence: str) -> Callable[[Ob], Ob]:
    """Enter an observer: what a promise says must hold whenever its state is reached or its event happens."""
    return _entered(OBSERVERS, sentence)


def _entered(register: dict[str, Any], sentence: str) -> Callable[[T], T]:
    def enter(function: T) -> T:
        if sentence in register:
            message = f"the sentence {sentence!r} is entered twice"
            raise ValueError(message)
        register[sentence] = function
        return function

    return enter
