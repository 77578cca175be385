"""A proposal as those who write it and move it on need it: what is still empty, what keeps it back, what somebody may do with it now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from govflow.domain.own_bodies import KEY
from govflow.domain.policies import RESERVED, Kind, Policy, Principle
from govflow.domain.proposals import Version, missing_parts
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.translating import say
from govflow.domain.vocabulary import MAY_CHANGE
from govflow.engine.cases import PEOPLE, Actor, Capacity, Case
from govflow.engine.casing import Asking, Source, case_of, rules_of
from govflow.engine.guards.interests import misdeclared
from govflow.engine.moving import available
from govflow.engine.permissions import capacities, permitted
from govflow.engine.rulebook import Rulebook
from govflow.reading.authority import Deciding, deciding, mandate_in_force
from govflow.reading.decisions import can, decision_case, taken_over
from govflow.reading.drafts import readable_by
from govflow.reading.own_bodies import Step, clocks, kinds, public_bodies, routes
from govflow.reading.positions import sentence_for
from govflow.record.rows import TABLES
from govflow.record.tables.decisions import is_live
from govflow.record.units import View

SOMEBODY = Actor("somebody", Capacity("manager"))
Pair = tuple[str, str]


class Offer(NamedTuple):
    """Something that can be done now: the event, what it still needs (what a form asks for is among it), and for which participants
    (id, title) whoever looks could do it; one of several must be chosen.
    """

    event: str
    unmet: tuple[Refusal, ...]
    for_whom: tuple[Pair, ...]

    def kept_back_by(self, asked: frozenset[str]) -> tuple[Refusal, ...]:
        """Return what it needs besides what a form that asks for the fields ``asked`` will hold."""
        return tuple(r for r in self.unmet if r.field not in asked)


class Question(NamedTuple):
    """A question on the proposal."""

    n: int
    said: str
    by: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """A decision as somebody who is about to act on it sees it."""

    ref: str
    title: str
    state: str
    means: str
    sentence: str
    version: Version
    kind: Kind | None
    offers: tuple[Offer, ...]
    questions: tuple[Question, ...]
    principles: tuple[Principle, ...]
    protected: tuple[str, ...]
    wording: str
    closing: str
    proposer: str
    taken_over: str
    lines: tuple[str, ...]
    years: tuple[str, ...]
    measures: tuple[str, ...]
    changeable: tuple[Pair, ...]
    missing: tuple[str, ...]
    kept_back: tuple[Refusal, ...]
    amount: str
    routes: tuple[tuple[str, str, str], ...]
    clocks: tuple[tuple[str, tuple[Step, ...]], ...]
    public_bodies: tuple[str, ...]
    key_decision: str
    deciding: Deciding
    asked_body: str

    def offer(self, event: str) -> Offer | None:
        """Return the offer of ``event``, or None when it cannot be done by whoever looks, or not now."""
        return next((o for o in self.offers if o.event == event), None)

    @property
    def can_write(self) -> bool:
        """Say whether whoever looks may write a new version before positions open."""
        return self.offer("revise") is not None

    @property
    def can_amend(self) -> bool:
        """Say whether whoever looks may change the text while positions are open."""
        return self.offer("amend") is not None


def setting(source: Source, book: Rulebook, ref: str, person: str, now: datetime) -> Setting:
    """Return decision ``ref`` for ``person``. Raises Refused for an unknown reference."""
    case = decision_case(source, book, ref, now)
    decision, policy, state = case.decision, case.policy, case.rules.workflow.states[case.decision.state]
    envelope = case.mandate.envelope if case.mandate else ()
    pence = decision.text.amount_pence
    return Setting(
        ref=ref,
        title=decision.title,
        state=say(state.title),
        means=say(state.means),
        sentence=sentence_for(case, person),
        version=decision.text,
        kind=case.kind,
        offers=_offers(source, book, case, person, now),
        questions=_questions(case),
        principles=policy.principles,
        protected=policy.interests if policy.options["K"] == "principle_or_interest" else (),
        wording=decision.wording_proposed,
        closing=f"{policy.closing:%H:%M}",
        proposer=case.alliance.named(decision.proposer, decision.proposed_at),
        taken_over=taken_over(case),
        lines=tuple(dict.fromkeys(e.line for e in envelope)),
        years=tuple(sorted({e.year for e in envelope})),
        measures=tuple(o.measure for o in case.mandate.outcomes) if case.mandate else (),
        changeable=_changeable(case),
        missing=missing_parts(decision.text.statement, tuple(p.id for p in policy.principles)),
        kept_back=_kept_back(case),
        routes=routes(case),
        clocks=clocks(case),
        public_bodies=public_bodies(case),
        key_decision=kinds(case)[KEY],
        deciding=deciding(case),
        asked_body=decision.asked_body,
        amount="" if pence is None else f"{pence // 100}.{pence % 100:02d}",
    )


# Refusals that no form can meet: whoever is here is not offered the act.
OUT_OF_REACH = frozenset(
    {"nothing-waits", "not-awaited", "deadlock", "second-person-needed", "not-eligible", "no-seat", "deputy-not-valid"}
    | {"excluded-by-interest", "window-closed", "own-interest", "not-allowed", "closing-time-not-reached", "settlement-waits"}
)


def is_out_of_reach(found: Setting, event: str, unmet: tuple[Refusal, ...]) -> bool:
    """Say whether an act is not for whoever looks, or has nothing to be about: no way leads to it."""
    nothing_asked = event == "answer" and not found.questions
    return nothing_asked or not OUT_OF_REACH.isdisjoint(r.code for r in unmet)


class Beginning(NamedTuple):
    """What a new proposal can begin with: whether whoever looks may propose, the kinds, budget lines, years and participants.

    ``reserved`` are the reserved matters on their way, from which it may follow.
    """

    allowed: bool
    kinds: tuple[Kind, ...]
    lines: tuple[str, ...]
    years: tuple[str, ...]
    participants: tuple[Pair, ...]
    reserved: tuple[Pair, ...]

    def kind(self, kind_id: str) -> Kind | None:
        """Return the kind of that id, or None."""
        return next((k for k in self.kinds if k.id == kind_id), None)


def correctable(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> frozenset[int]:
    """Return the numbers of the declared interests that ``person`` could correct or take back now."""
    case = replace(decision_case(view, book, ref, now), actor=Actor(person, Capacity("seat holder")))
    return frozenset(i.n for i in case.decision.interests if misdeclared(replace(case, data={"of": i.n, "kind": ""})) is None)


def interest_moves(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Mapping[int, frozenset[str]]:
    """Return by the number of each declared interest what ``person`` could do about it now: rule on it, or confirm the ruling."""
    case = decision_case(view, book, ref, now)
    events = ("rule_on_interest", "confirm_ruling")
    return {
        one.n: frozenset(event for event in events if can(case, person, event, {"of": one.n, "reason": "-"}))
        for one in case.decision.interests
        if not one.is_ruled
    }


def beginning(view: View, book: Rulebook, person: str, now: datetime) -> Beginning:
    """Return what ``person`` could begin a proposal with under the mandate in force."""
    alliance, rules = view.alliance(), rules_of(view, book, None)
    day = rules.calendar.local_date(now)
    mandate = mandate_in_force(view, day)
    envelope = mandate.envelope if mandate else ()
    return Beginning(
        isinstance(permitted(alliance, rules.policy, "decision.propose", person, None, day), Actor),
        rules.policy.kinds,
        tuple(dict.fromkeys(e.line for e in envelope)),
        tuple(sorted({e.year for e in envelope})),
        tuple((p.id, p.title) for p in alliance.participants),
        _reserved(view, rules.policy, readable_by(view, book, person, now)),
    )


def _reserved(view: View, policy: Policy, readable: ColumnElement[bool]) -> tuple[Pair, ...]:
    """Return the reserved matters that are on their way, as far as whoever looks may read them."""
    row = TABLES["decisions"].c
    kinds = tuple(k.id for k in policy.kinds if k.is_reserved)
    asked = select(row.ref, row.title).where(view.mine("decisions"), is_live(), readable, row.kind.in_(kinds)).order_by(row.ref)
    return tuple((ref, title) for ref, title in view.rows(asked))


def _changeable(case: Case) -> tuple[Pair, ...]:
    """Return what a proposal may change besides itself, each matter the mandate reserves by its name: the word, and what it means."""
    reserved = case.mandate.reserved if case.mandate else ()
    plain = tuple((word, say(means)) for word, means in MAY_CHANGE.items() if word != RESERVED)
    return (*plain, *((matter, say("{matter} (reserved to the owner)", matter=matter)) for matter in reserved))


def _offers(source: Source, book: Rulebook, case: Case, person: str, now: datetime) -> tuple[Offer, ...]:
    moves = case.rules.workflow.states[case.decision.state].moves
    events = tuple(dict.fromkeys(m.do for m in moves if m.by == PEOPLE))
    found = []
    for event in events:
        try:
            asked = case_of(source, book, case.decision, Asking(f"decision.{event}", person), now)
        except Refused as refused:
            if not any(r.field == "participant" for r in refused.refusals):
                continue
            asked = replace(case, event=event, actor=SOMEBODY)
        unmet = available(asked, event)
        found += [Offer(event, unmet, _for_whom(case, event, person))] if unmet is not None else []
    return tuple(found)


def _for_whom(case: Case, event: str, person: str) -> tuple[Pair, ...]:
    held = capacities(case.alliance, case.policy, person, case.decision, case.day)
    allowed = case.policy.acts.get(f"decision.{event}", ())
    theirs = (c for c in held if c.role in allowed and c.participant and c.body in {"", case.decision.body})
    return tuple((p, case.title_of(p)) for p in dict.fromkeys(c.participant for c in theirs))


def _kept_back(case: Case) -> tuple[Refusal, ...]:
    """Return what keeps the proposal from being circulated, whoever asks, besides what is said when it is."""
    asked = replace(case, event="circulate", actor=SOMEBODY, data={"papers": ("to come",)})
    return available(asked, "circulate") or ()


def _questions(case: Case) -> tuple[Question, ...]:
    answered = {c.to for c in case.decision.contributions if c.what == "answer"}
    asked = (c for c in case.decision.contributions if c.what == "question")
    return tuple(Question(c.n, c.said, case.alliance.named(c.by, c.at), c.n in answered) for c in asked)
