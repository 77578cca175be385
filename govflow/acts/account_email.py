"""The address somebody signs in with: asking for another, confirming it from there, taking it back, and the mails about it.

Until the new address confirms it with the password, the old one signs in. Whoever corrects a person's address can only ask: without
that person's password nothing comes of it, or else a manager could take an account over by correcting where its mail goes.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from govflow.acts import security, tries
from govflow.acts.accounts import LINK_OVER, SignedIn, check_password, checked_address, release_of_ended
from govflow.acts.house import House
from govflow.acts.telling import who_answers
from govflow.domain.alliances import Alliance
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.seats import Person
from govflow.domain.sentences import clock_time
from govflow.notices.composing import AccountTelling, Envelope, Message, compose_account_mail
from govflow.record import accounts as kept
from govflow.record import email_changes
from govflow.record.accounts import Account, Link
from govflow.record.email_changes import EMAIL_ASKED, EMAIL_CHANGED, EMAIL_CONFIRM, EmailChange, Owner
from govflow.record.errors import StaleError
from govflow.record.outbox import Waiting
from govflow.record.tables.accounts import EMAIL

LASTS = timedelta(hours=24)
KINDS = frozenset({EMAIL_CONFIRM, EMAIL_ASKED, EMAIL_CHANGED})
TAKEN = Refusal(
    "invalid", "Somebody else of this alliance signs in with this address.", "Use an address that only you read.", "email"
)
ASKED_OFTEN = Refusal(
    "too-many-tries", "You have asked several times just now.", "Wait 15 minutes, or use the last link.", "email"
)


@dataclass(frozen=True, slots=True)
class Confirming:
    """What a link confirms: whose account it is, the address until now and the new one."""

    name: str
    alliance_title: str
    old_email: str
    new_email: str


def ask(house: House, me: SignedIn, email: str, password: str) -> None:
    """Ask to sign in with another address from now on. Raises Refused."""
    address = checked_address(email)
    check_password(house, me.email, password, "password", by=me.session)
    if address == me.email:
        raise Refused((Refusal("invalid", "You sign in with this address already.", "Write the new one.", "email"),))
    release_of_ended(house, me.alliance, address)
    owner, now = Owner(me.account, me.alliance, me.person, me.email), house.clock.now()
    # Or else somebody who is signed in could flood any mail box with links.
    if kept.add_try(house.store, {_digest(f"new address {me.email}"): tries.LINKS}, now, tries.WINDOW) is None:
        raise Refused((ASKED_OFTEN,))
    with house.store.writing() as connection:
        if email_changes.is_taken(connection, me.alliance, address):
            raise Refused((TAKEN,))
        email_changes.ask(connection, owner, address, me.person, now)
    security.note(house, security.ADDRESS_ASKED, kept.account(house.store, me.account))


def waiting_for(house: House, account: int) -> EmailChange | None:
    """Return the change of an account's address that waits to be confirmed, None where none does."""
    return email_changes.waiting(house.store, account, house.clock.now() - LASTS)


def waiting_of(house: House, alliance: str, person: str) -> EmailChange | None:
    """Return the change that waits for a person of an alliance to confirm it."""
    account = kept.account_of(house.store, alliance, person)
    return waiting_for(house, account.n) if account else None


def take_back(house: House, me: SignedIn) -> None:
    """Go on signing in with the address as it is. Raises Refused where no change waits."""
    with house.store.writing() as connection:
        ended = email_changes.end(connection, me.account, house.clock.now())
    if not ended:
        raise Refused((Refusal("invalid", "No change of your address waits.", "Look at your account again."),))
    security.note(house, security.ADDRESS_KEPT, kept.account(house.store, me.account))


def confirming(house: House, token: str) -> Confirming | None:
    """Return what a link confirms, without using it; None when it is over."""
    found = _good(house, token)
    if found is None:
        return None
    account, change = found
    whose = _whose(house, account)
    return Confirming(whose[1].name, whose[0].title, account.email, change.new_email) if whose else None


def confirm(house: House, token: str, password: str) -> None:
    """Sign in with the new address from now on, by somebody who got its mail and knows the password. Raises Refused."""
    found = _good(house, token)
    if found is None:
        raise Refused((LINK_OVER,))
    account, change = found
    check_password(house, account.email, password, "password", by=_digest(token))
    owner, now = Owner(account.n, account.alliance, account.person, account.email), house.clock.now()
    try:
        with house.store.writing() as connection:
            if kept.use_link(connection, _digest(token), now) is None:
                raise Refused((LINK_OVER,))
            email_changes.confirm(connection, owner, change, now)
        security.note(house, security.ADDRESS_CHANGED, account)
    except StaleError:
        raise Refused((TAKEN,)) from None


def mail_for(house: House, message: Waiting, base_url: str, reference: str) -> Message | None:
    """Return the mail of one of ``KINDS`` as things stand now; None when it is needed no longer. A link is made here, as it goes out."""
    change = email_changes.change_of(house.store, int(message.due_key))
    account = kept.account(house.store, change.account) if change else None
    whose = _whose(house, account) if account and not account.disabled else None
    if change is None or account is None or whose is None:
        return None
    alliance, person = whose
    contact, link, now = change.old_email, "", house.clock.now()
    if message.kind == EMAIL_CONFIRM:
        if change.ended_at or _ends(change) <= now:
            return None
        contact, link = change.new_email, f"{base_url}/confirm-address/{_link(house, change)}"
    elif message.kind == EMAIL_ASKED and change.ended_at:
        return None
    until = clock_time(_ends(change), ZoneInfo(alliance.zone))
    name = person.called or person.ref
    telling = AccountTelling(message.kind, name, contact, alliance.title, link, until, alliance.illustrative)
    with house.store.view(message.alliance) as view:
        answers = who_answers(view, now)
    return compose_account_mail(telling, Envelope(reference, now, answers))


def _ends(change: EmailChange) -> datetime:
    return change.asked_at + LASTS


def _link(house: House, change: EmailChange) -> str:
    token, now = secrets.token_urlsafe(32), house.clock.now()
    link = Link(_digest(token), change.account, change.new_email, EMAIL, now, _ends(change), None)
    kept.add_link(house.store, link, replaces=False)  # an earlier one may have gone out; all are over with the change
    return token


def _good(house: House, token: str) -> tuple[Account, EmailChange] | None:
    """Return the account and the change of a link that is still good."""
    found = kept.link(house.store, _digest(token), house.clock.now())
    if found is None or found[0].purpose != EMAIL or found[1].disabled or _whose(house, found[1]) is None:
        return None
    change = waiting_for(house, found[1].n)
    same = change is not None and (change.old_email, change.new_email) == (found[1].email, found[0].email)
    return (found[1], change) if change is not None and same else None


def _whose(house: House, account: Account) -> tuple[Alliance, Person] | None:
    """Return the alliance and the person of an account; None for somebody who is not active in it."""
    with house.store.view(account.alliance) as view:
        alliance = view.alliance()
    person = alliance.person(account.person)
    return (alliance, person) if person is not None and person.active else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
