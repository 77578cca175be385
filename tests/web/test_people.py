"""People and seats: who holds what on a day, and the acts that change it."""

from datetime import timedelta

import pytest

from govflow.domain.vocabulary import ENGINE_ACTS, ITS_WORD
from tests.stories import a_matter_of
from tests.web.conftest import Site, soup
from web.people import CHANGES

TEAM = "leadership-team"


def day(name: str, text: str) -> dict[str, str]:
    year, month, date = text.split("-")
    return {f"{name}-day": date, f"{name}-month": month, f"{name}-year": year}


def test_every_act_on_the_roster_has_a_page(site: Site) -> None:
    acts = {
        act
        for act in site.story.policy.acts
        if act.startswith(("participant.", "seat.", "deputy.", "absence.", "person.", "chair.", "manager."))
        and act not in ENGINE_ACTS
    }
    assert acts | set(ITS_WORD) == {*CHANGES, "person.correct"}, "a correction stands beside each person"


def test_who_holds_what_today(site: Site) -> None:
    answer = site.signed_in(site.story.cast.observer).get("/people")
    assert "Leadership member, Health" in answer.text
    assert "Deputy: Member, Health" in " ".join(soup(answer).text.split())
    assert "Change something" not in answer.text


def test_who_held_what_on_a_past_day(site: Site) -> None:
    story, cast = site.story, site.story.cast
    began = story.clock.now().date()
    story.clock.advance(timedelta(days=30))
    story.act("seat.end", cast.administrator, participant="health", body=TEAM, person=cast.leads["health"])
    story.act("seat.fill", cast.administrator, participant="health", body=TEAM, person=cast.deputies["health"])
    story.act("person.end", cast.administrator, person=cast.leads["health"])
    browser = site.signed_in(cast.observer)
    assert "Leadership member, Health" not in browser.get("/people").text
    past = browser.get(f"/people?on-day={began.day}&on-month={began.month}&on-year={began.year}")
    assert "Leadership member, Health" in past.text
    assert "Seats on " in past.text
    before = browser.get("/people?on-day=1&on-month=1&on-year=2020")
    assert "Nobody" in before.text


@pytest.mark.parametrize(
    "asked", ["on-day=31&on-month=2&on-year=2026", "on-day=x", "on-day=1&on-month=1", "on-day=9&on-month=9&on-year=99999999999"]
)
def test_a_day_that_is_none_is_said(site: Site, asked: str) -> None:
    answer = site.signed_in(site.story.cast.observer).get(f"/people?{asked}")
    assert answer.status_code == 200
    assert "There is no such day" in answer.text


def test_a_person_is_invited_seated_and_gets_a_link(site: Site) -> None:
    story = site.story
    manager = site.signed_in(story.cast.manager)
    manager.get("/people/do/person.invite")
    answer = manager.send(name="New member", contact="new@example.org")
    person = story.roster().people[-1].ref
    assert answer.location == f"/people/{person}/account"
    assert soup(manager.get(answer.location)).select_one("#email")["value"] == "new@example.org"
    assert manager.send().status_code == 303
    assert site.browser().get(site.posted.link).status_code == 200
    manager.get("/people/do/seat.fill")
    refused = manager.send(participant="youth", body=TEAM, person=person)
    assert refused.status_code == 422
    assert "The seat is held" in refused.text or "the seat is held" in refused.text
    assert soup(refused).select_one("#participant option[selected]")["value"] == "youth"
    manager.get(f"/people/do/seat.end?participant=youth&body={TEAM}&person={story.cast.leads['youth']}")
    assert manager.send(participant="youth", body=TEAM, person=story.cast.leads["youth"]).status_code == 303
    manager.get("/people/do/seat.fill")
    assert manager.send(participant="youth", body=TEAM, person=person).status_code == 303
    assert "New member" in manager.get("/people").text


def test_a_deputy_is_named_with_dates_and_an_absence_notified(site: Site) -> None:
    story = site.story
    lead = site.signed_in(story.cast.leads["hostel"])
    lead.get("/people/do/deputy.name")
    who = {"participant": "hostel", "body": TEAM, "person": story.cast.deputies["youth"]}
    assert lead.send(**who, **day("from_", "2026-04-01"), **day("until", "2026-04-30")).status_code == 303
    named = story.roster().deputies[-1]
    assert (str(named.since), str(named.until)) == ("2026-04-01", "2026-04-30")
    lead.get("/people/do/absence.notify")
    away = {"participant": "hostel", "body": TEAM, "person": story.cast.leads["hostel"]}
    assert lead.send(**away, reason="").status_code == 303
    assert "Away" in lead.get("/people").text
    lead.get("/people/do/deputy.name")
    assert lead.send(**who | {"participant": "youth"}).status_code == 403


