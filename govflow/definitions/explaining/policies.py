"""A policy as English, and its table of roles and acts as a page a commissioner can tick."""

from collections.abc import Iterator

from govflow.definitions.explaining.authority import HEAD, authority_sentences, authority_table, goes_up
from govflow.definitions.explaining.options import barred, means, others
from govflow.definitions.explaining.times import time_sentences
from govflow.definitions.explaining.wording import capital, headed, listed, rows, wrapped
from govflow.domain.money import MOVE, RELEASE, TRANSFER
from govflow.domain.options import OPTIONS
from govflow.domain.policies import EVERYONE, LEADERSHIP_TEAM, THOSE_CONCERNED, Ground, Kind, Policy, Route
from govflow.domain.vocabulary import ACTS, CLOCKS, ITS_WORD, MAY_CHANGE, ROLES

BASES = {
    "unanimity": "Unanimity: a proposal is adopted when every participant that may decide has agreed to the same version.",
    "consensus": "Consensus: a proposal is adopted when every participant that may decide agrees to the same version, or stands aside "
    "or abstains as option B allows, and at least two agree.",
}
ABOUT = {
    "default": "Nobody decides on its own default.",
    "exit": "Nobody decides on its own exit.",
    "suspension": "Nobody decides on its own suspension.",
}
MONEY_GOES = {
    MOVE: " It moves that money to another devolved line or year.",
    TRANSFER: " It moves that money from an aligned line to a devolved one, and the holder's own body decides too.",
    RELEASE: " It gives back that much of what an earlier decision holds.",
}
ISSUES_SHOWN = {
    EVERYONE: "That an issue exists, what it is about, where it is and until when, is shown to everyone in the alliance;",
    LEADERSHIP_TEAM: "That an issue exists, what it is about, where it is and until when, is shown to the leadership team only;",
    THOSE_CONCERNED: "That an issue exists is shown only to those who may read it;",
}
NEVER_SHOWN = "what is said in it only to those concerned, to the people of the rung it is on, and to whoever logged it."
TICK, GAP = "x", "."


def policy_english(policy: Policy) -> str:
    """Return the whole of ``policy`` as English."""
    parts = [
        _head(policy),
        headed("Principles", [_item(p.title, p.means) for p in policy.principles]),
        headed("Interests an objection may rest on instead", [f"   - {interest}" for interest in policy.interests]),
        headed(
            "Bodies", [f"   - {body.title} ({body.id}): for what the {body.level} level may decide" for body in policy.bodies]
        ),
        headed("Kinds of decision, and who decides them", [_item(f"{k.title} ({k.id})", _kind(policy, k)) for k in policy.kinds]),
        headed("Who may decide what, and why", _authority(policy)),
        headed("What a participant may say", [_item(w.title, f'{w.means} Asked: "{w.prompt}"') for w in policy.words]),
        headed("Grounds of default, and nothing else", [_item(f"{g.title} ({g.id})", _ground(g)) for g in policy.grounds]),
        headed("The sixteen choices", _options(policy)),
        headed(
            "Clocks",
            [_item(name.replace("_", " "), f"{span} ({CLOCKS.get(name, name)})") for name, span in policy.clocks.items()],
        ),
        headed("What a step counts for", [wrapped(said, "   - ", "     ") for said in time_sentences(policy)]),
        headed("Where it belongs elsewhere: what an issue is not for", [_route(r) for r in policy.routes]),
        headed(
            "Who may do what",
            ["A role without a mark may not. What else must hold stands in the workflows.", "", acts_table(policy).rstrip()],
        ),
    ]
    return "\n\n".join(part for part in parts if part.count("\n") > 1) + "\n"


def _head(policy: Policy) -> str:
    quorum = f"Figures: a quorum by number is {policy.quorum.at_least}; a panel is at least {policy.quorum.panel}"
    named = f"; named for a quorum: {listed(policy.quorum.named)}" if policy.quorum.named else ""
    hidden = "are hidden until one's own is given" if policy.hide_positions else "can be seen from the start"
    lines = [
        f'Policy pack "{policy.pack}", edition {policy.edition}.',
        wrapped(BASES[policy.base]),
        f"Public holidays of {policy.jurisdiction.replace('-', ' ').title()}; time in {policy.zone}; days end at {policy.closing:%H:%M}.",
        f"{quorum}{named}.",
        f"Others' positions {hidden}; one changed within {policy.quiet_minutes} minutes is not shown as changed.",
        wrapped(f"The no-fault ladder: {', then '.join(rung.replace('_', ' ') for rung in policy.ladder)}."),
        f"A deadlock's issue starts on the ladder at: {policy.first_rung.replace('_', ' ')}.",
        wrapped(f"{ISSUES_SHOWN[policy.issues_shown]} {NEVER_SHOWN}"),
    ]
    closed = [f"Also closed on: {listed(policy.local_closures)}."] if policy.local_closures else []
    return headed(policy.title, [*lines, *closed], "=")


def _item(name: str, text: str) -> str:
    return wrapped(f"{name}: {text}", "   - ", "     ")


def _route(route: Route) -> str:
    return _item(f"{route.title} ({route.id})", f"{route.when} What to do first: {route.address}")


def _kind(policy: Policy, kind: Kind) -> str:
    body = policy.body(kind.body)
    said = f"{kind.means} Decided by: {body.title if body else kind.body}."
    said += f" {goes_up(policy, kind)}." if ":" in goes_up(policy, kind) else ""
    said += " It names an amount, a budget line and a year." if kind.needs_amount else ""
    said += MONEY_GOES.get(kind.money, "")
    if kind.changes:
        said += f" Unlike an ordinary proposal, it may change {listed([MAY_CHANGE.get(c, c) for c in kind.changes], 'or')}."
    return f"{said} {ABOUT[kind.about]}" if kind.about else said


def _ground(ground: Ground) -> str:
    right = "There is time to put it right." if ground.curable else "There is no time to put it right."
    asked = f" Evidence: {ground.evidence}" if ground.evidence else ""
    return f"{ground.means} Not: {ground.leaves_out} {right}{asked}"


def _authority(policy: Policy) -> Iterator[str]:
    yield from (wrapped(said, "   - ", "     ") for said in authority_sentences(policy))
    yield from ("", "To tick, kind by kind:", "", rows(HEAD, list(authority_table(policy))))


def _options(policy: Policy) -> Iterator[str]:
    for letter, option in OPTIONS.items():
        value = policy.options[letter]
        yield wrapped(f"{letter}. {option.title}: {means(letter, value)} ({value}).", "   ", "      ")
        instead = others(option, value, policy.base)
        if instead:
            yield wrapped(f"Could be: {'; '.join(instead)}.", "      ", "        ")
        refused = barred(option)
        if refused:
            yield wrapped(f"Cannot be: {'; '.join(refused)}.", "      ", "        ")


def acts_table(policy: Policy) -> str:
    """Return the acts as rows and the roles as columns, marked where a role may do the act; roles that may do nothing are left out."""
    used = {role for roles in policy.acts.values() for role in roles}
    columns = tuple(role for role in ROLES if role in used)
    body = []
    for act, meaning in ((act, meaning) for act, meaning in ACTS.items() if act not in ITS_WORD):
        allowed = policy.acts.get(act, ())
        body.append((f"{capital(meaning)} ({act})", *(TICK if role in allowed else GAP for role in columns)))
    return rows(("act", *columns), body) + "\n"
