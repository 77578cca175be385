"""The forms in which an owner writes a mandate: one a part, or one a row of it; filled from a draft, and read back as an act's data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field

from govflow.domain.refusals import Refusal
from web.fields import Day, Hidden, LongText, Option, Radios, Select, Text
from web.forms import ActForm
from web.proposal_forms import EFFECTS
from web.proposal_forms import PARTS as STATEMENT

Page = Mapping[str, Any]
Row = Mapping[str, Any]
LEVELS = (
    Option("manager", _l("Alliance manager")), Option("management", _l("Management team")),
    Option("leadership", _l("Leadership team")), Option("owner", _l("The owner")),
)  # fmt: skip
# The parts of a draft: title, and what a new row is called ("" where a part is one form).
PARTS: Mapping[str, tuple[Any, Any]] = {
    "term": (_l("Title and term"), ""),
    "outcomes": (_l("Outcomes"), _l("Add an outcome")),
    "risk": (_l("How much risk is acceptable"), _l("Add a category of risk")),
    "envelope": (_l("Financial envelope"), _l("Add a budget line")),
    "reserved": (_l("Reserved to the owner"), ""),
    "limits": (_l("Limits of what may be decided"), ""),
    "statement": (_l("Best for the people who use the services"), ""),
}
POUNDS: dict[str, Any] = {
    "prefix": {"text": "£"},
    "classes": "govuk-input--width-10",
    "inputmode": "decimal",
    "spellcheck": False,
}


class PartForm(ActForm):
    """One part, or one row of it. It knows which words it was opened on, so that nobody overwrites what was written meanwhile."""

    seen = Hidden()
    first = 0  # the place of its own rows among all those that the act sends
    sent_rows: Sequence[Row] = ()

    def sends(self, first: int, rows: Sequence[Row]) -> None:
        """Note which rows of the act are this form's own."""
        self.first, self.sent_rows = first, rows

    def _field_of(self, refusal: Refusal) -> Field | None:
        """Return the field a refusal is about: the act says a part, where it has rows the number of one, and then a key."""
        part, _, inside = refusal.field.partition(".")
        number, _, key = inside.partition(".")
        if not number.isdecimal() or not key:
            return super()._field_of(refusal) or super()._field_of(replace(refusal, field=inside))
        place = int(number) - self.first
        if not 0 <= place < len(self.sent_rows):
            return None
        row = self.sent_rows[place]
        if key == "amount":
            key = year_field(row["year"]) if part == "envelope" else row["level"]
        return super()._field_of(replace(refusal, field=key))


class TermForm(PartForm):
    names: Mapping[str, str] = {"from": "since", "term": "until"}

    title = Text(_l("Title"), needed=_l("Enter a title."))
    since = Day(_l("First day"), needed=_l("Enter the first day."))
    until = Day(_l("Last day"), needed=_l("Enter the last day."))
    extendable_until = Day(_l("Can be extended until"), hint=_l("Leave it empty if it cannot."))


class OutcomeForm(PartForm):
    id = Text(_l("Short name"), hint=_l("Small letters and hyphens, such as fewer-admissions."), needed=_l("Enter a short name."))
    title = Text(_l("What should change for people?"), needed=_l("Say what should change."))
    measure = Text(_l("How is it measured?"), needed=_l("Say how it is measured."))
    baseline = Text(_l("Baseline"), hint=_l("The figure to begin with, and of when."), needed=_l("Enter the baseline."))
    target = Text(_l("Target"), needed=_l("Enter the target."))
    direction = Radios(
        _l("Which way is better?"), (Option("up", _l("Up")), Option("down", _l("Down"))), needed=_l("Choose up or down.")
    )
    source = Text(_l("Where do the figures come from?"), needed=_l("Say where the figures come from."))


class RiskForm(PartForm):
    category = Text(_l("Category of risk"), needed=_l("Enter the category."))
    threshold = Text(
        _l("From which score does it go up?"), hint=_l("1 to 25: likelihood times effect."), classes="govuk-input--width-3",
        inputmode="numeric", needed=_l("Enter a score from 1 to 25."),
    )  # fmt: skip
    level = Select(_l("To whom?"), LEVELS)


class LineForm(PartForm):
    line = Text(_l("Budget line"), hint=_l("Small letters and hyphens, such as outreach."), needed=_l("Enter the budget line."))
    holding = Radios(
        _l("Who decides on it?"),
        (
            Option("devolved", _l("The alliance"), _l("Devolved to it.")),
            Option("aligned", _l("One participant"), _l("Aligned: planned together, decided by its holder.")),
        ),
        needed=_l("Choose who decides."),
    )  # fmt: skip
    holder = Select(_l("If it is aligned: who holds it?"))
    demand_led = Radios(
        _l("Does it follow demand?"),
        (Option("yes", _l("Yes: what is needed is paid")), Option("no", _l("No: it is a plan"))),
        default="no",
    )


