"""The library: every workflow, policy, jurisdiction, lexicon and example alliance of an installation, checked together.

Reads folders once and holds values; knows no database. A decision finds the rules it began with here, or in its record.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from govflow.definitions.alliances import ExampleAlliance, load_alliance
from govflow.definitions.bundled import bundled
from govflow.definitions.editions import Edition, check_editions, list_editions
from govflow.definitions.jurisdictions import FOLDER as JURISDICTIONS
from govflow.definitions.jurisdictions import Jurisdiction, calendar_for, jurisdictions_beside, place_of
from govflow.definitions.lexicons import LEXICONS, load_lexicons
from govflow.definitions.policies import BESIDE, load_policy, with_overrides
from govflow.definitions.policy_checks import Known
from govflow.definitions.schema import Problems, nearest
from govflow.definitions.strict_yaml import DefinitionError, Plain, Problem, read_file
from govflow.definitions.workflows import Words, Workflow, load_workflow, read_workflow
from govflow.domain.lexicons import Lexicon
from govflow.domain.own_bodies import Law
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS, ROLES
from govflow.domain.working_days import Calendar

BESIDE_PACKS = (JURISDICTIONS, LEXICONS)

MOST_TOLD = 20  # files in a warning; `govflow check` tells all
MISTAKES = (
    "Some files of the rules have mistakes. Nothing is founded under them; the rest stays in use. `govflow check` tells all:"
)

T = TypeVar("T", Workflow, Policy)


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of rules that an installation works with."""

    workflows: Path
    policies: Path


@dataclass(frozen=True, slots=True)
class Library:
    """What an installation can run: by name, and by digest.

    ``problems`` is everything wrong with its files; what is wrong stands under its own name in ``broken``, and is not in use.
    """

    workflows: Mapping[str, Workflow]
    policies: Mapping[str, Policy]
    jurisdictions: Mapping[str, Jurisdiction]
    alliances: Mapping[str, ExampleAlliance]  # pack -> its example
    lexicons: Mapping[str, Lexicon]  # by language
    problems: tuple[Problem, ...] = ()
    broken: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what an installation says at its start of files that have mistakes, the first of each; nothing without any."""
        files = Counter(problem.file for problem in self.problems)
        first = {problem.file: problem for problem in reversed(self.problems)}
        lines = [f"  {first[file]}" + (f" (and {n - 1} more)" if n > 1 else "") for file, n in files.items()]
        left_out = len(lines) - MOST_TOLD
        return (MISTAKES, *lines[:MOST_TOLD], *((f"  and {left_out} files more",) if left_out > 0 else ())) if lines else ()

    def workflow_by_digest(self, digest: str) -> Workflow | None:
        return _by_digest(self.workflows.values(), digest)

    def policy_by_digest(self, digest: str) -> Policy | None:
        return _by_digest(self.policies.values(), digest)

    def pack(self, name: str) -> Policy:
        """Return the policy to begin with under that name. Raises DefinitionError: there is none, or a file has a mistake."""
        wrong = [*self.broken.get(name, ()), *(p for flow in self.workflows for p in self.broken.get(f"{flow}.yaml", ()))]
        if wrong:
            raise DefinitionError(wrong)
        if name not in self.policies:
            raise DefinitionError([Problem(name, 0, f"there is no policy pack of this name{nearest(name, self.policies)}")])
        return self.policies[name]

    def example(self, name: str) -> ExampleAlliance:
        """Return the example of that pack. Raises DefinitionError: the pack has none, or it has a mistake."""
        wrong = self.broken.get(f"{name}/{BESIDE[0]}")
        if wrong:
            raise DefinitionError(wrong)
        if name not in self.alliances:
            raise DefinitionError([Problem(f"{name}/{BESIDE[0]}", 0, "is not there; a pack without it has no example")])
        return self.alliances[name]

    def calendar(self, policy: Policy) -> Calendar:
        """Return the calendar that ``policy`` keeps. Raises DefinitionError where its jurisdiction is missing or wrong."""
        self._place(policy)
        return calendar_for(policy, self.jurisdictions)

    def law(self, policy: Policy) -> Law:
        """Return what the jurisdiction of ``policy`` asks for. Raises DefinitionError where that is missing or wrong."""
        return self._place(policy).law

    def _place(self, policy: Policy) -> Jurisdiction:
        wrong = self.broken.get(f"{JURISDICTIONS}/{policy.jurisdiction}.yaml")
        if wrong:
            raise DefinitionError(wrong)
        return place_of(policy, self.jurisdictions)

    def changed(self, pack: str, changes: Mapping[str, Plain]) -> Policy:
        """Return the policy of ``pack`` with ``changes``, held to this library's jurisdictions. Raises DefinitionError."""
        return with_overrides(self.policies[pack], changes, known_in(frozenset(ACTS), self.jurisdictions))


