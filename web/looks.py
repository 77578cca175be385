"""How pages are made: the templates and where they come from, the words in them, the menu, the filters."""

import gc
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, request
from flask_babel import Babel, get_translations, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from govflow.acts.documents import as_html
from govflow.domain import sentences
from govflow.domain.translating import listed, say, speak
from govflow.reading.decision_page import GROUPS
from web import access, logs, sessions, templating
from web.here import now, signed_in
from web.templating import KIT

LOCALE = "en_GB"  # the only one until there is a translation
MENU = "menu"
KILO = 1000
COLOURS = "harbour"
# In this order: most browsers also say that they are others.
PROGRAMS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
DEVICES = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}


class Entry(NamedTuple):
    """A line of the menu: where in the order, which view, what it is called. Shown to those who may use the view.

    Without ``for_guests`` it is not shown to guests, whom the view only sends on.
    """

    order: int
    endpoint: str
    title: Callable[[], str]
    for_guests: bool = True


def set_up(app: Flask) -> None:
    """Give ``app`` its templates, translations, filters and menu."""
    app.config.setdefault("COLOURS", {})
    env = templating.set_up(app)
    Babel(app, locale_selector=lambda: LOCALE)
    env.install_gettext_callables(  # type: ignore[attr-defined]  # of Jinja's i18n extension, which Babel adds
        lambda text: _words().ugettext(text), lambda one, many, n: _words().ungettext(one, many, n), newstyle=True
    )
    app.before_request(lambda: speak(_words().ugettext))
    env.filters |= {
        "when": when,
        "day": day,
        "browser": browser,
        "choice_words": choice,
        "markdown": marked,
        "filesize": filesize,
        "listed": lambda names: listed(tuple(names)),
    }
    env.globals |= {
        "colours": _colours,
        "signed_in": signed_in,
        "several": sessions.is_of_several,
        "navigation": navigation,
        "signs_out": signs_out,
        "request_id": logs.request_id,
        "may_use": access.may_use,
        "address_of": address_of,
    }
    app.extensions[MENU] = []


# The page of a subject, by the first part of its reference: which view, and what its argument is called.
PAGES = {
    "DEC": ("decisions.show", "ref"),
    "MAN": ("mandates.page", "mandate"),
    "MTG": ("meetings.page", "meeting"),
    "MIN": ("minutes.show", "minutes"),
    "ACT": ("actions.page", "action"),
    "ISS": ("issues.page", "issue"),
    "DEF": ("defaults.page", "default"),
}


# Under which entry of the menu a page is that has none of its own.
PART_OF = {
    **dict.fromkeys(("decisions", "proposals", "moves", "positions", "interests", "own_bodies"), "register"),
    **dict.fromkeys(("session", "minutes", "documents", "feeds"), "meetings"),
    **dict.fromkeys(("team_health", "defaults"), "rules"),
    "issue_logging": "issues",
    "set_up": "people",
}


def address_of(ref: str) -> str:
    """Return the address of the page of a subject, "" where it has none."""
    endpoint, argument = PAGES.get(ref.partition("-")[0], ("", ""))
    values: dict[str, Any] = {argument: ref}
    return current_app.url_for(endpoint, **values) if endpoint else ""


def _words() -> Any:  # noqa: ANN401 - gettext's translations
    """Return the translations of this request, looked up once: a page says a hundred things."""
    if "words" not in g:
        g.words = get_translations()
    return g.words


def menu_of(app: Flask) -> list[Entry]:
    """Return the entries of the menu of ``app``, to be added to."""
    entries: list[Entry] = app.extensions[MENU]
    return entries


def warm(app: Flask) -> None:
    """Compile our own templates now, and with them what they use, so that nobody waits for it.

    What is there then lives as long as the process: the garbage collector need not look through it at every request.
    """
    for name in app.jinja_env.list_templates(filter_func=lambda name: name.endswith(".html")):
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()


def when(at: datetime | None) -> str:
    """Return a moment as people of the alliance write it: ``Thursday 5 March 2026, 5pm``."""
    who = signed_in()
    return sentences.clock_time(at, ZoneInfo(who.zone if who else "Europe/London")) if at else ""


