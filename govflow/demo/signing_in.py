"""Accounts for the demonstration: one for each role of the story, all with one password that is made up anew and told once."""

import secrets

from govflow.acts.accounts import open_account, set_password_by_link
from govflow.acts.house import House

WORDS = (
    "anchor", "barley", "candle", "damson", "ember", "fennel", "gravel", "hazel", "kettle", "lantern", "marble", "nutmeg", "orchard",
    "pebble", "quiver", "ribbon", "saddle", "thistle", "velvet", "walnut",
)  # fmt: skip
DOMAIN = "seaport.example"
LEADERSHIP, OWNER = "leadership-team", "owner"


def open_accounts(house: House, alliance: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Give the story's people accounts; return the password, and each e-mail address with whose it is."""
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    opened = []
    for person, name, address in _people(house, alliance):
        set_password_by_link(house, open_account(house, alliance, person, address), password)
        opened.append((address, name))
    return password, tuple(opened)


def _people(house: House, alliance: str) -> tuple[tuple[str, str, str], ...]:
    with house.store.view(alliance) as view:
        found = view.alliance()
    names = {p.ref: p.name for p in found.people}
    seats = [(s.person, s.participant) for s in found.seats if s.body == LEADERSHIP]
    offices = [(o.person, o.role) for o in found.offices if o.role in {"manager", "chair", "administrator"}]
    commissioner = [(s.person, "commissioner") for s in found.seats if s.body == OWNER]
    chiefs = [(o.person, f"{o.participant} chief") for o in found.offices if o.role == "chief executive"]
    everybody = (*seats, *commissioner, *offices, *chiefs)
    return tuple((person, names[person], f"{part.replace(' ', '-')}@{DOMAIN}") for person, part in everybody)