class ReservedForm(PartForm):
    reserved = LongText(
        _l("What may only the owner decide?"), hint=_l("One matter a line."), rows=6, needed=_l("Enter at least one.")
    )


class LimitsForm(PartForm):
    manager = Text(
        _l("The most the alliance manager may decide at once"), hint=_l("For example £5,000. Write 0 for nothing."), **POUNDS
    )
    management = Text(
        _l("The most the management team may decide at once"), hint=_l("For example £5,000. Write 0 for nothing."), **POUNDS
    )


def statement_form(principles: Any) -> type[PartForm]:  # noqa: ANN401 - the policy's
    """Return the form of the best-for-people statement: its parts, and two fields a principle."""
    fields: dict[str, Any] = {name: LongText(label, hint=hint, rows=5) for name, (_title, label, hint) in STATEMENT.items()}
    for one in principles:
        fields[f"principles__{one.id}__effect"] = Radios(
            one.title, EFFECTS, hint=one.means, classes="govuk-radios--inline", default="serves"
        )
        fields[f"principles__{one.id}__how"] = LongText(_l("How? (%(principle)s)", principle=one.title), rows=3)
    return type("StatementForm", (PartForm,), fields)


def part_form(page: Page, part: str) -> PartForm:
    """Return the form of a part that is one form, filled with what the draft says."""
    content, statement = page["content"], page["statement"]
    if part == "term":
        keys = {"since": "from", "until": "until", "extendable_until": "extendable_until"}
        days = {name: date.fromisoformat(content[key]) if content.get(key) else None for name, key in keys.items()}
        return TermForm(data={"title": content.get("title", ""), **days})
    if part == "reserved":
        return ReservedForm(data={"reserved": "\n".join(content.get("reserved", ()))})
    if part == "limits":
        return LimitsForm(data={one["level"]: one["amount"] for one in content.get("limits", ())})
    grid = {
        f"principles__{p}__{what}": text for p, note in statement.get("principles", {}).items() for what, text in note.items()
    }
    return statement_form(page["principles"])(data={**{n: statement.get(n, "") for n in STATEMENT}, **grid})


def part_data(part: str, form: Any) -> dict[str, Any]:  # noqa: ANN401 - one of the forms
    """Return what a part's form says, as the act's data."""
    if part == "limits":
        levels = {"manager": form.manager.data, "management": form.management.data}
        limits = [{"level": level, "amount": amount} for level, amount in levels.items() if amount]
        form.sends(0, limits)
        return {"limits": limits}
    if part == "term":
        return {"title": form.title.data, "term": {
            "from": form.since.said(), "until": form.until.said(),
            **({"extendable_until": form.extendable_until.said()} if form.extendable_until.data else {}),
        }}  # fmt: skip
    if part == "reserved":
        return {"reserved": [line.strip() for line in (form.reserved.data or "").splitlines() if line.strip()]}
    said = form.act_data()
    grid = {p: note for p, note in said.get("principles", {}).items() if note.get("how")}
    return {"statement": {**{n: said[n] for n in STATEMENT if n in said}, "principles": grid}}


def row_form(page: Page, part: str, row: Row) -> PartForm:
    """Return the form of one row, filled with it; of the envelope, a budget line with an amount for each year."""
    if part != "envelope":
        return {"outcomes": OutcomeForm, "risk": RiskForm}[part](data=dict(row))
    years = {year_field(year): Text(year, **POUNDS) for year in page["years"]}
    amounts = {year_field(year): amount for year, amount in row.get("amounts", {}).items()}
    led = {"demand_led": "yes" if row.get("demand_led") else "no"}
    form: Any = type("YearsForm", (LineForm,), years)(data={**row, **amounts, **led})
    form.holder.options = (Option("", _l("Nobody")), *(Option(p, title) for p, title in page["participants"]))
    return form  # type: ignore[no-any-return]


def year_field(year: str) -> str:
    """Return the name of the field that holds a year's amount."""
    return f"year_{year.replace('-', '_')}"


def row_data(page: Page, part: str, form: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - one of the forms
    """Return what a row's form says, as rows of the act's data: of the envelope, one a year that has an amount."""
    if part != "envelope":
        return [form.act_data()]
    common = {"line": form.line.data, "holding": form.holding.data, "demand_led": form.demand_led.data or "no"}
    common |= {"holder": form.holder.data} if form.holder.data else {}
    amounts = {year: form[year_field(year)].data for year in page["years"]}
    return [{**common, "year": year, "amount": amount} for year, amount in amounts.items() if amount]


def rows_of(page: Page, part: str) -> list[list[dict[str, Any]]]:
    """Return the rows of a part as its pages count them, each as rows of the act's data: of the envelope, all years of a line."""
    if part != "envelope":
        return [[dict(one)] for one in page["content"].get(part, ())]
    return [[dict(one) for one in page["content"]["envelope"] if one["line"] == line["line"]] for line in page["lines"]]


Data = Callable[[Any], dict[str, Any]]
