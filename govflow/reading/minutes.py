"""Minutes as their page needs them: the text and its versions, who has accepted, corrections and their answers."""

from datetime import datetime

from govflow.domain.gathering_sentences import labels, of_minutes
from govflow.domain.minutes import Attendee, Correction, Minutes
from govflow.domain.sentences import clock_time
from govflow.domain.translating import mark, say
from govflow.engine.rulebook import Rulebook
from govflow.reading.differences import differences
from govflow.reading.gatherings import Plain, Seen, seen
from govflow.record.units import View

ISSUED = mark("Issued, to be accepted")
COLOURS = {"drafted": "blue", "accepted": "turquoise", "circulated": "green"}


def minutes_page(view: View, book: Rulebook, ref: str, person: str, now: datetime) -> Plain:
    """Return everything the page of minutes shows. Raises Refused for an unknown reference."""
    found = seen(view, book, "minutes", ref, person, now)
    minutes: Minutes = found.case.minutes
    meeting = found.case.meeting
    state = found.case.rules.workflow.states[minutes.state]
    mine = next((a for a in minutes.attendees if a.person == person), None)
    return {
        "ref": ref,
        "meeting": minutes.meeting,
        "meeting_title": meeting.title if meeting else "",
        "when": clock_time(meeting.starts_at, found.zone) if meeting and meeting.starts_at else "",
        "state": minutes.state,
        "held": _held(found, minutes),
        "state_title": say(ISSUED) if minutes.state == "drafted" and minutes.issued_at else say(state.title),
        "state_means": say(state.means),
        "colour": "purple" if minutes.state == "drafted" and minutes.issued_at else COLOURS[minutes.state],
        "sentence": of_minutes(minutes, labels(minutes, lambda one: found.name(one, minutes.issued_at), found.title), found.zone),
        "text": minutes.text,
        "stands": minutes.stands,
        "version": minutes.version,
        "issued": minutes.issued_at is not None,
        "settled": minutes.settled_at is not None,
        "versions": [_version(found, minutes, n) for n in range(len(minutes.minutes_texts), 0, -1)],
        "attendees": [_attendee(found, minutes, a) for a in minutes.attendees],
        "corrections": [_correction(found, c) for c in minutes.corrections],
        "mine": None if mine is None else {"accepted": mine.accepted == minutes.version},
        "may": {event: found.may(event) for event in ("revise", "issue", "accept", "correct", "answer")},
    }


def _held(found: Seen, minutes: Minutes) -> str:
    """Return when the meeting was held, and when its minutes were issued."""
    meeting = found.case.meeting
    held = say("Held on {when}.", when=clock_time(meeting.started_at, found.zone)) if meeting and meeting.started_at else ""
    issued = say("Issued on {when}.", when=clock_time(minutes.issued_at, found.zone)) if minutes.issued_at else ""
    return " ".join(part for part in (held, issued) if part)


def _version(found: Seen, minutes: Minutes, n: int) -> Plain:
    text = minutes.minutes_texts[n - 1]
    before = minutes.minutes_texts[n - 2].text if n > 1 else ""
    return {
        "n": text.n, "by": found.name(text.by, text.at), "when": clock_time(text.at, found.zone), "reason": text.reason,
        "changed": differences(before, text.text) if n > 1 else [],
    }  # fmt: skip


def _attendee(found: Seen, minutes: Minutes, one: Attendee) -> Plain:
    accepted = one.accepted == minutes.version and one.accepted > 0
    when = clock_time(one.at, found.zone) if accepted and one.at else ""
    return {
        "name": found.name(one.person, minutes.issued_at),
        "title": found.title(one.participant),
        "accepted": accepted,
        "when": when,
    }


def _correction(found: Seen, one: Correction) -> Plain:
    return {
        "n": one.n, "by": found.name(one.person, one.at), "said": one.said, "taken": one.taken, "answer": one.answer, "after": one.after,
        "when": clock_time(one.at, found.zone),
    }  # fmt: skip
