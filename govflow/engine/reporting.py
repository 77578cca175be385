"""Checking files as ``govflow check`` does: what is wrong in them, with file and line, and whether their promises hold.

Given folders or files it reads those, else what is shipped. Nothing here prints; the command line does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from govflow.definitions.bundled import bundled
from govflow.definitions.jurisdictions import calendar_for, load_jurisdictions
from govflow.definitions.lexicons import LEXICONS, load_lexicons
from govflow.definitions.library import JURISDICTIONS, load_library, pack_folders
from govflow.definitions.policies import load_policy
from govflow.definitions.schema import Problems
from govflow.definitions.strict_yaml import Problem
from govflow.definitions.workflows import Workflow, load_workflow
from govflow.domain.policies import Policy
from govflow.engine.proving import EXPLORED, Proof, prove
from govflow.engine.registry import known_words


@dataclass(frozen=True, slots=True)
class Report:
    """What a check came to: the problems of the files, and a proof for each workflow under each policy."""

    problems: tuple[Problem, ...]
    proofs: tuple[Proof, ...]

    @property
    def held(self) -> bool:
        """Say whether the files are in order and every promise held."""
        return not self.problems and all(proof.holds for proof in self.proofs)

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the report as lines of text."""
        found = [str(problem) for problem in self.problems]
        for proof in self.proofs:
            found += _told(proof)
        if not self.proofs and not self.problems:
            found.append("No workflow was found to check.")
        return tuple(found)

    def as_data(self) -> Mapping[str, Any]:
        """Return the report as plain data for JSON."""
        return {
            "held": self.held,
            "problems": [{"file": p.file, "line": p.line, "says": p.says} for p in self.problems],
            "proofs": [_data(proof) for proof in self.proofs],
        }


def _told(proof: Proof) -> list[str]:
    name = f"{proof.workflow} under {proof.policy}"
    found = f"{proof.states} situations, {proof.acts} acts, {proof.seconds:.1f} s"
    lines = [f"{name}: {proof.promises} promises {'hold' if proof.holds else 'do not all hold'} ({found})"]
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
        "states": proof.states,
        "acts": proof.acts,
        "seconds": round(proof.seconds, 2),
        "counter_examples": [{"promise": c.promise, "world": c.world, "steps": list(c.steps)} for c in proof.counter_examples],
        "dead_ends": [list(way) for way in proof.dead_ends],
        "unclocked": list(proof.unclocked),
        "unreached": list(proof.unreached),
    }


def check_report(paths: Sequence[Path] = ()) -> Report:
    """Check ``paths``: workflow files, pack folders, or folders of either; without any, everything shipped.

    A workflow is proved under the given packs, or the shipped ones where none is given; a pack with the given workflows likewise.
    """
    problems = Problems()
    shipped = (bundled("workflows"), bundled("policies"))
    if not paths:
        with problems.caught():
            load_library(*shipped, known_words())
    files, folders = _sorted(paths or shipped, problems)
    workflows = _workflows(files or sorted(shipped[0].glob("*.yaml")), problems)
    policies = _policies(folders or pack_folders(shipped[1]), problems)
    proofs: list[Proof] = []
    with problems.caught():
        jurisdictions = load_jurisdictions(shipped[1] / JURISDICTIONS, problems)
        explored = [w for w in workflows if w.name in EXPLORED and not problems.found]
        proofs = [prove(w, p, calendar_for(p, jurisdictions)) for p in policies for w in explored]
    return Report(tuple(dict.fromkeys(problems.found)), tuple(proofs))


def _sorted(paths: Sequence[Path], problems: Problems) -> tuple[list[Path], list[Path]]:
    """Part what is given into workflow files and pack folders; the lexicons of a folder are read on the way."""
    files: list[Path] = []
    folders: list[Path] = []
    for path in paths:
        if (path / "policy.yaml").is_file():
            folders.append(path)
        elif path.is_dir():
            files += sorted(path.glob("*.yaml"))
            load_lexicons(path / LEXICONS, problems)
            folders += [folder for folder in pack_folders(path) if (folder / "policy.yaml").is_file()]
        elif path.is_file():
            files.append(path)
        else:
            problems.found.append(Problem(str(path), 0, "there is no such file or folder"))
    return files, folders


def _workflows(files: Sequence[Path], problems: Problems) -> list[Workflow]:
    found = []
    for path in files:
        with problems.caught():
            found.append(load_workflow(path, known_words()))
    return found


def _policies(folders: Sequence[Path], problems: Problems) -> list[Policy]:
    found = []
    for folder in folders:
        with problems.caught():
            found.append(load_policy(folder))
    return found
