"""Forms: WTForms for what was typed, the kit's macros for how it looks, refusals of acts shown beside the field they are about.

Fields here check shape only (is anything there, is it a day); what is enough is for the act, whose refusal comes back to the form.
A name in an act's data is the field's name: ``statement__affected`` is ``affected`` in ``statement``, ``from_`` is ``from``.
"""

from collections.abc import Callable, Iterable, Mapping
from secrets import token_urlsafe
from typing import Any, Self

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField

from govflow.domain.refusals import Refusal
from web.fields import Checkboxes, Chosen, Clock, Day, File, Hidden, LongText, Option, Password, Radios, Select, Text
from web.lexicons import is_looked_at, take_over
from web.saying import remedy, says

__all__ = [
    "ActForm", "ChangeForm", "Checkboxes", "Day", "Form", "Hidden", "LongText", "Option", "Password", "Radios", "Select", "Text",
    "shown_form",
]  # fmt: skip

NEEDED = "is needed"
UNPROCESSABLE = 422
INSIDE = "__"
EMPTY: tuple[Any, ...] = (None, "", [])


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form, and the page it is on. ``names`` says which field an act's word is about, where it is not the field's own name.

    ``looked_over`` names the long texts whose wording is looked at while they are written.
    """

    names: Mapping[str, str] = {}
    looked_over: tuple[str, ...] = ()

    def __init__(self, *args: Any, **values: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(*args, **values)
        self.refusals: list[Refusal] = []
        self._template, self._context = "", {}  # type: str, dict[str, Any]
        self._fresh: Callable[[], Mapping[str, Any]] = dict

    def on(self, template: str, fresh: Callable[[], Mapping[str, Any]] = dict, /, **context: Any) -> Self:  # noqa: ANN401
        """Say which page this form is on; it is also shown when the act is refused. ``fresh`` is read when the page is made."""
        self._template, self._fresh, self._context = template, fresh, context
        g.shown_form = self
        return self

    def is_sent(self) -> bool:
        """Say whether the form was sent and nothing is missing; a look at its wording sends nothing."""
        if is_looked_at():
            take_over(self[name] for name in self.looked_over)
            return False
        return bool(self.validate_on_submit())

    def page(self, status: int = 0) -> ResponseReturnValue:
        """Return the page with the form: as it was asked for, or with what is wrong and all that was typed."""
        wrong = UNPROCESSABLE if request.method == "POST" and not is_looked_at() else 200
        for field in self:
            sent = request.files.get(field.name) if isinstance(field, File) else None
            if sent is not None and sent.filename:
                again = _("Choose the file “%(name)s” again: it was not kept.", name=sent.filename)
                field.errors = [*field.errors, again]
        return render_template(self._template, form=self, **self._context | dict(self._fresh())), status or wrong

    def take(self, refusals: Iterable[Refusal]) -> None:
        """Put each refusal beside its field, or on top where it has none."""
        for refusal in refusals:
            field = self._field_of(refusal)
            if field is None:
                self.refusals.append(refusal)
            else:
                field.errors = [*field.errors, self._words(field, refusal)]

    def problems(self) -> list[dict[str, str]]:
        """Return what is wrong for the error summary, in the order of the page: those without a field, then each field."""
        above = [{"text": _sentence(refusal)} for refusal in self.refusals]
        return above + [{"text": str(error), "href": f"#{_first(field)}"} for field in self for error in field.errors]

    def act_data(self) -> dict[str, Any]:
        """Return what was typed, as an act's data: nothing for what was left empty."""
        data: dict[str, Any] = {}
        for field in self:
            if isinstance(field, HiddenField) or not getattr(field, "in_act", True) or not self.is_said(field):
                continue
            *inside, name = field.name.removesuffix("_").split(INSIDE)
            place = data
            for part in inside:
                place = place.setdefault(part, {})
            place[name] = field.said() if isinstance(field, Day | Clock) else "" if field.data is None else field.data
        return data

    def is_said(self, field: Field) -> bool:
        """Say whether a field is part of the act's data."""
        return field.data not in EMPTY

    def _field_of(self, refusal: Refusal) -> Field | None:
        """Return the field a refusal is about: where it names more than the form asks, or a whole of which it asks a part, the nearest."""
        wanted = self.names.get(refusal.field, refusal.field)
        while wanted:
            name = wanted.replace(".", INSIDE)
            found = next(
                (field for field in self if field.name in {name, f"{name}_"} and not isinstance(field, HiddenField)), None
            )
            if found is None:
                found = next((field for field in self if field.name.startswith(f"{name}{INSIDE}")), None)
            if found is not None:
                return found
            wanted = wanted.rpartition(".")[0]
        return None

    @staticmethod
    def _words(field: Field, refusal: Refusal) -> str:
        needed, label = getattr(field, "needed", ""), label_of(field)
        if NEEDED in refusal.says:
            return str(needed or _("Fill in “%(label)s”.", label=label))
        if "known" in refusal.words and isinstance(field, Chosen):  # what is known stands in the box, by its names
            choose = str(_("Choose one of the options of “%(label)s”.", label=label))
            return choose if refusal.code == "unknown-value" else f"{says(refusal, label)} {choose}"
        return _sentence(refusal, label)


class ActForm(Form):
    """A form that does an act. Its key is made once, so that a double click or a page sent again does it once."""

    key = HiddenField(default=lambda: token_urlsafe(16))


class ChangeForm(ActForm):
    """A form that changes what is there already: a field that held something and is empty now is sent empty, to be emptied."""

    def is_said(self, field: Field) -> bool:
        """Say whether a field is part of the act's data."""
        return field.data not in EMPTY or field.object_data not in EMPTY


def shown_form() -> Form | None:
    """Return the form of the page that this request was about, if it had come that far."""
    found: Form | None = g.get("shown_form")
    return found


def label_of(field: Field) -> str:
    """Return what a field is called on its page."""
    return str(field.label.text)


def _sentence(refusal: Refusal, label: str = "") -> str:
    return f"{says(refusal, label)} {remedy(refusal, label)}".strip()


def _first(field: Field) -> str:
    """Return the id of what gets the focus: for a day, the part that is wrong."""
    return f"{field.id}-{field.wrong_part()}" if isinstance(field, Day) else str(field.id)
