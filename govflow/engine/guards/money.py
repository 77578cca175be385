"""Guards on money: the envelope, aligned money and its holder, giving back, and replacing what others are about to replace."""

from govflow.domain.authority import pounds
from govflow.domain.positions import SUBJECT_TO
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.domain.translating import say
from govflow.engine.cases import Case
from govflow.engine.drafting import current
from govflow.engine.spending import credit, holder, left, more_than_held, past_year, takes, uncovered
from govflow.engine.words import guard


@guard("it is within the envelope")
def within_envelope(case: Case) -> Refusal | None:
    """Refuse adoption of more than is left of the line and year (pence): envelope less what others took, with what it takes over."""
    draft = current(case)
    if case.mandate is None or not takes(case, draft):
        return None
    remaining = left(case, draft["line"], draft["year"]) + credit(case, draft)
    if draft["amount_pence"] <= remaining:
        return None
    return refuse(
        "envelope-exceeded",
        field="amount",
        amount=pounds(draft["amount_pence"]),
        remaining=pounds(max(remaining, 0)),
        line=draft["line"],
        year=draft["year"],
    )


@guard("the year of its money is not over")
def year_runs(case: Case) -> Refusal | None:
    """Refuse adoption of what takes or moves money of a financial year that ended while it was open."""
    return past_year(case, current(case)) if case.mandate is not None else None


@guard("no money they hold needs their own body's decision")
def not_their_money(case: Case) -> Refusal | None:
    """Refuse the plain agreement of a participant to take aligned money that it holds: its own body decides on that (rule 9)."""
    mine = case.actor.capacity.participant
    return _own_decision(case, mine, "choice") if mine and mine == holder(case, current(case)) else None


@guard("the holder of aligned money agrees subject to its own decision")
def holder_agrees(case: Case) -> Refusal | None:
    """Refuse adoption while the holder of the money has not agreed subject to its own body, also where it is left out or gone."""
    whose = holder(case, current(case))
    given = case.decision.position_of(whose) if whose else None
    subject = given is not None and given.choice == SUBJECT_TO and whose in case.decision.eligible_participants
    return None if not whose or subject else _own_decision(case, whose)


def _own_decision(case: Case, whose: str, field: str = "") -> Refusal:
    return refuse("holder-decision-needed", field=field, who=(case.title_of(whose),))


@guard("no more is given back than is held")
def held_enough(case: Case) -> Refusal | None:
    """Refuse to give back more than the other decision holds now."""
    return more_than_held(case, current(case))


@guard("a mandate that it answers covers what is committed")
def answer_covers(case: Case) -> Refusal | None:
    """Refuse to accept a mandate that gives a line less than decisions have committed there since it was issued."""
    answers = case.kind is not None and "mandate" in case.kind.changes
    return uncovered(case.mandate, case.balances()) if answers and case.mandate is not None else None


@guard("no other decision is about to replace the same one")
def alone_in_replacing(case: Case) -> Refusal | None:
    """Refuse a second adopted decision in the place of one: both would count on its money, as would one that gives some of it back."""
    replaces, releases = case.decision.supersedes, case.decision.text.releases
    held = case.holding(replaces) if replaces else None
    if held is not None and (others := (*held.waiting, *held.releasing)):
        return refuse("replacement-under-way", others=", ".join(others), decision=replaces)
    held = case.holding(releases) if releases else None
    if held is not None and held.waiting:
        return refuse("replacement-under-way", others=", ".join(held.waiting), decision=releases)
    return None


@guard("what it replaces still stands")
def replaced_still_stands(case: Case) -> Refusal | None:
    """Refuse to replace, or give back the money of, what was replaced meanwhile: of two in one place only the first counts."""
    for field, ref in (("supersedes", case.decision.supersedes), ("releases", case.decision.text.releases)):
        held = case.holding(ref) if ref else None
        if held is not None and held.gone:
            return refuse("replaced-meanwhile", field=field, decision=ref, gone=_gone(held.gone), instead=_instead(held.gone))
    return None


def _gone(gone: str) -> str:
    return say("was replaced by {ref}", ref=gone) if "-" in gone else say("has ended")


def _instead(gone: str) -> str:
    return (
        say("naming {ref} instead, if it is still needed", ref=gone) if "-" in gone else say("without it, if it is still needed")
    )
