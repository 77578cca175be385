"""The small worlds, made for a policy: what everyday work needs, and one for every rule that needs a situation of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from govflow.domain.defaults import PROPOSED, Default
from govflow.domain.own_bodies import KEY, OFFICER, Law
from govflow.domain.participants import LEFT, SUSPENDED
from govflow.domain.policies import Policy
from govflow.engine.exploring.casts import (
    DEPUTY,
    FIRST,
    LIMIT,
    LINE,
    MANDATE,
    PARTICIPANTS,
    PENCE,
    RESERVED,
    SEAT,
    YEAR,
    body_of,
    in_office,
    only,
    own_kind,
    participants,
    person,
    plain_kind,
    with_deputy,
    with_standing,
    without_seat,
)
from govflow.engine.exploring.linked import reserved_worlds
from govflow.engine.exploring.making import CIRCULATED, COUNCIL, EXCLUDED, HEALTH, HOSTEL, Maker, exclusion, under
from govflow.engine.exploring.money import money_worlds
from govflow.engine.exploring.placed import ended_worlds, placed_worlds
from govflow.engine.exploring.tries import WHY
from govflow.engine.exploring.worlds import DUE, HELD, HELD_AGAIN, LET_GO, NOTICE, START, Deed, Turn, Wait, World

CHOICES = ("agree", "agree_subject_to", "object", "abstain", "stand_aside")
PREPARING = ("revise", "consult", "ask", "answer", "circulate", "defer", "resume", "withdraw")
RULING = ("declare_interest", "rule_on_interest", "confirm_ruling")
LAW = Law(notice_clear_days=28, exception_clear_days=5, call_in_working_days=5, called_in=(KEY,))
CONSENSUS = {"base": "consensus", "B": "stand_aside_allowed"}
LONG_NOTICE = 35  # days after which notice in full can have been given of what was put forward before
REWORDED = (Deed("edit_wording", "manager"), Deed("confirm_editorial", "chair"))
URGENT = frozenset({"as urgent", "as urgent, without saying whether it is safe", "without asking about interests"})
INTERESTS_UNASKED = frozenset({"without asking about interests"})
NONE, OWN, THEIRS = "of no kind", "of their own", "of their organisation"


def worlds(policy: Policy) -> tuple[World, ...]:
    """Return every small world for ``policy``, the narrow ones first."""
    body = (body_of(policy, "leadership") or policy.bodies[0]).id
    make = Maker(policy, body, participants(policy))
    before = (_poor_proposals, _openings, _written, _entitled, reserved_worlds)
    rooms = (*before, _following, _settling, _held, _interests, _changing, _wordings, _positions, money_worlds)
    return tuple(world for room in (*rooms, placed_worlds, ended_worlds) for world in room(make))


def _poor_proposals(make: Maker) -> Iterator[World]:
    """Proposals that may not be circulated, each for one reason."""
    lower = body_of(make.policy, "management")
    poor: list[tuple[str, Mapping[str, Any], Maker]] = [
        ("an incomplete statement", {"statement": {}}, make),
        ("no mandate", {"mandate": ""}, make),
        ("a reserved matter", {"changes": (RESERVED,)}, make),
        ("a line the mandate does not hold", {"amount_pence": 1, "line": "elsewhere", "year": YEAR}, make),
    ]
    if lower is not None:
        below = replace(make, body=lower.id)
        poor.append(("too low a body", {"kind": make.proposal()["kind"]}, below))
        poor.append(("too low a body for the amount", {"amount_pence": LIMIT + 1, "line": LINE, "year": YEAR}, below))
    for name, given, maker in poor:
        yield maker.world(name, (), ("consult", "circulate"), proposal=maker.proposal(**given), alliance=maker.people)


def _openings(make: Maker) -> Iterator[World]:
    """Openings under every circumstance that can bar one."""
    policy, people, opens = make.policy, make.people, ("open",)
    yield make.world("an opening", CIRCULATED, opens)
    for way in ("written_unanimous", "exceptional_only", "off"):
        yield replace(make, policy=under(policy, I=way)).world(f"option I: {way}", CIRCULATED, opens)
    for consent in ("none", "all_present_consent"):
        yield replace(make, policy=under(policy, F=consent)).world(f"option F: {consent}", CIRCULATED, opens)
    yield make.world("an empty seat", CIRCULATED, opens, alliance=without_seat(people, "hostel", make.body))
    yield make.world("a mandate that has ended", CIRCULATED, opens, mandate=replace(MANDATE, valid_until=_day(3)))
    unasked = (Deed("circulate", "", {"papers": ("Paper",), "ask_interests": False}, "without asking about interests"),)
    yield make.world("interests not asked about", unasked, opens)
    declared = tuple(Deed("declare_interest", person(p, SEAT), {"kind": "none"}, "of no kind") for p in make.participants)
    yield make.world("interests declared unasked", (*unasked, *declared), opens)
    yield make.world("urgency", (), ("circulate", "show_urgency", *opens), depth=4)
    urgent = (
        Deed(
            "circulate", "manager", {"papers": ("Paper",), "urgent": {"reason": WHY, "legal": "Yes", "safe": "Yes"}}, "as urgent"
        ),
    )
    events = ("revise", "defer", "resume", "circulate", *opens)
    yield make.world("urgency, and then a change", urgent, events, depth=3, skip=INTERESTS_UNASKED)
    later = replace(make, policy=under(policy, I="exceptional_only"))
    yield later.world(
        "urgency, and then a change, where only that is decided in writing", urgent, events, depth=3, skip=INTERESTS_UNASKED
    )
    one = Wait(days=14)
    alone = (*CIRCULATED, *EXCLUDED, one)
    yield make.world(
        "two participants, one excluded", alone, opens, alliance=only(people, PARTICIPANTS[:2]), participants=PARTICIPANTS[:2]
    )


def _day(n: int) -> date:
    return START.date() + timedelta(days=n)


def _written(make: Maker) -> Iterator[World]:
    """A proposal being written, circulated and changed before positions open; one that was not agreed and is put again."""
    yield make.world("a proposal being written", (), PREPARING, skip=URGENT)
    failed = (*make.opened(), Deed("agree", COUNCIL), Wait(DUE))
    yield make.world("a proposal that was not agreed", failed, ("revise", "retable", "defer", "withdraw"))
    again = (*failed, Deed("retable"), Wait(NOTICE), make.opened()[-1])
    yield make.world("a second failure", again, ("agree", "object", "close", "retable", "withdraw"))
    at_once = replace(make, policy=under(make.policy, G="refer_at_once"))
    yield at_once.world("a single try", at_once.opened(), ("object", "close", "retable"))
    yield make.world("a decision carried out", (*make.opened(), *make.everyone, Wait(DUE)), ("complete", "review"))


def _entitled(make: Maker) -> Iterator[World]:
    """People and participants that may not answer, or only sometimes."""
    every = replace(make, policy=under(make.policy, **CONSENSUS))
    everything = (*CHOICES, "raise_objection")
    windowed = replace(make, policy=under(make.policy, **CONSENSUS, I="written_unanimous", J="10 working days"))
    marks = {FIRST: DEPUTY}
    unnotified = with_deputy(make.people, make.body, absent=False)
    yield every.world("a deputy without notified absence", every.opened(), CHOICES, alliance=unnotified, depth=2)
    dated = with_deputy(make.people, make.body, until=_day(10))
    yield make.world("a deputy whose dates end", make.opened(), ("agree", "object"), alliance=dated, marks=marks, waits=(3,))
    yield every.world("an excluded participant", (*every.opened(), *EXCLUDED), CHOICES, marks={FIRST: "out"}, still=True)
    yield from _own_matters(make.on_own_matter)
    yield windowed.world(
        "an objection window", (*windowed.opened(), *windowed.everyone), ("raise_objection",), alliance=unnotified, marks=marks
    )
    yield windowed.world(
        "an objection of an excluded participant",
        (*windowed.opened(), *EXCLUDED, *windowed.everyone[1:]),
        everything,
        marks={FIRST: "out"},
    )


def _own_matters(make: Maker) -> Iterator[World]:
    """What is about one participant's own default or exit: it has no part in it."""
    own = own_kind(make.policy)
    if own is None:
        return
    every = replace(make, policy=under(make.policy, **CONSENSUS))
    windowed = replace(every, policy=under(every.policy, I="written_unanimous", J="10 working days"))
    about = {"kind": own.id, "concerns": "hostel", "default": "DEF-0001"}
    asks = Default("DEF-0001", PROPOSED, concerns="hostel", answer_kind=own.id, decision="DEC-0001")
    here = {"proposal": make.proposal(**about), "marks": {"hostel": "concerned"}, "default": asks}
    yield make.world("one's own matter without a default", CIRCULATED, ("open",), **here | {"default": None}, depth=2)
    yield every.world("a matter of one participant's own", every.opened(), CHOICES, **here, still=True)
    others = tuple(deed for deed in windowed.everyone if deed.person != HOSTEL)
    everything = (*CHOICES, "raise_objection")
    yield windowed.world("an objection on one's own matter", (*windowed.opened(), *others), everything, **here)
    yield make.world("a change of one's own matter", CIRCULATED, ("revise", "open"), **here, depth=3)
    left = Turn("The one concerned has left", alliance=with_standing(make.people, "hostel", LEFT))
    given = {**here, "turns": (left,)}
    yield make.world("one's own matter when the one concerned has left", make.opened(), ("agree", "close"), **given)
    yield make.world("one's own matter, and it leaves before it opens", CIRCULATED, ("open",), **given)
    reworded = (*make.opened(), *REWORDED)
    yield make.world("a wording of one's own matter", reworded, ("insist_material", "confirm_ruling"), **here, depth=2)
    few = ("health", "hostel")
    given = {**here, "alliance": only(make.people, few), "participants": few}
    yield make.world("one participant left to decide", CIRCULATED, ("open",), **given)


