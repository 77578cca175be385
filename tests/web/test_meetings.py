"""Meetings, minutes and actions on their pages: what is refused comes back with all that was typed, and nobody overwrites another."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader, PdfWriter

from govflow.acts.files import Files
from tests.gatherings import a_meeting, an_action, begun, held, meeting, minutes
from tests.stories import a_circulated_decision, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup
from web.meetings import moved


def a_pdf() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(out)
    return out.getvalue()


A_PDF = a_pdf()


@pytest.fixture
def filed(site: Site, tmp_path) -> Site:
    """The site, with a folder in which papers are kept."""
    object.__setattr__(site.story.house, "files", Files(tmp_path / "papers"))
    return site


def uploading(site: Site, ref: str, name: str, content: bytes) -> tuple[Browser, int]:
    browser = site.signed_in(site.story.cast.manager)
    path = f"/meetings/{ref}/paper"
    data = {"csrf_token": browser.token(path), "title": "Plan", "item": "0", "key": "k", "file": (io.BytesIO(content), name)}
    browser.seen = browser.client.post(path, data=data, content_type="multipart/form-data")
    return browser, browser.seen.status_code


def test_a_paper_is_uploaded_kept_and_handed_out_as_a_download(filed: Site) -> None:
    ref = a_meeting(filed.story)
    browser, status = uploading(filed, ref, "plan.pdf", A_PDF)
    assert status == 303
    (paper,) = meeting(filed.story, ref).papers
    assert (paper.media, paper.size) == ("application/pdf", len(A_PDF))
    answer = browser.get(f"/meetings/{ref}/papers/{paper.n}")
    assert answer.data == A_PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    kept = filed.story.house.files._path(paper.digest)
    kept.write_bytes(b"altered")
    assert browser.get(f"/meetings/{ref}/papers/{paper.n}").status_code == 404, "what was altered on the disk is not handed out"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("run.exe", b"MZ"),
        ("page.html", b"<p>"),
        ("plan.pdf", b"<html>"),
        ("plan.pdf", b""),
        ("notes.txt", b"a\x00b"),
        ("plan", A_PDF),
    ],
)
def test_what_may_not_be_uploaded_is_refused_beside_its_field(filed: Site, name: str, content: bytes) -> None:
    ref = a_meeting(filed.story)
    browser, status = uploading(filed, ref, name, content)
    assert status == 422
    page = soup(browser.seen)
    assert page.select_one(".govuk-error-summary a")["href"] == "#file"
    assert page.select_one("#title")["value"] == "Plan"
    assert meeting(filed.story, ref).papers == ()


def test_a_file_that_is_too_large_is_refused(filed: Site) -> None:
    browser, path = filed.signed_in(filed.story.cast.manager), f"/meetings/{a_meeting(filed.story)}/paper"
    told = {"CONTENT_LENGTH": str(22 * 1024 * 1024)}
    assert browser.client.post(path, data={"title": "Plan"}, environ_overrides=told).status_code == 413
    elsewhere = {"CONTENT_LENGTH": str(3_000_000)}
    assert browser.client.post("/meetings/plan", data={"title": "Plan"}, environ_overrides=elsewhere).status_code == 413


def test_the_pack_has_the_agenda_the_words_and_the_papers_with_page_numbers(filed: Site) -> None:
    story = filed.story
    ref = a_meeting(story, a_circulated_decision(story, title="Ten beds", text="We open ten beds."))
    browser, _ = uploading(filed, ref, "plan.pdf", A_PDF)
    answer = browser.get(f"/meetings/{ref}/pack.pdf")
    assert answer.content_type == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.data))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "We open ten beds." in text
    assert f"{len(reader.pages)} / {len(reader.pages)}" in reader.pages[-1].extract_text().replace("\n", " ")
    titles = [one.title for one in reader.outline if not isinstance(one, list)]
    assert "Plan" in titles
    assert reader.metadata.title == "Leadership team meeting"


def test_minutes_are_taken_away_as_tagged_pdf_and_as_word(site: Site) -> None:
    import docx

    ref = held(site.story, a_meeting(site.story))
    browser = site.signed_in(site.story.cast.leads["health"])
    reader = PdfReader(io.BytesIO(browser.get(f"/minutes/{ref}/minutes.pdf").data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    word = docx.Document(io.BytesIO(browser.get(f"/minutes/{ref}/minutes.docx").data))
    assert any(p.style.name == "Heading 1" and p.text == "Who was there" for p in word.paragraphs)
    assert any(p.style.name == "List Bullet" for p in word.paragraphs)


def test_two_writers_of_minutes_do_not_overwrite_each_other(site: Site) -> None:
    ref = held(site.story, a_meeting(site.story))
    one, other = site.signed_in(site.story.cast.manager), site.browser()
    other.sign_in(f"{site.story.cast.manager.lower()}@example.org")
    for browser in (one, other):
        browser.get(f"/minutes/{ref}/write")
    assert one.send(text="The first.").status_code == 303
    refused = other.send(text="The second.")
    assert refused.status_code == 409
    assert "The second." in refused.text
    assert minutes(site.story, ref).text == "The first."
    region = soup(refused).select_one("main [role=region]").text
    assert (region, "version 2 was saved" in refused.text) == ("The first.", True), "both texts are shown"
    again = other.send()
    assert (again.status_code, soup(again).select_one("textarea").text.strip()) == (422, "The second.")
    assert soup(again).select_one(".govuk-error-summary a")["href"] == "#merged"
    assert minutes(site.story, ref).text == "The first.", "saving again writes over nothing"
    assert one.get(f"/minutes/{ref}/write").status_code == 200
    assert one.send(text="The first, longer.").status_code == 303
    assert other.send(merged="yes").status_code == 409, "it has changed again since"
    assert other.send(merged="yes", text="Both.").status_code == 303
    assert [text.text for text in minutes(site.story, ref).minutes_texts[1:]] == ["The first.", "The first, longer.", "Both."]


def test_a_page_opened_before_the_issue_undoes_no_issue_and_no_acceptance_unsaid(site: Site) -> None:
    story = site.story
    ref = held(story, a_meeting(story))
    browser = site.signed_in(story.cast.manager)
    browser.get(f"/minutes/{ref}/write")
    story.act("minutes.issue", story.cast.manager, ref)
    story.act("minutes.accept", story.cast.leads["health"], ref)
    refused = browser.send(text="Other words.")
    assert refused.status_code == 409
    assert "the minutes were issued and 1 of 9 accepted them" in refused.text
    assert len(minutes(story, ref).waiting) == 8
    page = browser.get(f"/minutes/{ref}")
    assert soup(page).select_one(".govuk-tag").text.strip() == "Issued, to be accepted"
    assert "Draft" not in soup(page).main.text
    assert "Held on Thursday 19 March 2026, 2pm. Issued on" in soup(page).main.text
    browser.get(f"/minutes/{ref}/write")
    story.act("minutes.accept", story.cast.leads["council"], ref)
    assert browser.send(text="Other words.").status_code == 409
    assert browser.send(text="Other words.", merged="yes").status_code == 303
    assert minutes(story, ref).version == 2


def test_a_reply_is_told_as_one_gave_it(site: Site) -> None:
    story, lead = site.story, site.story.cast.leads["health"]
    ref = a_meeting(story)
    browser = site.signed_in(lead)
    for answer, ahead in (("yes", "You will come"), ("no", "You cannot come"), ("perhaps", "You said: perhaps")):
        story.act("meeting.reply", lead, ref, answer=answer)
        assert f"{ref} · {ahead}" in soup(browser.get("/meetings")).text
    story.act("meeting.reply", lead, ref, answer="yes")
    held(story, ref)
    browser.sign_in(f"{lead.lower()}@example.org")
    assert f"{ref} · You said you would come" in soup(browser.get("/meetings")).text


def test_a_meeting_too_soon_is_refused_with_everything_typed(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    browser.get("/meetings/plan")
    day = {"day-day": "5", "day-month": "3", "day-year": "2026", "body": "leadership-team"}
    refused = browser.send(place="Room 1", title="Heat", **day)
    assert refused.status_code == 422
    page = soup(refused)
    assert page.select_one(".govuk-error-summary a")["href"] == "#day-day"
    assert page.select_one("#place")["value"] == "Room 1"
    urgent = {"urgent__reason": "Heat.", "urgent__legal": "Yes.", "urgent__safe": "Yes."}
    assert browser.send(body="leadership-team", **urgent).status_code == 303


def test_a_participant_asks_for_a_meeting_within_the_time_agreed(site: Site) -> None:
    browser = site.signed_in(site.story.cast.leads["health"])
    browser.get("/meetings/request")
    late = {"body": "leadership-team", "day-day": "1", "day-month": "6", "day-year": "2026", "reason": "The winter."}
    assert browser.send(**late).status_code == 422
    assert browser.send(**late | {"day-day": "12", "day-month": "3"}).status_code == 303
    assert "asked for by Health" in browser.get("/meetings/MTG-0001").text


def test_an_agenda_is_put_in_another_order() -> None:
    assert moved(["1", "2", "3"], "3", "up") == ["1", "3", "2"]
    assert moved(["1", "2", "3"], "1", "up") == ["1", "2", "3"]
    assert moved(["1", "2", "3"], "2", "down") == ["1", "3", "2"]
    assert moved(["1", "2"], "9", "down") == ["1", "2"]


def test_whoever_follows_gets_only_what_changes(site: Site) -> None:
    story = site.story
    ref = a_meeting(story)
    begun(story, ref)
    browser = site.signed_in(story.cast.leads["health"])
    part = browser.get(f"/meetings/{ref}/session/now")
    assert "<html" not in part.text
    assert "Leadership member, Health" in part.text
    page = soup(browser.get(f"/meetings/{ref}/session"))
    assert page.select_one("#now")["hx-get"] == f"/meetings/{ref}/session/now"


def test_nobody_confirms_for_another(site: Site) -> None:
    story = site.story
    decision = a_circulated_decision(story)
    ref = a_meeting(story, decision)
    begun(story, ref)
    story.act("meeting.go_to_item", story.cast.manager, ref, item="1")
    story.do("open", story.cast.manager, decision, meeting=ref)
    story.act(
        "meeting.note_position", story.cast.manager, ref, decision=decision, participant="health", choice="agree", reason="Yes."
    )
    council = site.signed_in(story.cast.leads["council"])
    assert council.post(f"/meetings/{ref}/confirm", {"noted": "1"}).status_code == 409
    assert story.decision(decision).positions == ()
    assert story.refused("agree", story.cast.leads["council"], decision, version=1, reason="Yes.", noted=2) == ("nothing-waits",)


def test_the_board_shows_what_is_overdue_first(site: Site) -> None:
    story = site.story
    an_action(story, story.cast.leads["health"], days=30)
    late = an_action(story, story.cast.leads["council"], days=1)
    story.clock.set(story.clock.now().replace(day=9))
    text = site.signed_in(story.cast.observer).get("/actions").text
    assert re.search(rf"Overdue.*{late}.*To be done", text, re.DOTALL)


def test_my_notices_and_how_i_want_them(site: Site) -> None:
    story = site.story
    a_circulated_decision(story)
    browser = site.signed_in(story.cast.leads["health"])
    assert "Notice of a decision" in browser.get("/notices").text
    assert browser.send(digest="daily").status_code == 303
    assert soup(browser.get("/notices")).select_one("input[value=daily]").has_attr("checked")
    assert browser.get("/notices/going-out").status_code == 403
    manager = site.signed_in(story.cast.manager)
    assert heading(manager.get("/notices/going-out")) == "What goes out"
    assert "No worker has run yet" in manager.get("/notices/going-out").text


def test_a_month_shows_its_meetings_and_what_ends_or_goes_out_by_itself(site: Site) -> None:
    story = site.story
    decision = an_open_decision(story)
    ref, other = a_meeting(story, title="Spring meeting"), a_meeting(story, title="Another", days=18)
    an_action(story, story.cast.leads["health"], days=3)
    story.act("meeting.cancel", story.cast.manager, other, reason="Not needed.")
    on = meeting(story, ref).on
    assert on is not None
    browser = site.signed_in(story.cast.leads["health"])
    months = {date(on.year, on.month, 1), story.clock.now().date().replace(day=1)}
    said = " ".join(soup(browser.get(f"/meetings/month?month={one:%Y-%m}")).get_text(" ", strip=True) for one in sorted(months))
    for shown in (f"2pm Spring meeting {ref}", f"2pm Another {other} cancelled", f"5pm Positions close {decision}"):
        assert shown in said
    assert f"Notice goes out {ref}" in said
    assert "An action is due ACT-0001" in said


@pytest.mark.parametrize("month", ["", "2026-13", "0001-01", "9999-12", "x", "2026-03-01", "' OR 1=1"])
def test_a_month_that_is_none_is_this_month(site: Site, month: str) -> None:
    browser = site.signed_in(site.story.cast.manager)
    page = soup(browser.get("/meetings/month", query_string={"month": month}))
    assert page.h1.get_text() == f"{site.story.clock.now():%B %Y}"
    assert len(page.select("[aria-current=date]")) == 1


def test_months_are_turned_until_the_last(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)

    def turned(month: str) -> list[str]:
        return [a["rel"][0] for a in soup(browser.get(f"/meetings/month?month={month}")).select(".govflow-turn a[rel]")]

    ways = {month: turned(month) for month in ("2000-01", "2199-12", "2026-12")}
    assert ways == {"2000-01": ["next"], "2199-12": ["prev"], "2026-12": ["prev", "next"]}
    after = soup(browser.get("/meetings/month?month=2026-12")).select_one("a[rel=next]")
    assert after["href"].endswith("month=2027-01")
