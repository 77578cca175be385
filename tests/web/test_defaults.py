"""The restricted route of default on its pages: each act, what is refused comes back with all that was typed, and who sees anything."""

from datetime import timedelta
from typing import Any

import pytest

from tests import defaults as told
from tests.cast import LEADERSHIP
from tests.defaults import EVIDENCE, PAUSE, WHOM, answer_of, others
from tests.gatherings import an_action
from tests.stories import a_circulated_decision
from tests.web.conftest import Browser, Site, soup

NAME = "Youth"
FORM = "/defaults/new/prepare"


def send(browser: Browser, path: str, **typed: Any) -> int:
    """Fill in a form as a browser does, hidden fields and all, and return the status of the answer."""
    page = soup(browser.get(path))
    fields = {one["name"]: one.get("value", "") for one in page.select_one("main form").select("input[type=hidden]")}
    browser.seen = browser.client.post(path, data={**fields, **typed})
    return browser.seen.status_code


def said(browser: Browser, path: str) -> str:
    return " ".join(soup(browser.get(path)).main.get_text(" ", strip=True).split())


def lead(site: Site, n: int) -> Browser:
    """Return the browser of the leadership member of the nth of the others."""
    return site.signed_in(site.story.cast.leads[others(site.story)[n]])


def the_one_concerned(site: Site) -> Browser:
    return site.signed_in(site.story.cast.leads[WHOM])


def prepared_in_full(browser: Browser, **but: Any) -> int:
    given = {"of": WHOM, "grounds": ["records"], "evidence_3": EVIDENCE, "not_honest_mistake": "yes"}
    return send(browser, FORM, **given | but)


def test_the_gate_says_what_the_route_is_not_for(site: Site) -> None:
    page = said(lead(site, 1), "/defaults/new")
    for ground in site.story.policy.grounds:
        assert ground.title in page
        assert ground.means in page
        assert ground.leaves_out in page
    for words in ("Anything else is an issue: log one", "It is restricted", "2 working days a second person", "will be heard"):
        assert words in page
    assert FORM in lead(site, 2).get("/defaults/new").text