def _following(make: Maker) -> Iterator[World]:
    """Own bodies that must still decide, meetings that lose their quorum, participants that leave."""
    people = make.people
    yield make.world("own bodies to decide", make.opened(), ("agree", "agree_subject_to", "ratify", "decline", "raise_objection"))
    windowed = replace(make, policy=under(make.policy, I="written_unanimous", J="10 working days"))
    subject = (*windowed.opened(), Deed("agree_subject_to", COUNCIL), *make.everyone[1:])
    yield windowed.world("own bodies, then objections", subject, ("ratify", "decline", "raise_objection", "open"))
    yield from _own_bodies(make)
    held = Deed("open", "", {"meeting": "MTG-0001", "present": make.participants}, "in a meeting")
    yield make.world("a meeting", (*CIRCULATED, Wait(NOTICE), held), ("agree", "object", "retable", "withdraw"), still=True)
    for standing in (LEFT, SUSPENDED):
        gone = Turn(f"Hostel is {standing}", alliance=with_standing(people, "hostel", standing))
        marks = {"hostel": "going"}
        yield make.world(
            f"a participant that is {standing}", make.opened(), ("agree", "open"), turns=(gone,), marks=marks, still=True
        )


def _own_bodies(make: Maker) -> Iterator[World]:
    """Own bodies under a law that asks for notice and knows call-in; a kind of decision for which it asks neither."""
    events, people = ("notify_own_body", "ratify", "call_in", "decline"), with_deputy(make.people, make.body, absent=False)
    for kind in (KEY, OFFICER):
        subject = Deed("agree_subject_to", COUNCIL, {"version": 1, "reason": WHY, "body": "Cabinet", "decision_kind": kind})
        script = (*make.opened(), subject, *make.everyone[1:], Wait(days=LONG_NOTICE))
        given: dict[str, Any] = {"alliance": people, "marks": {FIRST: DEPUTY}, "law": LAW}
        yield make.world(f"an own body's {kind} decision", script, events, **given)


