"""Checking files as ``govflow check`` does: what is wrong in them, with file and line, and whether their promises hold.

Given folders or files it reads those, else the folders in use. Nothing here prints; the command line does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from govflow.definitions.alliances import load_alliance
from govflow.definitions.jurisdictions import FOLDER, Jurisdiction, calendar_for, jurisdictions_beside
from govflow.definitions.lexicons import LEXICONS, load_lexicon, load_lexicons
from govflow.definitions.library import Folders, known_in, pack_folders, read_library
from govflow.definitions.policies import BESIDE, FILES, load_policy
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import Problem
from govflow.definitions.workflows import Workflow, load_workflow
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS
from govflow.engine.proving import EXPLORED, Proof, prove
from govflow.engine.registry import known_words

Tell = Callable[[str], None]  # hears what is being proved, and how far it is


@dataclass(frozen=True, slots=True)
class Report:
    """What a check came to: what was ``read``, the problems of the files, and a proof for each workflow under each policy."""

    problems: tuple[Problem, ...]
    proofs: tuple[Proof, ...]
    read: tuple[str, ...] = ()

    @property
    def held(self) -> bool:
        """Say whether the files are in order and every promise held."""
        return not self.problems and all(proof.holds for proof in self.proofs)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the report as lines of text."""
        found = [*self.read, *map(str, self.problems)]
        for proof in self.proofs:
            found += _told(proof)
        if not self.proofs and not self.problems:
            found.append("There was no promise to prove.")
        return tuple(found)

    def as_data(self) -> Mapping[str, Any]:
        """Return the report as plain data for JSON."""
        return {
            "held": self.held,
            "read": list(self.read),
            "problems": [{"file": p.file, "line": p.line, "says": p.says} for p in self.problems],
            "proofs": [_data(proof) for proof in self.proofs],
        }


def _told(proof: Proof) -> list[str]:
    name = f"{proof.workflow} under {proof.policy}"
    found = f"{proof.states} situations of {proof.participants} participants, {proof.acts} acts, {proof.seconds:.1f} s"
    lines = [f"{name}: {proof.promises} promises {'hold' if proof.holds else 'do not all hold'} ({found})"]
    if proof.quorum:
        lines.append(
            f"  Its quorum is larger: it was tried as a quorum of {proof.quorum}, the largest that can be tried in reasonable time."
        )
    for example in proof.counter_examples:
        lines += str(example).splitlines()
    for way in proof.dead_ends:
        lines += ["A dead end:", *(f"  {n}. {says}" for n, says in enumerate(way, 1))]
    lines += [f"{state} asks people for something although no clock runs" for state in proof.unclocked]
    return lines + [f"{state} is never reached" for state in proof.unreached]


def _data(proof: Proof) -> Mapping[str, Any]:
    return {
        "workflow": proof.workflow,
        "policy": proof.policy,
        "holds": proof.holds,
        "promises": proof.promises,
        "participants": proof.participants,
        "quorum_tried": proof.quorum or None,
        "states": proof.states,
        "acts": proof.acts,
        "seconds": round(proof.seconds, 2),
        "counter_examples": [{"promise": c.promise, "world": c.world, "steps": list(c.steps)} for c in proof.counter_examples],
        "dead_ends": [list(way) for way in proof.dead_ends],
        "unclocked": list(proof.unclocked),
        "unreached": list(proof.unreached),
    }


@dataclass(slots=True)
class _Reading:
    """What was read so far, and what was wrong with it."""

    problems: Problems = field(default_factory=Problems)
    workflows: list[Workflow] = field(default_factory=list)
    packs: list[tuple[Policy, Mapping[str, Jurisdiction]]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)


def check_report(in_use: Folders, paths: Sequence[Path] = (), tell: Tell = lambda _: None) -> Report:
    """Check ``paths``: workflow files, pack folders, or folders of either; without any, the folders ``in_use``.

    A workflow is proved under the given packs, or those in use where none is given; a pack with the given workflows likewise.
    """
    found = _Reading()
    files, folders = _sorted(paths, found)
    for path in files:
        _read_file(path, found)
    for folder in folders:
        _read_pack(folder, found)
    flows, packs = bool(found.workflows), bool(found.packs)
    if not paths or (flows != packs and not found.problems.found):
        _read_in_use(in_use, found, workflows=not flows, policies=not packs)
    explored = [w for w in found.workflows if w.name in EXPLORED and not found.problems.found]
    proofs = _proofs(explored, found.packs, tell) if explored else ()
    return Report(tuple(dict.fromkeys(found.problems.found)), proofs, tuple(dict.fromkeys(found.read)))


