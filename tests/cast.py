"""One cast for all tests: who is who in the example alliance, by role. Names say the role and nothing else.

People get their references in the order in which they are invited; ``stories.a_founded_alliance`` invites them in this order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ALLIANCE = "seaport"
LEADERSHIP, MANAGEMENT, OWNER, OFFICE = "leadership-team", "management-team", "owner", "managers-office"


@dataclass(frozen=True)
class Cast:
    """The references of the people of one alliance; ``leads``, ``deputies`` and ``managers`` are by participant."""

    participants: tuple[str, ...]
    administrator: str
    manager: str
    chair: str
    deputy_chair: str
    observer: str
    auditor: str
    lived_experience: str
    chief_executive: str
    owner: str
    leads: Mapping[str, str]
    deputies: Mapping[str, str]
    managers: Mapping[str, str]

    @property
    def everybody(self) -> tuple[str, ...]:
        """Return every person once."""
        single = (self.administrator, self.manager, self.chair, self.deputy_chair, self.observer, self.auditor)
        more = (self.lived_experience, self.chief_executive, self.owner)
        return (*single, *more, *self.leads.values(), *self.deputies.values(), *self.managers.values())


def cast_of(participants: tuple[str, ...]) -> Cast:
    """Return the cast of an alliance of ``participants``, as references in the order of inviting."""
    numbers = iter(range(1, 1000))

    def person() -> str:
        return f"PER-{next(numbers):04d}"

    def one_each() -> Mapping[str, str]:
        return {p: person() for p in participants}

    return Cast(
        participants,
        person(),
        person(),
        person(),
        person(),
        person(),
        person(),
        person(),
        person(),
        person(),
        one_each(),
        one_each(),
        one_each(),
    )
