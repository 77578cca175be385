"""Setting an alliance up: rows of organisations and people as a page or a file gives them, and what is wrong with them.

Pure: what a row comes to is done by the acts; here is what can be said of the rows themselves, all of it at once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from govflow.domain.invitations import COMMISSIONER, LEADERSHIP, LEVEL_OF, MANAGEMENT, MANAGER, OF_AN_ORGANISATION, PARTS
from govflow.domain.people import email_address
from govflow.domain.refusals import Refusal

LONGEST_NAME = 300
ELSEWHERE = "Choose something else for this person."


class OrganisationRow(NamedTuple):
    """One organisation to take in. One is the commissioner, who owns the mandate; one hosts the alliance manager."""

    title: str
    commissioner: bool = False
    public_body: bool = False
    hosts_manager: bool = False


class PersonRow(NamedTuple):
    """One person to invite: ``organisation`` by its name, ``part`` one of PARTS. A person with two parts has two rows."""

    name: str
    email: str
    organisation: str = ""
    part: str = LEADERSHIP

    @property
    def address(self) -> str:
        """Return the e-mail address as addresses are compared."""
        return self.email.strip().casefold()


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """What is wrong with one row (from 0); ``field`` is the row's field, "" where it is the row as a whole."""

    row: int
    field: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Here:
    """Who is here before the rows.

    ``organisations``: the names of organisations, by every word that may stand for them (in small letters). ``people``: names by
    address. ``seats``: the seats there are, by the organisation's name and the part, with who holds each ("" for nobody).
    ``manager``: who is the alliance manager.
    """

    organisations: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    seats: Mapping[tuple[str, str], str] = field(default_factory=dict)
    manager: str = ""

    def seat(self, row: PersonRow) -> tuple[str, str]:
        """Return the seat that a row asks for: the organisation's name ("" for one there is not), and the part."""
        return self.organisations.get(_plain(row.organisation), ""), row.part


def organisations_amiss(rows: Sequence[OrganisationRow], commissioner: str = "") -> Iterator[RowRefusal]:
    """Yield what is wrong with organisations to take in, beside a ``commissioner`` that may be there already (its name)."""
    titles: set[str] = set()
    for n, row in enumerate(rows):
        title = _plain(row.title)
        if not title:
            yield wrong(n, "title", "Enter the name of the organisation.")
        elif len(row.title) > LONGEST_NAME:
            yield wrong(n, "title", f"Use at most {LONGEST_NAME} characters.")
        elif title in titles:
            yield wrong(n, "title", f"{row.title} stands in an earlier row.", "Give each organisation one row.")
        titles.add(title)
    owners = [n for n, row in enumerate(rows) if row.commissioner]
    for n in owners if commissioner else owners[1:]:
        already = commissioner or rows[owners[0]].title
        yield wrong(n, "commissioner", f"{already} is the commissioner already.", "Choose one organisation.")
    if rows and not owners and not commissioner:
        yield wrong(0, "commissioner", "Say which organisation is the commissioner.", "It sets the mandate.")
    for n in [n for n, row in enumerate(rows) if row.hosts_manager][1:]:
        yield wrong(n, "hosts_manager", "Another organisation hosts the alliance manager already.", "Choose one organisation.")


def people_amiss(rows: Sequence[PersonRow], here: Here) -> Iterator[RowRefusal]:
    """Yield what is wrong with people to invite to an alliance in which those of ``here`` are already."""
    names, seats, manager = dict(here.people), dict(here.seats), here.manager
    for n, row in enumerate(rows):
        found = [*_person_amiss(n, row, names), *_place_amiss(n, row, here.organisations), *_seat_amiss(n, row, here, seats)]
        if row.part == MANAGER and manager and _plain(manager) != _plain(row.name):
            found.append(wrong(n, "part", f"{manager} is the alliance manager already.", ELSEWHERE))
        yield from found
        names.setdefault(row.address, row.name)
        if not found:
            seats[here.seat(row)] = row.name
            manager = manager or (row.name if row.part == MANAGER else "")


def _seat_amiss(n: int, row: PersonRow, here: Here, seats: Mapping[tuple[str, str], str]) -> Iterator[RowRefusal]:
    """Yield what is wrong with the seat that a row asks for: the organisation has none there, or somebody holds it."""
    title, part = here.seat(row)
    if not title or part not in LEVEL_OF:
        return
    if (title, part) not in seats:
        yield wrong(n, "part", f"{title} has no seat there.", ELSEWHERE)
    elif seats[title, part]:
        says = f"{seats[title, part]} holds this seat for {title} already."
        yield wrong(n, "part", says, f"One person speaks for each organisation there. {ELSEWHERE}")


def _person_amiss(n: int, row: PersonRow, names: Mapping[str, str]) -> Iterator[RowRefusal]:
    if not row.name.strip():
        yield wrong(n, "name", "Enter the name.")
    elif len(row.name) > LONGEST_NAME:
        yield wrong(n, "name", f"Use at most {LONGEST_NAME} characters.")
    if not is_address(row.email):
        yield wrong(n, "email", "Enter an e-mail address, such as name@example.org.")
    elif _plain(names.get(row.address, row.name)) != _plain(row.name):
        yield wrong(n, "email", f"This is the address of {names[row.address]}.", "Give each person an address of their own.")


def _place_amiss(n: int, row: PersonRow, organisations: Mapping[str, str]) -> Iterator[RowRefusal]:
    organisation = _plain(row.organisation)
    if not row.part:
        yield wrong(n, "part", "Say what they are invited for.")
    elif row.part not in PARTS:
        yield wrong(n, "part", f"Nobody can be invited for {row.part}.", f"Use one of: {', '.join(PARTS)}.")
    elif row.part in OF_AN_ORGANISATION and not organisation:
        yield wrong(n, "organisation", "Say for which organisation they speak.")
    if organisation and organisation not in organisations:
        there = ", ".join(dict.fromkeys(organisations.values())) or "none yet"
        yield wrong(n, "organisation", f"There is no organisation called {row.organisation}.", f"Those here: {there}.")


def wrong(row: int, field: str, says: str, remedy: str = "") -> RowRefusal:
    """Return what is wrong with a field of a row, and what to do."""
    return RowRefusal(row, field, Refusal("invalid", says, remedy, field))


def is_address(text: str) -> bool:
    """Say whether ``text`` is an e-mail address."""
    try:
        return bool(email_address(text.strip()))
    except ValueError:
        return False


def seats_to_be(rows: Sequence[OrganisationRow]) -> Mapping[tuple[str, str], str]:
    """Return the seats that organisations will have once they are taken in, empty."""
    everybodys = {(row.title, part): "" for row in rows for part in (LEADERSHIP, MANAGEMENT)}
    return everybodys | {(row.title, COMMISSIONER): "" for row in rows if row.commissioner}


def called(titles: Collection[tuple[str, str]]) -> Mapping[str, str]:
    """Return the names of organisations by what may stand for them: (short name, name) pairs by either, in small letters."""
    return {word: title for short, title in titles for word in (short, _plain(title))}


def _plain(name: str) -> str:
    """Return a name as names are compared: in small letters, with single spaces."""
    return " ".join(name.casefold().split())
