"""Who reads a draft: drafting is private to whoever proposes it and to those who help them to give notice of it.

What was once shared - notice was given of it, or it was opened for talk - stays readable to everybody who may read decisions.
To anybody else a draft is as if there were none.
"""

from datetime import date

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.policies import Policy
from govflow.engine.cases import Actor
from govflow.engine.permissions import capacities, permitted

HELPING = ("decision.revise", "decision.circulate")  # who may do either to any proposal helps to write it


def helps(alliance: Alliance, policy: Policy, person: str, day: date) -> bool:
    """Say whether ``person`` helps with every draft on local date ``day``: the manager and the chair do."""
    return any(isinstance(permitted(alliance, policy, act, person, None, day), Actor) for act in HELPING)


def speaks_for(alliance: Alliance, policy: Policy, person: str, day: date) -> frozenset[str]:
    """Return the participants that ``person`` belongs to: nobody helps with a draft about their own organisation's default."""
    return frozenset(c.participant for c in capacities(alliance, policy, person, None, day) if c.participant)


def may_read(alliance: Alliance, policy: Policy, person: str, decision: Decision, day: date) -> bool:
    """Say whether ``person`` may read ``decision`` on local date ``day``."""
    if decision.shared or person == decision.proposer:
        return True
    concerned = decision.default_ref and decision.concerns in speaks_for(alliance, policy, person, day)
    return not concerned and helps(alliance, policy, person, day)
