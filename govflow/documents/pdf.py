"""Making PDFs: tagged, in one language, with bookmarks and page numbers. WeasyPrint and pypdf are imported when they are needed.

WeasyPrint draws with pango, which the operating system brings; without it ``available`` says no, and pages offer Word and the screen.
"""

import base64
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from govflow import templates

FONT = "@font-face {{ font-family: 'Public Sans'; src: url(data:font/woff2;base64,{data}); {range} }}"
# What a document is drawn from.
GIVEN = (
    *("after", "alliance", "body", "decisions", "fonts", "footer", "fresh", "illustrative", "page", "ref", "sentence", "title"),
    "version",
)
LATIN, LATIN_EXT = "", "unicode-range: U+0100-02BA, U+1E00-1E9F, U+1EF2-1EFF;"


class NoPdfError(RuntimeError):
    """PDFs cannot be drawn in this installation: pango is not there."""


@dataclass(frozen=True, slots=True)
class Appended:
    """A PDF that somebody uploaded, to be appended under its title."""

    title: str
    content: bytes


@cache
def available() -> bool:
    """Say whether PDFs can be drawn here."""
    try:
        _weasyprint()
    except NoPdfError:
        return False
    return True


def render(template: str, appended: Iterable[Appended] = (), *, fonts: Sequence[bytes], **words: Any) -> bytes:  # noqa: ANN401
    """Return the PDF (UA-1) of ``template`` filled with ``words``; what is ``appended`` follows, with bookmarks and page numbers.

    Raises NoPdfError.
    """
    html = _templates().get_template(template).render(fonts=_faces(fonts), **words)
    drawn = _drawn(html)
    more = tuple(appended)
    return _joined(drawn, more) if more else drawn


def _drawn(html: str) -> bytes:
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - slow to import

    document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"]))
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


def _joined(front: bytes, appended: Sequence[Appended]) -> bytes:
    """Append PDFs behind ``front``: each with a bookmark, all their pages numbered on."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - only packs need it

    writer = PdfWriter(clone_from=io.BytesIO(front))
    for one in appended:
        first = len(writer.pages)
        try:
            reader = PdfReader(io.BytesIO(one.content))
            pages = list(reader.pages)
        except Exception:  # noqa: BLE001, S112 - whatever somebody uploaded; the paper itself stays to be downloaded
            continue
        for page in pages:
            writer.add_page(page)
        writer.add_outline_item(one.title, first)
    _number(writer, len(PdfReader(io.BytesIO(front)).pages))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _number(writer: Any, first: int) -> None:  # noqa: ANN401 - a PdfWriter
    from pypdf import PdfReader  # noqa: PLC0415

    total = len(writer.pages)
    lines = "".join(f"<section><p>{n} / {total}</p></section>" for n in range(first + 1, total + 1))
    style = "@page { size: A4; margin: 0 } section { break-after: page; height: 290mm; position: relative }"
    style += " p { position: absolute; bottom: 6mm; right: 15mm; margin: 0; font: 9pt sans-serif }"
    stamps = PdfReader(io.BytesIO(_plain(f"<style>{style}</style>{lines}")))
    for page, stamp in zip(writer.pages[first:], stamps.pages, strict=False):
        page.merge_page(stamp)


def _plain(html: str) -> bytes:
    made: bytes = _weasyprint().HTML(string=html).write_pdf()
    return made


def _weasyprint() -> Any:  # noqa: ANN401 - it has no types
    try:
        import weasyprint  # noqa: PLC0415 - takes seconds, and needs pango
    except OSError as error:
        raise NoPdfError("no PDF can be made here: pango is not installed") from error
    return weasyprint


def _faces(fonts: Sequence[bytes]) -> str:
    ranges = (LATIN, LATIN_EXT)
    return " ".join(
        FONT.format(data=base64.b64encode(font).decode(), range=where) for font, where in zip(fonts, ranges, strict=False)
    )


def check_templates() -> None:
    """Check the templates of documents. Raises TemplateFaultError."""
    _templates()


@cache
def _templates() -> Environment:
    env = Environment(
        loader=PackageLoader("govflow.documents"),
        undefined=templates.Missing,
        autoescape=select_autoescape(),
        trim_blocks=True,
    )
    templates.check(env, env.list_templates(), GIVEN)
    return env
