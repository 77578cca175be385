"""Issues on the no-fault ladder: the list, the page of one, and what can be done with it, each act a small form of its own.

Whoever may not know of an issue gets what an unknown page gets; whoever may not read it is shown only that it exists.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.reading import issues as reading
from govflow.reading.people import helpers
from web import issue_logging
from web.access import allow
from web.fields import Hidden, LongText, Option, Radios, Select, Text
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.looks import Entry
from web.recorded import tell_recorded

screens = Blueprint("issues", __name__)
menu = (Entry(25, "issues.show", lambda: _l("Issues")),)
Page = dict[str, Any]


class IssueForm(ActForm):
    """A form of an act on an issue; ``participant`` is asked for where somebody speaks for several of those concerned."""

    participant = Radios(_l("For which organisation?"), needed=_l("Say for which organisation this is."), in_act=False)
    asks_for_whom = False

    def meet(self, page: Page) -> None:
        """Fill in what depends on the issue."""
        if self.asks_for_whom and len(page["speaks_for"]) > 1:
            self.participant.options = tuple(Option(*one) for one in page["speaks_for"])
        else:
            del self.participant

    def whose(self) -> str:
        """Return for which participant it is, where that was asked."""
        return str(self.participant.data or "") if "participant" in self else ""


class WhyForm(IssueForm):
    looked_over = ("reason",)
    reason = LongText(_l("Why?"), rows=4, hint=_l("A sentence or two that the others can follow."), needed=_l("Say why."))


class DifferForm(WhyForm):
    asks_for_whom = True


class OfferForm(IssueForm):
    looked_over = ("option", "new")
    option = LongText(
        _l("What could everyone concerned live with?"), rows=6,
        hint=_l("Say what would be done, by whom and by when."),
        needed=_l("Write the way forward."),
    )  # fmt: skip
    new = LongText(_l("What is new in it? (if anything)"), rows=3)
    title = Text(_l("The title of the decision, if it should change"))
    text = LongText(
        _l("The words of the decision, if they should change"), rows=10,
        hint=_l("This is what it says now. Change it only where the way forward needs it; otherwise leave it."),
    )  # fmt: skip
    asks_for_whom = True

    def meet(self, page: Page) -> None:
        super().meet(page)
        if page["says_new"]:
            self.new.label.text = _l("What is new in it?")
            self.new.hint = _l("At the second consideration only something new is looked at.")
        self.contested = page["contested"]
        if self.contested is None:
            del self.title, self.text
        elif self.text.data is None:
            self.title.data, self.text.data = self.contested["title"], self.contested["text"]

    def act_data(self) -> dict[str, Any]:
        """Return what was typed; words of the decision only where they differ from what it says now."""
        data, now_says = super().act_data(), self.contested or {}
        return {k: v for k, v in data.items() if k not in {"title", "text"} or _plain(v) != _plain(now_says.get(k, ""))}


class AcceptForm(IssueForm):
    option = Radios(_l("Which way forward does your organisation accept?"), needed=_l("Choose one of the ways forward."))
    asks_for_whom = True

    def meet(self, page: Page) -> None:
        super().meet(page)
        self.option.options = tuple(Option(str(one["n"]), _way(one), one["option"]) for one in page["options"])


class AppointForm(IssueForm):
    person = Select(_l("Who?"), needed=_l("Choose somebody."))
    terms = LongText(
        _l("On which terms?"), rows=4, needed=_l("Say on which terms."),
        hint=_l("How often, until when, who pays, and that it stays between those concerned."),
    )  # fmt: skip

    def meet(self, page: Page) -> None:
        super().meet(page)
        with looking() as view:
            known = helpers(view, house().book, now())
        self.person.options = (Option("", _("Choose")), *(Option(person, words) for person, words in known))


class TurnAwayForm(WhyForm):
    route = Radios(_l("Where does it belong?"), needed=_l("Choose one of the routes."))

    def meet(self, page: Page) -> None:
        super().meet(page)
        self.route.options = tuple(Option(one.id, one.title, one.when) for one in page["routes"])


class PublishForm(IssueForm):
    looked_over = ("summary",)
    summary = LongText(
        _l("What may everybody know?"), rows=6, needed=_l("Write what everybody may know."),
        hint=_l("What came of it, and what follows. Not who said what."),
    )  # fmt: skip


class ConsentForm(IssueForm):
    """The consent to the words that were read: they come with the form."""

    version = Hidden()
    asks_for_whom = True

    def meet(self, page: Page) -> None:
        super().meet(page)
        words = page["words"]
        now_waiting = str(words["n"]) if words else ""
        self.read, self.version.data = self.version.data or now_waiting, now_waiting

    def act_data(self) -> dict[str, Any]:
        """Return which words were read."""
        return {"version": self.read} if self.read else {}


class Act(NamedTuple):
    """One act: what its page is called and says, what its button says, what it asks for, and whether it is one to think over."""

    title: Any
    says: Any
    button: Any
    form: type[IssueForm] = WhyForm
    warning: bool = False


# In the order in which they are offered.
ACTS: Mapping[str, Act] = {
    "accept_option": Act(
        _l("Accept a way forward"),
        _l("When everyone concerned accepts the same one, the issue is resolved. You can change your answer until then."),
        _l("Accept it"),
        AcceptForm,
    ),
    "offer_option": Act(
        _l("Offer a way forward"),
        _l("Everyone who takes part sees it, and those concerned can accept it. Several can stand side by side."),
        _l("Offer it"),
        OfferForm,
    ),
    "triage": Act(_l("Sort it"), _l("It goes to the next step, with a word on why."), _l("Take it to the next step")),
    "appoint": Act(
        _l("Appoint somebody independent to help"),
        _l("The person can sign in and sees this issue alone, while it is on this step."),
        _l("Appoint"),
        AppointForm,
    ),
    "step_up": Act(
        _l("Take it to the next step"), _l("It need not wait until its time here is over."), _l("Take it to the next step")
    ),
    "close": Act(
        _l("Agree to differ"),
        _l("You say that your organisation can leave this unresolved. When everyone concerned says so, it is closed."),
        _l("Agree to differ"),
        DifferForm,
    ),
    "turn_away": Act(
        _l("Send it where it belongs"),
        _l("Some things are not for the alliance to talk over. It ends here, and goes its own way from now on."),
        _l("Send it there"),
        TurnAwayForm,
        warning=True,
    ),
    "consent": Act(
        _l("Consent to the words for everybody"),
        _l(
            "When everyone concerned has consented, everybody who may know of this issue can read these words, and nothing else of it."
        ),
        _l("Consent"),
        ConsentForm,
    ),
    "publish": Act(
        _l("Put words for everybody"),
        _l("Nobody but those concerned sees them before each of them has consented. New words ask everyone again."),
        _l("Put them to those concerned"),
        PublishForm,
    ),
}
CLOSES = Act(
    _l("Close it"),
    _l("It ends without a way forward, and the reasons stay with those concerned. What it held goes on."),
    _l("Close it"),
    warning=True,
)


@screens.get("/issues")
@allow("signed in", "guest")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.all_issues(view, house().book, me().person, now())
    return render_template("issues/all.html", drafts=issue_logging.mine(), **found)


@screens.get("/issues/<issue>")
@allow("signed in", "guest")
def page(issue: str) -> ResponseReturnValue:
    found = page_of(issue)
    ways = [(event, act_of(found, event).title) for event in ACTS if event in found["offers"]]
    return render_template("issues/issue.html", page=found, ways=ways)


@screens.route("/issues/<issue>/do/<step>", methods=["GET", "POST"])
@allow("signed in", "guest")
def act(issue: str, step: str) -> ResponseReturnValue:
    found = page_of(issue)
    if step not in ACTS or not (found["reads"] or step in found["offers"]):
        abort(404)
    wanted = act_of(found, step)
    form = wanted.form().on("issues/act.html", partial(_shown, issue, step), act=wanted)
    form.meet(found)
    if form.is_sent():
        done = do(f"issue.{step}", issue, form.act_data(), key=form.key.data, participant=form.whose())
        tell_recorded(done.seq)
        return redirect(url_for("issues.page", issue=issue), 303)
    return form.page()


def act_of(found: Page, event: str) -> Act:
    """Return what an act means on this issue, for whoever is here: closing it, or agreeing to differ."""
    return CLOSES if event == "close" and found.get("closes_it") else ACTS[event]


def page_of(issue: str) -> Page:
    """Return an issue as whoever is here may see it. Raises Refused for one of which whoever is here may not know."""
    with looking() as view:
        return reading.issue_page(view, house().book, issue, me().person, now())


def _shown(issue: str, step: str) -> Page:
    """Return what the page of an act shows, as things stand when it is made."""
    found = page_of(issue)
    return {"page": found, "possible": step in found["offers"]}


def _way(one: Page) -> str:
    return str(_("Way forward %(n)s, offered by %(who)s", n=one["n"], who=one["by"]))


def _plain(text: str) -> str:
    return " ".join(str(text).split())
