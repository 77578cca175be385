"""A proposal is begun, written task by task, circulated and amended through its pages."""

from datetime import date

import pytest

from tests.stories import a_circulated_decision, a_draft, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup

PARTS = ("affected", "evidence", "options", "cost", "lawful", "interests")


def begun(site: Site, kind: str = "key-issue") -> tuple[Browser, str]:
    browser = site.signed_in(site.story.cast.leads["outreach"])
    browser.get(f"/decisions/new/{kind}")
    answer = browser.send(title="Make outreach permanent", text="The team stays.")
    assert answer.status_code == 303, answer.text
    return browser, answer.location.split("/")[2]


def test_the_kinds_are_offered_with_what_they_mean(site: Site) -> None:
    answer = site.signed_in(site.story.cast.leads["outreach"]).get("/decisions/new")
    assert len(soup(answer).select(".govuk-task-list__link")) == len(site.story.policy.kinds)
    assert "cannot put a proposal forward" in site.signed_in(site.story.cast.observer).get("/decisions/new").text
    assert site.signed_in(site.story.cast.manager).get("/decisions/new/nothing").status_code == 404


def test_a_proposal_is_written_task_by_task_and_circulated(site: Site) -> None:
    browser, ref = begun(site)
    story = site.story
    assert "Not written yet:" in browser.get(f"/decisions/{ref}/write").text
    for part in PARTS:
        browser.get(f"/decisions/{ref}/write/{part}")
        assert browser.send(**{f"statement__{part}": "Said in\r\nfull."}).status_code == 303
    browser.get(f"/decisions/{ref}/write/principles")
    grid = {f"statement__principles__{p.id}__how": "By staying." for p in story.policy.principles}
    assert browser.send(**grid, **{name.replace("__how", "__effect"): "serves" for name in grid}).status_code == 303
    page = browser.get(f"/decisions/{ref}/write")
    assert "Nothing is missing but the papers" in page.text
    assert "To do" not in page.text
    assert story.decision(ref).text.statement["cost"] == "Said in\nfull."
    manager = site.signed_in(story.cast.manager)
    manager.get(f"/decisions/{ref}/circulate")
    refused = manager.send(for_decision="yes", papers=" ")
    assert refused.status_code == 422
    assert soup(refused).select_one(".govuk-error-summary a")["href"] == "#papers"
    looked_over = manager.send(for_decision="yes", papers="Business case\r\n\r\nEquality assessment")
    assert (looked_over.status_code, heading(looked_over)) == (200, "Check before notice is given")
    assert manager.send(checked="yes").status_code == 303
    assert story.decision(ref).circulations[-1].papers == ("Business case", "Equality assessment")


def test_what_is_saved_unchanged_makes_no_version(site: Site) -> None:
    browser, ref = begun(site)
    for task in ("words", "reach", "affected", "principles"):
        browser.get(f"/decisions/{ref}/write/{task}")
        assert browser.send().status_code == 303, task
    assert site.story.decision(ref).version == 1
    assert browser.get(f"/decisions/{ref}/write/nowhere").status_code == 404


def test_money_is_asked_where_the_kind_needs_it(site: Site) -> None:
    browser = site.signed_in(site.story.cast.leads["outreach"])
    page = browser.get("/decisions/new/budget-allocation")
    line, year = (soup(page).select(f"#{name} option")[1]["value"] for name in ("line", "year"))
    refused = browser.send(title="Flats", text="We lease twelve.", amount="1.000", line=line, year=year)
    assert refused.status_code == 422
    assert "#amount" in {a["href"] for a in soup(refused).select(".govuk-error-summary a")}
    assert soup(refused).select_one("#amount")["value"] == "1.000"
    ref = browser.send(amount="1000.00").location.split("/")[2]
    browser.get(f"/decisions/{ref}/write/money")
    assert browser.send(amount="2000.50").status_code == 303
    assert site.story.decision(ref).text.amount_pence == 200050
    assert 'value="2000.50"' in browser.get(f"/decisions/{ref}/write/money").text


def test_an_exit_names_whom_it_is_about(site: Site) -> None:
    browser = site.signed_in(site.story.cast.leads["outreach"])
    page = browser.get("/decisions/new/exit")
    assert soup(page).select_one("#concerns")
    ref = browser.send(title="Terms", text="They leave.", concerns="hostel").location.split("/")[2]
    assert site.story.decision(ref).concerns == "hostel"


def test_what_it_changes_and_when_it_is_reviewed(site: Site) -> None:
    browser, ref = begun(site)
    page = browser.get(f"/decisions/{ref}/write/reach")
    measure = soup(page).select("#measure option")[1]["value"]
    day = {"review_on-day": "1", "review_on-month": "3", "review_on-year": "2027"}
    assert browser.send(measure=measure, changes="term", **day).status_code == 303
    text = site.story.decision(ref).text
    assert (text.measure, text.changes, str(text.review_on)) == (measure, ("term",), "2027-03-01")
    page = browser.get(f"/decisions/{ref}/write")
    assert "would change how long the contract runs" in page.text
    assert f"/decisions/{ref}/write/reach" in {a["href"] for a in soup(page).select("main ul.govuk-list--bullet a")}


def test_urgency_is_said_in_three_parts(site: Site) -> None:
    ref = a_draft(site.story)
    manager = site.signed_in(site.story.cast.manager)
    manager.get(f"/decisions/{ref}/circulate")
    given = {"urgent__reason": "Heat.", "urgent__legal": "Yes.", "urgent__safe": "Yes."}
    assert "Heat." in manager.send(for_decision="yes", papers="Plan", **given).text, "looked over first"
    assert manager.send(checked="yes").status_code == 303
    assert site.story.decision(ref).circulations[-1].urgent_reason == "Heat."


