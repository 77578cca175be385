"""Proposals: the versions of a decision's text, what changed between them, and the best-for-people statement.

The seven parts of the statement follow the Plymouth principles and the fields a lawful decision record needs (SI 2012/2089 reg. 12;
SI 2014/2095 reg. 7); policies/SOURCES.md lists both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

STATEMENT_PARTS: Mapping[str, str] = {
    "affected": "who is affected, and how",
    "evidence": "the evidence, and what people using services said",
    "options": "the options considered and rejected, and why",
    "principles": "how each principle is served or strained",
    "cost": "the cost, who bears it, and the budget line",
    "lawful": "whether it is legal and safe, and the statutory and equality duties",
    "interests": "the organisational interests declared and set aside",
}
MATERIAL_FIELDS = ("text", "amount_pence", "line", "year", "to_line", "to_year", "releases", "kind")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the proposal; an editorial change keeps ``n`` and counts ``wording`` on. Money is in pence.

    ``to_line`` and ``to_year`` are where money is moved, ``releases`` the decision whose money is given back.
    """

    n: int
    wording: int
    title: str
    text: str
    kind: str
    amount_pence: int | None
    line: str
    year: str
    changes: tuple[str, ...]
    measure: str
    review_on: date | None
    statement: Mapping[str, Any]
    material: bool
    by: str
    reason: str
    at: datetime
    to_line: str = ""
    to_year: str = ""
    releases: str = ""


def missing_parts(statement: Mapping[str, Any], principles: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the statement's parts that are not answered; every one of ``principles`` must be answered for."""
    missing = [part for part in STATEMENT_PARTS if part != "principles" and not str(statement.get(part) or "").strip()]
    grid = statement.get("principles")
    answered = grid if isinstance(grid, Mapping) else {}
    unanswered = [p for p in principles if not str((answered.get(p) or {}).get("how") or "").strip()]
    if unanswered:
        missing.append("principles")
    return tuple(part for part in STATEMENT_PARTS if part in missing)


def matters(old: Version, new: Version) -> bool:
    """Say whether what was known of ``old`` no longer holds of ``new``: its words, its kind, its money, what it would change, or why."""
    names = (*MATERIAL_FIELDS, "changes", "statement")
    return any(getattr(old, name) != getattr(new, name) for name in names)


def is_material(old: Version, new: Mapping[str, Any]) -> bool:
    """Say whether ``new`` (the changed fields) differs from ``old`` in text, kind, or anything about money."""
    return any(name in new and new[name] != getattr(old, name) for name in MATERIAL_FIELDS)
