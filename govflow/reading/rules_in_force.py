"""Whether the rules that alliances work under can be followed here and now: what an installation asks when it starts."""

from govflow.domain.quorum import beyond_reach, too_few
from govflow.engine.casing import rules_of
from govflow.engine.rulebook import Rulebook
from govflow.record.store import Store


def rules_in_force(store: Store, book: Rulebook) -> tuple[str, ...]:
    """Return a sentence for each body that can decide nothing. Raises DefinitionError where a jurisdiction in force has mistakes."""
    said = []
    for name in store.alliances():
        with store.view(name) as view:
            alliance, policy = view.alliance(), rules_of(view, book, None).policy
            for body in policy.bodies:
                members = len(alliance.members(body.id))
                if members and beyond_reach(policy, body, members):
                    said.append(f"{alliance.title}: {too_few(policy, body, members)}.")
    return tuple(said)
