"""The process that reads PDFs which somebody uploaded: it may be ended at any time, and takes no more than it is given.

``python -m govflow.documents.binding FOLDER SECONDS`` does what the job in the folder says.
"""

import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

JOB, ANSWERS, FRONT, BOUND = "job.json", "answers", "front.pdf", "bound.pdf"
MOST_PAGES = 1_000  # of one paper
EACH = 6.0  # seconds of computing for one paper
MEMORY = 1024 * 1024 * 1024  # bytes
TOO_SLOW = "it takes too long to read"
MANY = f"it has more than {MOST_PAGES:,} pages"
LOCKED, BROKEN, DAMAGED = "it is protected by a password", "it is not a PDF that can be read", "it is damaged"
MILLIMETRE = 72 / 25.4
RIGHT, BOTTOM, SIZE, WIDTH = 15 * MILLIMETRE, 6 * MILLIMETRE, 9, 5  # where the number of a page stands, in points
HARMLESS = frozenset({"/URI", "/GoTo"})
FACE = "/GovflowNumber"


def _enough(*_: object) -> None:
    raise CannotBindError(TOO_SLOW)


class CannotBindError(ValueError):
    """A paper cannot be put behind a document; the words say why."""


def main(folder: Path, seconds: int) -> None:
    """Do the job that is written in ``folder``."""
    _bound(seconds)
    job = json.loads((folder / JOB).read_text(encoding="utf-8"))
    if "look" in job:
        with (folder / ANSWERS).open("w", encoding="utf-8") as answers:
            for name in job["look"]:
                print(json.dumps(_looked(folder / name)), file=answers, flush=True)
    else:
        _bind(folder, job["bind"])


def _bound(seconds: int) -> None:
    """Take no more memory and computing time than this; where the system cannot be told, whoever started us ends us."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _looked(paper: Path) -> tuple[int, str]:
    from pypdf import PdfWriter  # noqa: PLC0415 - slow to import

    with suppress(AttributeError, ValueError):  # not on every system
        signal.signal(signal.SIGPROF, _enough)
        signal.setitimer(signal.ITIMER_PROF, EACH)
    try:
        pages = _pages(paper)
        for page in pages:
            contents = page.get_contents()
            if contents is not None:
                contents.get_data()
        writer = PdfWriter()
        for page in pages:
            writer.add_page(page)
    except CannotBindError as error:
        return 0, str(error)
    except (Exception, MemoryError):  # noqa: BLE001 - whatever somebody uploaded; the paper itself stays to be downloaded
        return 0, DAMAGED
    return len(pages), ""


def _pages(paper: Path) -> list[Any]:
    """Return the pages of a paper. Raises CannotBindError, and whatever a broken file makes happen."""
    from pypdf import PdfReader  # noqa: PLC0415 - slow to import

    try:
        reader = PdfReader(paper)
        opened = not reader.is_encrypted or reader.decrypt("")
        told: Any = reader.root_object["/Pages"].get_object() if opened else {}
    except CannotBindError:  # it took too long
        raise
    except Exception as error:
        raise CannotBindError(BROKEN) from error
    if not opened:
        raise CannotBindError(LOCKED)
    if told.get("/Count", 0) > MOST_PAGES or len(pages := list(reader.pages)) > MOST_PAGES:
        raise CannotBindError(MANY)
    if not pages:
        raise CannotBindError(BROKEN)
    return pages


def _bind(folder: Path, parts: list[dict[str, Any]]) -> None:
    from pypdf import PdfWriter  # noqa: PLC0415 - slow to import

    writer = PdfWriter(clone_from=folder / FRONT)
    own = len(writer.pages)
    for n, part in enumerate(parts):
        first, pages = len(writer.pages), _pages(folder / str(n))
        for page in pages if part["page"] is None else pages[part["page"] : part["page"] + 1]:
            _disarm(page)  # before it is copied: what it names would be copied with it
            writer.add_page(page)
        writer.add_outline_item(part["title"], first)
    _number(writer, own)
    writer.write(folder / BOUND)


def _disarm(page: Any) -> None:  # noqa: ANN401 - a PageObject
    """Take from a page what would act by itself, and its place in the structure of the file it came from."""
    from pypdf.generic import ArrayObject, NameObject  # noqa: PLC0415 - slow to import

    for name in ("/AA", "/StructParents", "/Tabs"):
        page.pop(name, None)
    there = page.pop("/Annots", None)
    if there is not None:
        with suppress(Exception):  # those that cannot be read are left out
            page[NameObject("/Annots")] = ArrayObject(one for one in there.get_object() if _is_harmless(one))


def _is_harmless(annotation: Any) -> bool:  # noqa: ANN401
    found = annotation.get_object()
    action = found.get("/A")
    return "/AA" not in found and (action is None or action.get_object().get("/S") in HARMLESS)


def _number(writer: Any, first: int) -> None:  # noqa: ANN401 - a PdfWriter
    """Number the pages from ``first`` on, without reading what is drawn on them."""
    from pypdf.generic import DictionaryObject, NameObject  # noqa: PLC0415 - slow to import

    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    face = writer._add_object(DictionaryObject({NameObject(k): NameObject(v) for k, v in names.items()}))  # noqa: SLF001
    total = len(writer.pages)
    before = _stream(writer, "q\n")
    for n, page in enumerate(writer.pages, 1):
        if n > first:
            with suppress(Exception):  # a page that cannot be numbered is there all the same
                _stamp(writer, page, f"{n} / {total}", face, before)


def _stamp(writer: Any, page: Any, words: str, face: Any, before: Any) -> None:  # noqa: ANN401
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject  # noqa: PLC0415 - slow to import

    drawn = page.get("/Contents")
    found = drawn.get_object() if drawn is not None else None
    streams = list(found) if isinstance(found, ArrayObject) else [drawn] if drawn is not None else []
    stamp = f"\nQ\nBT {FACE} {SIZE} Tf {_place(page, len(words) * WIDTH)} Tm ({words}) Tj ET\n"
    resources = page.get("/Resources")
    own = DictionaryObject(resources.get_object() if resources is not None else {})
    there = own.get("/Font")
    fonts = DictionaryObject(there.get_object() if there is not None else {})
    fonts[NameObject(FACE)] = face
    own[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = own
    page[NameObject("/Contents")] = ArrayObject([before, *streams, _stream(writer, stamp)])


def _place(page: Any, width: float) -> str:  # noqa: ANN401
    """Return the text matrix of the lower right corner, as the page is turned when it is looked at."""
    box = page.cropbox
    left, bottom, right, top = (float(one) for one in (box.left, box.bottom, box.right, box.top))
    places = {
        0: (1, 0, 0, 1, right - RIGHT - width, bottom + BOTTOM),
        90: (0, 1, -1, 0, right - BOTTOM, top - RIGHT - width),
        180: (-1, 0, 0, -1, left + RIGHT + width, top - BOTTOM),
        270: (0, -1, 1, 0, left + BOTTOM, bottom + RIGHT + width),
    }
    return " ".join(f"{one:.2f}" for one in places[page.rotation % 360])


def _stream(writer: Any, data: str) -> Any:  # noqa: ANN401
    from pypdf.generic import DecodedStreamObject  # noqa: PLC0415 - slow to import

    stream = DecodedStreamObject()
    stream.set_data(data.encode("ascii"))
    return writer._add_object(stream)  # noqa: SLF001 - pypdf has no other way


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
