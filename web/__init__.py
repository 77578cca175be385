"""The screens: a Flask app over acts and readings. ``create_app`` joins them; no rule, no database and no state name lives here.

A screen is a module of this package with a ``Blueprint`` called ``screens``, and, to be in the menu, a tuple called ``menu``. It is
found by itself. Every route says who may use it (``access``), or the app does not start.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, TextIO

import flask
from flask import Blueprint, Flask

from govflow.assemble import assemble, post_of, secret_key_of
from govflow.config import Settings, read
from govflow.find_screens import what_is_wrong
from web import access, assets, figures, front, here, logs, looks, problems, saying, sessions, templating, unreadable
from web.here import House

LARGEST_REQUEST = 2_000_000
LARGEST_UPLOAD = 21 * 1024 * 1024
UPLOADS = "/paper"  # what an address ends with that takes a file


def largest_body(path: str) -> int:
    """Return how many bytes may be sent to a path: only where a file is uploaded may they be many."""
    return LARGEST_UPLOAD if path.endswith(UPLOADS) else LARGEST_REQUEST


class Request(flask.Request):
    """A request; how large it may be is set by its address."""

    @property
    def max_content_length(self) -> int | None:
        return largest_body(self.path)

    @max_content_length.setter
    def max_content_length(self, _: int | None) -> None:
        raise AttributeError("it is set by the address")


COOKIE_DAYS = 7  # the cookie outlives the session, so that a form left open overnight is not lost


def create_app(
    house: House | None = None,
    settings: Settings | None = None,
    *,
    log_to: TextIO | None = None,
    warm: bool = False,
    **config: Any,  # noqa: ANN401 - Flask's own settings
) -> Flask:
    """Return the app of an installation. Raises UndeclaredRouteError when a route does not say who may use it, TemplateFaultError
    when a template of a page, a mail or a document names what is not there, and RuntimeError where the screens are mixed with
    another package's.

    Without a ``house`` it is assembled from the settings. ``warm`` compiles every template now, as a server should.
    """
    settings = settings or read()
    if wrong := what_is_wrong():
        raise RuntimeError(wrong)
    app = logs.Web(__name__, static_folder=None)
    app.largest_body = largest_body
    app.request_class = Request
    app.config.update(_config(settings) | config)
    house = house or assemble(settings)
    here.join(app, house, post_of(settings, print))
    logs.set_up(app, house, log_to)
    front.set_up(app, settings.base_url, settings.trusted_proxies, settings.metrics)
    if settings.metrics:
        figures.set_up(app)
    looks.set_up(app)
    saying.set_up(app)
    unreadable.set_up(app)
    sessions.set_up(app)
    problems.set_up(app)
    assets.set_up(app)
    for module in _modules():
        _add(app, module)
    access.set_up(app)
    templating.check(app)
    if warm:
        looks.warm(app)
    return app


def _config(settings: Settings) -> dict[str, Any]:
    secure = settings.base_url.startswith("https://")
    return {
        "SECRET_KEY": secret_key_of(settings),
        "SESSION_COOKIE_NAME": "govflow" if not secure else "__Secure-govflow" if settings.base_path else "__Host-govflow",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": settings.base_path or "/",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": COOKIE_DAYS * 24 * 3600,
        "TRUSTED_HOSTS": front.hosts(settings.base_url),
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        "MAX_FORM_PARTS": 500,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # the token is enough; proxies and careful browsers leave the Referer out
        "WTF_I18N_ENABLED": False,  # every word of our fields is ours; WTForms' own would be read from its files at each request
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "Europe/London",
        "BASE_URL": settings.base_url,
    }


def _modules() -> Iterator[ModuleType]:
    for found in sorted(iter_modules(__path__), key=lambda module: module.name):
        yield import_module(f"{__name__}.{found.name}")


def _add(app: Flask, module: ModuleType) -> None:
    screens = getattr(module, "screens", None)
    if isinstance(screens, Blueprint):
        app.register_blueprint(screens)
    looks.menu_of(app).extend(getattr(module, "menu", ()))
