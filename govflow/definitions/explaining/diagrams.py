"""A workflow's arrows: gathered for any drawing, said in words for those who cannot see one, and written as Mermaid."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from govflow.definitions.explaining.wording import listed
from govflow.definitions.workflows import Workflow
from govflow.domain.vocabulary import IN_FEW_WORDS


@dataclass(frozen=True, slots=True)
class Arrow:
    """Every event that leads from one state to another, together."""

    origin: str
    to: str
    events: tuple[str, ...]
    label: str


def arrows(workflow: Workflow) -> tuple[Arrow, ...]:
    """Return the arrows between different states, in the order of the file."""
    together: dict[tuple[str, str], dict[str, None]] = {}
    for state, move in workflow.moves:
        if move.to != state.id:
            together.setdefault((state.id, move.to), {})[move.do] = None
    return tuple(Arrow(origin, to, tuple(events), _label(workflow, events)) for (origin, to), events in together.items())


def _label(workflow: Workflow, events: Collection[str]) -> str:
    """Return events as people read them, in few words."""
    return ", ".join(dict.fromkeys(IN_FEW_WORDS.get(f"{workflow.name}.{event}", event.replace("_", " ")) for event in events))


def staying(workflow: Workflow) -> Mapping[str, tuple[str, ...]]:
    """Return for each state the events after which it stays."""
    return {s.id: tuple(dict.fromkeys(m.do for m in s.moves if m.to == s.id)) for s in workflow.states.values()}


def columns(workflow: Workflow) -> Mapping[str, int]:
    """Return how many arrows each state is from the start; those that cannot be reached stand last."""
    found, ahead, drawn = {workflow.starts: 0}, [workflow.starts], arrows(workflow)
    while ahead:
        here = ahead.pop(0)
        for arrow in drawn:
            if arrow.origin == here and arrow.to not in found:
                found[arrow.to] = found[here] + 1
                ahead.append(arrow.to)
    last = max(found.values()) + 1
    return {state: found.get(state, last) for state in workflow.states}


def alternative(workflow: Workflow, here: str = "", passed: Collection[str] = ()) -> str:
    """Return the diagram in words: first where it is now and what it has passed, where that is drawn too."""
    title = {s.id: s.title for s in workflow.states.values()}
    said = [f"It is now at {title[here]}."] if here else []
    said += [f"It has passed {listed([title[state] for state in passed], 'and')}."] if passed else []
    said.append(f"It starts at {title[workflow.starts]}.")
    drawn = arrows(workflow)
    for state in workflow.states.values():
        leads = [f"to {title[a.to]} ({a.label})" for a in drawn if a.origin == state.id]
        said.append(f"{state.title} leads {listed(leads, 'or')}." if leads else f"{state.title} is an end.")
    return "\n".join(said)


def mermaid(workflow: Workflow) -> str:
    """Return the workflow as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"  accTitle: {workflow.title}", "  direction LR"]
    lines += [f"  {state.id} : {state.title}" for state in workflow.states.values()]
    lines.append(f"  [*] --> {workflow.starts}")
    lines += [f"  {a.origin} --> {a.to} : {a.label}" for a in arrows(workflow)]
    lines += [f"  {state.id} --> [*]" for state in workflow.states.values() if not state.moves]
    return "\n".join(lines) + "\n"
