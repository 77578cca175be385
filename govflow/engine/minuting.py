"""The first text of minutes, from what happened: who was there, each item, positions with their reasons, what was decided, actions.

Markdown, with headings from the second level; the alliance manager writes on from it. Times are local.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from govflow.domain.actions import Action
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.interests import NONE
from govflow.domain.meetings import SEATED, Attendance, Item, Meeting
from govflow.domain.policies import Policy
from govflow.domain.sentences import Words, clock_time, day, hour, sentence
from govflow.domain.translating import listed, mark, say

CHOSE: Mapping[str, str] = {
    "agree": mark("agreed"),
    "agree_subject_to": mark("agreed, subject to its own body's decision"),
    "object": mark("objected"),
    "abstain": mark("abstained"),
    "stand_aside": mark("stood aside"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """What minutes are drafted from: the meeting, the decisions on its agenda, those taken in writing since the last one, actions."""

    meeting: Meeting
    alliance: Alliance
    policy: Policy
    on_agenda: Mapping[str, Decision]
    in_writing: tuple[Decision, ...]
    actions: tuple[Action, ...]
    overdue: tuple[Action, ...]

    @property
    def words(self) -> Words:
        """Return how sentences name participants and times."""
        return Words(self.title_of, ZoneInfo(self.policy.zone))

    def title_of(self, participant: str) -> str:
        """Return a participant's title."""
        found = self.alliance.participant(participant)
        return found.title if found else participant

    def name(self, person: str) -> str:
        """Return how a person is named."""
        return self.alliance.named(person)


def draft(happened: Happened) -> str:
    """Return the text."""
    parts = (_head(happened), _present(happened), _items(happened), _in_writing(happened), _actions(happened))
    return "\n\n".join(line for part in parts for line in part)


def _head(x: Happened) -> Iterator[str]:
    meeting, zone = x.meeting, ZoneInfo(x.policy.zone)
    held = say("Held on {when}", when=clock_time(meeting.started_at, zone)) if meeting.started_at else ""
    until = say(", until {when}", when=_clock(meeting.ended_at, zone)) if meeting.ended_at else ""
    place = f" ({meeting.place})" if meeting.place else ""
    yield f"{held}{until}{place}. " + (
        say("There was a quorum.") if meeting.was_quorate else say("There was no quorum, and nothing was decided.")
    )


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return hour(at.astimezone(zone).time()) if at else ""


def _present(x: Happened) -> Iterator[str]:
    yield "## " + say("Who was there")
    yield "\n".join(f"- {_attended(x, a)}" for a in x.meeting.attended) or say("Nobody.")
    represented = {a.participant for a in x.meeting.attended if a.role in SEATED}
    away = tuple(x.title_of(p) for p in x.alliance.members(x.meeting.body) if p not in represented)
    if away:
        yield say("Not represented: {names}.", names=listed(away))


def _attended(x: Happened, one: Attendance) -> str:
    name, title = x.name(one.person), x.title_of(one.participant) if one.participant else ""
    title = f", {title}" if title and title not in name else ""
    role = "" if one.role == "seat holder" or say(one.role) in name else f" ({say(one.role)})"
    remote = say(", by video or telephone") if one.remote else ""
    left = ""
    if one.left_at and x.meeting.ended_at and one.left_at < x.meeting.ended_at:
        left = say(", left at {when}", when=_clock(one.left_at, ZoneInfo(x.policy.zone)))
    return f"{name}{title}{role}{remote}{left}"


def _items(x: Happened) -> Iterator[str]:
    for number, item in enumerate(x.meeting.items, 1):
        yield f"## {number}. {item.title}" + (f" ({item.decision})" if item.decision else "")
        yield from _item(x, item)


def _item(x: Happened, item: Item) -> Iterator[str]:
    if item.late:
        consented = tuple(x.title_of(p) for p in x.meeting.consented(item.n))
        yield say("A late item. Consented to by: {names}.", names=listed(consented)) if consented else say("A late item.")
    if item.said:
        yield item.said
    decision = x.on_agenda.get(item.decision)
    if decision is not None:
        yield from _decided(x, decision)
    elif not item.said:
        yield say("Nothing was noted on it.") if item.reached_at else say("The meeting did not come to it.")
    made = [a for a in x.actions if a.item == item.n]
    if made:
        yield "\n".join(f"- {_action(x, a)}" for a in made)


def _decided(x: Happened, decision: Decision) -> Iterator[str]:
    interests = [i for i in decision.interests if i.kind != NONE and i.stands]
    if interests:
        named = (
            say("{who} ({nature})", who=x.title_of(i.participant), nature=i.nature.rstrip(".") or say(i.kind)) for i in interests
        )
        yield say("Interests declared: {names}.", names="; ".join(named))
    elif any(i.kind == NONE for i in decision.interests):
        yield say("No interests were declared.")
    given = [p for p in decision.positions if p.round_no == decision.round_no and decision.asked and p.at >= decision.asked.at]
    latest = {p.participant: p for p in given}
    if decision.asked and decision.asked.meeting == x.meeting.ref and latest:
        yield "\n".join(
            f"- {x.title_of(p)} {say(CHOSE[said.choice])}: {said.reason}"
            + (f" {said.would_agree_if}" if said.would_agree_if else "")
            for p, said in sorted(latest.items())
        )
    yield f"**{sentence(decision, x.words)}**"


def _in_writing(x: Happened) -> Iterator[str]:
    if x.in_writing:
        yield "## " + say("Decided in writing since the last meeting")
        yield "\n".join(f"- {d.ref} {d.title}: {sentence(d, x.words)}" for d in x.in_writing)


def _actions(x: Happened) -> Iterator[str]:
    if x.actions:
        yield "## " + say("Actions")
        yield "\n".join(f"- {_action(x, a)}" for a in x.actions)
    if x.overdue:
        yield "## " + say("Actions that are overdue")
        yield "\n".join(f"- {_action(x, a)}" for a in x.overdue)


def _action(x: Happened, action: Action) -> str:
    until = day(action.until) if action.until else ""
    return say("{ref}: {what} ({who}, by {when})", ref=action.ref, what=action.what, who=x.name(action.owner), when=until)
