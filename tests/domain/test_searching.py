"""What is searched for, and what is shown of where it was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.searching import Part, excerpt, folded, indexed, terms

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
        ("£180,000 180\u00a0000 180,000.00 12,34", ("180000", "180000", "180000", "00", "12", "34")),
        ("Łukasz Øyvind Đỗ Ægir Straße þorn œuvre", ("lukasz", "oyvind", "do", "aegir", "strasse", "thorn", "oeuvre")),
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


@pytest.mark.parametrize("pair", ['""', "“”", "„“", "«»", "＂＂", "”“", "‟”"])
def test_every_double_quotation_mark_makes_a_phrase(pair: str) -> None:
    assert terms(f"{pair[0]}outreach at night{pair[1]}") == (("outreach", "at", "night"),)
    assert terms(f"{pair[0]}outreach night") == (("outreach",), ("night",)), "a phrase that is not closed is its words"


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łukasz Wójcik", "lukasz"), ("Lukasz", "Łukasz"), ("Straße", "strasse"), ("Ægir", "aegir"), ("£180,000 a year", "180000"),
        ("£180 000 a year", "180000"), ("180000 a year", "£180,000"), ("180000 a year", "180 000"), ("180,000.50", "180000"),
        ("well-being", "wellbeing"), ("wellbeing", "well-being"), ("well‑being", "well being"), ("A day-centre at night", "day centre"),
    ],
)  # fmt: skip
def test_what_is_written_in_two_ways_is_found_and_marked(written: str, typed: str) -> None:
    known = " " + " ".join(indexed(written)) + " "
    looked_for = terms(typed)
    assert all(any(f" {' '.join(way)}" in known for way in (term, ("".join(term),))) for term in looked_for)
    found = excerpt((PARTS[0], Part("Text", written)), looked_for)
    assert found is not None
    assert "".join(piece.text for piece in found.pieces) == written


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
