"""Stories told through the real acts only: a founded alliance, and a decision in each state on the way.

A story is a house (on any database), the alliance in it, and its cast. Nothing here reaches past ``acts.perform`` and the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from govflow.acts.clock import tick
from govflow.acts.founding import Founding, found_alliance
from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from govflow.assemble import library_of
from govflow.clock import VirtualClock
from govflow.definitions.library import Library
from govflow.definitions.policies import policy_content, policy_from_content
from govflow.domain.alliances import Alliance
from govflow.domain.decisions import Decision
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refused
from govflow.engine.cases import Case
from govflow.reading.decisions import decision_case, figures
from govflow.record.ledger import Receipt
from tests.cast import ALLIANCE, LEADERSHIP, MANAGEMENT, OFFICE, OWNER, Cast, cast_of

START = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
NOTICE = timedelta(days=8)  # five clear working days, from a Monday
REASON = "It is best for the people who use the services."


@cache
def library() -> Library:
    """Return the workflows and policies that govflow brings; read once a process."""
    return library_of()


@cache
def a_policy(pack: str = "plymouth", base: str = "", **options: str) -> Policy:
    """Return a shipped policy with other ``options`` (letter=value), as an edition of its own with its own digest."""
    policy = library().policies[pack]
    changed = replace(policy, base=base or policy.base, options={**policy.options, **options})
    return policy if changed == policy else policy_from_content(policy_content(changed))


def statement(policy: Policy) -> Mapping[str, Any]:
    """Return a complete best-for-people statement."""
    parts = dict.fromkeys(("affected", "evidence", "options", "cost", "lawful", "interests"), "Said in full.")
    return {**parts, "principles": {p.id: {"effect": "serves", "how": "By staying together."} for p in policy.principles}}


@dataclass(frozen=True)
class Story:
    """An alliance in a house, with its cast and its policy, and short words for its acts."""

    house: House
    cast: Cast
    policy: Policy
    alliance: str = ALLIANCE

    @property
    def clock(self) -> VirtualClock:
        """Return the clock of the house, which stands still until it is told to move."""
        clock = self.house.clock
        assert isinstance(clock, VirtualClock)
        return clock

    def act(self, name: str, by: str, ref: str = "", /, *, key: str = "", speaking_for: str = "", **data: Any) -> Receipt:
        """Do an act and return its receipt; ``since`` is sent as ``from``. Raises Refused."""
        if "since" in data:
            data["from"] = data.pop("since")
        return perform(self.house, self.alliance, Act(name, by, ref, data, key, speaking_for))

    def do(self, event: str, by: str, ref: str, /, **data: Any) -> Decision:
        """Do an act on a decision and return the decision as it is then. Raises Refused."""
        self.act(f"decision.{event}", by, ref, **data)
        return self.decision(ref)

    def refusals(self, name: str, by: str, ref: str = "", /, **data: Any) -> tuple[str, ...]:
        """Return the codes with which an act is refused, () when it was done; what is refused must leave no trace."""
        before = self.trace()
        try:
            self.act(name, by, ref, **data)
        except Refused as refused:
            assert self.trace() == before, f"{name} was refused and left a trace"
            return refused.codes
        return ()

    def refused(self, event: str, by: str, ref: str, /, **data: Any) -> tuple[str, ...]:
        """Return the codes with which an act on a decision is refused."""
        return self.refusals(f"decision.{event}", by, ref, **data)

    def says(self, event: str, by: str, participant: str, ref: str, /, **data: Any) -> Decision:
        """Take a position for ``participant`` on the current version, with all it must carry."""
        given: dict[str, Any] = {"version": self.decision(ref).version, "reason": REASON}
        if event == "object":
            given |= {"principle": self.policy.principles[0].id, "would_agree_if": "It is reviewed after a year."}
        if event == "agree_subject_to":
            given |= {"body": "Board", "decision_kind": "board"}
        return self.do(event, by, ref, speaking_for=participant, **given | data)

    def agrees(self, participant: str, ref: str) -> Decision:
        """Let the seat holder of ``participant`` agree to the current version."""
        return self.says("agree", self.cast.leads[participant], participant, ref)

    def all_agree(self, ref: str, *but: str) -> Decision:
        """Let every participant but those named agree, in the order of the cast."""
        for participant in self.cast.participants:
            if participant not in but:
                self.agrees(participant, ref)
        return self.decision(ref)

    def decision(self, ref: str) -> Decision:
        """Return a decision as the record holds it."""
        with self.house.store.view(self.alliance) as view:
            found = view.decision(ref)
        assert found is not None
        return found

    def roster(self) -> Alliance:
        """Return the alliance itself as the record holds it."""
        with self.house.store.view(self.alliance) as view:
            return view.alliance()

    def deputy(self, participant: str, person: str, **data: Any) -> None:
        """Let the seat's holder name a deputy; where that is for the manager, let the holder confirm it."""
        where = {"participant": participant, "body": LEADERSHIP, "person": person}
        lead = self.cast.leads[participant]
        if "seat holder" in self.policy.acts["deputy.name"]:
            self.act("deputy.name", lead, **where, **data)
        else:
            self.act("deputy.name", self.cast.manager, **where, **data)
            self.act("deputy.confirm", lead, **where)

    def case(self, ref: str) -> Case:
        """Return the decision as the engine sees it now."""
        with self.house.store.view(self.alliance) as view:
            return decision_case(view, self.house.book, ref, self.clock.now())

    def sentence(self, ref: str) -> str:
        """Return where the decision stands, in words."""
        with self.house.store.view(self.alliance) as view:
            return figures(view, self.house.book, ref, self.clock.now()).sentence

    def needed(self, ref: str) -> tuple[str, ...]:
        """Return the codes of what an open decision still needs before it is adopted."""
        with self.house.store.view(self.alliance) as view:
            return tuple(r.code for r in figures(view, self.house.book, ref, self.clock.now()).needed)

    def at(self, moment: datetime) -> None:
        """Stand at a moment without letting the clock act."""
        self.clock.set(moment)

    def until(self, moment: datetime) -> list[str]:
        """Go on to a moment, letting the clock do what is due on the way; return what it did, in order."""
        done: list[str] = []
        while (due := self.house.store.next_due()) is not None and due <= moment:
            self.clock.set(max(due, self.clock.now()))
            found = [(timer.event, came) for timer, came in tick(self.house)]
            done += [event for event, came in found if isinstance(came, Receipt)]
            if not any(isinstance(came, Receipt) for _, came in found):
                break
        self.clock.set(max(moment, self.clock.now()))
        return done

    def trace(self) -> tuple[object, ...]:
        """Return what no refused act may change: the head of the ledger, and everything anybody is told."""
        with self.house.store.view(self.alliance) as view:
            return view.head, tuple(view.told(person) for person in self.cast.everybody[:4])