def test_differences_are_shown_before_it_is_amended(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.agrees("health", ref)
    manager = site.signed_in(story.cast.manager)
    manager.get(f"/decisions/{ref}/amend")
    assert manager.send(text="The team stays. For two years.").status_code == 422
    shown = manager.send(text="The team stays for good.", reason="Asked by the hostel.")
    assert shown.status_code == 200
    assert soup(shown).ins.text.strip()
    assert story.decision(ref).version == 1
    changed = manager.send(text="Quite another text.")
    assert changed.status_code == 200, "what was not shown is not done"
    assert manager.send().status_code == 303
    decision = story.decision(ref)
    assert (decision.version, decision.text.text, decision.agreed) == (2, "Quite another text.", 0)


@pytest.mark.parametrize("who", ["observer", "auditor"])
def test_others_may_look_and_not_write(site: Site, who: str) -> None:
    ref = a_circulated_decision(site.story)
    browser = site.signed_in(getattr(site.story.cast, who))
    assert "or not by you" in browser.get(f"/decisions/{ref}/write").text
    assert "or not by you" in browser.get(f"/decisions/{ref}/write/words").text
    refused = browser.post(f"/decisions/{ref}/write/words", {"title": "Other", "text": "Mine."})
    assert refused.status_code == 403
    assert "Mine." in refused.text
    assert heading(browser.get("/decisions/DEC-0099/write"))


def test_what_was_written_can_be_emptied_again(site: Site) -> None:
    """Through the form, the act and the record to the page: empty is empty, and what is not on the form stays."""
    story = site.story
    browser, ref = begun(site)
    measure = soup(browser.get(f"/decisions/{ref}/write/reach")).select("[name=measure] option")[1]["value"]
    day = {"review_on-day": "5", "review_on-month": "3", "review_on-year": "2027"}
    assert browser.send(measure=measure, **day).status_code == 303
    browser.get(f"/decisions/{ref}/write/affected")
    browser.send(statement__affected="Everybody.")
    assert (story.decision(ref).text.measure, story.decision(ref).text.review_on) == (measure, date(2027, 3, 5))
    browser.get(f"/decisions/{ref}/write/reach")
    assert browser.send(measure="", **dict.fromkeys(day, "")).status_code == 303
    now = story.decision(ref).text
    assert (now.measure, now.review_on, now.statement["affected"]) == ("", None, "Everybody.")
    browser.get(f"/decisions/{ref}/write/affected")
    assert browser.send(statement__affected="").status_code == 303
    assert story.decision(ref).text.statement["affected"] == ""
    assert "who is affected" in soup(browser.get(f"/decisions/{ref}/write")).select_one("main").text.lower()


def test_a_principle_can_be_left_out_again(site: Site) -> None:
    story = site.story
    browser, ref = begun(site)
    name = story.policy.principles[0].id
    for said in ("By staying.", ""):
        browser.get(f"/decisions/{ref}/write/principles")
        sent = {f"statement__principles__{name}__how": said, f"statement__principles__{name}__effect": "strains"}
        assert browser.send(**sent).status_code == 303
        assert story.decision(ref).text.statement["principles"][name]["how"] == said


def test_an_amount_that_the_kind_needs_can_be_emptied_in_a_draft_and_keeps_it_from_going_further(site: Site) -> None:
    story = site.story
    ref = a_draft(story, kind="subcontract", amount="1000.00", line="prescribing", year="2026-27")
    browser = site.signed_in(story.cast.leads["advice"])
    browser.get(f"/decisions/{ref}/write/money")
    assert browser.send(amount="").status_code == 303
    assert story.decision(ref).text.amount_pence is None
    assert "invalid" in story.refused("circulate", story.cast.manager, ref, papers=["Paper 1"])


def test_nobody_writes_over_what_somebody_else_wrote_meanwhile(site: Site) -> None:
    browser, ref = begun(site)
    browser.get(f"/decisions/{ref}/write/affected")
    manager = site.signed_in(site.story.cast.manager)
    manager.get(f"/decisions/{ref}/write/affected")
    browser.get(f"/decisions/{ref}/write/cost")
    browser.send(statement__cost="Nothing.")
    browser.get(f"/decisions/{ref}/write/affected")
    browser.send(statement__affected="Sixty people a year.")
    refused = manager.send(statement__affected="Some people.")
    assert refused.status_code == 409
    page = soup(refused)
    assert page.select_one("textarea").text.strip() == "Some people."
    assert "Sixty people a year." in page.select_one("dl").text
    assert site.story.decision(ref).text.statement["affected"] == "Sixty people a year."
    assert manager.send().status_code == 303, "having seen it, the manager may put its own in its place"
    assert site.story.decision(ref).text.statement["affected"] == "Some people."


def test_two_people_write_different_parts_at_once(site: Site) -> None:
    browser, ref = begun(site)
    manager = site.signed_in(site.story.cast.manager)
    manager.get(f"/decisions/{ref}/write/cost")
    browser.get(f"/decisions/{ref}/write/affected")
    assert browser.send(statement__affected="Sixty people a year.").status_code == 303
    assert manager.send(statement__cost="Nothing.").status_code == 303
    assert set(site.story.decision(ref).text.statement) == {"affected", "cost"}


def test_a_part_that_cannot_be_written_now_says_so(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.manager)
    page = soup(browser.get(f"/decisions/{ref}/write/words"))
    assert "cannot be written now" in page.main.text
    assert page.select_one(f"main a[href='/decisions/{ref}/amend']")
    assert not page.select_one("main textarea")
