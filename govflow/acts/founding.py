"""Founding an alliance: the one act before there is anybody to do acts. One unit of work.

An alliance begins with its rules and one administrator. Only an example begins with participants and a mandate.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from govflow.acts.checking import checked
from govflow.acts.house import House
from govflow.acts.performing import UnitOfActs
from govflow.definitions.alliances import ExampleAlliance
from govflow.definitions.mandates import mandate_plain
from govflow.definitions.policies import policy_content
from govflow.definitions.workflows import workflow_content
from govflow.domain.policies import Policy
from govflow.domain.refusals import Refusal, Refused
from govflow.engine.founding import Charter, found, mandate_set
from govflow.engine.machine import Rules, build_rules
from govflow.engine.rostering import reference
from govflow.record.ledger import Receipt
from govflow.record.units import Unit

WORKFLOW = "decision"
ADMINISTRATOR = reference(1)
ID = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class Founding:
    """What is founded: the title, the policy, and the administrator's name and e-mail address.

    ``example`` brings its participants, and its mandate unless ``with_mandate`` is off; what is founded so is marked illustrative.
    """

    title: str
    policy: Policy
    administrator: str = "Administrator"
    contact: str = ""
    example: ExampleAlliance | None = None
    with_mandate: bool = True

    @classmethod
    def of_example(cls, example: ExampleAlliance, policy: Policy, *, with_mandate: bool = True) -> Self:
        """Return the founding of a made-up alliance, for demonstrations, rehearsals and tests."""
        return cls(example.title, policy, example=example, with_mandate=with_mandate)


def found_alliance(house: House, alliance: str, founding: Founding) -> Receipt:
    """Found ``alliance`` and return the receipt of its first entry. Raises Refused for a name that cannot be one."""
    with founding_unit(house, alliance, founding) as (receipt, _acts):
        return receipt


@contextmanager
def founding_unit(house: House, alliance: str, founding: Founding) -> Iterator[tuple[Receipt, UnitOfActs]]:
    """Found ``alliance`` and give its receipt and the unit of work, for acts that belong to it: all are recorded, or none."""
    check_id(alliance)
    with house.store.first_unit(alliance) as unit:
        yield _founded(house, unit, founding), UnitOfActs(house, unit)


def check_id(alliance: str) -> None:
    """Refuse a short name that could not stand in an address or a file name. Raises Refused."""
    if ID.fullmatch(alliance):
        return
    says = f"{alliance!r} cannot be the short name of an alliance."
    remedy = "Use small letters, digits and hyphens, beginning with a letter and no longer than 40, such as harbour."
    raise Refused((Refusal("invalid", says, remedy, "alliance"),))


def _founded(house: House, unit: Unit, founding: Founding) -> Receipt:
    library, policy, example = house.book.library, founding.policy, founding.example
    workflow, now = library.workflows[WORKFLOW], house.clock.now()
    rules = build_rules(policy, workflow, library.calendar(policy), library.law(policy))
    unit.add_edition("policy", policy.pack, policy.edition, policy.digest, policy_content(policy))
    unit.add_edition("workflow", workflow.name, workflow.edition, workflow.digest, workflow_content(workflow))
    members = tuple((p.id, p.title, p.bodies, p.tags) for p in example.participants) if example else ()
    # What is typed at founding is held to what the acts that change it later are held to.
    title = checked("alliance.rename", {"title": founding.title})["title"]
    first = checked("person.invite", {"name": founding.administrator, "contact": founding.contact})
    charter = Charter(
        title=title,
        administrator=ADMINISTRATOR,
        administrator_name=first["name"],
        administrator_contact=first["contact"],
        participants=members,
        illustrative=example is not None,
    )
    receipt = unit.save(found(charter, rules, now))
    if example is not None and founding.with_mandate:
        _set_mandate(house, unit, rules, example, receipt)
    return receipt


def _set_mandate(house: House, unit: Unit, rules: Rules, example: ExampleAlliance, founded: Receipt) -> None:
    """Put the example's made-up mandate in force at once, as no real one can be."""
    own, mandate = house.book.library.workflows["mandate"], example.mandate
    unit.add_edition("workflow", own.name, own.edition, own.digest, workflow_content(own))
    under = build_rules(rules.policy, own, rules.calendar, rules.law)
    unit.save(mandate_set(mandate, mandate_plain(mandate), under, ADMINISTRATOR, house.clock.now()), cause=founded.seq)
