"""Reading lengths of time (``5 clear working days``) and closing times (``17:00``)."""

import re
from collections.abc import Mapping
from datetime import time

from govflow.definitions.schema import Fields, nearest
from govflow.definitions.strict_yaml import Node
from govflow.domain.policies import Clocks
from govflow.domain.vocabulary import OFFERED_CLOCKS
from govflow.domain.working_days import Span

SPAN = re.compile(r"([1-9][0-9]{0,2}) (clear working days?|working days?|days?|hours?|minutes?)")
CLOSING = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def parse_span(text: str) -> Span | None:
    """Return the length of time that ``text`` says, or None: ``1 working day``, ``10 working days``, ``15 minutes``."""
    found = SPAN.fullmatch(text)
    return Span(int(found[1]), found[2].removesuffix("s") + "s") if found else None


def read_span(f: Fields, node: Node, name: str) -> Span:
    span = parse_span(node.value.strip()) if isinstance(node.value, str) else None
    if span is None:
        f.problems.add(node, f"{name!r} must be a length of time, such as '5 clear working days' or '15 minutes'")
    return span or Span(1, "working days")


def read_clocks(f: Fields, key: str, known: Mapping[str, str] | None) -> Mapping[str, Span]:
    """Read the mapping ``key``: every known clock, no other, in their order; without ``known``, what is there.

    Those that are offered may be left out.
    """
    given = f.pairs(key)
    if known is None:
        return Clocks({name: read_span(f, node, name) for name, node in given.items()})
    for name, node in given.items():
        if name not in known:
            f.problems.add(node, f"there is no clock {name!r}{nearest(name, known)}")
    missing = [name for name in known if name not in given and name not in OFFERED_CLOCKS]
    if given and missing:
        f.problems.add(f.at(key), f"{key!r} lacks {', '.join(missing)}")
    offered = {name: span for name, text in OFFERED_CLOCKS.items() if given and (span := parse_span(text)) is not None}
    found = {**offered, **{name: read_span(f, given[name], name) for name in known if name in given}}
    return Clocks({name: found[name] for name in known if name in found})


def read_closing(f: Fields, key: str) -> time:
    text = f.text(key)
    found = CLOSING.fullmatch(text)
    if text and not found:
        f.problems.add(f.at(key), f"{key!r} is {text!r}; it must be a time of day such as 17:00")
    return time(int(found[1]), int(found[2])) if found else time(17, 0)
