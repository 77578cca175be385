"""Canonical JSON and its digest: one content, one sequence of bytes, whatever the file's layout and comments."""

import hashlib
from collections.abc import Mapping, Sequence

import orjson

from govflow.definitions.strict_yaml import DefinitionError, Node, Plain, Problem, from_plain


def canonical(content: Plain) -> bytes:
    """Return ``content`` as JSON with sorted keys and no spaces."""
    return orjson.dumps(_unwrapped(content), option=orjson.OPT_SORT_KEYS)


def digest(content: bytes) -> str:
    """Return the SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def from_canonical(content: bytes, file: str) -> Node:
    """Return stored ``content`` as a tree, to be read as a file is."""
    try:
        return from_plain(orjson.loads(content), file)
    except orjson.JSONDecodeError as error:
        raise DefinitionError([Problem(file, 0, f"is not JSON: {error}")]) from error


def _unwrapped(content: Plain) -> object:
    # Frozen values hold tuples and mapping proxies; orjson takes only the plain kinds.
    if isinstance(content, str):
        return content
    if isinstance(content, Mapping):
        return {key: _unwrapped(value) for key, value in content.items()}
    return [_unwrapped(value) for value in content] if isinstance(content, Sequence) else content
