"""Jurisdictions: public holidays, clear days, and what public law adds where an alliance works.

One file each in ``policies/jurisdictions``. The only module that knows the ``holidays`` library, which is slow to import and is
fetched when the first day is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from govflow.definitions.bundled import bundled
from govflow.definitions.schema import Fields, Problems, each, fields, nearest
from govflow.definitions.strict_yaml import DefinitionError, Problem, read_file
from govflow.domain.mandates import APRIL
from govflow.domain.own_bodies import KINDS, Law
from govflow.domain.policies import Policy
from govflow.domain.working_days import Calendar

FOLDER = "jurisdictions"
A_YEAR = 2026  # any will do to see whether a place is known


@dataclass(frozen=True, slots=True)
class Exemption:
    """One reason in law for keeping part of a public body's document back."""

    paragraph: str
    about: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """A country's days off and publication law. A figure of 0 means there is no such rule there."""

    id: str
    title: str
    country: str
    subdivision: str
    clear_days: str
    key_decision_clear_days: int
    key_decision_source: str
    general_exception_clear_days: int
    call_in_working_days: int
    call_in_source: str
    exemptions_source: str
    exemptions: tuple[Exemption, ...]
    called_in: tuple[str, ...]  # the kinds of decision that call-in is for
    confirm: tuple[str, ...]  # what a person should check in the document itself before relying on it
    year_begins: int = APRIL  # the month in which a financial year begins

    @property
    def law(self) -> Law:
        """Return what it asks of a public body's own decision."""
        days = (self.key_decision_clear_days, self.general_exception_clear_days, self.call_in_working_days)
        return Law(*days, self.called_in)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """Says whether a day is a public holiday of one place or a local closure. Compares by value."""

    country: str
    subdivision: str
    closures: frozenset[date] = frozenset()

    def __call__(self, day: date) -> bool:
        return day in self.closures or day in public_holidays(self.country, self.subdivision, day.year)


@cache
def public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """Return the public holidays of that year, substitute days included.

    A subdivision is required: plain GB lacks most of them.
    """
    if not subdivision:
        message = f"the public holidays of {country} differ within it: name a subdivision"
        raise ValueError(message)
    import holidays  # noqa: PLC0415 - takes half a second, and most commands never ask for a day

    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))


def load_jurisdiction(path: Path, *, look_up_days: bool = False) -> Jurisdiction:
    """Return the jurisdiction of the file at ``path``. Raises DefinitionError with every problem of it.

    ``look_up_days`` also asks whether the public holidays of its place are known, which takes half a second.
    """
    problems = Problems()
    with fields(read_file(path, f"jurisdictions/{path.name}"), "a jurisdiction", problems) as f:
        found = Jurisdiction(
            id=f.word("jurisdiction", (path.stem,)),
            title=f.text("title"),
            country=f.text("country"),
            subdivision=f.text("subdivision"),
            clear_days=f.text("clear_days"),
            key_decision_clear_days=f.number("key_decision_clear_days", 0, 99),
            key_decision_source=f.text("key_decision_source"),
            general_exception_clear_days=f.number("general_exception_clear_days", 0, 99),
            call_in_working_days=f.number("call_in_working_days", 0, 99),
            call_in_source=f.text("call_in_source"),
            exemptions_source=f.text("exemptions_source"),
            exemptions=each(
                f, "exemptions", "an exemption", lambda e: Exemption(e.text("paragraph"), e.text("about")), lambda e: e.paragraph
            ),
            called_in=f.texts("called_in", tuple(KINDS), needed=False),
            confirm=f.texts("confirm", needed=False),
            year_begins=f.number("financial_year_begins", 1, 12, APRIL),
        )
        if look_up_days and found.country and found.subdivision:
            _look_up_days(found, f)
    problems.stop()
    return found


def _look_up_days(found: Jurisdiction, f: Fields) -> None:
    try:
        public_holidays(found.country, found.subdivision, A_YEAR)
    except (NotImplementedError, ValueError, AttributeError):
        says = f"no public holidays are known of {found.subdivision!r} in {found.country!r}; a country is written GB, a part of it ENG"
        f.problems.add(f.at("subdivision"), says)


def load_jurisdictions(folder: Path, problems: Problems, *, look_up_days: bool = False) -> Mapping[str, Jurisdiction]:
    """Return the jurisdictions of ``folder`` by id, adding what is wrong with any to ``problems``."""
    found: dict[str, Jurisdiction] = {}
    for path in sorted(folder.glob("*.yaml")):
        with problems.caught():
            found[path.stem] = load_jurisdiction(path, look_up_days=look_up_days)
    return found


def jurisdictions_beside(policies_dir: Path, problems: Problems, *, look_up_days: bool = False) -> Mapping[str, Jurisdiction]:
    """Return the jurisdictions beside the packs of ``policies_dir``, and those that come with the product where it has none.

    One whose own file is wrong is left out, not taken from the product: the law in it may be another.
    """
    folder = policies_dir / FOLDER
    own = load_jurisdictions(folder, problems, look_up_days=look_up_days)
    wrong = {path.stem for path in folder.glob("*.yaml")} - own.keys()
    if folder.resolve() == (bundled("policies") / FOLDER).resolve():
        return own
    return {**{name: one for name, one in shipped_jurisdictions().items() if name not in wrong}, **own}


@cache
def shipped_jurisdictions() -> Mapping[str, Jurisdiction]:
    """Return the jurisdictions that come with the product."""
    problems = Problems()
    found = load_jurisdictions(bundled("policies") / FOLDER, problems)
    problems.stop()
    return found


def place_of(policy: Policy, jurisdictions: Mapping[str, Jurisdiction]) -> Jurisdiction:
    """Return the jurisdiction that ``policy`` names. Raises DefinitionError when it is none of these."""
    found = jurisdictions.get(policy.jurisdiction)
    if found is None:
        says = f"there is no jurisdiction {policy.jurisdiction!r}{nearest(policy.jurisdiction, jurisdictions)}"
        raise DefinitionError([Problem(f"{policy.pack}/policy.yaml", 0, says)])
    return found


def calendar_for(policy: Policy, jurisdictions: Mapping[str, Jurisdiction] | None = None) -> Calendar:
    """Return the calendar an alliance under ``policy`` keeps; ``jurisdictions`` are the shipped ones unless given."""
    where = place_of(policy, jurisdictions if jurisdictions is not None else shipped_jurisdictions())
    closures = frozenset(date.fromisoformat(day) for day in policy.local_closures)
    return Calendar(ZoneInfo(policy.zone), DaysOff(where.country, where.subdivision, closures), where.year_begins)
