"""Explaining definitions: a workflow or a policy as English, as a table, as a diagram. Text out, nothing read, nothing decided.

The English of what is shipped is committed under ``tests/shipped/approved``, so that a change of governance is reviewed as English.
"""

from govflow.definitions.explaining.diagrams import alternative, mermaid
from govflow.definitions.explaining.drawing import svg
from govflow.definitions.explaining.policies import acts_table, policy_english
from govflow.definitions.explaining.workflows import english, table

__all__ = ["acts_table", "alternative", "english", "mermaid", "policy_english", "svg", "table"]
