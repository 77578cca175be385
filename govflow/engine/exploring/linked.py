"""Small worlds of reserved matters, which the owner decides alone, and of what follows from them for everyone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from govflow.engine.exploring.casts import LINE, PARTICIPANTS, PENCE, RESERVED, YEAR, body_of, only
from govflow.engine.exploring.making import Maker, under
from govflow.engine.exploring.tries import WHY
from govflow.engine.exploring.worlds import Turn, World


def reserved_worlds(make: Maker) -> Iterator[World]:
    """Give the worlds of what the mandate reserves, settled alone, with what follows from it, and that by itself."""
    owner, kind = body_of(make.policy, "owner"), next((k for k in make.policy.kinds if k.is_reserved), None)
    if owner is None or kind is None:
        return
    settled, ended = Turn("What follows from it is settled", linked="awaiting_linked"), Turn("It ends", linked="lapsed")
    matter = {"kind": kind.id, "changes": (RESERVED,)}
    alone = replace(make, body=owner.id)
    given: dict[str, Any] = {"alliance": only(alone.people, PARTICIPANTS[:1]), "participants": PARTICIPANTS[:1]}
    yield alone.world(
        "a reserved matter, and nothing said of what follows",
        (),
        ("consult", "circulate"),
        proposal=alone.proposal(**matter),
        **given,
    )
    nothing = alone.proposal(**matter, nothing_follows=WHY)
    yield alone.world(
        "a reserved matter from which nothing follows", alone.opened(), ("agree", "object"), proposal=nothing, **given
    )
    given |= {"proposal": alone.proposal(**matter), "linked": "open", "turns": (settled, ended)}
    yield alone.world("a reserved matter with what follows", alone.opened(), ("agree", "agree_subject_to", "ratify"), **given)
    windowed = replace(alone, policy=under(make.policy, I="written_unanimous", J="10 working days"))
    yield windowed.world("a reserved matter and a window", windowed.opened(), ("agree", "raise_objection"), **given)
    below = make.proposal(linked="DEC-0003")
    settled = Turn("The reserved matter comes into force", linked="in_force")
    yield make.world(
        "what follows from a reserved matter", make.opened(), ("agree",), proposal=below, linked="open", turns=(settled, ended)
    )
    costly = make.proposal(linked="DEC-0003", amount_pence=PENCE, line=LINE, year=YEAR)
    yield make.world("costly, and its reserved matter has ended", make.opened(), ("agree",), proposal=costly, linked="withdrawn")
