"""How an alliance decides: its policy and its workflow explained, with the editions in force and their digests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select

from govflow.definitions.explaining import alternative, svg
from govflow.definitions.explaining.authority import HEAD, authority_sentences, authority_table
from govflow.definitions.explaining.options import means
from govflow.definitions.explaining.policies import BASES
from govflow.definitions.explaining.times import time_sentences
from govflow.definitions.explaining.workflows import doing, sentence
from govflow.definitions.workflows import FORMS, Workflow
from govflow.domain.options import OPTIONS
from govflow.domain.policies import Policy
from govflow.domain.translating import mark, say
from govflow.domain.vocabulary import ACTS, CLOCKS, ROLES
from govflow.engine.casing import DECISION, Source, rules_of
from govflow.engine.machine import Rules
from govflow.engine.rulebook import Rulebook
from govflow.reading.decisions import decision_case
from govflow.record.rows import TABLES
from govflow.record.tables.decisions import is_live
from govflow.record.units import View

UNLISTED = frozenset({"default"})  # that its edition is kept would say that there was one


class Said(NamedTuple):
    """Something with a name, and what it means."""

    name: str
    means: str


# What holds in every alliance, whatever its policy says: who speaks for whom, who rules, and what becomes of what somebody began.
STANDING_RULES: tuple[Said, ...] = (
    Said(
        mark("Who speaks for an organisation"),
        mark(
            "Nobody but the organisation says so. Whoever others put into its seat, name as its deputy or make its chief executive waits"
            " until somebody else who holds a seat of it, or its chief executive, confirms them. Where nobody of it is left, the chair"
            " confirms, or the deputy chair; where those put them in, another member of the leadership team. Before anybody of it was"
            " seated, and for the first holder of a seat until positions are opened here for the first time, nobody need confirm."
        ),
    ),
    Said(
        mark("While positions are open"),
        mark(
            "Whoever others put in meanwhile answers from the next working day after the organisation confirmed them. Confirmed by the"
            " chair, they answer from the next opening on. An absence that others notify lets the deputy speak from the next working"
            " day on. Its people, the chair and everybody else who takes part are told at once."
        ),
    ),
    Said(
        mark("When somebody's time is over"),
        mark(
            "What they could do by a seat, an office or a proposal ends with it, also while their organisation is suspended. What they put"
            " forward is looked after by whoever holds their organisation's seat in the body that decides; where there is nobody, or the"
            " organisation takes no part, by the alliance manager. So are actions that were given to them."
        ),
    ),
    Said(
        mark("Interests"),
        mark(
            "An interest is declared by those who take part in the decision, for their own organisation. The chair of the body that"
            " decides rules on it; where it is the chair's, the deputy chair; where it is theirs too, or there is none, somebody who"
            " speaks in that body for another organisation, and most of the others confirm it."
        ),
    ),
)


class Edition(NamedTuple):
    """An edition in force: what it is called, its number, and the SHA-256 of its content."""

    title: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class PolicySaid:
    """A policy in English.

    ``authority_table`` is who decides which kind, its first row the titles; ``acts`` is what each act is called, and the roles that may.
    """

    edition: Edition
    base: str
    principles: tuple[Said, ...]
    interests: tuple[str, ...]
    kinds: tuple[Said, ...]
    authority: tuple[str, ...]
    authority_table: tuple[tuple[str, ...], ...]
    words: tuple[Said, ...]
    choices: tuple[Said, ...]
    clocks: tuple[Said, ...]
    times: tuple[str, ...]
    acts: tuple[tuple[str, tuple[str, ...]], ...]
    standing: tuple[Said, ...] = ()


class StateSaid(NamedTuple):
    """A state in English: what it means, whom it waits for, and each move as a sentence."""

    title: str
    means: str
    asks: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkflowSaid:
    """A workflow in English, and as a picture with its words."""

    edition: Edition
    states: tuple[StateSaid, ...]
    promises: tuple[str, ...]
    picture: str
    in_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An edition that the record keeps: what it is of, since when decisions began under it, how many did, and how many are live.

    ``decisions`` is None for the workflow of something else (a meeting, a mandate).
    """

    kind: str
    edition: Edition
    in_force: bool
    since: datetime | None
    decisions: int | None
    live: int


