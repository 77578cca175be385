"""Papers that somebody uploaded, behind a document of ours. What they hold is read in a process of its own, within bounds of time,
memory and pages: whatever a file does to it, the document is made, and says which file is not inside and why.

The work itself is in ``binding``; this is what asks for it.
"""

import json
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from time import monotonic
from typing import NamedTuple

from govflow.documents.binding import ANSWERS, BOUND, FRONT, JOB, TOO_SLOW

LOOKING, BINDING = 30.0, 30.0  # seconds for all papers of a document
REMEMBERED = 2_000  # papers
WORKER = (sys.executable, "-m", "govflow.documents.binding")


class Looked(NamedTuple):
    """What came of looking through a paper: how many pages it has, or why it cannot be put behind a document."""

    pages: int
    why: str


class Part(NamedTuple):
    """What is put behind a document: a PDF with its bookmark, whole or one page of it."""

    title: str
    content: bytes
    page: int | None = None


_known: OrderedDict[str, Looked] = OrderedDict()
_lock = Lock()


def look_through(papers: Sequence[tuple[str, bytes]]) -> list[Looked]:
    """Return for each paper, given as its digest and content, whether it can be put behind a document. Each is looked at once."""
    todo = [(digest, content) for digest, content in papers if digest not in _known]
    for digest, found in _looked(todo).items():
        with _lock:
            _known[digest] = found
            while len(_known) > REMEMBERED:
                _known.popitem(last=False)
    return [_known.get(digest, Looked(0, TOO_SLOW)) for digest, _ in papers]


def _looked(papers: Sequence[tuple[str, bytes]]) -> dict[str, Looked]:
    """Look at papers one after the other; where that ends the process, go on behind the one that did it, while there is time."""
    found: dict[str, Looked] = {}
    end = monotonic() + LOOKING
    with TemporaryDirectory(prefix="govflow-papers-") as name:
        folder, todo = Path(name), [digest for digest, _ in papers]
        for digest, content in papers:
            (folder / digest).write_bytes(content)
        while todo and (left := end - monotonic()) > 0:
            (folder / JOB).write_text(json.dumps({"look": todo}), encoding="utf-8")
            (folder / ANSWERS).unlink(missing_ok=True)
            whole = _worked(folder, left)
            answers = (folder / ANSWERS).read_text(encoding="utf-8").splitlines() if (folder / ANSWERS).exists() else []
            for digest, line in zip(todo, answers, strict=False):
                found[digest] = Looked(*json.loads(line))
            todo = todo[len(answers) :]
            if todo and not whole:
                found[todo.pop(0)] = Looked(0, TOO_SLOW)
    return found


def bind(front: bytes, parts: Sequence[Part]) -> bytes | None:
    """Return ``front`` with ``parts`` behind it, each with a bookmark, all their pages numbered on; None where that cannot be done."""
    with TemporaryDirectory(prefix="govflow-pack-") as name:
        folder = Path(name)
        (folder / FRONT).write_bytes(front)
        for n, part in enumerate(parts):
            (folder / str(n)).write_bytes(part.content)
        job = {"bind": [{"title": part.title, "page": part.page} for part in parts]}
        (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
        done = _worked(folder, BINDING)
        return (folder / BOUND).read_bytes() if done and (folder / BOUND).exists() else None


def _worked(folder: Path, seconds: float) -> bool:
    """Let a process of its own do what is written in ``folder``; return whether it came to its end."""
    line = (*WORKER, str(folder), str(max(int(seconds), 1)))
    try:
        run = subprocess.run(line, timeout=seconds, check=False, capture_output=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own
    except (subprocess.TimeoutExpired, OSError):
        return False
    return run.returncode == 0
