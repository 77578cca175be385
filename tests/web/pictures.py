"""Pictures of every page, to be looked at by people: ``python -m tests.web.pictures FOLDER`` (not a test).

Four alliances in one installation: one that is just founded, one on an ordinary day, one that is crowded (forty open matters, long
names, three versions, a reason of 2,000 words), and one with restricted matters. Each page at the width of a desk and of a phone.
"""

import shutil
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from govflow.acts import accounts
from govflow.config import read
from govflow.record.drafts import Writer, add_draft
from tests.defaults import PAUSE, WHOM, not_agreed, prepared, said
from tests.gatherings import a_meeting, an_action, begun
from tests.houses import book, copy_of, empty
from tests.stories import (
    START,
    Story,
    a_circulated_decision,
    a_draft,
    a_failed_decision,
    a_founded_alliance,
    an_adopted_decision,
    an_open_decision,
)  # fmt: skip
from tests.web.browsers import FLAGS, WIDTHS, served

PASSWORD = "seven green ladders"
LONG = "The Very Long Established Charitable Trust for Housing, Health and Hope of the Northern and Southern Harbour Districts"
ESSAY = "What people told us, again and again, is that the night is the hardest part, and that a door which opens matters. " * 95
PAGES = (
    "/", "/decisions", "/decisions/new", "/decisions/new/key-issue", "/people", "/people/do/seat.fill", "/people/do/participant.join",
    "/how-we-decide", "/how-we-decide/decision", "/account", "/account/password", "/nowhere", "/meetings", "/meetings/month",
    "/meetings/plan", "/meetings/request", "/money", "/money/prescribing/2026-27", "/own-decisions", "/team-health",
    "/issues", "/issues/new", "/defaults", "/actions", "/actions/new", "/notices",
    "/notices/going-out", "/calendar", "/how-we-decide/meeting",
)  # fmt: skip
OF_A_DECISION = (
    *("", "/do", "/interests", "/interests/declare", "/position", "/amend", "/circulate", "/do/ask", "/do/withdraw"),
    *("/write", "/write/affected", "/write/principles", "/write/reach", "/write/body"),
)


class Scene(NamedTuple):
    """An alliance as it is pictured, who looks, and at which decisions."""

    name: str
    story: Story
    people: tuple[tuple[str, str], ...]
    refs: tuple[str, ...]


def scenes() -> Iterator[Scene]:
    """Give the four alliances, one after another."""
    from govflow.acts.house import House
    from govflow.clock import VirtualClock
    from govflow.record.store import Store

    for name, fill in (("empty", lambda _: ()), ("ordinary", ordinary), ("crowded", crowded), ("restricted", restricted)):
        story = a_founded_alliance(House(Store(copy_of(empty())), book(), VirtualClock(START)))
        refs = fill(story)
        cast = story.cast
        people = (("manager", cast.manager), ("member", cast.leads["health"]), ("owner", cast.owner))
        if name == "restricted":
            people = (people[1], ("concerned", cast.leads[WHOM]))
        yield Scene(name, story, people[: 3 if name == "ordinary" else 2], refs)


def ordinary(story: Story) -> tuple[str, ...]:
    adopted, failed, draft = (
        an_adopted_decision(story),
        a_failed_decision(story, title="Meet the rise"),
        a_draft(story, title="A nurse"),
    )
    asked = an_open_decision(story, title="Keep the day centre open at night")
    story.all_agree(asked, "health", "council")
    story.says(
        "object", story.cast.leads["council"], "council", asked, reason="It is not paid for.", would_agree_if="It is paid for."
    )
    story.do("declare_interest", story.cast.leads["hostel"], asked, kind="institutional", nature="It runs the centre.")
    gathered(story)
    disagreed(story, asked, draft)
    raised(story, asked)
    return asked, adopted, failed, draft


def crowded(story: Story) -> tuple[str, ...]:
    cast = story.cast
    for n, participant in enumerate(cast.participants[:4]):
        story.act(
            "participant.join", cast.manager, participant=f"long-{n}", title=f"{LONG}, {participant}", bodies=["leadership-team"]
        )
        story.act("person.invite", cast.administrator, name=f"Chief officer of {LONG}")
        person = story.roster().people[-1].ref
        story.act("seat.fill", cast.administrator, participant=f"long-{n}", body="leadership-team", person=person)
    asked = an_open_decision(story, title=f"{LONG}: should it move?", text=ESSAY[:3000])
    proposer = cast.leads[cast.participants[-1]]
    for n in (2, 3):
        story.says("agree", cast.leads["health"], "health", asked, reason="So far it is good.")
        story.do("amend", proposer, asked, text=f"{ESSAY[: 3000 + n * 100]} Version {n}.", reason=f"Changed for the {n}. time.")
    story.says("object", cast.leads["council"], "council", asked, reason=ESSAY, would_agree_if="Unbroken" * 40)
    for participant in ("housing", "youth", "advice"):
        story.agrees(participant, asked)
    for participant in ("hostel", "recovery"):
        story.do("declare_interest", cast.leads[participant], asked, kind="institutional", nature=f"It belongs to {LONG}.")
    for n in range(40):
        (a_circulated_decision if n % 2 else a_draft)(story, title=f"{n + 1}. {LONG}" if n % 3 == 0 else f"Matter {n + 1}")
    return (asked,)


