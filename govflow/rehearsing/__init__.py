"""Rehearsing: playing scenario files against a throw-away record with a virtual clock, through the real acts.

What a scenario says is read here; what it does is done by ``acts``, like anybody else's doing. No rule of an alliance lives here,
and nothing here may reach past the acts to change a state.
"""

from govflow.rehearsing.rehearsal import Rehearsal, rehearse

__all__ = ["Rehearsal", "rehearse"]
