"""Logging an issue: written, saved and finished later by its writer alone, thrown away or logged; and nothing typed is ever lost."""

import re
from datetime import timedelta
from typing import Any

import pytest

from govflow.acts import drafts
from govflow.domain.vocabulary import ROUTES
from tests.stories import Story, a_circulated_decision, an_adopted_decision, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup
from tests.web.payloads import PAYLOADS
from tests.web.test_payloads import is_harmful

HAPPENED = "The day centre closed on Friday, and nobody had told the night team."
SAID = {
    "happened": HAPPENED,
    "affected": "People who sleep rough near the harbour.",
    "matters": "To Hostel: that its staff know in time.",
    "would_help": "A call before anything closes.",
}


@pytest.fixture
def writer(site: Site) -> Browser:
    """Somebody of Youth at the page on which an issue begins."""
    browser = site.signed_in(site.story.cast.leads["youth"])
    browser.get("/issues/new")
    return browser


def issues(story: Story) -> list[Any]:
    with story.house.store.view(story.alliance) as view:
        return [view.issue(ref) for ref in view.open_issues()]


def words_of(browser: Browser) -> str:
    return " ".join(soup(browser.seen).main.get_text(" ").split())


def message(browser: Browser) -> str:
    return " ".join(soup(browser.seen).select_one(".govflow-told").text.split())


def shown(browser: Browser) -> dict[str, str]:
    return {name: soup(browser.seen).select_one(f"#{name}").text.removeprefix("\n").strip() for name in SAID}


def saved(browser: Browser, **typed: Any) -> str:
    """Save what is typed, go where that leads, and return the address of the draft."""
    answer = browser.send(**typed, later="yes")
    assert answer.status_code == 303, answer.text
    browser.get(answer.location)
    return answer.location


def test_it_says_first_what_it_is_for_who_reads_it_and_what_belongs_elsewhere(site: Site, writer: Browser) -> None:
    page = soup(writer.seen).main
    words = words_of(writer)
    assert heading(writer.seen) == "Log an issue"
    for route in site.story.policy.routes:
        assert f"{route.title} {route.when} What to do first: {route.address}" in words
    assert len(site.story.policy.routes) == len(ROUTES)
    assert "Logged: for the chair, 2 working days at most" in words
    assert "Services carry on" in words
    assert "Anybody may go to a court at any time." in words
    assert "Youth is always among them. Those who speak for them can read what you write." in words
    assert "A decision that it is about waits until the issue has ended." in words
    assert [box["value"] for box in page.select("input[name=with_]")] == [p for p in site.story.cast.participants if p != "youth"]


def test_it_is_logged_and_says_what_happens_next_and_who_reads_it(site: Site, writer: Browser) -> None:
    answer = writer.send(**SAID, with_="hostel")
    assert (answer.status_code, answer.location) == (303, "/issues/ISS-0001/logged")
    (issue,) = issues(site.story)
    assert {name: getattr(issue, name) for name in SAID} == SAID
    assert (issue.by, issue.concerned, issue.about) == (site.story.cast.leads["youth"], ("hostel", "youth"), "")
    writer.get(answer.location)
    words = words_of(writer)
    assert "The issue is logged Its reference is ISS-0001" in words
    assert "It is now with the chair, until Wednesday 4 March 2026, 5pm at the latest." in words
    assert "It concerns Hostel and Youth." in words
    for reader in ("Leadership member, Hostel", "Alliance manager"):
        assert reader in words
    assert "Leadership member, Advice" not in words


def test_what_was_logged_is_confirmed_to_whoever_logged_it_alone(site: Site, writer: Browser) -> None:
    writer.send(**SAID, with_="hostel")
    for other in (site.story.cast.leads["hostel"], site.story.cast.manager):
        assert site.signed_in(other).get("/issues/ISS-0001/logged").status_code == 404
    for ref in ("ISS-0002", "DEC-0001", "x"):
        assert writer.get(f"/issues/{ref}/logged").status_code == 404


