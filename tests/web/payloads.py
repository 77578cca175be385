"""Two hundred pieces of text that try to be more than text, and a story in which every stored text field holds them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from tests.cast import LEADERSHIP
from tests.gatherings import a_meeting, an_action, begun
from tests.stories import Story

FORTNIGHT = timedelta(days=14)  # enough clear working days at any time of the year
YEAR_ENDS = datetime(2027, 3, 31, tzinfo=UTC)
SHORTEST = 290  # characters that a short field takes, with something to spare
CALLS = ("alert(1)", "import('//x.example')", "fetch('//x.example')", "document.title='pwned'")
# Where a call can hide. ``xpwn`` is an element and an attribute that no page of ours has.
SHAPES = tuple(
    line.replace("\\n", "\n").replace("\\u2028", "\u2028")
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
)
PAYLOADS = tuple(shape.format(call) for shape, call in product(SHAPES, CALLS))


def pieces() -> Iterator[str]:
    """Give the payloads in pieces that fit a short field."""
    piece = ""
    for payload in PAYLOADS:
        if len(piece) + len(payload) > SHORTEST:
            yield piece.strip()
            piece = ""
        piece += payload + " "
    yield piece.strip()


def a_story_of(story: Story, short: str, long: str) -> str:
    """Let every stored text field of a decision, and of people and participants, hold ``short`` or ``long``; return its reference."""
    cast = story.cast
    first, second, *others = cast.participants
    people_and_places(story, short, long)
    ref = proposed(story, short, long)
    story.do("circulate", cast.manager, ref, papers=[short, short], urgent={"reason": long, "legal": long, "safe": long})
    story.clock.advance(FORTNIGHT)
    story.do("open", cast.chair, ref)
    declared = story.do("declare_interest", cast.leads[second], ref, kind="institutional", nature=long)
    story.do("rule_on_interest", cast.chair, ref, of=declared.interests[-1].n, handling="note_only", reason=long)
    principle = story.policy.principles[0].id
    story.says("object", cast.leads[first], first, ref, reason=long, interest=short, would_agree_if=long, principle=principle)
    story.says("abstain", cast.leads[second], second, ref, reason=long)
    story.do("amend", cast.leads[first], ref, title=short, text=f"{long} twice", reason=long)
    story.says("agree_subject_to", cast.leads[first], first, ref, reason=long, body=short)
    for participant in (second, *others):
        story.says("agree", cast.leads[participant], participant, ref, reason=long)
    story.do("ratify", cast.leads[first], ref, reference=short, decided_on=story.clock.now().date().isoformat())
    story.do("complete", cast.manager, ref, outcome=long)
    story.do("review", cast.leads[second], ref, finding=long, worked="yes")
    return ref


def statement_of(story: Story, long: str) -> dict[str, Any]:
    parts = dict.fromkeys(("affected", "evidence", "options", "cost", "lawful", "interests"), long)
    return {**parts, "principles": {p.id: {"effect": "strains", "how": long} for p in story.policy.principles}}


def proposed(story: Story, short: str, long: str) -> str:
    lasts = story.clock.now() < YEAR_ENDS - 2 * FORTNIGHT  # the stories together take longer than a year
    money = {"amount": "0.01", "line": "youth", "year": "2026-27"} if lasts else {}
    given = {"kind": "key-issue", "title": short, "text": long, "statement": statement_of(story, long), **money}
    ref = story.act("decision.propose", story.cast.leads[story.cast.participants[0]], **given).subject
    story.do("consult", story.cast.leads[story.cast.participants[0]], ref)  # a draft is for few; others ask once it is shared
    story.do("record_voice", story.cast.manager, ref, who=short, said=long, changed=long)
    question = story.do("ask", story.cast.leads[story.cast.participants[1]], ref, text=long).contributions[-1].n
    story.do("answer", story.cast.leads[story.cast.participants[0]], ref, to=question, text=long)
    return ref


def people_and_places(story: Story, short: str, long: str) -> None:
    """Invite somebody called ``short``, correct that name, give them a seat of a participant called ``short``, and end it."""
    cast, name = story.cast, f"x{len(story.roster().participants)}"
    story.act("person.invite", cast.administrator, name=" ".join(short.split()), contact="'onerror='alert`1`/xpwn@x.example")
    person = story.roster().people[-1].ref
    story.act("person.correct", cast.administrator, person=person, name=f"{' '.join(short.split())} 2", reason=long)
    story.act("participant.join", cast.manager, participant=name, title=short, bodies=["management-team"])
    place = {"participant": name, "body": "management-team", "person": person}
    story.act("seat.fill", cast.administrator, **place)
    story.act("absence.notify", cast.manager, **place, reason=long)
    story.act("seat.end", cast.administrator, **place, reason=long)


def an_unfinished_story_of(story: Story, short: str, long: str) -> str:
    """Leave a decision open with an objection and a wording that waits, so that forms are filled with what was typed."""
    cast = story.cast
    first = cast.participants[0]
    ref = proposed(story, short, long)
    story.do("circulate", cast.manager, ref, papers=[short])
    story.clock.advance(FORTNIGHT)
    story.do("open", cast.chair, ref)
    principle = story.policy.principles[0].id
    story.says("object", cast.leads[first], first, ref, reason=long, interest=short, would_agree_if=long, principle=principle)
    story.do("edit_wording", cast.manager, ref, text=f"{long} again")
    story.do("declare_interest", cast.leads[cast.participants[1]], ref, kind="personal", nature=long)
    assert story.decision(ref).body == LEADERSHIP
    return ref


def a_mandate_of(story: Story, short: str, long: str) -> tuple[str, ...]:
    """Let every stored text field of a version of the mandate hold ``short`` or ``long``; return the pages of it."""
    owner, named = story.cast.owner, short or "x"
    with story.house.store.view(story.alliance) as view:
        before = [m.ref for m in view.mandates() if m.state == "returned"]
    for one in before:
        story.act("mandate.withdraw", owner, one, reason=long)
    outcome = {
        "id": "x",
        "title": named,
        "measure": named,
        "baseline": named,
        "target": named,
        "direction": "up",
        "source": named,
    }
    ref = story.act("mandate.vary", owner).subject
    given = {"outcomes": [outcome], "risk": [{"category": named, "threshold": "3", "level": "owner"}], "reserved": [named]}
    story.act("mandate.revise", owner, ref, title=named, reason=long, statement=statement_of(story, long), **given)
    story.act("mandate.issue", owner, ref, reason=long)
    story.act("mandate.return", story.cast.chair, ref, comments=long)
    parts = ("outcomes", "outcomes/1", "risk/1", "reserved", "statement", "term")
    return (f"/mandates/{ref}", "/mandates", f"/mandates/{ref}/write", *(f"/mandates/{ref}/write/{part}" for part in parts))


def gatherings_of(story: Story, short: str, long: str) -> tuple[str, ...]:
    """Let every stored text field of meetings, minutes and actions hold ``short`` or ``long``; return the pages of them."""
    cast = story.cast
    given = {"title": short, "place": short, "link": short, "reason": long}
    planned = a_meeting(story, days=40, **given)
    story.act("meeting.reschedule", cast.manager, planned, place=f"{short} 2"[:300], link=short, reason=long)
    past = a_meeting(story, days=17, **given)
    for ref in (planned, past):
        story.act("meeting.add_item", cast.manager, ref, title=short, who=short, note=long)
        story.act("meeting.add_paper", cast.manager, ref, title=short, item="1", address=f"https://example.org/{short}"[:300])
    begun(story, past)
    story.act("meeting.go_to_item", cast.manager, past, item="1")
    story.act("meeting.note", cast.manager, past, item="1", text=long)
    action = an_action(story, cast.leads["health"], meeting=past, what=short)
    running = f"/meetings/{past}/session"
    story.act("action.progress", cast.manager, action, text=long)
    story.act("action.change", cast.manager, action, owner=cast.leads["council"], reason=long)
    story.act("meeting.close", cast.manager, past)
    with story.house.store.view(story.alliance) as view:
        minutes = view.minutes_of(past)
    assert minutes is not None
    story.act("minutes.issue", cast.manager, minutes.ref)
    story.act("minutes.correct", cast.leads["health"], minutes.ref, text=long)
    story.act("minutes.answer", cast.manager, minutes.ref, of="1", reason=long)
    story.act("minutes.revise", cast.manager, minutes.ref, text=long, reason=short)
    meetings = tuple(f"/meetings/{ref}{page}" for ref in (planned, past) for page in ("", "/item", "/paper", "/move", "/cancel"))
    return (
        *(
            "/meetings",
            "/meetings/month",
            "/actions",
            "/notices",
            "/notices/going-out",
            f"/notices/about/{past}",
            running,
            *meetings,
        ),
        *(f"/minutes/{minutes.ref}", f"/minutes/{minutes.ref}/write", f"/actions/{action}", f"/actions/{action}/do/complete"),
        *a_mandate_of(story, short, long),
    )
