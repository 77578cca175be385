"""What screens say: days by the alliance's clocks, what was answered and is owed, acts by one name, and where one is."""

import csv
import io
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import abort

from govflow.definitions.policies import policy_content, policy_from_content
from govflow.domain.vocabulary import ACTS, ENGINE_ACTS
from govflow.reading.record_text import LAPSED
from govflow.reading.timeline import PAST
from tests.gatherings import a_meeting
from tests.stories import (
    NOTICE,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    an_adopted_decision,
    an_open_decision,
    library,
    statement,
)
from tests.web.conftest import Browser, Site, soup
from web.access import allow
from web.looks import day
from web.moves import ELSEWHERE, MOVES, title_of

AFTER_MIDNIGHT = datetime(2026, 6, 16, 23, 30, tzinfo=UTC)  # in London it is half past midnight of Wednesday 17 June


def words(browser: Browser, path: str) -> str:
    return " ".join(soup(browser.get(path)).get_text(" ").split())


# Days


def test_the_register_and_its_file_give_the_days_of_the_alliance(site: Site) -> None:
    story = site.story
    story.clock.set(AFTER_MIDNIGHT)
    ref = a_draft(story)
    chair = site.signed_in(story.cast.chair)
    assert "since Wednesday 17 June 2026" in chair.get("/decisions").text
    head, line = csv.reader(io.StringIO(chair.get("/decisions.csv").text.removeprefix("\ufeff")))
    row = dict(zip(head, line, strict=True))
    assert row["Reference"] == ref
    assert row["Proposed"] == row["In this state since"] == "2026-06-17 00:30"
    assert row["Proposed (UTC)"] == "2026-06-16T23:30:00+00:00"


def test_whose_square_is_outlined_is_decided_by_the_day_of_the_alliance(site: Site) -> None:
    story, cast = site.story, site.story.cast
    an_open_decision(story)
    story.clock.set(AFTER_MIDNIGHT - timedelta(hours=2))
    today = AFTER_MIDNIGHT.date()
    held = {"participant": "health", "body": "leadership-team"}
    story.act("seat.end", cast.administrator, **held, person=cast.leads["health"], until=str(today))
    story.act("seat.fill", cast.administrator, **held, person=cast.deputies["youth"], since=str(today + timedelta(days=1)))
    story.act("seat.confirm", cast.managers["health"], **held, person=cast.deputies["youth"])

    def outlined() -> list[str]:
        shown = soup(site.signed_in(cast.deputies["youth"]).get("/decisions")).select(".govflow-seat--mine")
        return [square["title"].partition(":")[0] for square in shown]

    assert outlined() == []
    story.clock.set(AFTER_MIDNIGHT)
    assert outlined() == ["Health"]


def test_a_moment_is_never_shown_as_a_day(site: Site) -> None:
    with site.app.app_context(), pytest.raises(TypeError, match="is a moment"):
        day(AFTER_MIDNIGHT)


# What was answered, and what is owed by it


def answered(site: Site, participant: str, ref: str, **given: str) -> str:
    browser = site.signed_in(site.story.cast.leads[participant])
    browser.get(f"/decisions/{ref}/position")
    assert browser.send(**given).status_code == 200
    done = browser.send(checked="yes")
    assert done.status_code == 303, done.text
    return words(browser, done.location)


def test_the_receipt_of_an_objection_leaves_nothing_out(site: Site) -> None:
    ref, principle = an_open_decision(site.story), site.story.policy.principles[1]
    receipt = answered(
        site, "health", ref, choice="object", reason="It harms.", principle=principle.id, would_agree_if="A year's trial."
    )
    assert f"Principle at stake {principle.title}" in receipt
    assert "What would let you agree A year's trial." in receipt


def test_who_agrees_subject_to_its_own_body_is_told_what_it_owes(site: Site) -> None:
    story, council = site.story, site.story.cast.leads["council"]
    ref = an_open_decision(story, title="The bus")
    on = {"expected-day": "9", "expected-month": "12", "expected-year": "2026"}
    receipt = answered(
        site, "council", ref, choice="agree_subject_to", reason="Yes.", body="Its Director", decision_kind="officer", **on
    )
    assert (
        "Body that must still decide Its Director Kind of decision officer decision Expected Wednesday 9 December 2026" in receipt
    )
    owes = "Council owes the decision of its own body, Its Director (officer decision), by Wednesday 9 December 2026."
    mine = site.signed_in(council)
    assert owes in receipt
    assert owes in words(mine, "/")
    for person in (council, story.cast.leads["health"]):
        page = words(site.signed_in(person), "/own-decisions")
        assert owes in page
        assert "No own body's decision is awaited" not in page
    assert owes not in words(site.signed_in(story.cast.leads["health"]), "/")


# The mandate


