"""Who may do an act: the roles somebody holds on a date, against the policy's roles x acts table.

Default deny; no role skips a guard.
"""

from collections.abc import Mapping
from datetime import date

from govflow.domain.alliances import Alliance
from govflow.domain.decisions import PROPOSER, Decision
from govflow.domain.participants import EXCLUDED, SUSPENDED, Participant
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.seats import covers
from govflow.domain.sentences import day as day_of
from govflow.domain.subjects import Matter
from govflow.engine.cases import Actor, Capacity

SEAT_HOLDER, DEPUTY, MANAGEMENT_MEMBER, OWNER = "seat holder", "deputy", "management member", "owner"
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
    if subject is not None:
        out = frozenset(p.id for p in alliance.participants if p.standing == EXCLUDED)  # what it put forward is for others now
        parts = (part for part in subject.parts_of(person) if part.participant not in out)
        found += [Capacity(part.role, part.participant, subject.body) for part in parts]
    return tuple(found)


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
        current = frozenset(d.n for d in alliance.deputyships(person) if covers(d.since, d.until, day))
        held = tuple(c for c in held if c.role != DEPUTY or c.deputy in current)
    allowed = policy.acts.get(act, ())
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
    return refuse("invalid", field="participant", why=why, remedy=f"Say for which participant: {', '.join(participants)}.")


def _title(policy: Policy, body: str) -> str:
    found = policy.body(body)
    return found.title.lower() if found else body
