"""The browsers that an account knows: those it has signed in with, or chosen its password in. Tries to sign in there count for themselves.

A cookie of its own says so, which outlives the session: for each address a mark that only we can make. It lets nobody in.
"""

import hashlib
import secrets

from flask import Flask, Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeSerializer

DAYS = 400  # the longest that browsers keep a cookie
MOST = 5  # addresses, in one browser
LONGEST = 4_000  # characters of a cookie that is read


def mark_for(email: str) -> str:
    """Return the mark that this browser has for an address, "" where the account does not know it."""
    return _marks().get(_name(email), "")


def know(email: str) -> None:
    """Let the account with an address know this browser from now on."""
    name, marks = _name(email), _marks()
    fresh = {name: marks.pop(name, "") or secrets.token_urlsafe(12)}
    kept = _signer().dumps(fresh | dict(list(marks.items())[: MOST - 1]))
    app: Flask = current_app
    secure, path = app.config["SESSION_COOKIE_SECURE"], app.config["SESSION_COOKIE_PATH"]

    @after_this_request
    def _(response: Response) -> Response:
        response.set_cookie(_cookie(), kept, max_age=DAYS * 24 * 3600, path=path, secure=secure, httponly=True, samesite="Lax")
        return response


def _marks() -> dict[str, str]:
    given = request.cookies.get(_cookie(), "")
    try:
        found = _signer().loads(given) if 0 < len(given) <= LONGEST else {}
    except (BadData, ValueError):
        return {}
    return {str(name): str(mark) for name, mark in found.items()} if isinstance(found, dict) else {}


def _name(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _cookie() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _signer() -> URLSafeSerializer:
    key = current_app.secret_key or ""
    return URLSafeSerializer(key, salt="a browser that an account knows")
