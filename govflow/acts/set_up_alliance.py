"""Setting an alliance up: organisations, people and offices, many at once, each by its own act in one unit of work.

Rows come from a page or from a file. Every row that is refused is named, and then nothing is recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, NamedTuple

from govflow.acts.house import House
from govflow.acts.performing import Act, UnitOfActs, unit_of_acts
from govflow.definitions.people_sheets import SheetRefused, read_people
from govflow.domain.alliances import Alliance
from govflow.domain.invitations import LEADERSHIP, LEVEL_OF, MANAGEMENT, MANAGER, OF_AN_ORGANISATION, OFFICES, PARTS
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.short_names import short_name
from govflow.engine.casing import rules_of

__all__ = [
    "PARTS",
    "Invited",
    "OrganisationRow",
    "PersonRow",
    "RowsRefused",
    "SetUp",
    "SheetRefused",
    "read_people",
    "setting_up",
]

OWNER = "owner"  # a level of the policy's bodies, as LEADERSHIP and MANAGER are
OWNER_TAG, COMMISSIONER_TAG, PUBLIC_TAG, PROVIDER_TAG = "owner", "commissioner", "public-body", "provider"
LONGEST_NAME = 300


class OrganisationRow(NamedTuple):
    """One organisation to take in. One is the commissioner, who owns the mandate; one hosts the alliance manager."""

    title: str
    commissioner: bool = False
    public_body: bool = False
    hosts_manager: bool = False


class PersonRow(NamedTuple):
    """One person to invite: ``organisation`` by name, ``part`` one of PARTS."""

    name: str
    email: str
    organisation: str = ""
    part: str = LEADERSHIP


class Invited(NamedTuple):
    """Somebody who was invited, to be sent a link to sign in."""

    person: str
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """What is wrong with one row (from 0); ``field`` is the field of the row."""

    row: int
    refusal: Refusal

    @property
    def field(self) -> str:
        """Return the field of the row that is wrong, "" for the row as a whole."""
        return FIELD_OF.get(self.refusal.field, self.refusal.field)


FIELD_OF: Mapping[str, str] = {
    "contact": "email",
    "participant": "organisation",
    "person": "name",
    "body": "part",
    "role": "part",
}


class RowsRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Some rows were refused, and nothing was recorded."""

    def __init__(self, refused: Sequence[RowRefusal]) -> None:
        """Keep what was refused, in the order of the rows."""
        super().__init__(" ".join(one.refusal.says for one in refused))
        self.refused = tuple(refused)


