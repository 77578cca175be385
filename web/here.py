"""What a view asks for: the house, who is signed in, now, looking at the alliance, and doing an act."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, abort, current_app, g, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from govflow.acts import uploading
from govflow.acts.accounts import Post, SignedIn, Where
from govflow.acts.answers import Receipt, View
from govflow.acts.house import House
from govflow.acts.performing import Act, perform
from web import devices

__all__ = ["House", "do", "house", "join", "looking", "me", "now", "once_key", "post", "send", "signed_in", "where", "zone"]

EXTENSION = "govflow"


@dataclass(frozen=True, slots=True)
class Here:
    """What the app was joined with."""

    house: House
    post: Post


def join(app: Flask, house: House, post: Post) -> None:
    """Let the views of ``app`` find the house, and know under which address people reach it."""
    app.extensions[EXTENSION] = Here(house, post)


def house() -> House:
    """Return the house of the app that answers."""
    found: Here = current_app.extensions[EXTENSION]
    return found.house


def post() -> Post:
    """Return under which address people reach this installation, and from which it writes. Nothing is sent from here."""
    found: Here = current_app.extensions[EXTENSION]
    return found.post


def now() -> datetime:
    """Return the time (UTC) by the house's clock."""
    return house().clock.now()


def signed_in() -> SignedIn | None:
    """Return who is signed in, or None. The page that says that nothing works asks the record nothing: it shows who was known before."""
    user = g.get("_login_user")  # where Flask-Login keeps it once it is loaded: asked for many times a page
    if not user and not g.get("plain"):
        user = current_user
    found: SignedIn | None = getattr(user, "who", None)
    return found


def zone() -> ZoneInfo:
    """Return the zone of the alliance of whoever is here, by which its days begin and end."""
    return ZoneInfo(me().zone)


def me() -> SignedIn:
    """Return who is signed in. Views that anyone may use ask ``signed_in`` instead."""
    found = signed_in()
    if found is None:
        abort(401)
    return found


def where(email: str | None = None) -> Where:
    """Return where the request came from, and whether the account with an address knows the browser."""
    mark = devices.mark_for(email) if email else ""
    return Where(request.remote_addr or "", request.user_agent.string, mark)


@contextmanager
def looking() -> Iterator[View]:
    """Give my alliance as it stands at one moment, for readings. There is no way here to look at another one."""
    with house().store.view(me().alliance) as view:
        yield view


def do(name: str, subject: str = "", data: Mapping[str, Any] | None = None, *, key: str = "", participant: str = "") -> Receipt:
    """Do an act in my alliance, as me, and return its receipt. Raises Refused, which ``problems`` turns into the form again.

    A form sent twice with its ``key`` does it once; sent again with something else in it, it is another act, and nothing typed is lost.
    """
    act = _act(name, subject, data or {}, key=key, participant=participant)
    receipt = perform(house(), me().alliance, act)
    uploading.clear(house(), me().alliance, act)
    return receipt


def send(name: str, subject: str, data: Mapping[str, Any], file: FileStorage | None, *, key: str) -> Receipt:
    """Do an act that may bring a file, as ``do`` does one; the file is kept if the act is allowed."""
    if file is None or not file.filename:
        return do(name, subject, data, key=key)
    with file.stream:
        content = file.read()
    act = _act(name, subject, data, key=f"{key} {hashlib.sha256(content).hexdigest()}" if key else "")
    return uploading.upload(house(), me().alliance, act, file.filename, content)


def _act(name: str, subject: str, data: Mapping[str, Any], *, key: str = "", participant: str = "") -> Act:
    once = once_key(key, me().person, name, subject, participant, sorted(data.items())) if key else ""
    return Act(name, me().person, subject, data, once, participant)


def once_key(*said: object) -> str:
    """Return the idempotency key of an act, the same for the same words from the same form.

    It stands in the ledger in clear, and people's reasons go into it: keyed with the installation's secret, it lets nobody try guesses.
    """
    secret: Any = current_app.secret_key
    return hmac.digest(str(secret).encode(), b"govflow-once-v1\0" + repr(said).encode("utf-8", "surrogatepass"), "sha256").hex()[
        :40
    ]
