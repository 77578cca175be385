"""Looking at defaults in tests: what the record holds, who was told, and the decision of the others."""

from govflow.domain.defaults import Default
from govflow.engine.casing import Asking, gathering_case
from govflow.engine.defaults import DefaultCase
from tests.posting import outbox
from tests.stories import NOTICE, Story

SECRET, WHOM = "geheim", "youth"


def default(story: Story, ref: str) -> Default:
    with story.house.store.view(story.alliance) as view:
        found = view.default(ref)
    assert found is not None
    return found


def case_of(story: Story, ref: str) -> DefaultCase:
    with story.house.store.view(story.alliance) as view:
        found = gathering_case(view, story.house.book, view.default(ref), Asking("default.look", "the engine"), story.clock.now())
    assert isinstance(found, DefaultCase)
    return found


def told(story: Story, ref: str, kind: str) -> set[str]:
    return {row.person for row in outbox(story) if (row.subject, row.kind) == (ref, kind)}


def leads(story: Story, *but: str) -> set[str]:
    return {person for participant, person in story.cast.leads.items() if participant not in but}


def decided(story: Story, ref: str) -> str:
    """Let the others agree to the decision on a default; return its state."""
    story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    story.clock.advance(NOTICE)
    story.do("open", story.cast.manager, ref)
    return story.all_agree(ref, WHOM).state
