"""Alliances in which everything has happened that a page can show: told through the real acts, and real uploads where there are files."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from pypdf import PdfWriter

from govflow.acts.delivering import deliver
from govflow.definitions.policies import policy_content, policy_from_content
from govflow.domain.policies import Policy
from tests.defaults import WHOM, excluded
from tests.engine.test_issues import agreed, climb, log
from tests.gatherings import a_meeting, an_action, begun, minutes
from tests.posting import Kept, delivered, post
from tests.stories import (
    START,
    Story,
    a_circulated_decision,
    a_draft,
    a_policy,
    a_reserved_matter,
    an_adopted_decision,
    an_awaited_decision,
    an_open_decision,
    library,
)
from tests.web.conftest import Browser, Site, soup
from tests.web.pictures import ordinary, restricted
from tests.web.test_every_state_in_a_browser import in_every_state

LATER_CLOCKS = frozenset(
    {
        *("meeting_request", "mandate_ending", "linked", "to_close", "exclusion_proposal"),
        *("default_pause", "default_confirmation", "default_notice", "default_service", "default_judging"),
    }
)


def earlier(**more: Any) -> Policy:
    """Return the policy as an edition from before there were defaults, routes, requests of meetings and linked decisions."""
    policy = library().policies["plymouth"]
    clocks = {name: span for name, span in policy.clocks.items() if name not in LATER_CLOCKS}
    return policy_from_content(policy_content(replace(policy, clocks=clocks, grounds=(), routes=(), **more)))


def a_file(media: str) -> bytes:
    """Return a small file of a kind that may be uploaded."""
    if media == "pdf":
        writer, out = PdfWriter(), io.BytesIO()
        writer.add_blank_page(595, 842)
        writer.write(out)
        return out.getvalue()
    if media in {"docx", "xlsx", "odt"}:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as packed:
            packed.writestr(zipfile.ZipInfo("content.xml"), "<p>Said.</p>" * 500)
        return out.getvalue()
    return {"png": b"\x89PNG\r\n\x1a\n" + b"\0" * 400_000, "txt": b"A line of figures.\n", "csv": b"a,b\n1,2\n"}[media]


# What is uploaded: the title that was typed, and the name of the file.
PAPERS = (
    ("Budget - Q1 (final).pdf", "Budget - Q1 (final).pdf"),
    ("Budget – Q1", "b.pdf"),
    ("Łódź.pdf", "Łódź.pdf"),
    ("Plan", "plan.docx"),
    ("Figures: all of them", "figures.xlsx"),
    ('The "old" floor/plan', "plan.png"),
    ("Notes v1.2", "notes.txt"),
    ("日本", "table.csv"),
)


def upload(browser: Browser, ref: str, title: str, name: str, item: str = "0") -> None:
    """Upload a paper to a meeting as a browser does."""
    path = f"/meetings/{ref}/paper"
    file = io.BytesIO(a_file(name.rpartition(".")[2])), name
    data = {"csrf_token": browser.token(path), "title": title, "item": item, "key": title, "file": file}
    answer = browser.client.post(path, data=data, content_type="multipart/form-data")
    assert answer.status_code == 303, f"{title}: {answer.status_code} {soup(answer).main.text}"


def busy(site: Site) -> None:
    """Add to the ordinary alliance papers of every kind, late items, requests, changes of people, and what goes out."""
    story, cast = site.story, site.story.cast
    ordinary(story)
    with story.house.store.view(story.alliance) as view:
        owed = next(ref for ref in view.decisions("open") if not view.decision(ref).held_by)
    story.act("notice.nudge", cast.manager, subject=owed)
    manager = site.signed_in(cast.manager)
    for n, (title, name) in enumerate(PAPERS):
        for ref in ("MTG-0001", "MTG-0004"):
            upload(manager, ref, title, name, item=str(n % 2))
    story.act("meeting.add_paper", cast.manager, "MTG-0001", title="Where the figures are", address="https://example.org/figures")
    story.act("meeting.drop_paper", cast.manager, "MTG-0001", paper="2", reason="It names guests.")
    elsewhere = {"title": "Where they are now", "address": "https://example.org/plan", "reason": "They moved."}
    story.act("meeting.replace_paper", cast.manager, "MTG-0001", paper="4", **elsewhere)
    story.act("meeting.reply", cast.leads["health"], "MTG-0001", answer="perhaps")
    for step in ("send_notice", "send_papers"):
        story.act(f"meeting.{step}", cast.manager, "MTG-0001")
    upload(manager, "MTG-0001", "A late paper", "late.pdf")
    late = a_circulated_decision(story, title="A late matter")
    story.act(
        "meeting.add_item", cast.manager, "MTG-0001", title="What cannot wait", what="discussion", note="It came on Monday."
    )
    story.act("meeting.add_item", cast.manager, "MTG-0004", decision=late)
    story.act("meeting.note", cast.manager, "MTG-0004", item="1", text="Health asked who pays.")
    story.act(
        "action.open", cast.manager, what="Ask the landlord", owner=cast.leads["youth"], due="2026-05-01", meeting="MTG-0004"
    )
    given = {"body": "leadership-team", "at": f"{_day(story, 13)} 10:00"}
    story.act("meeting.request", cast.leads["youth"], **given, reason="The lease ends.")
    planned = story.act("meeting.plan", cast.manager, body="management-team", at=f"{_day(story, 30)} 10:00").subject
    story.act("meeting.cancel", cast.manager, planned, reason="Nothing to say.")
    actions(story)


def _day(story: Story, days: int) -> str:
    return str((story.clock.now() + timedelta(days=days)).date())


def actions(story: Story) -> None:
    """Add an action in every state, with what was said on the way."""
    cast = story.cast
    going, done, dropped = (an_action(story, cast.leads["health"], days=30) for _ in range(3))
    story.act("action.progress", cast.leads["health"], going, text="Half of it.")
    story.act("action.change", cast.manager, going, owner=cast.manager, due=_day(story, 40), reason="Health is full.")
    story.act("action.complete", cast.leads["health"], done, text="All of it.")
    story.act("action.drop", cast.manager, dropped, reason="Not needed.")
    an_action(story, cast.leads["council"], days=20, decision="DEC-0001")


def people(story: Story) -> None:
    """Let people come, go, be away, and organisations join, leave and be suspended."""
    cast, admin = story.cast, story.cast.administrator
    story.act(
        "participant.join",
        cast.manager,
        participant="harbour",
        title="Harbour Trust",
        bodies=["leadership-team"],
        tags=["provider"],
    )
    seat = {"participant": "housing", "body": "leadership-team", "person": cast.leads["housing"]}
    story.act("absence.notify", cast.leads["housing"], **seat, since=_day(story, 0), until=_day(story, 5), reason="Leave.")
    story.act(
        "participant.suspend", cast.leads["recovery"], participant="recovery", until=_day(story, 60), reason="We ask for it."
    )
    story.act("participant.give_notice", cast.leads["advice"], participant="advice", until=_day(story, 120), reason="We merge.")
    story.act("person.invite", admin, name="A guest of nobody", contact="guest@example.org")
    story.act("person.end", admin, person=cast.observer, reason="Gone.")


def posted(site: Site) -> None:
    """Let what waits be sent, then something fail until nobody tries again, and something wait."""
    story = site.story
    delivered(story)
    a_circulated_decision(story, title="Told to a broken post")
    for _ in range(12):
        list(deliver(story.house, post(Kept(fails=True))))
        story.clock.advance(timedelta(hours=6))
    a_circulated_decision(story, title="The last thing")


def decided(site: Site) -> None:
    """Bring a decision into each state, and money through each kind of act; own bodies decide in every way."""
    story, cast = site.story, site.story.cast
    in_every_state(story)
    story.clock.set(max(story.clock.now(), START + timedelta(days=98)))
    money = {"line": "youth", "year": "2026-27"}
    spent = an_adopted_decision(story, title="A youth worker", kind="subcontract", amount="120000.10", **money)
    to = {"to_line": "outreach", "to_year": "2026-27"}
    an_adopted_decision(story, title="More outreach", kind="budget-move", amount="100.00", **to, **money)
    an_open_decision(story, title="Replace the worker", kind="subcontract", amount="90000.00", supersedes=spent, **money)
    for ways in (("ratify",), ("ratify", "call_in"), ("decline",), ()):
        own_bodies(story, *ways)
    a_reserved_matter(story, nothing_follows="It changes nobody's duties.")
    urgent = {"reason": "The lease ends.", "legal": "Yes.", "safe": "Yes."}
    refs = [a_draft(story, title="At once"), a_draft(story, title="To be talked over")]
    story.do("circulate", cast.manager, refs[0], papers=["Paper 1"], urgent=urgent)
    varied = story.act("mandate.vary", cast.owner).subject
    story.act("mandate.revise", cast.owner, varied, reserved=["the length of the contract"])


def own_bodies(story: Story, *ways: str) -> None:
    """Let Council's and Health's own bodies be waited for, and Council's do what is told."""
    ref, lead, today = an_awaited_decision(story, "council", "health"), story.cast.leads["council"], _day(story, 0)
    told = {"route": "special_urgency", "published_on": today, "reason": "The scrutiny chair agreed.", "reference": "GE/4"}
    story.do("notify_own_body", lead, ref, **told)
    given = {"ratify": {"reference": "CAB/1", "decided_on": today}}
    for way in ways:
        story.do(way, lead, ref, **given.get(way, {"reason": "Three councillors asked."}))


