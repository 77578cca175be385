"""Drafting is private: a draft is read by its proposer and by those who help with it, and stays version 1 until it is shared."""

from typing import Any

from sqlalchemy import select

from govflow.record.rows import TABLES
from govflow.record.units import View
from govflow.record.verifying import verify
from tests.gatherings import a_meeting
from tests.stories import Story, a_draft, a_reserved_matter
from tests.web.conftest import Site, soup

SECRET = "A quiet word about the jetty"


def a_secret(story: Story) -> str:
    return a_draft(story, title=SECRET, text="The jetty is sold.")


def outsiders(story: Story) -> tuple[str, ...]:
    cast = story.cast
    return cast.leads["health"], cast.owner, cast.observer, cast.auditor, cast.administrator, cast.deputies["health"]


def test_nobody_else_finds_a_draft_anywhere(site: Site) -> None:
    """On no list, page, file or form, and under no address: it is answered as if there were none."""
    story, cast = site.story, site.story.cast
    ref = a_secret(story)
    meeting = a_meeting(story)
    lists = (
        "/",
        "/decisions",
        "/decisions?text=jetty",
        "/decisions?group=preparing",
        "/decisions.csv",
        "/meetings/month",
        "/issues/new",
    )
    pages = ("", "/do", "/write", "/write/words", "/interests", "/position", "/workflow.svg", "/do/ask", "/circulate", "/amend")
    for person in outsiders(story):
        browser = site.signed_in(person)
        for path in lists:
            answer = browser.get(path)
            assert ref not in answer.text, (person, path)
            assert SECRET not in answer.text, (person, path)
        for path in (*(f"/decisions/{ref}{page}" for page in pages), f"/notices/about/{ref}"):
            absent = browser.get(path.replace(ref, "DEC-0099"))
            hidden = browser.get(path)
            assert (hidden.status_code, absent.status_code) == (404, 404), (person, path)
            assert SECRET not in hidden.text
    for person in (story.decision(ref).proposer, cast.manager, cast.chair):
        browser = site.signed_in(person)
        assert SECRET in browser.get("/decisions?text=jetty").text
        assert SECRET in browser.get(f"/decisions/{ref}").text
    story.act("meeting.add_item", cast.manager, meeting, decision=ref)
    assert f"/decisions/{ref}" not in site.signed_in(cast.leads["health"]).get(f"/meetings/{meeting}").text
    assert f"/decisions/{ref}" in site.signed_in(cast.manager).get(f"/meetings/{meeting}").text


def test_nobody_else_acts_on_a_draft_or_names_it(site: Site) -> None:
    story, health = site.story, site.story.cast.leads["health"]
    ref = a_secret(story)
    asked = {"happened": "x", "affected": "y", "would_help": "z", "with": ["housing"]}
    assert story.refused("ask", health, ref, text="Who pays?") == ("unknown-reference",)
    answer = site.signed_in(health).post("/issues/new", {**asked, "about": ref})
    assert answer.status_code in {404, 422}
    assert site.story.decision(ref).contributions == ()


def test_every_saving_of_a_draft_is_still_version_one_and_the_record_has_each(site: Site) -> None:
    story = site.story
    ref = a_secret(story)
    proposer = story.decision(ref).proposer
    for n in range(7):
        story.do("revise", proposer, ref, text=f"The jetty is sold for {n} pounds.")
    decision = story.decision(ref)
    assert (decision.version, len(decision.versions), decision.text.text) == (1, 1, "The jetty is sold for 6 pounds.")
    with story.house.store.view(story.alliance) as view:
        acts = [entry.content["act"] for entry in view.entries(ref)]
    assert acts == ["decision.propose", *["decision.revise"] * 7]
    assert verify(story.house.store, story.alliance).problems == ()
    page = soup(site.signed_in(proposer).get(f"/decisions/{ref}"))
    assert "The proposal, version 1" in page.text
    assert "What version" not in page.text
    assert [li.text.strip().splitlines()[0] for li in page.select(".govflow-timeline__item")] == [
        "Leadership member, Advice wrote on the draft, 7 times.",
        "Leadership member, Advice proposed it (draft).",
    ]
    story.do("consult", proposer, ref)
    story.do("revise", proposer, ref, text="The jetty stays.")
    assert story.decision(ref).version == 2
    assert "What version 2 changed" in site.signed_in(story.cast.leads["health"]).get(f"/decisions/{ref}").text


def test_a_draft_that_is_withdrawn_stays_private_and_nobody_is_told(site: Site) -> None:
    story = site.story
    ref = a_secret(story)
    story.do("withdraw", story.decision(ref).proposer, ref, reason="Not now.")
    assert SECRET not in site.signed_in(story.cast.leads["health"]).get("/decisions").text
    assert site.signed_in(story.cast.leads["health"]).get(f"/decisions/{ref}").status_code == 404
    with story.house.store.view(story.alliance) as view:
        told = [one for one in view.rows(_outbox(view)) if one.subject == ref]
    assert told == []


def _outbox(view: View) -> Any:  # a query

    row = TABLES["outbox"].c
    return select(row.subject, row.kind).where(view.mine("outbox"))


def test_what_the_owner_issues_or_reserves_is_nobodys_private_draft(site: Site) -> None:
    story = site.story
    ref = a_reserved_matter(story)
    assert story.decision(ref).shared
    assert ref in site.signed_in(story.cast.leads["health"]).get("/decisions").text
