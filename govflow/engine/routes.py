"""Where what is not for the alliance belongs: the routes of its policy, each with its address. Pure functions."""

from govflow.domain.policies import Policy, Route
from govflow.engine.rulebook import Rulebook


def routes_of(book: Rulebook, policy: Policy) -> tuple[Route, ...]:
    """Return the routes of ``policy``; for one that was kept before there were any, those of its pack as it is now."""
    pack = book.library.policies.get(policy.pack)
    return policy.routes or (pack.routes if pack else ())


def route_of(book: Rulebook, policy: Policy, route: str) -> Route | None:
    """Return the route of that id, with the address it has under ``policy``; None for one there is not."""
    return next((one for one in routes_of(book, policy) if one.id == route), None)
