"""Who is told what: my notices and how I want them, what was told about a matter, and what the manager watches."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts import preferring
from govflow.acts.answers import View
from govflow.acts.watching import pulse
from govflow.reading import sending
from govflow.reading import told as reading
from govflow.reading.defaults import unreadable
from govflow.reading.issues import access_to
from web.access import allow
from web.fields import Option, Radios
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.looking_over import Part, is_checked, look_over
from web.looks import Entry

screens = Blueprint("telling", __name__)
menu = (Entry(50, "telling.going_out", lambda: _l("Going out")),)
DIGESTS = (
    Option("at_once", _l("At once")),
    Option("daily", _l("Once a day"), _l("In the morning, all together.")),
    Option("weekly", _l("Once a week"), _l("On Monday morning, all together.")),
)


class DigestForm(ActForm):
    digest = Radios(
        _l("How do you want to be told?"), DIGESTS, needed=_l("Choose one."),
        hint=_l("Notice of decisions and meetings, and the last day for an answer, always come at once."),
    )  # fmt: skip


@screens.route("/notices", methods=["GET", "POST"])
@allow("signed in")
def mine() -> ResponseReturnValue:
    form = DigestForm(data={"digest": preferring.digest_of(house(), me())}).on("telling/mine.html", _mine)
    if form.is_sent():
        preferring.choose(house(), me(), form.digest.data)
        flash(_("Saved."))
        return redirect(url_for("telling.mine"), 303)
    answer: ResponseReturnValue = form.page()
    return answer


def _mine() -> dict[str, object]:
    with looking() as view:
        return {"lines": reading.of_person(view, house().book, me().person, now())}


@screens.get("/notices/going-out")
@allow("manager", "administrator")
def going_out() -> ResponseReturnValue:
    with looking() as view:
        found = reading.going_out(view, house().book, me().person, now())
    return render_template("telling/going_out.html", pulse=pulse(house()), **found)


@screens.get("/notices/about/<ref>")
@allow("signed in")
def subject(ref: str) -> ResponseReturnValue:
    with looking() as view:
        _only_if_readable(view, ref)
        lines, owing = reading.about(view, ref), sending.who_owes(view, house().book, ref, now())
    return render_template("telling/subject.html", ref=ref, lines=lines, owing=owing)


def _only_if_readable(view: View, ref: str) -> None:
    """Answer as for an unknown page where there is no such subject, or whoever is here may not read what is said about it."""
    book, person, at = house().book, me().person, now()
    hidden = view.subject(ref) is None or ref in unreadable(view, book, person, at)
    if hidden or not access_to(view, book, ref, person, at)[1]:
        abort(404)


@screens.post("/notices/about/<ref>")
@allow("manager", "chair", "deputy chair")
def nudge(ref: str) -> ResponseReturnValue:
    """Remind by hand those who still owe something; it is an act, and stands in the record."""
    with looking() as view:
        _only_if_readable(view, ref)
        owing = sending.who_owes(view, house().book, ref, now())
    reminded = [one.name for one in owing if one.can_be]
    if reminded and not is_checked():
        lately = [_("%(who)s: on %(when)s", who=one.name, when=one.last) for one in owing if not one.can_be]
        parts = (Part(_("Who gets it"), reminded), Part(_("Not reminded again, as they were within a day"), lately))
        back = url_for("telling.subject", ref=ref)
        return look_over(_("Check before anybody is reminded about %(ref)s", ref=ref), parts, _("Remind them"), back=back)
    done = do("notice.nudge", data={"subject": ref})
    flash(_("Reminded. It is entry %(entry)s of the record.", entry=done.seq))
    return redirect(url_for("telling.subject", ref=ref), 303)
