"""Getting in: signing in and out, invitations, passwords, and the list of one's own sessions.

Accounts are not governed: a person's seat is in the ledger, how that person gets in is not. Whoever has no active person in the
roster cannot get in, whatever the account says; and a session is over as soon as what the person holds has changed.

An address has one password, and an account in each alliance where its person takes part; a session is of one alliance. Nobody in one
alliance learns, or changes, anything about the accounts that an address has in another.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from govflow.acts import passwords, security, tries
from govflow.acts.house import House
from govflow.acts.tries import Where
from govflow.domain.alliances import Alliance
from govflow.domain.people import email_address, pasted_address
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.seats import covers
from govflow.engine.casing import rules_of
from govflow.engine.machine import Rules
from govflow.engine.permissions import DEPUTY, OWNER, capacities
from govflow.notices.sending import Post
from govflow.record import accounts as kept
from govflow.record.accounts import Account, Link, Session
from govflow.record.errors import StaleError, UnknownAllianceError
from govflow.record.tables.accounts import EMAIL, INVITATION, RESET

__all__ = ["INVITATION", "RESET", "Account", "Post", "Session", "Where"]

MANAGER, ADMINISTRATOR = "manager", "administrator"
WATCHFUL = frozenset({MANAGER, ADMINISTRATOR, OWNER})  # whose screen must not stay open on an empty desk
LASTS = timedelta(hours=12)
IDLE_MINUTES, WATCHFUL_IDLE_MINUTES = 12 * 60, 30
SEEN_EVERY = timedelta(minutes=1)
LINK_LASTS = {INVITATION: timedelta(days=7), RESET: timedelta(hours=1)}
LONGEST_AGENT = 200

WRONG = Refusal(
    "sign-in-refused", "The e-mail address or the password is not right.", "Check both, or ask for a new password.", "email"
)
LINK_OVER = Refusal("link-over", "This link was used, or its time is over.", "Ask for a new one.")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in: the person, what the person is today, in which session, and up to where they have read what happened.

    ``read_entry`` and ``read_at`` (UTC) are what they said last; 0 and None: nothing yet.
    ``welcomed``: they have put away what tells them what they can do here. The session ends at ``ends_at`` (UTC) in any case, and
    before that after ``idle_minutes`` in which they open no page.
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
    welcomed: bool = False
    idle_minutes: int = 0
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """What a link is for: its purpose, whose it is, and whether it asks for the password that the address has already."""

    purpose: str
    email: str
    name: str
    alliance_title: str
    has_password: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """An alliance in which somebody can go on, by id and title, and whether they are there now."""

    alliance: str
    title: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Span:
    """From when until when a session lasts at most, and whether it counts as a visit: since then there is news."""

    begins: datetime
    ends: datetime
    is_visit: bool = True


class FreshLink(NamedTuple):
    """A link that was made now: its token, whose it is (with the address it goes to), and when its time is over (UTC)."""

    token: str
    name: str
    email: str
    expires_at: datetime


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
    """Begin a session and return its token. Raises Refused, in the same words and time whatever is wrong.

    Of several alliances it is of the one visited last, and no visit yet: the person is asked where to go.
    """
    address, now = _address(email), house.clock.now()
    try:
        tried = tries.to_sign_in(house, address, where)
    except Refused:
        security.note_address(house, security.LOCKED, address, where)
        raise
    right = passwords.fits(kept.password_of(house.store, address), password[: passwords.MOST + 1])
    open_to = _open_to(house, address, now) if right else ()
    if not open_to:
        tries.warn(house, address, where, tried)
        security.note_address(house, security.WRONG, address, where)
        raise Refused((WRONG,))
    kept.forget_try(house.store, tried)
    security.note(house, security.SIGNED_IN, open_to[0][0], where)
    account, standing = max(open_to, key=lambda one: (one[0].visited_at is not None, one[0].visited_at))
    return _begin(house, account, standing, where, Span(now, now + LASTS, is_visit=len(open_to) == 1))


def places_of(house: House, me: SignedIn) -> tuple[Place, ...]:
    """Return the alliances in which one's own address may go on, by title."""
    found = _open_to(house, me.email, house.clock.now())
    return tuple(sorted((Place(a.alliance, s.title, a.n == me.account) for a, s in found), key=lambda place: place.title))


