"""The page of a decision in every state it can be in: who says what, what is needed, where it is, and nobody else's is shown."""

from collections.abc import Callable
from datetime import timedelta
from gettext import NullTranslations

import pytest

from govflow.domain import translating
from tests.stories import (
    REASON,
    Story,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_linked_decision,
    a_policy,
    a_ruled_interest,
    an_adopted_decision,
    an_open_decision,
)
from tests.web.conftest import Site, soup


def consulting(story: Story) -> str:
    ref = a_draft(story)
    story.do("consult", story.cast.manager, ref)
    return ref


def awaiting(story: Story) -> str:
    ref = an_open_decision(story)
    story.says("agree_subject_to", story.cast.leads["council"], "council", ref)
    story.all_agree(ref, "council")
    return ref


def deferred(story: Story) -> str:
    ref = a_circulated_decision(story)
    until = (story.clock.now() + timedelta(days=20)).date().isoformat()
    story.do("defer", story.cast.chair, ref, until=until, reason="Later.")
    return ref


def deadlocked(story: Story) -> str:
    ref = a_failed_decision(story)
    story.do("retable", story.cast.manager, ref, reason="Again.")
    story.clock.advance(timedelta(days=8))
    story.do("open", story.cast.manager, ref)
    first = story.cast.participants[0]
    story.all_agree(ref, first)
    story.says("object", story.cast.leads[first], first, ref)
    story.do("close", story.cast.manager, ref)
    return ref


def withdrawn(story: Story) -> str:
    ref = a_draft(story)
    story.do("withdraw", story.cast.chair, ref, reason="No longer needed.")
    return ref


def lapsed(story: Story) -> str:
    ref = a_circulated_decision(story)
    story.until(story.clock.now() + timedelta(days=400))
    return ref


def implemented(story: Story) -> str:
    ref = an_adopted_decision(story)
    story.do("complete", story.cast.manager, ref, outcome="The team stayed.")
    return ref


def reviewed(story: Story) -> str:
    ref = implemented(story)
    story.do("review", story.cast.leads["health"], ref, finding="Fewer people sleep rough.", worked="yes")
    return ref


def superseded(story: Story) -> str:
    ref = an_adopted_decision(story)
    an_adopted_decision(story, supersedes=ref)
    return ref


STATES: dict[str, tuple[Callable[[Story], str], str]] = {
    "draft": (a_draft, "Draft"),
    "consulting": (consulting, "Being talked over"),
    "circulated": (a_circulated_decision, "Notice given"),
    "open": (an_open_decision, "Open for positions"),
    "awaiting_linked": (a_linked_decision, "Agreed, waits for its linked decision"),
    "awaiting_approval": (awaiting, "Agreed, subject to approval"),
    "not_reached": (a_failed_decision, "Agreement not reached"),
    "deadlocked": (deadlocked, "Deadlocked"),
    "deferred": (deferred, "Deferred"),
    "in_force": (an_adopted_decision, "In force"),
    "implemented": (implemented, "Carried out"),
    "reviewed": (reviewed, "Reviewed"),
    "superseded": (superseded, "Superseded"),
    "withdrawn": (withdrawn, "Withdrawn"),
    "lapsed": (lapsed, "Lapsed"),
}


@pytest.mark.parametrize("state", STATES)
def test_the_page_in_each_state(site: Site, state: str) -> None:
    make, title = STATES[state]
    ref = make(site.story)
    assert site.story.decision(ref).state == state
    answer = site.signed_in(site.story.cast.manager).get(f"/decisions/{ref}")
    page = soup(answer)
    assert answer.status_code == 200
    assert page.select_one(".govuk-tag").text == title
    assert page.select_one(".govflow-sentence").text == site.story.sentence(ref)
    assert title in page.select_one("[aria-labelledby=way] [aria-current=step]").text
    assert "Council" in page.main.text
    for participant in site.story.cast.participants:
        assert participant.title() in page.select_one("[aria-labelledby=positions]").text
    entries = [line.text for line in page.select(".govflow-timeline__when")]
    assert entries
    assert all("entry " in line for line in entries)