@dataclass(frozen=True, slots=True)
class SetUp:
    """Setting up in one unit of work, by one person, under the policy of the alliance.

    ``keys`` are the idempotency keys of its acts; only the first has one. ``was_done``: all of it was recorded before, with that key.
    """

    acts: UnitOfActs
    policy: Policy
    by: str
    keys: Iterator[str] = field(default_factory=lambda: repeat(""))
    was_done: bool = False

    @property
    def alliance(self) -> Alliance:
        """Return the alliance as it stands after what was done so far."""
        return self.acts.alliance

    def take_in(self, rows: Sequence[OrganisationRow]) -> None:
        """Take every organisation in. Raises RowsRefused with all that is wrong."""
        refused = list(_owners_amiss(self.alliance, rows))
        host = next((n for n, row in enumerate(rows) if row.hosts_manager), None)
        if host is None and not self._hosts():
            host = next((n for n, row in enumerate(rows) if row.commissioner), None)
        for n, row in enumerate(rows):
            name = short_name(row.title, [p.id for p in self.alliance.participants])
            if len(row.title) > LONGEST_NAME:
                refused.append(_wrong(n, "title", f"Use at most {LONGEST_NAME} characters."))
                continue
            data = {"participant": name, "title": row.title, "bodies": self._bodies(row, hosts=n == host), "tags": _tags(row)}
            refused += self._tried(n, "participant.join", data)
        _stop(refused)

    def invite(self, rows: Sequence[PersonRow]) -> tuple[Invited, ...]:
        """Invite everybody, and give them their seats and offices. Raises RowsRefused with all that is wrong.

        Whoever leads for the commissioner also acts for it as owner of the mandate, unless somebody else does.
        """
        refused: list[RowRefusal] = []
        invited: list[Invited] = []
        for n, row in enumerate(rows):
            wrong = list(self._amiss(n, row, rows))
            refused += wrong or self._invited(n, row, invited)
        _stop(refused)
        self._fill_owners_seat(rows)
        return tuple(invited)

    def appoint_manager(self, person: str) -> None:
        """Make somebody the alliance manager, with the seat of the manager's office. Raises Refused."""
        self._does("manager.appoint", {"person": person})
        self._seat_manager(person)

    def appoint_chair(self, person: str) -> None:
        """Make somebody the chair of the leadership team. Raises Refused."""
        self._does("chair.appoint", {"person": person, "body": self._body(LEADERSHIP)})

    def _does(self, act: str, data: Mapping[str, Any]) -> None:
        self.acts.perform(Act(act, self.by, data=data, key=next(self.keys)))

    def _tried(self, row: int, act: str, data: Mapping[str, Any]) -> Iterator[RowRefusal]:
        try:
            self._does(act, data)
        except Refused as refused:
            yield from (RowRefusal(row, one) for one in refused.refusals)

    def _invited(self, n: int, row: PersonRow, invited: list[Invited]) -> Iterator[RowRefusal]:
        participant, person = _id_of(self.alliance, row.organisation), self._known(row.email)
        if not person:
            office = {"role": row.part} if row.part in OFFICES else {}
            of = {"participant": participant} if row.part in OFFICES and row.part in OF_AN_ORGANISATION else {}
            wrong = list(self._tried(n, "person.invite", {"name": row.name, "contact": row.email.strip(), **office, **of}))
            if wrong:
                yield from wrong
                return
            person = self.alliance.people[-1].ref
            invited.append(Invited(person, row.name, row.email.strip()))
        if row.part in LEVEL_OF:
            body = self._body(LEVEL_OF[row.part])
            yield from self._tried(n, "seat.fill", {"participant": participant, "body": body, "person": person})
        elif row.part == MANAGER:
            yield from self._tried(n, "manager.appoint", {"person": person})
            self._seat_manager(person)

    def _known(self, email: str) -> str:
        """Return who has this address already, "" for nobody."""
        address = email.strip().casefold()
        return next((p.ref for p in self.alliance.people if p.active and p.contact.casefold() == address), "")

    def _seat_manager(self, person: str) -> None:
        """Let the manager speak for the host in the manager's office, where its seat is empty."""
        body, today = self._body(MANAGER), self._today()
        for host in self._hosts():
            if not self.alliance.holder(host, body, today):
                self._does("seat.fill", {"participant": host, "body": body, "person": person})

    def _fill_owners_seat(self, rows: Iterable[PersonRow]) -> None:
        body, today = self._body(OWNER), self._today()
        leading = {_id_of(self.alliance, row.organisation) for row in rows if row.part == LEADERSHIP}
        for owner in self.alliance.tagged(OWNER_TAG):
            leader = self.alliance.holder(owner, self._body(LEADERSHIP), today)
            if owner in leading and leader and not self.alliance.holder(owner, body, today):
                self._does("seat.fill", {"participant": owner, "body": body, "person": leader})

    def _amiss(self, n: int, row: PersonRow, rows: Sequence[PersonRow]) -> Iterator[RowRefusal]:
        """Yield what the acts themselves do not look at: a row's name, address, part and organisation."""
        if not row.name.strip() or len(row.name) > LONGEST_NAME:
            yield _wrong(n, "name", "Enter the name.", "" if not row.name.strip() else f"Use at most {LONGEST_NAME} characters.")
        if not _is_address(row.email.strip()):
            yield _wrong(n, "email", "Enter an e-mail address, such as name@example.org.")
        elif whose := self._whose(row, rows[:n]):
            yield _wrong(n, "email", f"This is the address of {whose}.", "Give each person an address of their own.")
        elif row.part in OFFICES and self._known(row.email):
            yield _wrong(n, "email", f"{row.name} is here already.", "Leave this row out; they need no second invitation.")
        if row.part not in PARTS:
            unknown = f"Nobody can be invited for {row.part}." if row.part else "Say what they are invited for."
            yield _wrong(n, "part", unknown, f"Use one of: {', '.join(PARTS)}." if row.part else "")
        elif row.part == MANAGER and (others := self._managers(rows[:n])):
            yield _wrong(n, "part", f"{others} is the alliance manager already.", "Choose something else for this person.")
        if row.part in OF_AN_ORGANISATION and not row.organisation.strip():
            yield _wrong(n, "organisation", "Say for which organisation they speak.")
        elif row.organisation.strip() and not _id_of(self.alliance, row.organisation):
            titles = ", ".join(p.title for p in self.alliance.participants) or "none yet"
            yield _wrong(n, "organisation", f"There is no organisation called {row.organisation}.", f"Those here: {titles}.")
        elif row.part in LEVEL_OF:
            yield from self._seat_amiss(n, row)

    def _whose(self, row: PersonRow, earlier: Sequence[PersonRow]) -> str:
        """Return whose address a row gives, where that is somebody of another name: one person may have several parts."""
        address = row.email.strip().casefold()
        here = [p.name for p in self.alliance.people if p.active and p.contact.casefold() == address]
        before = [other.name for other in earlier if other.email.strip().casefold() == address]
        return next((name for name in (*here, *before) if _plain(name) != _plain(row.name)), "")

    def _managers(self, earlier: Sequence[PersonRow]) -> str:
        """Return who is the alliance manager already, or is to be by an earlier row; "" for nobody."""
        held = self.alliance.in_office(MANAGER, self._today())
        names = [p.name for p in self.alliance.people if p.ref in held] + [row.name for row in earlier if row.part == MANAGER]
        return next(iter(names), "")

    def _seat_amiss(self, n: int, row: PersonRow) -> Iterator[RowRefusal]:
        """Yield what is wrong with the seat that a row asks for: the organisation has none there, or somebody holds it."""
        participant, body = _id_of(self.alliance, row.organisation), self._body(LEVEL_OF[row.part])
        member = self.alliance.participant(participant)
        title = next((b.title.lower() for b in self.policy.bodies if b.id == body), body)
        holder = self.alliance.person(self.alliance.holder(participant, body, self._today()))
        if member is not None and body not in member.bodies:
            yield _wrong(n, "part", f"{member.title} has no seat there: {title}.", "Choose something else for this person.")
        elif member is not None and holder is not None:
            yield _wrong(
                n, "part", f"{holder.name} holds this seat for {member.title} already: {title}.",
                "One person speaks for each organisation there. Choose something else for this person.",
            )  # fmt: skip

    def _bodies(self, row: OrganisationRow, *, hosts: bool) -> tuple[str, ...]:
        levels = (*((OWNER,) if row.commissioner else ()), LEADERSHIP, MANAGEMENT, *((MANAGER,) if hosts else ()))
        return tuple(body.id for level in levels for body in self.policy.bodies if body.level == level)

    def _hosts(self) -> tuple[str, ...]:
        return self.alliance.members(self._body(MANAGER))

    def _body(self, level: str) -> str:
        return next((body.id for body in self.policy.bodies if body.level == level), "")

    def _today(self) -> Any:  # noqa: ANN401 - a date; the calendar is typed by its library
        rules = rules_of(self.acts.unit, self.acts.house.book, None)
        return rules.calendar.local_date(self.acts.house.clock.now())


