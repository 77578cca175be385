"""Getting in: signing in and out, invitations, passwords, and the list of one's own sessions.

Accounts are not governed: a person's seat is in the ledger, how that person gets in is not. Whoever has no active person in the
roster cannot get in, whatever the account says; and a session is over as soon as what the person holds has changed.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from govflow.acts import passwords
from govflow.acts.house import House
from govflow.domain.alliances import Alliance
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.seats import covers
from govflow.engine.casing import rules_of
from govflow.engine.machine import Rules
from govflow.engine.permissions import DEPUTY, OWNER, capacities
from govflow.notices.composing import Message
from govflow.notices.sending import ConsoleSender, Post, Sender
from govflow.record import accounts as kept
from govflow.record.accounts import Account, Link, Session
from govflow.record.errors import StaleError, UnknownAllianceError
from govflow.record.tables.accounts import INVITATION, RESET

__all__ = ["INVITATION", "RESET", "ConsoleSender", "Message", "Post", "Sender", "Session"]

MANAGER, ADMINISTRATOR = "manager", "administrator"
WATCHFUL = frozenset({MANAGER, ADMINISTRATOR, OWNER})  # whose screen must not stay open on an empty desk
LASTS = timedelta(hours=12)
IDLE_MINUTES, WATCHFUL_IDLE_MINUTES = 12 * 60, 30
SEEN_EVERY = timedelta(minutes=1)
TRIES, TRY_WINDOW = 10, timedelta(minutes=15)
RESETS = 3
INVITATION_LASTS, RESET_LASTS = timedelta(days=7), timedelta(hours=1)
LONGEST_EMAIL, LONGEST_AGENT = 254, 200

WRONG = Refusal(
    "sign-in-refused", "The e-mail address or the password is not right.", "Check both, or ask for a new password.", "email"
)
TOO_MANY = Refusal("too-many-tries", "There were too many tries.", "Wait 15 minutes, or ask for a new password now.", "email")
LINK_OVER = Refusal("link-over", "This link was used, or its time is over.", "Ask for a new one.")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a request came from: the address and what the browser says it is."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in: the person, what the person is today, in which session, and up to where they have read what happened.

    ``read_entry`` and ``read_at`` (UTC) are what they said last; 0 and None: nothing yet.
    """

    account: int
    alliance: str
    alliance_title: str
    person: str
    name: str
    email: str
    roles: frozenset[str]
    session: str
    zone: str
    illustrative: bool
    read_entry: int = 0
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link is for: its purpose, and whose it is."""

    purpose: str
    email: str
    name: str
    alliance_title: str


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the roster says of a person on a day."""

    name: str
    title: str
    zone: str
    illustrative: bool
    roles: frozenset[str]
    holds: str


def sign_in(house: House, email: str, password: str, where: Where) -> str:
    """Begin a session and return its token. Raises Refused, in the same words and time whatever is wrong."""
    address, now = _address(email), house.clock.now()
    tried = kept.add_try(house.store, _digest(f"sign in {address}"), now, TRY_WINDOW, TRIES)
    if tried is None:
        raise Refused((TOO_MANY,))
    account = kept.account_by_email(house.store, address)
    right = passwords.fits(account.password_hash if account else "", password[: passwords.MOST + 1])
    standing = _standing(house, account.alliance, account.person, now) if account and right and not account.disabled else None
    if account is None or standing is None:
        raise Refused((WRONG,))
    kept.forget_try(house.store, tried)
    return _begin(house, account, standing, where, now)


def who_is(house: House, token: str) -> SignedIn | None:
    """Return who is signed in with a token, or None when the session is over; it is over for good then."""
    found, now = kept.session(house.store, _digest(token)), house.clock.now()
    if found is None:
        return None
    session, account, roster = found
    standing = _stands(house, roster, account, now) if roster else _standing(house, account.alliance, account.person, now)
    idle = now - session.last_seen_at > timedelta(minutes=session.idle_minutes)
    if account.disabled or idle or session.expires_at <= now or standing is None or standing.holds != session.holds:
        kept.end_session(house.store, account.n, session.token_hash)
        return None
    if now - session.last_seen_at > SEEN_EVERY:
        kept.touch_session(house.store, session.token_hash, now)
    return SignedIn(
        account.n,
        account.alliance,
        standing.title,
        account.person,
        standing.name,
        account.email,
        standing.roles,
        session.token_hash,
        standing.zone,
        standing.illustrative,
        account.read_entry,
        account.read_at,
    )


def sign_out(house: House, token: str) -> None:
    """End the session of a token, if there is one."""
    found = kept.session(house.store, _digest(token))
    if found is not None:
        kept.end_session(house.store, found[1].n, found[0].token_hash)


