"""The cast of a scenario: which person holds which seat or office, in the words scenario files use.

Only words and whom they fit; giving people their seats is ``seating``'s work.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from govflow.definitions.alliances import ExampleAlliance
from govflow.definitions.schema import Fields, Problems, nearest
from govflow.definitions.strict_yaml import Node

OF_PARTICIPANT = frozenset({"leadership", "management", "deputy", "chief", "chair"})
ALONE = frozenset(
    {"chair", "manager", "owner", "observer", "facilitator", "mediator", "auditor", "administrator", "lived-experience"}
)
UNNOTIFIED = "unnotified"
SEATED = frozenset({"leadership", "chair"})  # with a participant, both are its seat in the leadership team
# Offices that are given with the invitation; facilitator and mediator are appointed by the processes they belong to.
INVITED_AS = {
    "manager": "manager",
    "observer": "observer",
    "auditor": "auditor",
    "lived-experience": "lived experience",
    "chief": "chief executive",
}
CAST_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
LONGEST_NAME = 100
EVERYONE, BUT = "everyone", "everyone but "
NOBODY = frozenset({EVERYONE, "the clock", "the engine", "clock", "engine"})


@dataclass(frozen=True, slots=True)
class Part:
    """One place in the cast: ``word`` (leadership, deputy, manager ...), of ``participant`` where it has one."""

    word: str
    participant: str = ""
    unnotified: bool = False

    @property
    def called(self) -> str:
        """Return it as a scenario writes it: ``deputy:health``."""
        return f"{self.word}:{self.participant}" if self.participant else self.word

    @property
    def seat(self) -> str:
        """Return the one seat it fills, as its own word; "" when it fills none that only one person can hold."""
        if self.participant and self.word in SEATED:
            return f"leadership:{self.participant}"
        return self.called if self.word in {"management", "owner", "chair", "administrator"} else ""


def read_cast(f: Fields, example: ExampleAlliance | None) -> Mapping[str, tuple[Part, ...]]:
    """Read ``cast``: name -> its parts. Two people in one seat are a problem."""
    found: dict[str, tuple[Part, ...]] = {}
    seats: dict[str, str] = {}
    for name, node in f.pairs("cast", needed=False).items():
        found[name] = _parts(node, example, f.problems)
        if not _may_be_called(name, found[name]):
            f.problems.add(
                node, f"nobody in the cast can be called {name!r}; use letters, digits, - and _, and none of the cast's own words"
            )
        if sum(part.word in INVITED_AS for part in found[name]) > 1:
            f.problems.add(node, f"{name!r} can be invited to one of these at most: {', '.join(INVITED_AS)}")
        for part in found[name]:
            first = seats.setdefault(part.seat, name) if part.seat else name
            if first != name:
                f.problems.add(node, f"{part.seat!r} is given to {first!r} already; one seat has one holder")
    return found


def read_people(f: Fields, cast: Mapping[str, tuple[Part, ...]], example: ExampleAlliance | None) -> Mapping[str, str]:
    """Read ``people``: somebody in the cast, or a place (``management:health``) -> the name that person has in the record."""
    found: dict[str, str] = {}
    for called, node in f.pairs("people", needed=False).items():
        name = " ".join(node.value.split()) if isinstance(node.value, str) else ""
        if called not in cast and not is_place(called, example):
            f.problems.add(node, f"there is no {called!r} in the cast to give a name to{nearest(called, cast)}")
        elif not name or len(name) > LONGEST_NAME:
            f.problems.add(node, f"the name of {called!r} must be text of 1 to {LONGEST_NAME} characters")
        found[called] = name
    return found


def is_place(word: str, example: ExampleAlliance | None) -> bool:
    """Say whether ``word`` is a cast word (``leadership:health``), for whoever holds that place."""
    part = part_of(word)
    if part is None or part.unnotified:
        return False
    return not part.participant or example is None or example.participant(part.participant) is not None


def _may_be_called(name: str, parts: tuple[Part, ...]) -> bool:
    """Say whether somebody with ``parts`` can be called ``name``: a cast word can be the name only of whoever has that place."""
    taken = name in NOBODY or (name in ALONE and all(part.word != name for part in parts))
    return bool(CAST_NAME.fullmatch(name)) and not taken


def part_of(text: str) -> Part | None:
    """Return the part that ``text`` says (``deputy:health unnotified``), or None."""
    word, _, manner = text.partition(" ")
    word, _, participant = word.partition(":")
    known = (word in OF_PARTICIPANT) if participant else (word in ALONE and ":" not in text)
    manner_fits = not manner or (manner.strip() == UNNOTIFIED and word == "deputy")
    return Part(word, participant, bool(manner)) if known and manner_fits else None


def _parts(node: Node, example: ExampleAlliance | None, problems: Problems) -> tuple[Part, ...]:
    rows = node.value if isinstance(node.value, list) else [node]
    found = (_part(row, example, problems) for row in rows)
    return tuple(part for part in found if part is not None)


def _part(node: Node, example: ExampleAlliance | None, problems: Problems) -> Part | None:
    text = " ".join(node.value.split()) if isinstance(node.value, str) else ""
    part = part_of(text)
    if part is None:
        problems.add(node, f"there is no seat {text!r} for the cast{_nearest_word(text)}")
    elif part.participant and example is not None and example.participant(part.participant) is None:
        known = [p.id for p in example.participants]
        problems.add(node, f"there is no participant {part.participant!r} in {example.title}{nearest(part.participant, known)}")
        return None
    return part


def _nearest_word(text: str) -> str:
    word, colon, rest = text.partition(":")
    known: Collection[str] = OF_PARTICIPANT if colon else ALONE
    if not colon and word in OF_PARTICIPANT:
        return f"; write {word}:ORG, with the participant's id"
    offered = nearest(word, known)
    return offered if not colon or "?" not in offered else offered.replace("'?", f":{rest}'?")
