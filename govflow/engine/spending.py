"""What a proposal would do with money: what it takes and from where, what it replaces or gives back, and whether the mandate has it.

Shared by guards and effects; pure functions of the case. Money is whole pence.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from govflow.domain import facts as f
from govflow.domain.authority import pounds
from govflow.domain.mandates import ALIGNED, DEVOLVED, EnvelopeLine, Mandate, financial_year, is_over
from govflow.domain.money import COMMIT, MOVING, RELEASE, TRANSFER, Balance
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.cases import Case, changed

Draft = Mapping[str, Any]


def looked_up(case: Case) -> Case:
    """Return the case with what may be asked about the current version's money already looked up: it outlives the look at the record."""
    text = case.decision.text
    found = case.taken(text.line, text.year) if text.amount_pence is not None else 0
    held = {ref: case.holding(ref) for ref in (case.decision.supersedes, text.releases) if ref}
    coming, balances = case.coming(), case.balances()
    return changed(case, taken=lambda *_: found, holding=held.get, coming=lambda: coming, balances=lambda: balances)


def does(case: Case, draft: Draft) -> str:
    """Return what a proposal does with its amount: commit, move, transfer or release; "" for nothing, as an answer to a mandate does."""
    kind = case.policy.kind(draft["kind"])
    if draft["amount_pence"] is None or (kind is not None and "mandate" in kind.changes):
        return ""
    return kind.money if kind is not None else COMMIT


def takes(case: Case, draft: Draft) -> bool:
    """Say whether a proposal takes money from its line and year."""
    return does(case, draft) not in {"", RELEASE}


def terms(case: Case) -> Mandate | None:
    """Return the mandate whose envelope counts."""
    return case.governing or case.mandate


def credit(case: Case, draft: Draft) -> int:
    """Return how much of the amount is already held, on the same line and year, by the decision that it would replace."""
    ref = case.decision.supersedes
    # In an edition of the workflow from before this was known nothing would come over.
    comes_over = any(event.name == "take_over" for event in case.rules.engine_events["in_force"])
    held = case.holding(ref) if ref and comes_over and takes(case, draft) else None
    if held is None or (held.line, held.year) != (draft["line"], draft["year"]):
        return 0
    return max(0, min(int(draft["amount_pence"]), held.pence))


def left(case: Case, line: str, year: str) -> int:
    """Return what is left of a line and year beside what this decision took: envelope, less what others took.

    The envelope is the smaller one where a variation is agreed that is not in force yet: it must not find more taken than it gives.
    """
    found = [mandate.line(line, year) for mandate in (terms(case), case.coming()) if mandate is not None]
    return min((one.pence if one else 0 for one in found), default=0) - case.taken(line, year)


def uncovered(mandate: Mandate, balances: Iterable[Balance]) -> Refusal | None:
    """Refuse an envelope with less on a line and year, with what was moved there, than decisions have committed (pence)."""
    for one in balances:
        line = mandate.line(one.line, one.year)
        pence = line.pence if line else 0
        if one.taken > pence:
            return refuse(
                "envelope-below-committed",
                field="envelope", line=one.line, year=one.year, amount=pounds(pence), committed=pounds(one.taken),
            )  # fmt: skip
    return None


def holder(case: Case, draft: Draft) -> str:
    """Return the participant whose own decision is needed, as the money taken is aligned and it holds it; "" where none is."""
    mandate = terms(case)
    line = mandate.line(draft["line"], draft["year"]) if mandate is not None and takes(case, draft) else None
    return line.holder if line is not None and line.holding == ALIGNED else ""


def money_aimed(draft: Draft) -> tuple[f.MoneyAimed, ...]:
    """Return the fact of where a new version sends its amount, or whose it gives back; () where it does neither."""
    aims = (draft["to_line"], draft["to_year"], draft["releases"])
    return (f.MoneyAimed(*aims),) if any(aims) else ()