def test_what_is_missing_is_said_and_what_was_typed_stays(site: Site, writer: Browser) -> None:
    answer = writer.send(happened=HAPPENED, with_="hostel")
    assert answer.status_code == 422
    summary = soup(answer).select_one(".govuk-error-summary").text
    assert ("Say who is affected." in summary, "Say what would help." in summary) == (True, True)
    assert shown(writer)["happened"] == HAPPENED
    assert soup(answer).select_one("input[name=with_][value=hostel]").has_attr("checked")
    assert issues(site.story) == []


def test_what_the_record_refuses_comes_back_beside_its_field(site: Site, writer: Browser) -> None:
    answer = writer.send(**SAID | {"matters": "A \x07 bell"})
    assert answer.status_code == 422
    assert "holds a character that cannot be kept, between “A” and “bell”" in soup(answer).select_one("#matters-error").text
    assert shown(writer)["happened"] == HAPPENED


def test_the_wording_is_looked_at_and_never_blocks(site: Site, writer: Browser) -> None:
    writer.send(**SAID | {"matters": "It is their fault."}, look="yes")
    assert writer.seen.status_code == 200
    assert soup(writer.seen).select("#wording-matters mark")
    assert soup(writer.seen).select(".govuk-error-summary") == []
    assert writer.send().status_code == 303
    assert issues(site.story)[0].matters == "It is their fault."


def test_half_an_issue_is_saved_and_finished_on_another_day(site: Site, writer: Browser) -> None:
    where = saved(writer, happened=HAPPENED, with_="hostel")
    assert message(writer) == "Saved. Only you can read it. Finish it here, or later from your desk."
    assert soup(writer.seen).select(".govuk-error-summary") == []
    site.story.clock.advance(timedelta(hours=20))
    again = site.browser()
    again.sign_in(f"{site.story.cast.leads['youth'].lower()}@example.org")
    link = soup(again.get("/")).find("a", string=re.compile("You began to log an issue on Monday 2 March 2026"))
    assert link["href"] == where
    again.get(where)
    assert shown(again)["happened"] == HAPPENED
    assert soup(again.seen).select_one("input[name=with_][value=hostel]").has_attr("checked")
    answer = again.send(**SAID, with_="hostel")
    assert answer.location == "/issues/ISS-0001/logged"
    assert again.get(where).status_code == 404, "removed once it is logged"
    assert "You began to log" not in again.get("/").text


def test_nothing_of_a_draft_is_an_act_or_in_the_record(site: Site, writer: Browser) -> None:
    before = site.story.trace()
    saved(writer, **SAID)
    assert site.story.trace() == before


def test_a_draft_is_private_to_its_writer(site: Site, writer: Browser) -> None:
    where = saved(writer, **SAID)
    for other in (site.story.cast.manager, site.story.cast.deputies["youth"], site.story.cast.leads["hostel"]):
        browser = site.signed_in(other)
        for path in (where, f"{where}/throw-away"):
            answer = browser.get(path)
            assert (answer.status_code, HAPPENED in answer.text) == (404, False)
        assert "You began to log" not in browser.get("/").text
        assert HAPPENED not in browser.get("/issues/new").text
        assert browser.post(f"{where}/throw-away").status_code == 404
        browser.get("/issues/new")
        (own,) = [saved(browser, happened="Mine")]
        assert own != where
        sent = browser.post(where, {"happened": "Theirs?", "later": "yes", "draft": where.rpartition("/")[2], "mark": "x"})
        assert sent.status_code == 303
    assert shown(writer)["happened"] == HAPPENED
    writer.get(where)
    assert shown(writer) == SAID


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "²", "9" * 30, "1'--"])
def test_there_is_no_draft_of_another_number(writer: Browser, number: str) -> None:
    saved(writer, happened=HAPPENED)
    for page in ("", "/throw-away"):
        assert writer.get(f"/issues/drafts/{number}{page}").status_code == 404


