"""Logging an issue: one page on which it is written, saved to be finished later, and logged; and what happens next.

What is saved is a draft that only its writer reads. Nothing is checked when it is saved, and nothing is saved over unseen.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from govflow.acts import drafts
from govflow.acts.drafts import Draft, Fields, Seen
from govflow.reading import issue_logging as reading
from govflow.reading.issue_logging import Logging
from web.access import allow, may_use
from web.fields import Checkboxes, Hidden, LongText, Option, Radios, Select
from web.forms import ActForm
from web.here import do, house, looking, me, now

screens = Blueprint("issue_logging", __name__)
DRAFT_KIND = "issue"
LATER = "later"  # the button that saves
WHO = ("seat holder", "deputy", "manager")
DIGITS = 9  # of the number of a draft


class IssueForm(ActForm):
    looked_over = ("happened", "affected", "matters", "would_help")
    happened = LongText(
        _l("What happened?"), hint=_l("What you saw or heard, where and when. Organisations are enough; nobody need be named."),
        needed=_l("Say what happened."),
    )  # fmt: skip
    affected = LongText(
        _l("Who is affected, and how?"), hint=_l("Begin with those who use the services."), needed=_l("Say who is affected.")
    )
    matters = LongText(
        _l("What matters to each of those concerned? (you may leave this out)"), hint=_l("As far as you know, and to you too."), rows=4
    )  # fmt: skip
    would_help = LongText(
        _l("What would help?"), hint=_l("A first thought is enough; others can offer theirs."), needed=_l("Say what would help.")
    )  # fmt: skip
    participant = Radios(
        _l("For which organisation do you log it?"), needed=_l("Say for which organisation this is."), in_act=False
    )
    with_ = Checkboxes(_l("Which organisations does it concern?"))
    about = Select(
        _l("Is it about a decision, or another issue? (you may leave this out)"),
        hint=_l("A decision that it is about waits until the issue has ended."),
    )
    draft = Hidden()
    mark = Hidden()

    def offer(self, found: Logging) -> None:
        """Fill in what depends on who writes."""
        own = found.speaking if len(found.speaking) == 1 else ()
        others = [Option(*one) for one in found.participants if one not in own]
        self.with_.options = tuple(others)
        always = _("%(who)s is always among them.", who=own[0][1]) if own else ""
        self.with_.hint = f"{always} {_('Those who speak for them can read what you write.')}".strip()
        self.about.options = (Option("", _("Neither")), *(Option(*one) for one in found.about))
        if len(found.speaking) > 1:
            self.participant.options = tuple(Option(*one) for one in found.speaking)
        else:
            del self.participant

    def typed(self) -> Fields:
        """Return everything that was typed and chosen, right or not, with the key under which it is logged once."""
        return {f.name: f.data or "" for f in self if not isinstance(f, HiddenField)} | {"key": self.key.data or ""}

    def seen(self) -> Seen:
        """Return which draft the page was about when it was made."""
        sent = str(self.draft.data or "")
        return Seen(int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= DIGITS else 0, str(self.mark.data or ""))


@screens.route("/issues/new", methods=["GET", "POST"])
@allow(*WHO)
def begin() -> ResponseReturnValue:
    return _written(_form(None, request.args.get("about", "")))


@screens.route("/issues/drafts/<draft>", methods=["GET", "POST"])
@allow(*WHO)
def resume(draft: str) -> ResponseReturnValue:
    """Go on with a draft. One that is gone meanwhile is not there to be looked at; what is sent from its page is never lost."""
    found = _draft(draft)
    if found is None and request.method == "GET":
        abort(404)
    return _written(_form(found, str(found.fields.get("about", "")) if found else ""))


@screens.route("/issues/drafts/<draft>/throw-away", methods=["GET", "POST"])
@allow(*WHO)
def throw_away(draft: str) -> ResponseReturnValue:
    found = _draft(draft)
    if found is None:
        abort(404)
    form = ThrowAwayForm(mark=found.mark).on("issue_logging/throw_away.html", draft=found)
    if not form.is_sent():
        return form.page()
    if drafts.throw_away(house(), me(), DRAFT_KIND, Seen(found.n, str(form.mark.data))):
        flash(_("The draft is thrown away. Nothing of it is kept."))
        return redirect(url_for("desk.show"), 303)
    flash(_("It was saved again in another tab meanwhile, so it is still here. Look at it first."))
    return redirect(url_for("issue_logging.resume", draft=found.n), 303)


@screens.get("/issues/<own>/logged")
@allow(*WHO)
def logged(own: str) -> ResponseReturnValue:
    with looking() as view:
        found = reading.logged(view, house().book, own, me().person, now())
    return render_template("issue_logging/logged.html", logged=found) if found else abort(404)


class ThrowAwayForm(ActForm):
    mark = Hidden()


def mine() -> tuple[Draft, ...]:
    """Return the drafts of whoever is here, for the desk and the page on which one begins; none for whoever may log nothing."""
    return drafts.drafts_of(house(), me(), DRAFT_KIND) if may_use("issue_logging.begin") else ()


def _written(form: IssueForm) -> ResponseReturnValue:
    """Save what was written, or log it, or show it again."""
    if LATER in request.form:
        return _saved(form)
    return _log(form) if form.is_sent() else form.page()


def _saved(form: IssueForm) -> ResponseReturnValue:
    kept = drafts.keep(house(), me(), DRAFT_KIND, form.typed(), _seen(form))
    if kept.apart:
        flash(
            _(
                "It was saved or finished in another tab meanwhile. Nothing is lost: what you wrote here is a draft of its own now."
            )
        )
    else:
        flash(_("Saved. Only you can read it. Finish it here, or later from your desk."))
    return redirect(url_for("issue_logging.resume", draft=kept.draft.n), 303)


def _log(form: IssueForm) -> ResponseReturnValue:
    participant = str(form.participant.data) if "participant" in form else ""
    done = do("issue.log", data=form.act_data(), key=form.key.data, participant=participant)
    if drafts.finish(house(), me(), DRAFT_KIND, form.typed(), _seen(form)):
        flash(_("What you saved of it in another tab is still among your drafts."))
    return redirect(url_for("issue_logging.logged", own=done.subject), 303)


def _seen(form: IssueForm) -> Seen:
    """Return which draft the form was about; one saved from a new page is found again by the key of that page."""
    seen = form.seen()
    return seen if seen.n else Seen(next((one.n for one in mine() if one.fields.get("key") == form.key.data), 0), seen.mark)


def _draft(number: str) -> Draft | None:
    known = number.isascii() and number.isdigit() and len(number) <= DIGITS
    return drafts.draft_of(house(), me(), DRAFT_KIND, int(number)) if known else None


def _form(draft: Draft | None, about: str) -> IssueForm:
    """Return the form; what it was sent with as what it is about stays on offer, though that has ended meanwhile."""
    with looking() as view:
        found = reading.logging(view, house().book, me().person, request.form.get("about") or about, now())
    form = IssueForm(data=_start(found, draft)).on("issue_logging/write.html", _fresh, logging=found, draft=draft)
    form.offer(found)
    return form


def _start(found: Logging, draft: Draft | None) -> Mapping[str, Any]:
    """Return what the fields begin with: the draft, or what is proposed where it is known what it is about."""
    if draft is None:
        return {"about": found.chosen, "with_": list(found.proposed)}
    return {**draft.fields, "draft": str(draft.n), "mark": draft.mark}


def _fresh() -> dict[str, Any]:
    return {"drafts": mine()}
