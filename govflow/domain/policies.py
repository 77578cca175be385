"""A policy: the alliance's own choices, as plain values.

Loading and checking them is ``definitions``' work; what they mean is decided by the rules that read them. A policy can tighten
the core rules, never loosen them: ``core_breaches`` in ``options`` says which rule a setting would break.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from govflow.domain.money import COMMIT
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.vocabulary import CLOCKS, RUNGS
from govflow.domain.working_days import Span

RESERVED = "reserved matters"
INDEPENDENT = "facilitated"  # the rung on which somebody independent helps
# To whom it is shown that an issue exists.
EVERYONE, LEADERSHIP_TEAM, THOSE_CONCERNED = "everyone", "leadership_team", "those_concerned"
ASK_AGAIN, CARRY_ON = "ask_again", "carry_on"  # what a variation of the mandate does to positions that are open


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle the alliance decides by."""

    id: str
    title: str
    means: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the alliance: ``level`` is manager, management, leadership or owner.

    ``alone``: one participant decides for it, within what the mandate leaves to it (the owner on what it reserved, the host of the
    manager's office on small sums); every other body needs two. ``notice``: whether positions open only after the policy's notice.
    """

    id: str
    title: str
    level: str
    alone: bool = False
    notice: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of decision. ``about`` is "default", "exit" or "suspension" when it decides on that of one participant.

    ``money`` is what it does with the amount it names: commit, move, transfer or release.
    """

    id: str
    title: str
    means: str
    body: str
    about: str = ""
    needs_amount: bool = False
    changes: tuple[str, ...] = ()  # what a proposal of this kind may change although ordinary ones may not
    money: str = COMMIT

    @property
    def is_reserved(self) -> bool:
        """Say whether it decides what the mandate reserves to the owner."""
        return RESERVED in self.changes


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground on which the restricted route of default may be taken: what it means, and what it is ``not``.

    ``curable``: whether there is time to put it right. ``evidence`` says what is asked for, "" where nothing particular is.
    """

    id: str
    title: str
    means: str
    leaves_out: str
    curable: bool
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """What a participant may say to a proposal: title, meaning and prompt as the screens show them."""

    id: str
    title: str
    means: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Route:
    """Where what is not for the alliance to talk over belongs: when that is so, and the address: what to do first."""

    id: str
    title: str
    when: str
    address: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """The figures of option D: how many participants, or which, make a quorum; and the least size of a panel (option P)."""

    at_least: int = 2
    named: tuple[str, ...] = ()
    panel: int = 3


class Clocks(dict[str, Span]):
    """The clocks of a policy, by name. One that its edition does not have is a refusal in words: no time can run by it."""

    def __missing__(self, name: str) -> Span:
        raise Refused((refuse("no-clock", what=CLOCKS.get(name, name)),))


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything a policy pack settles. ``acts`` is the roles x acts table: act -> roles that may do it; what is absent is denied."""

    pack: str
    edition: int
    title: str
    digest: str
    base: str  # unanimity | consensus
    jurisdiction: str
    zone: str
    closing: time
    principles: tuple[Principle, ...]
    interests: tuple[str, ...]  # the protected interests an objection may rest on instead of a principle
    bodies: tuple[Body, ...]
    kinds: tuple[Kind, ...]
    words: tuple[Word, ...]
    options: Mapping[str, str]
    clocks: Mapping[str, Span]
    acts: Mapping[str, tuple[str, ...]]
    grounds: tuple[Ground, ...] = ()  # on which a default may be prepared; what is not listed is none
    quorum: Quorum = Quorum()
    ladder: tuple[str, ...] = RUNGS  # the rungs an issue climbs, in order
    first_rung: str = "facilitated"
    issues_shown: str = EVERYONE
    quiet_minutes: int = 15
    hide_positions: bool = False
    mandate_varied: str = ASK_AGAIN
    routes: tuple[Route, ...] = ()  # every one of vocabulary.ROUTES; of a policy from before them none
    local_closures: tuple[str, ...] = ()  # ISO dates the alliance is closed besides public holidays

    def offers(self, choice: str) -> bool:
        """Say whether a participant may answer with ``choice``: standing aside is for base consensus with option B."""
        return choice != "stand_aside" or (self.base == "consensus" and self.options["B"] == "stand_aside_allowed")

    def kind(self, kind_id: str) -> Kind | None:
        """Return the kind of that id, or None."""
        return next((k for k in self.kinds if k.id == kind_id), None)

    @property
    def rung_of_deadlock(self) -> str:
        """Return the rung on which a deadlocked decision's issue is raised: with an independent expert where option H says so."""
        return INDEPENDENT if self.options["H"] == "independent_expert" else self.first_rung

    def body(self, body_id: str) -> Body | None:
        """Return the body of that id, or None."""
        return next((b for b in self.bodies if b.id == body_id), None)

    def ground(self, ground_id: str) -> Ground | None:
        """Return the ground of that id, or None."""
        return next((g for g in self.grounds if g.id == ground_id), None)

    def word(self, word_id: str) -> Word | None:
        """Return the position word of that id, or None."""
        return next((w for w in self.words if w.id == word_id), None)

    def route(self, route_id: str) -> Route | None:
        """Return the route of that id, or None."""
        return next((r for r in self.routes if r.id == route_id), None)
