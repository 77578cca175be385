"""Drafts: what somebody began to write, kept for this person alone. No act of the alliance: nothing of it is in the record.

Nothing is checked but how much there is: half a draft is a draft. What two tabs save is kept twice, never one over the other.
"""

from typing import NamedTuple

from govflow.acts.accounts import SignedIn
from govflow.acts.house import House
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.record import drafts
from govflow.record.drafts import Draft, Fields, Writer

__all__ = ["Draft", "Fields", "Kept", "Seen", "draft_of", "drafts_of", "finish", "keep", "throw_away"]

MOST, LONGEST = (
    10,
    450_000,
)  # drafts of one kind a person may have, and characters of one: as much as an issue may hold, and a little


class Seen(NamedTuple):
    """Which draft a page is about, 0 for none yet, and the mark of the saving that it showed."""

    n: int = 0
    mark: str = ""


class Kept(NamedTuple):
    """The draft as it was kept; ``apart``: beside another, which had been saved or removed elsewhere meanwhile."""

    draft: Draft
    apart: bool = False


def drafts_of(house: House, who: SignedIn, kind: str) -> tuple[Draft, ...]:
    """Return the drafts of whoever asks, the last saved first."""
    return drafts.drafts_of(house.store, _writer(who, kind))


def draft_of(house: House, who: SignedIn, kind: str, n: int) -> Draft | None:
    """Return a draft of whoever asks; None where there is none, or it is somebody else's."""
    return drafts.draft_of(house.store, _writer(who, kind), n)


def keep(house: House, who: SignedIn, kind: str, fields: Fields, seen: Seen) -> Kept:
    """Keep what was typed: in the draft that was seen, or as a new one. Raises Refused for too much, and for too many."""
    writer, now = _writer(who, kind), house.clock.now()
    length = sum(len(name) + len(text) for name, texts in fields.items() for text in _each(texts))
    if length > LONGEST:
        raise Refused((refuse("draft-too-long", length=f"{length:,}", most=f"{LONGEST:,}"),))
    before = drafts.draft_of(house.store, writer, seen.n) if seen.n else None
    if before is not None and before.fields == fields:
        return Kept(before)
    saved = drafts.save_draft(house.store, writer, before._replace(mark=seen.mark), fields, now) if before else None
    added = saved or drafts.add_draft(house.store, writer, fields, now, MOST)
    if added is None:
        raise Refused((refuse("drafts-full", most=MOST),))
    return Kept(added, apart=bool(seen.n) and saved is None)


def throw_away(house: House, who: SignedIn, kind: str, seen: Seen) -> bool:
    """Remove a draft that is still as it was seen; say whether it was."""
    return drafts.remove_draft(house.store, _writer(who, kind), seen.n, seen.mark)


def finish(house: House, who: SignedIn, kind: str, fields: Fields, seen: Seen) -> bool:
    """Remove the draft that ``fields`` come from, now that they are sent; say whether it is left, as something else was saved in it."""
    writer = _writer(who, kind)
    found = drafts.draft_of(house.store, writer, seen.n) if seen.n else None
    if found is None:
        return False
    known = found.mark == seen.mark or found.fields == fields
    return not (known and drafts.remove_draft(house.store, writer, found.n, found.mark))


def _writer(who: SignedIn, kind: str) -> Writer:
    return Writer(who.alliance, who.person, kind)


def _each(texts: str | list[str]) -> list[str]:
    return texts if isinstance(texts, list) else [texts]