def _proofs(
    workflows: Sequence[Workflow], packs: Sequence[tuple[Policy, Mapping[str, Jurisdiction]]], tell: Tell
) -> tuple[Proof, ...]:
    proofs: list[Proof] = []
    for policy, jurisdictions in packs:
        for workflow in workflows:
            what = f"proof {len(proofs) + 1} of {len(packs) * len(workflows)}: {workflow.name} under {policy.pack}"
            tell(what)
            calendar = calendar_for(policy, jurisdictions)
            proofs.append(prove(workflow, policy, calendar, tell=lambda far, what=what: tell(f"{what}, {far}")))  # type: ignore[misc]
    return tuple(proofs)


def _read_in_use(in_use: Folders, found: _Reading, *, workflows: bool, policies: bool) -> None:
    """Read the folders in use; of one of them where only the other kind of file was given."""
    library = read_library(in_use.workflows, in_use.policies, known_words(), look_up_days=True)
    found.problems.found.extend(library.problems)
    if workflows:
        found.workflows.extend(library.workflows.values())
        own = {path.stem for path in in_use.workflows.glob("*.yaml")}
        found.read.append(f"Workflows in {in_use.workflows}: {', '.join(sorted(own)) or 'none'}.")
        others = ", ".join(sorted(library.workflows.keys() - own))
        found.read += [f"Workflows that came with govflow: {others}."] if others else []
    if policies:
        found.packs.extend((policy, library.jurisdictions) for policy in library.policies.values())
        packs = [folder.name for folder in pack_folders(in_use.policies)]
        found.read.append(f"Policy packs in {in_use.policies}: {', '.join(packs) or 'none'}.")
        if not packs:
            found.problems.found.append(Problem(str(in_use.policies), 0, f"holds no policy pack; {A_PACK}"))


A_PACK = "a pack is a folder with a policy.yaml in it, and govflow new-pack NAME begins one"


def _sorted(paths: Sequence[Path], found: _Reading) -> tuple[list[Path], list[Path]]:
    """Part what is given into single files and pack folders; what lies beside the packs of a folder is read on the way."""
    files: list[Path] = []
    folders: list[Path] = []
    for path in paths:
        if path.is_file():
            whole_pack = path.name in FILES + BESIDE and _is_pack(path.parent)
            (folders if whole_pack else files).append(path.parent if whole_pack else path)
        elif _is_pack(path):
            folders.append(path.resolve() if path.name in {"", ".."} else path)
        elif path.is_dir():
            inside = sorted(path.glob("*.yaml")), [folder for folder in pack_folders(path) if _is_pack(folder)]
            files += inside[0]
            folders += inside[1]
            if inside == ([], []):
                found.problems.found.append(Problem(str(path), 0, f"holds no policy pack and no workflow; {A_PACK}"))
        else:
            found.problems.found.append(Problem(str(path), 0, "there is no such file or folder"))
    return files, folders


def _is_pack(folder: Path) -> bool:
    return any((folder / file).is_file() for file in FILES)


def _read_file(path: Path, found: _Reading) -> None:
    with found.problems.caught():
        if path.parent.name == FOLDER:
            jurisdictions_beside(path.parent.parent, found.problems, look_up_days=True)
        elif path.parent.name == LEXICONS:
            load_lexicon(path)
        else:
            found.workflows.append(load_workflow(path, known_words()))
    found.read.append(f"File {path}.")


def _read_pack(folder: Path, found: _Reading) -> None:
    """Read a pack with its example alliance, and the jurisdictions and lexicons beside it."""
    beside = folder.resolve().parent
    jurisdictions = jurisdictions_beside(beside, found.problems, look_up_days=True)
    load_lexicons(beside / LEXICONS, found.problems)
    wrong = {path.stem for path in (beside / FOLDER).glob("*.yaml")}
    policy = None
    with found.problems.caught():
        policy = load_policy(folder, known_in(frozenset(ACTS), {*jurisdictions, *wrong}))
        found.packs.append((policy, jurisdictions))
    if (folder / BESIDE[0]).is_file():
        with found.problems.caught():
            load_alliance(folder / BESIDE[0], policy)
    found.read.append(f"Policy pack {folder}.")
