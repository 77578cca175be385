"""What happens at the doors that somebody may have to look into later: who, from where and what, and never what was typed.

Doors that keep a log say how it is told (``House.noted``); without one nothing is.
"""

from govflow.acts.house import House
from govflow.acts.tries import Where
from govflow.record import accounts as kept
from govflow.record.accounts import Account

SIGNED_IN, SIGNED_OUT = "signed in", "signed out"
WRONG, LOCKED = "wrong password", "too many tries"
LINK_ASKED, LINKS_LIMITED = "link for a new password asked for", "too many links for a new password asked for"
PASSWORD_SET, PASSWORD_CHANGED, PASSWORD_WRONG = "password set by a link", "password changed", "wrong password while signed in"
ADDRESS_ASKED, ADDRESS_CHANGED, ADDRESS_KEPT = "other address asked for", "address changed", "other address taken back"
SESSION_ENDED, SESSIONS_ENDED = "a session ended", "all other sessions ended"
INVITED, DISABLED, ENABLED = "invited", "account disabled", "account enabled"
GRAVE = frozenset({WRONG, LOCKED, LINKS_LIMITED, PASSWORD_WRONG})


def note(house: House, what: str, account: Account | None, where: Where | None = None, *, by: str = "") -> None:
    """Tell the log that something happened to an account; ``by`` is the person who did it, where it is another one."""
    of = {"alliance": account.alliance, "person": account.person} if account else {}
    if by:
        of["by"] = by
    house.noted(what, what in GRAVE, of, where.address if where else "")


def note_address(house: House, what: str, email: str, where: Where) -> None:
    """Tell it of whoever has the address: of each of its accounts, and once where it has none."""
    for account in kept.accounts_by_email(house.store, email) or (None,):
        note(house, what, account, where)