def _settling(make: Maker) -> Iterator[World]:
    """Agreement that may not settle: no money, no mandate, an open issue, too few left, a panel too small."""
    costly = make.proposal(amount_pence=PENCE, line=LINE, year=YEAR)
    yield make.world("money left", make.opened(), ("agree", "agree_subject_to", "decline", "ratify"), proposal=costly)
    yield make.world("no money left", make.opened(), ("agree", "close"), proposal=costly, others_took=1)
    yield make.world("an open issue", make.opened(), ("agree", "close"), held_by="ISS-0001")
    ends = replace(MANDATE, valid_until=_day(14))
    yield make.world("a mandate that ends while open", make.opened(), ("agree", "close"), mandate=ends, waits=(7,))
    unconflicted = under(make.policy, A="all_eligible", P="unconflicted_panel")
    everybody = replace(make.policy.quorum, panel=len(make.participants))
    panel = replace(make, policy=replace(unconflicted, quorum=everybody))
    yield panel.world("a panel too small", (*panel.opened(), *EXCLUDED), ("agree",), marks={FIRST: "out"})
    some = replace(make, policy=under(make.policy, A="all_eligible", D="n_of_participants"))
    out = some.participants[:-1]
    excluded = tuple(deed for n, participant in enumerate(out, 1) for deed in exclusion(participant, n))
    yield some.world("one left of all", (*some.opened(), *excluded), ("agree",), marks=dict.fromkeys(out, "out"))


def _held(make: Maker) -> Iterator[World]:
    """An issue about it that is logged and ends: while positions are open, and at every wait after agreement, as option N says."""
    turns = (HELD, LET_GO)
    yield make.world("an issue while positions are open", make.opened(), ("agree", "close"), turns=turns, waits=(30,))
    yield make.world("an issue soon after another", make.opened(), ("agree",), turns=(HELD_AGAIN, LET_GO), depth=4)
    for way in ("no_implementation", "owner_may_direct"):
        yield from _held_back(replace(make, policy=under(make.policy, N=way)), f"option N: {way}, an issue", turns)


