"""Setting an alliance up: organisations, people and offices, many at once, each by its own act in one unit of work.

Rows come from a page or from a file. Every row that is refused is named, and then nothing is recorded.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, repeat
from typing import Any, NamedTuple

from govflow.acts.house import House
from govflow.acts.performing import Act, UnitOfActs, unit_of_acts
from govflow.definitions.people_sheets import SheetRefused, read_people
from govflow.domain.alliances import Alliance
from govflow.domain.invitations import CHIEF_EXECUTIVE, LEADERSHIP, LEVEL_OF, MANAGEMENT, MANAGER, PARTS
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refused
from govflow.domain.set_up import Here, OrganisationRow, PersonRow, RowRefusal, called, organisations_amiss, people_amiss
from govflow.domain.short_names import short_name
from govflow.engine.casing import rules_of

__all__ = [
    "PARTS", "Invited", "OrganisationRow", "PersonRow", "RowsRefused", "SetUp", "SheetRefused", "read_people", "setting_up",
]  # fmt: skip

OWNER = "owner"  # the level of the body that sets the mandate
OWNER_TAG, COMMISSIONER_TAG, PUBLIC_TAG, PROVIDER_TAG = "owner", "commissioner", "public-body", "provider"
# The field of a row that a field of an act's data comes from.
FIELD_OF: Mapping[str, str] = {
    "contact": "email",
    "participant": "organisation",
    "person": "name",
    "body": "part",
    "role": "part",
}


class Invited(NamedTuple):
    """Somebody new to the alliance, to be sent a link to sign in."""

    person: str
    name: str
    email: str


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
        """Take every organisation in. Raises RowsRefused with all that is wrong.

        The commissioner hosts the alliance manager unless another organisation is said to.
        """
        owner = next((p.title for p in self.alliance.participants if OWNER_TAG in p.tags), "")
        _stop(organisations_amiss(rows, owner))
        host = next((row for row in rows if row.hosts_manager), None)
        if host is None and not self._hosts():
            host = next((row for row in rows if row.commissioner), None)
        refused: list[RowRefusal] = []
        for n, row in enumerate(rows):
            name = short_name(row.title, [p.id for p in self.alliance.participants])
            data = {"participant": name, "title": row.title, "bodies": self._bodies(row, hosts=row is host), "tags": _tags(row)}
            refused += self._tried(n, "participant.join", data)
        _stop(refused)

    def invite(self, rows: Sequence[PersonRow]) -> tuple[Invited, ...]:
        """Invite everybody who is new, and give all their seats and offices. Raises RowsRefused with all that is wrong.

        Whoever leads for the commissioner also acts for it as owner of the mandate, unless somebody else does.
        """
        _stop(people_amiss(rows, self._here()))
        refused: list[RowRefusal] = []
        invited: list[Invited] = []
        for n, row in enumerate(rows):
            refused += self._brought_in(n, row, invited)
        _stop(refused)
        self._fill_owners_seat(rows)
        return tuple(invited)

    def appoint_manager(self, person: str) -> None:
        """Make somebody the alliance manager, with the seat of the manager's office. Raises Refused."""
        self._does("person.appoint", {"person": person, "role": MANAGER})
        self._seat_manager(person)

    def appoint_chair(self, person: str) -> None:
        """Make somebody the chair of the leadership team. Raises Refused."""
        self._does("chair.appoint", {"person": person, "body": self._body(LEADERSHIP)})

    def person_at(self, email: str) -> str:
        """Return the reference of the person with that address, "" where nobody has it."""
        wanted = email.strip().casefold()
        return next((p.ref for p in self.alliance.people if p.active and p.contact.casefold() == wanted), "")

    def _does(self, act: str, data: Mapping[str, Any]) -> None:
        self.acts.perform(Act(act, self.by, data=data, key=next(self.keys)))

    def _tried(self, row: int, act: str, data: Mapping[str, Any]) -> Iterator[RowRefusal]:
        try:
            self._does(act, data)
        except Refused as refused:
            yield from (RowRefusal(row, FIELD_OF.get(one.field, one.field), one) for one in refused.refusals)

    def _here(self) -> Here:
        """Return who is here already, as the rows are looked at beside them."""
        alliance, today = self.alliance, self._today()
        names = {p.ref: p.name for p in alliance.people}
        places = [(p, part, self._body(level)) for p in alliance.participants for part, level in LEVEL_OF.items()]
        holders = {(p.title, part): alliance.holder(p.id, body, today) for p, part, body in places if body in p.bodies}
        return Here(
            organisations=called([(p.id, p.title) for p in alliance.participants]),
            people={p.contact.casefold(): p.name for p in alliance.people if p.active and p.contact},
            seats={seat: names[holder] if holder else "" for seat, holder in holders.items()},
            manager=next((names[ref] for ref in alliance.in_office(MANAGER, today)), ""),
        )

    def _brought_in(self, n: int, row: PersonRow, invited: list[Invited]) -> Iterator[RowRefusal]:
        """Invite the person of a row unless they are here, and give them what the row says; yield what is refused."""
        person = self.person_at(row.address)
        if not person:
            yield from self._tried(n, "person.invite", {"name": row.name, "contact": row.email.strip()})
            person = self.person_at(row.address)
            if not person:
                return
            invited.append(Invited(person, row.name, row.email.strip()))
        participant = self._organisation(row)
        if row.part in LEVEL_OF:
            body = self._body(LEVEL_OF[row.part])
            yield from self._tried(n, "seat.fill", {"participant": participant, "body": body, "person": person})
            return
        of = {"participant": participant} if row.part == CHIEF_EXECUTIVE else {}
        yield from self._tried(n, "person.appoint", {"person": person, "role": row.part, **of})
        if row.part == MANAGER:
            self._seat_manager(person)

    def _organisation(self, row: PersonRow) -> str:
        wanted = row.organisation.strip().casefold()
        return next((p.id for p in self.alliance.participants if wanted in {p.id, p.title.casefold()}), "")

    def _seat_manager(self, person: str) -> None:
        """Let the manager speak for the host in the manager's office, where its seat is empty."""
        body = self._body(MANAGER)
        for host in self._hosts():
            if not self.alliance.holder(host, body, self._today()):
                self._does("seat.fill", {"participant": host, "body": body, "person": person})

    def _fill_owners_seat(self, rows: Iterable[PersonRow]) -> None:
        body, today = self._body(OWNER), self._today()
        leading = {self._organisation(row) for row in rows if row.part == LEADERSHIP}
        for owner in self.alliance.tagged(OWNER_TAG):
            leader = self.alliance.holder(owner, self._body(LEADERSHIP), today)
            if owner in leading and leader and not self.alliance.holder(owner, body, today):
                self._does("seat.fill", {"participant": owner, "body": body, "person": leader})

    def _bodies(self, row: OrganisationRow, *, hosts: bool) -> tuple[str, ...]:
        levels = (*((OWNER,) if row.commissioner else ()), LEADERSHIP, MANAGEMENT, *((MANAGER,) if hosts else ()))
        return tuple(body.id for level in levels for body in self.policy.bodies if body.level == level)

    def _hosts(self) -> tuple[str, ...]:
        return self.alliance.members(self._body(MANAGER))

    def _body(self, level: str) -> str:
        return next((body.id for body in self.policy.bodies if body.level == level), "")

    def _today(self) -> date:
        calendar = rules_of(self.acts.unit, self.acts.house.book, None).calendar
        return calendar.local_date(self.acts.house.clock.now())


@contextmanager
def setting_up(house: House, alliance: str, by: str, key: str = "") -> Iterator[SetUp]:
    """Give what sets ``alliance`` up, as the person ``by``: all that the block does is recorded, or nothing when it raises.

    With a ``key`` whoever sends the same twice finds at the second time that it ``was_done``.
    """
    with unit_of_acts(house, alliance) as acts:
        done = bool(key) and acts.unit.seen(key) is not None
        yield SetUp(acts, rules_of(acts.unit, house.book, None).policy, by, chain((key,), repeat("")), done)


def _stop(refused: Iterable[RowRefusal]) -> None:
    found = sorted(refused, key=lambda one: one.row)
    if found:
        raise RowsRefused(found)


def _tags(row: OrganisationRow) -> tuple[str, ...]:
    role = (OWNER_TAG, COMMISSIONER_TAG) if row.commissioner else (PROVIDER_TAG,)
    return (*role, PUBLIC_TAG) if row.public_body or row.commissioner else role
