"""Every setting of an installation: its name, its default, what it means, and how a bad value is refused.

Settings are read once, from the environment or from a file that a variable ending in `_FILE` names, and passed on by
`assemble`; nothing else reads the environment. What an alliance may choose about its own governance is not a setting: it
is a policy, and lives in a policy file. A secret is never printed.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

PREFIX = "GOVFLOW_"
HIDDEN = "(hidden)"
NOT_SET = "(not set)"

MOST_THREADS = 12  # a process lends 15 connections to the database at most; some pages use two for a moment
MOST_MEGABYTES = 10_000_000
_SECRET_KEY_LENGTH = 32
_PATH = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._~-]*)*/?")
_NEAR_MISS = 0.8
_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class BadSettingsError(Exception):
    """Some settings cannot be used; it carries one sentence for each, all together."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation was told. Anything that may hold a secret stays out of its repr."""

    home: Path
    database: str = field(repr=False)
    secret_key: str | None = field(repr=False)
    policies: Path | None
    workflows: Path | None
    smtp: str | None = field(repr=False)
    mail_from: str | None
    notify_key: str | None = field(repr=False)
    notify_template: str | None
    notify_url: str | None
    base_url: str
    bind: str
    trusted_proxies: int
    processes: int
    threads: int
    metrics: str | None
    papers_of_meeting: int = 200
    papers_of_alliance: int = 10_000

    @property
    def base_path(self) -> str:
        """The path that all pages are under, such as ``/gov``; "" where there is none."""
        return urlsplit(self.base_url).path


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the table of settings: `check` says in half a sentence what is wrong with a value, or nothing."""

    name: str
    default: str
    meaning: str
    check: Callable[[str], str | None]
    secret: bool = False

    @property
    def variable(self) -> str:
        return PREFIX + self.name


def read(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read every setting, or refuse with all that is wrong at once."""
    problems = _misspelt(environ)
    values = {setting.name: _value(setting, environ, problems) for setting in SETTINGS}
    if problems:
        raise BadSettingsError(tuple(problems))
    home = Path(values["HOME"])
    return Settings(
        home=home,
        database=_database(values["DATABASE"], home),
        secret_key=values["SECRET_KEY"] or None,
        policies=_folder(values["POLICIES"]),
        workflows=_folder(values["WORKFLOWS"]),
        smtp=values["SMTP"] or None,
        mail_from=values["MAIL_FROM"] or None,
        notify_key=values["NOTIFY_KEY"] or None,
        notify_template=values["NOTIFY_TEMPLATE"] or None,
        notify_url=values["NOTIFY_URL"] or None,
        base_url=values["BASE_URL"].rstrip("/") or _address_of(values["BIND"]),
        bind=values["BIND"],
        trusted_proxies=int(values["TRUSTED_PROXIES"]),
        processes=int(values["PROCESSES"]),
        threads=int(values["THREADS"]),
        metrics=values["METRICS"] or None,
        papers_of_meeting=int(values["PAPERS_OF_MEETING"]),
        papers_of_alliance=int(values["PAPERS_OF_ALLIANCE"]),
    )


def database_address(value: str) -> str:
    """Return the address of a database as it is used. Raises BadSettingsError for none."""
    wrong = _check_database(value)
    if wrong:
        raise BadSettingsError((f"The address of the database {wrong}.",))
    return _database(value, Path())


def without_password(address: str) -> str:
    """Return an address fit to be printed."""
    return _without_password(address)


