"""What a small world is: who and what there is, how far things have come by script, and what is tried from there on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.defaults import Default
from govflow.domain.mandates import Mandate
from govflow.domain.money import Balance, Holding
from govflow.domain.own_bodies import Law
from govflow.domain.policies import Policy
from govflow.engine.exploring.casts import MANDATE, PARTICIPANTS

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday without holidays near it in any shipped jurisdiction
NOTICE, DUE = "notice", "due"
NO_LAW = Law()  # what an own body decides counts at once


@dataclass(frozen=True, slots=True)
class Deed:
    """One act of a script: by ``person`` ("" is the first who may), with ``data`` (None is the proper way to ask)."""

    event: str
    person: str = ""
    data: Mapping[str, Any] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passing in a script: until ``NOTICE`` is full, until the next clock is ``DUE`` and acts, or some ``days``."""

    until: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """What the engine hears of from elsewhere: the alliance becomes ``alliance``, or the engine is asked with ``data``."""

    says: str
    event: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    alliance: Alliance | None = None
    linked: str = ""  # the state that the decision it is linked to comes to


@dataclass(frozen=True, slots=True)
class World:
    """One small world.

    ``marks`` keeps participants apart that are otherwise alike; ``waits`` are days at which something ends; ``skip`` are the ways
    of asking that other worlds try; ``depth`` is how many steps are looked ahead (0 is all); ``still`` lets no closing time come;
    ``law`` is what is asked of own bodies: promises hold whatever a jurisdiction says. ``others_took`` is the pence other decisions took
    of any line, ``other_holds`` what any of them holds, until positions open and it is ``held_later``, and ``balances``
    what all of them took.
    """

    name: str
    policy: Policy
    alliance: Alliance
    proposal: Mapping[str, Any]
    script: tuple[Deed | Wait, ...]
    events: frozenset[str]
    mandate: Mandate = MANDATE
    turns: tuple[Turn, ...] = ()
    waits: tuple[int, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    interests: int = 1
    others_took: int = 0
    other_holds: Holding | None = None
    held_later: Holding | None = None
    balances: tuple[Balance, ...] = ()
    held_by: str = ""
    skip: frozenset[str] = frozenset()
    depth: int = 0
    still: bool = False
    participants: tuple[str, ...] = PARTICIPANTS
    law: Law = NO_LAW
    linked: str = ""  # the state of a decision it is linked to; "" for none
    default: Default | None = None  # that it answers
    proposer: str = ""  # who puts it forward; "" for the first who may

    def taken(self, _line: str, _year: str) -> int:
        """Return the pence other decisions took of any line."""
        return self.others_took

    def holding(self, opened: bool) -> Callable[[str], Holding | None]:  # noqa: FBT001
        """Return what any other decision holds, before positions on this one were ``opened`` or after."""
        held = self.held_later if opened and self.held_later else self.other_holds
        return lambda _ref: held


NEWER = Turn("A newer decision that replaces it comes into force", "supersede", {"successor": "DEC-0002"})
FREED = Turn("The decision that it replaced has released its money", "take_over", {"freed": "DEC-0002"})
GIVEN_BACK = Turn(
    "A decision that gives back more than it holds comes into force",
    "release_money",
    {"released_by": "DEC-0002", "pence": 2_000_000},
)
QUORUM = Turn("Somebody whose presence is needed leaves the meeting", "lose_quorum", {"quorum_lost": True})
CHANGED = Turn("Its issue ends with changed text", "return", {"issue_ended": "changed", "text": "Changed on the ladder"})
RETITLED = Turn("Its issue ends with a changed title", "return", {"issue_ended": "changed", "title": "Another title"})
UNRESOLVED = Turn("Its issue ends without agreement", "end_unresolved", {"issue_ended": "unresolved"})
HELD = Turn("An issue about it is logged", "hold", {"issue": "ISS-0001"})
SOON_AFTER = {"ended_at": START, "logged_at": START + timedelta(days=1)}
HELD_AGAIN = Turn(
    "Another issue is logged, the day after one ended that held what everyone agreed to",
    "hold",
    {"issue": "ISS-0002", **SOON_AFTER},
)
LET_GO = Turn("The issue about it ends", "unhold", {"issue": ""})
ELSEWHERE = (NEWER, QUORUM, CHANGED, RETITLED, UNRESOLVED)
