"""The example alliance founded through the real acts, on any database, and the acts that tests of speed and of crashes repeat.

People get their references in the order in which they are invited, so that another process can attach to what this one founded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from govflow.acts.founding import Founding, found_alliance
from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.assemble import library_of
from govflow.clock import Clock, VirtualClock
from govflow.definitions.library import Library
from govflow.domain.mandates import Mandate
from govflow.engine.rulebook import Rulebook
from govflow.record.ledger import Receipt
from govflow.record.sessions import open_database
from govflow.record.store import Store

ALLIANCE = "seaport"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
NOTICE = timedelta(days=14)  # enough clear working days at any time of the year
ADMINISTRATOR, MANAGER, CHAIR = "PER-0001", "PER-0002", "PER-0003"
REASON = ("Fewer people will sleep rough and the evidence from the pilot is strong. " * 3)[:200]


@cache
def library() -> Library:
    """Return the library that govflow brings; read once a process."""
    return library_of()


def members() -> tuple[str, ...]:
    """Return the eight participants, in their order."""
    return tuple(p.id for p in library().alliances["plymouth"].participants)


def leads() -> Mapping[str, str]:
    """Return who holds each participant's seat in the leadership team."""
    return {member: f"PER-{n:04d}" for n, member in enumerate(members(), 4)}


@cache
def statement() -> Mapping[str, Any]:
    """Return a complete best-for-people statement."""
    parts = dict.fromkeys(("affected", "evidence", "options", "cost", "lawful", "interests"), "Said in full.")
    principles = {
        p.id: {"effect": "serves", "how": "By keeping the team together."} for p in library().policies["plymouth"].principles
    }
    return {**parts, "principles": principles}


@dataclass(frozen=True)
class Seaport:
    """A house in which the alliance stands, and short words for its acts."""

    house: House

    def do(self, name: str, by: str, subject: str = "", key: str = "", **data: Any) -> Receipt:
        return perform(self.house, ALLIANCE, Act(f"decision.{name}", by, subject, data, key))

    def close(self) -> None:
        """Let go of the database."""
        self.house.store.engine.dispose()

    def propose(self, **more: Any) -> str:
        """Propose a matter and return its reference."""
        given = {"kind": "key-issue", "title": "Make outreach permanent", "text": "The team stays.", "statement": statement()}
        return self.do("propose", leads()[members()[0]], **given | more).subject

    def circulate(self, ref: str) -> Receipt:
        return self.do("circulate", MANAGER, ref, papers=["Paper 1"])

    def open(self, ref: str, **data: Any) -> Receipt:
        return self.do("open", MANAGER, ref, **data)

    def agree(self, ref: str, member: str, key: str = "", reason: str = REASON) -> Receipt:
        return self.do("agree", leads()[member], ref, key, version=1, reason=reason)

    def object(self, ref: str, member: str, key: str = "", reason: str = REASON) -> Receipt:
        given = {"principle": next(iter(statement()["principles"])), "would_agree_if": "It is reviewed after a year."}
        return self.do("object", leads()[member], ref, key, version=1, reason=reason, **given)


@cache
def book() -> Rulebook:
    """Return the rules, each built once a process."""
    return Rulebook(library())


def attached(url: str, clock: Clock) -> Seaport:
    """Return the house on the database at ``url``, which is migrated."""
    return Seaport(House(Store(open_database(url)), book(), clock))


def founded(url: str, clock: Clock, mandate: Mandate | None = None) -> Seaport:
    """Found the alliance in the migrated database at ``url``: an administrator, a manager, a chair, and a leader for each of the eight.

    It stands under the example's mandate, or another ``mandate``.
    """
    seaport, example = attached(url, clock), library().alliances["plymouth"]
    example = replace(example, mandate=mandate) if mandate else example
    found_alliance(seaport.house, ALLIANCE, Founding.of_example(example, library().policies["plymouth"]))
    _roster(seaport, "person.invite", name="Manager", role="manager")
    _roster(seaport, "person.invite", name="Chair")
    _roster(seaport, "chair.appoint", person=CHAIR, body="leadership-team")
    for member, person in leads().items():
        _roster(seaport, "person.invite", name=f"Leader of {member}", contact=f"{member}@example.org")
        _roster(seaport, "seat.fill", participant=member, body="leadership-team", person=person)
    return seaport


def _roster(seaport: Seaport, act: str, **data: Any) -> None:
    perform(seaport.house, ALLIANCE, Act(act, ADMINISTRATOR, data=data))


def opened(url: str, how_many: int) -> tuple[list[str], datetime]:
    """Found the alliance at ``url`` and bring that many matters to where all are asked; return their references and the time then."""
    clock = VirtualClock(START)
    seaport = founded(url, clock)
    refs = [seaport.propose() for _ in range(how_many)]
    for ref in refs:
        seaport.circulate(ref)
    clock.advance(NOTICE)
    for ref in refs:
        seaport.open(ref)
    seaport.close()
    return refs, clock.now()
