"""Lexicons: what is shipped, what a file may hold, and the line of every mistake."""

import time
from pathlib import Path

import pytest

from govflow.definitions.bundled import bundled
from govflow.definitions.lexicons import load_lexicon, load_lexicons
from govflow.definitions.library import Folders, load_library
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import DefinitionError
from govflow.domain.lexicons import Lexicon, remarks, together
from govflow.engine.registry import known_words
from govflow.engine.reporting import check_report
from tests.stories import library

GOOD = """
lexicon: en
title: English
spared: [no blame]
entries:
  - {words: [blame, to blame], rather: what led to it, why: It looks for a person.}
"""


def read(folder: Path, text: str) -> Lexicon:
    path = folder / "en.yaml"
    path.write_text(text, encoding="utf-8")
    return load_lexicon(path)


def test_the_shipped_languages_are_read_with_the_library() -> None:
    found = library().lexicons
    assert {name: len(one.entries) >= 30 for name, one in found.items()} == {"en": True, "cy": True}
    assert len(found["en"].entries) >= 60
    assert {entry.language for name in found for entry in found[name].entries} == {"en", "cy"}


@pytest.mark.parametrize("language", ["en", "cy"])
def test_everything_listed_is_remarked_on_and_nothing_offered_is(language: str) -> None:
    lexicon, both = library().lexicons[language], together(library().lexicons.values())
    for entry in lexicon.entries:
        for words in entry.words:
            (found,) = remarks(f"We say: {words}.", lexicon)
            assert (found.words, found.why) == (words, entry.why)
        assert remarks(entry.rather, both) == (), entry.rather
    for words in lexicon.spared:
        assert remarks(words, both) == ()


def test_the_name_of_the_principle_is_spared_in_every_pack() -> None:
    both = together(library().lexicons.values())
    for pack in library().policies.values():
        for principle in pack.principles:
            assert remarks(f"{principle.title}. {principle.title.upper()}", both) == ()


def test_a_hundred_thousand_characters_take_no_time_anybody_would_notice() -> None:
    both, took = together(library().lexicons.values()), []
    text = ("What people told us is that the night is the hardest part, and they failed to say whose fault it was. " * 1_000)[
        :100_000
    ]
    for _ in range(5):
        before = time.perf_counter()
        assert len(remarks(text, both)) > 1_900
        took.append(time.perf_counter() - before)
    assert min(took) < 0.1


def test_an_entry_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.id, found.title, found.spared) == ("en", "English", ("no blame",))
    assert [(e.words, e.rather, e.why, e.language) for e in found.entries] == [
        (("blame", "to blame"), "what led to it", "It looks for a person.", "en")
    ]


@pytest.mark.parametrize(
    ("typed", "instead", "says"),
    [
        ("lexicon: en", "lexicon: cy", "'lexicon' cannot be 'cy'"),
        ("rather: what", "rathr: what", "did you mean 'rather'"),
        ("[blame, to blame]", "[]", "'words' is empty"),
        ("[blame, to blame]", r"['blam\w+']", "a wording is words and nothing else"),
        ("[blame, to blame]", "['blame.*']", "a wording is words and nothing else"),
        ("[blame, to blame]", "[blame, Blame]", "which stands in 'words' already"),
        ("[blame, to blame]", "[no blame]", "which stands in 'spared' already"),
        ("title: English", "title: ''", "'title' is empty"),
        ("entries:", "entries:\n  - {words: [blame], rather: a cause, why: So.}", "which stands in 'words' already"),
    ],
)
def test_what_is_wrong_is_refused_in_words(tmp_path: Path, typed: str, instead: str, says: str) -> None:
    with pytest.raises(DefinitionError, match=r"lexicons/en.yaml:\d+") as caught:
        read(tmp_path, GOOD.replace(typed, instead))
    assert says in str(caught.value)


def test_a_folder_without_lexicons_has_none_and_a_wrong_one_is_reported_with_the_rest(tmp_path: Path) -> None:
    problems = Problems()
    assert load_lexicons(tmp_path / "nowhere", problems) == {}
    assert problems.found == []
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / "en.yaml").write_text("lexicon: en\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"lexicons/en\.yaml"):
        load_library(bundled("workflows"), tmp_path, known_words())
    told = check_report(Folders(bundled("workflows"), tmp_path)).problems
    assert {p.file for p in told} == {"lexicons/en.yaml", str(tmp_path)}  # and that there is no pack