def minuted(site: Site) -> None:
    """Hold meetings whose minutes are being written, wait to be accepted, are accepted by all, and by some only."""
    story, cast = site.story, site.story.cast
    for n in range(4):
        story.clock.set(START + timedelta(days=30 * n))
        meeting = a_meeting(story)
        story.act("meeting.add_item", cast.manager, meeting, title="The winter", what="report", who="Health", minutes="10")
        begun(story, meeting)
        story.act("meeting.go_to_item", cast.manager, meeting, item="1")
        story.act("meeting.note", cast.manager, meeting, item="1", text="## It was cold\n\n- **Ten** beds.")
        an_action(story, cast.leads["hostel"], meeting=meeting)
        ref = held_now(story, meeting)
        if n == 3:
            people(story)
            return
        story.act("minutes.issue", cast.manager, ref)
        for text in ("Twelve beds.", "It was warm."):
            story.act("minutes.correct", cast.leads["housing"], ref, text=text)
        story.act("minutes.answer", cast.manager, ref, of="2", reason="It was not.")
        if n:
            story.act("minutes.revise", cast.manager, ref, text="Twelve beds.", reason="Asked for.", corrections=["1"])
        version = minutes(story, ref).version
        for participant in cast.participants if n == 1 else cast.participants[:2]:
            story.act("minutes.accept", cast.leads[participant], ref, version=str(version))
        story.until(story.clock.now() + timedelta(days=10))
        if n == 1:
            story.act("minutes.correct", cast.leads["housing"], ref, text="After all thirteen.")