def day(on: date | None) -> str:
    """Return a day as people write it. Raises TypeError for a moment: which day that is depends on the alliance's zone."""
    if isinstance(on, datetime):
        raise TypeError(f"{on} is a moment: give the alliance's day, or show it with the filter “when”")
    return sentences.day(on) if on else ""


def filesize(size: int) -> str:
    """Return how large a file is, as people say it: ``640 bytes``, ``12 KB``, ``1.2 MB``."""
    if size < KILO:
        return str(ngettext("%(num)s byte", "%(num)s bytes", size))
    kilobytes = -(-size // KILO)
    return str(_("%(n)s KB", n=kilobytes) if kilobytes < KILO else _("%(n)s MB", n=f"{size / KILO / KILO:.1f}"))


def choice(word: str) -> str:
    """Return what a participant says, in words."""
    return say(GROUPS.get(word, word))


def marked(text: str) -> Markup:
    """Return text in the plain markup of minutes, with everything else that was typed escaped."""
    return Markup(as_html(text))  # noqa: S704 - it escapes all but its own headings, lists and bold


def browser(user_agent: str) -> str:
    """Return in words which browser a device says it is."""
    program = next((name for word, name in PROGRAMS.items() if word in user_agent), "")
    device = next((name for word, name in DEVICES.items() if word in user_agent), "")
    if program and device:
        return str(_("%(program)s on %(device)s", program=program, device=device))
    return program or device or str(_("An unknown browser"))


class SigningOut(NamedTuple):
    """When whoever is here is signed out: after how long without opening a page, at which moment in any case, and in how many seconds
    from now at the soonest.
    """

    idle: str
    ends: str
    seconds: int


def signs_out() -> SigningOut | None:
    """Return when whoever is here is signed out, so that they know it before; None where nobody is, or it is not known."""
    who = signed_in()
    if who is None or who.ends_at is None:
        return None
    minutes = who.idle_minutes
    hours = minutes // 60
    said = (
        ngettext("%(num)s hour", "%(num)s hours", hours)
        if minutes % 60 == 0
        else ngettext("%(num)s minute", "%(num)s minutes", minutes)
    )
    return SigningOut(str(said), when(who.ends_at), min(60 * minutes, max(0, int((who.ends_at - now()).total_seconds()))))


def _colours() -> str:
    """Return the name of the colours of whoever's alliance it is: a file in static/colours."""
    who = signed_in()
    chosen: str = current_app.config["COLOURS"].get(who.alliance if who else "", COLOURS)
    return chosen


def navigation() -> Markup:
    """Return the menu of whoever is here; "" where there is none."""
    lines = tuple((line["text"], line["href"], line["active"]) for line in _menu())
    return _navigation(lines, str(_("Menu")), str(_("Pages"))) if lines else Markup("")


@lru_cache(maxsize=256)
def _navigation(lines: tuple[tuple[str, str, bool], ...], menu: str, label: str) -> Markup:
    """Return the kit's navigation, made once for the same lines: it costs a tenth of a page, and nothing in it was typed."""
    module: Any = current_app.jinja_env.get_template(f"{KIT}/components/service-navigation/macro.html").module
    items = [{"text": text, "href": href, "active": active} for text, href, active in lines]
    params = {"navigation": items, "navigationLabel": menu, "ariaLabel": label, "menuButtonText": menu}
    return Markup(module.govukServiceNavigation(params))  # noqa: S704 - the macro escapes


def _menu() -> list[dict[str, Any]]:
    """Return the lines of the menu for whoever is here, as the kit's navigation wants them."""
    if signed_in() is None:
        return []
    found = sorted(menu_of(current_app), key=lambda entry: entry.order)
    blueprint = request.blueprint or ""
    return [
        {
            "text": str(entry.title()),
            "href": current_app.url_for(entry.endpoint),
            "active": PART_OF.get(blueprint, blueprint) == entry.endpoint.partition(".")[0],
        }
        for entry in found
        if access.may_use(entry.endpoint) and (entry.for_guests or not access.is_guest())
    ]