def test_a_draft_is_thrown_away_once_that_is_confirmed(site: Site, writer: Browser) -> None:
    where = saved(writer, happened=HAPPENED)
    writer.get(f"{where}/throw-away")
    assert (heading(writer.seen), HAPPENED in writer.seen.text) == ("Throw this draft away?", True)
    assert writer.get(where).status_code == 200, "looking at the question does nothing"
    writer.get(f"{where}/throw-away")
    assert (writer.send().location, writer.get(where).status_code) == ("/", 404)


def test_a_draft_that_was_saved_again_meanwhile_is_not_thrown_away(site: Site, writer: Browser) -> None:
    where = saved(writer, happened=HAPPENED)
    other = Browser(writer.client)
    other.get(f"{where}/throw-away")
    saved(writer, happened=f"{HAPPENED} And more.")
    assert other.send().location == where
    other.get(where)
    assert "saved again in another tab" in message(other)
    assert shown(other)["happened"] == f"{HAPPENED} And more."


def test_what_two_tabs_save_is_kept_twice_and_said(site: Site, writer: Browser) -> None:
    where = saved(writer, happened=HAPPENED)
    other = Browser(writer.client)
    other.get(where)
    assert saved(writer, happened="What the first tab says.") == where
    beside = saved(other, happened="What the second tab says.")
    assert beside != where
    assert "Nothing is lost: what you wrote here is a draft of its own now." in message(other)
    writer.get(where)
    assert (shown(writer)["happened"], shown(other)["happened"]) == ("What the first tab says.", "What the second tab says.")


def test_the_same_saved_twice_is_one_draft(site: Site, writer: Browser) -> None:
    form = {i["name"]: i.get("value", "") for i in soup(writer.seen).select("main form input[type=hidden]")}
    first = writer.client.post("/issues/new", data={**form, **SAID, "later": "yes"}).location
    assert writer.client.post("/issues/new", data={**form, **SAID, "later": "yes"}).location == first
    later = writer.client.post("/issues/new", data={**form, **SAID, "happened": "Gone back, and changed.", "later": "yes"})
    assert later.location != first, "what was saved before is not written over"


def test_a_tab_on_what_was_logged_or_thrown_away_loses_nothing_and_logs_nothing_twice(site: Site, writer: Browser) -> None:
    where = saved(writer, **SAID)
    twice, other = Browser(writer.client), Browser(writer.client)
    twice.get(where)
    other.get(where)
    assert writer.send().location == "/issues/ISS-0001/logged"
    assert twice.send().location == "/issues/ISS-0001/logged"
    beside = saved(other, happened="Something else came up.")
    assert (beside != where, shown(other)["happened"]) == (True, "Something else came up.")
    assert len(issues(site.story)) == 1


def test_what_was_saved_and_then_logged_from_the_page_before_is_no_draft_any_more(site: Site, writer: Browser) -> None:
    form = {i["name"]: i.get("value", "") for i in soup(writer.seen).select("main form input[type=hidden]")} | SAID
    assert writer.client.post("/issues/new", data={**form, "later": "yes"}).status_code == 303
    assert len(drafts_of(site)) == 1
    assert writer.client.post("/issues/new", data=form).location == "/issues/ISS-0001/logged"
    assert drafts_of(site) == ()


def test_what_another_tab_saved_is_still_there_after_it_is_logged(site: Site, writer: Browser) -> None:
    where = saved(writer, **SAID)
    other = Browser(writer.client)
    other.get(where)
    saved(other, happened="Saved in the other tab.")
    writer.get(writer.send().location)
    assert message(writer) == "What you saved of it in another tab is still among your drafts."
    other.get(where)
    assert shown(other)["happened"] == "Saved in the other tab."


def test_there_are_only_so_many_drafts_and_what_is_typed_stays(site: Site, writer: Browser) -> None:
    for n in range(drafts.MOST):
        writer.get("/issues/new")
        saved(writer, happened=f"Draft {n}")
    writer.get("/issues/new")
    assert len(soup(writer.seen).select("section[aria-labelledby=drafts] li")) == drafts.MOST
    answer = writer.send(happened=HAPPENED, later="yes")
    assert (answer.status_code, f"You have {drafts.MOST} drafts already" in answer.text) == (422, True)
    assert shown(writer)["happened"] == HAPPENED


