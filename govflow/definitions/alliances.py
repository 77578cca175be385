"""Example alliances: the made-up participants and mandate beside a pack, for demonstrations, rehearsals and tests."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from govflow.definitions.mandates import read_mandate
from govflow.definitions.schema import Fields, Problems, each, fields, nearest
from govflow.definitions.strict_yaml import Node, read_file
from govflow.domain.mandates import Mandate
from govflow.domain.policies import Policy
from govflow.domain.quorum import beyond_reach, too_few

OWNER = "owner"
NEEDED = 2
NOT_AN_EXAMPLE = (
    "'illustrative' must be there and say yes: this file is an example for demonstrations and tests, and nothing in it is real"
)


@dataclass(frozen=True, slots=True)
class ExampleParticipant:
    """One made-up organisation: ``tags`` such as owner, public-body or provider; ``bodies`` it has a seat in."""

    id: str
    title: str
    tags: tuple[str, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleAlliance:
    """A made-up alliance under one pack, with a mandate that is in force."""

    id: str
    title: str
    participants: tuple[ExampleParticipant, ...]
    mandate: Mandate

    def participant(self, participant_id: str) -> ExampleParticipant | None:
        return next((p for p in self.participants if p.id == participant_id), None)

    def tagged(self, tag: str) -> tuple[ExampleParticipant, ...]:
        return tuple(p for p in self.participants if tag in p.tags)


def load_alliance(path: Path, policy: Policy | None) -> ExampleAlliance:
    """Return the example of the file at ``path``, checked against its pack's ``policy`` where that is whole. Raises DefinitionError."""
    problems = Problems()
    bodies = [b.id for b in policy.bodies] if policy else None
    with fields(read_file(path, f"{path.parent.name}/{path.name}"), "an example alliance", problems) as f:
        if f.text("illustrative", "no") != "yes":
            f.problems.add(f.at("illustrative"), NOT_AN_EXAMPLE)
        name, title, mandate = f.name("alliance"), f.text("title"), f.node_of("mandate")
        before = len(problems.found)
        participants = each(f, "participants", "a participant", lambda row: _participant(row, bodies), lambda p: p.id)
        whole = len(problems.found) == before and isinstance(f.at("participants").value, list)
        terms = read_mandate(mandate or Node({}, 0, path.name), problems if mandate else Problems())
        found = ExampleAlliance(name, title, participants, terms)
        if whole:
            _check(found, f)
        if whole and policy:
            _check_quorum(found, policy, f)
    problems.stop()
    return found


def _participant(f: Fields, bodies: Collection[str] | None) -> ExampleParticipant:
    return ExampleParticipant(f.name("id"), f.text("title"), f.texts("tags"), f.texts("bodies", bodies))


def _check(alliance: ExampleAlliance, f: Fields) -> None:
    ids = [p.id for p in alliance.participants]
    if len(ids) < NEEDED:
        f.problems.add(f.at("participants"), "an alliance has at least two participants")
    if not alliance.tagged(OWNER):
        f.problems.add(f.at("participants"), "no participant has the tag 'owner'")
    holders = {e.holder for e in alliance.mandate.envelope if e.holder}
    for holder in sorted(holders - set(ids)):
        f.problems.add(f.at("mandate"), f"a budget line is held by the unknown participant {holder!r}{nearest(holder, ids)}")


def _check_quorum(alliance: ExampleAlliance, policy: Policy, f: Fields) -> None:
    known = {p.id for p in alliance.participants} | {tag for p in alliance.participants for tag in p.tags}
    for name in policy.quorum.named:
        if name not in known:
            f.problems.add(f.at("participants"), f"the quorum names {name!r}, neither participant nor tag{nearest(name, known)}")
    for body in policy.bodies:
        members = sum(body.id in p.bodies for p in alliance.participants)
        if beyond_reach(policy, body, members):
            f.problems.add(f.at("participants"), f"{too_few(policy, body, members)} (see 'at_least' in policy.yaml)")
