"""The guards: each ``when:`` sentence of a workflow file as a pure function of a case that refuses or returns nothing.

Importing this package enters them all. A guard decides one requirement; it changes nothing.
"""

from govflow.engine.guards import (
    actions,
    circulating,
    defaults,
    following,
    interests,
    issues,
    mandates,
    meetings,
    minutes,
    money,
    opening,
    own_bodies,
    positions,
    settling,
)

__all__ = [
    "actions",
    "circulating",
    "defaults",
    "following",
    "interests",
    "issues",
    "mandates",
    "meetings",
    "minutes",
    "money",
    "opening",
    "own_bodies",
    "positions",
    "settling",
]
