"""Which branches of our templates were drawn: each body of an ``if``, a ``for``, a macro and a ``call``, with its file and line.

``watch`` is called on an app before its first page. Jinja then writes into every template that it compiles a note of each branch it enters.
"""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from jinja2 import Environment, nodes

from web.templating import KIT, own

DRAWN: set[tuple[str, str]] = set()


def note(template: str, branch: str) -> str:
    """Note that a branch was drawn; called from inside the templates that are watched."""
    DRAWN.add((template, branch))
    return ""


def watch(app: Flask) -> None:
    """Note from now on which branches ``app`` draws."""
    env: Any = app.jinja_env
    generate = env._generate

    def noting(source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        if name and not name.startswith(KIT):
            for branch, body in branches(env, name, source):
                body.insert(0, _noting(name, branch))
        return generate(source, name, filename, defer_init=defer_init)

    env._generate = noting


def every_branch(app: Flask) -> set[tuple[str, str]]:
    """Return every branch of every template of ours."""
    env = app.jinja_env
    found = set()
    for name in own(app):
        source, file, _ = env.loader.get_source(env, name)
        found |= {(name, branch) for branch, _ in branches(env, name, env.parse(source, name, file))}
    return found


def branches(env: Environment, name: str, parsed: nodes.Template) -> Iterator[tuple[str, list[nodes.Node]]]:
    """Give each branch of a template as people find it, with its body."""
    lines = env.loader.get_source(env, name)[0].splitlines()
    counted: dict[str, int] = {}
    for node in parsed.find_all((nodes.If, nodes.For, nodes.Macro, nodes.CallBlock)):
        for kind, body in _bodies(node):
            where = f"{kind} of {lines[node.lineno - 1].strip()[:100]}"
            counted[where] = counted.get(where, 0) + 1
            yield f"{where} ({counted[where]})", body


def _bodies(node: Any) -> Iterator[tuple[str, list[nodes.Node]]]:
    yield type(node).__name__.lower(), node.body
    if isinstance(node, nodes.If | nodes.For) and node.else_:
        yield f"else of {type(node).__name__.lower()}", node.else_


def _noting(name: str, branch: str) -> nodes.Node:
    called = nodes.Call(nodes.ImportedName(f"{__name__}.note"), [nodes.Const(name), nodes.Const(branch)], [], None, None)
    return nodes.Output([called]).set_lineno(1)
