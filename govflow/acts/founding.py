"""Founding an alliance: the one act before there is anybody to do acts. One unit of work."""

from dataclasses import dataclass

from govflow.acts.house import House
from govflow.definitions.alliances import ExampleAlliance
from govflow.definitions.mandates import mandate_plain
from govflow.definitions.policies import policy_content
from govflow.definitions.workflows import workflow_content
from govflow.domain.policies import Policy
from govflow.engine.founding import Charter, found, mandate_set
from govflow.engine.machine import build_rules
from govflow.engine.rostering import reference
from govflow.record.ledger import Receipt

WORKFLOW = "decision"


@dataclass(frozen=True, slots=True)
class Founding:
    """What is founded: the example (or an alliance's own file of that shape), its policy, whether a mandate stands already."""

    example: ExampleAlliance
    policy: Policy
    administrator: str = "Administrator"
    illustrative: bool = True
    with_mandate: bool = True


def found_alliance(house: House, alliance: str, founding: Founding) -> Receipt:
    """Found ``alliance`` and return the receipt of its first entry. The administrator is person PER-0001."""
    library = house.book.library
    workflow, policy, example = library.workflows[WORKFLOW], founding.policy, founding.example
    rules = build_rules(policy, workflow, library.calendar(policy), library.law(policy))
    house.store.create_alliance(alliance)
    with house.store.unit(alliance) as unit:
        now = house.clock.now()
        unit.add_edition("policy", policy.pack, policy.edition, policy.digest, policy_content(policy))
        unit.add_edition("workflow", workflow.name, workflow.edition, workflow.digest, workflow_content(workflow))
        person = reference(1)
        members = tuple((p.id, p.title, p.bodies, p.tags) for p in example.participants)
        charter = Charter(example.title, members, person, founding.administrator, founding.illustrative)
        receipt = unit.save(found(charter, rules, now))
        if founding.with_mandate:
            mandate, own = example.mandate, library.workflows["mandate"]
            unit.add_edition("workflow", own.name, own.edition, own.digest, workflow_content(own))
            under = build_rules(policy, own, rules.calendar, rules.law)
            unit.save(mandate_set(mandate, mandate_plain(mandate), under, person, now), cause=receipt.seq)
        return receipt
