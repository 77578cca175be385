"""Accounts for the demonstration: one for each role of the story, all with one password that is made up anew and told once."""

import secrets
from collections.abc import Iterator

from govflow.acts.accounts import open_account, reset_link, set_password_by_link
from govflow.acts.house import House
from govflow.demo.place import ADMINISTRATOR, ALLIANCE
from govflow.domain.alliances import Alliance
from govflow.record.accounts import Account, accounts_of

WORDS = (
    "anchor", "barley", "candle", "damson", "ember", "fennel", "gravel", "kettle", "lantern", "marble", "nutmeg", "orchard",
    "pebble", "quiver", "ribbon", "saddle", "thistle", "velvet", "walnut", "willow",
)  # fmt: skip
DOMAIN = "seaport.example"
LEADERSHIP, OWNER = "leadership-team", "owner"
OFFICES = ("manager", "chair", "administrator")


def open_accounts(house: House) -> str:
    """Give the story's people accounts; return the password of all of them."""
    with house.store.view(ALLIANCE) as view:
        alliance = view.alliance()
    for person, part in _parts(alliance):
        open_account(house, ALLIANCE, person, f"{part.replace(' ', '-')}@{DOMAIN}")
    return renew_password(house)


def renew_password(house: House) -> str:
    """Give every account one new password, and return it. The administrator's comes last: with it the demonstration is whole."""
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    for account in sorted(_open(house), key=lambda one: one.person == ADMINISTRATOR):
        again = account.accepted_at is not None  # an invitation sets no password where the address has one
        token = reset_link(house, account.email) if again else open_account(house, ALLIANCE, account.person, account.email)
        set_password_by_link(house, token, password)
    return password


def addresses(house: House) -> tuple[tuple[str, str], ...]:
    """Return each e-mail address to sign in with, and whose it is."""
    with house.store.view(ALLIANCE) as view:
        alliance = view.alliance()
    return tuple((account.email, _whose(alliance, account.person)) for account in sorted(_open(house)))


def _open(house: House) -> tuple[Account, ...]:
    """Return the accounts of those who can sign in: an account may be closed, and a person may have left."""
    with house.store.view(ALLIANCE) as view:
        active = {person.ref for person in view.alliance().people if person.active}
    return tuple(account for account in accounts_of(house.store, ALLIANCE) if account.person in active and not account.disabled)


def _parts(alliance: Alliance) -> Iterator[tuple[str, str]]:
    """Yield who has an account, with the part in the story that the address says."""
    yield from ((s.person, s.participant) for s in alliance.seats if s.body == LEADERSHIP)
    yield from ((d.person, f"{d.participant} deputy") for d in alliance.deputies)
    yield from ((s.person, "commissioner") for s in alliance.seats if s.body == OWNER)
    yield from ((o.person, o.role) for o in alliance.offices if o.role in OFFICES)
    yield from ((o.person, f"{o.participant} chief") for o in alliance.offices if o.role == "chief executive")


def _whose(alliance: Alliance, person: str) -> str:
    """Return a person's name, and what the person is where the name with its organisation does not tell."""
    held = ["owner of the mandate" for s in alliance.seats if s.person == person and s.body == OWNER]
    held += ["deputy" for d in alliance.deputies if d.person == person]
    held += [o.role for o in alliance.offices if o.person == person]
    name = alliance.named(person)
    return f"{name} ({held[0]})" if held and held[0] not in name.casefold() else name
