"""What an observer sees of one step of a machine: the subject before and after, who asked for what, and the world around it.

Values only. An observer judges a step after it was made; it must not ask a guard, so nothing here leads to one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.defaults import Default
from govflow.domain.facts import Fact
from govflow.domain.mandates import Mandate
from govflow.domain.money import Balance, Holding
from govflow.domain.own_bodies import Law
from govflow.domain.policies import Kind, Policy
from govflow.domain.working_days import Calendar
from govflow.engine.cases import Actor


class Step:
    """What is seen of every step: who asked for what, and when."""

    __slots__ = ()

    actor: Actor
    data: Mapping[str, Any]
    calendar: Calendar
    now: datetime

    @property
    def day(self) -> date:
        """Return the alliance's local date."""
        return self.calendar.local_date(self.now)

    @property
    def mine(self) -> str:
        """Return the participant the actor acts for, or ""."""
        return self.actor.capacity.participant

    def said(self, name: str) -> str:
        """Return a text of what was sent, without the blanks around it."""
        return str(self.data.get(name) or "").strip()


@dataclass(frozen=True, slots=True)
class Seen(Step):
    """One step: event ``event`` took ``before`` to ``after`` by ``facts``; ``actor`` asked for it with ``data``."""

    before: Decision
    after: Decision
    event: str
    actor: Actor
    data: Mapping[str, Any]
    facts: tuple[Fact, ...]
    alliance: Alliance
    policy: Policy
    calendar: Calendar
    law: Law
    mandate: Mandate | None
    taken: Callable[[str, str], int]
    holding: Callable[[str], Holding | None]
    balances: Callable[[], tuple[Balance, ...]]
    now: datetime
    linked: tuple[Decision, ...] = ()
    default: Default | None = None

    @property
    def kind(self) -> Kind | None:
        """Return the kind of the decision as it now stands."""
        return self.policy.kind(self.after.kind)


@dataclass(frozen=True, slots=True)
class SeenOther(Step):
    """One step of what is no decision: event ``event`` took ``before`` to ``after`` by ``facts``; ``actor`` asked with ``data``.

    ``answer`` is the decision by which the others answer a default, as it stands.
    """

    before: Any
    after: Any
    event: str
    actor: Actor
    data: Mapping[str, Any]
    facts: tuple[Fact, ...]
    alliance: Alliance
    policy: Policy
    calendar: Calendar
    now: datetime
    answer: Decision | None = None