def go_to(house: House, me: SignedIn, alliance: str, where: Where) -> str:
    """Go on in another alliance, or begin where one is: return the token of a new session. Raises Refused.

    The session before is over. The new one lasts no longer than that would have.
    """
    now = house.clock.now()
    wanted = next((one for one in _open_to(house, me.email, now) if one[0].alliance == alliance), None)
    before = next((s for s in sessions_of(house, me) if s.token_hash == me.session), None)
    if wanted is None or before is None:
        raise Refused((Refusal("invalid", "You have no account there.", "Choose one of the alliances on this page."),))
    kept.end_session(house.store, me.account, me.session)
    return _begin(house, *wanted, where, Span(now, before.expires_at))


def who_is(house: House, token: str) -> SignedIn | None:
    """Return who is signed in with a token, or None when the session is over; it is over for good then."""
    found, now = kept.session(house.store, _digest(token)), house.clock.now()
    if found is None:
        return None
    session, account, roster = found
    standing = _stands(house, roster, account, now) if roster else _standing(house, account.alliance, account.person, now)
    idle = now - session.last_seen_at > timedelta(minutes=session.idle_minutes)
    if account.disabled or idle or session.expires_at <= now or standing is None or standing.holds != session.holds:
        kept.forget_session(house.store, session.token_hash)
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
        account.welcomed_at is not None,
        session.idle_minutes,
        session.expires_at,
    )


def sign_out(house: House, token: str) -> None:
    """End the session of a token, if there is one."""
    found = kept.session(house.store, _digest(token))
    if found is not None:
        kept.end_session(house.store, found[1].n, found[0].token_hash)
        security.note(house, security.SIGNED_OUT, found[1])


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
    security.note(house, security.SESSION_ENDED, kept.account(house.store, me.account))


def end_other_sessions(house: House, me: SignedIn) -> None:
    """End every session of one's own account but this one."""
    kept.end_sessions(house.store, me.account, but=me.session)
    security.note(house, security.SESSIONS_ENDED, kept.account(house.store, me.account))


def open_account(house: House, alliance: str, person: str, email: str) -> str:
    """Give a person an account, if it has none, and return the token of an invitation, for the command line to print.

    Raises Refused when the person is unknown, the address is none, or it is somebody else's.
    """
    n, address = _opened(house, alliance, person, email)
    return _link(house, n, address, INVITATION)


def send_invitation(house: House, alliance: str, person: str, email: str) -> None:
    """Give a person an account, if it has none, and have an invitation sent. Raises Refused as ``open_account`` does."""
    n, _ = _opened(house, alliance, person, email)
    kept.write_to(house.store, n, INVITATION, house.clock.now())


def invite(house: House, by: SignedIn, person: str, email: str) -> None:
    """Have a person of one's own alliance sent an invitation. Raises Refused unless ``by`` is its manager or administrator."""
    _only_for_those_in_charge(by)
    send_invitation(house, by.alliance, person, email)
    security.note(house, security.INVITED, kept.account_of(house.store, by.alliance, person), by=by.person)


def ask_reset(house: House, email: str, where: Where = Where()) -> None:  # noqa: B008 - it is frozen
    """Have a link for a new password sent if there is an account with that address, and never tell whether there is.

    Whether its person may still get in is asked when it is sent, so that here the same is done for every address.
    """
    address = _address(email)
    tried = tries.for_link(house, address, where)
    if tried is not None:
        kept.write_to_address(house.store, address, RESET, house.clock.now(), tried)
    security.note_address(house, security.LINKS_LIMITED if tried is None else security.LINK_ASKED, address, where)