def test_the_decision_that_answers_a_mandate_shows_what_it_changes(site: Site) -> None:
    story, owner = site.story, site.story.cast.owner
    first = an_adopted_decision(story, title="Under the first version")
    mandate = story.act("mandate.vary", owner).subject
    with story.house.store.view(story.alliance) as view:
        envelope = [dict(row) for row in view.mandate(mandate).content["envelope"]]
    envelope[0]["amount"] = "1250000.50"
    story.act("mandate.revise", owner, mandate, envelope=envelope, statement=statement(story.policy))
    story.act("mandate.issue", owner, mandate, reason="More.")
    with story.house.store.view(story.alliance) as view:
        answer = view.mandate(mandate).decision
    health = site.signed_in(story.cast.leads["health"])
    page = soup(health.get(f"/decisions/{answer}"))
    text = " ".join(page.get_text(" ").split())
    assert story.decision(answer).title.startswith("Accept version 2 of the mandate: ")
    assert "£1,250,000.50" in text
    assert "1250000.50" not in text
    assert page.select(f"main a[href='/mandates/{mandate}']")
    assert answer in words(health, f"/mandates/{mandate}").partition("Decisions under it")[2]
    assert first in words(health, "/mandates/MAN-0001").partition("Decisions under it")[2]


# Acts in words


def test_every_act_can_be_told_of_and_every_end_of_a_round_has_its_reason() -> None:
    assert {*ACTS, *ENGINE_ACTS} <= set(PAST)
    decision = library().workflows["decision"]
    lapsing = {m.do for s in decision.states.values() for m in s.moves if "lapse the positions" in m.then}
    assert lapsing <= set(LAPSED)
    assert not [told for told in (*PAST.values(), *LAPSED.values()) if "_" in told]


def test_no_page_of_the_rules_or_of_a_decision_shows_the_name_of_an_event(site: Site) -> None:
    story = site.story
    ref = a_failed_decision(story)
    story.do("retable", story.cast.chair, ref, reason="The figures are in.")
    browser = site.signed_in(story.cast.manager)
    raw = re.compile(r"\b[a-z]+_[a-z_]+\b|\((?:retable|settle|revise|circulate)\)")
    for path in (
        "/how-we-decide",
        "/how-we-decide/decision",
        f"/decisions/{ref}",
        f"/decisions/{ref}/do",
        "/how-we-decide/meeting",
    ):
        shown = words(browser, path)
        assert not raw.findall(shown), path
    story.clock.advance(NOTICE)
    story.do("open", story.cast.chair, ref)
    assert "put it again" in words(site.signed_in(story.cast.manager), f"/decisions/{ref}")


def test_positions_that_a_policy_hides_are_hidden_on_every_page(site_of: Callable[..., Site]) -> None:
    policy = library().policies["plymouth"]
    site = site_of(policy_from_content(policy_content(replace(policy, hide_positions=True))))
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story, title="The ferry")
    story.says("object", cast.leads["health"], "health", ref, reason="The ferryman is ill.")
    story.says("agree_subject_to", cast.leads["council"], "council", ref, body="The Ferry Board")
    youth = site.signed_in(cast.leads["youth"])
    paths = ("/", "/decisions", "/decisions?text=ferryman", "/decisions?text=board", "/decisions.csv", "/own-decisions")
    for path in (*paths, *(f"/decisions/{ref}{page}" for page in ("", "/do", "/position", "/do/ask"))):
        shown = words(youth, path)
        for said in (
            "Health object",
            "Council agreed",
            "objected",
            "1 of 8 agreed",
            "ferryman is",
            "Ferry Board",
        ):
            assert said not in shown, (path, said)
    assert "2 of 8 answered" in words(youth, "/decisions")
    assert "gave a position" in words(youth, f"/decisions/{ref}")
    story.agrees("youth", ref)
    assert "Health" in words(youth, f"/decisions/{ref}").partition("Objects (1)")[2]
    assert "objected" in words(youth, f"/decisions/{ref}")


