"""Who may do an act: the roles somebody holds on a date, against the policy's roles x acts table.

Default deny; no role skips a guard.
"""

from collections.abc import Mapping
from datetime import date

from govflow.domain.alliances import MANAGER, PRESIDING, Alliance
from govflow.domain.decisions import PROPOSER, Decision
from govflow.domain.participants import GONE, SUSPENDED, Participant
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import THEMSELVES, Deputy, Office, Seat, covers
from govflow.domain.sentences import day as day_of
from govflow.domain.subjects import Matter, Part
from govflow.domain.vocabulary import ITS_WORD
from govflow.engine.cases import Actor, Capacity

SEAT_HOLDER, DEPUTY, MANAGEMENT_MEMBER, OWNER = "seat holder", "deputy", "management member", "owner"
PUT_FORWARD = "decision.propose"
EXTRA_ROLE = {"management": MANAGEMENT_MEMBER, "owner": OWNER}
ANSWERING = frozenset({"agree", "agree_subject_to", "object", "abstain", "stand_aside", "raise_objection", "ratify", "decline"})
# What those who take part do together; and in that what a participant reports of its own body, which is no business of the others.
TOGETHER = frozenset({"decision", "issue", "meeting"})
OWN_BODY = frozenset(f"decision.{event}" for event in ("notify_own_body", "ratify", "call_in", "decline"))
# In what they answer, a deputy is told which dates or absence are wanting; in nothing else does a naming count that does not cover today.
DATES_ARE_TOLD = frozenset(f"decision.{event}" for event in ANSWERING)


# What takes a decision further, holds it up or changes it: on its own default nobody does any of these, in whatever role.
STEERING = frozenset(
    f"decision.{event}"
    for event in (
        *("revise", "consult", "circulate", "show_urgency", "open", "defer", "resume", "withdraw", "amend", "edit_wording"),
        *("confirm_editorial", "rule_on_interest", "close", "retable", "complete"),
    )
)


def capacities(alliance: Alliance, policy: Policy, person: str, subject: Matter | None, day: date) -> tuple[Capacity, ...]:
    """Return every capacity ``person`` has on local date ``day``; a deputyship counts whatever its dates, guards look at those.

    Whose access has ended has none.
    """
    known = alliance.person(person)
    if known is None or not known.active:
        return ()
    found: list[Capacity] = []
    for seat in alliance.seats_of(person, day):
        found.append(Capacity(SEAT_HOLDER, seat.participant, seat.body))
        body = policy.body(seat.body)
        if body and body.level in EXTRA_ROLE:
            found.append(Capacity(EXTRA_ROLE[body.level], seat.participant, seat.body))
    named = sorted(
        alliance.deputyships(person), key=lambda d: not covers(d.since, d.until, day)
    )  # a new naming before an old one
    found += [Capacity(DEPUTY, d.participant, d.body, d.n) for d in named]
    found += [Capacity(o.role, o.participant, o.body) for o in alliance.offices_of(person, day)]
    if subject is None:
        return tuple(found)
    here = [c for c in found if c.role not in PRESIDING or _presides(alliance, policy, c, subject.body, day)]
    standing = (part for part in subject.parts_of(person) if stands(alliance, policy, part, person, day))
    parts = {(part.role, part.participant) for part in (*standing, *_taken_over(alliance, policy, person, subject, day))}
    return (*here, *(Capacity(role, participant, subject.body) for role, participant in sorted(parts)))


def _presides(alliance: Alliance, policy: Policy, held: Capacity, body: str, day: date) -> bool:
    """Say whether somebody presides in ``body``: as its own chair; in one that has none, as the chair of the leadership team."""
    if held.body in {"", body} or not body:
        return True
    of = policy.body(held.body)
    return of is not None and of.level == "leadership" and not alliance.in_office("chair", day, body)


def _current(alliance: Alliance, person: str, day: date) -> frozenset[int]:
    return frozenset(d.n for d in alliance.deputyships(person) if covers(d.since, d.until, day))


def stands(alliance: Alliance, policy: Policy, part: Part, person: str, day: date) -> bool:
    """Say whether a part that somebody has in a matter goes on: it ends with what they held when it began.

    What was put forward is theirs while they hold what lets them put it forward, for the same participant; any other part for a
    participant while they hold anything for it. Whoever helps along without one does so until all that they ever held has ended.
    """
    if part.role == THEMSELVES:
        return True
    held = _held_now(alliance, policy, person, day)
    if part.role == PROPOSER:
        return any(c.participant == part.participant and c.role in policy.acts.get(PUT_FORWARD, ()) for c in held)
    if part.participant:
        return any(c.participant == part.participant for c in held)
    return not alliance.is_out(person, day) and (bool(held) or not _held_once(alliance, person))


def _held_once(alliance: Alliance, person: str) -> bool:
    every: tuple[Seat | Deputy | Office, ...] = (*alliance.seats, *alliance.deputies, *alliance.offices)
    return any(one.person == person for one in every)


def stewards(alliance: Alliance, policy: Policy, decision: Decision, day: date) -> tuple[str, ...]:
    """Return who looks after what was put forward today.

    Whoever put it forward, while that stands; else the holder of the same participant's seat in the body that decides; where it takes
    no part any more, or nobody holds that seat, the alliance manager.
    """
    part, person = Part(PROPOSER, decision.participant), decision.proposer
    takes_part = decision.participant not in _silent(alliance, policy, decision)
    if takes_part and person and stands(alliance, policy, part, person, day):
        return (person,)
    holder = alliance.holder(decision.participant, decision.body, day) if takes_part and decision.participant else ""
    return (holder,) if holder else alliance.in_office(MANAGER, day)


