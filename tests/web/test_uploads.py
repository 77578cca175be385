"""Uploads: kept only once they are allowed, within bounds, once each; taken away and replaced, with what there was still said."""

import errno
import io
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from govflow.acts import files as keeping
from govflow.acts.files import Files
from govflow.domain.refusals import Refused
from tests.gatherings import a_meeting, meeting
from tests.web.conftest import Browser, Site, soup

PDF = b"%PDF-1.7\nA paper.\n"


def kept(site: Site, folder: Path, **bounds: int) -> Files:
    files = Files(folder, **bounds)
    object.__setattr__(site.story.house, "files", files)
    return files


def on_disk(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def send(browser: Browser, path: str, content: bytes = PDF, title: str = "Plan", **data: str):
    """Send a form with a file; the token is that of a page which everybody may open."""
    given = {"csrf_token": browser.token("/account"), "title": title, "key": title + str(len(content)), **data}
    file = {"file": (io.BytesIO(content), "plan.pdf")}
    return browser.client.post(path, data=given | file, content_type="multipart/form-data")


def test_what_may_not_be_uploaded_leaves_nothing_behind(site: Site, tmp_path: Path) -> None:
    kept(site, tmp_path / "papers")
    ref = a_meeting(site.story)
    head = site.signed_in(site.story.cast.chief_executive)
    assert send(head, f"/meetings/{ref}/paper", item="0").status_code == 403
    manager = site.signed_in(site.story.cast.manager)
    assert send(manager, f"/meetings/{ref}/paper", b"no pdf", item="0").status_code == 422
    assert send(manager, f"/meetings/{ref}/paper", item="7").status_code == 422
    assert on_disk(tmp_path) == []
    assert meeting(site.story, ref).papers == ()


def test_a_chosen_file_must_be_chosen_again_and_the_page_says_so(site: Site, tmp_path: Path) -> None:
    kept(site, tmp_path / "papers")
    ref = a_meeting(site.story)
    manager = site.signed_in(site.story.cast.manager)
    again = soup(send(manager, f"/meetings/{ref}/paper", title="", item="0"))
    assert "Choose the file “plan.pdf” again: it was not kept." in again.main.text
    token = manager.token("/account")
    site.story.clock.advance(timedelta(days=2))
    form = {"csrf_token": token, "title": "The winter plan", "item": "0", "file": (io.BytesIO(PDF), "plan.pdf")}
    out = manager.client.post(f"/meetings/{ref}/paper", data=form, content_type="multipart/form-data")
    assert "The file must be chosen again." in soup(out).main.text
    assert "Nothing is lost:" not in soup(out).main.text
    assert on_disk(tmp_path) == []


def test_a_meeting_and_an_alliance_keep_so_much_and_no_more(site: Site, tmp_path: Path) -> None:
    kept(site, tmp_path / "papers", of_meeting=1024 * 1024, of_alliance=2 * 1024 * 1024)
    manager = site.signed_in(site.story.cast.manager)
    refs = [a_meeting(site.story, days=17 + 7 * n) for n in range(3)]

    def paper(ref: str, n: int) -> str:
        answer = send(manager, f"/meetings/{ref}/paper", PDF + bytes([n]) * 400_000, title=f"Paper {n}", item="0")
        return "" if answer.status_code == 303 else soup(answer).main.text

    assert [paper(refs[n // 2], n) for n in range(5)] == [""] * 5
    assert "with it the papers of this meeting would take 2 MB, and at most 1 MB are kept" in paper(refs[0], 5)
    assert "with it the papers of the alliance would take 3 MB, and at most 2 MB are kept" in paper(refs[2], 5)
    assert len(on_disk(tmp_path)) == 5
    assert manager.post(f"/meetings/{refs[0]}/papers/1/take-away", {"reason": "Too much."}).status_code == 303
    assert paper(refs[2], 5) == ""
    assert len(on_disk(tmp_path)) == 5


def test_a_paper_is_taken_away_and_what_there_was_is_still_said(site: Site, tmp_path: Path) -> None:
    kept(site, tmp_path / "papers")
    ref, other = a_meeting(site.story), a_meeting(site.story, days=24)
    manager, member = site.signed_in(site.story.cast.manager), site.signed_in(site.story.cast.leads["health"])
    for each in (ref, other):
        assert send(manager, f"/meetings/{each}/paper", title=f"Names of guests {each}", item="0").status_code == 303
    assert "Take away" not in soup(member.get(f"/meetings/{ref}")).main.text
    assert member.post(f"/meetings/{ref}/papers/1/take-away", {"reason": "Mine."}).status_code == 403
    refused = manager.post(f"/meetings/{ref}/papers/1/take-away", {"reason": ""})
    assert "Say why." in soup(refused).main.text
    assert manager.post(f"/meetings/{ref}/papers/1/take-away", {"reason": "It names guests."}).status_code == 303
    page = soup(member.get(f"/meetings/{ref}")).main.text
    assert "Papers that were taken away" in page
    assert "It names guests." in page
    assert member.get(f"/meetings/{ref}/papers/1").status_code == 404
    assert manager.post(f"/meetings/{ref}/papers/1/take-away", {"reason": "Again."}).status_code == 404
    assert len(on_disk(tmp_path)) == 1, "the other meeting has the same file"
    assert member.get(f"/meetings/{other}/papers/1").data == PDF
    assert manager.post(f"/meetings/{other}/papers/1/take-away", {"reason": "It names guests."}).status_code == 303
    assert on_disk(tmp_path) == []
    assert [paper.title for paper in meeting(site.story, ref).papers] == [f"Names of guests {ref}"]


def test_a_paper_is_replaced_by_a_file_or_a_link(site: Site, tmp_path: Path) -> None:
    kept(site, tmp_path / "papers")
    ref = a_meeting(site.story)
    manager = site.signed_in(site.story.cast.manager)
    send(manager, f"/meetings/{ref}/paper", title="Plan", item="0")
    path = f"/meetings/{ref}/papers/1/replace"
    assert soup(manager.get(path)).find("input", {"name": "title"})["value"] == "Plan"
    refused = soup(send(manager, path, b"no pdf", reason="A mistake."))
    assert "Choose the file “plan.pdf” again" in refused.main.text
    assert send(manager, path, PDF + b"Better.", title="Plan, second try", reason="A mistake.").status_code == 303
    assert len(on_disk(tmp_path)) == 1
    link = {"title": "Plan, third", "address": "https://example.org/plan", "reason": "It moved."}
    assert manager.post(f"/meetings/{ref}/papers/2/replace", link).status_code == 303
    assert on_disk(tmp_path) == []
    page = soup(manager.get(f"/meetings/{ref}")).main.text
    assert "Plan (replaced by “Plan, second try”)" in page
    assert "Plan, second try (replaced by “Plan, third”)" in page


def test_the_papers_of_an_item_go_with_it(site: Site, tmp_path: Path) -> None:
    kept(site, tmp_path / "papers")
    ref = a_meeting(site.story)
    site.story.act("meeting.add_item", site.story.cast.manager, ref, title="The winter", what="report")
    manager = site.signed_in(site.story.cast.manager)
    send(manager, f"/meetings/{ref}/paper", item="1")
    assert manager.post(f"/meetings/{ref}/do/drop_item", {"item": "1"}).status_code == 303
    assert on_disk(tmp_path) == []
    assert "Its item was taken off the agenda." in soup(manager.get(f"/meetings/{ref}")).main.text


def test_the_same_file_six_times_at_once_is_kept_once(tmp_path: Path) -> None:
    files, together, wrong = Files(tmp_path / "papers"), Barrier(6), list[BaseException]()

    def keep() -> None:
        together.wait()
        try:
            files.keep("plan.pdf", PDF * 100_000)
        except BaseException as error:  # noqa: BLE001 - it is told
            wrong.append(error)

    for _ in range(5):
        threads = [Thread(target=keep) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []
        (name,) = on_disk(tmp_path)
        files.remove(name)
        together.reset()


def test_a_file_that_cannot_be_written_is_refused_and_leaves_no_litter(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(site, tmp_path / "papers")
    ref = a_meeting(site.story)
    manager = site.signed_in(site.story.cast.manager)

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(keeping.os, "fsync", full)
    answer = send(manager, f"/meetings/{ref}/paper", item="0")
    assert answer.status_code == 422
    assert "it could not be kept here (No space left on device)" in soup(answer).main.text
    assert on_disk(tmp_path) == []
    assert meeting(site.story, ref).papers == ()


def test_the_name_of_a_file_is_on_the_disk_before_it_is_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    monkeypatch.setattr(keeping, "sync_folder", synced.append)
    digest = Files(tmp_path / "papers").keep("plan.pdf", PDF).digest
    assert synced == [tmp_path / "papers" / digest[:2], tmp_path / "papers", tmp_path]


def test_a_paper_that_is_not_there_or_is_gone_is_neither_taken_away_nor_replaced(site: Site) -> None:
    story, manager = site.story, site.story.cast.manager
    ref = a_meeting(story)
    link = {"title": "Plan", "address": "https://example.org/plan"}
    story.act("meeting.add_paper", manager, ref, item="0", **link)
    story.act("meeting.drop_paper", manager, ref, paper="1", reason="Old.")
    for paper in ("1", "9"):
        for act, more in (("drop_paper", {}), ("replace_paper", link)):
            with pytest.raises(Refused) as refused:
                story.act(f"meeting.{act}", manager, ref, paper=paper, reason="Why.", **more)
            assert refused.value.codes == ("unknown-value",)
