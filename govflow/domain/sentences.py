"""The one sentence that says where a decision stands: computed, the same on page, in mail and from the API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from govflow.domain.decisions import Approval, Decision
from govflow.domain.positions import ABSTAIN, OBJECT, STAND_ASIDE
from govflow.domain.translating import listed, mark, say
from govflow.domain.working_days import ONE_DAY

NOON, MIDNIGHT = 12, time(0)
RULES = "the engine"
HELD_BACK = frozenset({"awaiting_approval", "objection_window", "awaiting_linked", "in_force"})
ENDED_BY_RULES = {
    "lapse": mark("Agreed to differ on {day}: {counted} Nothing is decided, and it rests."),
    "end_unresolved": mark("Ended on {day}: {counted} The mandate reserves it, so the owner decides it, as owner."),
}
# A choice other than agreeing: what is said of one participant, and of several.
OTHER_WORDS = {
    OBJECT: (mark("{who} objects."), mark("{who} object.")),
    ABSTAIN: (mark("{who} abstains."), mark("{who} abstain.")),
    STAND_ASIDE: (mark("{who} stands aside."), mark("{who} stand aside.")),
}
DAYS = (
    *(mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday")),
    *(mark("Friday"), mark("Saturday"), mark("Sunday")),
)
MONTHS = (
    *(mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June")),
    *(mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December")),
)


@dataclass(frozen=True, slots=True)
class Words:
    """What a sentence needs besides the decision: titles of participants and the alliance's zone."""

    title: Callable[[str], str]
    zone: ZoneInfo

    def titles(self, participants: tuple[str, ...]) -> str:
        """Return the titles of ``participants`` as people list them."""
        return listed(tuple(self.title(p) for p in participants))


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people write it: ``Thursday 5 March 2026, 5pm``; where a day begins, the day alone."""
    local = at.astimezone(zone)
    if local.time() == MIDNIGHT:
        return day(local.date())
    return say("{day}, {time}", day=day(local.date()), time=hour(local.time()))


def until_time(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment until which something can be done: where that is when a day begins, the end of the day before."""
    local = at.astimezone(zone)
    if local.time() == MIDNIGHT:
        return say("the end of {day}", day=day(local.date() - ONE_DAY))
    return clock_time(at, zone)


def hour(at: time) -> str:
    """Return a time of day as people write it: ``5pm``, ``9:30am``, ``midday``, ``midnight``."""
    if at.minute == 0 and at.hour % NOON == 0:
        return say("midday") if at.hour else say("midnight")
    digits = f"{at.hour % NOON or NOON}{f':{at.minute:02d}' if at.minute else ''}"
    return say(mark("{hour}am") if at.hour < NOON else mark("{hour}pm"), hour=digits)


def day(on: date) -> str:
    """Return a day as people write it: ``Thursday 5 March 2026``."""
    weekday, month = say(DAYS[on.weekday()]), say(MONTHS[on.month - 1])
    return say("{weekday} {day} {month} {year}", weekday=weekday, day=on.day, month=month, year=on.year)


def sentence(decision: Decision, words: Words) -> str:
    """Return where ``decision`` stands, in one or a few short sentences."""
    if decision.state == "open":
        return _open(decision, words)
    said = SAID.get(decision.state, _state)(decision, words)
    held = _held(decision) if decision.state in HELD_BACK else ""
    return f"{said} {held}" if held else said


def _held(decision: Decision) -> str:
    """Return what an open issue about an adopted decision means for it; "" where there is none."""
    if not decision.held_by:
        return ""
    directed = mark("The owner has directed, without prejudice, that it goes on although issue {issue} about it is open.")
    waits = mark("It is not carried out while issue {issue} about it is open.")
    return say(waits if decision.is_held else directed, issue=decision.held_by)


def _open(decision: Decision, words: Words) -> str:
    asked, answers = decision.asked, decision.answers
    eligible = decision.eligible_participants
    waiting = tuple(p for p in eligible if p not in answers)
    parts = [_counted(decision)]
    for choice, (one, many) in OTHER_WORDS.items():
        who = tuple(p for p in eligible if answers.get(p) == choice)
        parts += [say(one if len(who) == 1 else many, who=words.titles(who))] if who else []
    parts += [say("Waiting for {who}.", who=words.titles(waiting))] if waiting else []
    if decision.excluded:
        out = tuple(sorted(decision.excluded))
        one, many = mark("{who} is left out for an interest."), mark("{who} are left out for an interest.")
        parts += [say(one if len(out) == 1 else many, who=words.titles(out))]
    if eligible and decision.agreed == decision.eligible:
        return " ".join([*parts, _all_agreed(decision, words)])
    until = until_time(asked.closes_at, words.zone) if asked else ""
    return " ".join([*parts, say("Open until all have agreed or {until}, whichever is first.", until=until)])


