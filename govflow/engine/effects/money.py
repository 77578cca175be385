"""Effects on money: what adoption takes, what coming into force moves on, what is given back, and what is taken over."""

from collections.abc import Iterable, Mapping

from govflow.domain import facts as f
from govflow.domain.money import COMMITTED, MOVED_BACK, MOVED_IN, MOVED_OUT, MOVING, RELEASED, Place, going, held
from govflow.engine.cases import Case
from govflow.engine.drafting import current
from govflow.engine.spending import credit, does, takes
from govflow.engine.words import effect

Postings = tuple[f.MoneyPosted, ...]


def taken(case: Case) -> Postings:
    """Take the amount from its line and year, less what the decision that it replaces holds there: that comes over later."""
    draft = current(case)
    return _taken(case, int(draft["amount_pence"]) - credit(case, draft)) if takes(case, draft) else ()


@effect("take over the money of what it replaced")
def take_over(case: Case) -> Postings:
    """Take the rest of the amount, which the decision that it replaced has just released, and move it on where it moves money."""
    rest, cause = case.decision.to_come, str(case.data.get("freed") or "")
    return (*_taken(case, rest, cause), *_moved_in(case, rest, cause))


def moved_in(case: Case) -> Postings:
    """Let what was moved out come in on the line and year that it goes to."""
    return _moved_in(case, sum(going(case.decision.postings).values()))


@effect("release the money")
def release(case: Case) -> Postings:
    """Give back everything the decision holds, or has moved out and not in; nothing where it holds nothing."""
    postings, cause = case.decision.postings, str(case.data.get("successor") or "")
    return (*_posted(RELEASED, held(postings), cause), *_posted(MOVED_BACK, going(postings), cause))


@effect("give back the money asked for")
def give_back(case: Case) -> Postings:
    """Release what a decision that came into force gives back of this one's money, and never more than it still holds."""
    holding = case.decision.holding
    pence = min(int(case.data["pence"]), holding.pence)
    return _posted(RELEASED, {(holding.line, holding.year): pence}, str(case.data["released_by"]))


def _taken(case: Case, pence: int, cause: str = "") -> Postings:
    text = case.decision.text
    what = MOVED_OUT if does(case, current(case)) in MOVING else COMMITTED
    return _posted(what, {(text.line, text.year): pence}, cause)


def _moved_in(case: Case, pence: int, cause: str = "") -> Postings:
    text = case.decision.text
    return _posted(MOVED_IN, {(text.to_line, text.to_year): pence}, cause) if text.to_line else ()


def _posted(what: str, pence: Mapping[Place, int], cause: str) -> Postings:
    found: Iterable[tuple[Place, int]] = pence.items()
    return tuple(f.MoneyPosted(what, *place, n, cause) for place, n in found if n > 0)
