"""Guards on minutes: a text that differs, one that was issued, the version accepted, corrections that say something."""

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.attending import waited_for
from govflow.engine.gatherings import MinutesCase
from govflow.engine.words import guard


@guard("the minutes are as they were when it was written")
def as_they_were(case: MinutesCase) -> Refusal | None:
    """Refuse a text written on what has changed since: it would write over another's, or undo an issue and what people accepted."""
    seen, now = str(case.data.get("seen") or ""), case.minutes.stands
    if not seen or seen == now:
        return None
    (was, far, _), (is_now, come, accepted) = seen.split(" ")[:3] if seen.count(" ") == 2 else ("", "", ""), now.split(" ")  # noqa: PLR2004
    changed = (
        f"version {is_now} was saved" if was != is_now else "",
        f"the minutes were {come}" if far != come else "",
        f"{accepted} of {len(case.minutes.attendees)} accepted them" if accepted != "0" else "",
    )
    return refuse("minutes-changed", changed=" and ".join(one for one in changed if one) or "they were changed")


@guard("the text of the minutes differs")
def text_differs(case: MinutesCase) -> Refusal | None:
    """Refuse a version that is the same, or empty."""
    text = str(case.data.get("text") or "").strip()
    if not text:
        return refuse("invalid", field="text", why="minutes say something", remedy="Write what happened.")
    return refuse("nothing-changed", field="text") if text == case.minutes.text.strip() else None


@guard("the minutes are not issued yet")
def not_issued(case: MinutesCase) -> Refusal | None:
    """Refuse to issue twice; a new version asks everybody again by itself."""
    return None if case.minutes.issued_at is None else refuse("nothing-waits", why="the minutes are issued already")


@guard("the minutes are issued")
def issued(case: MinutesCase) -> Refusal | None:
    """Refuse to accept a draft that is still being written."""
    return refuse("minutes-not-issued") if case.minutes.issued_at is None else None


@guard("the version accepted is the current one")
def current(case: MinutesCase) -> Refusal | None:
    """Refuse acceptance of another version than the current one."""
    answered, now = case.data.get("version"), case.minutes.version
    return None if answered in {None, now} else refuse("stale-version", field="version", answered=answered, current=now)


@guard("the correction says something")
def says_something(case: MinutesCase) -> Refusal | None:
    """Refuse an empty correction."""
    if str(case.data.get("text") or "").strip():
        return None
    return refuse("invalid", field="text", why="is needed", remedy="Say what should be corrected, and to what.")


@guard("there is such a correction")
def correction_exists(case: MinutesCase) -> Refusal | None:
    """Refuse to answer a correction nobody asked for, or one that is answered."""
    found = case.minutes.correction(case.data.get("of", 0))
    if found is not None and found.taken is None:
        return None
    return refuse("nothing-waits", why="there is no such correction to answer")


@guard("the answer says why")
def answer_says_why(case: MinutesCase) -> Refusal | None:
    """Refuse to leave a correction out without a reason."""
    if case.data.get("taken") or str(case.data.get("reason") or "").strip():
        return None
    return refuse("reason-missing", field="reason")


@guard("everybody who attended has accepted")
def all_accepted(case: MinutesCase) -> Refusal | None:
    """Refuse to settle while somebody who attended has not accepted the current version."""
    waiting = waited_for(case)
    return refuse("not-yet-accepted", who=tuple(case.alliance.name_of(p) for p in waiting)) if waiting else None


@guard("every correction is answered")
def corrections_answered(case: MinutesCase) -> Refusal | None:
    """Refuse to settle while a correction waits for its answer."""
    who = tuple(dict.fromkeys(case.alliance.name_of(c.person) for c in case.minutes.unanswered))
    return refuse("correction-unanswered", who=who) if who else None
