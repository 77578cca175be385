"""The one sentence that says where a decision stands: computed, the same on page, in mail and from the API."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from govflow.domain.decisions import Decision
from govflow.domain.positions import ABSTAIN, OBJECT, STAND_ASIDE
from govflow.domain.requirement_codes import listed

NOON = 12
OTHER_WORDS = {OBJECT: ("objects", "object"), ABSTAIN: ("abstains", "abstain"), STAND_ASIDE: ("stands aside", "stand aside")}


@dataclass(frozen=True, slots=True)
class Words:
    """What a sentence needs besides the decision: titles of participants and the alliance's zone."""

    title: Callable[[str], str]
    zone: ZoneInfo

    def titles(self, participants: tuple[str, ...]) -> str:
        """Return the titles of ``participants`` as English lists them."""
        return listed(tuple(self.title(p) for p in participants))


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people write it: ``Thursday 5 March 2026, 5pm``."""
    local = at.astimezone(zone)
    hour = local.hour % NOON or NOON
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{day(local.date())}, {hour}{minutes}{'am' if local.hour < NOON else 'pm'}"


def day(on: date) -> str:
    """Return a day as people write it: ``Thursday 5 March 2026``."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def sentence(decision: Decision, words: Words) -> str:
    """Return where ``decision`` stands, in one or a few short sentences."""
    if decision.state == "open":
        return _open(decision, words)
    return SAID.get(decision.state, _state)(decision, words)


def _open(decision: Decision, words: Words) -> str:
    asked, answers = decision.asked, decision.answers
    eligible = decision.eligible_participants
    waiting = tuple(p for p in eligible if p not in answers)
    parts = [f"{decision.agreed} of {decision.eligible} agreed to version {decision.version}."]
    for choice, (one, many) in OTHER_WORDS.items():
        who = tuple(p for p in eligible if answers.get(p) == choice)
        parts += [f"{words.titles(who)} {one if len(who) == 1 else many}."] if who else []
    parts += [f"Waiting for {words.titles(waiting)}."] if waiting else []
    parts += [f"{words.titles(tuple(sorted(decision.excluded)))} excluded by a declared interest."] if decision.excluded else []
    until = clock_time(asked.closes_at, words.zone) if asked else ""
    return " ".join([*parts, f"Open until all have agreed or {until}, whichever is first."])


def _counted(decision: Decision) -> str:
    return f"{decision.agreed} of {decision.eligible} agreed to version {decision.version}."


def _on(at: datetime | None, words: Words) -> str:
    return f" on {day(at.astimezone(words.zone).date())}" if at else ""


def _in_force(decision: Decision, words: Words) -> str:
    return f"In force since{_on(decision.effective_at, words).removeprefix(' on')}. {_counted(decision)}"


def _awaiting(decision: Decision, words: Words) -> str:
    awaited = decision.awaited
    bodies = listed(tuple(f"{words.title(a.participant)} ({a.own_body})" for a in awaited))
    return f"{_counted(decision)} Not in force: agreed, subject to the decision of {bodies}."


def _window(decision: Decision, words: Words) -> str:
    ends = clock_time(decision.window_ends_at, words.zone) if decision.window_ends_at else ""
    return f"{_counted(decision)} Any participant may object until {ends}; then it comes into force."


def _failed(decision: Decision, words: Words) -> str:
    if decision.state == "deadlocked":
        return f"Not agreed at the last try allowed: {_counted(decision)} It is on the no-fault ladder ({decision.rung.replace('-', ' ')})."
    overdue = decision.due.get("lapse")
    again = f" It can be put again until {clock_time(overdue, words.zone)}." if overdue else ""
    return f"Agreement was not reached. {_counted(decision)}{again}"


def _circulated(decision: Decision, words: Words) -> str:
    return f"Notice was given{_on(decision.notice_from, words)} of version {decision.version}. Positions are not open yet."


def _deferred(decision: Decision, words: Words) -> str:
    return f"Deferred until{_on(decision.resumes_at, words).removeprefix(' on')}. Positions given before do not carry over."


def _superseded(decision: Decision, _: Words) -> str:
    return f"Replaced by {decision.successor}. It stays readable."


def _state(decision: Decision, words: Words) -> str:
    return f"{decision.state.replace('_', ' ').capitalize()}{_on(decision.since, words)}."


SAID: dict[str, Callable[[Decision, Words], str]] = {
    "circulated": _circulated,
    "in_force": _in_force,
    "implemented": _in_force,
    "reviewed": _in_force,
    "awaiting_approval": _awaiting,
    "objection_window": _window,
    "not_reached": _failed,
    "deadlocked": _failed,
    "deferred": _deferred,
    "superseded": _superseded,
}
