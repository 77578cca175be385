"""What an act's data is completed with where a scenario does not say: only what the scenario does not care about.

Reasons, principles and remedies are never made up: leaving them out is how a scenario shows that they are needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from govflow.definitions.mandates import mandate_plain
from govflow.definitions.strict_yaml import Plain
from govflow.domain.decisions import Decision
from govflow.domain.mandates import Mandate
from govflow.domain.policies import Policy
from govflow.domain.proposals import STATEMENT_PARTS
from govflow.rehearsing.seating import People

NONE, EXAMPLE = "none", "example"
ANSWERS = frozenset(
    {"decision.agree", "decision.agree_subject_to", "decision.object", "decision.abstain", "decision.stand_aside"}
)
PLACED = frozenset({"seat.fill", "seat.confirm", "seat.end", "deputy.name", "deputy.confirm", "deputy.end", "absence.notify"})
# What a scenario leaves out by writing "none" is left out of the act.
MAY_BE_NONE = frozenset(
    {
        "statement",
        "papers",
        "version",
        "urgent",
        "amount",
        "line",
        "year",
        "text",
        "reason",
        "closes",
        "happened",
        "affected",
        "would_help",
        "evidence",
    }
)

Data = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class Scene:
    """What defaults are taken from: the policy, who there is, what the names stand for, and the decision the act is about."""

    policy: Policy
    people: People
    refs: Mapping[str, str]
    decision: Decision | None
    actor: str
    on: str
    mandate: Mandate | None = None  # of the pack's example, for a draft "like" it


def completed(act: str, given: Mapping[str, Plain], scene: Scene) -> Data:
    """Return the data of ``act``: what is given, names turned into references, and the defaults of the act."""
    data = {name: _resolved(name, value, scene) for name, value in given.items()}
    if act == "mandate.draft" and scene.mandate is not None and data.get("like") == EXAMPLE:
        data = {**_terms(scene.mandate), **{name: value for name, value in data.items() if name != "like"}}
    data = {**DEFAULTS[act](scene), **data} if act in DEFAULTS else data
    if act in ANSWERS and scene.decision is not None:
        data = {"version": str(scene.decision.version), **data}
    if act in PLACED:
        data = {**_place(data, scene), **data}
    if act == "decision.circulate":
        data = _interests(data)
    if act == "decision.propose" and data.get("mandate") == NONE:
        data["mandate"] = ""
    if "statement" in data and isinstance(data["statement"], Mapping):
        whole = act in {"decision.propose", "mandate.draft", "mandate.vary", "default.propose_exclusion"}
        data["statement"] = _statement(data["statement"], scene.policy) if whole else _said(data["statement"])
    return {name: value for name, value in data.items() if not (value == NONE and name in MAY_BE_NONE)}


def _resolved(name: str, value: Plain, scene: Scene) -> Plain:
    if not isinstance(value, str):
        return value
    if name in {"person", "owner"}:
        return scene.people.ref(value) or value
    names = {"supersedes", "linked", "releases", "subject", "about", "decision", "meeting"}
    return scene.refs.get(value, value) if name in names else value


def _proposal(scene: Scene) -> Data:
    title = scene.on or "A proposal"
    return {
        "kind": "key-issue",
        "title": title,
        "text": f"We do what is set out under {title!r}.",
        "statement": _statement({}, scene.policy),
    }


def _statement(given: Mapping[str, Plain], policy: Policy) -> Mapping[str, Plain]:
    """Return a complete statement with the parts ``given`` in place of its own; a part that is ``none`` stays empty."""
    whole: Data = {
        part: f"Said, for the rehearsal: {meaning}." for part, meaning in STATEMENT_PARTS.items() if part != "principles"
    }
    grid: Data = {p.id: {"effect": "serves", "how": f"It serves {p.title.lower()}."} for p in policy.principles}
    said = _said(given)
    principles = said.get("principles", {})
    if given.get("principles") == NONE:
        grid = {}
    elif isinstance(principles, Mapping):
        grid = {name: note for name, note in {**grid, **principles}.items() if note != ""}
    return {**whole, **said, "principles": grid}


def _said(given: Mapping[str, Plain]) -> Data:
    """Return the parts of a statement as they are given, those that are ``none`` as empty text."""
    said: Data = {}
    for name, value in given.items():
        if isinstance(value, Mapping):
            said[name] = _said(value)
        else:
            said[name] = "" if value == NONE else value
    return said


def _papers(_: Scene) -> Data:
    return {"papers": ["The proposal and its statement"]}


def _interests(data: Data) -> Data:
    """Return ``data`` with ``interests: asked | not-asked`` as the act says it."""
    asked = data.pop("interests", None)
    return data if asked is None else {"ask_interests": "no" if asked == "not-asked" else "yes", **data}


def _place(data: Mapping[str, Plain], scene: Scene) -> Data:
    """Return where a seat, deputyship or absence is: the leadership team, and the participant of the person or the actor."""
    body = next((b.id for b in scene.policy.bodies if b.level == "leadership"), "")
    person = data.get("person")
    name = scene.people.name(person) if isinstance(person, str) else ""
    participant = scene.people.participant(name) or scene.people.participant(scene.actor)
    return {"body": body, **({"participant": participant} if participant else {})}


def _chair(scene: Scene) -> Data:
    return {"body": next((b.id for b in scene.policy.bodies if b.level == "leadership"), "")}


def _invited(scene: Scene) -> Data:
    return {"name": scene.on} if scene.on else {}


def _meeting(scene: Scene) -> Data:
    return {**_chair(scene), "title": scene.on}


def _terms(mandate: Mandate) -> Data:
    """Return what the example's mandate says, as the act that drafts one says it."""
    plain = mandate_plain(mandate)
    term: Plain = {name: plain.pop(name) for name in ("from", "until", "extendable_until") if name in plain}
    return {"term": term, **{name: value for name, value in plain.items() if name not in {"ref", "version"}}}


def _mandate(scene: Scene) -> Data:
    return {"title": scene.on or "A mandate", "statement": _statement({}, scene.policy)}


def _issue(_: Scene) -> Data:
    """Return what an issue asks for; without a word on whom it concerns, which a scenario says."""
    said = ("happened", "affected", "would_help")
    return {name: f"Said, for the rehearsal: {name.replace('_', ' ')}." for name in said}


DEFAULTS: Mapping[str, Callable[[Scene], Data]] = {
    "mandate.draft": _mandate,
    "mandate.vary": lambda scene: {"statement": _statement({}, scene.policy)},
    "issue.log": _issue,
    "default.prepare": lambda _: {"not_honest_mistake": "yes"},
    "default.serve": lambda _: {"how": "Handed over, for the rehearsal."},
    "default.propose_exclusion": lambda scene: {"statement": _statement({}, scene.policy)},
    "meeting.plan": _meeting,
    "meeting.request": _meeting,
    "action.open": lambda scene: {"what": scene.on},
    "decision.propose": _proposal,
    "decision.circulate": _papers,
    "chair.appoint": _chair,
    "person.invite": _invited,
}
