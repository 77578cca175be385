"""The documents of meetings and minutes, made from what stands: a pack as one PDF, minutes as PDF and Word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from govflow.acts.house import House
from govflow.documents.pdf import Appended, NoPdfError, available, check_templates, render
from govflow.documents.text import as_html
from govflow.documents.word import minutes_as_word
from govflow.domain.meetings import Meeting

__all__ = ["Issuer", "NoPdfError", "as_html", "available", "check_templates", "minutes_pdf", "minutes_word", "pack_pdf"]
PDF = "application/pdf"
ILLUSTRATIVE = "Illustrative: every name, figure and act here is made up for demonstration."


class Issuer(NamedTuple):
    """Whose document it is: the alliance, whether all of it is made up for demonstration, and the fonts it is set in."""

    alliance: str
    illustrative: bool
    fonts: Sequence[bytes]


def pack_pdf(house: House, issuer: Issuer, meeting: Meeting, page: dict[str, Any], decisions: dict[int, Any]) -> bytes:
    """Return the pack of a meeting: agenda, what is to be decided in its own words, and the papers that are PDFs, appended."""
    appended = [
        Appended(paper.title, content)
        for paper in sorted(meeting.papers, key=lambda p: (p.item, p.n))
        if paper.media == PDF and house.files and (content := house.files.read(paper.digest)) is not None
    ]
    words = {"title": page["title"], "page": page, "decisions": decisions, "footer": f"{page['ref']} {page['title']}"}
    return render("pack.html", appended, fresh=_fresh(meeting), **words, **issuer._asdict())


def _fresh(meeting: Meeting) -> list[str]:
    """Return what came onto the agenda, or among the papers, after they went out."""
    since: datetime | None = meeting.papers_at
    if since is None:
        return []
    late = [f"{item.title} (late item)" for item in meeting.items if item.late]
    return late + [paper.title for paper in meeting.papers if paper.at > since]


def minutes_pdf(issuer: Issuer, page: dict[str, Any]) -> bytes:
    """Return minutes as a tagged PDF."""
    words = {name: page[name] for name in ("ref", "version", "sentence")}
    words |= {"title": _title(page), "footer": f"{page['ref']} version {page['version']}", "after": _after(page)}
    return render("minutes.html", body=as_html(page["text"]), **words, **issuer._asdict())


def minutes_word(issuer: Issuer, page: dict[str, Any]) -> bytes:
    """Return minutes as a Word document."""
    lines = [f"{issuer.alliance} · {page['ref']}, version {page['version']}", page["sentence"]]
    if issuer.illustrative:
        lines.insert(0, ILLUSTRATIVE)
    return minutes_as_word(_title(page), lines, page["text"], _after(page))


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
