"""Observers of authority: what the mandate reserves, and what follows from it. From the rules' text, without ``authority``."""

# ruff: noqa: SIM110 - plain loops on purpose: these are the second entry, not a copy of the first

from govflow.engine.seen import Seen
from govflow.engine.words import observer

OVER, AGREED = ("withdrawn", "lapsed"), ("awaiting_linked", "in_force", "implemented", "reviewed", "superseded")


def touched(seen: Seen) -> list[str]:
    """Return the reserved matters that the decision changes."""
    reserved = seen.mandate.reserved if seen.mandate else ()
    return [matter for matter in seen.after.versions[-1].changes if matter in reserved]


@observer("the owner's own decision on every matter the mandate reserves")
def owner_decides(seen: Seen) -> bool:
    """Say whether nobody but the owner decided what is reserved to it."""
    if not touched(seen):
        return True
    for body in seen.policy.bodies:
        if body.id == seen.after.body:
            return body.level == "owner"
    return False


@observer("what follows from a reserved matter put before everyone, or why nothing does")
def follows(seen: Seen) -> bool:
    """Say whether a decision linked to a reserved matter is under way, or it is said why none is needed."""
    if not touched(seen) or seen.after.nothing_follows != "":
        return True
    for other in seen.linked:
        if other.state not in OVER:
            return True
    return False


@observer("every linked decision being settled")
def both_settled(seen: Seen) -> bool:
    """Say whether what it is linked to, and what is linked to it, is agreed by all whom it needs."""
    under_way = [other.state for other in seen.linked if other.state not in OVER]
    needed = seen.after.linked != "" or (bool(touched(seen)) and seen.after.nothing_follows == "")
    if needed and not under_way:
        return False
    for state in under_way:
        if state not in AGREED:
            return False
    return True
