"""What is searched for, and what is shown of where it was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.searching import Part, excerpt, folded, terms

PARTS = (
    Part("Title", "DEC-0001 Day centre"),
    Part("Text", "The Café stays open at night, at night only."),
    Part("Said", "A bed."),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Café-Night", ("cafe", "night")),
        ("outreach_team", ("outreach", "team")),
        ("STRASSE straße", ("strasse", "strasse")),
        ("100% & £5", ("100", "5")),
        ("— “ ” …", ()),
        ("", ()),
    ],
)
def test_words_are_folded(text: str, words: tuple[str, ...]) -> None:
    assert folded(text) == words


def test_words_and_phrases_are_looked_for() -> None:
    assert terms('bed "care leavers" night-time') == (("bed",), ("care", "leavers"), ("night", "time"))
    assert terms('"unfinished') == (("unfinished",),)
    assert terms("% _ *") == ()
    assert len(terms("word " * 100)) == 12


def test_an_excerpt_says_where_and_marks_what() -> None:
    found = excerpt(PARTS, terms("night"))
    assert found is not None
    assert found.label == "Text"
    assert [piece.text for piece in found.pieces if piece.found] == ["night", "night"]
    assert "".join(piece.text for piece in found.pieces) == PARTS[1].text
    assert excerpt(PARTS, terms("centre")) is None, "the title is shown anyway"
    assert excerpt(PARTS, terms("bed")).label == "Said"


def test_a_long_text_is_cut_around_what_was_found() -> None:
    long = ("x " * 500) + "needle" + (" y" * 500)
    found = excerpt((PARTS[0], Part("Text", long)), terms("need"))
    assert found is not None
    said = "".join(piece.text for piece in found.pieces)
    assert said.startswith("… ")
    assert said.endswith(" …")
    assert len(said) < 250
    assert [piece.text for piece in found.pieces if piece.found] == ["needle"]


@given(st.text(max_size=60), st.text(max_size=200))
def test_nothing_typed_breaks_an_excerpt(typed: str, text: str) -> None:
    looked_for = terms(typed)
    if looked_for:
        found = excerpt((PARTS[0], Part("Text", text)), looked_for)
        assert found is None or any(piece.found for piece in found.pieces)
