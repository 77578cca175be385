"""The rulebook: from the digests a subject carries to the rules it is decided under, each built once per process.

A decision is finished under the rules it began with. They are looked for in the library of files first, then among the editions that
the alliance's own record keeps; ``stored`` fetches those.
"""

import threading
from collections.abc import Callable

from govflow.definitions.library import Library
from govflow.definitions.policies import policy_from_content
from govflow.definitions.workflows import Workflow, workflow_from_content
from govflow.domain.policies import Policy
from govflow.engine.machine import Rules, build_rules

Stored = Callable[[str], bytes | None]


class UnknownEditionError(LookupError):
    """The rules a subject began with are neither in the files nor in the record."""


class Rulebook:
    """All rules of an installation, by digest. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        """Start from ``library``; nothing is built yet."""
        self.library = library
        self._built: dict[tuple[str, str], Rules] = {}
        self._lock = threading.Lock()

    def rules(self, policy: str, workflow: str, stored: Stored) -> Rules:
        """Return the rules of two editions by digest. Raises UnknownEditionError."""
        found = self._built.get((policy, workflow))
        if found is not None:
            return found
        with self._lock:
            return self._built.setdefault((policy, workflow), self._build(policy, workflow, stored))

    def _build(self, policy: str, workflow: str, stored: Stored) -> Rules:
        read_policy = self.library.policy_by_digest(policy) or self._stored_policy(policy, stored)
        read_workflow = self.library.workflow_by_digest(workflow) or self._stored_workflow(workflow, stored)
        return build_rules(read_policy, read_workflow, self.library.calendar(read_policy), self.library.law(read_policy))

    def _stored_policy(self, digest: str, stored: Stored) -> Policy:
        return policy_from_content(_content(digest, stored))

    def _stored_workflow(self, digest: str, stored: Stored) -> Workflow:
        return workflow_from_content(_content(digest, stored))


def _content(digest: str, stored: Stored) -> bytes:
    content = stored(digest)
    if content is None:
        message = f"the edition {digest[:12]} is neither in the files nor in the record"
        raise UnknownEditionError(message)
    return content
