"""Setting an alliance up in the browser: the checklist, and each of its forms - right, wrong, pasted, very long, and sent twice."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from govflow.acts import accounts
from govflow.acts.set_up_alliance import PersonRow, setting_up
from govflow.config import read
from tests.beginnings import ADMINISTRATOR, LEADS, TITLES, address_of, an_empty_alliance, leads, organisations, person
from tests.web.conftest import KEY, Browser, Posted, Site, heading, soup
from web import create_app

SHEET = "Name\tE-mail\tOrganisation\tRole\r\n" + "\r\n".join(
    f"{name}\t{address_of(name)}\t{title}\tLeadership team" for name, title in zip(LEADS, TITLES, strict=True)
)


def beginning(pack: str = "plymouth") -> Site:
    story, log = an_empty_alliance(pack), io.StringIO()
    app = create_app(story.house, read({"GOVFLOW_SECRET_KEY": KEY}), log_to=log)
    return Site(app, story, Posted(story.house), log)


@pytest.fixture
def begun() -> Site:
    """An alliance that was founded, and nothing more."""
    return beginning()


@pytest.fixture
def ada(begun: Site) -> Browser:
    """The administrator, signed in."""
    return begun.signed_in(ADMINISTRATOR)


@pytest.fixture
def taken_in(begun: Site) -> Site:
    """The same with its organisations."""
    with setting_up(begun.story.house, begun.story.alliance, ADMINISTRATOR) as to:
        to.take_in(organisations())
    return begun


def filled(browser: Browser, path: str, **typed: str) -> Any:
    browser.get(path)
    return browser.send(**typed)


def sent(browser: Browser, **typed: str) -> Any:
    """Send the form that was seen with what is chosen in it, as a browser does."""
    form = soup(browser.seen).select("main form")[-1]
    chosen = {one["name"]: one.select_one("option[selected]")["value"] for one in form.select("select:has(option[selected])")}
    ticked = {one["name"]: one["value"] for one in form.select("input[checked]")}
    return browser.send(**chosen | ticked | typed)


def states(page: BeautifulSoup) -> dict[str, str]:
    """Return the state of every step, by its title."""
    return {
        item.select_one(".govuk-task-list__name-and-hint > :first-child").text: item.select_one(".govuk-task-list__status").text
        for item in page.select(".govuk-task-list__item")
    }


def summary(page: BeautifulSoup) -> dict[str, str]:
    """Return what is wrong by the id of the cell it leads to, which is on the page."""
    found = {a["href"][1:]: a.text for a in page.select(".govuk-error-summary a")}
    assert all(page.find(id=one) is not None for one in found), found
    return found


def recorded(site: Site) -> int:
    with site.story.house.store.view(site.story.alliance) as view:
        return view.head.size


def test_eight_organisations_and_their_people_are_set_up_with_four_forms(begun: Site, ada: Browser) -> None:
    """Organisations, reading the sheet, inviting, offices; everybody gets a link, chooses a password and signs in."""
    desk = soup(ada.get("/"))
    assert states(desk)["Add the organisations"] == "To do"
    titles = {f"title_{n}": title for n, title in enumerate(TITLES)}
    assert filled(ada, "/set-up/organisations", **titles, commissioner="0", public_1="yes").status_code == 303
    assert filled(ada, "/set-up/people", pasted=SHEET + "\r\nMo Ade\tmo@harbour.example\t\tAlliance manager").status_code == 200
    assert "9 people were read. Check the rows, then invite them all." in ada.seen.text
    assert recorded(begun) == 9, "reading records nothing"
    assert sent(ada).location == "/set-up"
    assert "9 people are invited." in ada.get("/set-up").text
    assert filled(ada, "/set-up/offices", chair=person(begun.story, "Owen Marsh")).status_code == 303
    page = soup(ada.get("/set-up"))
    assert list(states(page).values()) == ["Done", "Done", "Done", "Done", "To do", "Optional", "To do"]
    assert "Alliance manager: Mo Ade. Chair: Owen Marsh" in page.text
    assert "Priya Shah has not signed in yet" in page.text
    assert {message.contact for message in begun.posted.messages} == {address_of(name) for name in (*LEADS, "Mo Ade")}
    for message in begun.posted.messages:
        one = begun.browser()
        one.get(re.search(r"http://[^/\s]+(/\S+)", message.text)[1])
        assert one.send(password="nine purple kettles").status_code == 303
        assert one.sign_in(message.contact, "nine purple kettles").status_code == 303
    roster, today = begun.story.roster(), begun.story.clock.now().date()
    council = roster.participants[0]
    assert (council.title, council.id, council.bodies[0]) == ("Harbour Borough Council", "harbour-borough-council", "owner")
    assert [p.id for p in roster.participants if "public-body" in p.tags] == [council.id, "northshore-nhs-foundation-trust"]
    assert roster.holder(council.id, "owner", today) == roster.holder(council.id, "leadership-team", today)
    assert roster.holder(council.id, "managers-office", today) == person(begun.story, "Mo Ade")


def test_a_list_of_names_is_put_into_rows(begun: Site, ada: Browser) -> None:
    ada.get("/set-up/organisations")
    pasted = "\n".join([*TITLES[1:], "", f"  {TITLES[1]} ", *(f"Partner {n}" for n in range(8))])
    page = soup(ada.send(title_3=TITLES[0], commissioner="3", pasted=pasted))
    rows = [field["value"] for field in page.select("input[name^=title_]")]
    assert rows == [TITLES[0], *TITLES[1:], *(f"Partner {n}" for n in range(8))]
    assert page.select_one("input[name=commissioner][checked]")["value"] == "0", "what was chosen stays with its name"
    assert page.select_one("textarea").text.strip() == ""
    assert recorded(begun) == 1
    read = ada.seen
    crowd = "\n".join(f"Partner {n}" for n in range(200))
    assert summary(soup(sent(ada, pasted=crowd))) == {"pasted": "These are 208 organisations. Add at most 100 at once."}
    assert soup(ada.seen).select_one("textarea").text.strip() == crowd
    ada.seen = read
    assert sent(ada, public_4="yes").status_code == 303
    assert len(begun.story.roster().participants) == 16


def test_more_rows_keep_what_was_typed(begun: Site, ada: Browser) -> None:
    ada.get("/set-up/organisations")
    page = soup(ada.send(title_9="The tenth", public_9="yes", hosts="9", commissioner="9", pasted="Kept", more="yes"))
    assert (ada.seen.status_code, len(page.select("input[name^=title_]"))) == (200, 20)
    assert page.select_one("#title_9")["value"] == "The tenth"
    assert [one["id"] for one in page.select("input[checked]")] == ["commissioner-9", "public_9-yes", "hosts-9"]
    assert page.select_one("textarea").text.strip() == "Kept"
    assert not page.select(".govuk-error-summary")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, {"title_0": "Organisation 1: Enter the name of at least one organisation."}),
        ({"title_0": "One", "title_1": "Two"}, {"commissioner": "Choose which organisation is the commissioner."}),
        (
            {"title_0": "One", "commissioner": "4", "public_2": "yes"},
            {f"title_{n}": f"Organisation {n + 1}: Enter the name, or choose another row." for n in (2, 4)},
        ),
        (
            {"title_0": "One", "title_3": "ONE", "title_5": "x" * 301, "commissioner": "0"},
            {
                "title_3": "Organisation 4: ONE stands in an earlier row. Give each organisation one row.",
                "title_5": "Organisation 6: Use at most 300 characters.",
            },
        ),
    ],
)  # fmt: skip
def test_wrong_organisations_are_named_and_nothing_is_lost(
    begun: Site, ada: Browser, typed: dict[str, str], wrong: dict[str, str]
) -> None:
    answer = filled(ada, "/set-up/organisations", **typed)
    page = soup(answer)
    assert answer.status_code == 422
    assert summary(page) == wrong
    assert {name: page.find(id=name)["value"] for name in typed if name.startswith("title")} == {
        name: value for name, value in typed.items() if name.startswith("title")
    }
    assert recorded(begun) == 1


def test_a_second_commissioner_is_not_asked_for(taken_in: Site) -> None:
    ada = taken_in.signed_in(ADMINISTRATOR)
    page = soup(ada.get("/set-up/organisations"))
    assert "Harbour Borough Council – the commissioner, hosts the alliance manager" in page.text
    assert not page.select("input[type=radio]")
    refused = soup(ada.send(title_0="Another", commissioner="0"))
    assert list(summary(refused).values()) == [
        "Organisation 1: Harbour Borough Council is the commissioner already. Choose one organisation."
    ]
    assert filled(ada, "/set-up/organisations", title_0="Another").status_code == 303


def test_people_are_asked_for_the_seats_that_are_empty_first(taken_in: Site) -> None:
    with setting_up(taken_in.story.house, taken_in.story.alliance, ADMINISTRATOR) as to:
        to.invite(leads(6))
    page = soup(taken_in.signed_in(ADMINISTRATOR).get("/set-up/people"))
    chosen = [option.text for option in page.select("select[name^=organisation_] option[selected]")]
    assert chosen == [*TITLES[6:], "Choose", "Choose"]
    assert page.select_one("#part_0 option[selected]").text == "Leadership team"


def test_wrong_people_are_named_by_row_and_cell_and_nobody_is_invited(taken_in: Site) -> None:
    ada, council = taken_in.signed_in(ADMINISTRATOR), "harbour-borough-council"
    before, ada_mail = recorded(taken_in), "ada@harbour.example"
    rows = [
        {"organisation": council, "name": "Priya Shah", "email": "priya", "part": "leadership"},
        {"organisation": council, "name": "Priya Shah", "email": "p@x.example", "part": "leadership"},
        {"organisation": council, "name": "Owen Marsh", "email": "P@x.example", "part": "management"},
        {"organisation": "open-door", "name": "Sam Field", "email": "s@x.example", "part": "commissioner"},
        {"organisation": "", "name": "Kay Moss", "email": "k@x.example", "part": "management"},
        {"organisation": council, "name": "Lena Brook", "email": "l@x.example", "part": ""},
        {"organisation": council, "name": "Ruth Hall", "email": "r@x.example", "part": "leadership"},
        {"organisation": "", "name": "Ada Lee", "email": ada_mail, "part": "observer"},
    ]
    typed = {f"{cell}_{n}": value for n, row in enumerate(rows) for cell, value in row.items()}
    ada.get("/set-up/people")
    page = soup(ada.send(**typed))
    assert ada.seen.status_code == 422
    assert summary(page) == {
        "email_0": "Person 1: Enter an e-mail address, such as name@example.org.",
        "email_2": "Person 3: This is the address of Priya Shah. Give each person an address of their own.",
        "part_3": "Person 4: Open Door has no seat there. Choose something else for this person.",
        "organisation_4": "Person 5: Say for which organisation they speak.",
        "part_5": "Person 6: Say what they are invited for.",
        "part_6": "Person 7: Priya Shah holds this seat for Harbour Borough Council already. "
        "One person speaks for each organisation there. Choose something else for this person.",
    }
    assert page.select_one("#email_0")["value"] == "priya"
    assert page.select_one("#part_3 option[selected]")["value"] == "commissioner"
    assert page.find(id="email_0")["aria-describedby"] == "email_0-error"
    assert (recorded(taken_in), taken_in.posted.messages) == (before, [])
    ada.get("/set-up/people")
    half = soup(sent(ada, name_0="Only a name"))
    assert summary(half) == {"email_0": "Person 1: Enter an e-mail address, such as name@example.org."}
    assert list(summary(soup(filled(ada, "/set-up/people")))) == ["name_0"]


def test_one_person_may_have_several_parts_and_gets_one_invitation(taken_in: Site) -> None:
    ada = taken_in.signed_in(ADMINISTRATOR)
    sheet = (
        "name,email,organisation,role\nPriya Shah,priya@x.example,Harbour Borough Council,Leadership\n"
        "priya  shah,PRIYA@x.example,Harbour Borough Council,Management\nAda Lee,ada@harbour.example,,Alliance manager"
    )
    filled(ada, "/set-up/people", pasted=sheet)
    assert sent(ada).status_code == 303
    assert [message.contact for message in taken_in.posted.messages] == ["priya@x.example"]
    roster, today = taken_in.story.roster(), taken_in.story.clock.now().date()
    assert {seat.body for seat in roster.seats_of("PER-0002", today)} == {"leadership-team", "management-team", "owner"}
    assert roster.in_office("manager", today) == (ADMINISTRATOR,)
    assert ada.get("/set-up").status_code == 302, "whoever can do more than before signs in again"


@pytest.mark.parametrize(
    ("pasted", "wrong"),
    [
        ("Ada Lee and Bo", {"pasted": "Line 1: It cannot be told what the columns are."}),
        ('name,email\n"Bo,b@x.example', {"pasted": "Line 2: The quotation marks in this row do not match."}),
        ("name,email\n", {"pasted": "There are no people in it."}),
        ("name,email\n" + "\n".join(f"N {n},n{n}@x.example" for n in range(101)), {"pasted": "These are 101 people."}),
        (
            "name;email;organisation;role\nBo;;Opn Door;Board",
            {
                "organisation_0": "Person 1: There is no organisation called Opn Door. Choose one.",
                "email_0": "Person 1: Enter an e-mail address",
                "part_0": "Person 1: Nobody can be invited for Board. Choose something else.",
            },
        ),
    ],
)
def test_a_sheet_that_is_not_right_is_said_and_kept(taken_in: Site, pasted: str, wrong: dict[str, str]) -> None:
    ada, before = taken_in.signed_in(ADMINISTRATOR), recorded(taken_in)
    page = soup(filled(ada, "/set-up/people", pasted=pasted))
    assert ada.seen.status_code == 422
    found = summary(page)
    assert list(found) == list(wrong)
    assert all(found[cell].startswith(words) for cell, words in wrong.items()), found
    if "pasted" in wrong:
        assert page.select_one("textarea").text.strip() == pasted.strip()
        assert page.select_one("details")["open"] is not None
    assert recorded(taken_in) == before


def test_a_hundred_people_are_invited_at_once_and_only_once(taken_in: Site) -> None:
    """Sixty is a large alliance; the same form sent again by a second click does nothing more."""
    ada = taken_in.signed_in(ADMINISTRATOR)
    rows = [f"{name},{address_of(name)},{title},Leadership" for name, title in zip(LEADS, TITLES, strict=True)]
    rows += [f"Guest {n},g{n}@x.example,{TITLES[n % 8]},Observer" for n in range(92)]
    filled(ada, "/set-up/people", pasted="name,email,organisation,role\n" + "\n".join(rows))
    read = ada.seen
    assert "100 people were read" in read.text
    assert sent(ada).location == "/set-up"
    once = recorded(taken_in)
    assert len(taken_in.posted.messages) == 100
    ada.seen = read
    assert sent(ada).location == "/set-up"
    assert (recorded(taken_in), len(taken_in.posted.messages)) == (once, 100)
    assert len(taken_in.story.roster().people) == 101


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/set-up/organisations", {"title_0": "Late Partner"}),
        ("/set-up/offices", {"chair": "PER-0002"}),
        ("/set-up/name", {"title": "Northshore Alliance"}),
        ("/people/do/participant.join", {"title": "Late Partner", "bodies": "leadership-team"}),
    ],
)
def test_what_is_sent_twice_is_done_once(taken_in: Site, path: str, typed: dict[str, str]) -> None:
    with setting_up(taken_in.story.house, taken_in.story.alliance, ADMINISTRATOR) as to:
        to.invite(leads(1))
    ada = taken_in.signed_in(ADMINISTRATOR)
    form, before = ada.get(path), recorded(taken_in)
    for _ in range(2):
        ada.seen = form
        assert ada.send(**typed).status_code == 303
    assert recorded(taken_in) == before + 1


def test_the_name_is_changed_and_stands_everywhere(begun: Site, ada: Browser) -> None:
    assert soup(ada.get("/set-up/name")).select_one("#title")["value"] == "Harbour Alliance"
    assert soup(ada.send(title=" ")).select_one(".govuk-error-summary a").text == "Enter the name of the alliance."
    assert ada.send(title="Northshore Alliance").location == "/set-up"
    assert "Northshore Alliance" in soup(ada.get("/")).select_one("header").text
    before = recorded(begun)
    assert filled(ada, "/set-up/name").location == "/set-up", "left as it is, it is right"
    assert recorded(begun) == before


def test_the_owner_appoints_the_chair_where_the_rules_say_so() -> None:
    site = beginning("nacg")
    with setting_up(site.story.house, site.story.alliance, ADMINISTRATOR) as to:
        to.take_in(organisations())
        to.invite(leads())
    ada = site.signed_in(ADMINISTRATOR)
    page = soup(ada.get("/set-up/offices"))
    assert [field["name"] for field in page.select("select")] == ["manager"]
    assert "nobody yet. This is for the commissioner to do, on this page." in page.text
    assert list(summary(soup(ada.send()))) == ["manager"]
    assert ada.send(manager=person(site.story, "Kay Moss")).status_code == 303
    assert "Chair: nobody yet. For the commissioner to appoint" in ada.get("/set-up").text
    owner = site.signed_in(person(site.story, "Priya Shah"))
    assert [a.text for a in soup(owner.get("/")).select(".govuk-inset-text li a")] == [
        "Appoint the manager and the chair", "Write the mandate", "Write the first proposal",
    ]  # fmt: skip
    assert filled(owner, "/set-up/offices", chair=person(site.story, "Owen Marsh")).status_code == 303
    assert states(soup(owner.get("/set-up")))["Appoint the manager and the chair"] == "Done"
    assert owner.get("/set-up/people").status_code == 403


def test_the_checklist_leaves_the_desk_when_all_is_done(site: Site) -> None:
    cast = site.story.cast
    admin, manager = site.signed_in(cast.administrator), site.signed_in(cast.manager)
    assert states(soup(admin.get("/")))["Write the first proposal"] == "To do"
    assert "The alliance is not set up yet: 5 of 6 steps are done." in manager.get("/").text
    assert "still being set up" in site.signed_in(cast.deputies["health"]).get("/").text
    site.story.act("decision.propose", cast.manager, kind="key-issue", title="A nurse", text="One.")
    assert not states(soup(admin.get("/")))
    assert "not set up yet" not in manager.get("/").text
    assert "Your alliance is set up." in admin.get("/set-up").text
    deputy = site.browser()
    deputy.sign_in(f"{cast.deputies['health'].lower()}@example.org")
    page = deputy.get("/").text
    assert "Nothing waits for you. When something does, it is here first." in page
    assert "While the member you stand in for is away" in page


WELCOMED: tuple[tuple[str, Callable[[Any], str], int], ...] = (
    ("Say what your organisation", lambda cast: cast.leads["health"], 1),
    ("Say what your organisation", lambda cast: cast.managers["health"], 1),
    ("Answer for a member while they are away", lambda cast: cast.deputies["health"], 1),
    ("Rule on interests", lambda cast: cast.chair, 1),
    ("Write the mandate", lambda cast: cast.owner, 1),
    ("See every open matter", lambda cast: cast.manager, 1),
    ("Set the alliance up", lambda cast: cast.administrator, 1),
    ("You take no part in deciding", lambda cast: cast.observer, 1),
    ("You take no part in deciding", lambda cast: cast.auditor, 1),
    ("Tell the proposer what you know", lambda cast: cast.lived_experience, 1),
    ("Help to settle an issue", lambda cast: cast.chief_executive, 1),
)


def test_each_role_is_told_in_four_lines_what_it_can_do(site: Site) -> None:
    for words, who, parts in WELCOMED:
        browser = site.signed_in(who(site.story.cast))
        panel = soup(browser.get("/")).select_one(".govflow-welcome")
        assert len(panel.select("li")) == 4 * parts, words
        assert words in panel.text
        for link in panel.select("a"):
            assert browser.get(link["href"]).status_code == 200, link


def test_what_somebody_can_do_is_put_away_for_good_and_shown_again(site: Site) -> None:
    lead = site.signed_in(site.story.cast.leads["health"])
    page = soup(lead.get("/"))
    button = page.select_one(".govflow-welcome form")
    assert "Show it again" not in lead.get("/account").text
    assert lead.post(button["action"]).location == "/"
    assert not soup(lead.get("/")).select(".govflow-welcome")
    later = site.browser()
    later.sign_in(f"{site.story.cast.leads['health'].lower()}@example.org")
    assert not soup(later.get("/")).select(".govflow-welcome"), "on another device too"
    assert "Show it again" in later.get("/account").text
    later.post("/welcome", {"show": "yes"})
    assert soup(later.get("/")).select(".govflow-welcome")


def test_proposals_and_meetings_begin_at_the_desk_for_those_who_may(site: Site) -> None:
    cast = site.story.cast

    def begins(who: str) -> list[str]:
        return [a.text for a in soup(site.signed_in(who).get("/")).select(".govflow-begin a")]

    assert begins(cast.manager) == ["Write a new proposal", "Plan a meeting", "Log an issue"]
    assert begins(cast.leads["health"]) == ["Write a new proposal", "Log an issue"]
    assert begins(cast.chair) == ["Plan a meeting"]
    assert begins(cast.observer) == []


def test_those_in_charge_see_how_far_everybody_has_come(site: Site) -> None:
    story, cast = site.story, site.story.cast
    site.signed_in(cast.leads["health"])
    accounts.open_account(story.house, story.alliance, cast.chair, "chair@example.org")
    site.account(cast.observer)
    page = soup(site.signed_in(cast.manager).get("/people"))
    rows = {row.dt.text: " ".join(row.select_one("dd").get_text(" ").split()) for row in page.select(".govuk-summary-list__row")}
    acts = {row.dt.text: row.select("a")[1].text for row in page.select(".govuk-summary-list__row") if row.select_one("a")}
    assert rows["Chair"] == "No address: they get no mail. Invited on Monday 2 March 2026, 9am. Has not signed in yet"
    assert (
        rows["Leadership member, Health"]
        == "Mail goes to the address they sign in with. Last signed in on Monday 2 March 2026, 9am"
    )
    assert rows["Observer"] == "Mail goes to the address they sign in with. Has chosen a password"
    assert rows["Auditor"] == "No address: they get no mail. Not invited to sign in yet"
    assert acts["Chair"] == "Send a new link to Chair"
    assert acts["Auditor"] == "Send an invitation to Auditor"
    manager = site.browser()
    manager.sign_in(f"{cast.manager.lower()}@example.org")
    assert heading(manager.get(f"/people/{cast.chair}/account")) == "Send Chair a new link"
    assert "Last signed in" not in site.signed_in(cast.auditor).get("/people").text


def test_the_manager_is_replaced_on_the_page_of_people(site: Site) -> None:
    story = site.story
    owner = site.signed_in(story.cast.owner)
    assert filled(owner, "/people/do/person.appoint", person=story.cast.leads["advice"], role="manager").status_code == 303
    tomorrow = story.clock.now().date()
    assert story.roster().in_office("manager", tomorrow) == (story.cast.leads["advice"],)


def test_an_address_that_is_taken_is_said_and_the_others_get_their_links(taken_in: Site) -> None:
    story = taken_in.story
    with setting_up(story.house, story.alliance, ADMINISTRATOR) as to:
        to.invite([PersonRow("Old Hand", "old@x.example", "", "observer")])
    accounts.open_account(story.house, story.alliance, person(story, "Old Hand"), "kay@harbour.example")
    ada = taken_in.signed_in(ADMINISTRATOR)
    filled(ada, "/set-up/people", pasted=SHEET)
    assert sent(ada).status_code == 303
    assert "No link could be sent to Kay Moss. Send it from People and seats." in ada.get("/set-up").text
    assert len(taken_in.posted.messages) == 7
