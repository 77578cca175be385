"""Moves on a decision, each a small form: one table says what is asked, what the page is called and what its button says."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.reading.proposals import Setting, interest_moves, is_out_of_reach, setting
from web.access import allow
from web.fields import Clock, Day, LongText, Option, Radios, Select, Text
from web.forms import ActForm
from web.here import do, house, looking, me, now
from web.recorded import tell_recorded
from web.saying import says

screens = Blueprint("moves", __name__)


class MoveForm(ActForm):
    """A form of a move; ``participant`` is asked for where somebody speaks for several."""

    participant = Radios(_l("For which organisation?"), needed=_l("Say for which organisation this is."), in_act=False)

    def meet(self, event: str, found: Setting) -> None:
        """Fill in what depends on the decision."""
        offer = found.offer(event)
        several = offer.for_whom if offer and len(offer.for_whom) > 1 and event in ANSWERING else ()
        if several:
            self.participant.options = _options(several)
        else:
            del self.participant

    def whose(self) -> str:
        """Return for which participant it is, where that was asked."""
        return str(self.participant.data or "") if "participant" in self else ""


ANSWERING = frozenset(
    {"notify_own_body", "ratify", "call_in", "decline", "raise_objection"}
)  # where an act must say for whom, if there are several


class ReasonForm(MoveForm):
    reason = LongText(_l("Why?"), hint=_l("A sentence or two that the others can follow."), needed=_l("Say why."), rows=4)


class OpenForm(MoveForm):
    names = {"closes": "closes_on"}  # noqa: RUF012 - the form's own, as the base declares it
    closes_on = Day(_l("Last day"), hint=_l("Leave it empty to give everybody the whole time of the policy."), in_act=False)
    closes_at = Clock(_l("Until what time?"), in_act=False, hint=_l("For example 17:00"))

    def meet(self, event: str, found: Setting) -> None:
        super().meet(event, found)
        self.closes_at.data = self.closes_at.data or found.closing

    def act_data(self) -> dict[str, Any]:
        on = self.closes_on.said()
        return {"closes": f"{on} {self.closes_at.said()}"} if on else {}


class UrgencyForm(MoveForm):
    urgent__reason = LongText(_l("Why can it not wait?"), rows=3, needed=_l("Say why it cannot wait."))
    urgent__legal = LongText(_l("Is it legal?"), rows=3, needed=_l("Say whether it is legal, and who has looked at it."))
    urgent__safe = LongText(_l("Is it safe?"), rows=3, needed=_l("Say whether it is safe, and for whom."))


class VoiceForm(MoveForm):
    who = Text(_l("Who?"), hint=_l("A group, never a name: “nine people at the Tuesday group”."), needed=_l("Say which group."))
    said = LongText(_l("What did they say?"), hint=_l("In their words where you can."), needed=_l("Write what was said."))
    changed = LongText(_l("What did it change? (if anything)"), rows=3)


class AskForm(MoveForm):
    text = LongText(_l("Your question"), hint=_l("Everybody sees it, and its answer."), needed=_l("Write your question."))


class AnswerForm(MoveForm):
    to = Radios(_l("Which question?"), needed=_l("Choose the question you answer."))
    text = LongText(_l("Your answer"), needed=_l("Write your answer."))

    def meet(self, event: str, found: Setting) -> None:
        super().meet(event, found)
        self.to.options = tuple(Option(str(q.n), q.said, _answered(q.by, q.answered)) for q in found.questions)


class WordingForm(MoveForm):
    text = LongText(_l("The text, in the new wording"), needed=_l("Write the text."), rows=12)

    def meet(self, event: str, found: Setting) -> None:
        super().meet(event, found)
        self.text.data = found.version.text if self.text.data is None else self.text.data


class DeferForm(ReasonForm):
    until = Day(_l("Until which day?"), hint=_l("It is taken up again on this day."), needed=_l("Give the day."))


class OwnNoticeForm(MoveForm):
    route = Radios(_l("By which route?"), needed=_l("Choose one of the routes."))
    published_on = Day(
        _l("When was it published?"),
        hint=_l("For special urgency, the day on which the scrutiny chair agreed."),
        needed=_l("Give the day on which it was published."),
    )
    decide_on = Day(_l("When will your body decide? (you may leave this out)"), hint=_l("For example, 27 3 2026"))
    reference = Text(_l("Reference of the notice (you may leave this out)"))
    reason = LongText(_l("Why is notice in full impracticable?"), hint=_l("For the two short routes only."), rows=3)

    def meet(self, event: str, found: Setting) -> None:
        super().meet(event, found)
        self.route.options = tuple(Option(*route) for route in found.routes)


class RatifyForm(MoveForm):
    reference = Text(_l("Reference of your own body's decision"), hint=_l("For example a minute number."), needed=_l("Give it."))
    decided_on = Day(_l("When did it decide?"), needed=_l("Give the day your body decided."))
    announced_on = Day(
        _l("When was that decision published? (you may leave this out)"), hint=_l("If later. Call-in is counted from this day.")
    )


class ObjectionForm(ReasonForm):
    looked_over = ("reason", "would_agree_if")
    principle = Select(_l("Which principle is at stake?"))
    interest = Select(_l("Or which protected interest?"))
    would_agree_if = LongText(_l("What would have to change?"), needed=_l("Say what would let you agree."), rows=4)

    def meet(self, event: str, found: Setting) -> None:
        super().meet(event, found)
        nothing = Option("", _("None of these"))
        self.principle.options = (nothing, *(Option(p.id, p.title) for p in found.principles))
        self.interest.options = (nothing, *(Option(i, i) for i in found.protected))


class CompleteForm(MoveForm):
    outcome = LongText(_l("What was done, and what came of it?"), needed=_l("Say what came of it."))


class ReviewForm(MoveForm):
    finding = LongText(_l("What did you find?"), hint=_l("Look at the measure, and ask those who use it."), needed=_l("Say it."))
    worked = Radios(_l("Did it work for the people who use services?"), needed=_l("Choose one."), options=[
        Option("yes", _l("Yes")), Option("partly", _l("Partly")), Option("no", _l("No")),
    ])  # fmt: skip


class Move(NamedTuple):
    """One move: what its page is called and says, what its button says, what it asks for, and whether it is one to think over."""

    title: Any
    says: Any
    button: Any
    form: type[MoveForm] = MoveForm
    warning: bool = False


# In the order in which they are offered.
MOVES: Mapping[str, Move] = {
    "open": Move(
        _l("Open positions"),
        _l("Every participant is asked for its position. Who is asked, and the text, are fixed now."),
        _l("Open positions"),
        OpenForm,
    ),
    "consult": Move(
        _l("Talk it over first"), _l("People are asked what they think before notice is given."), _l("Start talking it over")
    ),
    "record_voice": Move(
        _l("Record what people said"), _l("What people who use services, or others, said of it."), _l("Record it"), VoiceForm
    ),
    "ask": Move(_l("Ask a question"), _l("The proposer answers on this page."), _l("Ask"), AskForm),
    "answer": Move(
        _l("Answer a question"), _l("Your answer stands beside the question for everybody."), _l("Answer"), AnswerForm
    ),
    "edit_wording": Move(
        _l("Mend the wording"),
        _l("Only what keeps the meaning. Chair and manager both stand behind it, and anybody asked can insist that it changes."),
        _l("Put the wording forward"),
        WordingForm,
    ),
    "confirm_editorial": Move(
        _l("Confirm the wording"), _l("You say, as the second of chair and manager, that it keeps the meaning."), _l("Confirm")
    ),
    "insist_material": Move(
        _l("Insist that the meaning changes"),
        _l("Every position lapses, and everybody is asked again."),
        _l("Insist"),
        ReasonForm,
        warning=True,
    ),
    "show_urgency": Move(
        _l("Say why it is urgent"),
        _l(
            "Urgency shortens notice, never unanimity. The other of chair and manager agrees to it by opening positions. Everybody is told."
        ),
        _l("Say that it is urgent"),
        UrgencyForm,
    ),
    "close": Move(
        _l("Close positions"),
        _l("Positions end without the agreement of all. Nothing is decided."),
        _l("Close positions"),
        MoveForm,
        warning=True,
    ),
    "retable": Move(
        _l("Put it again"), _l("It is circulated once more. What it says can be changed first."), _l("Put it again"), ReasonForm
    ),
    "notify_own_body": Move(
        _l("Our own body has given notice"),
        _l("A key decision is taken only after public notice. What you record here says from which day your body may decide."),
        _l("Record the notice"),
        OwnNoticeForm,
    ),
    "ratify": Move(
        _l("Our own body has approved"),
        _l("It comes into force when the last body awaited has approved, and its decision can be called in no longer."),
        _l("Record the approval"),
        RatifyForm,
    ),
    "call_in": Move(
        _l("Our own body's decision was called in"),
        _l("It is suspended until your body has decided again; everybody is told."),
        _l("Record the call-in"),
        ReasonForm,
        warning=True,
    ),
    "decline": Move(
        _l("Our own body has not approved"),
        _l("It goes back to being circulated, and every position lapses."),
        _l("Record it"),
        ReasonForm,
        warning=True,
    ),
    "raise_objection": Move(
        _l("Object"),
        _l("It does not come into force; it goes back to being circulated."),
        _l("Object"),
        ObjectionForm,
        warning=True,
    ),
    "direct": Move(
        _l("Direct, as owner, that it goes on"),
        _l("It goes on without prejudice to the issue about it, which stays open. Everybody is told."),
        _l("Direct it"),
        ReasonForm,
        warning=True,
    ),
    "complete": Move(_l("It has been done"), _l("Record what was done and what came of it."), _l("Record it"), CompleteForm),
    "review": Move(
        _l("Record the review"), _l("Whether it worked, for those who use the services."), _l("Record the review"), ReviewForm
    ),
    "defer": Move(_l("Defer"), _l("Positions given so far do not carry over."), _l("Defer"), DeferForm),
    "resume": Move(_l("Take it up again"), _l("It goes on as circulated."), _l("Take it up again"), ReasonForm),
    "withdraw": Move(
        _l("Withdraw"), _l("It ends here. A new proposal can be written."), _l("Withdraw"), ReasonForm, warning=True
    ),
}
# Moves with pages of their own: event -> endpoint and title.
ELSEWHERE: Mapping[str, tuple[str, Any]] = {
    "revise": ("proposals.write", _l("Write the proposal")),
    "circulate": ("proposals.circulate", _l("Give notice")),
    "amend": ("proposals.amend", _l("Amend")),
    "declare_interest": ("interests.declare", _l("Declare an interest, or that there is none")),
    "rule_on_interest": ("interests.show", _l("Rule on interests")),
    "confirm_ruling": ("interests.show", _l("Confirm a ruling on an interest")),
}


OF_AN_INTEREST = frozenset({"rule_on_interest", "confirm_ruling"})  # shown to those whose turn it is


class Way(NamedTuple):
    """A line of what can be done: by which event, what it is called, where it leads ("" where it cannot be done now), and what
    keeps it back.
    """

    event: str
    title: str
    href: str
    kept_back: tuple[str, ...]


@screens.get("/decisions/<ref>/do")
@allow("signed in")
def choose(ref: str) -> ResponseReturnValue:
    """Show what can be done with a decision by whoever is here."""
    found = setting_of(ref)
    with looking() as view:
        mine = {event for events in interest_moves(view, house().book, ref, me().person, now()).values() for event in events}
    shown = [way for way in ways(found) if way.event in mine or way.event not in OF_AN_INTEREST]
    return render_template("moves/choose.html", setting=found, ways=shown, back=page_of(ref))


@screens.route("/decisions/<ref>/do/<event>", methods=["GET", "POST"])
@allow("signed in")
def act(ref: str, event: str) -> ResponseReturnValue:
    move, found = MOVES.get(event), setting_of(ref)
    if move is None:
        abort(404)
    form = move.form().on("moves/move.html", partial(_shown, ref, event), move=move, back=page_of(ref))
    form.meet(event, found)
    if form.is_sent():
        done = do(f"decision.{event}", ref, form.act_data(), key=form.key.data, participant=form.whose())
        return recorded(ref, done.seq)
    return form.page()


def ways(found: Setting) -> list[Way]:
    """Return what can be done with a decision, in the order of the table, with what keeps it back."""
    here = [(e, m.title, url_for("moves.act", ref=found.ref, event=e), _asked(m.form)) for e, m in MOVES.items()]
    there = [(e, title, url_for(endpoint, ref=found.ref), None) for e, (endpoint, title) in ELSEWHERE.items()]
    offered = [(event, found.offer(event), title, href, asked) for event, title, href, asked in (*there, *here)]
    found_ways = []
    for event, offer, title, href, asked in offered:
        kept_back = offer.kept_back_by(asked) if offer is not None and asked is not None else ()
        if offer is not None and not is_out_of_reach(found, event, kept_back):
            found_ways.append(Way(event, str(title), "" if kept_back else href, tuple(says(r) for r in kept_back)))
    return found_ways


def title_of(event: str) -> str:
    """Return what an event is called wherever somebody is offered it."""
    return str(MOVES[event].title if event in MOVES else ELSEWHERE[event][1])


def setting_of(ref: str) -> Setting:
    """Return a decision as whoever is here sees it. Raises Refused for an unknown reference."""
    with looking() as view:
        return setting(view, house().book, ref, me().person, now())


def recorded(ref: str, entry: int) -> ResponseReturnValue:
    """Go back to the decision's page and say what was recorded."""
    tell_recorded(entry)
    return redirect(page_of(ref), 303)


def page_of(ref: str) -> str:
    """Return the address of a decision's own page."""
    return url_for("decisions.show", ref=ref)


def _shown(ref: str, event: str) -> dict[str, Any]:
    """Return what the page of a move shows, as things stand when it is made."""
    found = setting_of(ref)
    offer = found.offer(event)
    kept_back = offer.kept_back_by(_asked(MOVES[event].form)) if offer else ()
    return {"setting": found, "possible": offer is not None, "kept_back": kept_back}


def _asked(form: type[MoveForm]) -> frozenset[str]:
    """Return the names of what a form asks for, as acts know them."""
    unbound = {name.removesuffix("_").replace("__", ".") for name in dir(form) if hasattr(getattr(form, name), "field_class")}
    return frozenset(unbound | {"principle", "would_agree_if", "participant"} | set(form.names))


def _options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    return tuple(Option(value, title) for value, title in pairs)


def _answered(by: str, answered: bool) -> str:  # noqa: FBT001
    return str(_("Asked by %(by)s. It has an answer.", by=by) if answered else _("Asked by %(by)s.", by=by))
