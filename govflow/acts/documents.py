"""The documents of meetings and minutes, made from what stands: a pack as one PDF, minutes as PDF and Word."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from govflow.acts.house import House
from govflow.documents.pdf import Appended, NoPdfError, available, render
from govflow.documents.text import as_html
from govflow.documents.word import minutes_as_word
from govflow.domain.meetings import Meeting

__all__ = ["NoPdfError", "as_html", "available", "minutes_pdf", "minutes_word", "pack_pdf"]
PDF = "application/pdf"


def pack_pdf(house: House, meeting: Meeting, page: dict[str, Any], decisions: dict[int, Any], fonts: Sequence[bytes]) -> bytes:
    """Return the pack of a meeting: agenda, what is to be decided in its own words, and the papers that are PDFs, appended."""
    appended = [
        Appended(paper.title, content)
        for paper in sorted(meeting.papers, key=lambda p: (p.item, p.n))
        if paper.media == PDF and house.files and (content := house.files.read(paper.digest)) is not None
    ]
    words = {"title": page["title"], "alliance": page["alliance"], "page": page, "decisions": decisions}
    footer = f"{page['ref']} {page['title']}"
    return render("pack.html", fonts, appended, footer=footer, fresh=_fresh(meeting), **words)


def _fresh(meeting: Meeting) -> list[str]:
    """Return what came onto the agenda, or among the papers, after they went out."""
    since: datetime | None = meeting.papers_at
    if since is None:
        return []
    late = [f"{item.title} (late item)" for item in meeting.items if item.late]
    return late + [paper.title for paper in meeting.papers if paper.at > since]


def minutes_pdf(page: dict[str, Any], alliance: str, fonts: Sequence[bytes]) -> bytes:
    """Return minutes as a tagged PDF."""
    title = f"Minutes of {page['meeting_title']}, {page['when']}"
    words = {name: page[name] for name in ("ref", "version", "sentence", "attendees")}
    appended = [c for c in page["corrections"] if c["after"]]
    return render(
        "minutes.html", fonts, title=title, alliance=alliance, body=as_html(page["text"]), corrections=appended,
        footer=f"{page['ref']} version {page['version']}", **words,
    )  # fmt: skip


def minutes_word(page: dict[str, Any], alliance: str) -> bytes:
    """Return minutes as a Word document."""
    title = f"Minutes of {page['meeting_title']}, {page['when']}"
    return minutes_as_word(title, [f"{alliance} · {page['ref']}, version {page['version']}", page["sentence"]], page["text"])
