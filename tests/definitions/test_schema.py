"""Reading checked values: every problem of a file together, each with its line and the nearest known word."""

from datetime import date

import pytest

from govflow.definitions.clocks import parse_span
from govflow.definitions.schema import Problems, each, fields, nearest
from govflow.definitions.strict_yaml import DefinitionError, read_text
from govflow.domain.working_days import Span


def problems_of(text, read):
    problems = Problems()
    with fields(read_text(text, "f.yaml"), "a thing", problems) as f:
        read(f)
    return [str(p) for p in problems.found]


def test_all_problems_come_together_with_line_and_nearest_word():
    def read(f):
        f.word("colour", ("red", "green"))
        f.number("size", 1, 9)
        f.text("name")
        f.flag("open")
        f.day("until")
        f.pence("amount")

    text = "colour: gren\nsize: 12\nnmae: x\nopen: maybe\nuntil: 2026-02-30\namount: 1.000\n"
    assert problems_of(text, read) == [
        "f.yaml:1: 'colour' cannot be 'gren'; did you mean 'green'?",
        "f.yaml:2: 'size' is 12; it must be from 1 to 9",
        "f.yaml:1: a thing needs 'name'",
        "f.yaml:4: 'open' cannot be 'maybe'; known: no, yes",
        "f.yaml:5: '2026-02-30' is not a date such as 2026-03-31",
        "f.yaml:6: 'amount' is '1.000'; it must be a sum of money, such as 180000.00",
        "f.yaml:3: a thing has no key 'nmae'; did you mean 'name'?",
    ]


def test_a_list_refuses_what_is_no_text_unknown_or_given_twice():
    found = problems_of("words: [a, b, a, {c: d}, '']\n", lambda f: f.texts("words", ("a", "c")))
    assert [p.partition(": ")[2] for p in found] == [
        "'words' cannot hold 'b'; known: a, c",
        "'words' holds 'a' twice",
        "'words' must be a list of texts",
        "'words' must be a list of texts",
    ]


def test_a_row_given_twice_is_refused_at_the_second():
    found = problems_of("rows:\n  - {id: a}\n  - {id: a}\n", lambda f: each(f, "rows", "a row", lambda r: r.name("id"), str))
    assert found == ["f.yaml:3: a row 'a' stands here a second time"]


@pytest.mark.parametrize("text", ["just text\n", "[a, b]\n"])
def test_what_is_no_mapping_is_refused_once(text):
    assert problems_of(text, lambda f: f.text("name")) == ["f.yaml:1: a thing must be a mapping of keys to values"]


def test_the_wrong_shape_of_a_key_is_refused():
    found = problems_of("a: {}\nb: x\nc: x\n", lambda f: (f.text("a"), f.rows("b"), f.pairs("c")))
    assert found == [
        "f.yaml:1: 'a' must be text",
        "f.yaml:2: 'b' must be a list",
        "f.yaml:3: 'c' must be a mapping of keys to values",
    ]


def test_money_is_whole_pence():
    with fields(read_text('a: "180000.00"\nb: "0.05"\nc: £180,000\nd: 180 000.5\n', "f"), "money", Problems()) as f:
        assert [f.pence(key) for key in "abcd"] == [18_000_000, 5, 18_000_000, 18_000_050]


def test_a_date_is_read():
    with fields(read_text("a: 2026-03-31\nb: 31 March 2026\nc: 31/03/2026\n", "f"), "a day", Problems()) as f:
        assert {f.day(key) for key in "abc"} == {date(2026, 3, 31)}


@pytest.mark.parametrize("text", ["1.2345", "1,5", "-1.00", "1e3.00", "1.000", "NaN", "9999999999999.00"])
def test_money_that_could_be_misread_is_refused(text):
    assert len(problems_of(f'a: "{text}"\n', lambda f: f.pence("a"))) == 1


def test_stopping_raises_every_problem_and_only_problems():
    problems = Problems()
    problems.stop()
    for line in (3, 1):
        problems.add(read_text("\n" * line + "a", "f"), "is wrong")
    with pytest.raises(DefinitionError) as caught:
        problems.stop()
    assert [p.line for p in caught.value.problems] == [4, 2]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5 clear working days", Span(5, "clear working days")),
        ("1 clear working day", Span(1, "clear working days")),
        ("10 working days", Span(10, "working days")),
        ("1 working day", Span(1, "working days")),
        ("15 minutes", Span(15, "minutes")),
        ("90 days", Span(90, "days")),
        ("1 hour", Span(1, "hours")),
    ],
)
def test_a_length_of_time_is_read_and_written_alike(text, span):
    assert parse_span(text) == span
    assert str(span) == text


@pytest.mark.parametrize(
    "text", ["", "0 days", "five days", "5 weeks", "5  days", "-1 days", "5 days ", "1000 days", "5 clear days"]
)
def test_what_is_no_length_of_time_is_not_guessed(text):
    assert parse_span(text) is None


def test_nothing_near_and_nothing_short_offers_nothing():
    assert nearest("zzzz", [f"word number {n}" for n in range(20)]) == ""