def _held_back(make: Maker, name: str, turns: tuple[Turn, ...]) -> Iterator[World]:
    """An issue about what is adopted: while an own body decides, in the objection window, while it is linked, and in force."""
    subject = Deed("agree_subject_to", COUNCIL)
    windowed = replace(make, policy=under(make.policy, I="written_unanimous", J="10 working days"))
    yield make.world(
        f"{name} while an own body decides", (*make.opened(), subject, *make.everyone[1:]), ("ratify", "direct"), turns=turns
    )
    objecting = ("raise_objection", "direct")
    yield windowed.world(
        f"{name} in the objection window", (*windowed.opened(), *windowed.everyone), objecting, turns=turns, waits=(30,)
    )
    settled, below = Turn("The reserved matter comes into force", linked="in_force"), make.proposal(linked="DEC-0003")
    linked: dict[str, Any] = {"proposal": below, "linked": "open", "turns": (settled, *turns)}
    yield make.world(f"{name} while it waits for what it is linked to", (*make.opened(), *make.everyone), ("direct",), **linked)
    yield make.world(f"{name} when it is in force", (*make.opened(), *make.everyone), ("complete", "direct"), turns=turns)


def _interests(make: Maker) -> Iterator[World]:
    """Interests before and after positions open; a chair who is concerned."""
    people, marks = make.people, {FIRST: "chair"}
    events = ("agree", *RULING)
    theirs, own = {"skip": frozenset({NONE, OWN}), "still": True}, {"skip": frozenset({NONE, THEIRS}), "still": True}
    yield make.world("an interest before opening", CIRCULATED, RULING, **theirs)
    yield make.world("an interest of an organisation", make.opened(), events, **theirs)
    deputy = {"alliance": with_deputy(people, make.body, absent=False), "marks": {FIRST: DEPUTY}}
    yield make.world(
        "an interest of a person",
        (*make.opened(), Deed("declare_interest", COUNCIL, {"kind": "personal"})),
        events,
        **own,
        **deputy,
    )
    concerned = in_office(people, "chair", COUNCIL)
    by_chair = (Deed("declare_interest", COUNCIL, {"kind": "institutional"}, THEIRS),)
    yield make.world("a chair with an interest", (*CIRCULATED, *by_chair), RULING, alliance=concerned, marks=marks, **theirs)
    alone = {"alliance": in_office(concerned, "deputy chair", ""), "marks": marks, **theirs}
    yield make.world("a chair with an interest and no deputy chair", (*CIRCULATED, *by_chair), RULING, **alone)
    both = (*by_chair, Deed("declare_interest", HEALTH, {"kind": "institutional"}, THEIRS))
    for when, script in (("before opening", CIRCULATED), ("while open", make.opened())):
        yield make.world(f"two with an interest {when}, the chair among them", (*script, *both), RULING, **alone)
    agreed = (Deed("agree", COUNCIL), Deed("agree", HEALTH))
    yield make.world("a ruling that takes a position away", (*make.opened(), *agreed, *by_chair), events, **alone)


def _changing(make: Maker) -> Iterator[World]:
    """Text that changes while positions are open, also in a lower body that a change may take it out of."""
    events = ("agree", "amend", "defer", "resume", "withdraw", "insist_material")
    yield make.world("a change while open", make.opened(), events)
    lower = body_of(make.policy, "management")
    if lower is not None and plain_kind(make.policy, lower.id) is not None:
        below = replace(make, body=lower.id)
        yield below.world("a change of what a lower body decides", below.opened(), ("amend", "revise"))
        yield below.world("a change before a lower body decides", CIRCULATED, ("revise",))


def _wordings(make: Maker) -> Iterator[World]:
    """Editorial changes, in the first try and in the last."""
    events = ("agree", "edit_wording", "confirm_editorial", "insist_material", "close")
    yield make.world("a wording", make.opened(), events, still=True)
    last = (Wait(DUE), Deed("retable"), Wait(NOTICE), make.opened()[-1])
    yield make.world(
        "agreement that waits for all to see a wording", (*make.opened(), *REWORDED, *make.everyone), ("agree", "object", "close")
    )
    yield make.world("the same in the last try", (*make.opened(), *last, *REWORDED, *make.everyone), ("agree", "object", "close"))


def _positions(make: Maker) -> Iterator[World]:
    """Every position of everybody, under the policy's own base and under consensus."""
    yield make.world("every position", make.opened(), (*CHOICES, "close", "withdraw"))
    ignored = replace(make, policy=under(make.policy, base="consensus", B="ignored"))
    yield ignored.world("abstentions that are ignored", ignored.opened(), ("agree", "abstain"))
    if (make.policy.base, make.policy.options["B"]) != ("consensus", "stand_aside_allowed"):
        every = replace(make, policy=under(make.policy, **CONSENSUS))
        yield every.world("standing aside", every.opened(), ("agree", "stand_aside", "object"))