def load_library(workflows_dir: Path, policies_dir: Path, words: Words) -> Library:
    """Return everything in the two folders. Raises DefinitionError with every problem of every file."""
    library = read_library(workflows_dir, policies_dir, words)
    if library.problems:
        raise DefinitionError(library.problems)
    return library


def read_library(workflows_dir: Path, policies_dir: Path, words: Words, *, look_up_days: bool = False) -> Library:
    """Return what is whole in the two folders, and what is wrong with the rest. Raises nothing.

    A workflow that a folder of one's own lacks, or has with mistakes, is the one that came with the product.
    """
    problems = Problems()
    broken: dict[str, tuple[Problem, ...]] = {}
    files = sorted(workflows_dir.glob("*.yaml"))
    workflows = _loaded({path.name: path for path in files}, lambda path: load_workflow(path, words), problems, broken)
    jurisdictions = jurisdictions_beside(policies_dir, problems, look_up_days=look_up_days)
    broken |= _by_file(problems.found, JURISDICTIONS)
    wrong = [Path(name).stem for name in broken if name.startswith(f"{JURISDICTIONS}/")]
    known = known_in(frozenset(ACTS) | words.acts, [*jurisdictions, *wrong])
    folders = pack_folders(policies_dir)
    policies = _loaded({folder.name: folder for folder in folders}, lambda folder: load_policy(folder, known), problems, broken)
    before = len(problems.found)
    alliances = _examples(folders, policies, problems)
    broken |= _by_file(problems.found[before:], "")
    check_editions(workflows_dir, workflow_editions(workflows.values()), problems)
    for name in check_editions(policies_dir, policy_editions(policies.values()), problems):
        broken[name] = tuple(p for p in problems.found if p.says.startswith(f"{name} edition "))
    lexicons = load_lexicons(policies_dir / LEXICONS, problems)
    everything = {**_stand_ins(workflows_dir, workflows.keys(), words), **workflows}
    return Library(everything, policies, jurisdictions, alliances, lexicons, tuple(problems.found), broken)


def _examples(folders: Iterable[Path], policies: Mapping[str, Policy], problems: Problems) -> dict[str, ExampleAlliance]:
    """Return the examples of the packs in ``folders``; the file of a pack that is not whole is read, and not in use."""
    found: dict[str, ExampleAlliance] = {}
    for folder in folders:
        path, policy = folder / BESIDE[0], policies.get(folder.name)
        if path.is_file():
            with problems.caught():
                example = load_alliance(path, policy)
                found |= {folder.name: example} if policy else {}
    return found


def _stand_ins(workflows_dir: Path, own: Collection[str], words: Words) -> dict[str, Workflow]:
    shipped = bundled("workflows")
    if workflows_dir.resolve() == shipped.resolve():
        return {}
    return {path.stem: load_workflow(path, words) for path in sorted(shipped.glob("*.yaml")) if path.stem not in own}


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
    files = {path.name: path for path in sorted(workflows_dir.glob("*.yaml"))}
    packs = {folder.name: folder for folder in pack_folders(policies_dir)}
    workflows = _loaded(files, lambda path: read_workflow(read_file(path), problems), problems, {})
    policies = _loaded(packs, load_policy, problems, {})
    problems.stop()
    return workflow_editions(workflows.values()), policy_editions(policies.values())


def refresh_editions() -> None:
    """List the shipped rules as they are now. For whoever changes them; what was released gets a new edition first."""
    folders = bundled("workflows"), bundled("policies")
    for folder, editions in zip(folders, shipped_editions(*folders), strict=True):
        list_editions(folder, editions)


def known_in(acts: frozenset[str], jurisdictions: Iterable[str]) -> Known:
    """Return the words a policy may use, with those of its folder."""
    return Known(acts, frozenset(ROLES), frozenset(jurisdictions))


def _loaded(
    paths: Mapping[str, Path], load: Callable[[Path], T], problems: Problems, broken: dict[str, tuple[Problem, ...]]
) -> dict[str, T]:
    """Return what loads, by the stem of its path; what is wrong with the rest is put under its name in ``broken``."""
    found: dict[str, T] = {}
    for name, path in paths.items():
        before = len(problems.found)
        with problems.caught():
            found[path.stem] = load(path)
        if len(problems.found) > before:
            broken[name] = tuple(problems.found[before:])
    return found


def _by_file(problems: Iterable[Problem], folder: str) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems:
        if problem.file.startswith(folder):
            found[problem.file] = (*found.get(problem.file, ()), problem)
    return found


def _by_digest(values: Iterable[T], digest: str) -> T | None:
    return next((value for value in values if value.digest == digest), None)
