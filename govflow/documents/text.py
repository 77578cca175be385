"""The plain markup of minutes: headings, lists, bold. The only owner of ``markdown_it``; links, pictures and HTML are not read as such."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).disable(["link", "image", "autolink", "html_block", "html_inline", "code"])


def as_html(text: str) -> str:
    """Return ``text`` as HTML in which everything that was typed is escaped; the first heading is of the second level."""
    return str(_reader().render(text))


def tokens(text: str) -> list[Token]:
    """Return ``text`` as a flat list of tokens."""
    return list(_reader().parse(text))
