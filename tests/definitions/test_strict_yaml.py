"""The strict loader: text stays text, and whatever two readers could read differently is refused with its line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.definitions.strict_yaml import MOST_BYTES, DefinitionError, plain, read_file, read_text


def refusal(text):
    with pytest.raises(DefinitionError) as caught:
        read_text(text, "file.yaml")
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "word", ["on", "no", "yes", "true", "null", "~", "12:30", "1.10", "0o17", "1_000", "2026-03-01", "1e3", ".inf"]
)
def test_every_scalar_stays_the_text_it_was_written_as(word):
    assert plain(read_text(f"{word}: {word}\nlist: [{word}]\n", "f")) == {word: word, "list": [word]}


def test_an_empty_value_is_empty_text():
    assert plain(read_text("a:\nb: ''\n", "f")) == {"a": "", "b": ""}


def test_each_value_knows_the_line_of_its_key():
    tree = read_text("a: 1\nb:\n  c: 2\n  d:\n    - x\n    - y\n", "f").value
    assert (tree["a"].line, tree["b"].line, tree["b"].value["d"].line) == (1, 2, 4)
    assert [row.line for row in tree["b"].value["d"].value] == [5, 6]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "a second time (first on line 1)"),
        ("a:\n  x: {p: 1, p: 2}\n", 2, "a second time"),
        ("a: &one 1\n", 1, "anchor &one"),
        ("a: &one {x: 1}\n", 1, "anchor &one"),
        ("a: *one\n", 1, "repeats *one"),
        ("a: 1\nb: !!int 2\n", 2, "tag"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "tag"),
        ("a: ! x\n", 1, "tag"),
        ("a:\n  <<: {b: 1}\n", 2, "merge key"),
        ("? [a]\n: 1\n", 1, "a key is plain text"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("%YAML 1.1\n---\na: 1\n", 1, "directive"),
        ("a: 1\nb: x\x00y\n", 2, "U+0000"),
        ('a: 1\nb: "x\\0y"\n', 2, "U+0000"),
        ("a: x\x1b[2Jy\n", 1, "U+001B"),
        ("a: ok\nb: a\u202ebc\n", 2, "U+202E"),
        ('a: "\\u202e"\n', 1, "U+202E"),
        ("a: x\u2028y\n", 1, "U+2028"),
        ("a: \ufeffx\n", 1, "U+FEFF"),
        ("a: [" + "[" * 40 + "]" * 40 + "]\n", 1, "nested more than"),
        ("a: [1, 2\nb: 3\n", 2, "is not valid YAML"),
        ("a: b: c\n", 1, "is not valid YAML"),
        ("\ta: 1\n", 1, "is not valid YAML"),
        ("", 0, "is empty"),
        ("# only a comment\n", 0, "is empty"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused_with_its_line(text, line, says):
    problem = refusal(text)
    assert (problem.file, problem.line) == ("file.yaml", line)
    assert says in problem.says


def test_very_deep_nesting_is_refused_without_exhausting_the_stack():
    assert "nested more than" in refusal("[" * 20_000).says
    assert "nested more than" in refusal("".join(" " * n + "a:\n" for n in range(3_000))).says


def test_an_impossible_escape_is_refused_as_yaml():
    assert "not valid YAML" in refusal('a: "\\Uffffffff"\n').says


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "big.yaml"
    path.write_text("a: " + "x" * MOST_BYTES, encoding="utf-8")
    with pytest.raises(DefinitionError, match="larger than"):
        read_file(path)


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(DefinitionError, match=r"latin\.yaml:2: is not UTF-8"):
        read_file(path)


def test_a_missing_file_is_a_problem_of_that_file(tmp_path):
    with pytest.raises(DefinitionError, match=r"gone\.yaml: cannot be read"):
        read_file(tmp_path / "gone.yaml")


def test_windows_line_ends_read_the_same():
    assert plain(read_text("a: 1\r\nb: |\r\n  x\r\n  y\r\n", "f")) == plain(read_text("a: 1\nb: |\n  x\n  y\n", "f"))


@given(st.text(max_size=60) | st.text(alphabet="ab:-[]{}&*!|>'\"%#\n \\0xuU,?~", max_size=60))
def test_any_text_is_read_or_refused_never_anything_else(text):
    with contextlib.suppress(DefinitionError):
        read_text(text, "f")
