"""A look at the wording: on the form where somebody objects, as a part of a page, and before it is recorded; never in the way."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from govflow.domain.lexicons import remarks, together
from tests.stories import a_policy, an_adopted_decision, an_open_decision, library
from tests.web.conftest import Browser, Site, soup

REASON = "Health failed to ask us. It is their fault."
REMEDY = "They stop being careless."
LOOKED = "places in this could be heard as pointing at somebody."


@pytest.fixture
def writer(site: Site) -> Browser:
    """Somebody at the form of a position."""
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.leads["youth"])
    browser.get(f"/decisions/{ref}/position")
    return browser


def objects(browser: Browser, **more: str) -> None:
    browser.send(choice="object", reason=REASON, would_agree_if=REMEDY, principle="open-book", **more)


def marked(browser: Browser, field: str) -> list[str]:
    part = soup(browser.seen).select_one(f"#wording-{field}")
    return [mark.find(string=True, recursive=False) for mark in part.select("mark")]


def test_a_look_shows_the_words_what_could_stand_instead_and_why_and_keeps_what_was_typed(writer: Browser) -> None:
    assert soup(writer.seen).select("mark") == []
    objects(writer, look="yes")
    assert writer.seen.status_code == 200
    assert (marked(writer, "reason"), marked(writer, "would_agree_if")) == (["failed to", "their fault"], ["careless"])
    page = soup(writer.seen)
    part = " ".join(page.select_one("#wording-reason").text.split())
    assert "2 places in this could be heard as pointing at somebody. Nothing is blocked." in part
    assert "“failed to” could be did not. What did not happen is a fact." in part
    assert "[could be said otherwise: failed to]" in part
    assert page.select_one("#reason").text.strip() == REASON
    assert page.select_one("#would_agree_if").text.strip() == REMEDY
    assert page.select_one("input[value=object]").has_attr("checked")
    assert page.select(".govuk-error-summary") == []


def test_nothing_that_is_missing_is_told_before_the_form_is_sent(writer: Browser) -> None:
    writer.send(look="yes")
    assert writer.seen.status_code == 200
    assert soup(writer.seen).select(".govuk-error-summary, .govuk-error-message, mark") == []


def test_a_phrase_is_taken_over_and_the_rest_stays(writer: Browser) -> None:
    objects(writer, look="yes")
    buttons = [b["value"] for b in soup(writer.seen).select("button[name=take]")]
    assert buttons == ["reason:1:failed to", "reason:2:their fault", "would_agree_if:1:careless"]
    writer.send(take=buttons[0])
    assert soup(writer.seen).select_one("#reason").text.strip() == "Health did not ask us. It is their fault."
    assert (marked(writer, "reason"), marked(writer, "would_agree_if")) == (["their fault"], ["careless"])
    writer.send(take=buttons[2])
    assert soup(writer.seen).select_one("#would_agree_if").text.strip() == "They stop being not as careful as was needed."


@pytest.mark.parametrize(
    "take",
    [
        "",
        "reason",
        "reason:1:blame",
        "reason:9:failed to",
        "reason:x:failed to",
        "reason:²:a",
        "nothing:1:failed to",
        "choice:1:a",
    ],
)
def test_what_is_offered_no_longer_changes_nothing(writer: Browser, take: str) -> None:
    objects(writer, take=take)
    assert writer.seen.status_code == 200
    assert soup(writer.seen).select_one("#reason").text.strip() == REASON


def test_it_is_shown_once_more_before_it_is_recorded_and_recorded_as_typed(site: Site, writer: Browser) -> None:
    objects(writer)
    page = soup(writer.seen)
    assert page.h1.text == "Is this what Youth says?"
    assert f"2 {LOOKED}" in page.main.text
    assert page.select("button[name=take]") == []
    assert page.select("mark")
    assert writer.send(checked="yes").status_code == 303
    (position,) = site.story.decision("DEC-0001").current_positions
    assert (position.reason, position.would_agree_if) == (REASON, REMEDY)


def test_a_part_of_the_page_is_looked_at_alone(site: Site) -> None:
    browser = site.signed_in(site.story.cast.observer)
    answer = browser.post(
        "/wording?of=reason", {"reason": "Mae'r cyngor ar fai <script>", "csrf_token": browser.token("/account")}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "<script>" not in answer.text
    assert soup(answer).select_one("strong[lang=cy]").text == "yn rhan o hyn"
    empty = browser.post("/wording", {"csrf_token": browser.token("/account")})
    assert empty.text.strip() == ""


def test_whoever_is_signed_in_no_longer_is_not_sent_away_from_the_text(site: Site, writer: Browser) -> None:
    typed = {"reason": REASON, "csrf_token": writer.token("/account")}
    site.story.clock.advance(timedelta(hours=13))
    answer = writer.client.post("/wording?of=reason", data=typed, headers={"HX-Request": "true"})
    assert (answer.status_code, len(soup(answer).select("mark"))) == (200, 2)
    assert "HX-Redirect" not in answer.headers


def test_a_look_asks_nothing_of_the_record(writer: Browser) -> None:
    typed, asked = {"reason": REASON, "csrf_token": writer.token("/account")}, list[str]()

    def note(*of: object) -> None:
        asked.append(str(of[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert writer.client.post("/wording?of=reason", data=typed).status_code == 200
        assert asked == []
        writer.get("/account")
        assert asked != []
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_of_very_many_the_first_are_shown_and_the_next_once_those_are_seen_to(writer: Browser) -> None:
    writer.send(choice="object", reason="It failed to come. " * 30, look="yes")
    assert len(marked(writer, "reason")) == 20
    assert "The first 20 places in this" in soup(writer.seen).select_one("#wording-reason").text
    writer.send(take="reason:1:failed to")
    assert soup(writer.seen).select_one("#reason").text.strip().startswith("It did not come. It failed to come.")
    assert len(marked(writer, "reason")) == 20


def test_an_objection_in_the_window_is_looked_over_too(site_of: object) -> None:
    site = site_of(a_policy("consensus"))  # type: ignore[operator]  # a fixture
    ref = an_adopted_decision(site.story)
    browser = site.signed_in(site.story.cast.leads[site.story.cast.participants[0]])
    browser.get(f"/decisions/{ref}/do/raise_objection")
    browser.send(reason=REASON, look="yes")
    assert browser.seen.status_code == 200
    assert marked(browser, "reason") == ["failed to", "their fault"]
    assert site.story.decision(ref).state == "objection_window"


def test_other_forms_have_no_such_button(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.manager)
    browser.get(f"/decisions/{ref}/do/withdraw")
    assert soup(browser.seen).select("button[name=look], .govflow-looked") == []


def test_what_the_screen_itself_says_passes_its_own_look(writer: Browser) -> None:
    objects(writer, look="yes")
    page = soup(writer.seen).main
    for quoted in page.select(".govflow-looked, textarea"):
        quoted.decompose()
    assert remarks(page.text, together(library().lexicons.values())) == ()