@contextmanager
def setting_up(house: House, alliance: str, by: str, key: str = "") -> Iterator[SetUp]:
    """Give what sets ``alliance`` up, as the person ``by``: all that the block does is recorded, or nothing when it raises.

    With a ``key`` whoever sends the same twice finds at the second time that it ``was_done``.
    """
    with unit_of_acts(house, alliance) as acts:
        done = bool(key) and acts.unit.seen(key) is not None
        yield SetUp(acts, rules_of(acts.unit, house.book, None).policy, by, chain((key,), repeat("")), done)


def _stop(refused: Sequence[RowRefusal]) -> None:
    if refused:
        raise RowsRefused(sorted(refused, key=lambda one: one.row))


def _owners_amiss(alliance: Alliance, rows: Sequence[OrganisationRow]) -> Iterator[RowRefusal]:
    """Yield what is wrong with who owns the mandate: exactly one organisation does."""
    owners = [n for n, row in enumerate(rows) if row.commissioner]
    there = [p.title for p in alliance.participants if OWNER_TAG in p.tags]
    for n in owners if there else owners[1:]:
        already = there[0] if there else rows[owners[0]].title
        yield _wrong(n, "commissioner", f"{already} is the commissioner already.", "Choose one organisation.")
    if rows and not owners and not there:
        yield _wrong(0, "commissioner", "Say which organisation is the commissioner.", "It sets the mandate.")


def _tags(row: OrganisationRow) -> tuple[str, ...]:
    role = (OWNER_TAG, COMMISSIONER_TAG) if row.commissioner else (PROVIDER_TAG,)
    return (*role, PUBLIC_TAG) if row.public_body or row.commissioner else role


def _id_of(alliance: Alliance, organisation: str) -> str:
    """Return the short name of the organisation that people call so, by its name or short name; "" for none."""
    wanted = organisation.strip().casefold()
    return next((p.id for p in alliance.participants if wanted in {p.title.casefold(), p.id}), "")


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _is_address(text: str) -> bool:
    return "@" in text[1:-1] and not any(c.isspace() or not c.isprintable() for c in text)


def _wrong(row: int, field: str, says: str, remedy: str = "") -> RowRefusal:
    return RowRefusal(row, Refusal("invalid", says, remedy, field))
