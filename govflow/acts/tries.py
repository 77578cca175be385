"""How often a password may be tried: by whom, and from where.

A browser that has signed in before is known, and counts for itself: whoever tries passwords elsewhere cannot keep its owner out. All
others count by the address they come from, for one account and for all of them, and for one account from wherever they come.
"""

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from govflow.acts.house import House
from govflow.domain.refusals import Refusal, Refused
from govflow.record import accounts as kept
from govflow.record.accounts import Tried

WINDOW = timedelta(minutes=15)
TRIES = 10  # of one account, by one browser or from one address
FROM_ONE_ADDRESS = 20  # of all accounts, from one address by browsers that are not known
FROM_EVERYWHERE = 50  # of one account, by browsers that are not known, from wherever
LINKS, LINKS_FROM_ONE_ADDRESS, LINKS_FROM_EVERYWHERE = 3, 10, 6
TOLD, TOLD_AGAIN = "tries", timedelta(days=1)  # the kind of the message, and how long nobody gets another

TOO_MANY = Refusal("too-many-tries", "There were too many tries.", "Wait 15 minutes, or ask for a new password now.", "email")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a request came from: the address, what the browser says it is, and the mark of a browser that the account knows."""

    address: str = ""
    agent: str = ""
    device: str = ""


def to_sign_in(house: House, email: str, where: Where) -> Tried:
    """Count a try to sign in. Raises Refused where there were too many."""
    return _counted(house, _limits("sign in", email, where, (TRIES, FROM_ONE_ADDRESS, FROM_EVERYWHERE)))


def of_known(house: House, by: str) -> Tried:
    """Count a try of a password by somebody who is signed in, or holds a link: ``by`` is which. Raises Refused."""
    return _counted(house, {_key(f"password by {by}"): TRIES})


def for_link(house: House, email: str, where: Where) -> Tried | None:
    """Count somebody's asking for a link; None where there were too many."""
    most = (LINKS, LINKS_FROM_ONE_ADDRESS, LINKS_FROM_EVERYWHERE)
    return kept.add_try(house.store, _limits("link", email, where, most), house.clock.now(), WINDOW)


def warn(house: House, email: str, where: Where, tried: Tried) -> None:
    """Have the owner of an account told, once a day, when the last try that may stand for it was wrong."""
    if tried.spent - {_key(f"sign in from {origin(where)}")}:
        now = house.clock.now()
        kept.warn_address(house.store, email, TOLD, now, now - TOLD_AGAIN)


def of_account(email: str) -> str:
    """Return the key of all tries of one account: a new password by a link lifts it."""
    return _key(f"sign in {email}")


def origin(where: Where) -> str:
    """Return the address a request came from as tries are counted: an IPv4 address, or the network of an IPv6 address."""
    try:
        found = ipaddress.ip_address(where.address)
    except ValueError:
        return ""
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))  # noqa: PLR2004 - IPv4


def _limits(what: str, email: str, where: Where, most: tuple[int, int, int]) -> Mapping[str, int]:
    of_one, from_one_address, from_everywhere = most
    if where.device:
        return {_key(f"{what} {email} on {where.device}"): of_one}
    return {
        _key(f"{what} {email} from {origin(where)}"): of_one,
        _key(f"{what} from {origin(where)}"): from_one_address,
        _key(f"{what} {email}"): from_everywhere,
    }


def _counted(house: House, most: Mapping[str, int]) -> Tried:
    tried = kept.add_try(house.store, most, house.clock.now(), WINDOW)
    if tried is None:
        raise Refused((TOO_MANY,))
    return tried


def _key(of: str) -> str:
    return hashlib.sha256(of.encode("utf-8", "surrogatepass")).hexdigest()