def editions(view: View, book: Rulebook) -> tuple[Kept, ...]:
    """Return every edition of a policy or workflow that the alliance keeps, those in force first, then the newest."""
    alliance = view.alliance()
    row = TABLES["editions"].c
    rows = view.rows(select(row.kind, row.name, row.edition, row.digest).where(view.mine("editions")))
    used = {kind: _used(view, kind) for kind in ("policy", "workflow")}
    current = {alliance.policy, alliance.workflow} | {w.digest for n, w in book.library.workflows.items() if n != DECISION}

    def began(kind: str, name: str, digest: str) -> tuple[datetime | None, int | None, int]:
        of_decisions = kind == "policy" or name == DECISION
        return used[kind].get(digest, (None, 0, 0)) if of_decisions else (None, None, 0)

    found = [
        Kept(kind, Edition(name, int(number), digest), digest in current, *began(kind, name, digest))
        for kind, name, number, digest in rows
        if kind in used and name not in UNLISTED
    ]
    return tuple(sorted(found, key=lambda kept: (kept.kind, not kept.in_force, -kept.edition.number)))


def _used(view: View, column: str) -> Mapping[str, tuple[datetime | None, int | None, int]]:
    """Return by digest when the first decision began under an edition, how many did, and how many of them are not at rest."""
    row = TABLES["decisions"].c
    live = func.sum(case((is_live(), 1), else_=0))
    asked = select(row[column], func.min(row.proposed_at), func.count(), live).where(view.mine("decisions"))
    return {digest: (since, count, int(open_)) for digest, since, count, open_ in view.rows(asked.group_by(row[column]))}


def picture(view: View, book: Rulebook, ref: str, now: datetime) -> str:
    """Return the drawing (SVG) of the workflow a decision follows, with where it is and has been. Raises Refused for an unknown one."""
    found = decision_case(view, book, ref, now)
    here = found.decision.state
    passed = dict.fromkeys(entry.content["to"] for entry in view.entries(ref))
    return svg(found.rules.workflow, here, tuple(state for state in passed if state and state != here))


def edition_said(view: View, book: Rulebook, digest: str) -> "PolicySaid | WorkflowSaid | None":
    """Return an edition that the alliance keeps, in English; None where it keeps none of this digest."""
    kept = next((one for one in editions(view, book) if one.edition.digest == digest), None)
    if kept is None:
        return None
    alliance = view.alliance()
    named = {"policy": alliance.policy, "workflow": alliance.workflow, kept.kind: digest}
    rules = book.rules(named["policy"], named["workflow"], view.edition)
    return _policy_said(rules.policy) if kept.kind == "policy" else _workflow_said(rules)


def policy_said(source: Source, book: Rulebook) -> PolicySaid:
    """Return the policy in force, in English."""
    return _policy_said(rules_of(source, book, None).policy)


def _policy_said(policy: Policy) -> PolicySaid:
    return PolicySaid(
        Edition(policy.title, policy.edition, policy.digest),
        BASES[policy.base],
        tuple(Said(p.title, p.means) for p in policy.principles),
        policy.interests,
        tuple(Said(k.title, f"{k.means} {_decided_by(policy, k.body)}") for k in policy.kinds),
        tuple(authority_sentences(policy)),
        (HEAD, *authority_table(policy)),
        tuple(Said(w.title, w.means) for w in policy.words),
        tuple(Said(option.title, means(letter, policy.options[letter])) for letter, option in OPTIONS.items()),
        tuple(Said(CLOCKS.get(name, name), str(span)) for name, span in policy.clocks.items()),
        tuple(time_sentences(policy)),
        tuple((text, tuple(r for r in ROLES if r in policy.acts[act])) for act, text in ACTS.items() if act in policy.acts),
        tuple(Said(say(one.name), say(one.means)) for one in STANDING_RULES),
    )


def workflow_said(source: Source, book: Rulebook) -> WorkflowSaid:
    """Return the workflow of decisions in force, in English and as a picture."""
    return _workflow_said(rules_of(source, book, None))


def _workflow_said(rules: Rules) -> WorkflowSaid:
    workflow, policy = rules.workflow, rules.policy
    return WorkflowSaid(
        Edition(workflow.title, workflow.edition, workflow.digest),
        tuple(
            StateSaid(
                say(s.title), say(s.means), say(s.asks), tuple(sentence(workflow, policy, s, m, keyed=False) for m in s.moves)
            )
            for s in workflow.states.values()
        ),
        tuple(_promises(workflow)),
        svg(workflow),
        tuple(alternative(workflow).splitlines()),
    )


def _decided_by(policy: Policy, body: str) -> str:
    found = policy.body(body)
    return say("Decided by: {body}.", body=found.title if found else body)


def _promises(workflow: Workflow) -> list[str]:
    states = {s.id: say(s.title) for s in workflow.states.values()}
    named = ((p, states[p.name] if p.about == "state" else doing(workflow, p.name)) for p in workflow.promises)
    return [f"“{name[:1].upper()}{name[1:]}”{FORMS[p.about]} {p.condition}." for p, name in named]
