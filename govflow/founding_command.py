"""What ``govflow init`` and ``govflow invite`` do and say: founding an alliance, and letting its first people in.

For an installation in which nobody can sign in yet, or any more. Everything is done by the acts; here are the words for a terminal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from govflow.acts import accounts
from govflow.acts.found_from_file import found_from_file
from govflow.acts.founding import ADMINISTRATOR, Founding, found_alliance
from govflow.acts.house import House
from govflow.acts.performing import Act, unit_of_acts
from govflow.acts.set_up_alliance import Invited
from govflow.config import Settings
from govflow.definitions.alliance_files import read_alliance_file
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.sentences import day
from govflow.domain.set_up import is_address

DEFAULT_POLICY = "plymouth"


@dataclass(frozen=True, slots=True)
class FoundingOptions:
    """What the command line was given of an alliance to found; None for what was left out."""

    title: str | None = None
    administrator: str | None = None
    email: str | None = None
    policy: str | None = None
    file: Path | None = None
    people: Path | None = None
    example: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the options that founding without a file needs and that were not given."""
        needed = {"--title": self.title, "--administrator": self.administrator, "--email": self.email}
        return tuple(option for option, value in needed.items() if not (value or "").strip())


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite: by ``email``; ``name`` and ``role`` of somebody new, or the reference of somebody who is here."""

    email: str
    name: str | None = None
    role: str | None = None
    person: str | None = None
    by: str = ADMINISTRATOR


def found_or_describe(settings: Settings, house: House, alliance: str, options: FoundingOptions) -> Iterator[str]:
    """Found ``alliance`` and yield what to tell; where it is there already, tell what it is and change nothing.

    Raises Refused, DefinitionError.
    """
    if alliance in house.store.alliances():
        yield from _description(house, alliance)
    elif options.file is not None:
        yield from _founded_from_file(settings, house, alliance, options.file, options.people)
    elif options.example:
        yield from _founded_example(house, alliance, options)
    else:
        yield from _founded_empty(settings, house, alliance, options)


def invited(settings: Settings, house: House, alliance: str, invitation: Invitation) -> Iterator[str]:
    """Let a person in and yield the link with which they choose a password. Raises Refused."""
    _check_address(invitation.email)
    person = invitation.person or _known_or_new(house, alliance, invitation)
    yield from _way_in(settings, house, alliance, Invited(person, invitation.name or "They", invitation.email))


def _founded_empty(settings: Settings, house: House, alliance: str, options: FoundingOptions) -> Iterator[str]:
    policy, name, email = (
        house.book.library.pack(options.policy or DEFAULT_POLICY),
        options.administrator or "",
        options.email or "",
    )
    _check_address(email)
    found_alliance(house, alliance, Founding(options.title or "", policy, name, email))
    yield f"{options.title} is founded under the rules of {policy.title}. It has no organisations and no mandate yet."
    yield f"{name} is its administrator and sets it up on the screens: start them with `govflow serve`."
    yield from _way_in(settings, house, alliance, Invited(ADMINISTRATOR, name, email))


def _founded_from_file(settings: Settings, house: House, alliance: str, path: Path, people: Path | None) -> Iterator[str]:
    file = read_alliance_file(path, people)
    policy = house.book.library.pack(file.policy)
    found = found_from_file(house, alliance, file)
    organisations, everybody = len(file.organisations), len(found.invited)
    yield f"{file.title} is founded under the rules of {policy.title}, with {organisations} organisations and {everybody} people."
    if file.mandate is not None:
        yield "The mandate in the file is a draft. The commissioner finishes it and issues it."
    administrator, *others = found.invited
    yield from _way_in(settings, house, alliance, administrator)
    if not _sends_mail(settings):
        yield f"No mail server is set, so the other {len(others)} are not invited yet."
        yield "For each, `govflow invite ADDRESS` prints a link; with a mail server, the People page sends it."
        return
    for one in others:
        accounts.send_invitation(house, alliance, one.person, one.email)
    yield f"An invitation goes to each of the other {len(others)} as soon as `govflow serve` or `govflow worker` runs."


def _founded_example(house: House, alliance: str, options: FoundingOptions) -> Iterator[str]:
    policy = house.book.library.pack(options.policy or DEFAULT_POLICY)
    example = house.book.library.example(policy.pack)
    found_alliance(house, alliance, Founding.of_example(example, policy))
    yield f"{example.title} is founded, an example: every name and figure in it is made up, and each page says so."


def _description(house: House, alliance: str) -> Iterator[str]:
    with house.store.view(alliance) as view:
        found = view.alliance()
    since = day(found.founded_at.astimezone(ZoneInfo(found.zone)).date()) if found.founded_at else "an unknown day"
    yield f"{found.title} ({alliance}) is here already, founded on {since}. Nothing was changed."
    yield f"It has {_count(len(found.participants), 'organisation')} and {_count(len(found.people), 'person', 'people')}."
    yield "Whoever cannot sign in gets a new link with: govflow reset-password ADDRESS"


def _known_or_new(house: House, alliance: str, invitation: Invitation) -> str:
    """Return the person with the address; somebody new where there is none, who then needs a name."""
    with unit_of_acts(house, alliance) as acts:
        there = next((p for p in acts.alliance.people if p.active and p.contact.casefold() == invitation.email.casefold()), None)
        if there is None and not invitation.name:
            says = f"Nobody in this alliance has the address {invitation.email}."
            remedy = "Give --name to invite somebody new, or --person for somebody who is here without an address."
            raise Refused((Refusal("invalid", says, remedy, "name"),))
        if there is None:
            acts.perform(Act("person.invite", invitation.by, data={"name": invitation.name, "contact": invitation.email}))
            there = acts.alliance.people[-1]
        if invitation.role:
            acts.perform(Act("person.appoint", invitation.by, data={"person": there.ref, "role": invitation.role}))
        return there.ref


def _way_in(settings: Settings, house: House, alliance: str, one: Invited) -> Iterator[str]:
    """Yield the link with which somebody chooses a password, and mail them one too where mail is set."""
    token = accounts.open_account(house, alliance, one.person, one.email)
    yield f"To choose a password, {one.name} opens this link within seven days:"
    yield f"  {settings.base_url}/set-password/{token}"
    if _sends_mail(settings):
        accounts.send_invitation(house, alliance, one.person, one.email)
        yield f"A link also goes to {one.email} when the worker runs (`govflow serve`). The newest link is the one that works."


def _sends_mail(settings: Settings) -> bool:
    return bool(settings.smtp or settings.notify_key)


def _check_address(email: str) -> None:
    if not is_address(email.strip()):
        says = f"{email!r} is not an e-mail address."
        raise Refused((Refusal("invalid", says, "Write it as name@example.org.", "email"),))


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n or 'no'} {one if n == 1 else many or one + 's'}"
