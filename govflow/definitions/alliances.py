"""Example alliances: the made-up participants and mandate beside a pack, for demonstrations, rehearsals and tests."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from govflow.definitions.mandates import read_mandate
from govflow.definitions.schema import Fields, Problems, each, fields, nearest
from govflow.definitions.strict_yaml import Node, read_file
from govflow.domain.mandates import Mandate
from govflow.domain.policies import Policy

OWNER = "owner"
NEEDED = 2


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


def load_alliance(path: Path, policy: Policy) -> ExampleAlliance:
    """Return the example of the file at ``path``, checked against its pack's ``policy``. Raises DefinitionError."""
    problems = Problems()
    bodies = [b.id for b in policy.bodies]
    with fields(read_file(path, f"{path.parent.name}/{path.name}"), "an example alliance", problems) as f:
        f.word("illustrative", ("yes",))
        found = ExampleAlliance(
            id=f.name("alliance"),
            title=f.text("title"),
            participants=each(f, "participants", "a participant", lambda row: _participant(row, bodies), lambda p: p.id),
            mandate=read_mandate(f.node_of("mandate") or Node({}, 0, path.name), problems),
        )
        _check(found, policy, f)
    problems.stop()
    return found


def _participant(f: Fields, bodies: Collection[str]) -> ExampleParticipant:
    return ExampleParticipant(f.name("id"), f.text("title"), f.texts("tags"), f.texts("bodies", bodies))


def _check(alliance: ExampleAlliance, policy: Policy, f: Fields) -> None:
    ids = [p.id for p in alliance.participants]
    if len(ids) < NEEDED:
        f.problems.add(f.at("participants"), "an alliance has at least two participants")
    if not alliance.tagged(OWNER):
        f.problems.add(f.at("participants"), "no participant has the tag 'owner'")
    holders = {e.holder for e in alliance.mandate.envelope if e.holder}
    for holder in sorted(holders - set(ids)):
        f.problems.add(f.at("mandate"), f"a budget line is held by the unknown participant {holder!r}{nearest(holder, ids)}")
    known = {*ids, *(tag for p in alliance.participants for tag in p.tags)}
    for name in policy.quorum.named:
        if name not in known:
            f.problems.add(f.at("participants"), f"the quorum names {name!r}, neither participant nor tag{nearest(name, known)}")
