"""The effects: each ``then:`` sentence of a workflow file as the facts it establishes and the notices it gives.

Importing this package enters them all. An effect judges nothing: the guards have.
"""

from govflow.engine.effects import (
    actions,
    defaults,
    following,
    interests,
    issues,
    mandates,
    meetings,
    minutes,
    money,
    own_bodies,
    positions,
    proposals,
    telling,
)

__all__ = [
    "actions",
    "defaults",
    "following",
    "interests",
    "issues",
    "mandates",
    "meetings",
    "minutes",
    "money",
    "own_bodies",
    "positions",
    "proposals",
    "telling",
]
