"""Correcting a name or an address on the pages, and the address somebody signs in with: asked for, confirmed from the mail."""

import re
from datetime import timedelta

import pytest

from tests.posting import ADDRESS, delivered
from tests.stories import an_open_decision
from tests.web.conftest import PASSWORD, Browser, Site, heading, soup

NEW = "Siân O'Neill-Ŵyn"


def known(browser: Browser, name: str) -> str:
    """Return the line of somebody in the list of people, as text."""
    rows = soup(browser.get("/people")).select("#known + dl .govuk-summary-list__row")
    return next((" ".join(row.text.split()) for row in rows if name in row.dt.text), "")


def told(site: Site) -> dict[str, str]:
    """Deliver what waits and return what each address was told, by the heading of the mail."""
    return {m.contact: f"{m.subject}\n{m.text}" for m in delivered(site.story).messages if m.contact}


def test_somebody_chooses_how_they_are_shown(site: Site) -> None:
    story, person = site.story, site.story.cast.leads["health"]
    me = site.signed_in(person)
    me.get("/account/details")
    assert me.send(name=NEW, shown_as="Siân O'Neill").location == "/account"
    assert "Siân O'Neill" in soup(me.get("/")).select_one("header").text
    manager = site.signed_in(story.cast.manager)
    line = known(manager, "Siân O'Neill")
    assert f"name in full: {NEW}" in line
    manager.get(f"/people/{person}/correct")
    assert soup(manager.seen).select_one("#name")["value"] == NEW
    assert soup(manager.seen).select_one("#shown_as")["value"] == "Siân O'Neill"
    observer = site.signed_in(story.cast.observer)
    assert "Siân O'Neill" in soup(observer.get("/people")).text
    assert NEW not in observer.seen.text, "the name in full is for those in charge"


def test_a_manager_corrects_a_name_and_sees_what_it_was(site: Site) -> None:
    story, person = site.story, site.story.cast.leads["health"]
    manager = site.signed_in(story.cast.manager)
    assert "No address: they get no mail." in known(manager, "Leadership member, Health")
    manager.get(f"/people/{person}/correct")
    assert heading(manager.seen) == "Correct the name or address of Leadership member, Health"
    assert soup(manager.seen).select_one("#name")["value"] == "Leadership member, Health"
    assert manager.send(name="").status_code == 422
    wrong = manager.send(name=f"{NEW} (acting)", contact="sian at health")
    assert wrong.status_code == 422
    assert "is not an e-mail address" in soup(wrong).select_one("#contact-error").text
    assert soup(wrong).select_one("#name")["value"] == f"{NEW} (acting)", "nothing typed is lost"
    assert "Nothing is changed" in manager.send(name="Leadership member, Health", contact="").text
    answer = manager.send(name=f"\ufeff{NEW} ", contact=" sian@health.example\u200b", reason="She married.")
    assert (answer.status_code, answer.location) == (303, "/people")
    line = known(manager, NEW)
    assert "name in full" not in line, "there is but the one"
    assert "was Leadership member, Health" in line
    assert "sian@health.example" in line
    page = manager.get("/people").text
    assert f"{NEW.replace(chr(39), '&#39;')} at" not in page
    assert story.roster().person(person).contact == "sian@health.example"
    observer = site.signed_in(story.cast.observer)
    assert NEW in soup(observer.get("/people")).text
    for hidden in ("was Leadership member", "sian@health.example"):
        assert hidden not in observer.seen.text, "what somebody was called is for those in charge"
    assert observer.get(f"/people/{person}/correct").status_code == 403
    assert manager.get("/people/PER-0999/correct").status_code == 404


def test_a_page_of_a_decision_says_who_said_it_by_the_name_of_then(site: Site) -> None:
    story, person = site.story, site.story.cast.leads["health"]
    ref = an_open_decision(story)
    story.agrees("health", ref)
    story.clock.advance(timedelta(minutes=1))
    story.act("person.correct", story.cast.manager, person=person, name=NEW)
    browser = site.signed_in(story.cast.observer)
    page = soup(browser.get(f"/decisions/{ref}")).text
    assert NEW not in page
    assert "Leadership member, Health" in page


