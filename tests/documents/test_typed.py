"""The markup of minutes is headings, lists and emphasis, and everything else is shown as it was typed; nothing runs off a page."""

import io
import re
from collections.abc import Iterator

import docx
import pytest
from bs4 import BeautifulSoup

from govflow.acts import documents
from govflow.documents.pdf import render
from govflow.documents.text import as_html
from govflow.documents.word import minutes_as_word
from tests.documents.drawing import outside, text_of, words_of

LISTS = """## Item 1
1. Agree
2. Write

## Item 2
1. Visit
   1. Ring first
   2. Take the key
2. Report

7. Apologies

2026. was a hard year

3) by bus
4) on foot

09. September
- a point
  that goes on
  - a point in it

2. two
1. one

100000. Far
5.
"""
NUMBERS = ["1.", "2.", "1.", "1.", "2.", "2.", "7.", "2026.", "3)", "4)", "09.", "2.", "1.", "100000.", "5."]
LITERAL = (
    *("---", "***", "Heading\n---", "Heading\n===", "> said", "```\ncode\n```", "    four spaces", "[1]: https://example.org"),
    *("&amp; &copy; &#65;", "<script>x</script>", "<b>x</b>", r"\* \_ \#", "`x`", "![x](y)", "[x](y)", "<https://example.org>"),
    *("#hashtag", "| a | b |\n|---|---|", "Line one\nline two", "a  \nb", "1986\\. A year", "~~x~~"),
)
LONG = "Donaudampfschifffahrt" * 12
ADDRESS = "https://example.org/" + "a-very-long-path/" * 15
ISSUER = documents.Issuer("Seaport", illustrative=True, where=lambda meeting, n: f"{ADDRESS}{meeting}/{n}")


def page_of(text: str, **more: object) -> dict[str, object]:
    given = {
        "ref": "MIN-0001", "version": 1, "sentence": f"Held. {LONG}", "meeting_title": f"March {LONG}", "when": "today", "text": text,
        "corrections": [{"after": True, "said": f"Not {LONG}\ufffe", "by": LONG, "when": "today"}], "settled": True,
        "attendees": [{"name": LONG, "title": ADDRESS, "accepted": True, "when": "today"}],
    }  # fmt: skip
    return given | more


def numbers(lines: Iterator[str]) -> list[str]:
    return [found[1] for line in lines if (found := re.match(r"\s*(\d+[.)])(\s|$)", line))]


def test_every_number_is_the_one_that_was_typed_on_screen_in_pdf_and_in_word() -> None:
    words = {"footer": "", "ref": "MIN-0001", "version": 1, "sentence": "Held.", "title": "Minutes", "after": {}}
    pdf = render("minutes.html", body=as_html(LISTS), alliance="Seaport", illustrative=False, **words)
    assert numbers(iter(text_of(pdf).splitlines())) == NUMBERS
    word = docx.Document(io.BytesIO(minutes_as_word("Minutes", [], LISTS, {})))
    assert numbers(paragraph.text for paragraph in word.paragraphs) == NUMBERS
    screen = BeautifulSoup(as_html(LISTS), "html.parser")
    assert numbers(next(item.stripped_strings) for item in screen.select("ol > li")) == NUMBERS
    assert [f"{item['value']}" for item in screen.select("ol > li")] == [number[:-1].lstrip("0") for number in NUMBERS]


def test_lists_in_lists_stand_further_in_in_word() -> None:
    word = docx.Document(io.BytesIO(minutes_as_word("Minutes", [], LISTS, {})))
    inward = {paragraph.text: paragraph.paragraph_format.left_indent for paragraph in word.paragraphs}
    assert inward["1. Ring first"] == 2 * inward["2. Report"] > 0
    styles = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs}
    assert (styles["a point\nthat goes on"], styles["a point in it"]) == ("List Bullet", "List Bullet 2")


@pytest.mark.parametrize("typed", LITERAL)
def test_what_is_no_markup_of_minutes_is_shown_as_it_was_typed(typed: str) -> None:
    screen = BeautifulSoup(as_html(typed), "html.parser")
    assert [found.name for found in screen.find_all() if found.name not in {"p", "br"}] == []
    said = [line.strip() for line in screen.get_text().splitlines() if line.strip()]
    assert said == [line.strip() for line in typed.splitlines()]
    word = docx.Document(io.BytesIO(minutes_as_word("Minutes", [], typed, {})))
    assert [line.strip() for p in word.paragraphs[1:] for line in p.text.split("\n")] == said


@pytest.mark.parametrize("stored", ["\ufffe", "\uffff", "\x00", "\x0b", "\x0c", "\x1b", "\ufdd0", "\ud800"])
def test_what_no_document_can_hold_does_not_stop_one(stored: str) -> None:
    page = page_of(f"## Rent{stored}al\n\nRent{stored}al and {stored}", meeting_title=f"Ma{stored}rch", sentence=f"He{stored}ld.")
    word = docx.Document(io.BytesIO(documents.minutes_word(ISSUER, page)))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Rental and" in text
    assert "Minutes of March" in text
    assert "Rental and" in text_of(documents.minutes_pdf(ISSUER, page))


def test_a_long_title_does_not_stop_minutes_in_word() -> None:
    word = docx.Document(io.BytesIO(documents.minutes_word(ISSUER, page_of("x", meeting_title="M" * 300))))
    assert word.paragraphs[0].text.startswith("Minutes of " + "M" * 300)


def test_nothing_in_minutes_runs_off_the_page() -> None:
    text = f"## {LONG}\n\n{ADDRESS}\n\n1. {LONG}\n   - {ADDRESS}\n\n**{LONG}**\n\n" + "漢" * 200
    pdf = documents.minutes_pdf(ISSUER, page_of(text))
    assert outside(pdf) == []
    assert "".join(text_of(pdf).split()).count(LONG) >= 3


def test_nothing_in_a_pack_runs_off_the_page_and_the_table_keeps_its_columns() -> None:
    papers = {1: documents.Paper(1, LONG, ADDRESS, why="it is damaged")}
    item = {
        "number": 1, "title": ADDRESS, "kind": "for decision", "late": True, "who": "W" * 80, "minutes": 20, "note": LONG,
        "papers": [{"n": 1, "title": LONG, "address": ""}, {"n": 2, "title": "A link", "address": ADDRESS}], "decision": None,
    }  # fmt: skip
    told = {
        "ref": "DEC-0001", "version": 1, "sentence": LONG, "text": LONG, "amount": "£1", "decided_by": "us", "why_this_body": LONG,
        "statement": [(LONG, ADDRESS)],
    }  # fmt: skip
    page = {"ref": "MTG-0001", "sentence": "Planned.", "link": f"https://example.org/{'j' * 250}", "items": [item], "papers": []}
    words = {"title": f"March {LONG}", "page": page, "decisions": {1: told}, "footer": f"MTG-0001 {LONG}", "fresh": [LONG]}
    pdf = render("pack.html", papers=papers, alliance="Seaport", illustrative=True, **words)
    assert outside(pdf) == []
    assert {"Item", "What", "Who", "Minutes"} <= {word.text for word in words_of(pdf) if word.page == 1}
    assert "".join(text_of(pdf).split()).count(ADDRESS) >= 3
