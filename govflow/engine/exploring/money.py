"""The small worlds of money: aligned lines and their holder, moving, giving back, and replacing a decision that holds some."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from govflow.domain.mandate_versions import UNDER_CONSIDERATION
from govflow.domain.money import COMMIT, MOVE, RELEASE, TRANSFER, Balance, Holding
from govflow.engine.exploring.casts import ALIGNED_LINE, FIRST, LINE, MANDATE, OTHER_LINE, PENCE, YEAR, money_kind
from govflow.engine.exploring.making import CIRCULATED, EXCLUDED, Maker, under
from govflow.engine.exploring.worlds import ELSEWHERE, FREED, GIVEN_BACK, NOTICE, Deed, Wait, World

OTHER = "DEC-0002"
ANSWERS = ("agree", "agree_subject_to", "ratify", "decline")
HOLDER = {FIRST: "holder"}


def money_worlds(make: Maker) -> Iterator[World]:
    """Give the worlds of one policy; a pack may lack a kind that does one of these with money."""
    yield from _aligned(make)
    yield from _moving(make)
    yield from _giving_back(make)
    yield from _replacing(make)
    yield from _answering(make)
    yield from _year_ending(make)


def _money(make: Maker, money: str, **given: Any) -> Mapping[str, Any] | None:  # noqa: ANN401 - the act's data
    """Return a proposal that does ``money`` with all of a line, or None where the policy has no such kind."""
    kind = money_kind(make.policy, money, make.body)
    plain = {"amount_pence": PENCE, "line": LINE, "year": YEAR}
    return make.proposal(kind=kind.id, **plain | given) if kind else None


def _aligned(make: Maker) -> Iterator[World]:
    proposal = _money(make, COMMIT, line=ALIGNED_LINE)
    if proposal is not None:
        yield make.world("aligned money", make.opened(), ANSWERS, proposal=proposal, marks=HOLDER)
        out = (*make.opened(), *EXCLUDED)
        yield make.world("aligned money of somebody excluded", out, ANSWERS, proposal=proposal, marks=HOLDER, still=True)


def _moving(make: Maker) -> Iterator[World]:
    for money, line in ((MOVE, LINE), (TRANSFER, ALIGNED_LINE)):
        proposal = _money(make, money, line=line, to_line=OTHER_LINE, to_year=YEAR)
        if proposal is not None:
            yield make.world(f"money to {money}", make.opened(), ANSWERS, proposal=proposal, marks=HOLDER)
            yield make.world(
                f"no money left to {money}", make.opened(), ANSWERS, proposal=proposal, marks=HOLDER, others_took=1, still=True
            )
            wrong = {**proposal, "to_line": ALIGNED_LINE}
            yield make.world(f"money to {money} where it may not go", (), ("circulate",), proposal=wrong)


def _giving_back(make: Maker) -> Iterator[World]:
    held, less = Holding(LINE, YEAR, PENCE), Holding(LINE, YEAR, PENCE - 1)
    proposal = _money(make, RELEASE, releases=OTHER)
    if proposal is not None:
        yield make.world("money to give back", make.opened(), ANSWERS, proposal=proposal, other_holds=held)
        yield make.world("less held by then", make.opened(), ANSWERS, proposal=proposal, other_holds=held, held_later=less)
        yield make.world("more than is held", (), ("circulate",), proposal=proposal, other_holds=less)
    taking = _money(make, COMMIT)
    if taking is not None:
        turns = (*ELSEWHERE, GIVEN_BACK)
        yield make.world(
            "money that is given back", (*make.opened(), *make.everyone), ("complete", "review"), proposal=taking, turns=turns
        )


def _replacing(make: Maker) -> Iterator[World]:
    proposal = _money(make, COMMIT, supersedes=OTHER)
    if proposal is None:
        return
    half = Holding(LINE, YEAR, PENCE // 2)
    coming = {"proposal": proposal, "turns": (*ELSEWHERE, FREED), "others_took": PENCE // 2}
    yield make.world("money that comes over", make.opened(), (*ANSWERS, "complete"), other_holds=half, **coming)
    taken = Holding(LINE, YEAR, PENCE // 2, ("DEC-0003",))
    yield make.world("two that replace the same", make.opened(), ANSWERS, other_holds=taken, **coming)
    yield from _replaced_meanwhile(make, half, coming)


def _replaced_meanwhile(make: Maker, half: Holding, coming: Mapping[str, Any]) -> Iterator[World]:
    """Something else took the place of what it replaces, or whose money it gives back: before positions opened, or after."""
    gone = Holding(gone="DEC-0003")
    late = {**coming, "other_holds": half, "held_later": gone, "others_took": 0}
    yield make.world("what it replaces is replaced while it is open", make.opened(), (*ANSWERS, "close"), **late)
    yield make.world("what it replaces is replaced before it opens", CIRCULATED, ("open",), other_holds=gone, **coming)
    given_back = replace(half, waiting=(), releasing=("DEC-0003",))
    yield make.world("what it replaces is about to give back money", make.opened(), ANSWERS, other_holds=given_back, **coming)
    releasing = _money(make, RELEASE, releases=OTHER, amount_pence=1)
    if releasing is not None:
        held = replace(half, waiting=("DEC-0003",))
        yield make.world("money of what is about to be replaced", make.opened(), ANSWERS, proposal=releasing, other_holds=held)


def _year_ending(make: Maker) -> Iterator[World]:
    """Money of a financial year that ends while positions are open; moved into one that has ended."""
    written = replace(make, policy=under(make.policy, I="written_unanimous"))
    way = {"closes": datetime(2026, 4, 20, 16, 0, tzinfo=UTC)}
    opened = (*CIRCULATED, Wait(NOTICE), Deed("open", "", way, "in writing, closing in April"))
    for money, given in ((COMMIT, {}), (MOVE, {"to_line": OTHER_LINE, "to_year": YEAR})):
        proposal = _money(written, money, **given)
        if proposal is not None:
            name = f"money to {money} in a year that ends while it is open"
            yield written.world(name, (*opened, *written.everyone[1:]), ("agree", "close"), proposal=proposal, waits=(30,))


def _answering(make: Maker) -> Iterator[World]:
    kind = next((k for k in make.policy.kinds if "mandate" in k.changes), None)
    if kind is None or kind.body != make.body:
        return
    proposal = make.proposal(kind=kind.id, changes=("mandate",))
    issued = replace(MANDATE, standing=UNDER_CONSIDERATION)
    for name, pence in (("a mandate that covers what is committed", PENCE), ("a mandate that does not", PENCE + 1)):
        taken = (Balance(LINE, YEAR, committed=pence),)
        yield make.world(name, make.opened(), ("agree",), proposal=proposal, mandate=issued, balances=taken)
