"""Setting an alliance up: what is done, what is missing, and who has to do it.

Nothing is kept for this: each step follows from what the record and the accounts hold.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from govflow.domain.alliances import Alliance
from govflow.domain.invitations import LEADERSHIP
from govflow.domain.mandate_sentences import of_mandate
from govflow.domain.mandate_versions import ACCEPTED, IN_FORCE, MandateVersion
from govflow.domain.participants import GONE, Participant
from govflow.domain.policies import Policy
from govflow.domain.translating import listed, mark, say
from govflow.engine.cases import Actor
from govflow.engine.casing import rules_of
from govflow.engine.permissions import permitted
from govflow.engine.rulebook import Rulebook
from govflow.record.rows import TABLES
from govflow.record.units import View

OWNER = "owner"  # the tag of the organisation that owns the mandate, and the level of its own body
MANAGER, CHAIR = "manager", "chair"
FEWEST = 2  # organisations: one alone has nobody to agree with
NAME, ORGANISATIONS, PEOPLE, OFFICES, MANDATE, MEETING, PROPOSAL = (
    "name", "organisations", "people", "offices", "mandate", "meeting", "proposal",
)  # fmt: skip
# What a step is done by: any of these acts is enough to have a part in it.
APPOINTS: Mapping[str, str] = {"manager": "person.appoint", "chair": "chair.appoint"}  # the act that fills each office
ACTS: Mapping[str, tuple[str, ...]] = {
    NAME: ("alliance.rename",),
    ORGANISATIONS: ("participant.join",),
    PEOPLE: ("person.invite",),
    OFFICES: tuple(APPOINTS.values()),
    MANDATE: ("mandate.issue",),
    MEETING: ("meeting.plan",),
    PROPOSAL: ("decision.propose",),
}
OPTIONAL = frozenset({MEETING})
# Who may do something, as a list of people says it.
WHO: Mapping[str, str] = {
    "administrator": mark("the administrator"),
    "manager": mark("the alliance manager"),
    "owner": mark("the commissioner"),
    "chair": mark("the chair"),
    "seat holder": mark("a member"),
}
OVER = frozenset({"superseded", "expired", "withdrawn"})  # of a version of the mandate


class Step(NamedTuple):
    """One step: whether it is done or begun, where it stands in words, whether whoever looks may do it, and who else may.

    ``subject`` is the reference of what it has led to, where that has a page.
    """

    name: str
    is_done: bool
    is_begun: bool
    says: str
    may: bool
    who: str
    is_optional: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """Every step of setting an alliance up, in order."""

    steps: tuple[Step, ...]

    @property
    def needed(self) -> tuple[Step, ...]:
        """Return the steps without which nothing can be decided."""
        return tuple(step for step in self.steps if not step.is_optional)

    @property
    def is_done(self) -> bool:
        """Say whether nothing that is needed is missing."""
        return all(step.is_done for step in self.needed)

    @property
    def done(self) -> int:
        """Return how many of the needed steps are done."""
        return sum(step.is_done for step in self.needed)

    def step(self, name: str) -> Step:
        """Return the step of that name."""
        return next(step for step in self.steps if step.name == name)


@dataclass(frozen=True, slots=True)
class _Looking:
    """What the steps follow from, for whoever looks."""

    view: View
    alliance: Alliance
    policy: Policy
    person: str
    day: date

    def step(self, name: str, says: str, *, done: bool, begun: bool = False, acts: Collection[str] = ()) -> Step:
        """Return a step; ``acts`` are what of it is still to do, where that is less than all of it."""
        to_do = tuple(acts or ACTS[name])
        who = either(tuple(word for act in to_do for word in self.who(act)))
        return Step(name, done, begun and not done, says, any(self.may(act) for act in to_do), who, name in OPTIONAL)

    def may(self, act: str) -> bool:
        """Say whether whoever looks may do ``act``."""
        return isinstance(permitted(self.alliance, self.policy, act, self.person, None, self.day), Actor)

    def who(self, act: str) -> tuple[str, ...]:
        """Return who may do ``act`` under the policy, in words."""
        return tuple(say(WHO[role]) for role in self.policy.acts.get(act, ()) if role in WHO)

    def name_of(self, person: str) -> str:
        found = self.alliance.person(person)
        return found.called if found else ""

    def body(self, level: str) -> str:
        return next((body.id for body in self.policy.bodies if body.level == level), "")

    @property
    def members(self) -> tuple[Participant, ...]:
        return tuple(p for p in self.alliance.participants if p.standing not in GONE)

    @property
    def owner(self) -> str:
        """Return the title of the organisation that owns the mandate, "" while there is none."""
        return next((p.title for p in self.members if OWNER in p.tags), "")

    @property
    def acts_for_owner(self) -> str:
        """Return who acts for the owner of the mandate, "" for nobody."""
        body = self.body(OWNER)
        return next(filter(None, (self.alliance.holder(p.id, body, self.day) for p in self.members)), "")

    @property
    def manager(self) -> str:
        """Return the name of the alliance manager, "" for nobody."""
        return next(map(self.name_of, self.alliance.in_office(MANAGER, self.day)), "")

    @property
    def chair(self) -> str:
        """Return the name of whoever chairs the leadership team, "" for nobody."""
        return next(map(self.name_of, self.alliance.in_office(CHAIR, self.day, self.body(LEADERSHIP))), "")

    def signed_in(self) -> frozenset[str]:
        """Return everybody who has signed in at least once."""
        row = TABLES["accounts"].c
        found = self.view.rows(select(row.person).where(self.view.mine("accounts"), row.visited_at.is_not(None)))
        return frozenset(person for (person,) in found)


def either(names: Collection[str]) -> str:
    """Return names as people list those of whom one is enough: ``a, b or c``."""
    *others, last = dict.fromkeys(names) or ("",)
    return say("{names} or {last}", names=", ".join(others), last=last) if others else last


def _looking(view: View, book: Rulebook, person: str, now: datetime) -> _Looking:
    rules = rules_of(view, book, None)
    return _Looking(view, view.alliance(), rules.policy, person, rules.calendar.local_date(now))


def checklist(view: View, book: Rulebook, person: str, now: datetime) -> Checklist:
    """Return how far the alliance is set up, for ``person``."""
    here = _looking(view, book, person, now)
    signed_in, mandates = here.signed_in(), view.mandates()
    return Checklist(
        (
            here.step(NAME, here.alliance.title, done=True),
            _organisations(here),
            _people(here, signed_in),
            _offices(here),
            _mandate(here, signed_in, mandates),
            _meeting(here),
            _proposal(here, {one.decision for mandate in mandates for one in mandate.issuings}),
        )
    )


def _organisations(here: _Looking) -> Step:
    count = len(here.members)
    if not count:
        return here.step(ORGANISATIONS, "", done=False)
    if not here.owner:
        return here.step(ORGANISATIONS, say("{n} so far, and none of them is the commissioner", n=count), done=False, begun=True)
    if count < FEWEST:
        return here.step(
            ORGANISATIONS, say("{title} so far. An alliance needs two or more", title=here.owner), done=False, begun=True
        )
    says = say("{n} organisations. The commissioner is {title}", n=count, title=here.owner)
    return here.step(ORGANISATIONS, says, done=True)


def _people(here: _Looking, signed_in: frozenset[str]) -> Step:
    team = here.body(LEADERSHIP)
    asked = tuple(p for p in here.members if team in p.bodies)
    missing = tuple(p.title for p in asked if not here.alliance.holder(p.id, team, here.day))
    known = tuple(p.ref for p in here.alliance.people if p.active)
    if not asked:
        return here.step(PEOPLE, say("Add the organisations first"), done=False)
    if missing:
        n, of = len(asked) - len(missing), len(asked)
        says = say("{n} of {of} organisations have somebody in the leadership team", n=n, of=of)
        if n:
            says = say("{says}. Nobody yet for {names}", says=says, names=listed(missing))
        return here.step(PEOPLE, says, done=False, begun=bool(n))
    if not here.acts_for_owner:
        says = say("Nobody acts for the commissioner, {title}, yet", title=here.owner or listed(()))
        return here.step(PEOPLE, says, done=False, begun=True)
    came = sum(person in signed_in for person in known)
    return here.step(PEOPLE, say("{n} people. Signed in so far: {came}", n=len(known), came=came), done=True)


def _offices(here: _Looking) -> Step:
    manager, chair, nobody = here.manager, here.chair, say("nobody yet")
    says = say("Alliance manager: {manager}. Chair: {chair}", manager=manager or nobody, chair=chair or nobody)
    missing = {"person.appoint": manager, "chair.appoint": chair}
    acts = tuple(act for act, holder in missing.items() if not holder)
    if not chair and not here.may("chair.appoint"):
        says = say("{says}. For {who} to appoint", says=says, who=either(here.who("chair.appoint")))
    return here.step(OFFICES, says, done=not acts, begun=bool(manager or chair), acts=acts)


def _mandate(here: _Looking, signed_in: frozenset[str], mandates: Collection[MandateVersion]) -> Step:
    current = sorted((m for m in mandates if m.state not in OVER), key=lambda m: (m.state != IN_FORCE, m.ref))
    if current:
        done = current[0].state in {IN_FORCE, ACCEPTED}
        return here.step(MANDATE, of_mandate(current[0]).rstrip("."), done=done, begun=True)._replace(subject=current[0].ref)
    writer = here.acts_for_owner
    if not writer:
        says = say("Nobody acts for the commissioner yet")
    elif writer in signed_in:
        says = say("{name} has signed in, and has not begun", name=here.name_of(writer))
    else:
        says = say("{name} has not signed in yet", name=here.name_of(writer))
    return here.step(MANDATE, says, done=False)


def _meeting(here: _Looking) -> Step:
    row = TABLES["meetings"].c
    found = here.view.rows(select(row.ref, row.title).where(here.view.mine("meetings")).order_by(row.starts_at, row.ref).limit(1))
    for ref, title in found:
        return here.step(MEETING, title, done=True)._replace(subject=ref)
    return here.step(MEETING, "", done=False)


def _proposal(here: _Looking, answers: Collection[str]) -> Step:
    """Return the step of the first proposal; what answers a mandate is raised by itself, and is none."""
    row = TABLES["decisions"].c
    asked = select(row.ref, row.title).where(here.view.mine("decisions"), row.ref.not_in(answers))
    for ref, title in here.view.rows(asked.order_by(row.ref).limit(1)):
        return here.step(PROPOSAL, title, done=True)._replace(subject=ref)
    return here.step(PROPOSAL, "", done=False)


class Organisations(NamedTuple):
    """The organisations here (id and title); who is the commissioner and who hosts the manager, by title; who has no leadership member."""

    titles: tuple[tuple[str, str], ...]
    commissioner: str
    host: str
    without_lead: tuple[str, ...]

    @property
    def asked_first(self) -> list[dict[str, str]]:
        """Return a row for each organisation that has nobody in the leadership team yet."""
        return [{"organisation": one, "part": LEADERSHIP} for one in self.without_lead]


def organisations(view: View, book: Rulebook, now: datetime) -> Organisations:
    """Return the organisations as the pages that set up ask for them."""
    here = _looking(view, book, "", now)
    team, office = here.body(LEADERSHIP), here.body(MANAGER)
    members = here.members
    host = next((p.title for p in members if office in p.bodies), "")
    without = tuple(p.id for p in members if team in p.bodies and not here.alliance.holder(p.id, team, here.day))
    return Organisations(tuple((p.id, p.title) for p in members), here.owner, host, without)


class Offices(NamedTuple):
    """Who holds the offices ("" for nobody), which of them whoever looks may fill, who else may, and from whom they choose."""

    held: Mapping[str, str]
    may: tuple[str, ...]
    who: Mapping[str, str]
    people: tuple[tuple[str, str], ...]


def offices(view: View, book: Rulebook, person: str, now: datetime) -> Offices:
    """Return the manager and the chair as ``person`` may appoint them; members of the leadership team are chosen from first."""
    here = _looking(view, book, person, now)
    held = {MANAGER: here.manager, CHAIR: here.chair}
    may = tuple(office for office in held if here.may(APPOINTS[office]))
    who = {office: either(here.who(APPOINTS[office])) for office in held}
    leads = {here.alliance.holder(p.id, here.body(LEADERSHIP), here.day) for p in here.members}
    people = sorted((p for p in here.alliance.people if p.active), key=lambda p: (p.ref not in leads, p.called.casefold()))
    return Offices(held, may, who, tuple((p.ref, p.called) for p in people))
