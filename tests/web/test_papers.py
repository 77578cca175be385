"""Papers of every kind and name: the pages that list them, the session, the pack, and what each is called when it is saved."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from govflow.acts.files import Files
from tests.gatherings import a_meeting, begun, meeting
from tests.web.conftest import Site, soup
from tests.web.scenes import PAPERS, a_file, upload
from web.downloads import disposition, file_name

SAVED_AS = (
    ("Budget - Q1 (final).pdf", "Budget - Q1 (final).pdf"),
    ("Budget - Q1.pdf", "Budget – Q1.pdf"),
    ("odz.pdf", "Łódź.pdf"),
    ("Plan.docx", "Plan.docx"),
    ("Figures all of them.xlsx", "Figures all of them.xlsx"),
    ("The old floor plan.png", "The old floor plan.png"),
    ("Notes v1.2.txt", "Notes v1.2.txt"),
    ("paper.csv", "日本.csv"),
)


def test_a_meeting_with_papers_of_every_kind_opens_everywhere(site: Site, tmp_path: Path) -> None:
    story = site.story
    object.__setattr__(story.house, "files", Files(tmp_path / "papers"))
    ref = a_meeting(story)
    story.act("meeting.add_item", story.cast.manager, ref, title="The winter", what="report")
    begun(story, ref)
    manager = site.signed_in(story.cast.manager)
    for n, (title, name) in enumerate(PAPERS):
        upload(manager, ref, title, name, item=str(n % 2))
    for person in (story.cast.manager, story.cast.leads["health"]):
        browser = site.signed_in(person)
        page = soup(browser.get(f"/meetings/{ref}")).main
        assert all(page.find("a", string=title) for title, _ in PAPERS)
        assert "bytes)" in page.find("a", string="Łódź.pdf").parent.text
        assert "(401 KB)" in page.text
        for path in ("/session", "/session/now", "/pack.pdf", "/meeting.ics", "/paper"):
            assert browser.get(f"/meetings/{ref}{path}").status_code == 200, path
    for paper, (plain, exact), (_, name) in zip(meeting(story, ref).papers, SAVED_AS, PAPERS, strict=True):
        answer = manager.get(f"/meetings/{ref}/papers/{paper.n}")
        header = answer.headers["Content-Disposition"]
        assert answer.data == a_file(name.rpartition(".")[2])
        assert header.isascii()
        assert f'attachment; filename="{plain}"' in header
        assert unquote(header.partition("filename*=UTF-8''")[2]) == (exact if exact != plain else "")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc passwd.pdf"),
        ("a\r\nSet-Cookie: x=1", "a Set-Cookie x=1.pdf"),
        ("", "paper.pdf"),
        ("\u202efdp.exe", "fdp.exe.pdf"),
        ("Figures.PDF", "Figures.PDF"),
        ("x" * 300, "x" * 120 + ".pdf"),
    ],
)
def test_no_title_makes_a_name_that_harms(title: str, name: str) -> None:
    assert file_name(title, "application/pdf") == name
    assert "\n" not in disposition(name)
