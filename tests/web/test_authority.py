"""Who decides, and why, is said: while a proposal is written, when notice is given, on its page and in every face of its record."""

import csv
import io

from govflow.reading.decision_page import proposal_in_words
from govflow.reading.record_text import as_text
from govflow.reading.records import decision_record
from tests.stories import a_circulated_decision, a_draft
from tests.web.conftest import Browser, Site, soup

MONEY = {"line": "outreach", "year": "2026-27"}
ABOVE = "£50,000.01 is above the management team's £50,000 in version 1 of the mandate"


def panel(browser: Browser, path: str) -> str:
    return " ".join(soup(browser.get(path)).select_one("[aria-labelledby^=who-decides]").text.split())


def proposer(site: Site) -> Browser:
    return site.signed_in(site.story.cast.leads["advice"])


def test_it_is_said_at_once_and_anew_on_every_save(site: Site) -> None:
    ref = a_draft(site.story, kind="operational", amount="50000.00", **MONEY)
    browser, write = proposer(site), f"/decisions/{ref}/write"
    said = panel(browser, write)
    assert (
        "Management team (management level) The kind “Operational matter” is for the management team; £50,000 is within" in said
    )
    browser.get(f"{write}/money")
    assert browser.send(amount="50000.01", **MONEY).status_code == 303
    said = panel(browser, write)
    assert "Leadership team (leadership level)" in said
    assert ABOVE in said


def test_what_is_missing_is_said_instead(site: Site) -> None:
    ref = a_draft(site.story, kind="subcontract", amount="1000.00", **MONEY)
    browser, write = proposer(site), f"/decisions/{ref}/write"
    browser.get(f"{write}/money")
    browser.send(amount="", **MONEY)
    said = panel(browser, write)
    assert "The amount is missing" in said
    assert "Leadership team" not in said


def test_the_first_page_says_it_once_the_amount_is_given(site: Site) -> None:
    browser = proposer(site)
    assert "The kind “Key issue” is for the leadership team." in panel(browser, "/decisions/new/key-issue")
    assert "The amount is missing" in panel(browser, "/decisions/new/subcontract")
    asked = "/decisions/new/subcontract/who-decides?amount="
    assert "The budget line and the year are missing." in browser.get(f"{asked}5").text
    said = browser.get(f"{asked}5&line=outreach&year=2026-27")
    assert "The kind “Subcontract” is for the leadership team; it is within the £" in said.text
    assert "<html" not in said.text
    assert "The amount is missing" in browser.get(f"{asked}five").text
    assert browser.get("/decisions/new/nonsense/who-decides").status_code == 404


def test_a_higher_body_can_be_asked_for_and_the_asking_dropped(site: Site) -> None:
    story, browser = site.story, proposer(site)
    page = browser.get("/decisions/new/operational")
    options = soup(page).select("[name=body] option")
    assert [o["value"] for o in options] == ["", "leadership-team", "owner"]
    assert options[0].text.strip() == "The lowest that may: Management team (recommended)"
    ref = browser.send(title="A rota", text="A new rota.", body="leadership-team").location.split("/")[2]
    assert story.decision(ref).body == "leadership-team"
    write = f"/decisions/{ref}/write"
    said = panel(browser, write)
    assert "it was asked to go to the leadership team" in said
    assert "The leadership team was asked for." in said
    page = soup(browser.get(f"{write}/body"))
    assert page.select_one("[name=body] option[selected]")["value"] == "leadership-team"
    assert browser.send(body="").status_code == 303
    assert (story.decision(ref).body, story.decision(ref).asked_body) == ("management-team", "")
    assert "asked" not in panel(browser, write)


