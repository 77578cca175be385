"""How an alliance decides: its policy and its workflow explained, with the editions in force and their digests."""

from dataclasses import dataclass
from typing import NamedTuple

from govflow.definitions.explaining import alternative, svg
from govflow.definitions.explaining.options import means
from govflow.definitions.explaining.policies import BASES
from govflow.definitions.explaining.workflows import sentence
from govflow.definitions.workflows import FORMS, Workflow
from govflow.domain.options import OPTIONS
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS, CLOCKS, ROLES
from govflow.engine.casing import Source, rules_of
from govflow.engine.rulebook import Rulebook


class Said(NamedTuple):
    """Something with a name, and what it means."""

    name: str
    means: str


class Edition(NamedTuple):
    """An edition in force: what it is called, its number, and the SHA-256 of its content."""

    title: str
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class PolicySaid:
    """A policy in English. ``table`` has a row an act: what it is, and for each of ``roles`` whether it may."""

    edition: Edition
    base: str
    principles: tuple[Said, ...]
    interests: tuple[str, ...]
    kinds: tuple[Said, ...]
    words: tuple[Said, ...]
    choices: tuple[Said, ...]
    clocks: tuple[Said, ...]
    roles: tuple[str, ...]
    table: tuple[tuple[str, tuple[bool, ...]], ...]


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


def policy_said(source: Source, book: Rulebook) -> PolicySaid:
    """Return the policy in force, in English."""
    policy = rules_of(source, book, None).policy
    used = {role for roles in policy.acts.values() for role in roles}
    roles = tuple(role for role in ROLES if role in used)
    return PolicySaid(
        Edition(policy.title, policy.edition, policy.digest),
        BASES[policy.base],
        tuple(Said(p.title, p.means) for p in policy.principles),
        policy.interests,
        tuple(Said(k.title, f"{k.means} {_decided_by(policy, k.body)}") for k in policy.kinds),
        tuple(Said(w.title, w.means) for w in policy.words),
        tuple(Said(option.title, means(letter, policy.options[letter])) for letter, option in OPTIONS.items()),
        tuple(Said(CLOCKS.get(name, name), str(span)) for name, span in policy.clocks.items()),
        roles,
        tuple(
            (text, tuple(role in policy.acts.get(act, ()) for role in roles)) for act, text in ACTS.items() if act in policy.acts
        ),
    )


def workflow_said(source: Source, book: Rulebook) -> WorkflowSaid:
    """Return the workflow of decisions in force, in English and as a picture."""
    rules = rules_of(source, book, None)
    workflow, policy = rules.workflow, rules.policy
    return WorkflowSaid(
        Edition(workflow.title, workflow.edition, workflow.digest),
        tuple(
            StateSaid(s.title, s.means, s.asks, tuple(sentence(workflow, policy, s, m) for m in s.moves))
            for s in workflow.states.values()
        ),
        tuple(_promises(workflow)),
        svg(workflow),
        tuple(alternative(workflow).splitlines()),
    )


def _decided_by(policy: Policy, body: str) -> str:
    found = policy.body(body)
    return f"Decided by: {found.title if found else body}."


def _promises(workflow: Workflow) -> list[str]:
    named = {"state": {s.id: s.title for s in workflow.states.values()}}
    return [
        f"“{named.get(p.about, {}).get(p.name, p.name.replace('_', ' '))}”{FORMS[p.about]} {p.condition}."
        for p in workflow.promises
    ]
