"""The restricted route of default: what it is for, preparing one, its page for those who may read it, and each act as a small page.

Whoever may not read one is answered as if there were none: no list, no link and no other page says so.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.reading import defaults as reading
from web.access import allow
from web.default_forms import PrepareForm, prepare_form
from web.fields import Day, LongText, Option, Radios
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.recorded import tell_recorded

screens = Blueprint("defaults", __name__)


class StepForm(ActForm):
    """A form of a step; ``participant`` is asked for where somebody speaks for several."""

    alone = ""

    participant = Radios(_l("For which organisation?"), needed=_l("Say for which organisation this is."), in_act=False)

    def meet(self, offer: reading.Offer | None) -> None:
        """Ask for whom, where there are several."""
        if offer is not None and len(offer.for_whom) > 1:
            self.participant.options = tuple(Option(*one) for one in offer.for_whom)
        else:
            self.alone = offer.for_whom[0][0] if offer is not None and offer.for_whom else ""
            del self.participant

    def whose(self) -> str:
        """Return for which participant it is."""
        return str(self.participant.data or "") if "participant" in self else self.alone


class ReasonForm(StepForm):
    looked_over = ("reason",)
    reason = LongText(_l("Why?"), rows=5, needed=_l("Say why."), hint=_l("All who may read this read it, whom it concerns too."))


class ServeForm(StepForm):
    names = {"on": "day"}  # noqa: RUF012 - the form's own, as the base declares it
    how = LongText(
        _l("How was it served?"),
        rows=3,
        needed=_l("Say how."),
        hint=_l("Such as: handed over at the office, or sent to the address of the agreement."),
    )
    day = Day(_l("On which day?"), hint=_l("Empty: today. The time to put it right runs from this day."), in_act=False)

    def act_data(self) -> dict[str, Any]:
        day = self.day.said()
        return super().act_data() | ({"on": day} if day else {})


class ExtendForm(StepForm):
    until = Day(
        _l("Until which day?"),
        needed=_l("Give the day."),
        hint=_l("There is more time once all the others agree to the same day."),
    )


class CureForm(StepForm):
    evidence = LongText(
        _l("What was done to put it right?"),
        rows=8,
        needed=_l("Say what was done."),
        hint=_l("What was done, when, and where it can be seen. All the others read it before they judge."),
    )


class HeardForm(StepForm):
    reason = LongText(_l("What do you want the others to know?"), rows=10, needed=_l("Write what you want to say."))


class JudgeForm(StepForm):
    looked_over = ("reason",)
    cured = Radios(_l("Was it put right?"), needed=_l("Choose one."), options=[
        Option("yes", _l("Yes, it was put right")), Option("no", _l("No, it was not put right")),
    ])  # fmt: skip
    reason = LongText(_l("Why?"), rows=5, needed=_l("Say why."), hint=_l("What you looked at, and what you found."))


class Step(NamedTuple):
    """One act: what its page is called and says, what its button says, what it asks for, and whether it is one to think over."""

    title: Any
    says: Any
    button: Any
    form: type[StepForm] = StepForm
    warning: bool = False


# In the order in which they are offered.
STEPS: Mapping[str, Step] = {
    "cure": Step(
        _l("Say what was put right"),
        _l("All the others are told, and can judge it from then on. You may add to it later."),
        _l("Say it"),
        CureForm,
    ),
    "be_heard": Step(
        _l("Be heard"),
        _l("You may be heard at any time. What you say is read by all the others; you are not counted in what they decide."),
        _l("Say it"),
        HeardForm,
    ),
    "confirm": Step(
        _l("Confirm it"),
        _l("You say that you have read the grounds and the evidence, and that they hold. All the others are asked to join then."),
        _l("Confirm it"),
    ),
    "give_notice": Step(
        _l("Join the notice"),
        _l("The notice stands once all the others have joined it; then whom it concerns is told."),
        _l("Join the notice"),
    ),
    "serve": Step(
        _l("Record that the notice was served"),
        _l("In writing, as the agreement asks. Whom it concerns, and the others, are told."),
        _l("Record it"),
        ServeForm,
    ),
    "judge": Step(
        _l("Say whether it was put right"),
        _l("Each of the others says so for itself, with a reason. It may be changed until all have said the same."),
        _l("Record it"),
        JudgeForm,
    ),
    "extend": Step(
        _l("Agree to more time"),
        _l("The time is longer once all the others agree to the same later day."),
        _l("Agree to it"),
        ExtendForm,
    ),
    "propose_exclusion": Step(
        _l("Ask all the others what follows"),
        _l(
            "A decision begins, which you propose. All the others are asked, and only if every one of them agrees does it follow."
        ),
        _l("Ask the others"),
        ReasonForm,
        warning=True,
    ),
    "withdraw": Step(
        _l("Go no further with it"),
        _l("It ends for everybody, and nothing follows. The reason stays to be read."),
        _l("End it"),
        ReasonForm,
        warning=True,
    ),
}


class Way(NamedTuple):
    """A line of what can be done: its act, what it is called, where it leads, and what keeps it back."""

    event: str
    title: Any
    href: str
    kept_back: tuple[Any, ...]


@screens.get("/defaults")
@allow("signed in", "guest")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.all_defaults(view, house().book, me().person, now())
    return render_template("defaults/all.html", **found)


@screens.get("/defaults/new")
@allow("seat holder")
def gate() -> ResponseReturnValue:
    """Say first what the route is for and what not, before anything can be written."""
    return render_template("defaults/gate.html", begin=_beginning())


@screens.route("/defaults/new/prepare", methods=["GET", "POST"])
@allow("seat holder")
def prepare() -> ResponseReturnValue:
    found = _beginning()
    if not found["has_route"]:
        return redirect(url_for("defaults.gate"))
    form: PrepareForm = prepare_form(found).on("defaults/prepare.html", dict, begin=found)
    if form.is_sent():
        done = do("default.prepare", data=form.act_data(), key=form.key.data, participant=form.whose())
        flash(_("Prepared. It is entry %(number)s of the record.", number=done.seq))
        return redirect(url_for("defaults.page", default=done.subject), 303)
    return form.page()


@screens.get("/defaults/<default>")
@allow("signed in", "guest")
def page(default: str) -> ResponseReturnValue:
    found = page_of(default)
    return render_template("defaults/default.html", page=found, ways=ways(found))


@screens.route("/defaults/<default>/do/<event>", methods=["GET", "POST"])
@allow("signed in", "guest")
def act(default: str, event: str) -> ResponseReturnValue:
    found, step = page_of(default), STEPS.get(event)
    if step is None:
        abort(404)
    form = step.form().on("defaults/act.html", partial(_shown, default, event), step=step)
    form.meet(_offer(found, event))
    if form.is_sent():
        done = do(f"default.{event}", default, form.act_data(), key=form.key.data, participant=form.whose())
        tell_recorded(done.seq)
        return redirect(url_for("defaults.page", default=default), 303)
    return form.page()


def ways(found: Mapping[str, Any]) -> list[Way]:
    """Return what whoever is here can do, in the order of the table, with what keeps it back."""
    offered = [(event, _offer(found, event), step) for event, step in STEPS.items()]
    return [
        Way(event, step.title, url_for("defaults.act", default=found["ref"], event=event), offer.unmet)
        for event, offer, step in offered
        if offer is not None
    ]


def page_of(default: str) -> dict[str, Any]:
    """Return a default as whoever is here sees it. Raises Refused for one there is not, or that is not for them to read."""
    with looking() as view:
        return reading.default_page(view, house().book, default, me().person, now())


def _beginning() -> dict[str, Any]:
    with looking() as view:
        return reading.beginning(view, house().book, me().person, now())


def _offer(found: Mapping[str, Any], event: str) -> reading.Offer | None:
    return next((one for one in found["offers"] if one.event == event), None)


def _shown(default: str, event: str) -> dict[str, Any]:
    """Return what the page of an act shows, as things stand when it is made."""
    found = page_of(default)
    offer = _offer(found, event)
    return {"page": found, "possible": offer is not None, "kept_back": offer.unmet if offer else ()}
