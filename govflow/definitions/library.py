"""The library: every workflow, policy, jurisdiction, lexicon and example alliance of an installation, checked together.

Reads folders once and holds values; knows no database. A decision finds the rules it began with here, or in its record.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from govflow.definitions.alliances import ExampleAlliance, load_alliance
from govflow.definitions.bundled import bundled
from govflow.definitions.editions import Edition, check_editions, list_editions
from govflow.definitions.jurisdictions import Jurisdiction, calendar_for, load_jurisdictions
from govflow.definitions.lexicons import LEXICONS, load_lexicons
from govflow.definitions.policies import BESIDE, load_policy, with_overrides
from govflow.definitions.policy_checks import Known
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import Plain, read_file
from govflow.definitions.workflows import Words, Workflow, load_workflow, read_workflow
from govflow.domain.lexicons import Lexicon
from govflow.domain.own_bodies import Law
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS, ROLES
from govflow.domain.working_days import Calendar

JURISDICTIONS = "jurisdictions"
BESIDE_PACKS = (JURISDICTIONS, LEXICONS)

T = TypeVar("T", Workflow, Policy)


@dataclass(frozen=True, slots=True)
class Library:
    """What an installation can run: by name, and by digest."""

    workflows: Mapping[str, Workflow]
    policies: Mapping[str, Policy]
    jurisdictions: Mapping[str, Jurisdiction]
    alliances: Mapping[str, ExampleAlliance]  # pack -> its example
    lexicons: Mapping[str, Lexicon]  # by language

    def workflow_by_digest(self, digest: str) -> Workflow | None:
        return _by_digest(self.workflows.values(), digest)

    def policy_by_digest(self, digest: str) -> Policy | None:
        return _by_digest(self.policies.values(), digest)

    def calendar(self, policy: Policy) -> Calendar:
        return calendar_for(policy, self.jurisdictions)

    def law(self, policy: Policy) -> Law:
        return self.jurisdictions[policy.jurisdiction].law

    def changed(self, pack: str, changes: Mapping[str, Plain]) -> Policy:
        """Return the policy of ``pack`` with ``changes``, held to this library's jurisdictions. Raises DefinitionError."""
        return with_overrides(self.policies[pack], changes, _known(frozenset(ACTS), self.jurisdictions))


def load_library(workflows_dir: Path, policies_dir: Path, words: Words) -> Library:
    """Return everything in the two folders. Raises DefinitionError with every problem of every file."""
    problems = Problems()
    workflows = _loaded(sorted(workflows_dir.glob("*.yaml")), lambda path: load_workflow(path, words), problems)
    jurisdictions = load_jurisdictions(policies_dir / JURISDICTIONS, problems)
    known = _known(frozenset(ACTS) | words.acts, jurisdictions)
    folders = pack_folders(policies_dir)
    policies = _loaded(folders, lambda folder: load_policy(folder, known), problems)
    alliances: dict[str, ExampleAlliance] = {}
    for folder in folders:
        if folder.name in policies and (folder / BESIDE[0]).is_file():
            with problems.caught():
                alliances[folder.name] = load_alliance(folder / BESIDE[0], policies[folder.name])
    check_editions(workflows_dir, workflow_editions(workflows.values()), problems)
    check_editions(policies_dir, policy_editions(policies.values()), problems)
    lexicons = load_lexicons(policies_dir / LEXICONS, problems)
    problems.stop()
    return Library(workflows, policies, jurisdictions, alliances, lexicons)


def pack_folders(policies_dir: Path) -> list[Path]:
    """Return the folders of the packs in ``policies_dir``."""
    return sorted(
        p for p in policies_dir.iterdir() if p.is_dir() and p.name not in BESIDE_PACKS and not p.name.startswith((".", "_"))
    )


def workflow_editions(workflows: Iterable[Workflow]) -> tuple[Edition, ...]:
    return tuple(Edition(w.name, w.edition, w.digest) for w in workflows)


def policy_editions(policies: Iterable[Policy]) -> tuple[Edition, ...]:
    return tuple(Edition(p.pack, p.edition, p.digest) for p in policies)


def shipped_editions(workflows_dir: Path, policies_dir: Path) -> tuple[tuple[Edition, ...], tuple[Edition, ...]]:
    """Return the editions in the two folders, whatever words they use."""
    problems = Problems()
    workflows = _loaded(sorted(workflows_dir.glob("*.yaml")), lambda path: read_workflow(read_file(path), problems), problems)
    policies = _loaded(pack_folders(policies_dir), load_policy, problems)
    problems.stop()
    return workflow_editions(workflows.values()), policy_editions(policies.values())


def refresh_editions() -> None:
    """List the shipped rules as they are now. For whoever changes them; what was released gets a new edition first."""
    folders = bundled("workflows"), bundled("policies")
    for folder, editions in zip(folders, shipped_editions(*folders), strict=True):
        list_editions(folder, editions)


def _known(acts: frozenset[str], jurisdictions: Mapping[str, Jurisdiction]) -> Known:
    return Known(acts, frozenset(ROLES), frozenset(jurisdictions))


def _loaded(paths: Iterable[Path], load: Callable[[Path], T], problems: Problems) -> dict[str, T]:
    found: dict[str, T] = {}
    for path in paths:
        with problems.caught():
            found[path.stem] = load(path)
    return found


def _by_digest(values: Iterable[T], digest: str) -> T | None:
    return next((value for value in values if value.digest == digest), None)
