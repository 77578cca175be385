"""The forms of a proposal: beginning it, its parts one by one, circulating and amending it. What they need is taken, the rest taken out."""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.acts.answers import StaleError
from govflow.acts.text import pence_typed
from govflow.domain.money import MOVING, RELEASE
from govflow.domain.policies import Kind
from govflow.reading.authority import Deciding
from govflow.reading.proposals import Beginning, Setting
from web.fields import Checkboxes, Day, Hidden, LongText, Option, Radios, Select, Text
from web.forms import ChangeForm

MONEY = ("amount", "line", "year", "to_line", "to_year", "releases")
EFFECTS = (Option("serves", _l("Serves it")), Option("strains", _l("Strains it")), Option("neither", _l("Neither")))
# The parts of the statement: title, question and what makes an answer useful.
PARTS: Mapping[str, tuple[Any, Any, Any]] = {
    "affected": (
        _l("Who is affected"),
        _l("Who is affected, and how?"),
        _l("Groups, numbers and places, and who loses: “about 60 people a year leave hospital with nowhere to go”."),
    ),
    "evidence": (
        _l("Evidence and voices"),
        _l("What is the evidence, and what did people who use services say?"),
        _l("Name the source, the year and how sure you are. Say who was asked, when, and what they wanted that this does not give."),
    ),
    "options": (
        _l("Options"),
        _l("What else was considered, and why not?"),
        _l("At least doing nothing, and the option that somebody here would have preferred. One sentence on each is enough."),
    ),
    "cost": (
        _l("Cost"),
        _l("What does it cost, and who bears it?"),
        _l("The budget line, this year and after; whether it is devolved or aligned; what stops if money is moved."),
    ),
    "lawful": (
        _l("Legal and safe"),
        _l("Is it legal, and is it safe?"),
        _l("Statutory duties it touches, the equality duty, safeguarding, data about people, and who has checked."),
    ),
    "interests": (
        _l("Interests"),
        _l("Which interests of our organisations are in play, and how were they set aside?"),
        _l("Who would gain contracts, staff or money. “None that we know of, asked on …” is an answer."),
    ),
}  # fmt: skip


class TaskForm(ChangeForm):
    """A part of a proposal. It knows which words it was opened on, so that nobody writes over what somebody else wrote meanwhile."""

    seen = Hidden()

    def sees(self, standing: "TaskForm") -> None:
        """Note what stands now. Raises StaleError when something else stood when the page was opened."""
        before, self.seen.data = self.seen.data or "", _digest(standing.act_data())
        if before not in {"", self.seen.data}:
            self.standing = standing
            raise StaleError("written by somebody else meanwhile")

    standing: "TaskForm | None" = None


class WordsForm(TaskForm):
    title = Text(_l("Title"), hint=_l("What would be decided, in a few words."), needed=_l("Enter a title."))
    text = LongText(
        _l("The decision, in the words to be agreed"), rows=12, needed=_l("Enter the text."),
        hint=_l("Everybody agrees to exactly these words: who does what, by when, with which money."),
    )  # fmt: skip


class MoneyForm(TaskForm):
    amount = Text(
        _l("Amount"), hint=_l("For example £180,000 or £1,250.50"), prefix={"text": "£"}, classes="govuk-input--width-10",
        inputmode="decimal", spellcheck=False,
    )  # fmt: skip
    line = Select(_l("Budget line"))
    year = Select(_l("Year"))
    to_line = Select(_l("Budget line that it goes to"))
    to_year = Select(_l("Year that it goes to"))
    releases = Text(_l("Decision whose money is given back"), hint=_l("Its reference, such as DEC-0042."), spellcheck=False)

    def offer(self, found: Beginning | Setting) -> None:
        nothing = Option("", _("Choose"))
        for field, words in (
            (self.line, found.lines),
            (self.year, found.years),
            (self.to_line, found.lines),
            (self.to_year, found.years),
        ):
            field.options = (nothing, *(Option(x, x) for x in words))

    def keep(self, kind: Kind | None, *, money: bool) -> None:
        """Take out what a proposal of ``kind`` does not say; ``money`` is whether it names an amount at all."""
        does = kind.money if kind is not None and money else ""
        out = () if money else ("amount", "line", "year")
        for name in (*out, *(() if does in MOVING else ("to_line", "to_year")), *(() if does == RELEASE else ("releases",))):
            delattr(self, name)


class ReachForm(TaskForm):
    changes = Checkboxes(_l("Does it change any of these?"), hint=_l("Leave them all empty for an ordinary proposal."))
    measure = Select(_l("Which measure should it move?"))
    review_on = Day(_l("When is it looked at again?"), hint=_l("A day by which one can see whether it worked."))

    def act_data(self) -> dict[str, Any]:
        return super().act_data() | {"changes": list(self.changes.data or ())}


class BodyForm(TaskForm):
    body = Select(_l("Body that decides"), hint=_l("A higher body can be asked for, never a lower one than may decide it."))

    def choose(self, found: Deciding) -> None:
        self.body.options = tuple(Option(*choice) for choice in found.choices)