def mark_read(house: House, me: SignedIn, entry: int) -> None:
    """Note that one has read what happened up to ``entry``, and no further than the record goes."""
    with house.store.view(me.alliance) as view:
        upto = min(entry, view.head.size)
    kept.mark_read(house.store, me.account, upto, house.clock.now())


def sessions_of(house: House, me: SignedIn) -> tuple[Session, ...]:
    """Return the sessions of one's own account, the last used first."""
    return kept.sessions_of(house.store, me.account, house.clock.now())


def end_session(house: House, me: SignedIn, session: str) -> None:
    """End one of one's own sessions. Raises Refused when it is not one's own, or over."""
    if not kept.end_session(house.store, me.account, session):
        raise Refused((Refusal("unknown-reference", "There is no such session.", "It may be over already; look at the list."),))


def end_other_sessions(house: House, me: SignedIn) -> None:
    """End every session of one's own account but this one."""
    kept.end_sessions(house.store, me.account, but=me.session)


def open_account(house: House, alliance: str, person: str, email: str) -> str:
    """Give a person an account, if it has none, and return the token of an invitation. For the command line and ``invite``.

    Raises Refused when the person is unknown, the address is none, or it is somebody else's.
    """
    address, now = _address(email), house.clock.now()
    if "@" not in address[1:-1] or any(c.isspace() for c in address):
        raise Refused((Refusal("invalid", "This is not an e-mail address.", "Write it as name@example.org.", "email"),))
    if _standing(house, alliance, person, now) is None:
        raise Refused(
            (Refusal("unknown-reference", f"There is no {person} in this alliance.", "Check the reference.", "person"),)
        )
    account = kept.account_of(house.store, alliance, person)
    if account and account.password_hash and account.email != address:
        # Or else whoever invites could take an account over by sending its owner's link elsewhere.
        raise Refused((Refusal("invalid", "This person signs in with another address.", "Use that one.", "email"),))
    return _link(house, _numbered(house, account, (alliance, person, address)), INVITATION, INVITATION_LASTS, now)


def invite(house: House, by: SignedIn, person: str, email: str, post: Post) -> None:
    """Send a person of one's own alliance an invitation. Raises Refused unless ``by`` is its manager or administrator."""
    _only_for_those_in_charge(by)
    token = open_account(house, by.alliance, person, email)
    standing = _standing(house, by.alliance, person, house.clock.now())
    name = standing.name if standing else person
    text = (
        f"{by.name} invites you to {by.alliance_title} on govflow.\n\nChoose your password here, within seven days:\n\n"
        f"  {post.base_url}/set-password/{token}\n\nNobody will ever ask you for this link."
    )
    post.sender.send(Message(name, email, f"Your account for {by.alliance_title}", text))


def ask_reset(house: House, email: str, post: Post) -> None:
    """Send a link for a new password if there is an account with that address, and say nothing about whether there is."""
    address, now = _address(email), house.clock.now()
    allowed = kept.add_try(house.store, _digest(f"reset {address}"), now, TRY_WINDOW, RESETS)
    account = kept.account_by_email(house.store, address)
    standing = _standing(house, account.alliance, account.person, now) if account and not account.disabled else None
    if allowed is None or account is None or standing is None:
        return
    token = _link(house, account.n, RESET, RESET_LASTS, now)
    text = (
        f"Choose a new password here, within one hour:\n\n  {post.base_url}/set-password/{token}\n\n"
        "If you did not ask for this, you need do nothing: your password stays as it is."
    )
    post.sender.send(Message(standing.name, account.email, "A new password", text))


def link_for(house: House, token: str) -> Invited | None:
    """Return what a link is for, without using it; None when it is over."""
    found = _good_link(house, token)
    return None if found is None else found[1]


def set_password_by_link(house: House, token: str, password: str) -> None:
    """Use a link up to choose a password; sessions of the account are over. Raises Refused."""
    found = _good_link(house, token)
    if found is None:
        raise Refused((LINK_OVER,))
    account, invited = found
    _refuse_weak(password, account, invited.name, invited.alliance_title)
    if not kept.set_password_by_link(house.store, _digest(token), passwords.hashed(password), house.clock.now()):
        raise Refused((LINK_OVER,))


def change_password(house: House, me: SignedIn, old: str, new: str) -> None:
    """Change one's own password; every session is over, this one too. Raises Refused."""
    account = kept.account(house.store, me.account)
    tried = kept.add_try(house.store, _digest(f"sign in {me.email}"), house.clock.now(), TRY_WINDOW, TRIES)
    if tried is None:
        raise Refused((TOO_MANY,))
    if account is None or not passwords.fits(account.password_hash, old):
        raise Refused((Refusal("sign-in-refused", "This is not your password.", "Type the one you signed in with.", "old"),))
    kept.forget_try(house.store, tried)
    _refuse_weak(new, account, me.name, me.alliance_title)
    kept.set_password(house.store, account.n, passwords.hashed(new))


