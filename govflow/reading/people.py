"""The people of an alliance today: who they are by name, which seats and offices they hold, for whom they stand in."""

from datetime import date, datetime
from typing import Any

from govflow.domain.alliances import Alliance
from govflow.domain.participants import LEAVING, SUSPENDED
from govflow.domain.seats import covers
from govflow.engine.casing import Source, rules_of
from govflow.engine.rulebook import Rulebook

Plain = dict[str, Any]


def people_today(source: Source, book: Rulebook, now: datetime) -> list[Plain]:
    """Return everybody active, with what each holds on the alliance's local date at ``now``."""
    alliance = source.alliance()
    day = rules_of(source, book, None).calendar.local_date(now)
    return [
        {"person": p.ref, "name": p.called, "contact": p.contact, "holds": list(held(alliance, p.ref, day))}
        for p in alliance.people
        if p.active
    ]


def helpers(source: Source, book: Rulebook, now: datetime) -> list[tuple[str, str]]:
    """Return who could be asked to help an issue along, by reference and in words: those who hold nothing in the alliance first."""
    everybody = sorted(people_today(source, book, now), key=lambda one: (bool(one["holds"]), one["name"]))
    return [(one["person"], f"{one['name']} ({one['holds'][0]})" if one["holds"] else one["name"]) for one in everybody]


def held(alliance: Alliance, person: str, day: date) -> tuple[str, ...]:
    """Return in words what ``person`` holds on ``day``."""
    seats = tuple(f"seat of {_title(alliance, s.participant)} in {s.body}" for s in alliance.seats_of(person, day))
    offices = tuple(f"{o.role}{f' of {o.body}' if o.body else ''}" for o in alliance.offices_of(person, day))
    named = (d for d in alliance.deputyships(person) if covers(d.since, d.until, day))
    return (*offices, *seats, *(f"deputy for {_title(alliance, d.participant)} in {d.body}" for d in named))


def _title(alliance: Alliance, participant: str) -> str:
    """Return a participant's title, with its standing where that ends on a day."""
    found = alliance.participant(participant)
    if found is None or found.standing not in {LEAVING, SUSPENDED} or found.until is None:
        return found.title if found else participant
    return f"{found.title} ({found.standing} until {found.until:%-d %B %Y})"


def people_text(people: list[Plain]) -> str:
    """Return the people as lines of text."""
    return "".join(
        f"{p['person']}  {p['name'] or '(name erased)'}: {'; '.join(p['holds']) or 'holds nothing today'}\n" for p in people
    )
