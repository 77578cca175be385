"""Making small worlds for one policy and one body: its people, a proposal in order, and how far a script brings it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.policies import Policy
from govflow.engine.exploring.casts import FIRST, MANDATE, PARTICIPANTS, SEAT, alliance, participants, person, plain_kind
from govflow.engine.exploring.tries import WHY, whole_statement
from govflow.engine.exploring.worlds import ELSEWHERE, NOTICE, Deed, Wait, World

COUNCIL, HEALTH, HOSTEL = (person(p, SEAT) for p in PARTICIPANTS)


def exclusion(participant: str, n: int) -> tuple[Deed, Deed]:
    """Return the script by which a participant declares the ``n``th interest and is excluded."""
    declared = Deed("declare_interest", person(participant, SEAT), {"kind": "institutional"})
    return declared, Deed("rule_on_interest", "", {"of": n, "handling": "exclude", "reason": WHY})


EXCLUDED = exclusion(FIRST, 1)


def under(policy: Policy, **settings: str) -> Policy:
    """Return ``policy`` with some of its sixteen options, or its base, set otherwise: promises hold whatever a policy chooses."""
    base = settings.pop("base", policy.base)
    return replace(policy, base=base, options={**policy.options, **settings})


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes worlds for one policy and one body, with these participants."""

    policy: Policy
    body: str
    participants: tuple[str, ...] = PARTICIPANTS

    @property
    def people(self) -> Alliance:
        """Return the alliance with everybody in place."""
        return alliance(self.policy, self.body, self.participants)

    @property
    def everyone(self) -> tuple[Deed, ...]:
        """Return everybody's agreement, one by one."""
        return tuple(Deed("agree", person(p, SEAT)) for p in self.participants)

    @property
    def on_own_matter(self) -> "Maker":
        """Return the maker of worlds about one participant's own matter: it is left out, and the others must still be a quorum."""
        return replace(self, participants=participants(self.policy, besides=1))

    def proposal(self, **given: Any) -> Mapping[str, Any]:  # noqa: ANN401 - the act's data
        """Return a proposal in order, but for what is ``given``."""
        kind = plain_kind(self.policy, self.body) or self.policy.kinds[0]
        proper = {
            "kind": kind.id,
            "body": self.body,
            "title": "Beds",
            "text": "Open ten beds",
            "mandate": MANDATE.ref,
            "statement": whole_statement(self.policy),
        }
        return {**proper, **given}

    def opened(self) -> tuple[Deed | Wait, ...]:
        """Return the script that brings a proposal to open positions the way the policy allows."""
        way = {} if self.policy.options["I"] == "written_unanimous" else {"meeting": "MTG-0001", "present": self.participants}
        return (*CIRCULATED, Wait(NOTICE), Deed("open", "", way, "in a meeting" if way else "in writing"))

    def world(self, name: str, script: tuple[Deed | Wait, ...], events: tuple[str, ...], **more: Any) -> World:  # noqa: ANN401
        """Return a world of this policy."""
        given: dict[str, Any] = {"alliance": self.people, "proposal": self.proposal(), "turns": ELSEWHERE}
        given |= {"participants": self.participants} | more
        return World(name=name, policy=self.policy, script=script, events=frozenset(events), **given)


CIRCULATED = (Deed("circulate", "", {"papers": ("Paper",)}),)