def set_disabled(house: House, by: SignedIn, person: str, *, disabled: bool) -> None:
    """Close the account of a person of one's own alliance, or open it again. Raises Refused."""
    _only_for_those_in_charge(by)
    account = kept.account_of(house.store, by.alliance, person)
    if account is None:
        raise Refused((Refusal("unknown-reference", f"{person} has no account here.", "Invite the person first.", "person"),))
    kept.set_disabled(house.store, account.n, disabled=disabled)


def accounts_of(house: House, by: SignedIn) -> tuple[Account, ...]:
    """Return the accounts of one's own alliance. Raises Refused unless ``by`` is its manager or administrator."""
    _only_for_those_in_charge(by)
    return kept.accounts_of(house.store, by.alliance)


def _begin(house: House, account: Account, standing: _Standing, where: Where, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    idle = WATCHFUL_IDLE_MINUTES if standing.roles & WATCHFUL else IDLE_MINUTES
    agent = "".join(c for c in where.agent if c.isprintable())[:LONGEST_AGENT]
    prefix = _prefix(where.address)
    session = Session(_digest(token), account.n, now, now, now + LASTS, idle, standing.holds, prefix, agent)
    kept.begin_session(house.store, session)
    return token


def _numbered(house: House, account: Account | None, opened: tuple[str, str, str]) -> int:
    """Return the number of an account, opened or given its address now. Raises Refused when another has the address."""
    try:
        if account is None:
            return kept.add_account(house.store, *opened, house.clock.now())
        if account.email != opened[2]:
            kept.set_email(house.store, account.n, opened[2])
    except StaleError:
        says = "Somebody else signs in with this e-mail address."
        raise Refused((Refusal("invalid", says, "Use an address of the person's own.", "email"),)) from None
    return account.n


def _standing(house: House, alliance: str, person: str, now: datetime) -> _Standing | None:
    """Return what a person is today, or None for somebody who is not (or no longer) in the roster."""
    try:
        with house.store.view(alliance) as view:
            roster, rules = view.alliance(), rules_of(view, house.book, None)
    except UnknownAllianceError:
        return None
    return _of(roster, rules, person, now)


def _stands(house: House, roster: Alliance, account: Account, now: datetime) -> _Standing | None:
    """Return what the person of an account is today in a ``roster`` at hand."""
    rules = house.book.rules(roster.policy, roster.workflow, partial(_edition, house, account.alliance))
    return _of(roster, rules, account.person, now)


def _edition(house: House, alliance: str, digest: str) -> bytes | None:
    with house.store.view(alliance) as view:
        return view.edition(digest)


def _of(roster: Alliance, rules: Rules, person: str, now: datetime) -> _Standing | None:
    day, known = rules.calendar.local_date(now), roster.person(person)
    if known is None or not known.active:
        return None
    current = {d.n for d in roster.deputyships(person) if covers(d.since, d.until, day)}
    held = [c for c in capacities(roster, rules.policy, person, None, day) if c.role != DEPUTY or c.deputy in current]
    holds = _digest("\n".join(sorted(f"{c.role} {c.participant} {c.body}" for c in held)))
    roles = frozenset(c.role for c in held)
    return _Standing(known.name or person, roster.title, roster.zone, roster.illustrative, roles, holds)


def _link(house: House, account: int, purpose: str, lasts: timedelta, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    kept.add_link(house.store, Link(_digest(token), account, purpose, now, now + lasts, None))
    return token


def _good_link(house: House, token: str) -> tuple[Account, Invited] | None:
    now = house.clock.now()
    found = kept.link(house.store, _digest(token), now)
    standing = _standing(house, found[1].alliance, found[1].person, now) if found and not found[1].disabled else None
    if found is None or standing is None:
        return None
    return found[1], Invited(found[0].purpose, found[1].email, standing.name, standing.title)


def _refuse_weak(password: str, account: Account, name: str, title: str) -> None:
    about = (account.alliance, *name.replace(",", " ").split(), *title.split(), account.email.partition("@")[0], "govflow")
    weak = passwords.weakness(password, about)
    if weak:
        raise Refused((Refusal("invalid", weak, "Choose another password.", "password"),))


def _only_for_those_in_charge(by: SignedIn) -> None:
    if not by.roles & {MANAGER, ADMINISTRATOR}:
        says = f"{by.name} may not do this: it is for manager or administrator."
        raise Refused((Refusal("not-allowed", says, "Ask one of them to do it.", who=(by.name,)),))


def _address(email: str) -> str:
    return email.strip().casefold()[:LONGEST_EMAIL]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _prefix(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))  # noqa: PLR2004 - IPv4
