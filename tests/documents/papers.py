"""PDFs that somebody could upload: ordinary ones, and such as harm whoever reads them without bounds."""

import io
import random
import zlib
from collections.abc import Callable, Mapping

from pypdf import PdfWriter


def ordinary(pages: int = 1, turned: int = 0) -> bytes:
    """Return a PDF of empty pages, the first of them turned."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.pages[0].rotate(turned)
    return _bytes_of(writer)


def locked(password: str, owner: str | None = None) -> bytes:
    """Return a PDF that opens with ``password`` ("": for everybody; only changing it is barred)."""
    writer = PdfWriter(clone_from=io.BytesIO(ordinary()))
    writer.encrypt(password, owner, algorithm="RC4-128")
    return _bytes_of(writer)


def built(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1, with a true table of where they are."""
    out, places = b"%PDF-1.7\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )  # fmt: skip


def one_page(stream: bytes = b"", encoded: bytes = b"", kids: bytes = b"3 0 R", count: int = 1) -> bytes:
    """Return a PDF of one page with a stream of its own."""
    return built(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 595 842]>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(stream), encoded, stream),
    )


def multiplied(levels: int) -> bytes:
    """Return a small PDF whose pages are ten times as many at each level."""
    inner = (b"<</Type/Pages/Count 1/Kids[%s]>>" % b" ".join([b"%d 0 R" % (n + 3)] * 10) for n in range(levels))
    return built(b"<</Type/Catalog/Pages 2 0 R>>", *inner, b"<</Type/Page/MediaBox[0 0 595 842]>>")


def acting() -> bytes:
    """Return a PDF with a page that would run a script and start a program."""
    return built(
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>",
        b"<</Type/Page/Parent 2 0 R/AA<</O<</S/JavaScript/JS(app.alert\\(2\\))>>>>/StructParents 0/Annots[4 0 R 5 0 R]>>",
        b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(calc.exe)>>>>",
        b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org/)>>>>",
    )


# What cannot be put behind a document, and what is said of it.
HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "locked": (lambda: locked("secret"), "it is protected by a password"),
    "noise": (lambda: b"%PDF-1.7\n" + random.Random(7).randbytes(200), "it is not a PDF that can be read"),
    "cut off": (lambda: ordinary(3)[:300], "it is not a PDF that can be read"),
    "an unknown filter": (lambda: one_page(b"abc", b"/Filter/FooDecode"), "it is damaged"),
    "a bomb": (lambda: one_page(zlib.compress(bytes(400_000_000), 9), b"/Filter/FlateDecode"), "it is damaged"),
    "the same page 10,000 times": (lambda: one_page(kids=b"3 0 R " * 10_000, count=10_000), "it has more than 1,000 pages"),
    "more pages than it says": (lambda: one_page(kids=b"3 0 R " * 10_000, count=1), "it has more than 1,000 pages"),
    "pages without end": (lambda: multiplied(12), "it is damaged"),
    "no pages": (
        lambda: built(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"),
        "it is not a PDF that can be read",
    ),
    "pages of itself": (lambda: one_page(kids=b"2 0 R"), "it is damaged"),
}


def _bytes_of(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
