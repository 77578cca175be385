"""What a person asks to have explained: a workflow under a policy or a policy, in one form; and what they are told instead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govflow.definitions.canonical import from_canonical
from govflow.definitions.explaining import acts_table, english, mermaid, policy_english, svg, table
from govflow.definitions.library import Library
from govflow.definitions.policies import load_policy, policy_content
from govflow.definitions.schema import nearest
from govflow.definitions.strict_yaml import Plain, plain
from govflow.definitions.workflows import Workflow, workflow_content
from govflow.domain.policies import Policy

DEFAULT = "plymouth"
PICTURES = ("mermaid", "svg")


class Unexplained(Exception):  # noqa: N818 - it is an answer, not a fault
    """What was asked for cannot be explained; carries the sentence that says why, and what can."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What was asked for: its ``kind`` (policy, workflow), name, edition and digest, the text, and what stands in it."""

    kind: str
    name: str
    edition: int
    digest: str
    text: str
    content: Plain

    def as_data(self) -> Mapping[str, Any]:
        """Return it as plain data for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def explained(name: str, form: str, policy: str | None, library: Library, in_force: Callable[[], Sequence[Policy]]) -> Explained:
    """Return what is called ``name`` in ``form``. Raises Unexplained, and DefinitionError for a pack with mistakes.

    A workflow is told under the policy asked for; else under that of the one alliance there is (``in_force``), or the only pack.
    """
    pack, workflow = library.policies.get(name), library.workflows.get(name)
    if pack is None and workflow is None and name in library.broken:
        library.pack(name)
    if pack is None and workflow is None and Path(name).is_dir():
        pack = load_policy(Path(name))
    if pack is not None:
        return _policy(pack, form)
    if workflow is None:
        known = sorted({*library.workflows, *library.policies})
        raise Unexplained(f"There is nothing called {name} to explain. Known: {', '.join(known)}.")
    return _workflow(workflow, _chosen(policy, library, in_force), form)


def _policy(policy: Policy, form: str) -> Explained:
    if form in PICTURES:
        raise Unexplained(
            "A policy has no picture: it has no steps to draw. Ask for --as english or --as table, "
            f"or for a workflow under it: govflow explain decision --policy {policy.pack} --as {form}."
        )
    text = acts_table(policy) if form == "table" else policy_english(policy)
    return Explained("policy", policy.pack, policy.edition, policy.digest, text, _content(policy_content(policy)))


def _workflow(workflow: Workflow, policy: Policy, form: str) -> Explained:
    text = {
        "english": lambda: english(workflow, policy),
        "table": lambda: table(workflow, policy),
        "mermaid": lambda: mermaid(workflow.along(policy.ladder)),
        "svg": lambda: svg(workflow.along(policy.ladder)),
    }[form]()
    return Explained("workflow", workflow.name, workflow.edition, workflow.digest, text, _content(workflow_content(workflow)))


def _content(kept: bytes) -> Plain:
    return plain(from_canonical(kept, ""))


def _chosen(asked: str | None, library: Library, in_force: Callable[[], Sequence[Policy]]) -> Policy:
    packs = library.policies
    if asked is not None:
        if asked in library.broken or asked in packs:
            return library.pack(asked)
        raise Unexplained(f"There is no policy {asked}{nearest(asked, packs)}")
    ruling = {policy.digest: policy for policy in in_force()}
    if len(ruling) == 1:
        return next(iter(ruling.values()))
    if len(packs) == 1:
        return next(iter(packs.values()))
    if DEFAULT in packs and not ruling:
        return packs[DEFAULT]
    raise Unexplained(
        f"Say under which policy, with --policy: {', '.join(sorted(packs)) or 'there is none in the folder in use'}."
    )
