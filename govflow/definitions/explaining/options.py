"""What each value of the sixteen options means, in words. Which values there are, and which are refused, is the domain's to say."""

from collections.abc import Mapping

from govflow.domain.options import NO_WINDOW, Option

MEANS: Mapping[str, Mapping[str, str]] = {
    "A": {
        "all_participants": "every participant, also one left out for an interest",
        "all_eligible": "every participant that may decide on the matter",
        "all_present_if_quorate": "those who are present",
    },
    "B": {
        "blocks": "an abstention keeps the proposal from being adopted",
        "stand_aside_allowed": "a participant may stand aside and let the others decide; an abstention still keeps it from being adopted",
        "ignored": "an abstention neither agrees nor stands in the way",
    },
    "C": {"not_agreed": "silence is not agreement", "assent": "silence is agreement"},
    "D": {
        "each_participant": "every participant",
        "n_of_participants": "a number of participants",
        "named_roles": "the participants the policy names",
    },
    "E": {
        "exclude": "whoever has it leaves the matter altogether",
        "discuss_no_vote": "whoever has it may speak and takes no position",
        "participate_if_others_agree": "whoever has it takes part if most of the others agree",
        "note_only": "it is noted, and whoever has it takes part",
    },
    "F": {
        "none": "it waits for the next meeting",
        "all_present_consent": "it is decided if everybody present consents",
        "all_members_present_and_consent": "it is decided only if every member is there and consents",
    },
    "G": {
        "second_within_days": "what was not agreed may be put once more within some days",
        "next_meeting": "what was not agreed may be put once more at the next meeting",
        "refer_at_once": "what was not agreed is a deadlock at once",
    },
    "H": {
        "escalate_ladder": "the matter goes up the no-fault ladder",
        "independent_expert": "the matter goes up the ladder at once to the rung where somebody independent helps",
        "owner_decides_if_reserved": "what the mandate reserves is left to the owner to decide; anything else goes up the ladder",
        "agree_to_disagree": "nothing is decided and the matter rests, agreed to differ",
        "majority_fallback": "a majority decides",
    },
    "I": {
        "off": "nothing is decided outside a meeting",
        "written_unanimous": "it may be decided in writing, by everyone",
        "exceptional_only": "only what is urgent may be decided in writing",
        "written_majority": "it may be decided in writing, by a majority",
    },
    "J": {NO_WINDOW: "there is none", "N calendar days": "so many calendar days", "N working days": "so many working days"},
    "K": {
        "principle_or_interest": "a principle, or a protected interest",
        "principle": "a principle, nothing else",
    },
    "L": {
        "bar_both": "nobody decides on its own default, nor on its own exit",
        "vote_without_veto": "the one concerned takes part, its objection aside",
        "bar_default_only": "nobody decides on its own default",
        "bar_exit_only": "nobody decides on its own exit",
        "none": "everybody decides on everything",
    },
    "M": {
        "represents_organisation": "each sits for its organisation",
        "competency_not_representative": "each sits for what it knows, not for its organisation",
    },
    "N": {
        "no_implementation": "the decision is not carried out meanwhile",
        "owner_may_direct": "the owner may direct, without prejudice, that what is adopted goes on",
    },
    "O": {"chair": "the chair (the deputy chair where it concerns the chair's own participant)", "manager": "the alliance manager"},
    "P": {
        "excluded_counts_as_present": "a participant left out for an interest counts as present",
        "quorum_of_eligible": "only those who may decide count",
        "unconflicted_panel": "a panel of those who may decide, of a least size",
    },
}  # fmt: skip


def means(letter: str, value: str) -> str:
    """Return what ``value`` of an option means; a window of days says itself."""
    return MEANS[letter].get(value) or value


def others(option: Option, value: str, base: str) -> tuple[str, ...]:
    """Return the other values the option could have, each with its meaning."""
    found = []
    for other in option.values:
        if other == value or (other.startswith("N ") and value.endswith(other[1:])):
            continue
        needs = " (needs base consensus)" if other in option.needs_consensus and base != "consensus" else ""
        found.append(f"{means(option.letter, other)} ({other}){needs}")
    return tuple(found)


def barred(option: Option) -> tuple[str, ...]:
    """Return the values the core refuses, each with its meaning and the rules it would break."""
    return tuple(
        f"{means(option.letter, value)} ({value}; rule {', '.join(map(str, rules))})" for value, rules in option.refused.items()
    )
