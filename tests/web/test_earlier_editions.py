"""An alliance whose rules are an edition from before defaults and routes: its pages open, and say plainly what the rules do not have."""

from tests.stories import a_draft
from tests.web.conftest import Site, soup
from tests.web.scenes import earlier

NO_ROUTE = "The rules of this alliance are of an edition that does not have this route."


def test_pages_open_and_say_what_the_rules_do_not_have(site_of) -> None:
    site: Site = site_of(earlier())
    story, cast = site.story, site.story.cast
    a_draft(story)
    member = site.signed_in(cast.leads["health"])
    for path in (
        "/",
        "/decisions",
        "/people",
        "/issues",
        "/issues/new",
        "/meetings",
        "/meetings/request",
        "/how-we-decide",
        "/mandates",
    ):
        assert member.get(path).status_code == 200, path
    for path in ("/defaults", "/defaults/new"):
        page = soup(member.get(path)).main
        assert NO_ROUTE in page.text
        assert page.select("a[href='/defaults/new/prepare']") == []
    assert member.get("/defaults/new/prepare").headers["Location"] == "/defaults/new"


def test_what_needs_a_time_that_the_rules_do_not_set_is_refused_in_words(site_of) -> None:
    site: Site = site_of(earlier())
    story, member = site.story, site.signed_in(site.story.cast.leads["health"])
    given = {"body": "leadership-team", "at": "2026-03-12 14:00", "reason": "The lease ends."}
    assert story.refusals("meeting.request", site.story.cast.leads["health"], **given) == ("no-clock",)
    member.get("/meetings/request")
    typed = {
        "body": "leadership-team",
        "day-day": "12",
        "day-month": "3",
        "day-year": "2026",
        "clock": "14:00",
        "reason": "The lease.",
    }
    answer = member.send(**typed)
    assert answer.status_code == 422
    assert "set no time for this: within what time a meeting is held that a participant requests" in " ".join(answer.text.split())
    assert "The lease." in answer.text