def reset_link(house: House, email: str) -> str:
    """Return the token of a link for a new password, for the command line to print. Raises Refused when nobody could use it."""
    address = _address(email)
    if not kept.accounts_by_email(house.store, address):
        raise Refused((Refusal("unknown-reference", f"No account has the address {address}.", "Check it.", "email"),))
    made = _reset_link(house, address)
    if made is None:
        says = f"The account with the address {address} is closed, or its person has no access any more."
        raise Refused((Refusal("unknown-reference", says, "Invite the person again first.", "email"),))
    return made.token


def link_now(house: House, alliance: str, person: str, purpose: str) -> FreshLink | None:
    """Make a link for a person's account, in the moment in which it is handed on; None for whoever may not get in (any more).

    A new password is for the address, in whichever of its alliances the person is still active.
    """
    account, now = kept.account_of(house.store, alliance, person), house.clock.now()
    if account is None:
        return None
    if purpose == RESET:
        return _reset_link(house, account.email)
    standing = None if account.disabled else _standing(house, alliance, person, now)
    return None if standing is None else _fresh_link(house, account, standing, purpose)


def contact_now(house: House, alliance: str, person: str) -> tuple[str, str] | None:
    """Return the name of a person and the address of their account; None for whoever may not get in (any more)."""
    account = kept.account_of(house.store, alliance, person)
    standing = None if account is None or account.disabled else _standing(house, alliance, person, house.clock.now())
    return None if account is None or standing is None else (standing.name, account.email)


def _reset_link(house: House, address: str) -> FreshLink | None:
    reached = next(iter(_reached(house, address, house.clock.now())), None)
    return None if reached is None else _fresh_link(house, *reached, RESET)


def _fresh_link(house: House, account: Account, standing: _Standing, purpose: str) -> FreshLink:
    token = _link(house, account.n, account.email, purpose)
    return FreshLink(token, standing.name, account.email, house.clock.now() + LINK_LASTS[purpose])


def link_for(house: House, token: str) -> Invited | None:
    """Return what a link is for, without using it; None when it is over."""
    found = _good_link(house, token)
    return None if found is None else found[1]


def set_password_by_link(house: House, token: str, password: str, where: Where = Where()) -> None:  # noqa: B008 - it is frozen
    """Use a link up to choose a password; sessions of the address are over. Raises Refused.

    An invitation to an address that has a password sets none: it is accepted with that password.
    """
    found = _good_link(house, token)
    if found is None:
        raise Refused((LINK_OVER,))
    account, invited = found
    if invited.has_password:
        check_password(house, account.email, password, "password", by=_digest(token))
        chosen = ""
    else:
        _refuse_weak(house, password, account, invited.name)
        chosen = passwords.hashed(password)
    if not kept.take_up_link(house.store, _digest(token), chosen, house.clock.now(), tries.of_account(account.email)):
        raise Refused((LINK_OVER,))
    if chosen:
        security.note(house, security.PASSWORD_SET, account, where)


def change_password(house: House, me: SignedIn, old: str, new: str) -> None:
    """Change one's own password; every session is over, this one too. Raises Refused."""
    check_password(house, me.email, old, "old", by=me.session)
    account = kept.account(house.store, me.account)
    if account is not None:
        _refuse_weak(house, new, account, me.name)
        kept.set_password(house.store, account.email, passwords.hashed(new), house.clock.now())
        security.note(house, security.PASSWORD_CHANGED, account)


def check_password(house: House, address: str, password: str, field: str, *, by: str) -> None:
    """Let nobody further who does not know the password of an address. Raises Refused, about the ``field`` it was typed in.

    ``by`` is the session or the link of whoever types it: their tries count for themselves.
    """
    tried = tries.of_known(house, by)
    if not passwords.fits(kept.password_of(house.store, address), password[: passwords.MOST + 1]):
        security.note_address(house, security.PASSWORD_WRONG, address, Where())
        raise Refused((Refusal("sign-in-refused", "This is not your password.", "Type the one you sign in with.", field),))
    kept.forget_try(house.store, tried)


