"""The form that prepares a default: whom it concerns, which grounds of the policy, the evidence for each, and what is confirmed."""

from collections.abc import Mapping
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from govflow.domain.policies import Ground
from web.fields import Checkboxes, LongText, Option, Radios, Select
from web.forms import ActForm

CONFIRMED = "yes"


class PrepareForm(ActForm):
    """Its fields for evidence are as many as the policy has grounds: ``evidence_1`` and so on."""

    names = {"ground": "grounds", "evidence": "grounds", "participant": "speaks"}  # noqa: RUF012 - the form's own, as the base declares it
    speaks = Radios(
        _l("For which organisation do you prepare it?"), needed=_l("Say for which organisation this is."), in_act=False
    )
    of = Select(_l("Which organisation does it concern?"), needed=_l("Choose the organisation."))
    grounds = Checkboxes(
        _l("On which grounds?"), hint=_l("One, or several. Only these are grounds."), needed=_l("Choose at least one ground.")
    )
    not_honest_mistake = Checkboxes(
        _l("What the policy leaves out"), [Option(CONFIRMED, _l("I have read what each ground above is not, and this is none of that."))],
        needed=_l("Confirm it if it is so; anything else is logged as an issue."),
    )  # fmt: skip
    known: tuple[Ground, ...] = ()

    def meet(self, found: Mapping[str, Any]) -> None:
        """Fill in what depends on the alliance."""
        self.of.options = (Option("", _("Choose")), *(Option(*one) for one in found["whom"]))
        self.grounds.options = tuple(Option(g.id, g.title, _hint(g)) for g in self.known)
        if len(found["speaks"]) > 1:
            self.speaks.options = tuple(Option(*one) for one in found["speaks"])
        else:
            del self.speaks

    def rows(self) -> list[tuple[Option, LongText]]:
        """Return each ground with the field for its evidence."""
        return [(option, self[f"evidence_{n}"]) for n, option in enumerate(self.grounds.options, 1)]

    def whose(self) -> str:
        """Return for which participant it is prepared, where that was asked."""
        return str(self.speaks.data or "") if "speaks" in self else ""

    def validate(self, *args: Any, **more: Any) -> bool:  # noqa: ANN401 - WTForms' own
        """Say whether nothing is missing; for a ground that is chosen its evidence is not to be left out."""
        fine = bool(super().validate(*args, **more))
        missing = [(o, field) for o, field in self.rows() if self._is_chosen(o) and not (field.data or "").strip()]
        for option, field in missing:
            field.errors = [_("Say what the evidence is for “%(ground)s”.", ground=option.text)]
        return fine and not missing

    def act_data(self) -> dict[str, Any]:
        stated = [{"ground": o.value, "evidence": field.data or ""} for o, field in self.rows() if self._is_chosen(o)]
        confirmed = "yes" if CONFIRMED in (self.not_honest_mistake.data or ()) else "no"
        return {"of": self.of.data, "grounds": stated, "not_honest_mistake": confirmed}

    def _is_chosen(self, option: Option) -> bool:
        return option.value in (self.grounds.data or ())


def prepare_form(found: Mapping[str, Any]) -> PrepareForm:
    """Return the form for the policy's grounds."""
    grounds: tuple[Ground, ...] = found["grounds"]
    names = tuple(f"evidence_{n}" for n in range(1, len(grounds) + 1))
    fields = {name: _evidence(ground) for name, ground in zip(names, grounds, strict=True)}
    made = type("PrepareForm", (PrepareForm,), {**fields, "looked_over": names, "known": grounds})
    form = cast("PrepareForm", made())
    form.meet(found)
    return form


def _evidence(ground: Ground) -> LongText:
    return LongText(_l("Evidence for: %(ground)s", ground=ground.title.lower()), rows=6, hint=ground.evidence, in_act=False)


def _hint(ground: Ground) -> str:
    time = "" if ground.curable else " " + _("There is no time to put it right.")
    return str(_("%(means)s It is not: %(not)s%(time)s", means=ground.means, time=time, **{"not": _lower(ground.leaves_out)}))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
