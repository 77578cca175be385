"""Every sentence and act a workflow file may use, gathered once the rooms that enter them are imported."""

from govflow.definitions.workflows import Words
from govflow.domain.vocabulary import ACTS
from govflow.engine import conditions, effects, guards, moments, observers, words

ROOMS = (conditions, effects, guards, moments, observers)  # importing them is what enters their sentences


def known_words() -> Words:
    """Return the words that workflow files are checked against."""
    return Words(
        guards=frozenset(words.GUARDS),
        conditions=frozenset(words.CONDITIONS),
        effects=frozenset(words.EFFECTS),
        moments=frozenset(words.MOMENTS),
        observers=frozenset(words.OBSERVERS),
        acts=frozenset(ACTS),
    )