def set_welcomed(house: House, me: SignedIn, *, welcomed: bool) -> None:
    """Put away what tells the person of one's own account what they can do here, or have it shown again."""
    kept.set_welcomed(house.store, me.account, house.clock.now() if welcomed else None)


def set_disabled(house: House, by: SignedIn, person: str, *, disabled: bool) -> None:
    """Close the account of a person of one's own alliance, or open it again. Raises Refused."""
    _only_for_those_in_charge(by)
    account = kept.account_of(house.store, by.alliance, person)
    if account is None:
        raise Refused((Refusal("unknown-reference", f"{person} has no account here.", "Invite the person first.", "person"),))
    if _is_administrator(house, account) and ADMINISTRATOR not in by.roles:
        says = f"{by.name} may not do this: the account of an administrator is closed or opened by an administrator."
        raise Refused((Refusal("not-allowed", says, "Ask one of them to do it.", who=(by.name,)),))
    _set_disabled(house, account, by.person, disabled=disabled)


def set_disabled_by_command(house: House, alliance: str, email: str, *, disabled: bool) -> None:
    """Close the account that an address has in an alliance, or open it again, for the command line. Raises Refused."""
    address = _address(email)
    account = next((one for one in kept.accounts_by_email(house.store, address) if one.alliance == alliance), None)
    if account is None:
        says = f"No account of {alliance} has the address {address}."
        raise Refused((Refusal("unknown-reference", says, "Check it.", "email"),))
    _set_disabled(house, account, "", disabled=disabled)


def _set_disabled(house: House, account: Account, by: str, *, disabled: bool) -> None:
    if disabled and _is_administrator(house, account):
        others = (
            a for a in kept.accounts_of(house.store, account.alliance) if a.n != account.n and not a.disabled and a.accepted_at
        )
        if not any(_is_administrator(house, other) for other in others):
            says = "This is the only administrator who can sign in, and somebody must be able to open it again."
            raise Refused((Refusal("invalid", says, "Give somebody else that role first, and let them sign in.", "person"),))
    kept.set_disabled(house.store, account.n, disabled=disabled)
    security.note(house, security.DISABLED if disabled else security.ENABLED, account, by=by)


def _is_administrator(house: House, account: Account) -> bool:
    standing = _standing(house, account.alliance, account.person, house.clock.now())
    return standing is not None and ADMINISTRATOR in standing.roles


def invited_at(house: House, account: Account) -> datetime:
    """Return when the newest invitation to an account was made; before it is sent, when it was opened."""
    return kept.newest_link(house.store, account.n, INVITATION) or account.created_at or house.clock.now()


def accounts_of(house: House, by: SignedIn) -> tuple[Account, ...]:
    """Return the accounts of one's own alliance. Raises Refused unless ``by`` is its manager or administrator."""
    _only_for_those_in_charge(by)
    return kept.accounts_of(house.store, by.alliance)


def _open_to(house: House, address: str, now: datetime) -> tuple[tuple[Account, _Standing], ...]:
    """Return the accounts by which an address gets in, each with what its person is there today."""
    return tuple(one for one in _reached(house, address, now) if one[0].accepted_at is not None)


def _reached(house: House, address: str, now: datetime) -> tuple[tuple[Account, _Standing], ...]:
    """Return the accounts of an address that are not closed and whose people are active, those that were accepted first."""
    accounts = sorted(kept.accounts_by_email(house.store, address), key=lambda account: account.accepted_at is None)
    standing = ((a, _standing(house, a.alliance, a.person, now)) for a in accounts if not a.disabled)
    return tuple((account, stands) for account, stands in standing if stands is not None)


