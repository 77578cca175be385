"""Facts about mandates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from govflow.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class MandateSet(Fact):
    """A mandate in force: its version, term and whole content (as a policy file writes it), and the digest of that content."""

    ref: str
    version: int
    title: str
    valid_from: date
    valid_until: date
    content: Mapping[str, Any]
    digest: str