def test_ones_own_name_and_address_are_corrected_on_the_account_page(site: Site) -> None:
    person = site.story.cast.observer
    browser = site.signed_in(person)
    browser.get("/account/details")
    assert soup(browser.seen).select_one("#reason") is None
    assert browser.send(name=NEW, contact="Me@Home.example").location == "/account"
    rows = {row.dt.text.strip(): row.dd.text.strip() for row in soup(browser.get("/account")).select(".govuk-summary-list__row")}
    assert (rows["Name"], rows["Mail goes to"], rows["You sign in as"]) == (
        NEW,
        "Me@Home.example",
        f"{person.lower()}@example.org",
    )
    assert NEW in soup(browser.seen).header.text
    assert told(site) == {}, "where one's mail goes is no matter of signing in"
    assert soup(browser.get("/account/email")).select_one("#email")["value"] == "Me@Home.example"


def test_another_address_to_sign_in_with_is_confirmed_from_the_mail(site: Site) -> None:
    person = site.story.cast.chair
    browser, old = site.signed_in(person), f"{person.lower()}@example.org"
    browser.get("/account/email")
    assert "This is not your password" in browser.send(email="new@example.org", password="wrong wrong").text
    assert soup(browser.seen).select_one("#email")["value"] == "new@example.org"
    assert browser.send(email="nowhere", password=PASSWORD).status_code == 422
    assert browser.send(email=" New@Example.org ", password=PASSWORD).location == "/account"
    assert "new@example.org waits to be confirmed" in browser.get("/account").text
    mails = told(site)
    assert "Another address was given" in mails[old]
    assert "/confirm-address/" not in mails[old]
    going_out = soup(site.signed_in(site.story.cast.administrator).get("/notices/going-out")).text
    assert "Confirm your new address" in going_out
    assert "new@example.org" not in going_out
    link = re.search(rf"{ADDRESS}(/confirm-address/\S+)", mails["new@example.org"])[1]
    elsewhere = site.browser()
    assert heading(elsewhere.get(link)) == "Confirm your new address"
    assert elsewhere.client.head(link).status_code == 200, "a scanner that opens the link confirms nothing"
    assert "This is not your password" in elsewhere.send(password="wrong wrong").text
    assert elsewhere.send(password=PASSWORD).location == "/sign-in"
    assert "From now on you sign in as new@example.org." in elsewhere.get("/sign-in").text
    assert elsewhere.get(link).status_code == 404
    assert "has changed" in told(site)[old]
    assert site.browser().sign_in(old).status_code == 422
    assert elsewhere.sign_in("new@example.org").status_code == 303
    assert "new@example.org" in browser.get("/account").text, "who was signed in stays so"


def test_a_change_is_taken_back(site: Site) -> None:
    browser = site.signed_in(site.story.cast.chair)
    browser.get("/account/email")
    browser.send(email="new@example.org", password=PASSWORD)
    mails = told(site)
    link = re.search(rf"{ADDRESS}(/confirm-address/\S+)", mails["new@example.org"])[1]
    browser.get("/account")
    assert browser.post("/account/email/take-back").location == "/account"
    assert "waits to be confirmed" not in browser.get("/account").text
    gone = site.browser().get(link)
    assert (gone.status_code, heading(gone)) == (404, "This link is over")
    assert browser.post("/account/email/take-back").status_code == 422


@pytest.mark.parametrize("accepted", [True, False])
def test_a_corrected_address_asks_the_person_or_the_invitation_goes_again(site: Site, accepted: bool) -> None:
    from govflow.acts import accounts

    story, person = site.story, site.story.cast.chair
    manager = site.signed_in(story.cast.manager)
    if accepted:
        site.account(person)
    else:
        accounts.open_account(story.house, story.alliance, person, "astray@example.org")
    manager.get(f"/people/{person}/correct")
    answer = manager.send(contact="right@example.org")
    if accepted:
        assert (
            "They sign in as per-0003@example.org until they confirm right@example.org from there." in manager.get("/people").text
        )
        assert set(told(site)) == {"right@example.org", "per-0003@example.org"}
    else:
        assert answer.location == f"/people/{person}/account"
        assert soup(manager.get(answer.location)).select_one("#email")["value"] == "right@example.org"
        assert told(site) == {}
