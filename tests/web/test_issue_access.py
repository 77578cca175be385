"""Who sees what of an issue: every kind of person, on every rung and after every end, at every door. The table is written from the rule.

While an issue is open those who take part on its rung read it, and deputies who may speak for a participant concerned; when it leaves a
rung, the people of the rung read no more. Once it has ended: those concerned and the manager. Whoever logged it always reads it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from govflow.acts.searching import catch_up
from govflow.definitions.policies import policy_content, policy_from_content
from govflow.domain.ladder import TO_CLOSE
from govflow.domain.vocabulary import RUNGS
from govflow.reading.record_text import as_text
from govflow.reading.records import decision_record
from govflow.record.rows import TABLES
from tests.posting import delivered
from tests.stories import Story, a_draft, a_policy
from tests.web.conftest import Browser, Site, soup

pytestmark = pytest.mark.slow
CONCERNED = ("advice", "health", "housing")
# Who reads it whatever rung it is on, and after its end.
ALWAYS = {"concerned", "concerned and absent", "deputy of the absent", "who logged it", "manager"}
TEAM = {"seat holder of another", "chair"}
# Who else reads it on a rung, and reads it no more when it leaves the rung.
ON: Mapping[str, set[str]] = {
    "logged": {"management of one concerned", "chair"},  # the chair sorts it (option O)
    "with_management_team": {"management of one concerned", "management of another"},
    "with_leadership_team": TEAM,
    "reconsidered": TEAM,
    "deadlocked": TEAM,
    "facilitated": TEAM | {"facilitator"},
    "with_chief_executives": {"chief executive of one concerned"},
    "appointing_mediator": {"mediator"},
    "mediation": {"mediator"},
    TO_CLOSE: TEAM | {"owner"},
    "closed_unresolved": set(),
    "resolved": set(),
    "words wait": set(),
    "published": set(),
    "turned_away": set(),
}
GUESTS = {"facilitator", "mediator"}
# Who may know that there is one without reading it, by the policy.
IN_THE_TEAM = {"seat holder of another", "chair", "deputy chair", "concerned", "concerned and absent", "deputy of the absent"}
WORDS = tuple(
    f"xq{what}" for what in ("happened", "affected", "helps", "option", "new", "title", "text", "why", "differs", "terms")
)
PUBLIC = "There is a rota now, xqpublic."
SHOWN = ("everyone", "leadership_team", "those_concerned")


@dataclass
class Table:
    """The people, their browsers, and what was other than expected."""

    site: Site
    shown: str
    people: Mapping[str, str]
    browsers: Mapping[str, Browser]
    cells: int = 0
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, *where: str) -> None:
        self.cells += 1
        if not holds:
            self.wrong.append(" · ".join(where))

    def reads(self, who: str, state: str) -> bool:
        return who in ALWAYS | ON[state]

    def knows(self, who: str, state: str) -> bool:
        if self.reads(who, state):
            return True
        if self.shown == "everyone":
            return who not in GUESTS
        return self.shown == "leadership_team" and who in IN_THE_TEAM


def people_of(story: Story) -> dict[str, str]:
    """Return somebody of every kind; the two guests and the second chief executive are invited, and one absence is notified."""
    cast, day = story.cast, "2026-03-02"
    for name, more in (("Facilitator", {}), ("Mediator", {}), ("Chief", {"role": "chief executive", "participant": "health"})):
        story.act("person.invite", cast.administrator, name=name, **more)
    facilitator, mediator, chief = (p.ref for p in story.roster().people[-3:])
    away = {
        "participant": "health",
        "body": "leadership-team",
        "person": cast.leads["health"],
        "since": day,
        "until": "2027-03-01",
    }
    story.act("absence.notify", cast.leads["health"], **away)
    return {
        "concerned": cast.leads["advice"], "concerned and absent": cast.leads["health"], "who logged it": cast.deputies["housing"],
        "deputy of the absent": cast.deputies["health"], "deputy without an absence": cast.deputies["advice"],
        "seat holder of another": cast.leads["youth"], "deputy of another": cast.deputies["youth"],
        "management of one concerned": cast.managers["health"], "management of another": cast.managers["youth"],
        "chair": cast.chair, "deputy chair": cast.deputy_chair, "manager": cast.manager, "owner": cast.owner,
        "chief executive of one concerned": chief, "chief executive of another": cast.chief_executive,
        "facilitator": facilitator, "mediator": mediator, "observer": cast.observer, "auditor": cast.auditor,
        "administrator": cast.administrator, "lived experience": cast.lived_experience,
    }  # fmt: skip


def logged(story: Story, people: Mapping[str, str], about: str = "") -> str:
    """Let a deputy log an issue, and say everything in it that can be said."""
    said = {"happened": "xqhappened", "affected": "xqaffected", "would_help": "xqhelps", "with": list(CONCERNED), "about": about}
    ref = story.act("issue.log", people["who logged it"], **said).subject
    option = {"option": "xqoption", "new": "xqnew", **({"title": "xqtitle", "text": "xqtext"} if about else {})}
    story.act("issue.offer_option", story.cast.manager, ref, **option)
    story.act("issue.close", story.cast.leads["housing"], ref, reason="xqdiffers")
    return ref


def stages(story: Story, people: Mapping[str, str], about: str) -> Iterator[tuple[str, str]]:
    """Give every state with an issue that is in it."""
    cast = story.cast
    ref = logged(story, people, about)
    for rung in (*RUNGS, TO_CLOSE):
        if rung == "facilitated":
            story.act("issue.appoint", cast.chair, ref, person=people["facilitator"], terms="xqterms")
        if rung == "appointing_mediator":
            story.act("issue.appoint", cast.chair, ref, person=people["mediator"], terms="xqterms")
        yield rung, ref
        if rung != TO_CLOSE:
            story.act("issue.step_up", cast.chair, ref, reason="xqwhy")
    story.act("issue.close", cast.chair, ref, reason="xqwhy")
    yield "closed_unresolved", ref
    ref = logged(story, people, about)
    for participant in CONCERNED:
        story.act("issue.accept_option", cast.leads[participant], ref, option=1)
    yield "resolved", ref
    story.act("issue.publish", cast.chair, ref, summary=PUBLIC)
    yield "words wait", ref
    for participant, person in (("advice", "concerned"), ("health", "deputy of the absent")):
        story.act("issue.consent", people[person], ref, speaking_for=participant)
    story.act("issue.consent", cast.leads["housing"], ref)
    yield "published", ref
    ref = logged(story, people, about)
    story.act("issue.turn_away", cast.chair, ref, route="safeguarding", reason="xqwhy")
    yield "turned_away", ref


@pytest.fixture(params=SHOWN)
def table(request: Any, site_of: Callable[..., Site]) -> Table:
    policy = policy_from_content(policy_content(replace(a_policy(), issues_shown=request.param)))
    site = site_of(policy)
    people = people_of(site.story)
    return Table(site, request.param, people, {who: site.signed_in(person) for who, person in people.items()})


def what_it_is_about(story: Story) -> str:
    """Return a decision that is talked over: a draft is known to few, and nobody else may log an issue about it."""
    about = a_draft(story)
    story.do("consult", story.decision(about).proposer, about)
    return about


def words_in(text: str) -> set[str]:
    return {word for word in WORDS if word in text}


def test_no_cell_is_other_than_the_rule_says(table: Table) -> None:
    story = table.site.story
    about = what_it_is_about(story)
    story.act("action.open", story.cast.manager, what="Book a room", owner=story.cast.manager, due="2026-04-01", decision=about)
    for state, ref in stages(story, table.people, about):
        for who, browser in table.browsers.items():
            look(table, who, browser, state, ref)
        nobody(table, ref)
    assert table.wrong == [], "\n" + "\n".join(table.wrong)
    assert table.cells > 3_000


def look(table: Table, who: str, browser: Browser, state: str, ref: str) -> None:
    """Look at every door as one person, with an issue in one state."""
    reads, knows = table.reads(who, state), table.knows(who, state)
    the_page(table, who, browser, state, ref)
    listed = browser.get("/issues")
    lines = [one.text for one in soup(listed).select(".govflow-said") if f"{ref} " in one.text]
    found = {word for line in lines for word in words_in(line)}
    table.expect(found == ({"xqhappened"} if reads else set()), who, state, "/issues", f"words in the list {found}")
    table.expect((f"{ref} " in listed.text) == knows, who, state, "/issues", f"listed should be {knows}")
    table.expect(("safeguarding" in listed.text.lower()) is False, who, state, "/issues", "the route")
    for step in EVERY_STEP if state in SOME else ("offer_option", "accept_option", "publish"):
        got = browser.get(f"/issues/{ref}/do/{step}")
        publishes = step == "publish" and who == "chair" and state in {"resolved", "closed_unresolved", "words wait"}
        table.expect(publishes or got.status_code == (200 if reads else 404), who, state, step, str(got.status_code))
        table.expect(reads or not words_in(got.text), who, state, step, "words")
    told = browser.get(f"/notices/about/{ref}")
    allowed = 200 if reads and who not in GUESTS else 403 if who in GUESTS else 404
    table.expect(told.status_code == allowed, who, state, "/notices/about", str(told.status_code))
    elsewhere(table, who, browser, state, ref)


def the_page(table: Table, who: str, browser: Browser, state: str, ref: str) -> None:
    reads, knows = table.reads(who, state), table.knows(who, state)
    page = browser.get(f"/issues/{ref}")
    table.expect(page.status_code == (200 if knows else 404), who, state, "page", str(page.status_code))
    if not knows:
        unknown = browser.get("/issues/ISS-0999").text.replace("ISS-0999", ref)
        table.expect(_plain(page.text) == _plain(unknown), who, state, "page", "is not what an unknown one gets")
    found = words_in(page.text)
    table.expect(({"xqhappened", "xqaffected", "xqhelps", "xqoption", "xqnew"} <= found) == reads, who, state, "page", str(found))
    table.expect(reads or not found, who, state, "page", f"words {found}")
    shown = {"words wait": reads, "published": knows}.get(state, False)
    table.expect(("xqpublic" in page.text) == shown, who, state, "page", f"the words for everybody: should be {shown}")
    if knows and not reads:
        main = soup(page).main.get_text(" ")
        named = [
            one for one in ("Health", "Housing", "Advice", "Leadership member", "Way forward", "Safeguarding") if one in main
        ]
        table.expect(not named, who, state, "page", f"names {named}")


def _plain(text: str) -> str:
    """Return a page without the words of its own request and form."""
    found = soup_of(text)
    return " ".join(found.main.get_text(" ").split())


def soup_of(text: str) -> Any:
    from bs4 import BeautifulSoup

    return BeautifulSoup(text, "html.parser")


# What else is looked at in every state, and what in some: nothing there depends on the rung.
ELSEWHERE = ("/", "/decisions", "/decisions?text=xqhappened", "/decisions/DEC-0001", "/actions/ACT-0001", "/notices/going-out")
NOW_AND_THEN = (
    "/decisions.csv", "/decisions?text=xqtext", "/decisions/DEC-0001/do", "/decisions/DEC-0001/write", "/actions", "/notices", "/money",
    "/meetings", "/notices/about/DEC-0001", "/mandates", "/people", "/account",
)  # fmt: skip
EVERY_STEP = ("offer_option", "accept_option", "step_up", "close", "turn_away", "triage", "appoint", "consent", "publish")
SOME = {"with_leadership_team", "facilitated", "mediation", "closed_unresolved"}


def elsewhere(table: Table, who: str, browser: Browser, state: str, ref: str) -> None:
    """Look at every other page: not a word of the issue is there, and to guests nothing but their account."""
    always = ELSEWHERE if table.shown == "everyone" or state in SOME else ()
    for path in (*always, *(NOW_AND_THEN if state in SOME and table.shown == "everyone" else ())):
        got = browser.get(path)
        typed = path.partition("?text=")[2]
        table.expect(not words_in(got.text) - {typed}, who, state, path, "words")
        table.expect(not typed or who in GUESTS or "No decision fits this" in got.text, who, state, path, "found")
        if who in GUESTS:
            home = {"/": 302, "/account": 200}
            table.expect(got.status_code == home.get(path, 403), who, state, path, str(got.status_code))
        elif path != "/notices":  # which lists what this person was told while taking part
            hidden = table.shown != "everyone" and not table.knows(who, state)
            table.expect(not (hidden and ref in got.text), who, state, path, "tells of an issue that is not shown")
    if who == "administrator" and always:
        lines = soup(browser.get("/notices/going-out")).select("li.govflow-matter")
        named = [one.text for one in lines if "ISS-" in one.text and "Member" in one.text]
        table.expect(not named, who, state, "/notices/going-out", f"names who was told: {named[:1]}")


def nobody(table: Table, ref: str) -> None:
    browser = table.site.browser()
    for path in ("/issues", f"/issues/{ref}", f"/issues/{ref}/do/offer_option", f"/notices/about/{ref}"):
        got = browser.get(path)
        table.expect(got.status_code in {302, 401} and not words_in(got.text), "nobody", path, str(got.status_code))


@pytest.fixture
def told_everything(site: Site) -> tuple[Site, str]:
    story = site.story
    about = what_it_is_about(story)
    for _ in stages(story, people_of(story), about):
        pass
    return site, about


def test_no_mail_search_record_or_ledger_holds_a_word_of_it(told_everything: tuple[Site, str]) -> None:
    site, about = told_everything
    story = site.story
    messages = delivered(story).messages
    assert any("ISS-0001" in m.subject for m in messages)
    for message in messages:
        assert not words_in(message.subject + message.text + message.html), message.subject
        if "ISS-" in message.subject:
            assert "/issues/ISS-000" in message.text
            assert "accepted by" not in message.text
    catch_up(story.house, story.alliance)
    with story.house.store.view(story.alliance) as view:
        assert not words_in(str(view.rows(select(TABLES["search_rows"]))))
        assert not words_in(as_text(decision_record(view, story.house.book, about, story.clock.now())))
        assert not any(words_in(orjson.dumps(entry.content).decode()) for entry in view.entries_after(0))


def test_nobody_acts_on_what_it_may_not_read(site: Site) -> None:
    """A form sent without having been shown is answered as an unknown page, whatever is in it."""
    story = site.story
    ref = logged(story, people_of(story))
    for person in (story.cast.deputy_chair, story.cast.leads["youth"], story.cast.deputies["advice"]):
        browser = site.signed_in(person)
        with story.house.store.view(story.alliance) as view:
            before = view.head
        for step in ("offer_option", "accept_option", "step_up", "close"):
            assert browser.post(f"/issues/{ref}/do/{step}", {"option": "1", "reason": "x", "key": "k"}).status_code == 404
        assert browser.post(f"/notices/about/{ref}").status_code in {403, 404}
        with story.house.store.view(story.alliance) as view:
            assert view.head == before
