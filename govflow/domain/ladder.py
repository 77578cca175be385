"""The no-fault ladder: which rung follows which, where some of them are an alliance's choice."""

from collections.abc import Sequence

TO_CLOSE = "to_close"  # back with the leadership team and the owner, after the last rung


def next_rung(ladder: Sequence[str], rung: str) -> str:
    """Return what follows ``rung`` on ``ladder``: the rung after it, or after the last ``TO_CLOSE``. Raises ValueError for a stranger."""
    at = list(ladder).index(rung) + 1
    return ladder[at] if at < len(ladder) else TO_CLOSE
