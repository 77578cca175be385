"""Who is shown a restricted matter: every person of the cast, in each state, at every door. To all others it is as if there were none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from govflow.reading.record_text import as_text
from govflow.reading.records import decision_record
from tests import defaults as told
from tests.defaults import BEFORE_NOTICE, EVIDENCE, STATES, WHOM, answer_of, others
from tests.posting import delivered
from tests.stories import Story
from tests.web.conftest import Browser, Site, soup

TOKEN = re.compile(r'name="csrf_token" value="[^"]*"')  # another one each second
REF, NEVER = "DEF-0001", "DEF-0099"
FROM_THE_BEGINNING, FROM_THE_NOTICE, NEVER_AT_ALL = "from the beginning", "from the notice", "never"
LISTS = (
    "/",
    "/defaults",
    "/people",
    "/decisions",
    "/decisions.csv",
    "/notices",
    "/how-we-decide",
    "/meetings",
    "/actions",
    "/team-health",
)
LIKE_CURING = {"said", "time_over"}  # in the same state of the workflow
EVENTS = ("judge", "be_heard", "withdraw")


class Door(NamedTuple):
    """One door: its address, whether only those who may read it come in, and whether it names it to them."""

    path: str
    own: bool
    names: bool


def doors(answer: str) -> Iterator[Door]:
    yield Door(f"/defaults/{REF}", own=True, names=True)
    yield Door(f"/notices/about/{REF}", own=True, names=True)
    yield from (Door(f"/defaults/{REF}/do/{event}", own=True, names=True) for event in EVENTS)
    yield Door("/defaults", own=False, names=True)
    yield from (Door(path, own=False, names=False) for path in LISTS if path != "/defaults")
    yield Door("/decisions?text=restricted+DEF", own=False, names=False)
    yield Door(f"/decisions?text={REF}", own=False, names=False)
    yield Door("/notices/going-out", own=False, names=False)
    if answer:
        yield from (
            Door(f"/decisions/{answer}{more}", own=False, names=False)
            for more in ("", "/do", "/position", "/interests", "/workflow.svg")
        )


def people(story: Story) -> Iterator[tuple[str, str, str]]:
    """Give everybody of the cast: who it is, the person, and from when on that person reads it."""
    cast = story.cast
    leading = {"manager": cast.manager, "chair": cast.chair, "owner": cast.owner}
    yield from ((who, person, FROM_THE_BEGINNING) for who, person in leading.items())
    yield from ((f"lead of {p}", cast.leads[p], FROM_THE_BEGINNING) for p in others(story)[:4])
    yield f"lead of {WHOM}", cast.leads[WHOM], FROM_THE_NOTICE
    yield f"deputy of {WHOM}", cast.deputies[WHOM], FROM_THE_NOTICE
    yield f"management member of {WHOM}", cast.managers[WHOM], NEVER_AT_ALL
    rest = ("administrator", "deputy_chair", "observer", "auditor", "lived_experience", "chief_executive")
    yield from ((who, getattr(cast, who), NEVER_AT_ALL) for who in rest)
    yield from ((f"deputy of {p}", cast.deputies[p], NEVER_AT_ALL) for p in others(story)[:1])
    yield from ((f"management member of {p}", cast.managers[p], NEVER_AT_ALL) for p in others(story)[1:2])


def reads(when: str, state: str) -> bool:
    return when == FROM_THE_BEGINNING or (when == FROM_THE_NOTICE and state not in BEFORE_NOTICE)


def is_guest(who: str, state: str) -> bool:
    """Say whether it is somebody of the participant that was excluded, who holds nothing in the alliance any more."""
    return state == "excluded" and who.endswith(f" of {WHOM}")


def plain(text: str) -> str:
    """Return a page as it is for any reference, and at any moment."""
    return TOKEN.sub("", text.replace(REF, NEVER))


def wrong(browser: Browser, door: Door, *, may: bool) -> str:
    """Return what is other than it should be at a door, "" where nothing is."""
    answer = browser.get(door.path)
    shown = REF in answer.text.replace(f"text={REF}", "").replace(f'value="{REF}"', "") or EVIDENCE in answer.text
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    if door.own and answer.status_code != (200 if may else 404):
        return f"answers {answer.status_code}"
    if door.own and not may and plain(answer.text) != plain(browser.get(door.path.replace(REF, NEVER)).text):
        return "answers otherwise than for one that never was"
    if not may and not door.own and shown:
        return "shows it"
    return "does not show it" if may and door.names and not shown else ""


@pytest.mark.parametrize("state", [s for s in STATES if s not in LIKE_CURING])
def test_nobody_is_shown_what_they_may_not_read_and_everybody_what_they_may(site: Site, state: str) -> None:
    assert told.in_state(site.story, state) == REF
    answer = answer_of(site.story, REF)
    found, cells = [], 0
    for who, person, when in people(site.story):
        browser = site.signed_in(person)
        for door in doors(answer):
            if is_guest(who, state) and not door.path.startswith("/defaults"):
                assert browser.get(door.path).status_code in {302, 403}, (who, door.path)
                continue
            fault, cells = wrong(browser, door, may=reads(when, state)), cells + 1
            found += [f"{state}: {who} at {door.path} {fault}"] if fault else []
    assert found == [], "\n".join(found)
    assert cells > 300


def test_nobody_acts_on_what_they_may_not_read(site: Site) -> None:
    told.curing(site.story)
    for _, person, when in people(site.story):
        if when == NEVER_AT_ALL:
            browser = site.signed_in(person)
            for path in (f"/defaults/{REF}/do/withdraw", f"/notices/about/{REF}"):
                there, never = (browser.post(p, {"reason": "x"}) for p in (path, path.replace(REF, NEVER)))
                assert (there.status_code, plain(there.text)) == (never.status_code, plain(never.text)), (person, path)


def test_the_menu_has_no_line_for_it(site: Site) -> None:
    told.curing(site.story)
    for person in (site.story.cast.manager, site.story.cast.observer):
        menu = soup(site.signed_in(person).get("/")).select(".govuk-service-navigation__link")
        assert [one for one in menu if "/defaults" in one["href"]] == []


def test_the_decision_leads_to_it_only_those_who_may_read_it(site: Site) -> None:
    story = site.story
    told.proposed(story)
    path, cast = f"/decisions/{answer_of(story, REF)}", story.cast
    for person, linked in (
        (cast.chair, True),
        (cast.leads[WHOM], True),
        (cast.observer, False),
        (cast.managers["health"], False),
    ):
        page = soup(site.signed_in(person).get(path))
        assert "Whom it concerns" in page.text
        assert bool(page.select(f"a[href='/defaults/{REF}']")) is linked, person


@pytest.mark.parametrize("state", STATES)
def test_mail_says_only_that_something_waits(site: Site, state: str) -> None:
    told.in_state(site.story, state)
    mails = [m for m in delivered(site.story).messages if REF in m.text]
    assert mails
    said = " ".join(f"{m.subject} {m.text} {m.html}".replace(m.to, "") for m in mails)  # everybody is greeted by name
    for kept in (EVIDENCE, "Youth", "Handed over", "shared drive", "We looked", "The services need", "The books have come"):
        assert kept not in said, kept
    assert all(f"https://alliance.example.org/defaults/{REF}" in m.text for m in mails)


def test_the_record_of_the_decision_does_not_name_it(site: Site) -> None:
    story = site.story
    answer = answer_of(story, told.excluded(story))
    with story.house.store.view(story.alliance) as view:
        record = decision_record(view, story.house.book, answer, story.clock.now())
    for text in (repr(record), as_text(record)):
        assert REF not in text
        assert EVIDENCE not in text
        assert "Exclusion of Youth" in text
