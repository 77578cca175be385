"""Building the case for an act out of what a source holds: the alliance, the decision, its rules and its mandate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from govflow.definitions.canonical import canonical
from govflow.definitions.mandates import mandate_from_content
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.facts import MandateSet
from govflow.domain.mandates import Mandate
from govflow.domain.refusals import Refused
from govflow.engine.cases import CLOCK, ENGINE, THE_CLOCK, THE_ENGINE, Actor, Case
from govflow.engine.machine import Rules
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook

_READ: dict[str, Mandate] = {}  # by digest: what a digest names never changes


class Source(Protocol):
    """Where the values of one alliance are read from; the record's unit and view are sources."""

    def alliance(self) -> Alliance:
        """Return the alliance."""
        ...

    def decision(self, ref: str) -> Decision | None:
        """Return the decision of that reference, or None."""
        ...

    def mandate(self, ref: str) -> MandateSet | None:
        """Return the newest version of the mandate of that reference, or None."""
        ...

    def committed(self, line: str, year: str, other_than: str = "") -> int:
        """Return the pence that decisions other than ``other_than`` hold of a line and year."""
        ...

    def edition(self, digest: str) -> bytes | None:
        """Return the content of a stored edition, or None."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what: ``act`` (decision.agree), by a person's reference, the clock or the engine; ``participant`` narrows it."""

    act: str
    by: str
    data: Mapping[str, Any] = field(default_factory=dict)
    participant: str = ""

    @property
    def event(self) -> str:
        """Return the event of the workflow that the act names."""
        return self.act.partition(".")[2]


def rules_of(source: Source, book: Rulebook, decision: Decision | None) -> Rules:
    """Return the rules ``decision`` began with, or those a new one begins with."""
    alliance = source.alliance()
    policy, workflow = (decision.policy, decision.workflow) if decision else (alliance.policy, alliance.workflow)
    return book.rules(policy, workflow, source.edition)


def case_of(source: Source, book: Rulebook, decision: Decision | None, asking: Asking, now: datetime) -> Case:
    """Return the case. Raises Refused when whoever asks may not do the act at all."""
    rules = rules_of(source, book, decision)
    alliance = source.alliance()
    actor = _actor(alliance, rules, decision, asking, now)
    cited = decision.mandate if decision else str(asking.data.get("mandate") or "")
    return Case(
        decision=decision or Decision(),
        alliance=alliance,
        rules=rules,
        now=now,
        event=asking.event,
        actor=actor,
        data=asking.data,
        mandate=mandate_of(source.mandate(cited)) if cited else None,
        committed=partial(source.committed, other_than=decision.ref if decision else ""),
    )


def mandate_of(fact: MandateSet | None) -> Mandate | None:
    """Return the mandate that ``fact`` set; its content is read once per process."""
    if fact is None:
        return None
    found = _READ.get(fact.digest)
    if found is None:
        found = _READ[fact.digest] = mandate_from_content(canonical(dict(fact.content)))
    return found


def _actor(alliance: Alliance, rules: Rules, decision: Decision | None, asking: Asking, now: datetime) -> Actor:
    if asking.by in {CLOCK, ENGINE}:
        return THE_CLOCK if asking.by == CLOCK else THE_ENGINE
    day = rules.calendar.local_date(now)
    found = permitted(alliance, rules.policy, asking.act, asking.by, decision, day, asking.participant)
    if isinstance(found, Actor):
        return found
    raise Refused((found,))
