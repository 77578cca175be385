"""Guards on meetings: notice, agenda, papers, who may sit in, late items, and what must be settled before the meeting ends."""

from datetime import datetime

from govflow.domain.meetings import SEATED, Item
from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import refuse
from govflow.engine.attending import DEPUTY, GUEST, SEAT_HOLDER, part_of
from govflow.engine.cases import Asked
from govflow.engine.dating import half_urgent
from govflow.engine.gatherings import MeetingCase
from govflow.engine.words import guard

RUNNING_IT = frozenset({"manager", "chair", "deputy chair"})
ADDRESSES = ("https://", "http://")


@guard("the meeting lies far enough ahead")
def far_enough(case: Asked) -> Refusal | None:
    """Refuse a date that leaves less than the policy's notice, unless urgency is shown (rule 10)."""
    starts: datetime = case.data.get("starts_at") or case.subject.starts_at
    if starts <= case.now:
        return refuse("invalid", field="at", why="that time has passed", remedy="Give a time that lies ahead.")
    calendar, span = case.rules.calendar, case.policy.clocks["notice"]
    on, given = calendar.local_date(starts), calendar.counts_from(case.now, case.policy.closing)
    if given <= calendar.last_day_before(on, span):
        return None
    urgent = case.data.get("urgent") or {}
    if urgent:
        return half_urgent(urgent)
    return refuse(
        "meeting-too-soon", field="at", on=f"{on:%A %-d %B %Y}", needed=str(span),
        earliest=f"{calendar.first_day_after(given, span):%A %-d %B %Y}",
    )  # fmt: skip


@guard("the move changes something")
def move_changes(case: MeetingCase) -> Refusal | None:
    """Refuse a move that leaves the time, the length, the place and the link as they are: it would tell everybody of nothing."""
    meeting = case.meeting
    for name in ("starts_at", "minutes", "place", "link"):
        given = case.data.get(name)
        if given is not None and given != getattr(meeting, name):
            return None
    return refuse("meeting-unchanged")


@guard("a reason is given for the meeting")
def reason_for_meeting(case: MeetingCase) -> Refusal | None:
    """Refuse to move or cancel a meeting without saying why."""
    return None if str(case.data.get("reason") or "").strip() else refuse("reason-missing", field="reason")


@guard("the item can stand on the agenda")
def item_fits(case: MeetingCase) -> Refusal | None:
    """Refuse an item about nothing, one for decision without its decision, one of another body, or one that stands there already."""
    ref = str(case.data.get("decision") or "")
    if not ref and not str(case.data.get("title") or "").strip() and case.data.get("what") != "decision":
        return refuse("invalid", field="title", why="is needed", remedy="Say what it is about, or choose a decision.")
    if not ref:
        wanted = case.data.get("what") == "decision"
        return (
            refuse("invalid", field="decision", why="an item for decision names it", remedy="Choose the decision.")
            if wanted
            else None
        )
    if case.decision is None:
        return refuse("unknown-reference", field="decision", value=ref[:80])
    if case.decision.body != case.meeting.body:
        why, remedy = "another body decides that", "Put it on the agenda of that body."
        return refuse("invalid", field="decision", why=why, remedy=remedy)
    if case.meeting.item_for(ref) is not None:
        return refuse("invalid", field="decision", why="it stands on this agenda already", remedy="Use the item that is there.")
    return None


@guard("there is such an item")
def item_exists(case: MeetingCase) -> Refusal | None:
    """Refuse an item that is not on the agenda."""
    if case.meeting.item_of(case.data.get("item", 0)) is not None:
        return None
    known = ", ".join(str(i.n) for i in case.meeting.items) or "none yet"
    return refuse("unknown-value", field="item", value=case.data.get("item", 0), known=known)


@guard("the order names every item")
def order_whole(case: MeetingCase) -> Refusal | None:
    """Refuse an order that leaves an item out, names one twice, or is the order they are in."""
    given, there = [int(n) for n in case.data.get("order", ()) if str(n).isdecimal()], [i.n for i in case.meeting.items]
    if given == there:
        return refuse("nothing-changed", field="order")
    if sorted(given) == sorted(there):
        return None
    return refuse("invalid", field="order", why="each item must be named once", remedy="Somebody changed the agenda; look again.")


@guard("the paper belongs to an item")
def paper_placed(case: MeetingCase) -> Refusal | None:
    """Refuse a paper for an item that is not there; 0 is the whole meeting."""
    return item_exists(case) if case.data.get("item", 0) else None


@guard("the paper can be opened")
def paper_opens(case: MeetingCase) -> Refusal | None:
    """Refuse a paper that is neither a file nor an address of the web."""
    address = str(case.data.get("address") or "")
    if case.data.get("digest") or address.startswith(ADDRESSES):
        return None
    return refuse(
        "invalid", field="address", why="a link begins with https://", remedy="Give the whole address, or upload the file."
    )


@guard("there is such a paper")
def paper_there(case: MeetingCase) -> Refusal | None:
    """Refuse a paper that the meeting has not, or has no more."""
    if case.meeting.paper_of(case.data.get("paper", 0)) is not None:
        return None
    known = ", ".join(str(p.n) for p in case.meeting.standing) or "none"
    return refuse("unknown-value", field="paper", value=case.data.get("paper", 0), known=known)


