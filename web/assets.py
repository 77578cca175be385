"""Static files: addresses that carry the content's hash and may be kept for ever, and the headers that keep a page to itself."""

import gzip
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue

from web.access import allow

FOLDER = Path(__file__).parent / "static"
VENDOR = "vendor/"  # these carry their version in their name
FOR_EVER = "public, max-age=31536000, immutable"
AGAIN = "public, no-cache"
PRIVATE = "no-store"
HASH_LENGTH = 16
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
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


class File(NamedTuple):
    """A static file, read once: its bytes, the same packed, what kind it is, and the hash in its address."""

    content: bytes
    packed: bytes
    kind: str
    hash: str


@screens.get("/static/<path:filename>")
@allow("anyone")
def static(filename: str) -> ResponseReturnValue:
    file = _files().get(filename) or abort(404)
    packed = request.accept_encodings["gzip"] > 0 and len(file.packed) < len(file.content)
    response = Response(file.packed if packed else file.content, mimetype=file.kind)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOR_EVER if filename.startswith(VENDOR) or request.args.get("v") == file.hash else AGAIN
    response.set_etag(f"{file.hash}{'-gzip' if packed else ''}")
    return response.make_conditional(request)


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
    return url_for("assets.static", filename=filename, v=_files()[filename].hash)


def is_there(filename: str) -> bool:
    """Say whether there is a static file of this name."""
    return filename in _files()


@cache
def _files() -> Mapping[str, File]:
    """Return every static file by its name; nothing else can be asked for."""
    return {path.relative_to(FOLDER).as_posix(): _read(path) for path in sorted(FOLDER.rglob("*")) if path.suffix in KINDS}


def _read(path: Path) -> File:
    content = path.read_bytes()
    return File(content, gzip.compress(content, mtime=0), KINDS[path.suffix], hashlib.sha256(content).hexdigest()[:HASH_LENGTH])


def _headers(response: Response) -> Response:
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend((name, value) for name, value in HEADERS.items() if name.lower() not in there)
    if current_app.config["SESSION_COOKIE_SECURE"]:
        below = "" if request.script_root else "; includeSubDomains"  # under a path the host is not ours alone
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}{below}")
    response.headers.setdefault("Cache-Control", PRIVATE)
    return response
