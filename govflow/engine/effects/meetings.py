"""Effects on meetings: what is recorded of date, notice, agenda, papers, coming and going."""

from govflow.domain import facts as f
from govflow.domain.notices import Notice
from govflow.engine.attending import absent, part_of, people, speaking_for_nobody
from govflow.engine.dating import dated
from govflow.engine.gatherings import MeetingCase
from govflow.engine.words import effect

Facts = tuple[f.Fact, ...]
ITEM_GONE = "Its item was taken off the agenda."
Notices = tuple[Notice, ...]


@effect("put the item on the agenda")
def add_item(case: MeetingCase) -> Facts:
    """Record a new item; it is late once the papers have gone out."""
    data, ref = case.data, str(case.data.get("decision") or "")
    title = str(data.get("title") or "") or (case.decision.title if case.decision else "")
    return (
        f.ItemAdded(
            n=len(case.meeting.agenda) + 1,
            title=title,
            what=data.get("what") or ("decision" if ref else "discussion"),
            decision=ref,
            minutes=data.get("minutes") or 0,
            who=str(data.get("who") or ""),
            late=case.meeting.papers_at is not None,
            by=case.actor.person,
            note=str(data.get("note") or ""),
        ),
    )


@effect("take the item off the agenda")
def drop_item(case: MeetingCase) -> Facts:
    """Record that an item is not dealt with in this meeting; its papers go with it."""
    item, by = case.data["item"], case.actor.person
    papers = (f.PaperTakenAway(p.n, by, 0, ITEM_GONE) for p in case.meeting.standing if p.item == item)
    return (f.ItemDropped(item, by), *papers)


@effect("put the agenda in order")
def order_items(case: MeetingCase) -> Facts:
    """Record the order of the items."""
    return (f.AgendaOrdered(tuple(str(n) for n in case.data["order"])),)


@effect("add the paper")
def add_paper(case: MeetingCase) -> Facts:
    """Record a paper: a link, or the digest of a file that is kept."""
    return (_added(case, case.data.get("item", 0)),)


@effect("take the paper away")
def drop_paper(case: MeetingCase) -> Facts:
    """Record that a paper is one of the meeting no more."""
    return (f.PaperTakenAway(case.data["paper"], case.actor.person, 0, str(case.data.get("reason") or "")),)


@effect("put another paper in its place")
def replace_paper(case: MeetingCase) -> Facts:
    """Record a paper in the place of another, for the same item."""
    old = case.meeting.paper_of(case.data["paper"])
    added = _added(case, old.item if old else 0)
    return (added, f.PaperTakenAway(case.data["paper"], case.actor.person, added.n, str(case.data.get("reason") or "")))


def _added(case: MeetingCase, item: int) -> f.PaperAdded:
    data = case.data
    return f.PaperAdded(
        n=len(case.meeting.papers) + 1,
        item=item,
        title=data["title"],
        address=str(data.get("address") or ""),
        digest=str(data.get("digest") or ""),
        media=str(data.get("media") or ""),
        size=data.get("size", 0),
        by=case.actor.person,
    )


@effect("record the reply")
def reply(case: MeetingCase) -> Facts:
    """Record whether somebody means to come."""
    return (f.Replied(case.actor.person, case.data["answer"]),)


@effect("move the meeting")
def move(case: MeetingCase) -> Facts:
    """Record another time or place; calendars are told by the number of the change."""
    meeting, data = case.meeting, case.data
    when = dated(case, data.get("starts_at") or meeting.starts_at or case.now)
    return (
        f.MeetingMoved(
            on=when.on,
            clock=when.clock,
            starts_at=when.starts_at,
            minutes=data.get("minutes") or meeting.minutes,
            place=data["place"] if data.get("place") is not None else meeting.place,
            link=data["link"] if data.get("link") is not None else meeting.link,
            sequence=meeting.sequence + 1,
            notice_due=when.notice_due,
            papers_due=when.papers_due,
            why=str(data.get("reason") or ""),
        ),
    )


@effect("record the notice of the meeting")
def notice(case: MeetingCase) -> Facts:
    """Record that notice was given, and why it was short if it was."""
    urgent = case.data.get("urgent") or {}
    return (f.NoticeSent(case.actor.person, bool(urgent), str(urgent.get("reason") or "")),)


@effect("record the papers sent")
def papers(case: MeetingCase) -> Facts:
    """Record that agenda and papers went out, and whether that was late."""
    due = case.meeting.papers_due
    day = case.rules.calendar.local_date
    late = due is not None and day(case.now) > day(due)
    return (f.PapersSent(case.actor.person, len(case.meeting.standing), late),)