def held_now(story: Story, meeting: str) -> str:
    """End a meeting; return the reference of its minutes."""
    story.act("meeting.close", story.cast.manager, meeting)
    with story.house.store.view(story.alliance) as view:
        found = view.minutes_of(meeting)
    assert found is not None
    return found.ref


def gone(site: Site) -> None:
    """Bring a default to an exclusion, which ends what the excluded took part in."""
    story, cast = site.story, site.story.cast
    an_action(story, cast.leads[WHOM], days=90)
    a_meeting(story, days=60)
    excluded(story)


def unresolved(site: Site) -> None:
    """Bring an issue to every rung and to every end, with words for everybody about some."""
    story, cast = site.story, site.story.cast
    for n, rung in enumerate(story.policy.ladder):
        about = {"about": an_open_decision(story, title=f"Contested {n}")} if n % 2 else {}
        ref = log(story, **about)
        story.act("issue.offer_option", cast.leads["housing"], ref, option="A rota.")
        climb(story, ref, rung)
    resolved = log(story, matters="Sleep.")
    story.act("issue.offer_option", cast.leads["housing"], resolved, option="A rota, kept by both.")
    agreed(story, resolved)
    story.act("issue.publish", cast.manager, resolved, summary="There is a rota now.")
    for participant in ("health", "housing"):
        story.act("issue.consent", cast.leads[participant], resolved)
    waiting = log(story)
    story.act("issue.offer_option", cast.leads["health"], waiting, option="Two rotas.")
    agreed(story, waiting)
    story.act("issue.publish", cast.manager, waiting, summary="There are two rotas.")
    story.act("issue.consent", cast.leads["health"], waiting)
    turned = log(story)
    story.act("issue.turn_away", cast.chair, turned, route=story.policy.routes[0].id, reason="It is for them.")
    log(story, about=resolved)


SCENES: Mapping[str, tuple[Callable[[], Policy | None], Callable[[Site], object]]] = {
    "new": (lambda: None, lambda site: None),
    "busy": (lambda: None, busy),
    "posted": (lambda: None, posted),
    "decided": (lambda: None, decided),
    "minuted": (lambda: None, minuted),
    "unresolved": (lambda: None, unresolved),
    "restricted": (lambda: None, lambda site: restricted(site.story)),
    "gone": (lambda: None, gone),
    "consensus": (lambda: a_policy("consensus"), lambda site: (an_adopted_decision(site.story), an_open_decision(site.story))),
    "earlier": (earlier, lambda site: an_open_decision(site.story)),
}