OF_GATHERINGS = (
    *(f"/meetings/MTG-0001{page}" for page in ("", "/item", "/paper", "/move", "/cancel")),
    *("/meetings/MTG-0004", "/meetings/MTG-0004/session", "/meetings/MTG-0005", "/minutes/MIN-0001", "/minutes/MIN-0001/write"),
    *("/actions/ACT-0001", "/actions/ACT-0001/do/complete", "/notices/about/MTG-0001"),
)


OF_LOGGING = (
    *("/issues/new?about=DEC-0001", "/issues/drafts/1", "/issues/drafts/1/throw-away", "/issues/drafts/2"),
    *("/issues/ISS-0004/logged", "/issues/ISS-0005/logged"),
)


def raised(story: Story, ref: str) -> None:
    """Add a draft of the manager and one of a member, and an issue that each has logged."""
    said = {
        "happened": "The day centre closed on Friday, and nobody had told the night team.",
        "affected": "People sleeping rough.",
    }
    for person, about in ((story.cast.manager, ""), (story.cast.leads["health"], ref)):
        writer = Writer(story.alliance, person, "issue")
        add_draft(story.house.store, writer, {**said, "about": ref, "with_": ["hostel"]}, story.clock.now(), 10)
        story.act("issue.log", person, **said, would_help="A call first.", about=about, **{"with": ["hostel"]})


OF_DEFAULTS = (
    *("/", "/defaults", "/defaults/new", "/defaults/new/prepare", "/defaults/DEF-0001", "/decisions/DEC-0001"),
    *(f"/defaults/DEF-0002{page}" for page in ("", "/do/judge", "/do/be_heard", "/do/cure", "/do/extend", "/do/withdraw")),
    *("/defaults/DEF-0003", "/defaults/DEF-0003/do/give_notice", "/defaults/DEF-0003/do/confirm"),
)


def restricted(story: Story) -> tuple[str, ...]:
    """Add a default that the others did not agree on, one that can be judged, and one whose notice is being joined."""
    not_agreed(story)
    ref = said(story)
    story.act("default.be_heard", story.cast.leads[WHOM], ref, reason=ESSAY[:900])
    story.act("default.judge", story.cast.leads["council"], ref, cured="no", reason="February is still missing.")
    third = prepared(story, "advice", "insurance")
    story.until(story.clock.now() + PAUSE)
    story.act("default.confirm", story.cast.leads["housing"], third)
    for one in ("housing", "council", "outreach"):
        story.act("default.give_notice", story.cast.leads[one], third)
    return ()


def gathered(story: Story) -> None:
    """Add a meeting that is planned, one in session, one held with its minutes issued, and actions, one of them overdue."""
    cast, beds = story.cast, a_circulated_decision(story, title="Ten beds for the winter")
    a_meeting(
        story, days=45, place="Room 1, Town Hall", link="https://meet.example.org/alliance", rule="FREQ=MONTHLY;BYDAY=3TH;COUNT=3"
    )
    running, past = a_meeting(story, beds, days=30, place="Room 1"), a_meeting(story, days=17)
    for title, what in (("How the winter went", "report"), ("The lease of the day centre", "discussion")):
        story.act("meeting.add_item", cast.manager, "MTG-0001", title=title, what=what, minutes="20", who="Health")
    an_action(story, cast.leads["health"], days=2)
    begun(story, past)
    an_action(story, cast.leads["hostel"], meeting=past)
    story.act("meeting.close", cast.manager, past)
    story.act("minutes.issue", cast.manager, "MIN-0001")
    story.act("minutes.accept", cast.leads["council"], "MIN-0001", version="1")
    story.act("minutes.correct", cast.leads["housing"], "MIN-0001", text="It was twelve beds, not ten.")
    begun(story, running, "advice")
    story.act("meeting.arrive", cast.leads["advice"], running, remote="yes")
    story.act("meeting.go_to_item", cast.manager, running, item="1")
    story.do("open", cast.manager, beds, meeting=running)
    story.agrees("council", beds)
    story.act(
        "meeting.note_position",
        cast.manager,
        running,
        decision=beds,
        participant="health",
        choice="agree",
        reason="Fewer nights out.",
    )


