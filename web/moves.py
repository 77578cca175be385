"""Moves on a decision, and where its page is."""


def page_of(ref: str) -> str:
    """Return the address of a decision's own page."""
    return f"/decisions/{ref}"