def test_a_body_that_is_too_low_is_refused_at_its_field_and_what_was_typed_stays(site: Site) -> None:
    story = site.story
    ref = a_draft(story, kind="operational", body="management-team", amount="50000.01", **MONEY)
    said = panel(proposer(site), f"/decisions/{ref}/write")
    assert "The management team was asked for, and may not decide this." in said
    manager = site.signed_in(story.cast.manager)
    manager.get(f"/decisions/{ref}/circulate")
    refused = manager.send(papers="The rota\nThe costs", for_decision="yes", body="management-team")
    assert refused.status_code == 422
    page = soup(refused)
    assert ABOVE in page.select_one("#body-error").text
    assert "so it is for the leadership team, not the management team" in page.select_one("#body-error").text
    assert page.select_one("[name=papers]").text.split("\n") == ["The rota", "The costs"]
    assert page.select_one("[name=body] option[selected]")["value"] == "management-team"
    assert page.select_one(".govuk-error-summary a")["href"] == "#body"
    assert manager.send(body="", for_decision="yes").status_code == 200, "looked over first"
    assert manager.send(checked="yes").status_code == 303
    assert story.decision(ref).body == "leadership-team"
    assert ABOVE in story.decision(ref).routed


def test_whoever_gives_notice_does_not_undo_what_the_author_asked_for_meanwhile(site: Site) -> None:
    story = site.story
    ref = a_draft(story, kind="operational")
    manager = site.signed_in(story.cast.manager)
    manager.get(f"/decisions/{ref}/circulate")
    story.do("revise", story.cast.leads["advice"], ref, body="leadership-team")
    refused = manager.send(papers="The rota", for_decision="yes", body="")
    assert refused.status_code == 409
    assert soup(refused).select_one("[name=papers]").text == "The rota"
    assert manager.send(body="leadership-team", for_decision="yes").status_code == 200, "looked over first"
    assert manager.send(checked="yes").status_code == 303
    assert story.decision(ref).routed.endswith("it was asked to go to the leadership team.")


def test_a_hidden_change_of_the_mandate_is_said_while_it_is_written(site: Site) -> None:
    ref = a_draft(site.story)
    browser, write = proposer(site), f"/decisions/{ref}/write"
    assert "would change" not in panel(browser, write)
    browser.get(f"{write}/reach")
    assert browser.send(changes="mandate").status_code == 303
    said = panel(browser, write)
    assert "It would change the mandate of the alliance, which this kind of decision cannot do" in said
    assert "Propose it as the kind of decision that may change it" in said


def test_the_page_says_why_once_notice_is_given(site: Site) -> None:
    draft = a_draft(site.story, kind="operational", amount="50000.01", **MONEY)
    browser = site.signed_in(site.story.cast.manager)
    page = soup(browser.get(f"/decisions/{draft}"))
    assert "Why this body decides" not in page.text
    ref = a_circulated_decision(site.story, kind="operational", amount="50000.01", **MONEY)
    page = soup(browser.get(f"/decisions/{ref}"))
    facts = {dt.text: dt.find_next("dd").text for dt in page.select(".govflow-facts dt")}
    assert facts["Decided by"] == "Leadership team (leadership level)"
    assert facts["Why this body decides"] == site.story.decision(ref).routed
    assert ABOVE in facts["Why this body decides"]


def test_every_face_of_the_record_says_why(site: Site) -> None:
    story = site.story
    ref = a_circulated_decision(story, kind="operational", amount="50000.01", **MONEY)
    why = story.decision(ref).routed
    with story.house.store.view(story.alliance) as view:
        given = (view, story.house.book, ref, story.clock.now())
        record, words = decision_record(*given), proposal_in_words(*given)
    assert (record["why_this_body"], record["body_with_level"]) == (why, "Leadership team (leadership level)")
    assert (words["why_this_body"], words["decided_by"]) == (why, "Leadership team (leadership level)")
    text = " ".join(as_text(record).split())
    assert f"Decided by Leadership team (leadership level) Why this body {why}" in text
    assert "Why this body" not in as_text({**record, "why_this_body": ""})
    answer = site.signed_in(story.cast.auditor).get("/decisions.csv")
    line = next(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert (line["Decided by"], line["Why this body decides"]) == ("Leadership team (leadership level)", why)
