"""Meetings: the calendar, planning and requesting one, its page with agenda and papers, replies."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts.checking import checked
from govflow.acts.meetings import DAYLONG
from govflow.reading import meetings as reading
from govflow.reading import months, planned
from govflow.reading.planned import MOST
from web.access import allow
from web.downloads import download
from web.fields import Clock, Day, File, LongText, Option, Radios, Select, Text, Whole
from web.forms import ActForm
from web.here import do, house, looking, me, now, send
from web.looking_over import Part, is_checked, look_over, wants_back
from web.looks import Entry
from web.recorded import tell_recorded

screens = Blueprint("meetings", __name__)
menu = (Entry(30, "meetings.show", lambda: _l("Meetings")),)
REPLIES = (
    Option("yes", _l("I will come")),
    Option("perhaps", _l("Perhaps")),
    Option(
        "no", _l("I cannot come"), _l("Say so early: your deputy needs to know, and an absence is notified on the people page.")
    ),
)
# How a series repeats: what it is called, and its rule (RFC 5545). Most months have no fifth such weekday: that one is the last.
FEWEST = 2  # meetings of a series
FIFTH = 29  # a day of the month from which on a weekday is the fifth of its kind
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REPEATS = (
    Option("", _l("Once")),
    Option(
        "monthly",
        _l("Every month, on the same weekday of the month"),
        _l("A date on a public holiday moves to the next working day."),
    ),
    Option("monthly_last", _l("Every month, on the last such weekday of the month")),
    Option("fortnightly", _l("Every two weeks")),
    Option("quarterly", _l("Every three months, on the same weekday of the month")),
    Option("quarterly_last", _l("Every three months, on the last such weekday of the month")),
)
KINDS = (
    Option("discussion", _l("For discussion")),
    Option("report", _l("A report")),
    Option("information", _l("For information")),
)


class WhenForm(ActForm):
    """When and where; the day and the time of day make one moment of the act."""

    names = {"at": "day"}  # noqa: RUF012 - the form's own, as the base declares it
    day = Day(_l("Day"), in_act=False, needed=_l("Give the day."))
    clock = Clock(
        _l("Time"), hint=_l("For example 14:00"), in_act=False, default="14:00", needed=_l("Give the time, such as 14:00."),
    )  # fmt: skip
    minutes = Whole(_l("How long? (minutes)"), least=1, most=DAYLONG, classes="govuk-input--width-4", default="120")
    place = Text(_l("Where?"), hint=_l("Room and building. Leave it empty if it is held only by video."))
    link = Text(_l("Link to join by video"), hint=_l("Everybody who is invited gets it."))

    def act_data(self) -> dict[str, Any]:
        day = self.day.said()
        return super().act_data() | ({"at": f"{day} {self.clock.said()}"} if day else {})


class PlanForm(WhenForm):
    names = {**WhenForm.names, "rule": "times"}  # noqa: RUF012 - the form's own, as the base declares it
    body = Select(_l("Which body meets?"), needed=_l("Choose the body."))
    title = Text(_l("Title"), hint=_l("Leave it empty for the body's own name."))
    repeats = Radios(_l("How often?"), REPEATS, in_act=False, default="")
    times = Whole(
        _l("How many times?"), least=FEWEST, most=MOST, in_act=False, default="12", classes="govuk-input--width-2",
        hint=_l("Only if it repeats: from 2 to 60. Each can be moved or cancelled by itself."),
    )  # fmt: skip
    urgent__reason = LongText(
        _l("If it is sooner than notice allows: why can it not wait?"), rows=2, hint=_l("Leave these three empty if it is not."),
    )  # fmt: skip
    urgent__legal = LongText(_l("If it is urgent: is it legal?"), rows=2)
    urgent__safe = LongText(_l("If it is urgent: is it safe?"), rows=2)

    def act_data(self) -> dict[str, Any]:
        rule = self._rule()
        return super().act_data() | ({"rule": rule} if rule else {})

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms' own
        """Look whether everything is right; how many times is not asked of a meeting that is held once."""
        super().validate(extra_validators)
        self.times.errors = self.times.errors if self.repeats.data else []
        return not self.errors

    def _rule(self) -> str:
        day, how = self.day.data, self.repeats.data
        if not how or day is None:
            return ""
        count = f";COUNT={self.times.number() if self.times.data else 12}"
        if how == "fortnightly":
            return f"FREQ=WEEKLY;INTERVAL=2{count}"
        nth = -1 if how.endswith("_last") or day.day >= FIFTH else (day.day - 1) // 7 + 1
        return f"FREQ=MONTHLY;INTERVAL={3 if how.startswith('quarterly') else 1};BYDAY={nth}{WEEKDAYS[day.weekday()]}{count}"


class RequestForm(WhenForm):
    body = Select(_l("Which body should meet?"), needed=_l("Choose the body."))
    title = Text(_l("What about?"))
    reason = LongText(_l("Why is a meeting needed?"), rows=3, needed=_l("Say why."))


class MoveForm(WhenForm):
    reason = LongText(_l("Why is it moved?"), rows=3, needed=_l("Say why. Everybody who is invited reads it."))


class ItemForm(ActForm):
    decision = Select(_l("A decision"), hint=_l("Then it is an item for decision, and its papers are in the pack."))
    title = Text(_l("Or: what is it about?"))
    what = Select(_l("What is wanted?"), KINDS)
    minutes = Whole(_l("How long? (minutes)"), least=1, most=DAYLONG, classes="govuk-input--width-4")
    who = Text(_l("Who brings it?"))
    note = LongText(_l("A note for everybody"), rows=3)

    def act_data(self) -> dict[str, Any]:
        data = super().act_data()
        return {k: v for k, v in data.items() if k not in {"what", "title"}} if data.get("decision") else data


class PaperForm(ActForm):
    title = Text(_l("Title"), needed=_l("Enter a title."))
    item = Select(_l("For which item?"))
    file = File(
        _l("A file"), hint=_l("PDF, Word, Excel, PowerPoint, OpenDocument, text or a picture; at most 20 MB."), in_act=False
    )
    address = Text(_l("Or: where it is"), hint=_l("A whole address that begins with https://"))


class ReplaceForm(ActForm):
    title = Text(_l("Title"), needed=_l("Enter a title."))
    file = File(
        _l("A file"), hint=_l("PDF, Word, Excel, PowerPoint, OpenDocument, text or a picture; at most 20 MB."), in_act=False
    )
    address = Text(_l("Or: where it is"), hint=_l("A whole address that begins with https://"))
    reason = LongText(_l("Why is it replaced?"), rows=3, needed=_l("Say why."))


class ReasonForm(ActForm):
    reason = LongText(_l("Why?"), needed=_l("Say why."), rows=3)


class ReplyForm(ActForm):
    answer = Radios(_l("Will you come?"), REPLIES, needed=_l("Choose one."))


class PressForm(ActForm):
    """Nothing but the button."""


@screens.get("/meetings")
@allow("signed in")
def show() -> ResponseReturnValue:
    with looking() as view:
        found = reading.calendar(view, house().book, me().person, now())
    return render_template("meetings/calendar.html", **found)


@screens.get("/meetings/month")
@allow("signed in")
def month() -> ResponseReturnValue:
    with looking() as view:
        found = months.month_page(view, house().book, months.month_of(request.args.get("month", "")), now())
    return render_template("meetings/month.html", **found)


@screens.route("/meetings/plan", methods=["GET", "POST"])
@allow("manager", "chair", "deputy chair")
def plan() -> ResponseReturnValue:
    return _begin(PlanForm(), "meeting.plan", _("Plan a meeting"), _("Notice and papers go out by themselves in time."))


@screens.route("/meetings/request", methods=["GET", "POST"])
@allow("seat holder")
def ask_for() -> ResponseReturnValue:
    words = _("Any participant may ask for one. It is held within the time the alliance has agreed, with the usual notice.")
    return _begin(RequestForm(), "meeting.request", _("Ask for a meeting"), words)


def _begin(form: Any, act: str, title: str, lead: str) -> ResponseReturnValue:  # noqa: ANN401 - a WhenForm with a body
    """Begin a meeting. Where there is more to see than what was typed, such as the days of a series, it is looked over first."""
    form.on("meetings/form.html", dict, title=title, lead=lead, button=title, back=url_for("meetings.show"))
    form.body.options = _options("bodies", first=False)
    if form.is_sent() and not wants_back():
        data = form.act_data()
        parts = () if is_checked() else _days(form, act, data)
        if parts:
            return look_over(_("Check the days"), parts, title)
        done = do(act, data=data, key=form.key.data)
        several = 1 + len(page_of(done.subject)["series"])
        if several == 1:
            return recorded(done.subject, done.seq)
        flash(_("Recorded: you planned %(n)s meetings. The first is entry %(entry)s of the record.", n=several, entry=done.seq))
        return redirect(_back(done.subject), 303)
    answer: ResponseReturnValue = form.page(200 if wants_back() else 0)
    return answer


def _days(form: Any, act: str, data: Mapping[str, Any]) -> tuple[Part, ...]:  # noqa: ANN401 - a WhenForm
    """Return what is to be seen before it is recorded: the days of a series, and what is odd about the first. Raises Refused."""
    given = checked(act, data)
    with looking() as view:
        days, odd = planned.days_of(view, house().book, given["starts_at"], str(given.get("rule") or ""))
    if "repeats" in form and form.repeats.data in {"monthly", "quarterly"} and form.day.data.day >= FIFTH:
        odd = [*odd, _("Most months have no fifth such weekday: the series is on the last one of each month.")]
    return (Part(_("Its days"), days), Part(_("To know"), odd)) if odd or len(days) > 1 else ()


@screens.get("/meetings/<meeting>")
@allow("signed in")
def page(meeting: str) -> ResponseReturnValue:
    found = page_of(meeting)
    form = ReplyForm(data={"answer": found["reply"]}, formdata=None)
    return render_template("meetings/meeting.html", page=found, reply=form)


@screens.post("/meetings/<meeting>/reply")
@allow("signed in")
def reply(meeting: str) -> ResponseReturnValue:
    form = ReplyForm().on("meetings/meeting.html", lambda: {"page": page_of(meeting), "reply": form})
    page_of(meeting)
    if form.is_sent():
        done = do("meeting.reply", meeting, form.act_data(), key=form.key.data)
        return recorded(meeting, done.seq)
    return form.page()


@screens.route("/meetings/<meeting>/item", methods=["GET", "POST"])
@allow("signed in")
def add_item(meeting: str) -> ResponseReturnValue:
    form = ItemForm()
    form.decision.options = (Option("", _("None")), *_options("decisions", meeting, first=False))
    return _sent(form, meeting, "add_item", _("Add an item"), _("What is added once the papers are out is a late item."))


@screens.route("/meetings/<meeting>/paper", methods=["GET", "POST"])
@allow("signed in")
def add_paper(meeting: str) -> ResponseReturnValue:
    """Take a paper: a link, or a file, which is kept outside the database and named in the record by what it holds."""
    found, form = page_of(meeting), PaperForm()
    items = (Option(str(i["n"]), f"{i['number']}. {i['title']}") for i in found["items"])
    form.item.options = (Option("0", _("The whole meeting")), *items)
    words = _("Everybody the meeting concerns can open it.")
    form.on("meetings/form.html", dict, title=_("Add a paper"), lead=words, button=_("Add it"), back=_back(meeting), upload=True)
    if form.is_sent():
        done = send("meeting.add_paper", meeting, form.act_data(), request.files.get("file"), key=form.key.data)
        return recorded(meeting, done.seq)
    return form.page()


@screens.route("/meetings/<meeting>/papers/<int:number>/replace", methods=["GET", "POST"])
@allow("manager", "chair", "deputy chair")
def replace_paper(meeting: str, number: int) -> ResponseReturnValue:
    """Put another paper in the place of one."""
    old, title = _standing(meeting, number), _("Replace a paper")
    form = ReplaceForm(data={"title": old.title})
    words = _("It takes the place of “%(title)s”. The page goes on saying that there was one.", title=old.title)
    form.on("meetings/form.html", dict, title=title, lead=words, button=_("Replace it"), back=_back(meeting), upload=True)
    if form.is_sent():
        data = form.act_data() | {"paper": number}
        done = send("meeting.replace_paper", meeting, data, request.files.get("file"), key=form.key.data)
        return recorded(meeting, done.seq)
    return form.page()


@screens.route("/meetings/<meeting>/papers/<int:number>/take-away", methods=["GET", "POST"])
@allow("manager", "chair", "deputy chair")
def drop_paper(meeting: str, number: int) -> ResponseReturnValue:
    """Take a paper away."""
    old, form, title = _standing(meeting, number), ReasonForm(), _("Take a paper away")
    words = _("“%(title)s” can be opened by nobody then. The page goes on saying that there was one.", title=old.title)
    form.on("meetings/form.html", dict, title=title, lead=words, button=_("Take it away"), back=_back(meeting))
    if form.is_sent():
        done = do("meeting.drop_paper", meeting, form.act_data() | {"paper": number}, key=form.key.data)
        return recorded(meeting, done.seq)
    return form.page()


def _standing(meeting: str, number: int) -> Any:  # noqa: ANN401 - a Paper
    """Return a paper of a meeting that was not taken away; anything else is not found."""
    page_of(meeting)
    with looking() as view:
        found = view.meeting(meeting)
    return (found.paper_of(number) if found else None) or abort(404)


@screens.get("/meetings/<meeting>/papers/<int:number>")
@allow("signed in")
def paper(meeting: str, number: int) -> ResponseReturnValue:
    """Hand out an uploaded paper, always as a download: nothing that somebody uploaded is run by a browser."""
    one, files = _standing(meeting, number), house().files
    content = files.read(one.digest) if files and one.digest else None
    if content is None:
        abort(404)
    return download(content, one.media, one.title)


@screens.route("/meetings/<meeting>/move", methods=["GET", "POST"])
@allow("manager", "chair", "deputy chair")
def move(meeting: str) -> ResponseReturnValue:
    found = page_of(meeting)
    was = {"day": found["on"], "clock": found["clock"], "minutes": str(found["length"]), "place": found["place"]}
    words = _("Everybody who is invited is told, calendars follow, and replies are asked for again.")
    return _sent(MoveForm(data=was | {"link": found["link"]}), meeting, "reschedule", _("Move the meeting"), words)


@screens.route("/meetings/<meeting>/cancel", methods=["GET", "POST"])
@allow("manager", "chair", "deputy chair")
def cancel(meeting: str) -> ResponseReturnValue:
    return _sent(
        ReasonForm(), meeting, "cancel", _("Cancel the meeting"), _("Everybody who is invited is told. It cannot be undone.")
    )


@screens.post("/meetings/<meeting>/order")
@allow("manager", "chair", "deputy chair")
def order(meeting: str) -> ResponseReturnValue:
    """Move an item one place, or put the whole agenda in the order in which it was dragged."""
    found = [str(i["n"]) for i in page_of(meeting)["items"]]
    wanted = request.form.get("order", "").split() or moved(found, request.form.get("item", ""), request.form.get("way", ""))
    PressForm().on("meetings/meeting.html", lambda: {"page": page_of(meeting), "reply": ReplyForm(formdata=None)})
    do("meeting.order_items", meeting, {"order": wanted})
    return redirect(f"{_back(meeting)}#agenda", 303)


def moved(items: list[str], item: str, way: str) -> list[str]:
    """Return ``items`` with one of them a place further up or down."""
    if item not in items:
        return items
    here = items.index(item)
    there = min(max(here + (-1 if way == "up" else 1), 0), len(items) - 1)
    rest = [one for one in items if one != item]
    return [*rest[:there], item, *rest[there:]]


PRESSED = {
    "send_notice": _l("Notice is given"),
    "send_papers": _l("The papers are sent"),
    "start": _l("The meeting has started"),
    "drop_item": _l("The item is taken off"),
}


@screens.post("/meetings/<meeting>/do/<pressed>")
@allow("manager", "chair", "deputy chair")
def press(meeting: str, pressed: str) -> ResponseReturnValue:
    page_of(meeting)
    if pressed not in PRESSED:
        abort(404)
    data = {"item": request.form.get("item", "")} if pressed == "drop_item" else {}
    form = PressForm().on("meetings/meeting.html", lambda: {"page": page_of(meeting), "reply": ReplyForm(formdata=None)})
    done = do(f"meeting.{pressed}", meeting, data, key=form.key.data)
    if pressed == "start":
        return redirect(url_for("session.show", meeting=meeting), 303)
    return recorded(meeting, done.seq)


def _sent(form: ActForm, meeting: str, event: str, title: str, lead: str) -> ResponseReturnValue:
    page_of(meeting)
    form.on("meetings/form.html", dict, title=title, lead=lead, button=title, back=_back(meeting))
    if form.is_sent():
        done = do(f"meeting.{event}", meeting, form.act_data(), key=form.key.data)
        return recorded(meeting, done.seq)
    return form.page()


def page_of(meeting: str) -> dict[str, Any]:
    """Return a meeting as whoever is here sees it. Raises Refused for an unknown reference."""
    with looking() as view:
        return reading.meeting_page(view, house().book, meeting, me().person, now())


def _options(which: str, meeting: str = "", *, first: bool = True) -> tuple[Option, ...]:
    with looking() as view:
        found = reading.choices(view, house().book, meeting, now())[which]
    empty = (Option("", _("Choose")),) if first else ()
    return (*empty, *(Option(one[0], one[1]) for one in found))


def _back(meeting: str) -> str:
    return url_for("meetings.page", meeting=meeting)


def recorded(meeting: str, entry: int) -> ResponseReturnValue:
    """Go back to the meeting's page and say what was recorded."""
    tell_recorded(entry)
    return redirect(_back(meeting), 303)
