"""The one place where the parts are joined: settings -> a house with its record, rules and clock."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

from govflow.acts.files import Files, sync_folder
from govflow.acts.house import House
from govflow.clock import Clock, SystemClock
from govflow.config import BadSettingsError, Settings, wrong_secret_key
from govflow.definitions.bundled import bundled
from govflow.definitions.library import Folders, Library, read_library
from govflow.definitions.policies import policy_from_content
from govflow.domain.policies import Policy
from govflow.engine.registry import known_words
from govflow.engine.rulebook import Rulebook
from govflow.notices.composing import check_templates
from govflow.notices.sending import ConsoleSender, NotifySender, Post, Sender
from govflow.notices.smtp import Server, SmtpSender
from govflow.record.looking import policies_kept
from govflow.record.migrating import migrate
from govflow.record.read_only import open_existing, open_to_look
from govflow.record.sessions import is_sqlite, open_database
from govflow.record.store import Store

TLS_PORT, SUBMISSION_PORT = 465, 587
MEGABYTE = 1024 * 1024
PAPERS, BACKUPS, SECRET_KEY = "papers", "backups", "secret-key"  # in the installation's home
BESIDE = ("", "-wal", "-shm", "-journal", ".worker")  # the files of a SQLite database


def library_of(workflows: Path | None = None, policies: Path | None = None) -> Library:
    """Return the workflows and policies of the given folders, or those govflow brings: what is whole of them."""
    return read_library(bundled("workflows", workflows), bundled("policies", policies), known_words())


def folders_of(settings: Settings) -> Folders:
    """Return the folders of rules that an installation works with."""
    return Folders(bundled("workflows", settings.workflows), bundled("policies", settings.policies))


def policies_in_force(settings: Settings) -> tuple[Policy, ...]:
    """Return the policy of each alliance in the record, where there is one; to look makes no database and changes none."""
    return tuple(policy_from_content(content) for content in policies_kept(settings.database))


def assemble(settings: Settings, clock: Clock | None = None, tell: Callable[[str], None] | None = None) -> House:
    """Return the house of an installation, its database made where there is none, and brought to the newest schema.

    ``tell`` hears where a copy of the database as it was is kept; else it is printed where faults are.
    """
    library = library_of(settings.workflows, settings.policies)
    store = store_of(settings, tell)
    return House(store, Rulebook(library), clock or SystemClock(), files_of(settings))


@contextmanager
def assemble_existing(settings: Settings) -> Iterator[House]:
    """Give the house of an installation that is there and at the newest schema. Raises RecordError for any other."""
    with store_in_use(settings) as store:
        library = library_of(settings.workflows, settings.policies)
        yield House(store, Rulebook(library), SystemClock(), files_of(settings))


@contextmanager
def assemble_to_look(settings: Settings) -> Iterator[House]:
    """Give the house of an installation that is there, to look at: nothing is made, migrated or changed. Raises RecordError."""
    with store_to_look(settings) as store:
        library = library_of(settings.workflows, settings.policies)
        yield House(store, Rulebook(library), SystemClock(), files_of(settings))


@contextmanager
def store_to_look(settings: Settings) -> Iterator[Store]:
    """Give the record of an installation, to look at it without its rules; nothing is changed. Raises RecordError."""
    with open_to_look(settings.database) as engine:
        yield Store(engine)


@contextmanager
def store_in_use(settings: Settings) -> Iterator[Store]:
    """Give the record of an installation that is there and at the newest schema, without its rules. Raises RecordError."""
    with open_existing(settings.database) as engine:
        yield Store(engine)


def store_of(settings: Settings, tell: Callable[[str], None] | None = None) -> Store:
    """Return the record of an installation, its home and its database made where there are none, at the newest schema."""
    os.umask(0o077)  # what this process writes from now on is for the installation alone
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database)
    migrate(engine, tell or partial(print, file=sys.stderr))
    _keep_private(settings.home, engine.url.database if is_sqlite(engine) else None)
    return Store(engine)


def secret_key_of(settings: Settings) -> str:
    """Return the key that signs cookies: the one that is set, or the one in the home folder, made at the first start.

    Whichever process comes first makes it, whole and on the disk before it has its name. Raises BadSettingsError for a file that
    holds no key: with an empty one nobody could sign in, or anybody could sign cookies.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.home / SECRET_KEY
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_suffix(f".{os.urandom(8).hex()}")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(os.urandom(32).hex())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
        sync_folder(settings.home)
    try:
        key = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        key = ""
    if wrong := wrong_secret_key(key):
        raise BadSettingsError(
            (f"The secret key in {path} {wrong}. Delete the file: a new one is made, and people sign in again.",)
        )
    return key


def files_of(settings: Settings) -> Files:
    """Return where an installation keeps the files that people upload."""
    return Files(settings.home / PAPERS, settings.papers_of_meeting * MEGABYTE, settings.papers_of_alliance * MEGABYTE)


def _keep_private(home: Path, database: str | None) -> None:
    """Shut others out of what was there before: a folder made by somebody else, or by an older version, may be open to all."""
    folders = [folder for folder in (home / PAPERS, home / BACKUPS) if folder.is_dir()]
    files = [home / SECRET_KEY, *(Path(f"{database}{ending}") for ending in BESIDE if database)]
    for path in [*folders, *(file for file in files if file.is_file())]:
        with suppress(PermissionError):  # it belongs to somebody else, who keeps it as they see fit
            path.chmod(0o700 if path in folders else 0o600)


def house_in_memory(library: Library, clock: Clock) -> House:
    """Return a house on a database that is gone when it is: for rehearsals."""
    engine = open_database("sqlite://")
    migrate(engine)
    return House(Store(engine), Rulebook(library), clock)


def post_of(settings: Settings, write: Callable[[str], None]) -> Post:
    """Return how messages go out: by Notify or a mail server where one is set, else printed with ``write``.

    Raises TemplateFaultError when a template of mails names what is not there.
    """
    check_templates()
    host = urlsplit(settings.base_url).hostname or ""
    host = host if host and ":" not in host else "localhost"  # an IPv6 address is no domain of a mail address
    organiser = settings.mail_from or f"govflow@{host}"
    return Post(settings.base_url, _sender(settings, organiser, write), organiser)


def _sender(settings: Settings, organiser: str, write: Callable[[str], None]) -> Sender:
    if settings.notify_key and settings.notify_template:
        return NotifySender(settings.notify_key, settings.notify_template, settings.notify_url or "")
    if not settings.smtp:
        return ConsoleSender(write)
    parts = urlsplit(settings.smtp)
    tls = parts.scheme == "smtps"
    port = parts.port or (TLS_PORT if tls else SUBMISSION_PORT)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpSender(Server(parts.hostname or "", port, tls, user, password, organiser))