def listening_on(bind: str, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment in which ``bind`` is where the server listens, whatever was set."""
    return {name: value for name, value in environ.items() if name != "GOVFLOW_BIND_FILE"} | {"GOVFLOW_BIND": bind}


def shown(settings: Settings) -> list[tuple[str, str, str]]:
    """Return variable, value and meaning of each setting, fit to be printed: secrets and passwords are hidden."""
    return [(setting.variable, _shown_value(setting, settings), setting.meaning) for setting in SETTINGS]


def _value(setting: Setting, environ: Mapping[str, str], problems: list[str]) -> str:
    try:
        value = _given(setting.variable, environ) or setting.default
    except ValueError as error:
        problems.append(str(error))
        return setting.default
    wrong = setting.check(value) if value else None
    if wrong:
        problems.append(f"{setting.variable} {wrong}.")
    return value


def _given(variable: str, environ: Mapping[str, str]) -> str:
    """Return what was given; an empty variable counts as not set, as compose files need."""
    direct, named_file = environ.get(variable, "").strip(), environ.get(f"{variable}_FILE", "").strip()
    if direct and named_file:
        msg = f"{variable} and {variable}_FILE are both set; keep one."
        raise ValueError(msg)
    if not named_file:
        return direct
    try:
        return Path(named_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        msg = f"{variable}_FILE names a file that cannot be read: {named_file}."
        raise ValueError(msg) from None


def _misspelt(environ: Mapping[str, str]) -> list[str]:
    """Name near misses only: other programs put variables of their own behind the same prefix."""
    known = {setting.name for setting in SETTINGS} | {f"{setting.name}_FILE" for setting in SETTINGS}
    problems = []
    for name in sorted(environ):
        word = name.removeprefix(PREFIX)
        near = get_close_matches(word, known, n=1, cutoff=_NEAR_MISS)
        if name.startswith(PREFIX) and word not in known and near:
            problems.append(f"{name} is not a setting; did you mean {PREFIX}{near[0]}?")
    return problems


def _database(url: str, home: Path) -> str:
    if not url:
        return f"sqlite:///{home.absolute() / 'govflow.db'}"
    scheme, rest = url.split("://", 1)
    return f"{_DRIVERS[scheme]}://{rest}"


def _address_of(bind: str) -> str:
    """Return the address of a server tried on this machine: whoever opens it to others sets BASE_URL."""
    parts = urlsplit(f"//{bind}")
    everywhere = parts.hostname in {"0.0.0.0", "::"}  # noqa: S104 - compared, not listened on
    return f"http://127.0.0.1:{parts.port}" if everywhere else f"http://{bind}"


def _folder(value: str) -> Path | None:
    return Path(value) if value else None


def _shown_value(setting: Setting, settings: Settings) -> str:
    value = getattr(settings, setting.name.lower())
    if value is None:
        return NOT_SET
    return HIDDEN if setting.secret else _without_password(str(value))


def _without_password(value: str) -> str:
    value = re.sub(r"(//[^/?#]*?:).*(@)", rf"\g<1>{HIDDEN}\g<2>", value)
    return re.sub(r"(?i)(password=)[^&]*", rf"\g<1>{HIDDEN}", value)


def _check_home(value: str) -> str | None:
    path = Path(value)
    return None if path.is_dir() or not path.exists() else f"is not a folder: {value}"


def _check_folder(value: str) -> str | None:
    return None if Path(value).is_dir() else f"is not a folder: {value}"


def _check_database(value: str) -> str | None:
    scheme, separator, rest = value.partition("://")
    if not separator or scheme not in _DRIVERS:
        return "must be an address such as sqlite:////srv/govflow/govflow.db or postgresql://user:password@host/name"
    return None if rest else "names no database"


def wrong_secret_key(value: str) -> str | None:
    """Say in half a sentence what is wrong with a secret key, or nothing."""
    return None if len(value) >= _SECRET_KEY_LENGTH else f"is too short; use at least {_SECRET_KEY_LENGTH} random characters"


def _check_smtp(value: str) -> str | None:
    parts = _split(value)
    if parts and parts.scheme in {"smtp", "smtps"} and parts.hostname and not parts.path.strip("/"):
        return None
    return "must be an address such as smtp://user:password@mail.example.org:587 (smtps:// for TLS from the start)"


def _check_mail(value: str) -> str | None:
    name, at, host = value.partition("@")
    return None if name and at and host and " " not in value else "must be a mail address, such as govflow@example.org"


def _check_any(value: str) -> str | None:
    return None if value.isprintable() and " " not in value else "must be one word"


def _check_base_url(value: str) -> str | None:
    parts = _split(value)
    plain = parts and not (parts.query or parts.fragment or parts.username or parts.password) and _PATH.fullmatch(parts.path)
    if parts and plain and parts.scheme in {"http", "https"} and parts.hostname:
        return None
    return "must be the address people type, such as https://decisions.example.org or https://example.org/decisions"


def _whole_number(least: int, most: int) -> Callable[[str], str | None]:
    """Return the check of a setting that counts something."""

    def check(value: str) -> str | None:
        fits = value.isascii() and value.isdigit() and least <= int(value) <= most
        return None if fits else f"must be a whole number from {least} to {most}"

    return check


def check_bind(value: str) -> str | None:
    """Say in half a sentence what is wrong with a place to listen, or nothing."""
    parts = _split(f"//{value}")
    if parts and parts.hostname and parts.port and parts.netloc == value and "@" not in value:
        return None
    return "must be a host and a port, such as 127.0.0.1:8000"


def _split(value: str) -> SplitResult | None:
    """Split an address; nothing when it is none, or its port is no port."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts


SETTINGS: tuple[Setting, ...] = (
    Setting("HOME", "./govflow-data", "Folder for the embedded database, papers and keys; made if missing.", _check_home),
    Setting("DATABASE", "", "Address of the database; not set: SQLite, in the home folder.", _check_database),
    Setting("SECRET_KEY", "", "Signs sign-in cookies and links; random, 32 characters or more.", wrong_secret_key, secret=True),
    Setting("POLICIES", "", "Your own folder of policies; not set: the ones that came with govflow.", _check_folder),
    Setting("WORKFLOWS", "", "Your own folder of workflows; not set: the ones that came with govflow.", _check_folder),
    Setting(
        "SMTP",
        "",
        "Mail server that sends notices; not set: the worker prints them, and links to sign in with them.",
        _check_smtp,
    ),
    Setting("MAIL_FROM", "", "Address that mail and invitations come from; not set: govflow@ the host of BASE_URL.", _check_mail),
    Setting("NOTIFY_KEY", "", "API key of GOV.UK Notify, which then sends instead of a mail server.", _check_any, secret=True),
    Setting("NOTIFY_TEMPLATE", "", "Notify's template, of two fields: ((subject)) and ((body)).", _check_any),
    Setting("NOTIFY_URL", "", "Address of Notify's API, where it is another than its own.", _check_base_url),
    Setting(
        "BASE_URL", "", "Address people type to reach govflow, with a path or without; not set: that of BIND.", _check_base_url
    ),
    Setting("BIND", "127.0.0.1:8000", "Host and port on which the server listens.", check_bind),
    Setting(
        "TRUSTED_PROXIES", "0", "Proxies in front of the server, whose X-Forwarded-* headers are believed.", _whole_number(0, 9)
    ),
    Setting("PROCESSES", "2", "Processes that serve the screens.", _whole_number(1, 64)),
    Setting("THREADS", "4", "Requests that one process answers at the same time.", _whole_number(1, MOST_THREADS)),
    Setting(
        "PAPERS_OF_MEETING",
        "200",
        "Megabytes that the uploaded papers of one meeting may take.",
        _whole_number(1, MOST_MEGABYTES),
    ),
    Setting(
        "PAPERS_OF_ALLIANCE",
        "10000",
        "Megabytes that all uploaded papers of an alliance may take.",
        _whole_number(1, MOST_MEGABYTES),
    ),
    Setting("METRICS", "", "Host and port of their own where Prometheus may read figures; not set: nowhere.", check_bind),
)