def test_everybody_is_there_grouped_by_position(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.agrees("health", ref)
    story.says("object", story.cast.leads["youth"], "youth", ref)
    story.says("agree_subject_to", story.cast.leads["council"], "council", ref)
    a_ruled_interest(story, ref, "hostel", "exclude")
    section = soup(site.signed_in(story.cast.manager).get(f"/decisions/{ref}")).select_one("[aria-labelledby=positions]")
    groups = [h.text for h in section.select("h3")]
    assert groups == [
        "Objects (1)",
        "Has not answered (4)",
        "Agrees, subject to its own decision (1)",
        "Agrees (1)",
        "Left out for an interest (1)",
    ]
    assert "It is reviewed after a year." in section.text
    assert story.policy.principles[0].title in section.text
    assert REASON in section.text


def test_versions_show_what_changed_word_by_word(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.agrees("health", ref)
    story.do("amend", story.cast.manager, ref, text="The whole team stays.", reason="Asked for by Youth.")
    page = soup(site.signed_in(story.cast.manager).get(f"/decisions/{ref}"))
    assert "[put in: whole]" in " ".join(page.select_one("ins").text.split())
    assert "Asked for by Youth." in page.text
    assert "Round 1, on version 1: lapsed, because the proposal was amended" in page.text


def test_questions_voices_and_papers(site: Site) -> None:
    story, cast = site.story, site.story.cast
    ref = a_circulated_decision(story)
    story.do("ask", cast.leads["health"], ref, text="Who pays?")
    story.do("answer", cast.leads["advice"], ref, text="All of us.", to=1)
    story.do("record_voice", cast.manager, ref, who="Nine people at the Tuesday group", said="Keep it.", changed="Kept.")
    text = soup(site.signed_in(cast.manager).get(f"/decisions/{ref}")).main.text
    for words in ("Who pays?", "All of us.", "Nine people at the Tuesday group", "Keep it.", "Kept.", "Paper 1"):
        assert words in text


def test_what_is_needed_is_said_with_its_remedy(site: Site) -> None:
    story = site.story
    ref = a_draft(story, statement={})
    text = soup(site.signed_in(story.cast.manager).get(f"/decisions/{ref}")).select_one("[aria-labelledby=needed]").text
    assert "before notice can be given" in text
    assert "The best-for-people statement does not yet say" in text
    ref = a_circulated_decision(story)
    text = soup(site.signed_in(story.cast.manager).get(f"/decisions/{ref}")).select_one("[aria-labelledby=needed]").text
    assert "so positions can open on" in text


def test_interests_and_their_rulings(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    a_ruled_interest(story, ref, "hostel", "exclude")
    section = soup(site.signed_in(story.cast.manager).get(f"/decisions/{ref}")).select_one("[aria-labelledby=interests]")
    assert "It runs a service." in section.text
    assert "left out of discussion and decision. It has a stake." in section.text


def test_whoever_may_answer_has_one_button_and_nobody_else(site: Site) -> None:
    story = site.story
    ref = an_open_decision(story)
    page = soup(site.signed_in(story.cast.leads["health"]).get(f"/decisions/{ref}"))
    assert page.select_one("main a.govuk-button").text.strip() == "Record the position of Health"
    assert not soup(site.signed_in(story.cast.manager).get(f"/decisions/{ref}")).select("main a.govuk-button")
    assert not soup(site.signed_in(story.cast.deputies["health"]).get(f"/decisions/{ref}")).select("main a.govuk-button")


def test_a_policy_may_hide_positions_until_ones_own_is_given(site_of: Callable[..., Site]) -> None:
    from dataclasses import replace

    from govflow.definitions.policies import policy_content, policy_from_content

    policy = policy_from_content(policy_content(replace(a_policy(), hide_positions=True)))
    site = site_of(policy)
    story = site.story
    ref = an_open_decision(story)
    story.says("object", story.cast.leads["youth"], "youth", ref, reason="Only for those who answered.")
    browser = site.signed_in(story.cast.leads["health"])
    page = browser.get(f"/decisions/{ref}").text
    assert "Only for those who answered." not in page
    assert "Youth objects" not in page
    assert "has answered; shown once you have" in page
    story.agrees("health", ref)
    assert "Only for those who answered." in browser.get(f"/decisions/{ref}").text


@pytest.mark.parametrize("ref", ["DEC-0999", "nonsense", "MAN-0001", "ALLIANCE", "x" * 300, "DEC-0001'--"])
def test_what_is_not_there_is_not_found(site: Site, ref: str) -> None:
    assert site.signed_in(site.story.cast.manager).get(f"/decisions/{ref}").status_code == 404


def test_what_people_wrote_is_never_markup(site: Site) -> None:
    story = site.story
    nasty = "<script>alert(1)</script><b>x</b>"
    ref = an_open_decision(story, title=nasty, text=nasty)
    story.says("agree", story.cast.leads["health"], "health", ref, reason=nasty)
    story.do("amend", story.cast.manager, ref, text=f"{nasty} more", reason=nasty)
    for person in (story.cast.manager, story.cast.leads["health"]):
        for path in (f"/decisions/{ref}", f"/decisions/{ref}/position", "/"):
            answer = site.signed_in(person).get(path)
            assert "<script>alert" not in answer.text
            assert "<b>x" not in answer.text


def test_the_page_says_what_is_computed_in_its_own_language(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    class Marking(NullTranslations):
        def gettext(self, message: str) -> str:
            return f"<{message}>"

        ugettext, ungettext = gettext, NullTranslations.ngettext

    ref = an_open_decision(site.story)
    client = site.signed_in(site.story.cast.manager)
    monkeypatch.setattr("web.looks.get_translations", Marking)
    page = soup(client.get(f"/decisions/{ref}"))
    translating.speak(str)
    assert page.select_one(".govuk-tag").text == "<Open for positions>"
    assert page.select_one(".govflow-sentence").text.startswith("<0 of 8 agreed to version 1.> <Waiting for ")
    assert "<opened positions>" in page.main.text