class BeginForm(WordsForm, MoneyForm, BodyForm):
    """All that a kind may need; what it does not need is taken out."""

    concerns = Select(_l("Which participant is it about?"))
    linked = Select(
        _l("Does it follow from a matter reserved to the owner?"),
        hint=_l("Then the two come into force together, when both are settled."),
    )
    nothing_follows = LongText(
        _l("If nothing follows for the others' money or duties: why not?"), rows=3,
        hint=_l("Leave it empty if something follows, and propose that as a decision of its own, linked to this one."),
    )  # fmt: skip

    def offer_links(self, found: Beginning, *, is_reserved: bool) -> None:
        """Offer what a reserved matter needs, or the reserved matters from which it may follow."""
        self.linked.options = (Option("", _("No")), *(Option(ref, f"{ref} {title}") for ref, title in found.reserved))
        for name, wanted in (("linked", bool(found.reserved) and not is_reserved), ("nothing_follows", is_reserved)):
            if not wanted:
                delattr(self, name)

    def draft(self, kind: str) -> dict[str, Any]:
        """Return what bears on who decides, as far as it is typed."""
        money = {name: getattr(self, name).data or "" if name in self else "" for name in MONEY}
        amount = pence_typed(money.pop("amount"))
        return {"kind": kind, "amount_pence": amount, "changes": (), **money}


class AmendForm(WordsForm, MoneyForm):
    reason = LongText(_l("Why is it changed?"), needed=_l("Say why it is changed."), rows=3)

    def was_shown(self, version: int) -> bool:
        """Say whether just this was shown against ``version``, and note that it is now. Raises StaleError if against another."""
        before, digest = self.seen.data or "", _digest(self.act_data())
        if before and before.partition(" ")[0] != str(version):
            self.seen.data = ""
            raise StaleError("amended since its differences were shown")
        self.seen.data = f"{version} {digest}"
        return bool(before == self.seen.data)


class CirculateForm(BodyForm):
    papers = LongText(_l("Papers"), hint=_l("One a line: the title, and where it is."), rows=4)
    for_decision = Radios(
        _l("Is it for decision?"), [Option("yes", _l("Yes: everybody will be asked for a position")), Option("no", _l("No"))],
        default="yes",
    )  # fmt: skip
    urgent__reason = LongText(
        _l("If it is urgent: why can it not wait?"), rows=2,
        hint=_l("Leave these three empty if it is not. Urgency shortens notice, never unanimity; chair and manager both agree to it."),
    )  # fmt: skip
    urgent__legal = LongText(_l("If it is urgent: is it legal?"), rows=2)
    urgent__safe = LongText(_l("If it is urgent: is it safe?"), rows=2)

    def act_data(self) -> dict[str, Any]:
        return super().act_data() | {"papers": [line.strip() for line in (self.papers.data or "").splitlines() if line.strip()]}


def task_form(task: str, found: Setting, *, fresh: bool = False) -> TaskForm:
    """Return the form of a task with what is written already; ``fresh`` without what was just typed."""
    only = {"formdata": None} if fresh else {}
    if task in PARTS:
        _title, label, hint = PARTS[task]
        field = LongText(label, hint=hint, rows=10)
        kind = type("PartForm", (TaskForm,), {f"statement__{task}": field})
        made: TaskForm = kind(data={f"statement__{task}": found.version.statement.get(task, "")}, **only)
        return made
    if task == "principles":
        return _grid(found)(data=_grid_values(found), **only)
    form = {"words": WordsForm, "money": MoneyForm, "reach": ReachForm, "body": BodyForm}[task](data=values(found), **only)
    _offers(form, found)
    return form


def _offers(form: TaskForm, found: Setting) -> None:
    if isinstance(form, MoneyForm):
        form.offer(found)
        form.keep(found.kind, money=True)
    if isinstance(form, BodyForm):
        form.choose(found.deciding)
    if isinstance(form, ReachForm):
        form.changes.options = tuple(Option(word, means[:1].upper() + means[1:]) for word, means in found.changeable)
        form.measure.options = (Option("", _("None of the mandate's")), *(Option(m, m) for m in found.measures))


def _grid(found: Setting) -> type[TaskForm]:
    """Return a form with two fields a principle: what the proposal does to it, and how."""
    fields: dict[str, Any] = {}
    for principle in found.principles:
        name = f"statement__principles__{principle.id}"
        fields[f"{name}__effect"] = Radios(
            principle.title, EFFECTS, hint=principle.means, classes="govuk-radios--inline", default="serves"
        )
        fields[f"{name}__how"] = LongText(_l("How? (%(principle)s)", principle=principle.title), rows=3)
    return type("GridForm", (GridForm,), fields)


class GridForm(TaskForm):
    def act_data(self) -> dict[str, Any]:
        """Return only the principles of which something is said, or no longer said."""
        grid = super().act_data().get("statement", {}).get("principles", {})
        return {"statement": {"principles": {name: note for name, note in grid.items() if "how" in note}}}


def _grid_values(found: Setting) -> dict[str, Any]:
    grid = found.version.statement.get("principles", {})
    return {f"statement__principles__{p}__{what}": text for p, note in grid.items() for what, text in note.items()}


def values(found: Setting) -> dict[str, Any]:
    version = found.version
    names = ("title", "text", "line", "year", "to_line", "to_year", "releases", "changes", "measure", "review_on")
    plain = {name: getattr(version, name) for name in names}
    return plain | {"amount": found.amount, "changes": list(version.changes), "body": found.asked_body}


def same(data: Mapping[str, Any]) -> str:
    """Return data as one text, in which the two kinds of line ends are the same."""
    return repr(data).replace("\\r\\n", "\\n")


def _digest(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(same(data).encode()).hexdigest()
