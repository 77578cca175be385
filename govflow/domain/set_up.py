"""Setting an alliance up: rows of organisations and people as a page or a file gives them, and what is wrong with them.

Pure: what a row comes to is done by the acts; here is what can be said of the rows themselves, all of it at once.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from govflow.domain.invitations import LEADERSHIP, OF_AN_ORGANISATION, PARTS
from govflow.domain.refusals import Refusal


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


def wrong(row: int, field: str, says: str, remedy: str = "") -> RowRefusal:
    """Return what is wrong with a field of a row, and what to do."""
    return RowRefusal(row, field, Refusal("invalid", says, remedy, field))


def organisations_amiss(rows: Sequence[OrganisationRow], commissioner: str = "") -> Iterator[RowRefusal]:
    """Yield what is wrong with organisations to take in, beside a ``commissioner`` that may be there already (its name)."""
    titles: dict[str, int] = {}
    for n, row in enumerate(rows):
        if not row.title.strip():
            yield wrong(n, "title", "Enter the name of the organisation.")
        elif row.title.strip().casefold() in titles:
            yield wrong(n, "title", f"{row.title} stands in an earlier row.", "Give each organisation one row.")
        titles.setdefault(row.title.strip().casefold(), n)
    owners = [n for n, row in enumerate(rows) if row.commissioner]
    for n in owners if commissioner else owners[1:]:
        already = commissioner or rows[owners[0]].title
        yield wrong(n, "commissioner", f"{already} is the commissioner already.", "Choose one organisation.")
    if rows and not owners and not commissioner:
        yield wrong(0, "commissioner", "Say which organisation is the commissioner.", "It sets the mandate.")
    for n in [n for n, row in enumerate(rows) if row.hosts_manager][1:]:
        yield wrong(n, "hosts_manager", "Another organisation hosts the alliance manager already.", "Choose one organisation.")


def people_amiss(rows: Sequence[PersonRow], organisations: Mapping[str, str], known: Mapping[str, str]) -> Iterator[RowRefusal]:
    """Yield what is wrong with people to invite.

    ``organisations`` are the names of those here, by every word that may stand for them (in small letters); ``known`` the names
    of people who are here already, by their address.
    """
    names, seats = dict(known), set[tuple[str, str]]()
    for n, row in enumerate(rows):
        yield from _person_amiss(n, row, names)
        yield from _place_amiss(n, row, organisations)
        names.setdefault(row.address, row.name)
        seat = (organisations.get(row.organisation.strip().casefold(), ""), row.part)
        if seat[0] and seat in seats and row.part in OF_AN_ORGANISATION:
            yield wrong(n, "part", f"{seat[0]} has somebody in this place in an earlier row.", "One person holds each seat.")
        seats.add(seat)


def _person_amiss(n: int, row: PersonRow, names: Mapping[str, str]) -> Iterator[RowRefusal]:
    if not row.name.strip():
        yield wrong(n, "name", "Enter the person's name.")
    if not is_address(row.address):
        yield wrong(n, "email", "Enter an e-mail address, such as name@example.org.")
    elif names.get(row.address, row.name).strip().casefold() != row.name.strip().casefold():
        says = f"{names[row.address]} has this address already."
        yield wrong(n, "email", says, "Give each person an address of their own, or write the name in the same way.")


def _place_amiss(n: int, row: PersonRow, organisations: Mapping[str, str]) -> Iterator[RowRefusal]:
    organisation = row.organisation.strip()
    if row.part not in PARTS:
        yield wrong(n, "part", f"Nobody can be invited as {row.part or 'nothing'!r}.", f"Use one of: {', '.join(PARTS)}.")
    elif row.part in OF_AN_ORGANISATION and not organisation:
        yield wrong(n, "organisation", "Say for which organisation they speak.")
    if organisation and organisation.casefold() not in organisations:
        there = ", ".join(dict.fromkeys(organisations.values())) or "none yet"
        yield wrong(n, "organisation", f"There is no organisation called {organisation}.", f"Those here: {there}.")


def is_address(text: str) -> bool:
    """Say whether ``text`` can be an e-mail address."""
    return "@" in text[1:-1] and text.count("@") == 1 and not any(c.isspace() or not c.isprintable() for c in text)


def called(titles: Collection[tuple[str, str]]) -> Mapping[str, str]:
    """Return the names of organisations by what may stand for them: (short name, name) pairs by either, in small letters."""
    return {word: title for short, title in titles for word in (short, title.casefold())}