def unfit(case: Case, draft: Draft) -> Refusal | None:
    """Refuse an amount of nothing, and words about money that the kind of decision needs or has no use for."""
    kind, amount = case.policy.kind(draft["kind"]), draft["amount_pence"]
    if kind is None:
        return None
    if kind.needs_amount and amount is None:
        return _invalid("amount", "this kind of decision needs an amount", "Give the pounds, line and year.")
    if amount == 0:
        return _invalid("amount", "the amount is nothing", "Give an amount of at least one penny, or none.")
    needed = {"to_line": kind.money in MOVING, "to_year": kind.money in MOVING, "releases": kind.money == RELEASE}
    for field, wanted in needed.items():
        if wanted and not draft[field]:
            return _invalid(field, "this kind of decision needs it", NEEDED[field])
        if draft[field] and not wanted:
            return _invalid(field, "this kind of decision has no use for it", "Leave it out, or choose another kind.")
    return None


def past_year(case: Case, draft: Draft) -> Refusal | None:
    """Refuse to take or move money of a financial year that is over; what was held of it can still be given back."""
    doing, begins = does(case, draft), case.rules.calendar.year_begins
    if not doing or doing == RELEASE:
        return None
    named = (("year", draft["year"]), *((("to_year", draft["to_year"]),) if doing in MOVING else ()))
    for field, year in named:
        if is_over(year, case.day, begins):
            return refuse("year-over", field=field, year=year, now=financial_year(case.day, begins))
    return None


NEEDED = {
    "to_line": "Give the budget line that the money goes to.",
    "to_year": "Give the year that the money goes to.",
    "releases": "Give the reference of the decision whose money is given back.",
}


def _invalid(field: str, why: str, remedy: str) -> Refusal:
    return refuse("invalid", field=field, why=why, remedy=remedy)


def beyond_lines(case: Case, draft: Draft) -> Refusal | None:
    """Refuse money on a line and year the mandate does not hold, moved where it may not go, or given back that is not held."""
    mandate, doing = case.mandate, does(case, draft)
    if mandate is None or not doing:
        return None
    if doing == RELEASE:
        return more_than_held(case, draft)
    source = mandate.line(draft["line"], draft["year"])
    if source is None:
        return _no_line(mandate, "line", draft["line"], draft["year"])
    past = past_year(case, draft)
    if past is not None or doing not in MOVING:
        return past
    target = mandate.line(draft["to_line"], draft["to_year"])
    if target is None:
        return _no_line(mandate, "to_line", draft["to_line"], draft["to_year"])
    return _misdirected(source, target, ALIGNED if doing == TRANSFER else DEVOLVED)


def _misdirected(source: EnvelopeLine, target: EnvelopeLine, holding: str) -> Refusal | None:
    if source == target:
        return _invalid("to_line", "the money would stay where it is", "Choose another line or another year.")
    if source.holding != holding:
        why = f"{source.line} {source.year} is {source.holding}, and this kind of decision moves {holding} money"
        return refuse("outside-mandate", field="line", why=why, remedy="Choose another line, or the kind that moves such money.")
    if target.holding != DEVOLVED:
        why = f"{target.line} {target.year} is {target.holding}: money moves to a line the alliance decides on"
        return refuse("outside-mandate", field="to_line", why=why, remedy="Choose a devolved line and year of the mandate.")
    return None


def _no_line(mandate: Mandate, field: str, line: str, year: str) -> Refusal:
    known = sorted({f"{line.line} {line.year}" for line in mandate.envelope})
    why = f"The mandate has no budget line {line or '(none named)'} for {year or '(no year named)'}"
    return refuse("outside-mandate", field=field, why=why, remedy=f"Use a line and year of the mandate: {', '.join(known)}.")


def more_than_held(case: Case, draft: Draft) -> Refusal | None:
    """Refuse to give back more than the other decision holds, or on another line or year than it holds it on."""
    if does(case, draft) != RELEASE:
        return None
    ref = draft["releases"]
    held = case.holding(ref)
    if held is None:
        return refuse("unknown-reference", field="releases", value=ref or "decision without a reference")
    amount, place = int(draft["amount_pence"]), f"{draft['line']} {draft['year']}"
    there = held.pence if (held.line, held.year) == (draft["line"], draft["year"]) else 0
    if 0 < amount <= there:
        return None
    return refuse("more-than-held", field="amount", decision=ref, amount=pounds(amount), held=pounds(max(there, 0)), place=place)
