"""Making PDFs: tagged, in one language, with bookmarks and page numbers. WeasyPrint is imported when it is needed.

WeasyPrint draws with pango, which the operating system brings; without it ``available`` says no, and pages offer Word and the screen.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape

from govflow import templates
from govflow.documents.text import direction, printable
from govflow.documents.typefaces import content_of, style_of

# What a document is drawn from.
GIVEN = (
    *(
        "after",
        "alliance",
        "body",
        "decisions",
        "families",
        "faces",
        "footer",
        "fresh",
        "illustrative",
        "left_out",
        "page",
        "papers",
    ),
    *("ref", "sentence", "title", "undrawn", "version"),
)
FOOTER = 90  # characters at the foot of a page
SHOWN = 20  # letters that could not be drawn and are named
MISSING = "weasyprint"  # the name under which WeasyPrint says which letter it has no picture of
NUMBER = 1  # where in what it says


class NoPdfError(RuntimeError):
    """PDFs cannot be drawn in this installation: pango is not there."""


@cache
def available() -> bool:
    """Say whether PDFs can be drawn here."""
    try:
        _weasyprint()
    except NoPdfError:
        return False
    return True


def render(template: str, **words: Any) -> bytes:  # noqa: ANN401
    """Return the PDF (UA-1) of ``template`` filled with ``words``; letters that no face here can draw are named in it.

    Raises NoPdfError.
    """
    found = _templates().get_template(template)
    with _undrawn() as undrawn:
        made = _drawn(_filled(found, words, ()))
    return _drawn(_filled(found, words, tuple(undrawn))) if undrawn else made


def _filled(template: Any, words: dict[str, Any], undrawn: tuple[str, ...]) -> str:  # noqa: ANN401 - a Template
    """Return ``template`` filled, with the faces that its letters need."""
    words = words | {"footer": _cut(words["footer"]), "undrawn": undrawn}
    faces, families = style_of(template.render(faces="", families="", **words))
    return printable(template.render(faces=faces, families=families, **words))


def _cut(footer: str) -> str:
    return footer if len(footer) <= FOOTER else f"{footer[:FOOTER]}…"


def _drawn(html: str) -> bytes:
    weasyprint = _weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 - slow to import

    class Faces(URLFetcher):  # type: ignore[misc]  # it has no types
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ANN401, ARG002
            return URLFetcherResponse(url, body=content_of(url))

    document = weasyprint.HTML(string=html, url_fetcher=Faces())
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
    return made


@contextmanager
def _undrawn() -> Iterator[list[str]]:
    """Collect the numbers of letters that this thread has no picture of while it draws."""
    found: list[str] = []
    mine = threading.get_ident()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == mine and ".notdef" in str(record.msg) and isinstance(record.args, tuple):
                found.append(f"U+{record.args[NUMBER]:04X}")

    listener, logger = Listener(logging.WARNING), logging.getLogger(MISSING)
    logger.addHandler(listener)
    try:
        yield found
    finally:
        logger.removeHandler(listener)
        found[:] = list(dict.fromkeys(found))[: SHOWN + 1]


def _weasyprint() -> Any:  # noqa: ANN401 - it has no types
    try:
        import weasyprint  # noqa: PLC0415 - takes seconds, and needs pango
    except OSError as error:
        raise NoPdfError("no PDF can be made here: pango is not installed") from error
    return weasyprint


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
    env.filters["direction"] = direction
    templates.check(env, env.list_templates(), GIVEN)
    return env
