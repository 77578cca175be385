"""What a person is told when something does not work: in plain words, with a way on, and with everything that was typed.

The only place where refusals and faults become answers.
"""

from typing import Any

from flask import Flask, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from govflow.acts.answers import StaleError, UnavailableError, UncertainError
from govflow.domain.refusals import Refusal, Refused
from web import logs, sessions
from web.forms import shown_form
from web.here import signed_in

STATUS = {"unknown-reference": 404, "not-allowed": 403, "stale-version": 409, "key-reused": 409, "minutes-changed": 409}
UNMET, CONFLICT, UNAVAILABLE = 422, 409, 503
UNREADABLE = frozenset({400, 413})  # the form itself could not be read, or not be trusted
STALE = Refusal(
    "stale-version", "Somebody changed this while you were writing.", "Look at it as it is now, and send yours again."
)
WORDS = {
    400: (_l("This could not be read"), _l("Go back, and try again. If you followed a link, it may be incomplete.")),
    401: (_l("Sign in first"), _l("This page is for people who are signed in.")),
    403: (
        _l("This page is not for you"),
        _l("It is for people with another role. If you should have it, ask the alliance manager."),
    ),
    404: (_l("There is no such page"), _l("Check the address. What you look for may also be something that you are not shown.")),
    405: (_l("This page cannot be used like that"), _l("Go back, and use the buttons on the page.")),
    409: (_l("This has changed meanwhile"), _l("Nothing was recorded. Look at it as it is now, and send yours again.")),
    413: (_l("This is too much"), _l("What you sent is larger than can be taken. Nothing was recorded. Shorten it.")),
    422: (_l("Something is missing or not right"), _l("Nothing was recorded.")),
    429: (_l("Too many tries"), _l("Wait 15 minutes, and try again.")),
    500: (
        _l("This did not work"),
        _l("It was nothing that you did, and it was noted. What was recorded before is safe. Try again in a minute."),
    ),
    503: (_l("This does not work just now"), _l("Nothing was recorded. Try again in a minute.")),
}
SEND_AGAIN = _l("Nothing was recorded. What you typed is kept on this page. Send it again in a minute.")
UNCERTAIN = _l(
    "The record went away in the moment in which this was to be recorded, and it is not known whether it was. "
    "What you typed is kept on this page. Send it again in a minute: what was recorded once is not recorded a second time."
)
LOOK_FIRST = _l(
    "The record went away in the moment in which this was to be recorded, and it is not known whether it was. "
    "Look in a minute, and do it again if it was not."
)
CSRF_WORDS = (
    _l("This page was open too long"),
    _l("For your safety nothing was recorded. Open the page again, and send it from there; what you typed is below, to copy."),
)


def set_up(app: Flask) -> None:
    """Let ``app`` answer refusals and faults."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(StaleError, stale)
    app.register_error_handler(UnavailableError, unavailable)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, wrong)


def refused(found: Refused) -> ResponseReturnValue:
    """Show the form again, with what is unmet beside its fields; without a form, the page that lists it."""
    status = max((STATUS.get(code, UNMET) for code in found.codes[:1]), default=UNMET)
    form = shown_form()
    if form is not None and status != 404:  # noqa: PLR2004 - what is not there has no form
        form.take(found.refusals)
        try:
            return form.page(status)
        except Refused as page:  # its page is not there, or not for whoever asked
            found = page
            status = STATUS.get(page.codes[0], UNMET)
    return _page(status, refusals=found.refusals)


def stale(_: StaleError) -> ResponseReturnValue:
    """Say that somebody was faster."""
    form = shown_form()
    if form is None:
        return _page(CONFLICT)
    form.take((STALE,))
    return form.page(CONFLICT)


def unavailable(found: UnavailableError) -> ResponseReturnValue:
    """Say that the record cannot be reached, and let what was typed be sent again; the page itself must not ask the record.

    A form that carries a key is recorded once at most, however often it is sent.
    """
    g.plain = True
    uncertain = isinstance(found, UncertainError)
    if request.method != "POST":
        return _page(UNAVAILABLE)
    if uncertain and not request.form.get("key"):
        return _page(UNAVAILABLE, says=LOOK_FIRST)
    return _page(UNAVAILABLE, says=UNCERTAIN if uncertain else SEND_AGAIN)


def forged(_: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token does not fit: usually an old page. What came from another site is only shown, never sent again;
    so is what may have been written in another alliance than the one it would be sent in.
    """
    if request.headers.get("Sec-Fetch-Site") == "same-origin" and not sessions.is_of_several():
        return render_template("kept.html", path=sessions.safe_path(sessions.this_path()), fields=sessions.typed()), 400
    title, says = CSRF_WORDS
    return _page(400, title=str(title), says=str(says))


def wrong(found: HTTPException) -> ResponseReturnValue:
    """Answer any other fault in plain words."""
    if isinstance(found, SecurityError):  # a host we do not answer to: no address can be made for it
        logs.host_refused()
        return str(_l("This address is not served here.")), 400, {"Content-Type": "text/plain; charset=utf-8"}
    response = found.get_response()
    if response.status_code in range(300, 400):
        return response
    if isinstance(found, InternalServerError):
        if isinstance(found.original_exception, UnavailableError):  # it went away while another answer was made
            return unavailable(found.original_exception)
        g.plain = True
    body, status = _page(response.status_code, typed=response.status_code not in UNREADABLE)
    kept = {name: value for name, value in response.headers.items() if name in {"Allow", "Retry-After"}}
    return body, status, kept


def _page(
    status: int, *, title: str = "", says: object = "", refusals: tuple[Refusal, ...] = (), typed: bool = True
) -> tuple[str, int]:
    """Return a page that says what is wrong; where the record is away, a plain one."""
    try:
        signed_in()
    except UnavailableError:
        g.plain = True
    words = WORDS.get(status, WORDS[400 if status < 500 else 500])  # noqa: PLR2004 - ours or theirs
    template = "problem_part.html" if request.headers.get("HX-Request") else "problem.html"
    shown: dict[str, Any] = {"title": title or words[0], "says": says or words[1], "refusals": refusals, "status": status}
    fields = sessions.typed() if typed and request.method == "POST" else []
    again = sessions.safe_path(sessions.this_path()) if says is SEND_AGAIN or says is UNCERTAIN else ""
    shown |= {"fields": fields, "again": again, "home": url_for("desk.show")}
    try:
        return render_template(template, **shown), status
    except Exception:
        if not g.get("plain"):
            raise
        g.pop("_login_user", None)  # the page broke with what is known of whoever is here: it is shown without that
        return render_template(template, **shown), status