OF_ISSUES = (
    *("/issues/ISS-0001", "/issues/ISS-0002", "/issues/ISS-0003", "/notices/about/ISS-0001"),
    *(f"/issues/ISS-0001/do/{step}" for step in ("offer_option", "accept_option", "appoint", "step_up", "close")),
    *("/issues/ISS-0002/do/triage", "/issues/ISS-0002/do/turn_away"),
)


def disagreed(story: Story, held: str, draft: str) -> None:
    """Add an issue with a facilitator, which holds a decision, one that is just logged, and one that is resolved."""
    cast = story.cast
    said = {
        "happened": "From January on the day centre would have no staff after ten, and nobody had asked the night shelter.",
        "affected": "About forty people a night, and the four people who work there.",
        "would_help": "To know who can be there, and what it would cost, before anybody says yes.",
    }
    story.act("issue.log", cast.leads["housing"], about=held, **said, **{"with": ["health", "hostel"]})
    first = "Two people of the night shelter are there from ten until two, from January until March. After that we look again."
    story.act("issue.offer_option", cast.leads["hostel"], "ISS-0001", option=first)
    story.act("issue.accept_option", cast.leads["hostel"], "ISS-0001", option=1)
    second = "The day centre stays open until midnight only, and Housing pays for the two hours."
    words = f"{story.decision(held).text.text} It closes at midnight."
    story.act("issue.offer_option", cast.leads["housing"], "ISS-0001", option=second, new="Fewer hours.", text=words)
    story.act("issue.accept_option", cast.leads["housing"], "ISS-0001", option=2)
    story.act("issue.triage", cast.chair, "ISS-0001", reason="Those closest to the work can find out what it costs.")
    for _ in range(4):
        story.act("issue.step_up", cast.manager, "ISS-0001", reason="They looked at it, and would like another pair of eyes.")
    story.act("person.invite", cast.administrator, name="Independent facilitator")
    terms = "Three talks within a month; the cost is shared equally; nothing that is said leaves the room."
    story.act("issue.appoint", cast.chair, "ISS-0001", person=story.roster().people[-1].ref, terms=terms)
    story.act("issue.log", cast.leads["health"], **said, **{"with": ["council"]})
    story.do("consult", cast.manager, draft)
    story.act("issue.log", cast.leads["health"], about=draft, **said, **{"with": ["youth"]})
    story.act("issue.offer_option", cast.leads["youth"], "ISS-0003", option="The nurse comes on Tuesdays.")
    for participant in ("health", "youth"):
        story.act("issue.accept_option", cast.leads[participant], "ISS-0003", option=1)


def addresses(scene: Scene) -> Iterator[str]:
    yield from OF_DEFAULTS if scene.name == "restricted" else PAGES
    if scene.name == "ordinary":
        yield from (*OF_GATHERINGS, *OF_ISSUES, *OF_LOGGING)
    for n, ref in enumerate(scene.refs):
        yield from (f"/decisions/{ref}{page}" for page in (OF_A_DECISION if n == 0 else OF_A_DECISION[:1]))


def shot(page: Any, address: str, path: str, into: Path) -> None:
    page.goto(address + path)
    name = path.strip("/").replace("/", "-").replace("?", "-") or "desk"
    page.screenshot(path=into / f"{name}.png", full_page=True)


def take(chromium: Any, scene: Scene, folder: Path) -> None:
    """Take every picture of a scene, of everybody who looks, at both widths."""
    from web import create_app

    app = create_app(scene.story.house, read({"GOVFLOW_SECRET_KEY": "k" * 32}), log_to=StringIO())
    with served(app) as address:
        for who, person in scene.people:
            email = f"{person.lower()}@example.org"
            token = accounts.open_account(scene.story.house, scene.story.alliance, person, email)
            accounts.set_password_by_link(scene.story.house, token, PASSWORD)
            for width in WIDTHS:
                into = folder / scene.name / f"{who}-{width}"
                into.mkdir(parents=True, exist_ok=True)
                page = chromium.new_context(viewport={"width": width, "height": 800}).new_page()
                shot(page, address, "/sign-in", into)
                page.fill("[name=email]", email)
                page.fill("[name=password]", PASSWORD)
                page.press("[name=password]", "Enter")
                for path in addresses(scene):
                    shot(page, address, path, into)
                page.context.close()


def main(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for scene in scenes():
            take(chromium, scene, folder)
            print(f"{scene.name}: {len(list((folder / scene.name).rglob('*.png')))} pictures in {folder / scene.name}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
