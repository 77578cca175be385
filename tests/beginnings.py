"""An alliance that begins: founded empty, under a policy, with one administrator; and the organisations and people it may take in."""

from govflow.acts.founding import Founding, found_alliance
from govflow.acts.set_up_alliance import OrganisationRow, PersonRow
from tests.cast import cast_of
from tests.houses import copy_of, empty, house_on
from tests.stories import Story, library

ADMINISTRATOR = "PER-0001"
TITLES = (
    "Harbour Borough Council",
    "Northshore NHS Foundation Trust",
    "Lantern Housing",
    "Open Door",
    "Second Step Recovery",
    "Young People's Project",
    "Citizens Advice Harbour",
    "St Brannoc's Hostel",
)
LEADS = ("Priya Shah", "Owen Marsh", "Kay Moss", "Sam Field", "Lena Brook", "Ruth Hall", "Amir Khan", "Dot Lane")


def an_empty_alliance(pack: str = "plymouth") -> Story:
    """Found an alliance in memory, with nothing but its rules and Ada Lee, who administers it."""
    house, policy = house_on(copy_of(empty())), library().policies[pack]
    found_alliance(house, "harbour", Founding("Harbour Alliance", policy, "Ada Lee", "ada@harbour.example"))
    return Story(house, cast_of(()), policy, "harbour")


def organisations(count: int = 8) -> list[OrganisationRow]:
    """Return rows of organisations, the first of which is the commissioner."""
    return [OrganisationRow(title, commissioner=n == 0, public_body=n == 1) for n, title in enumerate(TITLES[:count])]


def leads(count: int = 8) -> list[PersonRow]:
    """Return a row for somebody in the leadership team of each organisation."""
    return [PersonRow(name, address_of(name), title) for name, title in zip(LEADS[:count], TITLES, strict=False)]


def address_of(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@harbour.example"


def person(story: Story, name: str) -> str:
    """Return the reference of somebody by name."""
    return next(p.ref for p in story.roster().people if p.name == name)
