"""How somebody wants to be told. What the policy's times rest on always comes at once, whatever was chosen."""

from govflow.acts.accounts import SignedIn
from govflow.acts.house import House
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from govflow.record import preferences
from govflow.record.tables.outbox import AT_ONCE, DAILY, WEEKLY

CHOICES = (AT_ONCE, DAILY, WEEKLY)


def digest_of(house: House, who: SignedIn) -> str:
    """Return what somebody chose: at_once, daily or weekly."""
    return preferences.digest_of(house.store, who.alliance, who.person)


def choose(house: House, who: SignedIn, digest: str) -> None:
    """Keep what somebody chose for itself. Raises Refused for anything else."""
    if digest not in CHOICES:
        raise Refused((refuse("unknown-value", field="digest", value=digest[:80], known=", ".join(CHOICES)),))
    preferences.choose(house.store, who.alliance, who.person, digest)
