"""The registers of sentences that workflow files may use: guards, conditions, effects, moments and observers.

A sentence is entered by the function that answers it; ``assemble`` imports the rooms that do. Nothing is looked up by name at run
time but through these registers, and a file can name nothing else.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from govflow.domain.facts import Fact
from govflow.domain.notices import Notice
from govflow.domain.refusals import Refusal
from govflow.engine.cases import Case
from govflow.engine.seen import Seen

Guard = Callable[[Case], Refusal | None]
Condition = Callable[[Case], bool]
Effect = Callable[[Case], tuple[Fact | Notice, ...]]
Moment = Callable[[Case], datetime | None]
Observer = Callable[[Seen], bool]

T = TypeVar("T")
E = TypeVar("E", bound=Effect)  # an effect keeps its narrower type, for those that are built of others

GUARDS: dict[str, Guard] = {}
CONDITIONS: dict[str, Condition] = {}
EFFECTS: dict[str, Effect] = {}
MOMENTS: dict[str, Moment] = {}
OBSERVERS: dict[str, Observer] = {}


def guard(sentence: str) -> Callable[[Guard], Guard]:
    """Enter a guard: a requirement that is met (None) or refused."""
    return _enter(GUARDS, sentence)


def condition(sentence: str) -> Callable[[Condition], Condition]:
    """Enter a condition: it chooses between moves of one name and never refuses."""
    return _enter(CONDITIONS, sentence)


def effect(sentence: str) -> Callable[[E], E]:
    """Enter an effect: the facts to record and the notices to give."""

    def enter(function: E) -> E:
        _enter(EFFECTS, sentence)(function)
        return function

    return enter


def moment(sentence: str) -> Callable[[Moment], Moment]:
    """Enter a moment: when the clock acts (UTC), or None for not at all."""
    return _enter(MOMENTS, sentence)


def observer(sentence: str) -> Callable[[Observer], Observer]:
    """Enter an observer: what a promise says must hold whenever its state is reached or its event happens."""
    return _enter(OBSERVERS, sentence)


def _enter(register: dict[str, T], sentence: str) -> Callable[[T], T]:
    def enter(function: T) -> T:
        if sentence in register:
            message = f"the sentence {sentence!r} is entered twice"
            raise ValueError(message)
        register[sentence] = function
        return function

    return enter