def _all_agreed(decision: Decision, words: Words) -> str:
    """Return what a decision waits for to which everyone has agreed: it settles by itself, and is not closed as not agreed."""
    if decision.held_by:
        return say("It waits for the end of an issue about it, and then comes about by itself.")
    if decision.settles_at:
        return say("It comes about by itself on {when}.", when=clock_time(decision.settles_at, words.zone))
    return say("Nobody is asked any more; what still keeps it from coming about is listed as still needed.")


def _counted(decision: Decision) -> str:
    return say("{n} of {all} agreed to version {version}.", n=decision.agreed, all=decision.eligible, version=decision.version)


def _on(at: datetime | None, words: Words) -> str:
    return day(at.astimezone(words.zone).date()) if at else ""


def _in_force(decision: Decision, words: Words) -> str:
    return say("In force since {day}. {counted}", day=_on(decision.effective_at, words), counted=_counted(decision))


def _awaiting(decision: Decision, words: Words) -> str:
    bodies = listed(tuple(_own_body(a, words) for a in decision.awaited))
    subject_to = mark("{counted} Not in force: agreed, subject to the decision of {bodies}.")
    stand = (_stands(a, words) for a in decision.awaited)
    return " ".join([say(subject_to, counted=_counted(decision), bodies=bodies), *(said for said in stand if said)])


def _own_body(approval: Approval, words: Words) -> str:
    return f"{words.title(approval.participant)} ({approval.own_body})"


def _stands(approval: Approval, words: Words) -> str:
    """Return what an own body waits for, and until when, as far as the record says."""
    who, ends = _own_body(approval, words), approval.call_in_ends_at
    if approval.decided_on and ends:
        until = day(ends.astimezone(words.zone).date() - ONE_DAY)
        decided = mark("{who} decided on {day}; that can be called in until the end of {until}.")
        return say(decided, who=who, day=day(approval.decided_on), until=until)
    if approval.called_in_at:
        return say("The decision of {who} was called in; that body decides again.", who=who)
    if approval.earliest_on:
        return say("{who} may decide from {day}, under its notice.", who=who, day=day(approval.earliest_on))
    return say("{who} is expected to decide on {day}.", who=who, day=day(approval.expected)) if approval.expected else ""


def _linked(decision: Decision, _: Words) -> str:
    it = decision.linked or say("the decision linked to it")
    return say(
        "{counted} Not in force: it waits for {linked}, and both come into force together.", counted=_counted(decision), linked=it
    )


def _window(decision: Decision, words: Words) -> str:
    ends = until_time(decision.window_ends_at, words.zone) if decision.window_ends_at else ""
    may_object = mark("{counted} Any participant may object until {ends}; then it comes into force.")
    return say(may_object, counted=_counted(decision), ends=ends)


def _failed(decision: Decision, words: Words) -> str:
    counted = _counted(decision)
    if decision.state == "deadlocked":
        return say("Not agreed at the last try allowed: {counted} It is on the no-fault ladder.", counted=counted)
    overdue = decision.due.get("lapse")
    agreed = bool(decision.eligible) and decision.agreed == decision.eligible
    kept = mark("Everyone agreed, and something else kept it from being adopted: that is no failure to agree. {counted}")
    not_reached = say(kept if agreed else mark("Agreement was not reached. {counted}"), counted=counted)
    again = mark("{not_reached} It can be put again until {until}.")
    return say(again, not_reached=not_reached, until=until_time(overdue, words.zone)) if overdue else not_reached


def _circulated(decision: Decision, words: Words) -> str:
    given = mark("Notice was given on {day} of version {version}. Positions are not open yet.")
    return say(given, day=_on(decision.notice_from, words), version=decision.version)


def _deferred(decision: Decision, words: Words) -> str:
    return say("Deferred until {day}. Positions given before do not carry over.", day=_on(decision.resumes_at, words))


def _lapsed(decision: Decision, words: Words) -> str:
    """Return why it ended, where the rules themselves ended a deadlock."""
    ended = next((c.changed for c in decision.contributions if c.by == RULES and c.changed in ENDED_BY_RULES), "")
    if not ended:
        return _state(decision, words)
    return say(ENDED_BY_RULES[ended], counted=_counted(decision), day=_on(decision.since, words))


def _superseded(decision: Decision, _: Words) -> str:
    return say("Replaced by {successor}. It stays readable.", successor=decision.successor)


def _state(decision: Decision, words: Words) -> str:
    state = say(decision.state.replace("_", " ").capitalize())
    return say("{state} on {day}.", state=state, day=_on(decision.since, words)) if decision.since else f"{state}."


SAID: dict[str, Callable[[Decision, Words], str]] = {
    "circulated": _circulated,
    "in_force": _in_force,
    "implemented": _in_force,
    "reviewed": _in_force,
    "awaiting_approval": _awaiting,
    "objection_window": _window,
    "awaiting_linked": _linked,
    "not_reached": _failed,
    "deadlocked": _failed,
    "deferred": _deferred,
    "superseded": _superseded,
    "lapsed": _lapsed,
}