def a_founded_alliance(house: House, policy: Policy | None = None, members: int = 0, alliance: str = ALLIANCE) -> Story:
    """Found the example alliance of a policy's pack (with its first ``members`` only, if given), and fill seats and offices."""
    policy = policy or library().policies["plymouth"]
    example = library().alliances[policy.pack]
    example = replace(example, participants=example.participants[: members or len(example.participants)])
    story = Story(house, cast_of(tuple(p.id for p in example.participants)), policy, alliance)
    found_alliance(house, story.alliance, Founding.of_example(example, policy))
    _invite_offices(story)
    for group, body in ((story.cast.leads, LEADERSHIP), (story.cast.deputies, ""), (story.cast.managers, MANAGEMENT)):
        for participant, person in group.items():
            _invite(story, person, f"{'Leadership member' if body == LEADERSHIP else 'Member'}, {participant.title()}")
            if body:
                story.act("seat.fill", story.cast.administrator, participant=participant, body=body, person=person)
            else:
                story.deputy(participant, person)
    return story


def _invite_offices(story: Story) -> None:
    cast, first = story.cast, story.cast.participants[0]
    _invite(story, cast.manager, "Alliance manager", role="manager")
    _invite(story, cast.chair, "Chair")
    _invite(story, cast.deputy_chair, "Deputy chair")
    _invite(story, cast.observer, "Observer", role="observer")
    _invite(story, cast.auditor, "Auditor", role="auditor")
    _invite(story, cast.lived_experience, "Lived experience", role="lived experience")
    _invite(story, cast.chief_executive, "Chief executive", role="chief executive", participant=first)
    _invite(story, cast.owner, "Owner")
    story.act("seat.fill", cast.administrator, participant=first, body=OWNER, person=cast.owner)
    for host in story.roster().members(OFFICE):
        story.act("seat.fill", cast.administrator, participant=host, body=OFFICE, person=cast.manager)
    story.act("chair.appoint", cast.owner, person=cast.chair, body=LEADERSHIP)
    story.act("chair.appoint", cast.owner, person=cast.deputy_chair, body=LEADERSHIP, role="deputy chair")


def _invite(story: Story, expected: str, name: str, /, **data: Any) -> None:
    story.act("person.invite", story.cast.administrator, name=name, **data)
    assert story.roster().people[-1].ref == expected


def a_draft(story: Story, **data: Any) -> str:
    """Propose a matter and return its reference."""
    given = {
        "kind": "key-issue",
        "title": "Make outreach permanent",
        "text": "The team stays.",
        "statement": statement(story.policy),
    }
    return story.act("decision.propose", story.cast.leads[story.cast.participants[-1]], **given | data).subject


def a_reserved_matter(story: Story, **data: Any) -> str:
    """Let the owner propose what the mandate reserves to it, and return its reference."""
    given = {"kind": "reserved-matter", "changes": ["the scope of the services"], "title": "Who the services are for"}
    return story.act(
        "decision.propose", story.cast.owner, **given, text="Anybody.", statement=statement(story.policy), **data
    ).subject


def a_linked_decision(story: Story) -> str:
    """Let everybody agree on what follows from a reserved matter that the owner has not decided; return its reference."""
    return an_adopted_decision(story, linked=a_reserved_matter(story))


