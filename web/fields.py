"""Fields: what WTForms reads, shown with the macros of the kit. Each takes ``hint``, ``needed`` (the words when it is empty), and the
macro's own parameters by name.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import Field, HiddenField, StringField
from wtforms.validators import StopValidation

from govflow.domain import sentences, typed
from govflow.domain.typed import TypedError

KIT = "govuk_frontend_jinja/components"
PARTS = ("day", "month", "year")
FIRST_YEAR, LAST_YEAR = 1900, 2199  # with which acts reckon
Params = dict[str, Any]


class Option(NamedTuple):
    """One thing to choose: its value, what it is called, what it means."""

    value: str
    text: str
    hint: str = ""


class Needed:
    """The validator of a field that must not be empty."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __call__(self, _form: object, field: Field) -> None:
        """Raise StopValidation when nothing was typed."""
        data = field.data.strip() if isinstance(field.data, str) else field.data
        if not data and not field.errors:
            raise StopValidation(str(self.words))


class Look:
    """The widget of every field: the kit's macro of a name, given what the field says of itself."""

    def __init__(self, component: str, macro: str) -> None:
        self.component, self.macro = component, macro

    def __call__(self, field: Any, **more: Any) -> Markup:  # noqa: ANN401 - a field with Says
        """Return the field as the kit shows it; ``more`` are parameters for this place only."""
        module: Any = current_app.jinja_env.get_template(f"{KIT}/{self.component}/macro.html").module
        return Markup(getattr(module, self.macro)(field.says() | more))  # noqa: S704 - the macro escapes what was typed


class Says:
    """What fields have in common: label, hint, error, and how they are written for the kit."""

    label_class = "govuk-label--s"
    id: str
    name: str
    label: Any
    errors: Sequence[str]
    data: Any

    def __init__(self, label: str, *, hint: str = "", needed: str = "", in_act: bool = True, **more: Any) -> None:  # noqa: ANN401
        """Take the field's own words; ``more`` are WTForms' (default, choices, name, _form ...) or the macro's parameters."""
        own = {name: more.pop(name) for name in list(more) if name in WTFORMS}
        self.hint, self.needed, self.in_act, self.params = hint, needed, in_act, more
        validators = [Needed(needed)] if needed else []
        super().__init__(label, validators=validators, **own)  # type: ignore[call-arg]  # the field beside this class

    def says(self) -> Params:
        return self.common() | {"label": {"text": str(self.label.text), "classes": self.label_class}, "value": self.data or ""}

    def in_words(self) -> str:
        """Return what the field holds, as people read it."""
        return str(self.data or "")

    def common(self) -> Params:
        """Return what every macro takes."""
        found: Params = {"id": self.id, "name": self.name, **self.params}
        if self.hint:
            found["hint"] = {"text": str(self.hint)}
        if self.errors:
            found["errorMessage"] = {"text": " ".join(map(str, self.errors))}
        return found

    def legend(self) -> Params:
        return {"legend": {"text": str(self.label.text), "classes": "govuk-fieldset__legend--s"}}


WTFORMS = frozenset({"default", "name", "id", "_form", "_prefix", "_translations", "_meta", "filters"})


class Text(Says, StringField):  # type: ignore[misc]
    """One line of text."""

    widget = Look("input", "govukInput")


class Clock(Text):
    """A time of day, as people write it; ``said`` is how acts read it, and the box keeps what was typed."""

    def __init__(self, label: str, **more: Any) -> None:  # noqa: ANN401
        super().__init__(label, classes="govuk-input--width-10", spellcheck=False, **more)

    def pre_validate(self, _form: object) -> None:
        """Raise StopValidation for what is no time of day."""
        _read(self, typed.time_of_day)

    def said(self) -> str:
        """Return the time as acts read it; nothing for what is none."""
        try:
            return typed.time_of_day(self.data or "").isoformat("minutes")
        except TypedError:
            return ""


class Whole(Text):
    """A whole number from ``least`` to ``most``, in figures."""

    def __init__(self, label: str, *, least: int, most: int, **more: Any) -> None:  # noqa: ANN401
        super().__init__(label, inputmode="numeric", **more)
        self.least, self.most = least, most

    def pre_validate(self, _form: object) -> None:
        """Raise StopValidation for what is no such number."""
        _read(self, self._whole)

    def number(self) -> int:
        """Return what was typed, once it is known to be right."""
        return self._whole(self.data or "")

    def _whole(self, text: str) -> int:
        return typed.whole(text, self.least, self.most)


def _read(field: Text, read: Callable[[str], object]) -> None:
    try:
        read(field.data) if field.data and field.data.strip() else None
    except TypedError as wrong:
        raise StopValidation(f"“{field.label.text}”: {wrong.why}. {wrong.remedy}") from wrong


class Password(Says, StringField):  # type: ignore[misc]
    """A password; it is never handed back."""

    widget = Look("password-input", "govukPasswordInput")

    def says(self) -> Params:
        return super().says() | {"value": ""}


