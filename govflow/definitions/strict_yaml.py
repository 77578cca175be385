"""Strict YAML: text in, a tree of text with line numbers out.

Only mappings, lists and text. Every scalar stays the text it was written as; whatever makes two readers see two things (a key
given twice, anchors, tags, merge keys, hidden characters, several documents) is refused with its file and line. What the text
means is the business of ``schema``; no other module may parse YAML.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

MOST_BYTES = 1_000_000
MOST_DEPTH = 20

# Control characters, other line ends, text-direction marks and a byte order mark: invisible in review, not to a parser.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")

REMEDIES = {
    "mapping values are not allowed": "text with a colon and a space in it needs quotation marks around it",
    "found character '\\t'": "indent with spaces, not with a tab",
}

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file, and where (line 0: the file as a whole)."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}" if self.line else f"{self.file}: {self.says}"


class DefinitionError(Exception):
    """Definitions were refused; carries every problem found, never none."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a file. In a mapping, ``line`` is the line of the key."""

    value: "str | list[Node] | dict[str, Node]"
    line: int
    file: str


class _Loader(yaml.BaseLoader):
    """PyYAML's loader that resolves no types; only its events are used."""


def read_file(path: Path, name: str = "") -> Node:
    """Return the tree of the file at ``path``, called ``name`` in problems. Raises DefinitionError, nothing else."""
    file = name or path.name
    try:
        with path.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise DefinitionError([Problem(file, 0, f"cannot be read: {error.strerror or error}")]) from error
    if len(raw) > MOST_BYTES:
        raise DefinitionError([Problem(file, 0, f"is larger than {MOST_BYTES} bytes")])
    try:
        return read_text(raw.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DefinitionError([Problem(file, line, "is not UTF-8 text")]) from error


def read_text(text: str, file: str) -> Node:
    """Return the tree of ``text``, called ``file`` in problems. Raises DefinitionError, nothing else."""
    text = text.replace("\r\n", "\n")
    _refuse_hidden(text, file, 1)
    try:
        return _document(text, file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        says = f"is not valid YAML: {_meant(error.problem or error.context or '')}"
        raise DefinitionError([Problem(file, mark.line + 1 if mark else 0, says)]) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two: PyYAML converts the number of an escape such as "\Uffffffff" unchecked.
        raise DefinitionError([Problem(file, 0, f"is not valid YAML: {error}")]) from error


def from_plain(value: object, file: str, depth: int = 1) -> Node:
    """Return already parsed ``value`` as a tree without lines, so that one reader serves files and stored content."""
    if depth > MOST_DEPTH:
        raise _stop(file, 0, f"is nested more than {MOST_DEPTH} deep")
    if isinstance(value, Mapping):
        return Node({str(k): from_plain(v, file, depth + 1) for k, v in value.items()}, 0, file)
    if isinstance(value, list | tuple):
        return Node([from_plain(v, file, depth + 1) for v in value], 0, file)
    if isinstance(value, str):
        return Node(value, 0, file)
    raise DefinitionError([Problem(file, 0, f"holds {value!r}, which is neither text, a list nor a mapping")])


def plain(node: Node) -> Plain:
    """Return the tree as nested text, lists and dicts."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def _meant(problem: str) -> str:
    """Return what the parser says, with what to do about the two mistakes that people make most."""
    for about, remedy in REMEDIES.items():
        if about in problem:
            return f"{problem}; {remedy}"
    return problem


def _stop(file: str, line: int, says: str) -> DefinitionError:
    return DefinitionError([Problem(file, line, says)])


def _refuse_hidden(text: str, file: str, line: int) -> None:
    found = HIDDEN.search(text)
    if found:
        line += text.count("\n", 0, found.start())
        raise _stop(file, line, f"holds the hidden character U+{ord(found.group()):04X}; take it out")


def _document(text: str, file: str) -> Node:
    events = yaml.parse(text, Loader=_Loader)
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            line = _line(event)
            if root is not None:
                raise _stop(file, line, "starts a second document; one file holds one")
            if event.tags or event.version:
                raise _stop(file, line, "uses a % directive; take it out")
            root = _node(next(events), events, file, 1)
    if root is None:
        raise _stop(file, 0, "is empty")
    return root


def _node(event: yaml.Event, events: Iterator[yaml.Event], file: str, depth: int) -> Node:
    line = _line(event)
    _refuse_indirection(event, file, line)
    if depth > MOST_DEPTH:
        raise _stop(file, line, f"is nested more than {MOST_DEPTH} deep")
    if isinstance(event, yaml.MappingStartEvent):
        return Node(_mapping(events, file, depth), line, file)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(_sequence(events, file, depth), line, file)
    text = str(event.value) if isinstance(event, yaml.ScalarEvent) else ""
    _refuse_hidden(text, file, line)
    return Node(text, line, file)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _refuse_indirection(event: yaml.Event, file: str, line: int) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise _stop(file, line, f"repeats *{event.anchor}; write it out, so that every line says what it means")
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        raise _stop(file, line, f"names the anchor &{event.anchor}; write the text out where it is needed")
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
        raise _stop(file, line, f"uses the tag {event.tag}; everything here is plain text, take the tag out")


def _sequence(events: Iterator[yaml.Event], file: str, depth: int) -> list[Node]:
    items: list[Node] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_node(event, events, file, depth + 1))
    return items


def _mapping(events: Iterator[yaml.Event], file: str, depth: int) -> dict[str, Node]:
    items: dict[str, Node] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _node(event, events, file, depth + 1)
        value = _node(next(events), events, file, depth + 1)
        name = _key(key, items)
        items[name] = Node(value.value, key.line, file)
    return items


def _key(key: Node, items: Mapping[str, Node]) -> str:
    if not isinstance(key.value, str):
        raise _stop(key.file, key.line, "uses a list or mapping as a key; a key is plain text")
    if key.value == "<<":
        raise _stop(key.file, key.line, "uses the merge key <<; write the entries out")
    if key.value in items:
        first = items[key.value].line
        commas = "; write figures without commas" if key.value.isdigit() else ""
        raise _stop(key.file, key.line, f"gives {key.value!r} a second time (first on line {first}){commas}")
    return key.value
