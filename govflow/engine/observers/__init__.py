"""The observers: each sentence a promise of a workflow file ends with, as a judgement of a step after it was made.

They are the second entry of double-entry book-keeping: written from the rules' text in plain loops, and never through a guard, a
condition, an effect or ``unanimity``. Importing this package enters them all.
"""

from govflow.engine.observers import (
    authority,
    closing,
    defaults,
    following,
    interests,
    issues,
    money,
    opening,
    own_bodies,
    positions,
    preparing,
    settling,
    standing,
    wordings,
)

__all__ = [
    "authority",
    "closing",
    "defaults",
    "following",
    "interests",
    "issues",
    "money",
    "opening",
    "own_bodies",
    "positions",
    "preparing",
    "settling",
    "standing",
    "wordings",
]
