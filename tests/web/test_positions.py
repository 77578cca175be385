"""The position screen: at most four presses from the desk to a receipt, nothing typed lost, one position however often it is sent."""

import hmac
import re
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.cast import LEADERSHIP
from tests.stories import REASON, a_draft, a_policy, a_ruled_interest, an_adopted_decision, an_open_decision
from tests.web.conftest import Browser, Site, heading, soup


def page_of(ref: str) -> str:
    return f"/decisions/{ref}/position"


def entries(site: Site) -> int:
    with site.story.house.store.view(site.story.alliance) as view:
        return view.head.size


def test_four_presses_from_the_desk_to_the_receipt(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    browser = site.signed_in(cast.leads["health"])
    link = soup(browser.get("/")).select_one(".govflow-card__title a")
    assert link.text == "Record the position of Health"
    page = soup(browser.get(link["href"]))  # press 1
    assert [i["value"] for i in page.select("input[name=choice]")] == ["agree", "agree_subject_to", "object", "abstain"]
    assert "You can change it until all have agreed or" in page.main.text
    checked = browser.send(choice="agree", reason=REASON)  # presses 2 (the answer) and 3 (continue)
    assert heading(checked).startswith("Is this what ")
    assert REASON in checked.text
    answer = browser.send(checked="yes")  # press 4
    assert answer.status_code == 303
    receipt = soup(browser.get(answer.headers["Location"]))
    position = story.decision(ref).position_of("health")
    assert (position.choice, position.reason, position.deputy) == ("agree", REASON, False)
    with story.house.store.view(story.alliance) as view:
        entry = view.entry(view.head.size)
    assert f"Entry {entry.seq}" in receipt.main.text
    assert entry.hash in receipt.main.text
    assert "1 of 8 agreed to version 1" in receipt.main.text
    assert "Change your position" in receipt.main.text
    assert "Record the position of Health" not in browser.get("/").text


def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["health"])
    browser.get(page_of(ref))
    answer = browser.send(reason="Only this.")
    assert answer.status_code == 422
    assert "Choose one of the answers" in soup(answer).select_one(".govuk-error-summary").text
    answer = browser.send(choice="object", reason="")
    assert {a["href"] for a in soup(answer).select(".govuk-error-summary a")} == {"#reason", "#principle", "#would_agree_if"}
    answer = browser.send(choice="object", reason="It strains us — ŵ <b>.")
    summary = soup(answer).select_one(".govuk-error-summary")
    assert {a["href"] for a in summary.select("a")} == {"#principle", "#would_agree_if"}
    assert soup(answer).select_one("[name=reason]").text.strip() == "It strains us — ŵ <b>."
    assert soup(answer).select_one("input[value=object]").has_attr("checked")
    answer = browser.send(choice="agree_subject_to", reason=REASON)
    assert {"#body", "#decision_kind"} <= {a["href"] for a in soup(answer).select(".govuk-error-summary a")}
    assert site.story.decision(ref).answers == {}


def test_agreeing_subject_to_ones_own_body(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["council"])
    browser.get(page_of(ref))
    typed = {"body": "Cabinet", "decision_kind": "key", "expected-day": "1", "expected-month": "4", "expected-year": "2026"}
    browser.send(choice="agree_subject_to", reason=REASON, would_agree_if="Left over from another word.", **typed)
    assert "1 April 2026" in soup(browser.seen).main.text
    assert browser.send(checked="yes").status_code == 303
    position = site.story.decision(ref).position_of("council")
    assert (position.own_body, position.own_body_kind, str(position.expected)) == ("Cabinet", "key", "2026-04-01")


def test_going_back_from_looking_it_over_keeps_what_was_typed(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["health"])
    browser.get(page_of(ref))
    browser.send(choice="abstain", reason="First line.\r\nSecond line.")
    answer = browser.send(back="yes")
    assert answer.status_code == 200
    assert soup(answer).select_one("[name=reason]").text.replace("\r\n", "\n").strip() == "First line.\nSecond line."
    assert soup(answer).select_one("input[value=abstain]").has_attr("checked")


def test_sent_twice_and_from_two_tabs_it_is_recorded_once(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["health"])
    tabs = [Browser(browser.client), Browser(browser.client)]
    for tab in tabs:
        tab.get(page_of(ref))
    before = entries(site)
    for tab in tabs:
        tab.send(choice="agree", reason=REASON)
    checked = tabs[0].seen
    receipts = [tabs[0].send(checked="yes").headers["Location"], tabs[1].send(checked="yes").headers["Location"]]
    tabs[0].seen = checked
    receipts.append(tabs[0].send(checked="yes").headers["Location"])
    assert len(set(receipts)) == 1
    assert entries(site) == before + 1


