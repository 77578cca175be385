"""Facts about who decides a matter, and with which other it is decided."""

from dataclasses import dataclass

from govflow.domain.facts.base import Fact, PersonalText


@dataclass(frozen=True, slots=True)
class BodyAsked(Fact):
    """Whoever put it forward asked for this body, where the lowest that may decide it would do."""

    body: str


@dataclass(frozen=True, slots=True)
class Routed(Fact):
    """Which body decides, and the facts that say so as one sentence."""

    body: str
    why: str


@dataclass(frozen=True, slots=True)
class Linked(Fact):
    """It is what follows for everyone from a reserved matter, decision ``to``: neither is in force before both are settled."""

    to: str


@dataclass(frozen=True, slots=True)
class NothingFollows(Fact):
    """Whoever put a reserved matter forward says why nothing follows from it for the others' money or duties."""

    why: PersonalText


@dataclass(frozen=True, slots=True)
class Shared(Fact):
    """Everybody may read the decision from its beginning: what it says was told to everybody before."""
