"""The sixteen options A-P of a policy: their values, their defaults, and which the core refuses, with the rule's number.

The values and defaults are those of alliance practice listed in policies/SOURCES.md; the rule numbers are those of the rules that
never bend. No file is read here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Option:
    """One option: ``values`` a policy may choose, ``refused`` values known but barred -> the rules they would break."""

    letter: str
    title: str
    values: tuple[str, ...]
    default: str
    refused: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    needs_consensus: tuple[str, ...] = ()


NO_WINDOW = "none"
WINDOW = re.compile(r"^([1-9][0-9]?) (calendar|working) days$")

OPTIONS: Mapping[str, Option] = {
    o.letter: o
    for o in (
        Option(
            "A",
            "Whose agreement is needed",
            ("all_participants", "all_eligible"),
            "all_eligible",
            {"all_present_if_quorate": (1, 2)},
        ),
        Option(
            "B",
            "Abstention",
            ("blocks", "stand_aside_allowed", "ignored"),
            "blocks",
            needs_consensus=("stand_aside_allowed", "ignored"),
        ),
        Option("C", "Silence on a written proposal", ("not_agreed",), "not_agreed", {"assent": (2,)}),
        Option("D", "Quorum", ("each_participant", "n_of_participants", "named_roles"), "each_participant"),
        Option(
            "E",
            "Handling of an interest",
            ("exclude", "discuss_no_vote", "participate_if_others_agree", "note_only"),
            "discuss_no_vote",
        ),
        Option(
            "F",
            "Late item",
            ("none", "all_present_consent", "all_members_present_and_consent"),
            "all_members_present_and_consent",
        ),
        Option("G", "Re-tabling", ("second_within_days", "next_meeting", "refer_at_once"), "second_within_days"),
        Option(
            "H",
            "After deadlock",
            ("escalate_ladder", "independent_expert", "owner_decides_if_reserved", "agree_to_disagree"),
            "escalate_ladder",
            {"majority_fallback": (1,)},
        ),
        Option(
            "I",
            "Decision outside a meeting",
            ("off", "written_unanimous", "exceptional_only"),
            "written_unanimous",
            {"written_majority": (1,)},
        ),
        Option("J", "Objection window after a decision", (NO_WINDOW, "N calendar days", "N working days"), NO_WINDOW),
        Option("K", "What an objection must rest on", ("principle_or_interest", "principle"), "principle_or_interest"),
        Option(
            "L",
            "Bar on deciding on one's own default or exit",
            ("bar_both",),
            "bar_both",
            {"vote_without_veto": (7,), "bar_default_only": (7,), "bar_exit_only": (7,), "none": (7,)},
        ),
        Option(
            "M",
            "Capacity in which members sit",
            ("represents_organisation", "competency_not_representative"),
            "represents_organisation",
        ),
        Option(
            "N",
            "Effect of a decision while an issue about it is open",
            ("no_implementation", "owner_may_direct"),
            "no_implementation",
        ),
        Option("O", "Who sorts an issue first", ("chair", "manager"), "chair"),
        Option(
            "P",
            "Quorum when a participant is excluded",
            ("excluded_counts_as_present", "quorum_of_eligible", "unconflicted_panel"),
            "excluded_counts_as_present",
        ),
    )
}

DEFAULTS: Mapping[str, str] = {letter: option.default for letter, option in OPTIONS.items()}


def is_known(letter: str, value: str) -> bool:
    """Say whether ``value`` is one the option may take (``J`` takes a number of days)."""
    option = OPTIONS[letter]
    return (letter == "J" and bool(WINDOW.match(value))) or (value in option.values and not value.startswith("N "))


def rules_broken(letter: str, value: str, base: str) -> tuple[int, ...]:
    """Return the numbers of the rules that never bend which ``value`` would break under ``base``; () when it breaks none."""
    option = OPTIONS[letter]
    if value in option.needs_consensus and base != "consensus":
        return (1, 2)
    return tuple(option.refused.get(value, ()))
