"""Static files: addresses that carry the content's hash and may be kept for ever, and the headers that keep a page to itself."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from web.access import allow

FOLDER = Path(__file__).parent / "static"
VENDOR = "vendor/"  # these carry their version in their name
FOR_EVER = "public, max-age=31536000, immutable"
AGAIN = "public, no-cache"
PRIVATE = "no-store"
HASH_LENGTH = 16
YEAR = 31_536_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
screens = Blueprint("assets", __name__)


@screens.get("/static/<path:filename>")
@allow("anyone")
def static(filename: str) -> ResponseReturnValue:
    response = send_from_directory(FOLDER, filename)
    lasting = filename.startswith(VENDOR) or request.args.get("v", "") == _hash_of(filename)
    response.headers["Cache-Control"] = FOR_EVER if lasting else AGAIN
    return response


@screens.get("/favicon.ico")
@allow("anyone")
def favicon() -> ResponseReturnValue:
    return static("icon.svg")


def set_up(app: Flask) -> None:
    """Give templates of ``app`` the addresses of static files, and every answer its headers."""
    app.add_template_global(address, "asset")
    app.after_request(_headers)


def address(filename: str) -> str:
    """Return the address of a static file, with the hash of its content."""
    if filename.startswith(VENDOR):
        return url_for("assets.static", filename=filename)
    return url_for("assets.static", filename=filename, v=_hash_of(filename))


@cache
def _hash_of(filename: str) -> str:
    path = FOLDER / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH] if path.is_file() else ""


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    response.headers.setdefault("Cache-Control", PRIVATE)
    return response
