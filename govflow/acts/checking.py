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
    if error["type"] == "extra_forbidden":
        return _unknown("field", field, names_of(model))
    if error["type"] == "literal_error":
        known = str(error.get("ctx", {}).get("expected", "")).replace("'", "").replace(" or ", ", ")
        return refuse("unknown-value", field=field, value=_shown(error["input"]), known=known)
    if error["type"] == "missing" or (error["type"] == "string_too_short"):
        return refuse("invalid", field=field, why="is needed", remedy=f"Fill in {field}.")
    why = str(error.get("ctx", {}).get("error") or error["msg"].lower())
    return refuse("invalid", field=field, why=why, remedy=f"Correct {field} and send it again; nothing was recorded.")


def _unknown(field: str, value: str, known: tuple[str, ...]) -> Refusal:
    near = difflib.get_close_matches(value, known, n=3) or known
    return refuse("unknown-value", field=field if field != "field" else value, value=_shown(value), known=", ".join(near))


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."  # noqa: PLR2004 - what fits a sentence
