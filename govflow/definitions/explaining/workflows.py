"""A workflow as English, one numbered sentence a move, and as a table. With a policy, it also says who may make each move."""

from collections.abc import Iterator

from govflow.definitions.explaining.wording import capital, headed, listed, role, rows, wrapped
from govflow.definitions.workflows import CLOCK, ENGINE, FORMS, PEOPLE, Move, State, Workflow
from govflow.domain.policies import Policy
from govflow.domain.vocabulary import ACTS, RUNGS

NO_POLICY = "whoever the policy lets"


def english(workflow: Workflow, policy: Policy | None) -> str:
    """Return ``workflow`` as English; ``policy`` says who may do what, and how long its clocks run."""
    workflow = along(workflow, policy)
    parts = [_head(workflow, policy)]
    parts += [_state(workflow, policy, n, state) for n, state in enumerate(workflow.states.values(), 1)]
    if workflow.promises:
        parts.append(headed("Promises that no policy can weaken", _promises(workflow)))
    return "\n\n".join(parts) + "\n"


def along(workflow: Workflow, policy: Policy | None) -> Workflow:
    """Return ``workflow`` as it is under ``policy``: an issue climbs the rungs of its ladder, without one all of them."""
    return workflow.along(policy.ladder if policy is not None else RUNGS)


def _head(workflow: Workflow, policy: Policy | None) -> str:
    title = f"{workflow.title}: what can happen to one, state by state"
    lines = [f'Workflow "{workflow.name}", edition {workflow.edition}. It begins as "{workflow.states[workflow.starts].title}".']
    if policy is not None:
        lines.append(f'Who may do what is taken from the policy "{policy.title}" ({policy.pack}), edition {policy.edition}.')
    ends = [f'"{state.title}"' for state in workflow.states.values() if not state.moves]
    if ends:
        lines.append(f"It ends as {listed(ends, 'or')}; from there nothing leads on.")
    resting = [f'"{s.title}"' for s in workflow.states.values() if s.rests and all(move.to == s.id for move in s.moves)]
    if resting:
        lines.append(f"It comes to rest as {listed(resting, 'or')}; something can still be added there, and nothing leads on.")
    return headed(title, lines, "=")


def _state(workflow: Workflow, policy: Policy | None, n: int, state: State) -> str:
    lines = [wrapped(state.means, "   ")]
    if state.asks:
        lines.append(wrapped(f"Waits for: {state.asks}.", "   "))
    for k, move in enumerate(state.moves, 1):
        number = f"   {n}.{k} "
        lines.append(wrapped(sentence(workflow, policy, state, move), number, " " * len(number)))
    if not state.moves:
        lines.append("   This is an end.")
    return "\n".join((f"{n}. {state.title} ({state.id})", *lines))


def sentence(workflow: Workflow, policy: Policy | None, state: State, move: Move, *, keyed: bool = True) -> str:
    """Return one move as English: who, what, when, with which requirements, what is recorded, and where it leads.

    ``keyed``: with the event's name in the file, for whoever writes such files.
    """
    does, key = doing(workflow, move.do), f" ({move.do})" if keyed else ""
    said = f"{capital(_who(workflow, policy, move))} {_may(move)} {does}{key}{_circumstances(move)}."
    if move.then:
        said += f" Then: {'; '.join(move.then)}."
    leads = "It stays here." if move.to == state.id else f'It becomes "{workflow.states[move.to].title}".'
    return f"{said} {leads}"


def doing(workflow: Workflow, event: str) -> str:
    """Return what an event of a workflow is in English, as the end of a sentence about whoever may do it."""
    return ACTS.get(f"{workflow.name}.{event}", event.replace("_", " "))


def _may(move: Move) -> str:
    return "may" if move.by == PEOPLE else "will"


def _who(workflow: Workflow, policy: Policy | None, move: Move) -> str:
    if move.by in {CLOCK, ENGINE}:
        return {CLOCK: "the clock", ENGINE: "the engine"}[move.by]
    if policy is None:
        return NO_POLICY
    return listed([role(r) for r in people_who(workflow, policy, move)], "or") or "nobody under this policy"


def people_who(workflow: Workflow, policy: Policy, move: Move) -> tuple[str, ...]:
    """Return the roles that the policy's table lets make a move that is for people."""
    return tuple(r for r in policy.acts.get(f"{workflow.name}.{move.do}", ()) if r not in {CLOCK, ENGINE})


def _circumstances(move: Move) -> str:
    said = f", at this time: {move.after}" if move.after else ""
    said += f", where {listed(move.if_)}" if move.if_ else ""
    if not move.when:
        return said
    asked = "as soon as" if move.by == ENGINE else "provided that"
    return f"{said}, {asked} {_and(move.when)}"


def _and(clauses: tuple[str, ...]) -> str:
    """Join clauses, with semicolons where one of them holds a comma or an "and" itself."""
    plain = all("," not in c and " and " not in c for c in clauses)
    return listed(clauses) if plain else "; ".join((*clauses[:-1], f"and {clauses[-1]}")) if len(clauses) > 1 else clauses[0]


def _promises(workflow: Workflow) -> Iterator[str]:
    """Yield the promises, those about one state or event together."""
    together: dict[tuple[str, str], list[str]] = {}
    for promise in workflow.promises:
        together.setdefault((promise.about, promise.name), []).append(promise.condition)
    for n, ((about, name), conditions) in enumerate(together.items(), 1):
        subject = f'"{workflow.states[name].title}"' if about == "state" else f'"{name.replace("_", " ")}"'
        number = f"   {n}. "
        if len(conditions) == 1:
            yield wrapped(f"{subject}{FORMS[about]} {conditions[0]}.", number, " " * len(number))
            continue
        yield f"{number}{subject}{FORMS[about]}:"
        yield from (
            wrapped(f"{condition};" if k < len(conditions) else f"{condition}.", "      - ", "        ")
            for k, condition in enumerate(conditions, 1)
        )


def table(workflow: Workflow, policy: Policy | None = None) -> str:
    """Return the moves as a table: from, event, to, who, when and what it needs."""
    workflow = along(workflow, policy)
    body = [
        (state.id, move.do, move.to if move.to != state.id else "(stays)", _by(workflow, policy, move), _needs(move))
        for state, move in workflow.moves
    ]
    return rows(("from", "event", "to", "who", "when, and what it needs"), body) + "\n"


def _by(workflow: Workflow, policy: Policy | None, move: Move) -> str:
    if move.by != PEOPLE:
        return move.by
    return ", ".join(people_who(workflow, policy, move)) or "nobody" if policy is not None else "people"


def _needs(move: Move) -> str:
    when = [move.after] if move.after else []
    return "; ".join([*when, *(f"if {word}" for word in move.if_), *move.when])
