"""Who decides a proposal, and why, as those who write it and those who read it are told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from govflow.definitions.explaining.wording import capital
from govflow.domain.authority import the
from govflow.domain.decisions import Decision
from govflow.domain.mandates import Mandate
from govflow.domain.policies import Body
from govflow.domain.refusals import Refusal
from govflow.domain.translating import mark, say
from govflow.domain.vocabulary import LEVELS
from govflow.engine.cases import ENGINE, Case, changed
from govflow.engine.casing import Asking, case_of, rules_of
from govflow.engine.drafting import beyond_mandate, current, misfit, routed
from govflow.engine.mandating import terms_of
from govflow.engine.rulebook import Rulebook
from govflow.record.units import View

Pair = tuple[str, str]
AT_LEVEL = {
    "manager": mark("{body} (manager level)"),
    "management": mark("{body} (management level)"),
    "leadership": mark("{body} (leadership level)"),
    "owner": mark("{body} (owner level)"),
}


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides a proposal as it is written: the body with its level, and why; or what is ``missing`` before that can be said.

    ``asked`` is the body somebody asked for, as a sentence begins with it, and ``too_low`` says that it may not decide; ``against`` is
    what the mandate or the kind does not allow. ``choices`` (id, title) are the lowest body that may, and those above it that can be
    asked for.
    """

    body: str
    why: str
    asked: str
    too_low: bool
    missing: tuple[str, ...]
    against: tuple[Refusal, ...]
    choices: tuple[Pair, ...]


def with_level(body: Body | None, ref: str) -> str:
    """Return a body's title with its level; its reference where the policy has no such body."""
    return say(AT_LEVEL[body.level], body=body.title) if body else ref


def deciding(case: Case, draft: Mapping[str, Any] | None = None) -> Deciding:
    """Return who decides the proposal of ``case`` as it stands, or as ``draft`` would have it."""
    new = current(case) if draft is None else draft
    lowest = routed(_unasked(case), new)
    goes, asked = routed(case, new), case.policy.body(case.decision.asked_body)
    known = goes is not None and not _lacks_amount(case, new)
    return Deciding(
        body=with_level(goes.body, "") if goes and known else "",
        why=goes.says if goes and known else "",
        asked=capital(the(asked)) if asked else "",
        too_low=bool(asked and lowest and _height(asked) < _height(lowest.body)),
        missing=tuple(_missing(case, new)),
        against=tuple(_against(case, new)),
        choices=tuple(_choices(case, lowest.body if lowest else None, asked)),
    )


def deciding_new(view: View, book: Rulebook, draft: Mapping[str, Any], body: str, now: datetime) -> Deciding:
    """Return who would decide a proposal that is about to begin, with what is typed so far and the ``body`` asked for ("" for none)."""
    mandate = mandate_in_force(view, rules_of(view, book, None).calendar.local_date(now))
    asking = Asking("decision.propose", ENGINE, {"mandate": mandate.ref if mandate else ""})
    return deciding(changed(case_of(view, book, None, asking, now), decision=Decision(asked_body=body)), draft)


def mandate_in_force(view: View, day: date) -> Mandate | None:
    """Return the mandate that a proposal begun on ``day`` rests on, or None."""
    return next((m for m in reversed([*map(terms_of, view.mandates())]) if m is not None and m.in_force_on(day)), None)


def _unasked(case: Case) -> Case:
    return changed(case, decision=replace(case.decision, asked_body=""))


def _height(body: Body) -> int:
    return LEVELS.index(body.level)


def _lacks_amount(case: Case, new: Mapping[str, Any]) -> bool:
    kind = case.policy.kind(new["kind"])
    return kind is not None and kind.needs_amount and new["amount_pence"] is None


def _missing(case: Case, new: Mapping[str, Any]) -> Iterator[str]:
    if case.policy.kind(new["kind"]) is None:
        yield say("Its kind is missing: the kind settles who decides.")
    if _lacks_amount(case, new):
        yield say("The amount is missing: this kind of decision needs one, and who decides hangs on it.")
    if case.mandate is None:
        yield say("It rests on no mandate that is in force, so there are no limits and no budget to look at.")
    elif new["amount_pence"] is not None and not (new["line"] and new["year"]):
        yield say("The budget line and the year are missing.")


def _against(case: Case, new: Mapping[str, Any]) -> Iterator[Refusal]:
    """Yield what cannot be as it is written, besides what is only missing yet."""
    mixed_up = misfit(case, new) if case.decision.versions else None
    if mixed_up is not None and mixed_up.field == "kind":
        yield mixed_up
    beyond = beyond_mandate(case, new)
    if beyond is not None and (beyond.field == "changes" or (new["line"] and new["year"] and _is_said(new, beyond.field))):
        yield beyond


def _is_said(new: Mapping[str, Any], field: str) -> bool:
    """Say whether what a refusal is about was written at all: what is only missing yet is not wrong."""
    return bool(new.get(field, True))


def _choices(case: Case, lowest: Body | None, asked: Body | None) -> Iterator[Pair]:
    """Yield the lowest body that may, as no asking at all, and what can be asked for: those above it, and what was asked for already."""
    first = mark("The lowest that may: {body} (recommended)") if lowest else mark("The lowest that may (recommended)")
    yield "", say(first, body=lowest.title if lowest else "")
    above = (b for b in case.policy.bodies if b == asked or lowest is None or _height(b) > _height(lowest))
    yield from ((b.id, b.title) for b in sorted(above, key=_height))