@effect("record the cancelling")
def cancel(case: MeetingCase) -> Facts:
    """Record that it does not take place, and why."""
    return (f.MeetingCancelled(case.actor.person, str(case.data.get("reason") or "")),)


@effect("record the start")
def start(case: MeetingCase) -> Facts:
    """Record that the meeting began; whoever opens it is there."""
    return (f.MeetingStarted(case.actor.person), _arrived(case, case.actor.person, ""))


@effect("record the arrival")
def arrive(case: MeetingCase) -> Facts:
    """Record who came, for whom, in what part, and whether in the room."""
    person = case.data.get("person") or case.actor.person
    return (_arrived(case, person, str(case.data.get("participant") or "")),)


def _arrived(case: MeetingCase, person: str, participant: str) -> f.Arrived:
    role, member = part_of(case.alliance, case.meeting.body, person, participant, case.day)
    return f.Arrived(len(case.meeting.attendances) + 1, person, member, role, remote=bool(case.data.get("remote")))


@effect("record the departure")
def leave(case: MeetingCase) -> Facts:
    """Record that somebody left."""
    person = case.data.get("person") or case.actor.person
    return tuple(f.Departed(a.n, person) for a in case.meeting.here if a.person == person)


@effect("record that nobody speaks for it")
def silent(case: MeetingCase) -> Facts:
    """Record that whoever was there for a participant that takes no part any more is there for it no longer."""
    return tuple(f.Departed(a.n, a.person) for a in speaking_for_nobody(case))


@effect("see whether there is a quorum")
def see_quorum(case: MeetingCase) -> Facts:
    """Record the quorum where it has come or gone."""
    away = absent(case)
    first = not case.meeting.was_quorate and case.event == "start"
    return (f.QuorumSeen(not away, away),) if first or (not away) != case.meeting.quorate else ()


@effect("go to the item")
def go_to_item(case: MeetingCase) -> Facts:
    """Record that the meeting came to an item."""
    return (f.ItemReached(case.data["item"]),)


@effect("record what was said on the item")
def note(case: MeetingCase) -> Facts:
    """Record what was said, for the minutes."""
    return (f.ItemNoted(case.data["item"], case.actor.person, str(case.data.get("text") or "")),)


@effect("record the consent")
def consent(case: MeetingCase) -> Facts:
    """Record a participant's consent to a late item."""
    return (f.LateItemConsented(case.data["item"], case.actor.capacity.participant, case.actor.person),)


@effect("record the noted position")
def note_position(case: MeetingCase) -> Facts:
    """Write down what a participant said; it counts once that participant confirms it."""
    data = case.data
    version = next(d.version for d in case.open_here if d.ref == data["decision"])
    return (
        f.PositionNoted(
            n=len(case.meeting.noted_positions) + 1,
            decision=data["decision"],
            version=version,
            participant=data["participant"],
            choice=data["choice"],
            principle=str(data.get("principle") or ""),
            by=case.actor.person,
            reason=str(data.get("reason") or ""),
            interest=str(data.get("interest") or ""),
            would_agree_if=str(data.get("would_agree_if") or ""),
        ),
    )


@effect("ask the participant to confirm")
def ask_to_confirm(case: MeetingCase) -> Notices:
    """Tell whoever is here for the participant that a position waits for its confirmation."""
    participant = case.data["participant"]
    who = tuple(a.person for a in case.meeting.here if a.participant == participant)
    return (Notice("confirm-position", who, case.data["decision"]),) if who else ()


@effect("record the end")
def end(case: MeetingCase) -> Facts:
    """Record that the meeting ended, and whether there was a quorum in it."""
    return (f.MeetingEnded(case.actor.person, case.meeting.was_quorate),)


TOLD = {
    "tell everyone of the meeting": "meeting-notice",
    "send everyone the papers": "meeting-papers",
    "tell everyone it is moved": "meeting-moved",
    "tell everyone it is cancelled": "meeting-cancelled",
    "tell everyone of the late item": "late-item",
    "tell everyone there was no quorum": "no-quorum",
}


def _tell(sentence: str, kind: str) -> None:
    def tell(case: MeetingCase) -> Notices:
        if kind == "meeting-papers" and not case.meeting.items and not case.meeting.papers:
            return ()  # there is nothing to send: what is put on the agenda from now on is told as it comes
        # Of a date and its papers everybody has notice, whoever gave it: it is what a calendar is made of.
        return (Notice(kind, people(case), case.meeting.ref),)

    tell.__doc__ = f"Tell everybody the meeting concerns: {kind}."
    effect(sentence)(tell)


for _sentence, _kind in TOLD.items():
    _tell(_sentence, _kind)
