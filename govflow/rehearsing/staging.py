"""What a scenario is played under: its policy (a pack, a path, a pack with changes) and the example alliance beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from govflow.definitions.alliances import ExampleAlliance, load_alliance
from govflow.definitions.library import Library, known_in
from govflow.definitions.policies import BESIDE, OVERRIDABLE, load_policy, with_overrides
from govflow.definitions.policy_checks import Known
from govflow.definitions.schema import Fields, nearest
from govflow.definitions.strict_yaml import DefinitionError, Node, Plain, Problem, plain
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS, RULES

DEFAULT = "plymouth"
PACK = "pack"
RULE = re.compile(r"\brule (\d+) \(")


@dataclass(frozen=True, slots=True)
class Stage:
    """The policy and example alliance of a scenario; ``refused`` are the problems of a policy that the core refused."""

    policy: Policy | None = None
    example: ExampleAlliance | None = None
    refused: tuple[Problem, ...] = ()

    @property
    def rules_broken(self) -> frozenset[int]:
        """Return the numbers of the rules that never bend which the policy would have broken."""
        return frozenset(int(n) for problem in self.refused for n in RULE.findall(problem.says))


def read_policy_refused(f: Fields) -> tuple[int, ...]:
    """Read ``policy_refused``: the numbers of the rules for which the policy must be refused."""
    known = [str(n) for n in RULES]
    return tuple(int(n) for n in f.texts("policy_refused", known, needed=False) if n in known)


def read_stage(f: Fields, library: Library, folder: Path, *, may_be_refused: bool) -> Stage:
    """Read ``policy``; a refused policy is a problem of the file unless it ``may_be_refused``."""
    node = f.node_of("policy", needed=False) or Node(DEFAULT, 0, f.node.file)
    pack, changes = _asked(node, f)
    if not pack:
        return Stage()
    try:
        policy, example = _found(pack, library, folder)
        changed = with_overrides(policy, changes, _known(library)) if changes else policy
    except DefinitionError as refused:
        if not may_be_refused:
            f.problems.found.extend(Problem(node.file, node.line, p.says if changes else str(p)) for p in refused.problems)
        return Stage(refused=refused.problems)
    except LookupError as unknown:
        f.problems.add(node, str(unknown.args[0]))
        return Stage()
    return Stage(changed, example)


def _asked(node: Node, f: Fields) -> tuple[str, Mapping[str, Plain]]:
    if isinstance(node.value, str):
        return node.value.strip(), {}
    if not isinstance(node.value, dict):
        f.problems.add(node, "'policy' must be a pack, a path, or {pack: ..., options: ..., clocks: ...}")
        return "", {}
    for key, child in node.value.items():
        if key not in (PACK, *OVERRIDABLE):
            f.problems.add(child, f"a policy in a scenario has no key {key!r}{nearest(key, (PACK, *OVERRIDABLE))}")
    pack = plain(node.value.get(PACK, Node(DEFAULT, 0, node.file)))
    changes = {key: plain(child) for key, child in node.value.items() if key in OVERRIDABLE}
    return (pack.strip() if isinstance(pack, str) else ""), changes


def _found(pack: str, library: Library, folder: Path) -> tuple[Policy, ExampleAlliance]:
    """Return the policy called ``pack``, or at that path from the scenario's folder, with its alliance or the default one."""
    if pack in library.policies:
        return library.policies[pack], library.alliances.get(pack) or _example(pack, library)
    path = folder / pack
    if pack in library.broken:
        raise DefinitionError(library.broken[pack])
    if not path.is_dir():
        raise LookupError(f"there is no policy {pack!r}, neither a pack nor a folder{nearest(pack, library.policies)}")
    policy = load_policy(path, _known(library))
    beside = path / BESIDE[0]
    return policy, load_alliance(beside, policy) if beside.is_file() else _example(pack, library)


def _example(pack: str, library: Library) -> ExampleAlliance:
    """Return the default example, for a pack without one of its own."""
    if DEFAULT not in library.alliances:
        raise LookupError(f"the policy {pack!r} has no {BESIDE[0]} to say who is in the alliance; copy one from another pack")
    return library.alliances[DEFAULT]


def _known(library: Library) -> Known:
    return known_in(frozenset(ACTS), library.jurisdictions)


def told(problems: Sequence[Problem]) -> str:
    """Return what was refused, as one text."""
    return "; ".join(p.says for p in problems)