def test_an_act_has_one_name_and_what_cannot_be_done_is_no_link(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = a_circulated_decision(story)
    for person in (cast.manager, cast.chair, cast.leads["health"], story.decision(ref).proposer):
        browser = site.signed_in(person)
        ways = soup(browser.get(f"/decisions/{ref}/do"))
        here = {a.text.strip() for a in soup(browser.get(f"/decisions/{ref}")).select("[aria-labelledby=ways] a")}
        known = {title_of(event) for event in (*MOVES, *ELSEWHERE)}
        assert here - known <= {"Who was told what"}
        linked = {a.text.strip() for a in ways.select(".govuk-task-list__link")}
        assert "Answer a question" not in linked | here
        assert not [
            item for item in ways.select(".govuk-task-list__item") if item.select("a") and item.select(".govuk-task-list__hint")
        ]
    assert "Open positions – not now" in words(site.signed_in(cast.manager), f"/decisions/{ref}/do")


def test_what_was_recorded_is_said_in_words(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = an_open_decision(story)
    browser = site.signed_in(cast.leads["health"])
    browser.get(f"/decisions/{ref}/interests/declare")
    browser.send(kind="none")
    browser.send(checked="yes")
    assert "Recorded: you declared that there is no interest. It is entry" in words(browser, f"/decisions/{ref}")


# Grammar


def test_several_have_and_one_has(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    browser = site.signed_in(story.cast.manager)
    browser.get(f"/decisions/{ref}/do/close")
    shown = " ".join(soup(browser.send()).get_text(" ").split())
    assert "Recovery and Youth have not answered" in shown
    assert "Everybody has answered" not in shown
    story.all_agree(ref, "youth")
    browser.get(f"/decisions/{ref}/do/close")
    assert "Youth has not answered" in " ".join(soup(browser.send()).get_text(" ").split())


# Where one is


def test_the_menu_marks_the_part_that_a_page_belongs_to(site: Site) -> None:
    story = site.story
    ref, meeting = an_open_decision(story), a_meeting(story)
    browser = site.signed_in(story.cast.leads["health"])
    parts = {f"/decisions/{ref}": "Decisions", f"/decisions/{ref}/position": "Decisions", "/own-decisions": "Decisions",
             f"/meetings/{meeting}": "Meetings", "/issues/new": "Issues", "/team-health": "How we decide"}  # fmt: skip
    for path, part in parts.items():
        assert [a.text.strip() for a in soup(browser.get(path)).select("nav [aria-current]")] == [part], path
    assert soup(browser.get(f"/decisions/{ref}")).select_one(".govuk-back-link")["href"] == "/decisions"


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_page_of_a_fault_keeps_the_menu_and_the_name_of_the_alliance(site: Site, status: int) -> None:
    site.app.add_url_rule("/fault", "fault", allow("signed in")(lambda: abort(status)))
    page = soup(site.signed_in(site.story.cast.leads["health"]).get("/fault"))
    assert [a.text.strip() for a in page.select("nav.govuk-service-navigation__wrapper a, .govuk-service-navigation a")][:2] == [
        "Your desk",
        "Decisions",
    ]
    assert page.select_one(".govflow-header__home").text == "Seaport Alliance"


def test_drafts_of_issues_are_on_the_page_of_issues(site: Site) -> None:
    browser = site.signed_in(site.story.cast.leads["health"])
    browser.get("/issues/new")
    browser.send(happened="The lift is out.", later="yes")
    page = soup(browser.get("/issues"))
    assert "The lift is out." in page.select_one("[aria-labelledby=drafts]").text
    assert not soup(site.signed_in(site.story.cast.leads["youth"]).get("/issues")).select("[aria-labelledby=drafts]")


def test_when_somebody_is_signed_out_is_said_before_on_every_page(site: Site) -> None:
    """In words, also where no script runs; and a script asks two minutes before, which one press answers."""
    manager = site.signed_in(site.story.cast.manager)
    for path in ("/", "/decisions/new/key-issue", "/meetings/plan"):
        page = soup(manager.get(path))
        assert re.search(r"You are signed out after 30 minutes in which you open no page, and on \w+day", page.footer.text)
        asked = page.select_one(".govflow-idle")
        assert asked.has_attr("hidden")
        assert 0 < int(asked["data-seconds"]) <= 30 * 60
    assert manager.get("/account/stay").status_code == 204
    assert "12 hours" in soup(site.signed_in(site.story.cast.leads["health"]).get("/")).footer.text


def test_what_waits_for_others_is_not_said_to_wait_for_the_manager(site: Site) -> None:
    story = site.story
    an_open_decision(story)
    page = soup(site.signed_in(story.cast.manager).get("/"))
    assert "(you)" not in page.select_one(".govflow-matter").text
    assert "yours to take further" not in page.text


def test_what_is_withdrawn_promises_nothing_more(site: Site) -> None:
    story, health = site.story, site.story.cast.leads["health"]
    ref = an_open_decision(story, title="The ferry")
    due = story.decision(ref).asked.closes_at
    story.do("withdraw", story.cast.chair, ref, reason="The boat is sold.")
    member, manager = site.signed_in(health), site.signed_in(story.cast.manager)
    assert "Record the position" not in words(member, "/")
    assert ref not in words(member, f"/meetings/month?month={due:%Y-%m}")
    head, line = csv.reader(io.StringIO(member.get("/decisions.csv").text.removeprefix("\ufeff")))
    row = dict(zip(head, line, strict=True))
    assert (row["State"], row["Waiting for"]) == ("Withdrawn", "")
    ahead = soup(manager.get("/notices/going-out")).get_text(" ").partition("Ahead")[2]
    assert "position" not in ahead


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_the_zone_of_the_machine_changes_no_page(site: Site, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.manager)
    paths = ("/", "/decisions", "/decisions.csv", f"/decisions/{ref}", "/meetings/month")

    def shown() -> list[str]:
        return [words(browser, path) for path in paths]

    before = shown()
    try:
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert shown() == before
    finally:
        monkeypatch.undo()
        time.tzset()
