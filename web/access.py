"""Who may use a route: every one declares it, and one guard asks before any view runs.

The words are ``anyone``, ``signed in``, ``guest``, and the roles of the vocabulary (any one of those named is enough). A guest is somebody
signed in who holds nothing in the alliance, such as the facilitator of an issue: ``signed in`` does not mean guests. What somebody may
*do* is decided by acts; this only keeps pages from those they are not for.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

from govflow.reading.drafts import is_hidden
from web.here import house, looking, me, now, signed_in
from web.sessions import SignInFirstError

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
ANYONE, SIGNED_IN, GUEST = "anyone", "signed in", "guest"
ROLES = frozenset(
    {
        "seat holder", "deputy", "chair", "deputy chair", "manager", "administrator", "owner", "management member", "observer",
        "auditor", "lived experience", "chief executive", "facilitator", "mediator",
    }
)  # fmt: skip
OF_AN_ISSUE = frozenset({"facilitator", "mediator"})  # what a guest may be
ATTRIBUTE = "allowed_to"
FORBIDDEN = 403


class UndeclaredRouteError(RuntimeError):
    """Some routes do not say who may use them."""


class Route(NamedTuple):
    """One route and who may use it."""

    rule: str
    methods: tuple[str, ...]
    endpoint: str
    allowed: frozenset[str]


def allow(*who: str) -> Callable[[View], View]:
    """Declare who may use a view: ``anyone``, ``signed in``, ``guest``, or the roles of which one is needed."""
    unknown = set(who) - ROLES - {ANYONE, SIGNED_IN, GUEST}
    if unknown or not who:
        raise UndeclaredRouteError(
            f"nobody is called {', '.join(sorted(unknown)) or 'nothing'}; known: {', '.join(sorted(ROLES))}"
        )

    def declare(view: View) -> View:
        setattr(view, ATTRIBUTE, frozenset(who))
        return view

    return declare


def routes(app: Flask) -> tuple[Route, ...]:
    """Return every route of ``app`` with who may use it; an undeclared one has nobody."""
    return tuple(Route(r.rule, _methods(r), r.endpoint, _allowed(app, r.endpoint)) for r in app.url_map.iter_rules())


def set_up(app: Flask) -> None:
    """Ask before every view. Raises UndeclaredRouteError when a route of ``app`` declares nothing."""
    undeclared = [f"{' '.join(r.methods)} {r.rule} ({r.endpoint})" for r in routes(app) if not r.allowed]
    if undeclared:
        raise UndeclaredRouteError(f"these do not say who may use them (web.access.allow): {'; '.join(undeclared)}")
    app.before_request(_guard)


def may_use(endpoint: str) -> bool:
    """Say whether whoever is here may use the view of ``endpoint``."""
    return _fits(_allowed(current_app, endpoint))


def is_guest() -> bool:
    """Say whether whoever is here is signed in and holds nothing in the alliance: no seat, no office, no deputyship."""
    who = signed_in()
    return who is not None and who.roles <= OF_AN_ISSUE


def _guard() -> None:
    if request.endpoint is None:
        return  # no such page: the answer is the same for everybody
    allowed = _allowed(current_app, request.endpoint)
    if _fits(allowed):
        _hide_drafts()
        return
    if signed_in() is None:
        raise SignInFirstError
    abort(FORBIDDEN)


def _hide_drafts() -> None:
    """Answer whatever page names somebody else's draft as if there were none, before any view looks at it."""
    refs = [ref for ref in map(str, (request.view_args or {}).values()) if ref.startswith("DEC-")]
    if not refs or signed_in() is None:
        return  # a style or a script is for everybody, also while the database is away: nobody is looked up for it
    with looking() as view:
        if any(is_hidden(view, house().book, ref, me().person, now()) for ref in refs):
            abort(404)


def _fits(allowed: frozenset[str]) -> bool:
    if ANYONE in allowed:
        return True
    who = signed_in()
    if who is None:
        return False
    return bool(allowed & (who.roles | {GUEST if is_guest() else SIGNED_IN}))


def _allowed(app: Flask, endpoint: str) -> frozenset[str]:
    found: frozenset[str] = getattr(app.view_functions.get(endpoint), ATTRIBUTE, frozenset())
    return found


def _methods(rule: Rule) -> tuple[str, ...]:
    return tuple(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
