"""Minutes as a Word document: headings, lists and bold as Word's own styles. The only owner of ``docx``."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from govflow.documents.text import tokens

LANGUAGE = "en-GB"


def minutes_as_word(title: str, lines: list[str], text: str, after: Mapping[str, Sequence[str]]) -> bytes:
    """Return a Word document with ``title``, a few ``lines`` below it, ``text`` in the markup of minutes, and lists ``after`` it."""
    import docx  # noqa: PLC0415 - slow to import

    document = docx.Document()
    document.core_properties.title, document.core_properties.language = title, LANGUAGE
    document.core_properties.author = ""
    document.add_heading(title, level=0)
    for line in lines:
        document.add_paragraph(line)
    _write(document, text)
    for heading, listed in after.items():
        document.add_heading(heading, level=1)
        for line in listed:
            document.add_paragraph(line, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Any, text: str) -> None:  # noqa: ANN401 - python-docx has no types
    style, level = "", 0
    for token in tokens(text):
        if token.type == "heading_open":
            level = max(int(token.tag[1:]) - 1, 1)
        elif token.type == "heading_close":
            level = 0
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            style = "List Bullet" if token.type == "bullet_list_open" else "List Number"
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            style = ""
        elif token.type == "inline":
            paragraph = document.add_heading(level=level) if level else document.add_paragraph(style=style or None)
            _runs(paragraph, token.children or [])


def _runs(paragraph: Any, parts: list[Any]) -> None:  # noqa: ANN401
    bold = italic = False
    for part in parts:
        bold = part.type == "strong_open" or (bold and part.type != "strong_close")
        italic = part.type == "em_open" or (italic and part.type != "em_close")
        content = "\n" if part.type in {"softbreak", "hardbreak"} else part.content
        if content:
            run = paragraph.add_run(content)
            run.bold, run.italic = bold, italic