class LongText(Says, StringField):  # type: ignore[misc]
    """Text of several lines; with ``maxlength`` or ``maxwords`` it counts."""

    def __init__(self, label: str, **more: Any) -> None:  # noqa: ANN401
        super().__init__(label, **more)
        counts = "maxlength" in self.params or "maxwords" in self.params
        self.widget = COUNTING if counts else AREA


AREA, COUNTING = Look("textarea", "govukTextarea"), Look("character-count", "govukCharacterCount")


class Chosen(Says):
    """Fields of which something is chosen out of ``options``, which a view may set on the form's field."""

    options: tuple[Option, ...]

    def __init__(self, label: str, options: Iterable[Option] = (), *, cards: bool = False, **more: Any) -> None:  # noqa: ANN401
        super().__init__(label, **more)
        self.options, self.cards = tuple(options), cards

    def says(self) -> Params:
        picked = {str(v) for v in (self.data if isinstance(self.data, list) else [self.data]) if v}
        items = [_item(option) | {"checked": option.value in picked} for option in self.options]
        look = {"classes": "govflow-cards"} if self.cards else {}
        return look | self.common() | {"idPrefix": self.id, "items": items, "fieldset": self.legend()}

    def in_words(self) -> str:
        picked = self.data if isinstance(self.data, list) else [self.data]
        return ", ".join(str(o.text) for o in self.options if o.value and o.value in picked)

    def pre_validate(self, _form: object) -> None:
        """Raise StopValidation when something was sent that is not offered."""
        sent = self.data if isinstance(self.data, list) else [self.data] if self.data else []
        if not {str(v) for v in sent} <= {o.value for o in self.options}:
            raise StopValidation(_("Choose one of the options of “%(label)s”.", label=self.label.text))


class Radios(Chosen, StringField):  # type: ignore[misc]
    """One of a few; ``cards`` shows each with its meaning in a box of its own."""

    widget = Look("radios", "govukRadios")


class Checkboxes(Chosen, Field):  # type: ignore[misc]
    """Any of a few."""

    widget = Look("checkboxes", "govukCheckboxes")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = list(valuelist)


class Select(Chosen, StringField):  # type: ignore[misc]
    """One of many."""

    widget = Look("select", "govukSelect")

    def says(self) -> Params:
        items = [{"value": o.value, "text": o.text, "selected": o.value == self.data} for o in self.options]
        return Says.says(self) | {"items": items}


class Day(Says, Field):  # type: ignore[misc]
    """A day, typed as day, month and year."""

    widget = Look("date-input", "govukDateInput")
    data: date | None

    def __init__(self, label: str, **more: Any) -> None:  # noqa: ANN401
        super().__init__(label, **more)
        self.typed: Mapping[str, str] = dict.fromkeys(PARTS, "")
        self._wrong = PARTS[0]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - WTForms' own
        """Read the three parts, or the default where nothing was sent."""
        super().process(None, **({} if data is None else {"data": data}))
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in PARTS}
            self.data = None
            self._read()
        elif self.data:
            self.typed = {part: str(getattr(self.data, part)) for part in PARTS}

    def _read(self) -> None:
        missing = [part for part in PARTS if not self.typed[part]]
        self._wrong = (missing or PARTS)[0]
        if len(missing) == len(PARTS):
            return
        if missing:
            self.process_errors = [_("Give the day, the month and the year of “%(label)s”.", label=self.label.text)]
            return
        try:
            self.data = self._day()
        except ValueError:
            example = _("Write it like 5 3 2026.")
            self.process_errors = [f"{_('“%(label)s”: there is no such day.', label=self.label.text)} {example}"]

    def _day(self) -> date:
        """Return the day, noting on the way which part is wrong. Raises ValueError."""
        self._wrong = "year"
        year = typed.whole(self.typed["year"], FIRST_YEAR, LAST_YEAR)
        self._wrong = "month"
        month = typed.month(self.typed["month"])
        self._wrong = "day"
        return date(year, month, typed.whole(self.typed["day"], 1, 31))

    def in_words(self) -> str:
        return sentences.day(self.data) if self.data else ""

    def said(self) -> str:
        """Return the day as acts read it."""
        return self.data.isoformat() if self.data else ""

    def wrong_part(self) -> str:
        return self._wrong

    def says(self) -> Params:
        titles = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        wrong = self._wrong if self.errors else ""
        items = [
            {
                "name": p,
                "label": titles[p],
                "classes": f"govuk-input--width-{4 if p == 'year' else 2}{' govuk-input--error' if p == wrong else ''}",
                "value": self.typed[p],
            }
            for p in PARTS
        ]
        return self.common() | {"namePrefix": self.name, "items": items, "fieldset": self.legend()}


class File(Says, StringField):  # type: ignore[misc]
    """A file to upload; what it may be is for whoever keeps it."""

    widget = Look("file-upload", "govukFileUpload")

    def says(self) -> Params:
        return self.common() | {"label": {"text": str(self.label.text), "classes": self.label_class}}


class Hidden(HiddenField):  # type: ignore[misc]
    """Something the page sends along."""

    errors: Sequence[str]


def _item(option: Option) -> Params:
    return {"value": option.value, "text": option.text} | ({"hint": {"text": option.hint}} if option.hint else {})
