"""The report of a rehearsal: every step, what was expected and what came, as text and as JSON. Nothing is judged here."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from govflow.domain.refusals import Refusal
from govflow.rehearsing.playing import Outcome

YES, NO = "✓", "✗"


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario and what came of its steps."""

    file: str
    title: str
    outcomes: tuple[Outcome, ...]

    @property
    def ok(self) -> bool:
        """Say whether every step went as the scenario says."""
        return all(outcome.ok for outcome in self.outcomes)


def text(played: Sequence[Played]) -> str:
    """Return the report for people."""
    held = sum(one.ok for one in played)
    lines = [line for one in played for line in (*_scenario(one), "")]
    failed = [f"  {NO} {one.title} ({one.file})" for one in played if not one.ok]
    return "\n".join([*lines, f"{held} of {len(played)} scenarios held.", *failed]) + "\n"


def as_json(played: Sequence[Played]) -> str:
    """Return the report as one JSON object."""
    rows = [{"file": one.file, "scenario": one.title, "ok": one.ok, "steps": [asdict(o) for o in one.outcomes]} for one in played]
    return json.dumps({"ok": all(one.ok for one in played), "scenarios": rows}, ensure_ascii=False, indent=2)


def _scenario(one: Played) -> Iterator[str]:
    yield f"{YES if one.ok else NO} {one.title} ({one.file})"
    for outcome in one.outcomes:
        yield from _outcome(outcome)


def _outcome(outcome: Outcome) -> Iterator[str]:
    mark = YES if outcome.ok else NO
    came = f" - {outcome.came}" if outcome.ok else ""
    yield f"  {mark} line {outcome.line:>3}  {outcome.at}  {outcome.says}{came}"
    if not outcome.ok:
        if outcome.expected:
            yield f"        expected: {outcome.expected}"
        yield f"        came:     {outcome.came}"
    for line in refusal_lines(outcome.refusals):
        yield f"        {line}"


def refusal_lines(refusals: Sequence[Refusal]) -> Iterator[str]:
    """Yield one line for each refusal: its code, the sentence and the remedy."""
    for refusal in refusals:
        yield f"{refusal.code}: {refusal.says} {refusal.remedy}"
