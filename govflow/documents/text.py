"""The plain markup of minutes: headings with ##, lists, **bold**. The only owner of ``markdown_it``. All else is shown as it was typed.

A number that somebody typed is never reckoned anew: every point of a numbered list carries its own, on screen, in PDF and in Word.
"""

import re
import unicodedata
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

RULES = ("heading", "list", "paragraph", "newline", "text", "emphasis", "balance_pairs", "fragments_join", "text_join")
RULES_OF_ALL = ("normalize", "block", "inline")
# What XML 1.0 has no place for (section 2.2), and the code points that Unicode sets aside for no character at all.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
RIGHT_TO_LEFT = frozenset({"R", "AL"})
BLOCKS = ("paragraph_open", "heading_open", "bullet_list_open", "ordered_list_open")
NUMBERED = "govflow-numbered"


@cache
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True}).enable([*RULES, *RULES_OF_ALL], ignoreInvalid=True)
    for name in BLOCKS:
        reader.add_render_rule(name, _directed)
    reader.core.ruler.push("numbers", _numbers)
    return reader


def as_html(text: str) -> str:
    """Return ``text`` as HTML in which everything that was typed is escaped; the first heading is of the second level."""
    return str(_reader().render(printable(text)))


def tokens(text: str) -> list[Token]:
    """Return ``text`` as a flat list of tokens; the text of a numbered point begins with its number."""
    return list(_reader().parse(printable(text)))


def printable(text: str) -> str:
    """Return ``text`` without what no document can hold."""
    return NO_TEXT.sub("", text)


def direction(text: str) -> str:
    """Return ``rtl`` for a text whose first letter is of a script that is written from right to left, else ``ltr``."""
    classes = (unicodedata.bidirectional(character) for character in text)
    first = next((found for found in classes if found == "L" or found in RIGHT_TO_LEFT), "L")
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"


def _directed(self: RendererHTML, tokens: Sequence[Token], at: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
    """Draw the beginning of a block with the direction in which its first words are written."""
    token = tokens[at]
    depth = token.level
    within = (one.content for one in tokens[at + 1 :] if one.type == "inline" and one.level > depth)
    if direction(next(within, "")) == "rtl":
        token.attrSet("dir", "rtl")
    if token.type == "ordered_list_open":
        token.attrs.pop("start", None)  # each point says its own number
        token.attrs |= {"class": NUMBERED, "role": "list"}
    return str(self.renderToken(tokens, at, options, env))


def _numbers(state: StateCore) -> None:
    """Put the number of each point, as it was typed, before its first words: ``7. ``, ``3) ``."""
    found: list[Token] = []
    number = ""
    for token in state.tokens:
        if number and token.type not in {"paragraph_open", "heading_open", "inline"}:
            found += _only(number, token.level)
            number = ""
        if token.type == "list_item_open" and token.info:
            number = f"{token.info}{token.markup} "
            token.attrSet("value", str(int(token.info)))
        elif number and token.type == "inline":
            token.children = [Token("text", "", 0, content=number), *(token.children or [])]
            token.content = f"{number}{token.content}"
            number = ""
        found.append(token)
    state.tokens = found


def _only(number: str, level: int) -> list[Token]:
    """Return the tokens of a point of which nothing but the number was typed."""
    text = Token("inline", "", 0, content=number, level=level + 1, children=[Token("text", "", 0, content=number.rstrip())])
    return [
        Token("paragraph_open", "p", 1, level=level, hidden=True),
        text,
        Token("paragraph_close", "p", -1, level=level, hidden=True),
    ]