def a_circulated_decision(story: Story, **data: Any) -> str:
    """Propose a matter and give notice of it; return its reference."""
    ref = a_draft(story, **data)
    story.do("circulate", story.cast.manager, ref, papers=["Paper 1"])
    return ref


def an_open_decision(story: Story, **data: Any) -> str:
    """Propose a matter, give notice, wait, and open positions; return its reference."""
    ref = a_circulated_decision(story, **data)
    weekend = max(story.clock.now().weekday() - 4, 0)  # notice given then is notice of the Monday
    story.clock.advance(NOTICE + timedelta(days=weekend and 3 - weekend))
    story.do("open", story.cast.manager, ref)
    return ref


def an_adopted_decision(story: Story, **data: Any) -> str:
    """Take a matter all the way to everybody's agreement; return its reference."""
    ref = an_open_decision(story, **data)
    story.all_agree(ref)
    return ref


def a_matter_of(story: Story, participant: str, kind: str = "exit") -> str:
    """Let the others decide on a participant's own exit, exclusion or suspension; return the reference of the decision in force."""
    ref = an_open_decision(story, kind=kind, concerns=participant)
    story.all_agree(ref, participant)
    return ref


def a_departure(story: Story, participant: str) -> None:
    """Let a participant leave at once, as the others have agreed."""
    story.act("participant.leave", story.cast.manager, participant=participant, decision=a_matter_of(story, participant))


def a_suspension(story: Story, participant: str, days: int = 60) -> None:
    """Let a participant be suspended for so many days, as its own people ask."""
    until = (story.clock.now() + timedelta(days=days)).date()
    story.act("participant.suspend", story.cast.leads[participant], participant=participant, until=until, reason="We ask for it.")


def an_awaited_decision(story: Story, *awaited: str, **own: Any) -> str:
    """Take a matter to agreement, subject to a decision of the own bodies of those ``awaited``; return its reference.

    Each is a key decision of a cabinet, unless ``own`` says another.
    """
    ref = an_open_decision(story)
    story.all_agree(ref, *awaited)
    for participant in awaited:
        given = {"body": "Cabinet", "decision_kind": "key"} | own
        story.says("agree_subject_to", story.cast.leads[participant], participant, ref, **given)
    return ref


def a_failed_decision(story: Story, **data: Any) -> str:
    """Let positions close on a matter to which one participant objects; return its reference."""
    ref = an_open_decision(story, **data)
    first, *_ = story.cast.participants
    story.all_agree(ref, first)
    story.says("object", story.cast.leads[first], first, ref)
    story.do("close", story.cast.manager, ref)
    return ref


def a_prepared_default(story: Story, whom: str, by: str = "", **data: Any) -> str:
    """Let another participant prepare a default of ``whom``, on the ground of its records; return its reference."""
    given = {"of": whom, "ground": "records", "evidence": "Asked for twice.", "not_honest_mistake": True}
    return story.act("default.prepare", story.cast.leads[by or _others(story, whom)[0]], **given | data).subject


def a_noticed_default(story: Story, whom: str, **data: Any) -> str:
    """Take a default to the notice that all the others joined; return its reference."""
    ref = a_prepared_default(story, whom, **data)
    story.clock.advance(timedelta(days=6))
    first, second, *rest = _others(story, whom)
    story.act("default.confirm", story.cast.leads[second], ref)
    for participant in (first, second, *rest):
        story.act("default.give_notice", story.cast.leads[participant], ref)
    return ref


def a_served_default(story: Story, whom: str, **data: Any) -> str:
    """Take a default to the service of its notice; return its reference."""
    ref = a_noticed_default(story, whom, **data)
    by = story.cast.chair if whom == story.cast.participants[0] else story.cast.manager
    story.act("default.serve", by, ref, how="Handed over.")
    return ref


def a_default_not_put_right(story: Story, whom: str) -> str:
    """Take a default through the time to put it right, after which all the others say that it was not; return its reference."""
    ref = a_served_default(story, whom)
    story.until(story.clock.now() + timedelta(days=16))
    for participant in _others(story, whom):
        story.act("default.judge", story.cast.leads[participant], ref, cured=False, reason="Nothing came.")
    return ref


def a_proposed_exclusion(story: Story, whom: str = "youth") -> str:
    """Take a default to the question what follows; return the reference of the decision that answers it."""
    ref = a_default_not_put_right(story, whom)
    by = story.cast.leads[_others(story, whom)[0]]
    story.act("default.propose_exclusion", by, ref, reason="It was not put right.", statement=statement(story.policy))
    with story.house.store.view(story.alliance) as view:
        found = view.default(ref)
    assert found is not None
    return found.decision


def _others(story: Story, whom: str) -> list[str]:
    return [p for p in story.cast.participants if p != whom]


def a_ruled_interest(story: Story, ref: str, participant: str, handling: str, kind: str = "institutional") -> int:
    """Let a participant declare an interest and the chair rule on it; return the interest's number."""
    declared = story.do("declare_interest", story.cast.leads[participant], ref, kind=kind, nature="It runs a service.")
    number = declared.interests[-1].n
    story.do("rule_on_interest", story.cast.chair, ref, of=number, handling=handling, reason="It has a stake.")
    return number
