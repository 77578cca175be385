"""Canonical JSON, against another implementation, and what it refuses."""

import hashlib
import unicodedata
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from govflow.trust import canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"])).map(canonical.nfc)
KEY = st.text(st.characters(max_codepoint=126, min_codepoint=32), max_size=8)
NUMBER = st.integers(-canonical.LARGEST, canonical.LARGEST)
CONTENT = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4)
)


@given(CONTENT)
def test_the_bytes_are_those_of_rfc_8785_and_decode_to_the_content(content: object) -> None:
    body = canonical.encode(content)
    assert body == rfc8785.dumps(content)  # type: ignore[arg-type]
    assert canonical.decode(body) == content


@pytest.mark.parametrize(
    "content",
    [
        1.0,
        float("nan"),
        float("inf"),
        2**53,
        -(2**53),
        "\ud800",
        "e\u0301",
        {"é": 1},
        {1: 2},
        b"x",
        datetime(2026, 1, 1, tzinfo=UTC),
        {1, 2},
    ],
    ids=repr,
)
def test_what_has_no_place_is_refused(content: object) -> None:
    with pytest.raises(canonical.NotCanonicalError):
        canonical.encode({"deep": [content]})


@pytest.mark.parametrize(
    "body",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b"1.0",
        b"1e3",
        b"-0",
        b'"\\u0061"',
        b"{",
        b"",
        b'"\xff"',
        b'"\\ud800"',
        b"NaN",
        b"[1]\n",
    ],
    ids=repr,
)
def test_another_spelling_is_refused(body: bytes) -> None:
    with pytest.raises(canonical.NotCanonicalError):
        canonical.decode(body)


def test_tuples_and_frozen_mappings_are_lists_and_objects() -> None:
    assert canonical.encode(MappingProxyType({"b": (1, 2), "a": None})) == b'{"a":null,"b":[1,2]}'


def test_nfc_composes() -> None:
    assert canonical.nfc("w\u0302") == "ŵ"
    assert unicodedata.is_normalized("NFC", canonical.nfc("e\u0301"))


def test_a_commitment_hides_and_binds() -> None:
    salt, other = bytes(32), bytes([1] * 32)
    assert canonical.commitment("reason", "x", salt) != canonical.commitment("reason", "x", other)
    assert canonical.commitment("reason", "x", salt) != canonical.commitment("name", "x", salt)
    by_hand = hashlib.sha256(b"govflow-field-v1\0" + salt + b'["reason","x"]').hexdigest()
    assert canonical.commitment("reason", "x", salt) == by_hand
