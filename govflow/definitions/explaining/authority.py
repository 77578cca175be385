"""Who may decide what, and why, as English: sentences, and a table a commissioner can tick. Amounts are the mandate's, so none is said."""

from collections.abc import Iterator
from itertools import pairwise

from govflow.definitions.explaining.wording import capital, listed
from govflow.domain.authority import UNLIMITED, the
from govflow.domain.policies import Body, Kind, Policy
from govflow.domain.vocabulary import LEVELS, MAY_CHANGE

HEAD = ("Kind", "Lowest body", "Goes up when", "May change", "□")
OWNER = "owner"
BOX = "□"


def authority_sentences(policy: Policy) -> Iterator[str]:
    """Yield how the body that decides is found, what the owner alone decides, and what needs another body's decision too."""
    upwards = sorted(policy.bodies, key=_height)
    yield (
        "A proposal goes to the lowest body that may decide it: by its kind, its amount and the mandate. Whoever writes it may ask for "
        "a higher body, never for a lower one. The reason is kept with the decision."
    )
    yield f"From the lowest up, the bodies are: {listed([the(body) for body in upwards])}."
    limited, free = [b for b in upwards if _height(b) < UNLIMITED], [b for b in upwards if _height(b) == UNLIMITED]
    if limited and free:
        yield (
            f"The mandate sets the amount up to which {listed([the(b) for b in limited], 'or')} may decide, to the penny; what is above "
            "goes to the next body up. A body for which the mandate sets no amount decides nothing that names one. For "
            f"{the(free[0])} there is no such amount: the money left on the budget line is the limit."
        )
    yield from _owners_alone(policy)
    yield (
        "A proposal that spends from an aligned budget line also needs the decision of the own body of the participant that holds the "
        "line; the mandate says which lines are aligned, and who holds them."
    )


def _owners_alone(policy: Policy) -> Iterator[str]:
    allowed = {change for kind in policy.kinds for change in kind.changes}
    barred = [means for change, means in MAY_CHANGE.items() if change not in allowed]
    own = [kind.title.lower() for kind in policy.kinds if any(b.id == kind.body and b.level == OWNER for b in policy.bodies)]
    yield (
        "What the mandate reserves is for the owner alone; the mandate lists it. A proposal says what it would change besides itself: "
        "what its kind may not change is refused, and what the mandate reserves is left to the owner."
    )
    if own:
        yield (
            f"These kinds are for the owner: {listed(own)}. What follows from such a decision for the others' money or duties is decided "
            "by everyone, in a decision linked to it; neither is in force before both are settled."
        )
    if barred:
        yield f"No kind of decision here may change {listed(barred, 'or')}."


def authority_table(policy: Policy) -> Iterator[tuple[str, ...]]:
    """Yield a row for each kind of decision, under ``HEAD``; the last cell is a box to tick."""
    for kind in policy.kinds:
        body = policy.body(kind.body)
        changes = [MAY_CHANGE.get(change, change) for change in kind.changes]
        yield (
            kind.title,
            body.title if body else kind.body,
            goes_up(policy, kind),
            capital(listed(changes)) or "Nothing else",
            BOX,
        )


def goes_up(policy: Policy, kind: Kind) -> str:
    """Return what takes a proposal of this kind to a higher body, and to which."""
    steps = _ladder(policy, kind)
    said = [f"above the amount the mandate sets for {the(a)}: {the(b)}" for a, b in pairwise(steps)]
    return capital("; ".join(said)) or "Never by its amount"


def _ladder(policy: Policy, kind: Kind) -> list[Body]:
    """Return the bodies through which an amount can take a proposal of this kind, one a level, the lowest first."""
    first = policy.body(kind.body)
    if first is None:
        return []
    above = {b.level: b for b in reversed(policy.bodies) if _height(first) < _height(b) <= UNLIMITED}
    return [first, *sorted(above.values(), key=_height)]


def _height(body: Body) -> int:
    return LEVELS.index(body.level)
