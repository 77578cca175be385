"""Acts on people and seats that doors often do together."""

from dataclasses import dataclass

from govflow.acts.house import House
from govflow.acts.performing import Act, perform


def invite(house: House, alliance: str, *, by: str, name: str, role: str = "") -> str:
    """Invite a person, with an office where ``role`` names one, and return its reference. Raises Refused."""
    data = {"name": name, **({"role": role} if role else {})}
    receipt = perform(house, alliance, Act("person.invite", by, data=data))
    with house.store.view(alliance) as view:
        written = view.entry(receipt.seq)
    return next(str(fact["person"]) for fact in written.content["facts"] if fact["kind"] == "PersonInvited") if written else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A participant's seat in a body."""

    participant: str
    body: str


def invite_to_seat(house: House, alliance: str, place: Place, *, by: str, name: str) -> str:
    """Invite a person, let it fill the seat, and return its reference. Raises Refused."""
    person = invite(house, alliance, by=by, name=name)
    perform(house, alliance, Act("seat.fill", by, data={"participant": place.participant, "body": place.body, "person": person}))
    return person
