"""Beginning a policy pack of one's own: a copy of another, comments and all, under a new name."""

import re
import shutil
from pathlib import Path

from govflow.definitions.bundled import bundled
from govflow.definitions.jurisdictions import FOLDER as JURISDICTIONS
from govflow.definitions.jurisdictions import shipped_jurisdictions
from govflow.definitions.lexicons import LEXICONS
from govflow.definitions.library import BESIDE_PACKS
from govflow.definitions.policies import BESIDE, FILES, load_policy
from govflow.definitions.schema import nearest

README = "README.md"
PACK_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
HEAD = """\
# Begun as a copy of {source}, edition {edition}. Make it your alliance's own: every file here says what else could stand there,
# and README.md beside this folder how to read them.
# `govflow check {name}` reads it and lists each mistake with its line; `govflow explain {name}` says it in English.
"""
EXAMPLE_HEAD = """\
# Only an example, for rehearsing this policy; it is not your alliance. A real one begins with `govflow init`.
"""


class PackError(Exception):
    """A pack cannot be begun so; carries one sentence."""


def begin_pack(name: str, source: str, into: Path, policies: Path) -> Path:
    """Write the pack ``name`` into the folder ``into``, from the pack ``source``; return its folder. Raises PackError.

    ``source`` is a pack of ``policies`` (the folder in use) or one that came with the product. Nothing is ever overwritten.
    """
    if not PACK_NAME.fullmatch(name) or name in BESIDE_PACKS:
        raise PackError(
            f"{name!r} cannot name a pack: use small letters, digits and hyphens, beginning with a letter, 40 at most."
        )
    target = into / name
    if target.exists():
        raise PackError(f"{target} is there already, and is left as it is. Choose another name, or another folder.")
    known = _packs(bundled("policies")) | _packs(policies)
    if source not in known:
        raise PackError(f"There is no pack {source!r} to begin from{nearest(source, known)}")
    unfinished = into / f".{name}.unfinished"  # a folder with a dot is no pack; it gets its name when it is whole
    try:
        into.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(unfinished, ignore_errors=True)
        _copy(known[source], unfinished, name)
        _copy_beside(known[source], into)
        unfinished.rename(target)
    except OSError as wrong:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise PackError(f"{into} cannot be written to: {wrong.strerror or wrong}.") from wrong
    return target


def _packs(folder: Path) -> dict[str, Path]:
    return {path.parent.name: path.parent for path in folder.glob("*/policy.yaml")} if folder.is_dir() else {}


def _copy(source: Path, folder: Path, name: str) -> None:
    """Copy the files of a pack, and give the copy its own name, its first edition and its own title."""
    policy = load_policy(source)
    folder.mkdir()
    for file in (*FILES, *BESIDE):
        if (source / file).is_file():
            (folder / file).write_text((source / file).read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / FILES[0]
    text = path.read_text(encoding="utf-8")
    title = name.replace("-", " ").capitalize()
    for key, value in (("policy", name), ("edition", "1"), ("title", f'"{title}"')):
        text = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text, count=1)
    path.write_text(HEAD.format(source=source.name, edition=policy.edition, name=name) + text, encoding="utf-8")
    example = folder / BESIDE[0]
    if example.is_file():
        example.write_text(EXAMPLE_HEAD + example.read_text(encoding="utf-8"), encoding="utf-8")


def _copy_beside(source: Path, into: Path) -> None:
    """Copy what belongs beside the pack: how to read one, wording to watch for, a jurisdiction that the product does not bring."""
    if not (into / README).exists():
        shutil.copyfile(bundled("policies") / README, into / README)
    lexicons, place = source.parent / LEXICONS, f"{load_policy(source).jurisdiction}.yaml"
    if lexicons.is_dir() and not (into / LEXICONS).exists():
        shutil.copytree(lexicons, into / LEXICONS)
    own, there = source.parent / JURISDICTIONS / place, into / JURISDICTIONS / place
    if own.is_file() and own.stem not in shipped_jurisdictions() and not there.exists():
        there.parent.mkdir(exist_ok=True)
        shutil.copyfile(own, there)