@guard("the agenda has an item")
def agenda_filled(case: MeetingCase) -> Refusal | None:
    """Refuse to send papers of a meeting about nothing."""
    return None if case.meeting.items else refuse("agenda-empty")


@guard("its day has come")
def day_has_come(case: MeetingCase) -> Refusal | None:
    """Refuse to start a meeting on another day than its own."""
    on = case.meeting.on
    if on is None or case.day >= on:
        return None
    return refuse("not-yet-its-day", on=f"{on:%A %-d %B %Y}")


@guard("somebody known arrives")
def known_arrives(case: MeetingCase) -> Refusal | None:
    """Refuse a stranger, and somebody who records another's coming without running the meeting."""
    person = case.data.get("person") or case.actor.person
    found = case.alliance.person(person)
    if found is None or not found.active:
        return refuse("unknown-reference", field="person", value=str(person)[:80])
    if person != case.actor.person and case.actor.capacity.role not in RUNNING_IT:
        return refuse("not-allowed", who=(case.actor.person,), roles="the manager and the chair, for others than oneself")
    return None


@guard("they are not there yet")
def not_there(case: MeetingCase) -> Refusal | None:
    """Refuse to record somebody twice."""
    if not case.meeting.is_here(case.data.get("person") or case.actor.person):
        return None
    return refuse("invalid", field="person", why="that person is there already", remedy="Nothing need be done.")


@guard("they may sit in for the participant")
def may_sit_in(case: MeetingCase) -> Refusal | None:
    """Refuse somebody who comes for a participant without its seat and without being named deputy for the day."""
    person, participant = case.data.get("person") or case.actor.person, str(case.data.get("participant") or "")
    role, _ = part_of(case.alliance, case.meeting.body, person, participant, case.day)
    if not participant or role in {SEAT_HOLDER, DEPUTY}:
        return None
    return refuse(
        "deputy-not-valid",
        why=f"{'They are' if role == GUEST else 'As ' + role + ' they are'} not named to stand in for {case.title_of(participant)} today",
        remedy="The participant names a deputy in advance; until then they may listen.",
    )


@guard("they are there")
def are_there(case: MeetingCase) -> Refusal | None:
    """Refuse to record the leaving of somebody who is not there, or of another person by somebody who does not run the meeting."""
    person = case.data.get("person") or case.actor.person
    if not case.meeting.is_here(person):
        return refuse("invalid", field="person", why="that person is not there", remedy="Look at who is.")
    return known_arrives(case)


@guard("the item was added late")
def item_late(case: MeetingCase) -> Refusal | None:
    """Refuse consent to an item that needs none."""
    found = _item(case)
    if found is not None and found.late:
        return None
    return refuse("nothing-waits", why="that item was not added late")


def _item(case: MeetingCase) -> Item | None:
    return case.meeting.item_of(case.data.get("item", 0))


@guard("they represent a participant here")
def represents(case: MeetingCase) -> Refusal | None:
    """Refuse somebody who is not in the meeting for the participant."""
    mine = case.actor.capacity.participant
    if any(a.person == case.actor.person and a.participant == mine and a.role in SEATED for a in case.meeting.here):
        return None
    return refuse("not-represented", who=(case.title_of(mine),))


@guard("consent is not given yet")
def not_consented(case: MeetingCase) -> Refusal | None:
    """Refuse to consent twice."""
    if case.actor.capacity.participant not in case.meeting.consented(case.data.get("item", 0)):
        return None
    return refuse("nothing-waits", why="this participant has consented already")


@guard("the decision is open in this meeting")
def open_in_meeting(case: MeetingCase) -> Refusal | None:
    """Refuse to note a position on what is not open here, or on another version than the current one."""
    ref, version = case.data.get("decision"), case.data.get("version")
    found = next((d for d in case.open_here if d.ref == ref), None)
    if found is None:
        return refuse("voting-closed", remedy="Open positions on it in this meeting first.")
    return refuse("stale-version", answered=version, current=found.version) if version not in {None, found.version} else None


@guard("the participant is represented here")
def represented_here(case: MeetingCase) -> Refusal | None:
    """Refuse to note a position of a participant that nobody is here for, or that is not asked."""
    participant = str(case.data.get("participant") or "")
    found = next((d for d in case.open_here if d.ref == case.data.get("decision")), None)
    if found is not None and participant not in found.eligible_participants:
        return refuse("not-eligible", who=(case.title_of(participant),))
    return None if participant in case.meeting.represented else refuse("not-represented", who=(case.title_of(participant),))


@guard("the note says enough")
def note_enough(case: MeetingCase) -> Refusal | None:
    """Refuse a note without a reason, as the position itself would be."""
    return None if str(case.data.get("reason") or "").strip() else refuse("reason-missing", field="reason")


@guard("nothing is left open in the meeting")
def nothing_open(case: MeetingCase) -> Refusal | None:
    """Refuse to end a meeting in which positions are still open: each is agreed, closed, deferred or withdrawn first.

    What everyone has agreed to there and only waits outlives the meeting.
    """
    still = ", ".join(d.ref for d in case.open_here if d.ref not in case.agreed_here)
    return refuse("decisions-open", refs=still) if still else None