def test_the_chair_is_appointed(site: Site) -> None:
    story = site.story
    owner = site.signed_in(story.cast.owner)
    owner.get("/people/do/chair.appoint")
    assert owner.send(person=story.cast.leads["advice"], body=TEAM, role="deputy chair").status_code == 303
    assert story.roster().offices[-1].role == "deputy chair"


def test_organisations_join_and_leave(site: Site) -> None:
    story = site.story
    manager = site.signed_in(story.cast.manager)
    manager.get("/people/do/participant.join")
    assert manager.send(title="The Library", bodies=TEAM).status_code == 303
    youth = site.signed_in(story.cast.leads["youth"])
    youth.get("/people/do/participant.suspend")
    assert youth.send(participant="youth", **day("until", "2026-06-30")).status_code == 422
    assert youth.send(participant="youth", reason="Asked for.", **day("until", "2026-06-30")).status_code == 303
    page = " ".join(soup(manager.get("/people")).get_text(" ").split())
    assert "The Library Takes part" in page
    assert "Suspended until Tuesday 30 June 2026" in page
    lead = site.signed_in(story.cast.leads["hostel"])
    lead.get("/people/do/participant.give_notice")
    assert lead.send(participant="hostel", reason="We merge.", **day("until", "2026-12-31")).status_code == 303
    assert "Leaving on Thursday 31 December 2026" in " ".join(soup(lead.get("/people")).get_text(" ").split())


def test_notice_is_given_with_the_soonest_day_shown_and_taken_back(site: Site) -> None:
    lead = site.signed_in(site.story.cast.leads["hostel"])
    people = soup(lead.get("/people"))
    links = [a["href"] for a in people.select("a[href*='/do/participant.']") if "participant=" in a["href"]]
    assert [link.partition("?")[2] for link in links] == ["participant=hostel"] * 2
    form = soup(lead.get(next(link for link in links if "give_notice" in link)))
    assert form.select_one("#participant option[selected]")["value"] == "hostel"
    assert "Sunday 31 May 2026 at the soonest" in form.text
    refused = lead.send(participant="hostel", reason="We merge.", **day("until", "2026-05-30"))
    assert refused.status_code == 422
    assert "Notice of leaving is 90 days" in refused.text
    assert lead.send(participant="hostel", reason="We merge.", **day("until", "2026-05-31")).status_code == 303
    assert "takes part until it leaves, on Sunday 31 May 2026" in " ".join(soup(lead.get("/people")).text.split())
    lead.get("/people/do/participant.take_back_notice?participant=hostel")
    assert lead.send(participant="hostel", reason="The merger is off.").status_code == 303
    assert "Leaving on" not in lead.get("/people").text


def test_the_manager_records_what_the_others_decided(site: Site) -> None:
    story = site.story
    agreed = a_matter_of(story, "youth", "suspension")
    manager = site.signed_in(story.cast.manager)
    assert "participant.give_notice?participant=" not in manager.get("/people").text
    offered = [a["href"] for a in soup(manager.get("/people")).select(".govuk-summary-list__actions a[href*='/do/']")]
    assert offered == ["/people/do/participant.suspend?participant=youth"]
    form = soup(manager.get("/people/do/participant.suspend?participant=youth"))
    assert agreed in [option["value"] for option in form.select("#decision option")]
    sent = {"participant": "youth", "reason": "Its registration is reviewed.", **day("until", "2026-06-30")}
    assert manager.send(**sent).status_code == 422
    assert manager.send(**sent, decision=agreed).status_code == 303
    assert "Suspended until Tuesday 30 June 2026" in manager.get("/people").text
    assert not soup(manager.get("/people")).select(".govuk-summary-list__actions a[href*='/do/']"), (
        "what was decided ends by itself"
    )


def test_what_is_not_for_me_is_refused_in_words(site: Site) -> None:
    observer = site.signed_in(site.story.cast.observer)
    assert "not for you to do" in observer.get("/people/do/person.invite").text
    refused = observer.send(name="Somebody")
    assert refused.status_code == 403
    assert soup(refused).select_one("#name")["value"] == "Somebody"
    assert observer.get("/people/do/person.paint").status_code == 404
    assert observer.get("/people/PER-0002/account").status_code == 403
    assert site.signed_in(site.story.cast.manager).get("/people/PER-0999/account").status_code == 404
