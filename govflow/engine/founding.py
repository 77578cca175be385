"""Founding an alliance: its first facts, under a policy, with a mandate that is already in force, as ``Moved`` values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from govflow.domain import facts as f
from govflow.domain import mandate_versions
from govflow.domain.alliances import Alliance
from govflow.domain.mandate_versions import MandateVersion
from govflow.domain.mandates import Mandate
from govflow.engine import reminding
from govflow.engine.cases import Actor, Capacity
from govflow.engine.machine import Rules
from govflow.engine.mandating import MandateCase
from govflow.engine.moving import Moved, made
from govflow.engine.roster_cases import RosterCase
from govflow.engine.rostering import roster_moved

ACT = "alliance.found"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Charter:
    """What an alliance is founded with: its title, and who administers it (reference, name, e-mail address).

    Only an example has participants from the start (id, title, bodies, tags); an alliance takes its own in.
    """

    title: str
    administrator: str
    administrator_name: str
    administrator_contact: str = ""
    participants: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = ()
    illustrative: bool = False


def found(charter: Charter, rules: Rules, now: datetime) -> Moved:
    """Return the founding: the rules in force, the participants, and one administrator who can invite the rest."""
    policy, person = rules.policy, charter.administrator
    today = rules.calendar.local_date(now)
    facts: tuple[f.Fact, ...] = (
        f.AllianceFounded(
            charter.title, policy.zone, policy.jurisdiction, policy.digest, rules.workflow.digest, charter.illustrative
        ),
        f.PersonInvited(person, charter.administrator_name, charter.administrator_contact),
        f.OfficeGiven(1, ADMINISTRATOR, person, "", "", today, None),
        *(f.ParticipantJoined(name, title, bodies, tags) for name, title, bodies, tags in charter.participants),
    )
    actor = Actor(person, Capacity(ADMINISTRATOR))
    return roster_moved(RosterCase(Alliance(), policy, rules.calendar, now, ACT, actor), facts)


def mandate_set(mandate: Mandate, content: Mapping[str, Any], rules: Rules, actor: str, now: datetime) -> Moved:
    """Return the mandate the alliance is founded with, in force; ``content`` is the mandate as files write it."""
    over = rules.calendar.at(mandate.valid_until + timedelta(days=1), time(0, 0))
    facts: tuple[f.Fact, ...] = (
        f.MandateDrafted(mandate.version, "", actor, "", "", rules.workflow.digest, rules.policy.digest),
        f.MandateSet(
            mandate.ref, mandate.version, mandate.title, mandate.valid_from, mandate.valid_until, content, mandate.digest
        ),
        f.TimersSet({"expire": over}),
    )
    after = MandateVersion(ref=mandate.ref)
    for fact in facts:
        after = mandate_versions.apply(after, fact, now)
    case = MandateCase(after, Alliance(), rules, now, "found", Actor(actor, Capacity(ADMINISTRATOR)))
    return made(
        {
            "noun": "mandate",
            "ref": mandate.ref,
            "before": None,
            "after": after,
            "act": ACT,
            "origin": "",
            "to": "in_force",
            "actor": actor,
            "role": ADMINISTRATOR,
            "participant": "",
            "body": "",
            "workflow": rules.workflow.digest,
            "policy": rules.policy.digest,
            "met": (),
            "facts": facts,
            "notices": (),
            "at": now,
            "reminders": reminding.wanted(case),
        }
    )