def _begin(house: House, account: Account, standing: _Standing, where: Where, span: Span) -> str:
    token = secrets.token_urlsafe(32)
    idle = WATCHFUL_IDLE_MINUTES if standing.roles & WATCHFUL else IDLE_MINUTES
    agent = "".join(c for c in where.agent if c.isprintable())[:LONGEST_AGENT]
    prefix = _prefix(where.address)
    now = span.begins
    session = Session(_digest(token), account.n, now, now, span.ends, idle, standing.holds, prefix, agent)
    kept.begin_session(house.store, session, is_visit=span.is_visit)
    return token


def _opened(house: House, alliance: str, person: str, email: str) -> tuple[int, str]:
    """Return the number of a person's account, opened now if it has none, and its address. Raises Refused."""
    address, now = checked_address(email), house.clock.now()
    if _standing(house, alliance, person, now) is None:
        raise Refused(
            (Refusal("unknown-reference", f"There is no {person} in this alliance.", "Check the reference.", "person"),)
        )
    release_of_ended(house, alliance, address)
    account = kept.account_of(house.store, alliance, person)
    if account and account.accepted_at and account.email != address:
        # Or else whoever invites could take an account over by sending its owner's link elsewhere.
        remedy = "Use that one, or correct the person's address, which they then confirm."
        raise Refused((Refusal("invalid", "This person signs in with another address.", remedy, "email"),))
    return _numbered(house, account, (alliance, person, address)), address


def release_of_ended(house: House, alliance: str, address: str) -> None:
    """Free an address that only somebody has whose access to the alliance has ended: who reads its mail can be invited again."""
    for account in kept.accounts_by_email(house.store, address):
        if account.alliance == alliance and _standing(house, alliance, account.person, house.clock.now()) is None:
            kept.release_address(house.store, account.n)


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
    return _Standing(known.called or person, roster.title, roster.zone, roster.illustrative, roles, holds)


def _link(house: House, account: int, email: str, purpose: str) -> str:
    """Make a link and return its token; the earlier ones of the same purpose are over."""
    token, now = secrets.token_urlsafe(32), house.clock.now()
    kept.add_link(house.store, Link(_digest(token), account, email, purpose, now, now + LINK_LASTS[purpose], None))
    return token


def _good_link(house: House, token: str) -> tuple[Account, Invited] | None:
    now = house.clock.now()
    found = kept.link(house.store, _digest(token), now)
    standing = _standing(house, found[1].alliance, found[1].person, now) if found and not found[1].disabled else None
    if found is None or standing is None or found[0].purpose == EMAIL or found[0].email != found[1].email:
        return None
    has_password = found[0].purpose == INVITATION and bool(kept.password_of(house.store, found[1].email))
    return found[1], Invited(found[0].purpose, found[1].email, standing.name, standing.title, has_password)


def _refuse_weak(house: House, password: str, account: Account, name: str) -> None:
    with house.store.view(account.alliance) as view:
        alliance = view.alliance()
    own_words = (name.replace(",", " "), alliance.title, account.alliance, "govflow")
    around = (
        " ".join((*own_words, *(one.title for one in alliance.participants), account.email)).replace("@", " ").replace(".", " ")
    )
    about = (*" ".join(own_words).split(), account.email.partition("@")[0])
    weak = passwords.weakness(password, about, around.split())
    if weak:
        raise Refused((Refusal("invalid", weak, "Choose another password.", "password"),))


def _only_for_those_in_charge(by: SignedIn) -> None:
    if not by.roles & {MANAGER, ADMINISTRATOR}:
        says = f"{by.name} may not do this: it is for manager or administrator."
        raise Refused((Refusal("not-allowed", says, "Ask one of them to do it.", who=(by.name,)),))


def checked_address(email: str) -> str:
    """Return an address as accounts have it. Raises Refused when it is none."""
    try:
        address = _address(email_address(email))
    except ValueError:
        address = ""
    if not address:
        raise Refused((Refusal("invalid", "This is not an e-mail address.", "Write it as name@example.org.", "email"),))
    return address


def _address(email: str) -> str:
    return pasted_address(email)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _prefix(address: str) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((found, 24 if found.version == 4 else 64), strict=False))  # noqa: PLR2004 - IPv4
