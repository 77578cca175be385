"""Canonical JSON (RFC 8785) under a narrow profile, so that every language makes the same bytes of the same content.

Text is NFC without lone surrogates, whole numbers lie within 2^53, keys are ASCII, and there are no floats. Decoding is
strict: bytes that are not the canonical spelling of their own content are refused. What the content means does not live
here.
"""

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

import orjson

LARGEST = 2**53 - 1


class NotCanonicalError(ValueError):
    """The content, or the bytes, do not fit the profile; the message says where."""


def encode(content: object) -> bytes:
    """Return the one sequence of bytes of ``content``. Raises NotCanonicalError for what the profile does not allow."""
    try:
        body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
        _check(content, plain_text=body.isascii())
    except (NotCanonicalError, orjson.JSONEncodeError):
        return _slowly(content)
    return body


def _slowly(content: object) -> bytes:
    # This way says where it is wrong, and knows other mappings than dictionaries.
    try:
        return orjson.dumps(plain(content), option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as error:
        raise NotCanonicalError(str(error)) from error


def decode(body: bytes) -> Any:  # noqa: ANN401 - JSON is whatever it is
    """Return the content of ``body``. Raises NotCanonicalError unless encoding it again gives the same bytes."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NotCanonicalError(f"is not JSON: {error}") from error
    _check(content, plain_text=body.isascii())
    if orjson.dumps(content, option=orjson.OPT_SORT_KEYS) != body:
        raise NotCanonicalError("is JSON, but not in its canonical spelling")
    return content


def plain(content: object, where: str = "$") -> Any:  # noqa: ANN401 - JSON is whatever it is
    """Return ``content`` as the plain kinds of JSON; tuples become lists, mappings dictionaries. ``where`` is for messages."""
    kind = type(content)
    if kind is str:
        return _text(content, where)  # type: ignore[arg-type]
    if content is None or kind is bool:
        return content
    if kind is int:
        return _number(content, where)  # type: ignore[arg-type]
    if isinstance(content, Mapping):
        return {_key(key, where): plain(value, f"{where}.{key}") for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value, f"{where}[{n}]") for n, value in enumerate(content)]
    raise NotCanonicalError(f"{where} holds {kind.__name__}, which has no place in canonical JSON")


def nfc(text: str) -> str:
    """Return ``text`` in the composed spelling (NFC), in which the record keeps every text."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def commitment(name: str, value: str, salt: bytes) -> str:
    """Return the commitment (hexadecimal) to a personal ``value`` of the field ``name`` under a fresh ``salt`` of 32 bytes."""
    return hashlib.sha256(b"govflow-field-v1\0" + salt + encode([name, value])).hexdigest()


def _check(content: object, *, plain_text: bool) -> None:
    # Four times as fast as making the content plain, which a parser's own output is already.
    kind = type(content)
    if kind is dict:
        for key, value in content.items():  # type: ignore[attr-defined]
            if type(value) is not str or not plain_text:
                _check(value, plain_text=plain_text)
            if not plain_text:
                _key(key, "$")
    elif kind is list:
        for value in content:  # type: ignore[attr-defined]
            if type(value) is not str or not plain_text:
                _check(value, plain_text=plain_text)
    elif kind is not bool and content is not None:
        plain(content)


def _text(text: str, where: str) -> str:
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        raise NotCanonicalError(f"{where} is text that is not in NFC")
    return text


def _number(number: int, where: str) -> int:
    if not -LARGEST <= number <= LARGEST:
        raise NotCanonicalError(f"{where} is a number beyond 2^53")
    return number


def _key(key: object, where: str) -> str:
    if type(key) is not str or not key.isascii():
        raise NotCanonicalError(f"{where} has the key {key!r}; keys are ASCII text")
    return key
