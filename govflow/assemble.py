"""The one place where the parts are joined: settings -> a house with its record, rules and clock."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from govflow.acts.files import Files
from govflow.acts.house import House
from govflow.clock import Clock, SystemClock
from govflow.config import Settings
from govflow.definitions.bundled import bundled
from govflow.definitions.library import Library, load_library
from govflow.engine.registry import known_words
from govflow.engine.rulebook import Rulebook
from govflow.notices.sending import ConsoleSender, NotifySender, Post, Sender
from govflow.notices.smtp import Server, SmtpSender
from govflow.record.migrating import migrate
from govflow.record.sessions import is_sqlite, open_database
from govflow.record.store import Store

TLS_PORT, SUBMISSION_PORT = 465, 587
PAPERS, BACKUPS, SECRET_KEY = "papers", "backups", "secret-key"  # in the installation's home
BESIDE = ("", "-wal", "-shm", "-journal", ".worker")  # the files of a SQLite database


def library_of(workflows: Path | None = None, policies: Path | None = None) -> Library:
    """Return the workflows and policies of the given folders, or those govflow brings. Raises DefinitionError."""
    return load_library(bundled("workflows", workflows), bundled("policies", policies), known_words())


def assemble(settings: Settings, clock: Clock | None = None) -> House:
    """Return the house of an installation, its database brought to the newest schema."""
    library = library_of(settings.workflows, settings.policies)
    os.umask(0o077)  # what this process writes from now on is for the installation alone
    settings.home.mkdir(parents=True, exist_ok=True)
    engine = open_database(settings.database)
    migrate(engine)
    _keep_private(settings.home, engine.url.database if is_sqlite(engine) else None)
    return House(Store(engine), Rulebook(library), clock or SystemClock(), Files(settings.home / PAPERS))


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
    """Return how messages go out: by Notify or a mail server where one is set, else printed with ``write``."""
    host = urlsplit(settings.base_url).hostname or "localhost"
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
