"""What is computed is said in the reader's language: every sentence asks for its template, and fills the translation."""

from collections.abc import Iterator

import pytest

from govflow.domain import translating
from tests.stories import an_adopted_decision, an_open_decision


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Speak a language that marks what it translated; yield the templates it was asked for."""
    found: list[str] = []

    def translate(template: str) -> str:
        found.append(template)
        return f"<{template}>"

    translating.speak(translate)
    yield found
    translating.speak(str)


def test_a_sentence_is_filled_after_its_translation(story, asked):
    ref = an_open_decision(story)
    story.says("object", story.cast.leads["health"], "health", ref)
    said = story.sentence(ref)
    assert said.startswith("<0 of 8 agreed to version 1.> <Health objects.> <Waiting for ")
    assert "<<<Tuesday> 24 <March> 2026>, <5pm>>" in said


def test_where_an_adopted_decision_stands_is_one_template(story, asked):
    assert story.sentence(an_adopted_decision(story)).startswith("<In force since <<")
    assert "In force since {day}. {counted}" in asked


def test_a_template_without_words_keeps_its_braces(asked):
    assert translating.say("as {written}") == "<as {written}>"


@pytest.mark.parametrize(
    ("names", "said"), [((), "somebody"), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_names_are_listed(names, said):
    assert translating.listed(names) == said