def test_another_answer_from_the_second_tab_is_a_change(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["health"])
    tabs = [Browser(browser.client), Browser(browser.client)]
    for tab in tabs:
        tab.get(page_of(ref))
    for tab, choice in zip(tabs, ("agree", "abstain"), strict=True):
        tab.send(choice=choice, reason=REASON)
        assert tab.send(checked="yes").status_code == 303
    assert site.story.decision(ref).position_of("health").choice == "abstain"


def test_a_position_is_changed_until_the_close(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.says("abstain", story.cast.leads["health"], "health", ref)
    story.clock.advance(timedelta(hours=1))
    browser = site.signed_in(story.cast.leads["health"])
    page = soup(browser.get(page_of(ref)))
    assert "Your position now" in page.main.text
    assert page.select_one("input[value=abstain]").has_attr("checked")
    browser.send(choice="agree", reason="Now I do.")
    browser.send(checked="yes")
    assert "was: abstains" in browser.get(f"/decisions/{ref}").text


def test_a_stale_version_is_refused_with_the_differences_and_nothing_typed_is_lost(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    browser = site.signed_in(story.cast.leads["health"])
    browser.get(page_of(ref))
    browser.send(choice="agree", reason="Because of the old text.")
    story.do("amend", story.cast.manager, ref, text="The whole team stays.", reason="Clearer.")
    answer = browser.send(checked="yes")
    assert answer.status_code == 409
    page = soup(answer)
    assert "You answered version 1; the proposal is now at version 2." in page.select_one(".govuk-error-summary").text
    assert "whole" in page.select_one("ins").text
    assert page.select_one("[name=reason]").text.strip() == "Because of the old text."
    assert story.decision(ref).answers == {}
    assert heading(browser.send(choice="agree")).startswith("Is this what")
    assert browser.send(checked="yes").status_code == 303
    assert story.decision(ref).position_of("health").version == 2


def test_one_agrees_again_to_a_new_version_seeing_the_differences(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.agrees("health", ref)
    story.do("amend", story.cast.manager, ref, text="The team goes.", reason="Changed.")
    page = soup(site.signed_in(story.cast.leads["health"]).get(page_of(ref)))
    assert "What changed since you answered" in page.main.text
    assert "goes." in page.select_one("ins").text
    assert "stays." in page.select_one("del").text
    assert page.select_one("input[value=agree]").has_attr("checked")
    assert page.select_one("[name=reason]").text.strip() == REASON


def test_a_deputy_answers_and_it_is_said_so(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    browser = site.signed_in(cast.deputies["health"])
    assert "is not notified" in browser.get(page_of(ref)).text
    day = story.clock.now().date().isoformat()
    lead = cast.leads["health"]  # they say so themselves: an absence that others notify counts from the next working day
    story.act("absence.notify", lead, participant="health", body=LEADERSHIP, person=lead, **{"from": day})
    assert "as deputy" in browser.get("/").text
    assert "You answer for Health" in browser.get(page_of(ref)).text
    browser.send(choice="agree", reason=REASON)
    assert "as deputy" in browser.get(browser.send(checked="yes").headers["Location"]).text
    assert story.decision(ref).position_of("health").deputy


def test_who_may_not_answer_is_told_why(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    a_ruled_interest(story, ref, "hostel", "exclude")
    page = site.signed_in(cast.leads["hostel"]).get(page_of(ref))
    assert (page.status_code, heading(page)) == (200, "You cannot answer this now")
    assert "The ruling on a declared interest is: left out" in page.text
    assert "may not do this: it is for seat holder or deputy" in site.signed_in(cast.observer).get(page_of(ref)).text
    done = an_adopted_decision(story)
    assert "Positions on this are not open" in site.signed_in(cast.leads["health"]).get(page_of(done)).text


def test_one_deputy_for_two_says_for_whom(site: Site) -> None:
    story, cast = site.story, site.story.cast
    person, day = cast.leads["health"], story.clock.now().date().isoformat()
    mine = cast.leads["youth"]
    story.act("deputy.name", mine, participant="youth", body=LEADERSHIP, person=person)
    story.act("absence.notify", mine, participant="youth", body=LEADERSHIP, person=mine, **{"from": day})
    ref = an_open_decision(story)
    browser = site.signed_in(person)
    assert heading(browser.get(page_of(ref))) == "For whom do you answer?"
    browser.get(soup(browser.seen).select("main li a")[1]["href"])
    browser.send(choice="agree", reason=REASON)
    browser.send(checked="yes")
    assert story.decision(ref).answers == {"youth": "agree"}


def test_the_last_one_is_told_that_it_is_adopted_at_once(site: Site) -> None:
    ref = an_open_decision(site.story)
    site.story.all_agree(ref, "health")
    browser = site.signed_in(site.story.cast.leads["health"])
    assert "once you agree too, the decision is adopted at once" in browser.get(page_of(ref)).text
    browser.send(choice="agree", reason=REASON)
    receipt = browser.get(browser.send(checked="yes").headers["Location"])
    assert "In force since" in receipt.text
    assert "Change your position" not in receipt.text


def test_closing_while_writing_loses_nothing(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["health"])
    browser.get(page_of(ref))
    site.story.do("withdraw", site.story.cast.chair, ref, reason="No longer needed.")
    answer = browser.send(choice="agree", reason="Typed at length.")
    assert answer.status_code == 422
    assert "Positions on this are not open" in answer.text
    assert "Typed at length." in answer.text


def test_standing_aside_is_offered_where_the_policy_does(site_of) -> None:
    site = site_of(a_policy("consensus"))
    ref = an_open_decision(site.story)
    page = soup(site.signed_in(site.story.cast.leads["health"]).get(page_of(ref)))
    offered = site.story.policy.options["B"] == "stand_aside_allowed"
    assert bool(page.select("input[value=stand_aside]")) is offered


@pytest.mark.parametrize(
    "path", ["/decisions/DEC-0999/position", "/decisions/nonsense/position", "/decisions/DEC-0999/position/recorded/1"]
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert site.signed_in(site.story.cast.leads["health"]).get(path).status_code == 404


def test_a_receipt_is_only_shown_to_whoever_it_is_for(site: Site) -> None:
    story = site.story
    ref = a_draft(story)
    other = an_open_decision(story)
    story.agrees("health", other)
    size = entries(site)
    mine = site.signed_in(story.cast.leads["health"])
    assert mine.get(f"/decisions/{other}/position/recorded/{size}").status_code == 200
    assert mine.get(f"/decisions/{ref}/position/recorded/{size}").status_code == 404
    assert mine.get(f"/decisions/{other}/position/recorded/{size - 1}").status_code == 404
    assert site.signed_in(story.cast.leads["youth"]).get(f"/decisions/{other}/position/recorded/{size}").status_code == 404


def test_the_ledger_gives_nobody_a_reason_to_try_guesses_on(site: Site) -> None:
    """An entry's key is made of what was said, so it is keyed: whoever reads the ledger and guesses every word right learns nothing."""
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["health"])
    browser.get(page_of(ref))
    browser.send(choice="agree", reason="Fewer admissions")
    typed = {field["name"]: field.get("value", "") for field in soup(browser.seen).select("main form input[name]")}
    browser.send(checked="yes")
    with site.story.house.store.view(site.story.alliance) as view:
        entry = view.entry(view.head.size)
    kept = entry.content["key"]
    assert re.fullmatch("[0-9a-f]{40}", kept)
    person, data = entry.content["actor"], {"reason": "Fewer admissions", "version": typed["version"]}
    guesses = [
        (ref, person, "health", typed["given"], "agree", *sorted(data.items())),
        (f"position after {typed['given']}", person, "decision.agree", ref, "health", sorted(data.items())),
    ]
    for guess in guesses:
        said = repr(guess).encode()
        assert sha256(said).hexdigest()[:40] != kept
        for secret in (b"", b"govflow-once-v1\0"):
            assert hmac.digest(secret, b"govflow-once-v1\0" + said, "sha256").hex()[:40] != kept
    secret = str(browser.client.application.secret_key).encode()
    said = repr(guesses[1]).encode()
    assert hmac.digest(secret, b"govflow-once-v1\0" + said, "sha256").hex()[:40] == kept, "these are the words that were guessed"


def test_the_same_words_in_another_round_are_another_answer(site: Site) -> None:
    """The text is the same and so is the answer; the round is new, and what was said in the last one counts in it no more."""
    story, lead = site.story, site.story.cast.leads["health"]
    ref = an_open_decision(story)
    browser = site.signed_in(lead)

    def agrees() -> str:
        browser.get(page_of(ref))
        browser.send(choice="agree", reason=REASON)
        return browser.send(checked="yes").headers["Location"]

    first = agrees()
    story.until(story.decision(ref).asked.closes_at)
    story.do("retable", story.cast.manager, ref, reason="Once more.")
    story.clock.advance(timedelta(days=8))
    story.do("open", story.cast.manager, ref)
    browser = site.signed_in(lead)
    assert agrees() != first
    assert story.decision(ref).position_of("health").choice == "agree"
