"""Auditing one alliance: the database, the chain, the tables and the papers, and whether an entry somebody knows of is in the chain."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from govflow.acts.files import Files
from govflow.acts.paper_check import PaperCheck, check_papers
from govflow.record.chain import Problem
from govflow.record.store import Store
from govflow.record.table_copy import snapshot
from govflow.record.verifying import Verdict, entry_is_there, number_of, root_at, verify

# The line at the foot of every mail, however a mail program broke it; or just the two values of it, one after the other.
LINE = re.compile(r"(?P<size>\d[\d,]*)[^\d]*?\b(?P<root>[0-9a-f](?: ?[0-9a-f]){63})\b")
MOST = 2**63 - 1  # the largest number that a database compares with
DIGITS = 20


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit came to."""

    verdict: Verdict
    papers: PaperCheck

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.verdict.problems, *self.papers.problems)

    @property
    def holds(self) -> bool:
        return not self.problems

    def as_text(self) -> str:
        """Return it as lines: what does not fit, or that all does; then what is no fault and must be known all the same."""
        pointed_out = "".join(
            f"No record here refers to the file {name} in the folder of papers.\n" for name in self.papers.strangers
        )
        pointed_out = "".join(f"Entry {p.row} {p.says}.\n" for p in self.verdict.remarks) + pointed_out
        if not self.holds:
            return "".join(f"{p.where}, {p.row}: {p.says}\n" for p in self.problems) + pointed_out
        held = f"{self.verdict.entries} entries: the chain is whole, and the tables are what it says.{self._papers_text()}\n"
        return f"{held}The hash of the last entry is {self.verdict.last}\n{pointed_out}"

    def _papers_text(self) -> str:
        if self.papers.papers == 1:
            return " Its 1 paper is there, as it was kept."
        return f" Its {self.papers.papers} papers are there, as they were kept." if self.papers.papers else ""

    def as_data(self) -> dict[str, Any]:
        """Return the same as plain values."""
        problems = [{"where": p.where, "row": p.row, "says": p.says} for p in self.problems]
        return {
            "holds": self.holds,
            "entries": self.verdict.entries,
            "last": self.verdict.last,
            "papers": self.papers.papers,
            "not_referred_to": [*self.papers.strangers],
            "problems": problems,
            "remarks": [{"row": p.row, "says": p.says} for p in self.verdict.remarks],
        }


def audit(store: Store, files: Files, alliance: str, receipt: str, tell: Callable[[str], None]) -> Audit:
    """Check everything of ``alliance``; ``receipt``, where given, is what somebody was told of it: see ``_missed``."""
    verdict = verify(store, alliance, tell)
    if not verdict.entries:  # what cannot be read has no papers to look for
        return Audit(verdict, PaperCheck(0, (), ()))
    wrong = _missed(store, alliance, " ".join(receipt.lower().split())) if receipt else None
    if wrong is not None:
        verdict = verdict._replace(ok=False, problems=(*verdict.problems, wrong))
    return Audit(verdict, check_papers(store, files, alliance, tell))


def _missed(store: Store, alliance: str, receipt: str) -> Problem | None:
    """Return what somebody's receipt says that the ledger does not: the hash or number of an entry, or the lines of a mail."""
    line = LINE.search(receipt)
    with snapshot(store.engine) as connection:
        if line:
            size, root = int(line["size"].replace(",", "")), line["root"].replace(" ", "")
            if root_at(connection, alliance, size) == root:
                return None
            says = "do not come to the root that the line tells: the record was written anew since, or the line is of another alliance"
            return Problem("ledger_entries", f"1 to {size}", says)
        if receipt.isdecimal() and entry_is_there(connection, alliance, min(int(receipt[:DIGITS]), MOST)):
            return None
        if number_of(connection, alliance, receipt) is not None:
            return None
    says = "is not in this ledger, though somebody has a receipt: acts are missing, or it is of another alliance"
    return Problem("ledger_entries", receipt, says)
