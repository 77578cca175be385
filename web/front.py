"""What stands between the network and the screens: the proxies that are believed, the path all pages are under, and the hosts we answer to.

Probes and figures are for machines, which use whatever address they know us by: they are answered under any host, with the path or without.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from web import logs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
PROBES = frozenset({"/healthz", "/healthz/worker", "/readyz"})
FIGURES = "/metrics"
NOTICED = "noticed proxy"
OUTSIDE = "govflow.outside"  # of a request for something that is not ours to serve


def set_up(app: Flask, base_url: str, proxies: int, figures: str | None) -> None:
    """Let ``app`` answer at ``base_url``, behind that many proxies; its figures only at the place of their own (host:port)."""
    port = str(urlsplit(f"//{figures}").port) if figures else ""
    app.wsgi_app = Front(app.wsgi_app, base_url, port)  # type: ignore[assignment, method-assign]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies, x_prefix=proxies)  # type: ignore[method-assign]
    else:
        app.before_request(_notice_proxy)
    app.before_request(_only_inside)


def hosts(base_url: str) -> list[str]:
    """Return the hosts that requests may name: a link in a mail must never lead elsewhere."""
    host = urlsplit(base_url).hostname or ""
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    return [*LOOPBACK] if local else [host]


class Front:
    """Takes the path that all pages are under from each request, and marks what is outside."""

    def __init__(self, app: "WSGIApplication", base_url: str, figures_port: str) -> None:
        parts = urlsplit(base_url)
        self._app, self._host, self._under, self._figures_port = app, parts.netloc, parts.path, figures_port

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer a request; a proxy that is believed may have taken the path off, and says so (X-Forwarded-Prefix)."""
        path, taken_off = environ.get("PATH_INFO", ""), environ.get("SCRIPT_NAME") == self._under
        inside = path == self._under or path.startswith(f"{self._under}/")
        if inside:
            environ["PATH_INFO"] = path = path[len(self._under) :] or "/"
        environ["SCRIPT_NAME"] = self._under
        original = environ.get("werkzeug.proxy_fix.orig", environ)
        at_figures = self._figures_port != "" and original["SERVER_PORT"] == self._figures_port
        if path in PROBES or (path == FIGURES and at_figures):
            environ["HTTP_HOST"] = self._host
        elif at_figures or path == FIGURES or not (inside or taken_off):
            environ[OUTSIDE] = True
        return self._app(environ, start)


def _notice_proxy() -> None:
    """Say once that there is a proxy which nobody told us of: throttling and the list of sessions would take it for everybody."""
    if "X-Forwarded-For" in request.headers and not current_app.extensions.get(NOTICED):
        current_app.extensions[NOTICED] = True
        logs.unknown_proxy()


def _only_inside() -> None:
    if OUTSIDE in request.environ and request.routing_exception is None:  # another host is told first, and needs no page
        abort(404)
