"""Acts on people and seats that doors often do together, in one unit of work."""

from dataclasses import dataclass

from govflow.acts.house import House
from govflow.acts.performing import Act, unit_of_acts


@dataclass(frozen=True, slots=True)
class SeatFor:
    """A participant's seat in a body, and the name and e-mail address of whoever is to hold it."""

    participant: str
    body: str
    name: str
    email: str = ""


def invite_to_seat(house: House, alliance: str, seat: SeatFor, by: str) -> str:
    """Invite a person, let them fill the seat, and return their reference. Raises Refused, and then nobody is invited."""
    with unit_of_acts(house, alliance) as acts:
        acts.perform(Act("person.invite", by, data={"name": seat.name, "contact": seat.email}))
        person = acts.alliance.people[-1].ref
        acts.perform(Act("seat.fill", by, data={"participant": seat.participant, "body": seat.body, "person": person}))
        return person
