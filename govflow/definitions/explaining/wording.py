"""Small pieces of English that every explanation shares: lists, roles, sentences, columns."""

import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 110
ONE_OF_MANY = {
    "seat holder": "a seat holder",
    "deputy": "a deputy",
    "management member": "a management member",
    "observer": "an observer",
    "auditor": "an auditor",
    "chief executive": "a chief executive",
    "lived experience": "somebody with lived experience",
}


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return ``words`` as English lists them: ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def capital(text: str) -> str:
    """Return ``text`` with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def role(name: str) -> str:
    """Return a role with its article: ``the chair``, ``a seat holder``, ``an observer``."""
    return ONE_OF_MANY.get(name) or (name if name.startswith("the ") else f"the {name}")


def wrapped(text: str, indent: str = "", hanging: str = "") -> str:
    """Return ``text`` folded at ``WIDTH``; lines after the first begin with ``hanging``."""
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=hanging or indent, break_long_words=False, break_on_hyphens=False
    )


def headed(title: str, lines: Iterable[str], rule: str = "-") -> str:
    """Return a part of a text: its title, underlined, and its lines."""
    return "\n".join((title, rule * len(title), *lines))


def rows(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns but the last are as wide as they must be, readable as text and as Markdown."""
    widths = [max(len(row[n]) for row in (head, *body)) for n in range(len(head) - 1)] + [0]
    rule = [*("-" * width for width in widths[:-1]), "---"]
    lines = (" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, rule, *body))
    return "\n".join(f"| {line} |" for line in lines)
