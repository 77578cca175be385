"""Keeping the rules: the edition of a workflow under which something begins goes into the record."""

from govflow.definitions.workflows import workflow_content
from govflow.engine.machine import Rules
from govflow.record.units import Unit


def keep_rules(unit: Unit, rules: Rules) -> None:
    """Keep in the record the edition of the workflow that a subject begins under, unless it is there."""
    workflow = rules.filed
    unit.add_edition("workflow", workflow.name, workflow.edition, workflow.digest, workflow_content(workflow))
