"""The documents of meetings and minutes, made from what stands: a pack as one PDF, minutes as PDF and Word."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from govflow.acts.house import House
from govflow.documents.joining import Part, bind, look_through
from govflow.documents.pdf import NoPdfError, available, check_templates, render
from govflow.documents.text import as_html
from govflow.documents.word import minutes_as_word
from govflow.domain.meetings import Meeting

__all__ = ["Issuer", "NoPdfError", "as_html", "available", "check_templates", "minutes_pdf", "minutes_word", "pack_pdf"]
PDF = "application/pdf"
MOST_BYTES = 200 * 1024 * 1024  # of the papers of one pack
MOST_OF_A_PACK = 2_000  # pages
NO_PDF, GONE, TOO_LARGE = "it is not a PDF", "its file is missing here", "the document would be too large with it"
UNBOUND = "it could not be put together with the others"
ILLUSTRATIVE = "Illustrative: every name, figure and act here is made up for demonstration."


class Issuer(NamedTuple):
    """Whose document it is: the alliance, whether all of it is made up for demonstration, and the address of a paper of a meeting."""

    alliance: str
    illustrative: bool
    where: Callable[[str, int], str]


class Paper(NamedTuple):
    """An uploaded paper of a pack: how many pages are in it, or why it is not; and where it is to be had."""

    n: int
    title: str
    where: str
    content: bytes = b""
    pages: int = 0
    why: str = ""


def pack_pdf(house: House, issuer: Issuer, meeting: Meeting, page: dict[str, Any], decisions: dict[int, Any]) -> bytes:
    """Return the pack of a meeting: agenda, what is to be decided in its own words, and the papers that are PDFs, appended.

    A paper that cannot be appended is named in the list and in its place, with why, and where it is.
    """
    papers = _papers(house, issuer, meeting, page)
    words = {"title": page["title"], "page": page, "decisions": decisions, "footer": f"{page['ref']} {page['title']}"}
    words |= {"fresh": _fresh(meeting), **_of(issuer)}
    front = render("pack.html", papers={one.n: one for one in papers}, **words)
    parts = _parts(papers, words)
    if not parts:
        return front
    bound = bind(front, parts)
    if bound is not None:
        return bound
    return render("pack.html", papers={one.n: one._replace(why=one.why or UNBOUND) for one in papers}, **words)


def _papers(house: House, issuer: Issuer, meeting: Meeting, page: dict[str, Any]) -> list[Paper]:
    """Return the uploaded papers in the order of the agenda, each looked through."""
    order = [0, *(item["n"] for item in page["items"])]
    uploaded = sorted((p for p in meeting.standing if p.digest and p.item in order), key=lambda p: (order.index(p.item), p.n))
    found: list[Paper] = []
    room = MOST_BYTES
    for paper in uploaded:
        one = Paper(paper.n, paper.title, issuer.where(meeting.ref, paper.n))
        content = house.files.read(paper.digest) if house.files and paper.media == PDF and paper.size <= room else None
        if content is not None:
            room -= len(content)
            found.append(one._replace(content=content))
        else:
            found.append(one._replace(why=NO_PDF if paper.media != PDF else TOO_LARGE if paper.size > room else GONE))
    digests = {p.n: p.digest for p in uploaded}
    read = [one for one in found if one.content]
    looked = dict(zip((one.n for one in read), look_through([(digests[one.n], one.content) for one in read]), strict=True))
    return _within([one._replace(pages=looked[one.n].pages, why=looked[one.n].why) if one.content else one for one in found])


def _within(papers: list[Paper]) -> list[Paper]:
    """Leave out what would make a pack of more pages than can be handled."""
    found: list[Paper] = []
    for one in papers:
        fits = sum(p.pages for p in found if not p.why) + one.pages <= MOST_OF_A_PACK
        found.append(one if fits else one._replace(why=TOO_LARGE))
    return found


def _parts(papers: list[Paper], words: dict[str, Any]) -> list[Part]:
    """Return what goes behind the pack: each paper, or in its place a page that says why it is not there."""
    left_out = [one for one in papers if one.why]
    if len(left_out) == len(papers):
        return []
    notes = render("left_out.html", left_out=left_out, **words) if left_out else b""
    return [Part(one.title, notes, left_out.index(one)) if one.why else Part(one.title, one.content) for one in papers]


def _fresh(meeting: Meeting) -> list[str]:
    """Return what came onto the agenda, or among the papers, after they went out."""
    since: datetime | None = meeting.papers_at
    if since is None:
        return []
    late = [f"{item.title} (late item)" for item in meeting.items if item.late]
    return late + [paper.title for paper in meeting.standing if paper.at > since]


def minutes_pdf(issuer: Issuer, page: dict[str, Any]) -> bytes:
    """Return minutes as a tagged PDF."""
    words = {name: page[name] for name in ("ref", "version", "sentence")}
    words |= {"title": _title(page), "footer": f"{page['ref']} version {page['version']}", "after": _after(page)}
    return render("minutes.html", body=as_html(page["text"]), **words, **_of(issuer))


def minutes_word(issuer: Issuer, page: dict[str, Any]) -> bytes:
    """Return minutes as a Word document."""
    lines = [f"{issuer.alliance} · {page['ref']}, version {page['version']}", page["sentence"]]
    if issuer.illustrative:
        lines.insert(0, ILLUSTRATIVE)
    return minutes_as_word(_title(page), lines, page["text"], _after(page))


def _of(issuer: Issuer) -> dict[str, Any]:
    return {"alliance": issuer.alliance, "illustrative": issuer.illustrative}


def _title(page: dict[str, Any]) -> str:
    return f"Minutes of {page['meeting_title']}, {page['when']}"


def _after(page: dict[str, Any]) -> dict[str, list[str]]:
    """Return what stands below the text of minutes: corrections made after it was accepted, and who accepted it when."""
    corrections = [f"{c['said']} ({c['by']}, {c['when']})" for c in page["corrections"] if c["after"]]
    not_accepted = "no answer in time" if page["settled"] else "not yet"
    names = [f"{a['name']}, {a['title']}" if a["title"] else a["name"] for a in page["attendees"]]
    accepted = [a["when"] if a["accepted"] else not_accepted for a in page["attendees"]]
    found = {
        "Corrections appended": corrections,
        "Accepted by": [f"{n}: {when}" for n, when in zip(names, accepted, strict=True)],
    }
    return {heading: lines for heading, lines in found.items() if lines}
