"""The people of the small worlds: three participants or a quorum of them, their seat holders and deputies, the offices around."""

from dataclasses import replace
from datetime import date

from govflow.domain.alliances import Alliance
from govflow.domain.mandates import EnvelopeLine, Limit, Mandate
from govflow.domain.participants import JOINED, Participant
from govflow.domain.policies import Body, Kind, Policy
from govflow.domain.seats import Absence, Deputy, Office, Person, Seat

NAMES = ("council", "health", "hostel", "housing", "youth", "advice", "outreach")
PARTICIPANTS = NAMES[:3]
LARGEST_QUORUM = len(NAMES) - 1  # one more is left out of what is its own matter; a larger world takes too long
FIRST = PARTICIPANTS[0]
SINCE = date(2025, 4, 1)
SEAT, TEAM, DEPUTY, CHIEF = "seat", "team", "deputy", "chief"
OFFICES = ("chair", "deputy chair", "manager", "administrator", "observer", "auditor", "owner")
RESERVED = "reserved matters"
LINE, YEAR, PENCE, LIMIT = "services", "2025-26", 1_000_000, 100_000
OTHER_LINE, ALIGNED_LINE = "homes", "nursing"  # the second is held by the first participant
MANDATE = Mandate(
    ref="MAN-0001",
    version=1,
    title="The mandate",
    valid_from=SINCE,
    valid_until=date(2030, 3, 31),
    outcomes=(),
    risk=(),
    envelope=(
        EnvelopeLine(LINE, YEAR, PENCE, "devolved"),
        EnvelopeLine(OTHER_LINE, YEAR, PENCE, "devolved"),
        EnvelopeLine(ALIGNED_LINE, YEAR, PENCE, "aligned", FIRST),
    ),
    reserved=(RESERVED,),
    limits=(Limit("management", LIMIT), Limit("manager", LIMIT)),
    digest="",
)


def person(participant: str, part: str) -> str:
    """Return the reference of a participant's person: its seat holder, its person in another body, or its deputy."""
    return f"{participant}/{part}"


def quorum(policy: Policy) -> int:
    """Return the number of participants that ``policy`` asks for in a quorum, 0 where it asks for none."""
    return policy.quorum.at_least if policy.options["D"] == "n_of_participants" else 0


def in_reach(policy: Policy) -> Policy:
    """Return ``policy`` with a quorum that a small world can meet: the rules only ever ask whether enough are there."""
    return replace(policy, quorum=replace(policy.quorum, at_least=min(policy.quorum.at_least, LARGEST_QUORUM)))


def participants(policy: Policy, besides: int = 0) -> tuple[str, ...]:
    """Return three participants, or as many as its quorum and those ``besides`` it take."""
    return NAMES[: max(len(PARTICIPANTS), quorum(policy) + besides)]


def body_of(policy: Policy, level: str) -> Body | None:
    """Return the policy's first body of ``level``, or None."""
    return next((b for b in policy.bodies if b.level == level), None)


def plain_kind(policy: Policy, body: str) -> Kind | None:
    """Return the first kind that ``body`` decides and that needs nothing further, or None."""
    return next((k for k in policy.kinds if k.body == body and not k.about and not k.needs_amount), None)


def money_kind(policy: Policy, money: str, body: str) -> Kind | None:
    """Return the first kind of decision of ``body`` that needs an amount and does ``money`` with it, or None."""
    fitting = (k for k in policy.kinds if k.body == body and k.money == money and k.needs_amount and not k.about)
    return next(fitting, None)


def own_kind(policy: Policy) -> Kind | None:
    """Return the first kind about one participant's own default or exit, or None."""
    return next((k for k in policy.kinds if k.about), None)


def alliance(policy: Policy, body: str, among: tuple[str, ...] = PARTICIPANTS) -> Alliance:
    """Return the alliance of the small worlds: everybody ``among`` them in place, for decisions of ``body``."""
    other = next((b.id for b in policy.bodies if b.id != body), body)
    members = tuple(Participant(p, p.title(), (body, other), policy.quorum.named, JOINED, None, "") for p in among)
    seats = [Seat(0, p, b, person(p, part), SINCE, None, "") for p in among for part, b in ((SEAT, body), (TEAM, other))]
    offices = [
        Office(n + 1, role, role, body if role in {"chair", "deputy chair"} else "", "", SINCE, None)
        for n, role in enumerate(OFFICES)
    ]
    people = [person(p, part) for p in among for part in (SEAT, TEAM, DEPUTY)] + list(OFFICES)
    return Alliance(
        title="A small alliance",
        zone=policy.zone,
        participants=members,
        people=tuple(Person(ref, ref, "", active=True) for ref in people),
        seats=tuple(replace(seat, n=n + 1) for n, seat in enumerate(seats)),
        offices=tuple(offices),
    )


def with_deputy(before: Alliance, body: str, until: date | None = None, *, absent: bool = True) -> Alliance:
    """Return ``before`` with a deputy for the first participant, its seat holder's absence notified or not."""
    named = Deputy(len(before.deputies) + 1, FIRST, body, person(FIRST, DEPUTY), SINCE, until, "")
    away = (Absence(1, FIRST, body, person(FIRST, SEAT), SINCE, None, ""),) if absent else ()
    return replace(before, deputies=(*before.deputies, named), absences=away)


def without_seat(before: Alliance, participant: str, body: str) -> Alliance:
    """Return ``before`` with the participant's seat in ``body`` empty."""
    return replace(before, seats=tuple(s for s in before.seats if (s.participant, s.body) != (participant, body)))


def with_standing(before: Alliance, participant: str, standing: str) -> Alliance:
    """Return ``before`` with another standing of one participant."""
    members = (replace(p, standing=standing) if p.id == participant else p for p in before.participants)
    return replace(before, participants=tuple(members))


def only(before: Alliance, participants: tuple[str, ...]) -> Alliance:
    """Return ``before`` with these participants alone."""
    return replace(before, participants=tuple(p for p in before.participants if p.id in participants))


def in_office(before: Alliance, role: str, ref: str) -> Alliance:
    """Return ``before`` with ``ref`` in the office ``role``; "" leaves it empty."""
    rest = tuple(o for o in before.offices if o.role != role)
    held = tuple(replace(o, person=ref) for o in before.offices if o.role == role and ref)
    return replace(before, offices=(*rest, *held))


def title(ref: str) -> str:
    """Return how a step names a person."""
    participant, _, part = ref.partition("/")
    if not part:
        return f"The {participant}"
    whose = participant.title()
    named = {SEAT: "seat holder", TEAM: "person in another body", DEPUTY: "deputy", CHIEF: "chief executive"}
    return f"{whose}'s {named[part]}"
