"""Checking the files that people uploaded against the record: each must be there, as it was kept; what nothing names is pointed out."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from govflow.acts.files import Files
from govflow.record.chain import Problem
from govflow.record.papers import Named, named_papers
from govflow.record.store import Store
from govflow.record.table_copy import snapshot


class PaperCheck(NamedTuple):
    """What came of it: how many papers an alliance has, what is wrong with them, and names of files that no record refers to."""

    papers: int
    problems: tuple[Problem, ...]
    strangers: tuple[str, ...]


def check_papers(store: Store, files: Files, alliance: str, tell: Callable[[str], None]) -> PaperCheck:
    """Check every paper of ``alliance``, and look for files of no alliance here."""
    with snapshot(store.engine) as connection:
        mine = tuple(named_papers(connection, alliance))
        named = {paper.digest for paper in named_papers(connection)}
    return PaperCheck(len(mine), tuple(_problems(files, mine, tell)), tuple(d for d in files.digests() if d not in named))


def _problems(files: Files, named: tuple[Named, ...], tell: Callable[[str], None]) -> Iterator[Problem]:
    for n, paper in enumerate(named, 1):
        wrong = files.state(paper.digest)
        if wrong:
            yield Problem("papers", paper.row, f"the file {paper.digest} {wrong}")
        tell(f"{n:,} of {len(named):,} papers checked")
