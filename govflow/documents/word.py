"""Minutes as a Word document: headings, lists and bold as Word's own styles, numbers as they were typed. The only owner of ``docx``."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from govflow.documents.text import direction, printable, tokens

LANGUAGE = "en-GB"
MOST = 255  # characters of what a document says of itself
# What stands behind the direction in the properties of a paragraph: Word wants them in this order (ECMA-376, 17.3.1.26).
AFTER_DIRECTION = tuple(
    f"w:{name}"
    for name in (
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
        *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)
STEP = 18  # points by which each level of a list is further in
BULLETS = ("List Bullet", "List Bullet 2", "List Bullet 3")
BREAKS = frozenset({"softbreak", "hardbreak"})


def minutes_as_word(title: str, lines: list[str], text: str, after: Mapping[str, Sequence[str]]) -> bytes:
    """Return a Word document with ``title``, a few ``lines`` below it, ``text`` in the markup of minutes, and lists ``after`` it."""
    import docx  # noqa: PLC0415 - slow to import

    document = docx.Document()
    document.core_properties.title, document.core_properties.language = printable(title)[:MOST], LANGUAGE
    document.core_properties.author = ""
    _say(document.add_heading(level=0), title)
    for line in lines:
        _say(document.add_paragraph(), line)
    _write(document, text)
    for heading, listed in after.items():
        document.add_heading(heading, level=1)
        for line in listed:
            _say(document.add_paragraph(style=BULLETS[0]), line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write(document: Any, text: str) -> None:  # noqa: ANN401 - python-docx has no types
    heading, lists = 0, list[str]()
    fresh = False  # whether a point of a list has begun, and none of its words is written
    for token in tokens(text):
        if token.type == "heading_open":
            heading = max(int(token.tag[1:]) - 1, 1)
        elif token.type == "heading_close":
            heading = 0
        elif token.type in {"bullet_list_open", "ordered_list_open"}:
            lists.append(token.type)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            fresh = True
        elif token.type == "list_item_close":
            if fresh and lists[-1] == "bullet_list_open":
                _point(document, len(lists), bullet=True)
            fresh = False
        elif token.type == "inline":
            bullet = fresh and lists[-1] == "bullet_list_open"
            paragraph = document.add_heading(level=heading) if heading else _point(document, len(lists), bullet=bullet)
            _runs(paragraph, token.children or [])
            _directed(paragraph, token.content)
            fresh = False


def _point(document: Any, depth: int, *, bullet: bool) -> Any:  # noqa: ANN401
    """Return a new paragraph, as far in as it stands in lists, with the sign of a point where it has one."""
    from docx.shared import Pt  # noqa: PLC0415 - slow to import

    if not depth:
        return document.add_paragraph()
    paragraph = document.add_paragraph(style=BULLETS[min(depth, len(BULLETS)) - 1] if bullet else None)
    if not bullet or depth > len(BULLETS):
        paragraph.paragraph_format.left_indent = Pt(STEP * depth)
        paragraph.paragraph_format.first_line_indent = Pt(-STEP)
    return paragraph


def _runs(paragraph: Any, parts: list[Any]) -> None:  # noqa: ANN401
    bold = italic = False
    for part in parts:
        bold = part.type == "strong_open" or (bold and part.type != "strong_close")
        italic = part.type == "em_open" or (italic and part.type != "em_close")
        content = "\n" if part.type in BREAKS else part.content
        if content:
            run = paragraph.add_run(content)
            run.bold, run.italic = bold, italic


def _say(paragraph: Any, words: str) -> None:  # noqa: ANN401
    paragraph.add_run(printable(words))
    _directed(paragraph, words)


def _directed(paragraph: Any, words: str) -> None:  # noqa: ANN401
    """Set a paragraph from right to left where its first words are written so."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - slow to import

    if direction(words) == "rtl":
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no other way
        properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_DIRECTION)
        for run in paragraph.runs:
            if direction(run.text) == "rtl":
                run.font.rtl = True
