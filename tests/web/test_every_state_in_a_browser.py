"""Every state a decision can be in, on every page that shows it: axe finds nothing, nothing scrolls sideways, the console is silent.

Wide and narrow, with our scripts and without. The states are reached by acts; only a quorum that is lost has no door yet, and is
put to the engine as a meeting will.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from govflow.acts.performing import perform_clock
from tests.gatherings import a_meeting, begun
from tests.stories import (
    NOTICE,
    Story,
    a_circulated_decision,
    a_draft,
    a_policy,
    a_reserved_matter,
    an_adopted_decision,
    an_open_decision,
    library,
)
from tests.web.browser_people import enter, in_every_way
from tests.web.browsers import a_page, look_over, served, without_our_scripts
from tests.web.conftest import Site

pytestmark = pytest.mark.slow
OWN_BODY = {"reference": "CAB/26/17", "decided_on": "2026-03-10"}
NEVER_RESTS = {"adopted"}  # what follows adoption is decided at once


def adopted(story: Story, ref: str) -> None:
    story.do("open", story.cast.manager, ref)
    story.all_agree(ref)


def superseded(story: Story, ref: str) -> None:
    adopted(story, ref)
    newer = a_circulated_decision(story, supersedes=ref)
    story.clock.advance(NOTICE)
    adopted(story, newer)


def not_reached(story: Story, ref: str) -> None:
    story.do("open", story.cast.manager, ref)
    story.all_agree(ref, "council")
    story.says("object", story.cast.leads["council"], "council", ref)
    story.do("close", story.cast.manager, ref)


def deadlocked(story: Story, ref: str) -> None:
    not_reached(story, ref)
    story.do("retable", story.cast.manager, ref, reason="Once more.")
    story.clock.advance(NOTICE)
    not_reached(story, ref)


def lapsed(story: Story, ref: str) -> None:
    not_reached(story, ref)
    story.at(story.decision(ref).due["lapse"])
    perform_clock(story.house, story.alliance, "lapse", ref)


def inquorate(story: Story, ref: str) -> None:
    """Open it in the meeting that is in session, which loses its quorum when somebody leaves."""
    story.do("open", story.cast.manager, ref, meeting=MEETING)
    story.act("meeting.leave", story.cast.manager, MEETING, person=story.cast.leads["youth"])


def awaiting_approval(story: Story, ref: str) -> None:
    story.do("open", story.cast.manager, ref)
    story.all_agree(ref, "council")
    story.says("agree_subject_to", story.cast.leads["council"], "council", ref)


def awaiting_linked(story: Story, ref: str) -> None:
    story.do("open", story.cast.manager, ref)
    story.all_agree(ref)


def implemented(story: Story, ref: str) -> None:
    adopted(story, ref)
    story.do("complete", story.cast.manager, ref, outcome="It was done.")


def reviewed(story: Story, ref: str) -> None:
    implemented(story, ref)
    story.do("review", story.cast.leads["health"], ref, finding="It works.", worked="yes")


def deferred(story: Story, ref: str) -> None:
    story.do("defer", story.cast.chair, ref, until="2026-06-01", reason="We wait.")


def withdrawn(story: Story, ref: str) -> None:
    story.do("withdraw", story.cast.chair, ref, reason="No longer needed.")


def still_open(story: Story, ref: str) -> None:
    """Let a first round lapse; the second has an objection, an interest not ruled on, and a wording that waits."""
    story.do("open", story.cast.manager, ref)
    story.agrees("council", ref)
    story.do("amend", story.cast.manager, ref, text="The whole team stays.", reason="Asked for.")
    story.says("object", story.cast.leads["youth"], "youth", ref)
    story.do("declare_interest", story.cast.leads["hostel"], ref, kind="institutional", nature="It runs a service.")
    story.do("edit_wording", story.cast.manager, ref, text="The whole team will stay.")


def consulting(story: Story) -> str:
    ref = a_draft(story)
    story.do("consult", story.cast.manager, ref)
    story.do("record_voice", story.cast.manager, ref, who="Nine people", said="Stay.", changed="It stays.")
    story.do("ask", story.cast.leads["health"], ref, text="Who pays?")
    return ref


# What is made of a decision of which notice was given; those for which time must go by come last.
AFTER_NOTICE: dict[str, Callable[[Story, str], None]] = {
    "not_reached": not_reached,
    "inquorate": inquorate,
    "awaiting_approval": awaiting_approval,
    "awaiting_linked": awaiting_linked,
    "in_force": adopted,
    "implemented": implemented,
    "reviewed": reviewed,
    "withdrawn": withdrawn,
    "deferred": deferred,
    "superseded": superseded,
    "deadlocked": deadlocked,
    "lapsed": lapsed,
}
MEETING = "MTG-0001"
BEFORE = {"draft": a_draft, "consulting": consulting, "circulated": a_circulated_decision}
ELSEWHERE = {"objection_window"}  # the Plymouth pack has none; the consensus pack has
NEVER_RESTS = {"adopted"}  # what follows adoption is decided at once


def in_every_state(story: Story) -> dict[str, str]:
    """Bring a decision into each state; return their references by state."""
    refs = {state: a_circulated_decision(story) for state in AFTER_NOTICE if state != "awaiting_linked"}
    refs["awaiting_linked"] = a_circulated_decision(story, linked=a_reserved_matter(story))
    assert a_meeting(story, refs["inquorate"], days=NOTICE.days) == MEETING
    begun(story, MEETING)
    for state, reach in AFTER_NOTICE.items():
        reach(story, refs[state])
    refs["open"] = a_circulated_decision(story)
    story.clock.advance(NOTICE)
    still_open(story, refs["open"])
    return refs | {state: reach(story) for state, reach in BEFORE.items()}


@dataclass
class Onlooker:
    """Somebody who goes from page to page and looks each over."""

    site: Site
    chromium: Any
    width: int
    javascript: bool

    def looks_at(self, person: str, *paths: str) -> None:
        """Sign in as ``person``, whose desk is the first page, and look at every path."""
        email = self.site.account(person)
        with served(self.site.app) as address, a_page(self.chromium, self.width) as page:
            if not self.javascript:
                without_our_scripts(page)
            enter(page, address, email)
            look_over(page)
            for path in paths:
                page.goto(address + path)
                look_over(page)


@in_every_way
def test_every_state(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    story = site.story
    refs = in_every_state(story)
    assert {state: story.decision(ref).state for state, ref in refs.items()} == {state: state for state in refs}
    assert set(refs) | ELSEWHERE | NEVER_RESTS == set(library().workflows["decision"].states)
    onlooker = Onlooker(site, chromium, width, javascript)
    onlooker.looks_at(story.cast.manager, *(f"/decisions/{ref}" for ref in refs.values()))
    onlooker.looks_at(story.cast.leads["council"], "/decisions", *(f"/decisions/{ref}/position" for ref in refs.values()))


@in_every_way
def test_an_objection_window(site_of: Callable[..., Site], chromium: Any, width: int, javascript: bool) -> None:
    site = site_of(a_policy("consensus"))
    story = site.story
    ref, other = an_adopted_decision(story), an_open_decision(story)
    assert story.decision(ref).state == "objection_window"
    paths = (f"/decisions/{ref}", f"/decisions/{ref}/position", f"/decisions/{ref}/do/raise_objection", "/decisions")
    lead = story.cast.leads[story.cast.participants[0]]
    Onlooker(site, chromium, width, javascript).looks_at(lead, *paths, f"/decisions/{other}/position")
