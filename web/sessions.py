"""Flask-Login as glue over our own table of sessions, protection against forged forms, and coming back after signing in.

The cookie carries a random token; what it is good for is looked up each time, so whatever ends a session ends it everywhere.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf import CSRFProtect
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.exceptions import HTTPException

from govflow.acts import accounts
from govflow.acts.accounts import SignedIn
from web.here import house

CSRF, SEVERAL = "csrf_token", "several"
SECRETS = frozenset({CSRF, "password", "old", "kept"})  # fields that are never handed back
FILE_LEFT = "file-left"  # under this name, a file that was chosen and is not kept
LOWEST = 0x21
Typed = list[tuple[str, str]]


class SignInFirstError(Exception):
    """The page asked for is for people who are signed in."""


class User(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Whoever is signed in, as Flask-Login wants it: its id is the token of the session."""

    def __init__(self, token: str, who: SignedIn) -> None:
        self.token, self.who = token, who

    def get_id(self) -> str:
        return self.token


def set_up(app: Flask) -> None:
    """Give ``app`` sessions and its guard against forged forms."""
    CSRFProtect(app)
    manager = LoginManager(app, add_context_processor=False)  # templates ask ``signed_in``, which a page in trouble may not
    manager.session_protection = None  # it would sign people out when a browser updates itself; ours is in the table
    manager.user_loader(_load)


def begin(token: str, *, several: bool = False) -> None:
    """Let the browser be signed in with a token; nothing of what it held before is kept.

    ``several``: whoever it is takes part in more than one alliance, and can change.
    """
    session.clear()
    g.pop(CSRF, None)
    session.permanent = True
    session[SEVERAL] = several
    who = accounts.who_is(house(), token)
    if who is not None:
        login_user(User(token, who))


def end() -> None:
    """Sign the browser out, for good: its token is worth nothing afterwards."""
    token = session.get("_user_id")
    if token:
        accounts.sign_out(house(), str(token))
    logout_user()
    session.clear()
    g.pop(CSRF, None)


def is_of_several() -> bool:
    """Say whether whoever is signed in can change alliance: a page still open may then be of another one."""
    return bool(session.get(SEVERAL))


def safe_path(path: str | None) -> str:
    """Return ``path`` if it is one of our own pages, else the first page."""
    plain, under = path or "", request.script_root
    first = f"{under}/"
    if not plain.startswith("/") or plain[1:2] in {"/", "\\"} or "\\" in plain or any(ord(c) < LOWEST for c in plain):
        return first
    try:
        parts = urlsplit(plain)
    except ValueError:
        return first
    ours = not parts.scheme and not parts.netloc and parts.path.startswith(first)
    return plain if ours else first


def this_path() -> str:
    """Return the path of this request as a browser asks for it, with what follows the question mark."""
    return f"{request.script_root}{request.full_path.rstrip('?')}"


def typed() -> Typed:
    """Return what the form of this request held, without what must not be shown or kept; of a file only what it is called.

    Nothing of a form that is too large to read.
    """
    try:
        form = request.form.items(multi=True)
        said = [(name, value.replace("\x00", "")) for name, value in form if name not in SECRETS and name != FILE_LEFT]
        return said + [(FILE_LEFT, file.filename) for file in request.files.values() if file.filename]
    except HTTPException:
        return []


def keep() -> str:
    """Return, signed, where this form was sent and what was typed."""
    kept: str = _signer().dumps([this_path(), typed()])
    return kept


def kept(signed: str | None) -> tuple[str, Typed] | None:
    """Return where a kept form was to be sent, and what was typed; None when it was not kept by us."""
    try:
        path, fields = _signer().loads(signed or "")
    except (BadData, ValueError, TypeError):
        return None
    return safe_path(path), [(str(name), str(value)) for name, value in fields]


def asked() -> str:
    """Return the page to come back to: for a part of a page, the whole."""
    whole = request.headers.get("HX-Current-URL", "")
    return safe_path(_path_of(whole)) if whole else safe_path(this_path())


def _path_of(address: str) -> str:
    """Return the path of an address; nothing of one that cannot be read."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _load(token: str) -> User | None:
    who = accounts.who_is(house(), token)
    return None if who is None else User(token, who)


def _signer() -> URLSafeSerializer:
    key: Any = current_app.secret_key
    return URLSafeSerializer(key, salt="a form that was kept")