def _held_now(alliance: Alliance, policy: Policy, person: str, day: date) -> tuple[Capacity, ...]:
    current = _current(alliance, person, day)
    return tuple(c for c in capacities(alliance, policy, person, None, day) if c.role != DEPUTY or c.deputy in current)


def _silent(alliance: Alliance, policy: Policy, decision: Decision) -> frozenset[str]:
    """Return the participants that take no part now; the owner goes on as owner, whatever part it has as a participant."""
    body = policy.body(decision.body)
    owners = body is not None and body.level == OWNER
    return frozenset(p.id for p in alliance.participants if p.standing in GONE or (p.standing == SUSPENDED and not owners))


def _taken_over(alliance: Alliance, policy: Policy, person: str, subject: Matter, day: date) -> tuple[Part, ...]:
    """Return the proposer's part, for whoever has taken it over from somebody whose standing has ended."""
    if not isinstance(subject, Decision) or not subject.proposer or person not in stewards(alliance, policy, subject, day):
        return ()
    mine = alliance.holder(subject.participant, subject.body, day) == person
    return () if person == subject.proposer else (Part(PROPOSER, subject.participant if mine else ""),)


def choose(held: tuple[Capacity, ...], allowed: tuple[str, ...], body: str, participant: str = "") -> Capacity | None:
    """Return the capacity to act in: one of the ``allowed`` roles, a seat in ``body`` first, then in the table's order; None for none.

    ``participant`` narrows it to acting for that participant, for somebody who speaks for more than one.
    """
    fitting = [c for c in held if c.role in allowed and participant in {"", c.participant}]
    return min(
        fitting, key=lambda c: (c.role == SEAT_HOLDER and c.body != body, allowed.index(c.role), c.body != body), default=None
    )


def permitted(  # noqa: PLR0913, PLR0917 - each is a different thing that decides it
    alliance: Alliance, policy: Policy, act: str, person: str, subject: Matter | None, day: date, participant: str = ""
) -> Actor | Refusal:
    """Return ``person`` as an actor in the capacity that lets it do ``act`` on local date ``day``, or the refusal."""
    held = capacities(alliance, policy, person, subject, day)
    own = _own_matter(alliance, act, held, subject)
    if own is not None:
        return own
    if act not in DATES_ARE_TOLD:
        current = _current(alliance, person, day)
        held = tuple(c for c in held if c.role != DEPUTY or c.deputy in current)
    allowed = policy.acts.get(act, ITS_WORD.get(act, ()))
    out = _suspended(alliance, act)
    silent = tuple(c for c in held if c.participant in out and not _is_owners(policy, c))
    held = tuple(c for c in held if c not in silent) if silent else held
    body = subject.body if subject else ""
    chosen = choose(held, allowed, body, participant)
    event = act.partition(".")[2]
    if chosen is not None:
        several = _equally(held, chosen) if event in ANSWERING and not participant else ()
        return _say_for_whom(alliance, several) if len(several) > 1 else Actor(person, chosen)
    if silent and (barred := choose(silent, allowed, body, participant)):
        return _is_suspended(out[barred.participant])
    if event in ANSWERING and not any(c.role != PROPOSER for c in held):
        return refuse("no-seat", who=(alliance.name_of(person),), body=_title(policy, body))
    return refuse("not-allowed", who=(alliance.name_of(person),), roles=" or ".join(allowed) or "nobody")


def _suspended(alliance: Alliance, act: str) -> Mapping[str, Participant]:
    """Return the suspended participants, for whom nobody does ``act`` meanwhile; none where it is of its own body or on its own people."""
    if act in OWN_BODY or act.partition(".")[0] not in TOGETHER:
        return {}
    return {p.id: p for p in alliance.participants if p.standing == SUSPENDED}


def _is_owners(policy: Policy, capacity: Capacity) -> bool:
    """Say whether somebody acts in the owner's own body: what the owner reserved is no part it has as a participant."""
    body = policy.body(capacity.body)
    return body is not None and body.level == OWNER


def _is_suspended(participant: Participant) -> Refusal:
    until = day_of(participant.until) if participant.until else "the others end it"
    return refuse("participant-suspended", who=(participant.title,), until=until)


def _own_matter(alliance: Alliance, act: str, held: tuple[Capacity, ...], subject: Matter | None) -> Refusal | None:
    """Refuse whoever belongs to the one concerned to steer the decision on its default (rule 7)."""
    if act not in STEERING or not isinstance(subject, Decision) or not subject.default_ref:
        return None
    whom = alliance.participant(subject.concerns)
    belongs = whom is not None and any(c.participant == whom.id for c in held)
    return refuse("own-default", who=(whom.title,)) if whom is not None and belongs else None


def _equally(held: tuple[Capacity, ...], chosen: Capacity) -> tuple[str, ...]:
    """Return the participants that somebody speaks for in the same way as in ``chosen``."""
    return tuple(dict.fromkeys(c.participant for c in held if (c.role, c.body) == (chosen.role, chosen.body)))


def _say_for_whom(alliance: Alliance, participants: tuple[str, ...]) -> Refusal:
    titles = [found.title for p in participants if (found := alliance.participant(p))]
    why = f"you may answer for {' and for '.join(titles)}, and it is not said for whom this is"
    return refuse("invalid", field="participant", why=why, remedy=f"Say for which participant: {', '.join(titles)}.")


def _title(policy: Policy, body: str) -> str:
    found = policy.body(body)
    return found.title.lower() if found else body
