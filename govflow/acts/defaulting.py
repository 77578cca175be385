"""What follows from a default and for it: the decision by which the others answer, what that comes to, and the end of an exclusion.

Whoever may not read a default is answered as if there were none.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from govflow.acts.house import House
from govflow.acts.standing import mandate_in_force
from govflow.domain import facts as f
from govflow.domain.decisions import Decision
from govflow.domain.defaults import EXCLUDED, Default
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.translating import say
from govflow.engine import excluding, moving, proposing
from govflow.engine.cases import ENGINE
from govflow.engine.casing import Asking, case_of, gathering_case
from govflow.engine.defaults import EXCLUSION, DefaultCase, readers
from govflow.engine.moving import Moved
from govflow.record.units import Unit, View


def default_case(view: View, house: House, default: Default, now: datetime, data: Mapping[str, Any] | None = None) -> DefaultCase:
    """Return a default as the engine sees it at ``now`` (UTC)."""
    case = gathering_case(view, house.book, default, Asking("default.look", ENGINE, data or {}), now)
    if not isinstance(case, DefaultCase):
        raise TypeError(f"{default.ref} is no default")
    return case


def check_readable(unit: Unit, house: House, ref: str, person: str, now: datetime) -> None:
    """Refuse a reference to a default that ``person`` may not read, in the words for one that there is not."""
    default = unit.default(ref) if ref.startswith("DEF-") else None
    if default is not None and person not in readers(default_case(unit, house, default, now)):
        raise Refused((refuse("unknown-reference", field="subject", value=ref),))


def of_default(house: House, unit: Unit, moved: Moved, default: Default) -> Iterator[Moved]:
    """Yield what an act on a default calls for: the decision that answers it, or the end of whoever is excluded."""
    for asked in (fact for fact in moved.facts if isinstance(fact, f.AnswerProposed)):
        begun = _answer(house, unit, moved, default, asked.statement)
        yield begun
        yield from _look(house, unit, default.ref, moved, {"decision": begun.ref})
    if moved.to == EXCLUDED:
        yield excluding.exclude(default_case(unit, house, default, moved.at))


def of_answer(house: House, unit: Unit, moved: Moved, decision: Decision) -> Iterator[Moved]:
    """Yield what the state of a decision means for the default that it answers."""
    if decision.default_ref:
        yield from _look(house, unit, decision.default_ref, moved)


def of_roster(house: House, unit: Unit, moved: Moved) -> Iterator[Moved]:
    """Yield what it means for defaults under way that a participant has moved: whoever has left is waited for no longer."""
    if any(isinstance(fact, f.ParticipantMoved) for fact in moved.facts):
        for default in unit.defaults_going():
            yield from _look(house, unit, default.ref, moved)


def _look(house: House, unit: Unit, ref: str, moved: Moved, data: Mapping[str, Any] | None = None) -> Iterator[Moved]:
    default = unit.default(ref)
    found = moving.look_again(default_case(unit, house, default, moved.at, data)) if default else None
    if found is not None:
        yield found


def _answer(house: House, unit: Unit, moved: Moved, default: Default, statement: Mapping[str, Any]) -> Moved:
    """Begin the decision by which the others answer; whoever asked for it proposes it."""
    case = default_case(unit, house, default, moved.at)
    kind, whom = case.policy.kind(default.answer_kind), case.title_of(default.concerns)
    excludes = default.answer_kind == EXCLUSION
    text = (
        say("{whom} leaves the alliance, at the end of the restricted route.", whom=whom)
        if excludes
        else say("The others suspend the alliance's activities, at the end of the restricted route.")
    )
    data = {
        "kind": default.answer_kind,
        "title": say("Exclusion of {whom}", whom=whom) if excludes else say("Suspension of activities"),
        "text": text,
        "mandate": mandate_in_force(unit, case.day),
        "concerns": default.concerns,
        "changes": kind.changes if kind else (),
        "statement": statement,
        "default": default.ref,
    }
    asking = Asking("decision.propose", moved.actor, data, moved.participant)
    return proposing.begin(case_of(unit, house.book, None, asking, moved.at), unit.next_ref("DEC"))
