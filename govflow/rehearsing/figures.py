"""The figures a scenario may expect: their names and how each is written. Looking them up is ``expecting``'s work."""

import re
from collections.abc import Callable, Collection, Mapping

from govflow.definitions.schema import Problems, fields, nearest
from govflow.definitions.strict_yaml import Node, Plain, plain
from govflow.domain.participants import EXCLUDED, JOINED, LEAVING, LEFT, SUSPENDED
from govflow.domain.requirement_codes import CODES
from govflow.domain.vocabulary import LEVELS
from govflow.rehearsing.moments import local_moment

NONE = "none"
STANDINGS = (JOINED, LEAVING, SUSPENDED, LEFT, EXCLUDED)
WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
MONEY = re.compile(r"-?(0|[1-9][0-9]{0,11})\.[0-9]{2}")
LINE_AND_YEAR = re.compile(r"\S+ \S+")

Check = Callable[[Node, Collection[str]], str]


def _state(node: Node, states: Collection[str]) -> str:
    value = str(node.value)
    return "" if value in states else f"there is no state {value!r}{nearest(value, states)}"


def _number(node: Node, _: Collection[str]) -> str:
    return "" if isinstance(node.value, str) and WHOLE.fullmatch(node.value) else "must be a whole number"


def _codes(node: Node, _: Collection[str]) -> str:
    rows = node.value if isinstance(node.value, list) else [node]
    given = [str(row.value) for row in rows]
    wrong = next((code for code in given if code not in CODES and given != [NONE]), None)
    return f"there is no code {wrong!r}{nearest(wrong, CODES)}" if wrong is not None else ""


def _level(node: Node, _: Collection[str]) -> str:
    value = str(node.value)
    return "" if value in LEVELS else f"there is no level {value!r}{nearest(value, LEVELS)}"


def _closes(node: Node, _: Collection[str]) -> str:
    value = str(node.value)
    return "" if value == NONE or local_moment(value) else "must be a time such as 2026-03-12 17:00, or none"


def _remaining(node: Node, _: Collection[str]) -> str:
    rows = node.value.items() if isinstance(node.value, dict) else [("line year", node)]
    fits = all(LINE_AND_YEAR.fullmatch(name) and isinstance(one.value, str) and MONEY.fullmatch(one.value) for name, one in rows)
    return "" if fits else "must be pounds and pence such as 180000.00, or {LINE YEAR: pounds and pence}"


def _mails(node: Node, states: Collection[str]) -> str:
    if not isinstance(node.value, dict):
        return "must be {NAME: how many}"
    return next((says for one in node.value.values() if (says := _number(one, states))), "")


def _standings(node: Node, _: Collection[str]) -> str:
    if not isinstance(node.value, dict):
        return "must be {PARTICIPANT: joined, leaving, suspended or left}"
    wrong = next((str(one.value) for one in node.value.values() if one.value not in STANDINGS), None)
    return f"there is no standing {wrong!r}{nearest(wrong, STANDINGS)}" if wrong is not None else ""


FIGURES: Mapping[str, Check] = {
    "state": _state,
    "version": _number,
    "agreed": _number,
    "objections": _number,
    "eligible": _number,
    "needed": _codes,
    "level": _level,
    "closes": _closes,
    "remaining": _remaining,
    "mails_to": _mails,
    "standing": _standings,
}


def read_figures(node: Node, states: Collection[str], problems: Problems) -> Mapping[str, Plain]:
    """Read the mapping of figures at ``node``; figures and values that there cannot be are problems."""
    with fields(node, "an expectation", problems) as f:
        given = [name for name in FIGURES if f.node_of(name, needed=False) is not None]
        for name in given:
            says = FIGURES[name](f.at(name), states)
            if says:
                problems.add(f.at(name), f"{name!r}: {says}")
        return {name: plain(f.at(name)) for name in given}
