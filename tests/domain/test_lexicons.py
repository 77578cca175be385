"""Wording that reads as blame: what is found, what is passed over, and what holds for every text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.lexicons import Entry, Lexicon, Remark, remarks, taken, together

ENTRIES = (
    Entry(("fault", "faults"), "cause", "A cause can be removed.", "en"),
    Entry(("your fault",), "part of what happened", "It points.", "en"),
    Entry(("failed to",), "did not", "A fact.", "en"),
    Entry(("blame",), "ask about the part of", "It looks for a person.", "en"),
    Entry(("should have known", "didn't know"), "did not know at the time", "Afterwards.", "en"),
    Entry(("self serving",), "for itself too", "A motive.", "en"),
)
LEXICON = Lexicon("en", "English", ("no fault", "no blame", "fault line"), ENTRIES)
WELSH = Lexicon(
    "cy", "Cymraeg", ("dim bai",), (Entry(("bai", "ar fai"), "achos", "Achos.", "cy"), Entry(("tŷ bai",), "tŷ", "T."))
)
WORDS = "fault your failed to should have known no blame didn't didn’t line FAULT the Ŵ İ ß self-serving - _ ' ’ “ ” \" ‘ « » . \n \r\n"
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from([*WORDS.split(" "), " ", "\n\n", "w\u0302"]), max_size=40).map(" ".join))


def found(text: str) -> list[str]:
    return [one.words for one in remarks(text, LEXICON)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is your fault, and the FAULT of all.", ["your fault", "FAULT"]),
        ("They failed\n to ask.", ["failed\n to"]),
        ("They failed.\nTo ask", []),
        ("They should have\r\nknown", ["should have\r\nknown"]),
        ("They should have\n\nknown", []),
        ("default, faulty, faultless, fault_line", []),
        ("a fault line, and a fault", ["fault"]),
        ("No fault, no blame! NO-FAULT and no\nblame.", []),
        ("Health’s fault; the fault's cause", ["fault", "fault"]),
        ("I didn’t know. I didn't know. I didnʼt know.", ["didn’t know", "didn't know", "didnʼt know"]),
        ("self-serving, self\u00a0serving, self\u2011serving", ["self-serving", "self\u00a0serving", "self\u2011serving"]),
        ("She said “it is your fault”.", []),
        ('She said "it is your fault", a fault.', ["fault"]),
        ("She said ‘it isn’t your fault’, a fault.", ["fault"]),
        ("She said «your fault»", []),
        ('An inch is 12", the fault is another.', ["fault"]),
        ("“Opened and\n\nnever closed: fault", ["fault"]),
        ("fault\u0301 \u0301fault", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_a_remark_says_where_what_instead_and_why() -> None:
    text = "İİ: Your fault"
    assert remarks(text, LEXICON) == (Remark(4, 14, "Your fault", "Part of what happened", "It points.", "en"),)
    assert taken(text, remarks(text, LEXICON)[0]) == "İİ: Part of what happened"


def test_accents_are_found_however_they_are_typed() -> None:
    for text in ("Tŷ bai", "Ty\u0302 bai", "TŶ BAI", "TY\u0302 BAI"):
        assert [one.rather for one in remarks(text, WELSH)] == ["Tŷ"]
    assert remarks("dim bai; mae'n bai", WELSH)[0].start == 15


def test_several_languages_are_looked_for_at_once() -> None:
    both = together((LEXICON, WELSH))
    assert [one.language for one in remarks("Your fault: ar fai", both)] == ["en", "cy"]
    assert remarks("fault", Lexicon("", "", (), ())) == ()


@given(TEXTS)
def test_remarks_lie_in_the_text_in_order_and_say_what_is_there(text: str) -> None:
    end = 0
    for one in remarks(text, LEXICON):
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.words
        assert not text[one.start - 1 : one.start].isalnum()
        assert not text[one.end : one.end + 1].isalnum()
        end = one.end


@given(TEXTS, TEXTS)
def test_a_paragraph_is_looked_at_by_itself(before: str, after: str) -> None:
    first, gap = remarks(before, LEXICON), len(before) + 2
    second = tuple(one._replace(start=one.start + gap, end=one.end + gap) for one in remarks(after, LEXICON))
    assert remarks(f"{before}\n\n{after}", LEXICON) == first + second


@given(TEXTS)
def test_what_is_taken_over_is_remarked_on_no_more(text: str) -> None:
    mended, before = text, remarks(text, LEXICON)
    for one in reversed(before):
        mended = taken(mended, one)
    assert len(remarks(mended, LEXICON)) == 0 or not before


@pytest.mark.parametrize(
    "text", ["They failed to say whose fault it was, at night. ", "“", '"', "‘a’b", "-a", "\n", "should have ", "  "]
)
def test_the_time_it_takes_grows_with_the_text_alone(text: str) -> None:
    def best(times: int) -> float:
        long = text * (times // len(text))
        return min(_took(long) for _ in range(5))

    assert best(200_000) < 20 * best(25_000) + 0.01


def _took(text: str) -> float:
    before = time.perf_counter()
    remarks(text, LEXICON)
    return time.perf_counter() - before
