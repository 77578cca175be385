"""Checking what came in: an act's name and data -> the values the engine reads, or every field that is wrong, in words."""

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from govflow.acts.data import DATA, plain
from govflow.acts.shapes import Data
from govflow.domain.refusals import Refusal, Refused
from govflow.domain.requirement_codes import refuse
from govflow.domain.typed import TypedError


def checked(act: str, data: object) -> Mapping[str, Any]:
    """Return the checked values of ``data`` for ``act``. Raises Refused naming every field that is wrong, why, and what to do."""
    model = DATA.get(act)
    if model is None:
        raise Refused((_unknown("act", act, tuple(DATA)),))
    if not isinstance(data, Mapping):
        raise Refused(
            (refuse("invalid", field="data", why="must be named fields", remedy=f"Give: {', '.join(names_of(model))}."),)
        )
    try:
        return plain(model.model_validate(dict(data)))
    except ValidationError as wrong:
        raise Refused(tuple(_refusal(model, e) for e in wrong.errors(include_url=False))) from None


def names_of(model: type[Data]) -> tuple[str, ...]:
    """Return the names of a model's fields as doors write them."""
    return tuple(f.alias or name for name, f in model.model_fields.items())


def _refusal(model: type[Data], error: ErrorDetails) -> Refusal:
    field = ".".join(str(part) for part in error["loc"]) or "data"
    context = error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        return _unknown("field", field, names_of(model))
    if error["type"] == "literal_error":
        known = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        return refuse("unknown-value", field=field, value=_shown(error["input"]), known=known)
    found = context.get("error")
    if isinstance(found, TypedError):
        return refuse("invalid", field=field, why=found.why, remedy=found.remedy)
    why, remedy = PLAINLY.get(error["type"], UNCLEAR)
    return refuse("invalid", field=field, why=why.format(**context), remedy=remedy.format(**context))


# What the models find by themselves, in words: kind of error -> why, and what to do.
UNCLEAR = ("cannot be read", "Write it anew.")
PLAINLY: Mapping[str, tuple[str, str]] = {
    "missing": ("is needed", "Fill it in."),
    "string_too_short": ("is needed", "Fill it in."),
    "less_than_equal": ("must be at most {le}", "Enter a smaller number."),
    "too_long": ("has too many entries", "At most {max_length} are kept; shorten it."),
    "tuple_type": ("must be a list", "Give its entries one by one."),
    "dict_type": ("must have named parts", "Give each part under its name."),
    "model_type": ("must have named parts", "Give each part under its name."),
    "model_attributes_type": ("must have named parts", "Give each part under its name."),
    "string_pattern_mismatch": ("is not written as it must be", "Write it as the example shows."),
}


def _unknown(field: str, value: str, known: tuple[str, ...]) -> Refusal:
    near = difflib.get_close_matches(value, known, n=3) or known
    return refuse("unknown-value", field=field if field != "field" else value, value=_shown(value), known=", ".join(near))


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - what fits a sentence
