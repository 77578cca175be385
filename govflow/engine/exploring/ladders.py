"""The small worlds of an issue: two participants concerned and one that is not, a deputy, chief executives, and the offices around.

Two ways forward are enough to tell one from the same; more would only repeat what two have shown.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.issues import ENDED, HELPS, Issue
from govflow.domain.participants import LEFT
from govflow.domain.policies import Policy
from govflow.domain.seats import Absence, Deputy, Office, Person, Seat
from govflow.engine import planning
from govflow.engine.cases import Actor, Capacity
from govflow.engine.exploring.casts import (
    CHIEF,
    DEPUTY,
    PARTICIPANTS,
    SEAT,
    SINCE,
    TEAM,
    alliance,
    body_of,
    person,
    with_standing,
)
from govflow.engine.exploring.roaming import Ground, Spot, Turning
from govflow.engine.exploring.tries import BLANK, WHY, Try
from govflow.engine.exploring.worlds import START
from govflow.engine.issues import IssueCase
from govflow.engine.machine import Rules
from govflow.engine.moving import Moved
from govflow.engine.permissions import SEAT_HOLDER

NOT_CONCERNED, *CONCERNED = PARTICIPANTS
WAYS = 2
HELPER, STRANGER = "observer", "nobody"
SAID = {"happened": "Said", "affected": "Said", "would_help": "Said", "concerned": (CONCERNED[1],)}
REASONED = (Try({"reason": WHY}), Try({"reason": BLANK}, "without a reason"))


def grounds(policy: Policy, rules: Rules) -> tuple[Ground, ...]:
    """Return the worlds in which an issue is explored under ``policy``, whose ``rules`` are those of its ladder."""
    team = body_of(policy, "leadership")
    if team is None:
        return ()
    everyone = _people(policy, team.id)
    gone = Turning("A participant concerned leaves", with_standing(everyone, CONCERNED[1], LEFT))
    plain = _ground("an issue that two participants have", rules, everyone)
    deputies = tuple(person(p, DEPUTY) for p in CONCERNED)
    chaired = Deputy(len(CONCERNED) + 1, CONCERNED[0], team.id, "chair", SINCE, None, "")
    own_chair = replace(everyone, deputies=(*everyone.deputies, chaired))
    return (
        plain,
        replace(
            plain, title="an issue, and deputies, one of whom has nobody's absence to stand in for", people=(*deputies, "manager")
        ),
        replace(
            plain, title="an issue that the chair has a part in", alliance=own_chair, people=("chair", "deputy chair", "manager")
        ),
        replace(plain, title="an issue one of whose participants leaves", people=_seats(), turns=(gone,)),
    )


def _ground(title: str, rules: Rules, everyone: Alliance) -> Ground:
    people = (*_seats(), person(CONCERNED[0], TEAM), person(CONCERNED[0], CHIEF), person(NOT_CONCERNED, CHIEF))
    offices = ("chair", "manager", "owner", HELPER, "administrator")
    return Ground(title, "issue", rules, everyone, (*people, *offices), START, _begin, _case, _tries, _key)


def _seats() -> tuple[str, ...]:
    return tuple(person(p, SEAT) for p in PARTICIPANTS)


def _people(policy: Policy, team: str) -> Alliance:
    """Return everybody: the offices, two deputies with the absence of one holder notified, chief executives, the owner's seat."""
    found, managing, owner = alliance(policy, team), body_of(policy, "management"), body_of(policy, "owner")
    seats = [s for s in found.seats if s.body == team]
    for n, (p, body, ref) in enumerate(
        [*((p, managing, person(p, TEAM)) for p in PARTICIPANTS), (NOT_CONCERNED, owner, "owner")], len(seats) + 1
    ):
        seats += [Seat(n, p, body.id, ref, SINCE, None, "")] if body else []
    chiefs = [(p, person(p, CHIEF)) for p in PARTICIPANTS]
    offices = [Office(len(found.offices) + n, "chief executive", ref, "", p, SINCE, None) for n, (p, ref) in enumerate(chiefs, 1)]
    return replace(
        found,
        people=(*found.people, *(Person(ref, ref, "", active=True) for _, ref in chiefs)),
        seats=tuple(seats),
        deputies=tuple(Deputy(n, p, team, person(p, DEPUTY), SINCE, None, "") for n, p in enumerate(CONCERNED, 1)),
        absences=(Absence(1, CONCERNED[0], team, person(CONCERNED[0], SEAT), SINCE, None, ""),),
        offices=(*found.offices, *offices),
    )


def _begin(ground: Ground) -> tuple[IssueCase, Moved]:
    logger = Actor(person(CONCERNED[0], SEAT), Capacity(SEAT_HOLDER, CONCERNED[0], ""))
    case = _case(ground, Spot(Issue(), ground.starts, ground.alliance), "log", logger, SAID)
    return case, planning.log_issue(case, "ISS-0001")


def _case(ground: Ground, spot: Spot, event: str, actor: Actor, data: Mapping[str, Any]) -> IssueCase:
    return IssueCase(spot.subject, spot.alliance, ground.rules, spot.now, event, actor, data)


def _tries(event: str, issue: Issue) -> tuple[Try, ...]:
    return tuple(TRIES[event](issue)) if event in TRIES else REASONED


def _options(issue: Issue) -> Iterator[Try]:
    if len(issue.offered_options) < WAYS:
        yield Try({"option": "A way forward", "new": "This is new"})
        yield Try({"option": "A way forward", "new": BLANK}, "without saying what is new")


def _accepting(issue: Issue) -> Iterator[Try]:
    for option in issue.offered_options:
        yield Try({"option": option.n}, f"way forward {option.n}")
    yield Try({"option": WAYS + 1}, "a way forward that nobody offered")


def _appointing(issue: Issue) -> Iterator[Try]:
    role = HELPS.get(issue.state, "")
    if not any(g.role == role for g in issue.guests):
        yield Try({"person": HELPER, "terms": "Two meetings"})
    yield Try({"person": STRANGER, "terms": "Two meetings"}, "whom nobody knows")
    yield Try({"person": HELPER, "terms": BLANK}, "without terms")


def _turning_away(_: Issue) -> Iterator[Try]:
    yield Try({"route": "safeguarding", "reason": WHY})
    yield Try({"route": "safeguarding", "reason": BLANK}, "without a reason")


def _publishing(issue: Issue) -> Iterator[Try]:
    """Put words forward twice at most: the second time in place of the first."""
    if issue.summary_n < WAYS:
        yield Try({"summary": f"Words {issue.summary_n + 1}"})
    yield Try({"summary": BLANK}, "without a word")


def _consenting(issue: Issue) -> Iterator[Try]:
    yield Try({"version": issue.summary_n})
    yield Try({"version": issue.summary_n + 1}, "to other words")


TRIES = {
    "publish": _publishing,
    "consent": _consenting,
    "offer_option": _options,
    "accept_option": _accepting,
    "appoint": _appointing,
    "turn_away": _turning_away,
}


def _key(issue: Issue) -> Hashable:
    """Return what bears on all that can follow; of an issue that ended, the words about it for everybody."""
    if issue.state in ENDED:
        consents = tuple((c.participant, c.consents) for c in issue.concerned_participants)
        return issue.option > 0, issue.summary_n, consents, issue.published_at is not None
    says = tuple((c.participant, c.accepts, c.differs) for c in issue.concerned_participants)
    return len(issue.offered_options), says, frozenset(g.role for g in issue.guests)