def test_a_draft_holds_as_much_as_an_issue_and_not_much_more(site: Site, writer: Browser) -> None:
    assert saved(writer, **dict.fromkeys(SAID, "x" * 100_000))
    answer = writer.send(happened="x" * drafts.LONGEST, later="yes")
    assert (answer.status_code, "This is too long to be kept" in answer.text) == (422, True)


@pytest.mark.parametrize("button", [{}, {"later": "yes"}])
def test_what_is_sent_when_the_session_is_over_is_sent_after_signing_in(
    site: Site, writer: Browser, button: dict[str, str]
) -> None:
    where = saved(writer, happened="Before")
    site.story.clock.advance(timedelta(hours=13))
    answer = writer.send(**SAID, **button)
    assert answer.status_code == 401
    kept = writer.send(email=f"{site.story.cast.leads['youth'].lower()}@example.org", password="seven green ladders")
    assert (heading(kept), HAPPENED in kept.text) == ("Nothing you typed is lost", True)
    answer = writer.send()
    assert answer.location == (where if button else "/issues/ISS-0001/logged")
    if button:
        writer.get(where)
        assert shown(writer) == SAID


def test_a_page_that_was_open_too_long_keeps_what_was_typed(site: Site, writer: Browser) -> None:
    answer = writer.client.post("/issues/new", data={**SAID, "csrf_token": "old"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, heading(answer), HAPPENED in answer.text) == (400, "Nothing you typed is lost", True)
    writer.seen = answer
    assert writer.send(later="yes").status_code == 303
    assert [one.fields["happened"] for one in drafts_of(site)] == [HAPPENED]
    foreign = writer.client.post("/issues/new", data={**SAID, "csrf_token": "old", "later": "yes"})
    assert (foreign.status_code, len(drafts_of(site))) == (400, 1)


def drafts_of(site: Site) -> tuple[Any, ...]:
    from govflow.record.drafts import Writer, drafts_of

    return drafts_of(site.story.house.store, Writer(site.story.alliance, site.story.cast.leads["youth"], "issue"))


def test_an_issue_about_a_decision_begins_with_it_and_those_it_concerns(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["youth"])
    link = soup(browser.get(f"/decisions/{ref}")).find("a", string="Raise an issue about this")
    browser.get(link["href"])
    page = soup(browser.seen)
    assert page.select_one("select[name=about] option[selected]")["value"] == ref
    assert all(box.has_attr("checked") for box in page.select("input[name=with_]"))
    with_ = [box["value"] for box in page.select("input[name=with_]")]
    answer = browser.send(**SAID, about=ref, with_=with_)
    assert issues(site.story)[0].about == ref
    assert site.story.decision(ref).held_by == "ISS-0001"
    assert f"{ref} waits until the issue has ended." in " ".join(browser.get(answer.location).text.split())


def test_a_decision_in_force_or_that_ended_while_one_wrote_can_be_what_it_is_about(site: Site) -> None:
    adopted, ended = an_adopted_decision(site.story), a_circulated_decision(site.story)
    writer = site.signed_in(site.story.cast.leads["youth"])
    writer.get(f"/issues/new?about={adopted}")
    assert soup(writer.seen).select_one("select[name=about] option[selected]")["value"] == adopted
    assert writer.send(**SAID, about=adopted).status_code == 303
    writer.get(f"/issues/new?about={ended}")
    site.story.do("withdraw", site.story.decision(ended).proposer, ended, reason="It is needed no longer.")
    assert writer.send(happened=HAPPENED, about=ended).status_code == 422
    assert soup(writer.seen).select_one("select[name=about] option[selected]")["value"] == ended
    assert writer.send(**SAID, about=ended).status_code == 303
    assert [issue.about for issue in issues(site.story)] == [adopted, ended]


def test_nobody_is_shown_an_issue_they_do_not_read(site: Site, writer: Browser) -> None:
    writer.send(**SAID, with_="hostel")
    leads = site.story.cast.leads
    for person, reads, browser in (
        ("youth", True, writer),
        ("hostel", True, site.signed_in(leads["hostel"])),
        ("advice", False, site.signed_in(leads["advice"])),
    ):
        page = soup(browser.get("/issues/new?about=ISS-0001"))
        assert bool(page.select("select[name=about] option[value=ISS-0001]")) is reads, person


@pytest.mark.parametrize("about", ["DEC-0099", "nonsense", "MTG-0001", "<script>", "DEC-0001'"])
def test_what_there_is_not_is_not_what_it_is_about(site: Site, writer: Browser, about: str) -> None:
    answer = writer.get("/issues/new", query_string={"about": about})
    chosen = soup(answer).select("select[name=about] option[selected]")
    assert (answer.status_code, [one["value"] for one in chosen if one["value"]]) == (200, [])


def test_a_draft_about_a_decision_that_has_ended_still_says_so(site: Site, writer: Browser) -> None:
    ref = a_circulated_decision(site.story)
    writer.get(f"/issues/new?about={ref}")
    where = saved(writer, about=ref, happened=HAPPENED)
    proposer = site.story.decision(ref).proposer
    site.story.do("withdraw", proposer, ref, reason="It is needed no longer.")
    writer.get(where)
    assert soup(writer.seen).select_one("select[name=about] option[selected]")["value"] == ref


def test_who_may_not_log_one_is_offered_none(site: Site) -> None:
    ref = a_circulated_decision(site.story)
    observer = site.signed_in(site.story.cast.observer)
    assert "Raise an issue" not in observer.get(f"/decisions/{ref}").text
    assert observer.get("/issues/new").status_code == 403


def test_what_is_said_to_be_always_among_those_concerned_is(site: Site) -> None:
    """The manager logs an issue for no participant, though the office sits with one."""
    story = site.story
    for person in (story.cast.manager, story.cast.managers["youth"], story.cast.owner):
        browser = site.signed_in(person)
        page = soup(browser.get("/issues/new"))
        always = [p for p in story.cast.participants if not page.select(f"input[name=with_][value={p}]")]
        other = page.select_one("input[name=with_]")["value"]
        assert browser.send(**SAID, with_=other).status_code == 303
        assert set(issues(story)[-1].concerned) == {other, *always}, person
    assert set(issues(story)[0].concerned) == {"council"}


def test_somebody_of_two_organisations_says_for_which(site: Site) -> None:
    story, person = site.story, site.story.cast.leads["youth"]
    held = {"participant": "advice", "body": "management-team"}
    story.act("seat.end", story.cast.administrator, **held, person=story.cast.managers["advice"])
    story.act("seat.fill", story.cast.administrator, **held, person=person, since="2026-03-02")
    story.act("seat.confirm", story.cast.leads["advice"], **held, person=person)
    browser = site.signed_in(person)
    browser.get("/issues/new")
    assert browser.send(**SAID).status_code == 422
    assert "Say for which organisation this is." in browser.seen.text
    assert browser.send(**SAID, participant="advice").status_code == 303
    (issue,) = issues(story)
    assert (issue.participant, issue.concerned) == ("advice", ("advice",))


def test_what_is_typed_is_text_wherever_it_is_shown(site: Site, writer: Browser) -> None:
    everything = " ".join(PAYLOADS)
    typed = dict.fromkeys(SAID, everything) | {"about": everything[:200], "with_": everything[:200]}
    where = saved(writer, **typed)
    pages = [writer.seen, writer.get("/"), writer.get("/issues/new"), writer.get(f"{where}/throw-away"), writer.get(where)]
    pages += [writer.send(**typed), writer.send(**typed, look="yes")]
    for page in pages:
        assert [tag for tag in soup(page).find_all(True) if is_harmful(tag)] == []