def test_a_default_is_prepared_through_the_form(site: Site) -> None:
    browser = lead(site, 1)
    several = {"grounds": ["records", "audit"], "evidence_4": "No date was given for a visit."}
    assert prepared_in_full(browser, **several) == 303
    assert browser.seen.headers["Location"] == "/defaults/DEF-0001"
    page = said(browser, "/defaults/DEF-0001")
    for words in (
        EVIDENCE,
        "No date was given",
        "Inspection or audit not allowed",
        f"concerning {NAME}",
        "Still needed Confirm it",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"of": ""}, "#of", "Choose the organisation"),
        ({"grounds": []}, "#grounds", "Choose at least one ground"),
        ({"evidence_3": "  "}, "#evidence_3", "Say what the evidence is for “Records not kept"),
        ({"not_honest_mistake": []}, "#not_honest_mistake", "anything else is logged as an issue"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(site: Site, typed: dict[str, Any], field: str, says: str) -> None:
    browser = lead(site, 1)
    several = {"evidence_1": "Typed for another ground."}
    assert prepared_in_full(browser, **several | typed) == 422
    page = soup(browser.seen)
    link = page.select_one(f".govuk-error-summary a[href='{field}']")
    assert says in link.text
    assert page.select_one(field) is not None, "the link of the summary leads to the field"
    assert page.select_one("#evidence_1").text.strip() == "Typed for another ground."
    if "evidence_3" not in typed:
        assert page.select_one("#evidence_3").text.strip() == EVIDENCE
    if "of" not in typed:
        assert page.select_one("#of option[selected]")["value"] == WHOM


def test_what_the_act_refuses_stands_beside_its_field(site: Site) -> None:
    told.prepared(site.story)
    browser = lead(site, 2)
    assert prepared_in_full(browser) == 422
    assert "DEF-0001" in soup(browser.seen).select_one(".govuk-error-summary a[href='#of']").text
    own = lead(site, 2)
    assert others(site.story)[2] not in [o["value"] for o in soup(own.get(FORM)).select("#of option")], (
        "nobody prepares one's own"
    )


def test_evidence_is_looked_at_for_its_wording(site: Site) -> None:
    browser = lead(site, 1)
    assert prepared_in_full(browser, evidence_3="They failed to answer.", look="yes") == 200
    page = soup(browser.seen)
    assert page.select_one("#wording-evidence_3 mark") is not None
    assert page.select_one("#evidence_3").text.strip() == "They failed to answer."
    assert page.select_one("input[value=records][checked]") is not None


def do(site: Site, who: Browser, ref: str, event: str, **typed: Any) -> str:
    """Take a step through its page, as it is offered; return what the page of the default says then."""
    path = f"/defaults/{ref}/do/{event}"
    assert path in who.get(f"/defaults/{ref}").text, f"{event} is not offered"
    assert send(who, path, **typed) == 303, soup(who.seen).main.get_text(" ", strip=True)
    return said(who, f"/defaults/{ref}")


def day_of(name: str, moment: Any) -> dict[str, str]:
    return {f"{name}-day": str(moment.day), f"{name}-month": str(moment.month), f"{name}-year": str(moment.year)}


def test_the_whole_path_is_walked_on_its_pages(site: Site) -> None:
    story = site.story
    assert prepared_in_full(lead(site, 1)) == 303
    ref = "DEF-0001"
    second = lead(site, 2)
    assert "It can be confirmed from" in said(second, f"/defaults/{ref}")
    assert f"{ref}/do/confirm" not in second.seen.text
    assert send(second, f"/defaults/{ref}/do/withdraw", reason="") == 422, "a step can be asked for by its address too"
    story.until(story.clock.now() + PAUSE)
    second = lead(site, 2)
    assert "Still to join: Advice, Council, Health" in do(site, second, ref, "confirm")
    for n in range(len(others(story))):
        page = do(site, lead(site, n), ref, "give_notice")
    assert "All the others have given notice, which is still to be served" in page
    manager = site.signed_in(story.cast.manager)
    assert "Handed over" in do(site, manager, ref, "serve", how="Handed over")
    page = do(site, lead(site, 0), ref, "extend", **day_of("until", story.clock.now() + timedelta(days=40)))
    assert "Council agrees to time until" in page
    concerned = the_one_concerned(site)
    assert "We were moving." in do(site, concerned, ref, "be_heard", reason="We were moving.")
    assert "All is on the drive." in do(site, concerned, ref, "cure", evidence="All is on the drive.")
    page = do(site, lead(site, 3), ref, "judge", cured="no", reason="Two months are missing.")
    assert "0 of 7 say that it was put right, 1 that it was not." in page
    for n in range(len(others(story))):
        page = do(site, lead(site, n), ref, "judge", cured="yes", reason="All is there now.")
    assert "It was put right, and nothing follows." in page
    assert "What you can do" not in page


def test_the_others_are_asked_and_what_followed_is_shown(site: Site) -> None:
    story = site.story
    ref = told.not_cured(story)
    an_action(story, story.cast.leads[WHOM], days=60)
    page = do(site, lead(site, 1), ref, "propose_exclusion", reason="The services need the books.")
    assert "DEC-0001" in page
    assert "What would follow if all the others agree" in page
    assert "Actions that need somebody to take them on ACT-0001" in page
    assert "Be heard" in said(the_one_concerned(site), f"/defaults/{ref}")


def test_after_an_exclusion_its_consequences_stand_on_the_page(site: Site) -> None:
    story = site.story
    ref = told.proposed(story)
    an_action(story, story.cast.leads[WHOM], days=60)
    asked = a_circulated_decision(story, title="Keep the day centre open")
    story.clock.advance(timedelta(days=11))  # over the holidays
    story.do("open", story.cast.manager, asked)
    story.all_agree(answer_of(story, ref), WHOM)
    page = said(lead(site, 1), f"/defaults/{ref}")
    for words in (
        "What followed, and what is left to look at",
        "Seats that ended Leadership member, Youth (Leadership team)",
        "Deputies whose time ended Member, Youth (Leadership team)",
        f"Decisions asked again, their positions having lapsed {asked}",
        "Actions that need somebody to take them on ACT-0001",
        "Who looks after those actions Alliance manager",
    ):
        assert words in page
    assert "Excluded by the others" in said(lead(site, 2), "/people")


def test_insolvency_leaves_no_time_to_put_it_right(site: Site) -> None:
    ref = told.notice_given(site.story, ground="insolvency")
    site.story.act("default.serve", site.story.cast.manager, ref, how="By post.")
    page = said(lead(site, 1), f"/defaults/{ref}")
    assert "Time to put it right – there is none here One of its grounds leaves no time." in page
    assert "Ask all the others what follows" in page


@pytest.mark.parametrize(
    ("state", "title", "clock"),
    [
        ("prepared", "Confirmed by a second person", "If nothing is done by Monday 16 March 2026, 5pm, this ends by itself"),
        ("confirmed", "Notice joined by all the others", "this ends by itself, and nothing follows"),
        ("notice_given", "Notice served", "this ends by itself, and nothing follows"),
        ("curing", "Time to put it right", "If the others have not all said the same by"),
        ("said", "Judged by all the others", "If the others have not all said the same by"),
        ("time_over", "Judged by all the others", "If the others have not all said the same by"),
        ("not_cured", "Before the others", "this ends by itself, and nothing follows"),
        ("proposed", "Before the others", "If the others do not all agree, this ends, and nothing follows"),
        ("cured", "Outcome", ""),
        ("withdrawn", "Outcome", ""),
        ("not_agreed", "Outcome", ""),
        ("excluded", "Outcome", ""),
    ],
)
def test_the_steps_say_where_it_is_and_what_time_does(site: Site, state: str, title: str, clock: str) -> None:
    ref = told.in_state(site.story, state)
    page = soup(lead(site, 1).get(f"/defaults/{ref}"))
    (here,) = page.select("[aria-current=step]")
    words = " ".join(here.get_text(" ", strip=True).split())
    assert words.startswith(f"{title} – it is here")
    assert clock in words
    assert "exclu" not in words.lower() or state in {"proposed", "excluded"}
    assert len(page.select(".govflow-step")) == 8


@pytest.mark.parametrize(
    ("state", "who", "waits"),
    [
        ("prepared", 1, ""),
        ("confirmed", 3, "Read a notice, and join it or not"),
        ("notice_given", "manager", "Serve a notice, and record it"),
        ("notice_given", "chair", "Serve a notice, and record it"),
        ("notice_given", 3, ""),
        ("curing", WHOM, "Say what was put right"),
        ("curing", 3, ""),
        ("said", WHOM, ""),
        ("said", 3, "Say whether it was put right"),
        ("time_over", 3, "Say whether it was put right"),
        ("not_cured", 3, "What follows can be asked, or not"),
        ("not_cured", WHOM, ""),
        ("excluded", 3, ""),
    ],
)
def test_the_desk_shows_what_waits(site: Site, state: str, who: int | str, waits: str) -> None:
    told.in_state(site.story, state)
    cast = site.story.cast
    person = {"manager": cast.manager, "chair": cast.chair, WHOM: cast.leads[WHOM]}.get(str(who)) or cast.leads[
        others(site.story)[int(who)]
    ]
    cards = [c.get_text(" ", strip=True) for c in soup(site.signed_in(person).get("/")).select(".govflow-card")]
    found = [card for card in cards if "A restricted matter" in card]
    assert [waits in card for card in found] == ([True] if waits else []), cards
    assert EVIDENCE not in " ".join(cards)


def waiting(site: Site, n: int) -> str:
    """Return what waits on somebody's desk, without what others did."""
    return str(said(lead(site, n), "/")).partition("What others did")[0]


def test_the_one_who_confirms_finds_it_on_the_desk_after_the_pause(site: Site) -> None:
    told.prepared(site.story)
    assert "A restricted matter" not in waiting(site, 2)
    site.story.until(site.story.clock.now() + PAUSE)
    assert "Read a restricted matter, and confirm it or not" in said(lead(site, 2), "/")
    assert "A restricted matter" not in waiting(site, 1), "who prepared it does not confirm it"


def test_a_step_that_is_kept_back_says_why(site: Site) -> None:
    ref = told.curing(site.story)
    page = said(lead(site, 1), f"/defaults/{ref}")
    assert "Still needed Say whether it was put right Youth has until" in page
    page = said(lead(site, 1), f"/defaults/{ref}/do/judge")
    assert "Still needed" in page
    assert "<textarea" not in lead(site, 2).get(f"/defaults/{ref}/do/judge").text
    assert "This cannot be done now, or not by you" in said(lead(site, 1), f"/defaults/{ref}/do/cure")


@pytest.mark.parametrize("event", ["cure", "be_heard", "judge", "serve", "extend", "withdraw"])
def test_a_step_without_words_is_refused_beside_its_field(site: Site, event: str) -> None:
    ref = told.notice_given(site.story) if event == "serve" else told.said(site.story)
    person = {"serve": site.story.cast.manager, "cure": site.story.cast.leads[WHOM], "be_heard": site.story.cast.leads[WHOM]}
    browser = site.signed_in(person.get(event, site.story.cast.leads[others(site.story)[0]]))
    assert send(browser, f"/defaults/{ref}/do/{event}") == 422
    assert soup(browser.seen).select(".govuk-error-summary a[href^='#']")


def test_whoever_speaks_for_two_says_for_which(site: Site) -> None:
    story, cast = site.story, site.story.cast
    place = {"participant": "advice", "body": LEADERSHIP}
    story.act("seat.end", cast.administrator, person=cast.leads["advice"], **place)
    story.act("seat.fill", cast.administrator, person=cast.leads["outreach"], **place)
    story.act("seat.confirm", cast.managers["advice"], person=cast.leads["outreach"], **place)
    both = site.signed_in(cast.leads["outreach"])
    assert prepared_in_full(both) == 422
    assert "Say for which organisation this is." in soup(both.seen).select_one(".govuk-error-summary").text
    assert prepared_in_full(both, speaks="advice") == 303
    story.until(story.clock.now() + PAUSE)
    story.act("default.confirm", cast.leads["council"], "DEF-0001")
    both = site.signed_in(cast.leads["outreach"])
    do(site, both, "DEF-0001", "give_notice", participant="outreach")
    page = do(site, both, "DEF-0001", "give_notice")
    assert "2 of 7 have joined." in page
    assert "Still to join: Council, Health" in page
    assert "do/give_notice" not in both.seen.text
