"""Team health: figures of the whole alliance that come out right, and that point at nobody."""

from datetime import timedelta

from govflow.reading.team_health import health
from tests.stories import a_draft, an_adopted_decision, an_open_decision
from tests.web.conftest import Browser, Site, soup

SAID = {"happened": "The van was late", "affected": "Nine people", "would_help": "A rota"}


def figures(browser: Browser, caption: str) -> dict[str, list[str]]:
    """Return the rows of the table of that caption: their cells by their heading."""
    page = soup(browser.get("/team-health"))
    table = next(t for t in page.select("table") if t.caption.get_text(strip=True) == caption)
    return {r.th.get_text(strip=True): [c.get_text(strip=True) for c in r.select("td")] for r in table.select("tbody tr")}


def reader(site: Site) -> Browser:
    return site.signed_in(site.story.cast.observer)


def logged(site: Site, **data: object) -> str:
    return site.story.act("issue.log", site.story.cast.leads["housing"], **{**SAID, "with": ["health"], **data}).subject


def test_how_long_agreement_takes_is_counted_in_working_days(site: Site) -> None:
    an_adopted_decision(site.story)
    ref = an_open_decision(site.story)
    opened = site.story.decision(ref).rounds[0].at
    site.story.until(opened + timedelta(days=7))  # a week with five working days
    site.story.all_agree(ref)
    assert figures(reader(site), "Working days to agreement")["All twelve months"] == ["2", "2.5", "5"]


def test_a_changed_proposal_is_told_from_one_that_was_withdrawn(site: Site) -> None:
    story = site.story
    an_adopted_decision(story)
    changed = an_open_decision(story)
    story.act("decision.amend", story.cast.manager, changed, text="Other words", reason="Everyone could agree to these")
    story.all_agree(changed)
    story.act("decision.withdraw", story.cast.chair, an_open_decision(story), reason="No longer needed")
    story.act("decision.withdraw", story.cast.chair, a_draft(story), reason="Nobody was asked yet")
    ended = figures(reader(site), "How decisions ended")
    assert ended == {
        "Agreed as it was first put": ["1"],
        "Agreed after the proposal was changed": ["1"],
        "Agreed when it was asked again": ["0"],
        "Withdrawn": ["1"],
        "Lapsed": ["0"],
    }


def test_issues_are_counted_by_how_they_ended_and_by_rung(site: Site) -> None:
    story = site.story
    manager, concerned = story.cast.manager, (story.cast.leads["health"], story.cast.leads["housing"])
    logged(site)
    differing, settled = logged(site), logged(site)
    story.act("issue.step_up", concerned[0], settled, reason="It needs the team")
    story.act("issue.offer_option", manager, settled, option="A rota")
    for lead in concerned:
        story.act("issue.accept_option", lead, settled, option=1)
        story.act("issue.close", lead, differing, reason="It need not be resolved")
    shown = reader(site)
    assert figures(shown, "How issues ended") == {
        "Resolved, with a changed proposal": ["0"],
        "Resolved, with another way forward": ["1"],
        "Closed, agreed to differ": ["1"],
        "Sent where it belongs": ["0"],
    }
    rungs = figures(shown, "Rungs that issues were on")
    assert rungs["Logged"] == ["2"]
    assert rungs["With the management team"] == ["1"]
    assert rungs["In mediation"] == ["0"]
    assert "1 issue is open now." in soup(shown.get("/team-health")).main.text


def test_nobody_and_no_participant_is_counted(site: Site) -> None:
    story = site.story
    an_adopted_decision(story)
    logged(site)
    page = soup(reader(site).get("/team-health")).main.get_text(" ")
    alliance = story.roster()
    for name in (*(p.title for p in alliance.participants), *(p.name for p in alliance.people)):
        assert name not in page
    assert not any(said in page for said in SAID.values())


def test_what_is_older_than_a_year_is_left_out(site: Site) -> None:
    story = site.story
    an_adopted_decision(story)
    with story.house.store.view(story.alliance) as view:
        now = story.clock.now()
        assert health(view, story.house.book, now).year.agreed == 1
        assert health(view, story.house.book, now + timedelta(days=364)).year.agreed == 1
        assert health(view, story.house.book, now + timedelta(days=370)).year.agreed == 0


def test_it_needs_a_sign_in(site: Site) -> None:
    assert site.browser().get("/team-health").status_code in {302, 303}
