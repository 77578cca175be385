"""What every text template of ours is held to, on screens, in mails and in documents: it names nothing that is not there.

Jinja looks for a filter inside an ``{% if %}`` only when that branch is drawn, and prints nothing for a name that nobody gave. So a
mistake in a part that is drawn only with some data stays hidden until somebody has that data. Here it is found before anything is drawn.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError, nodes

LEFT_OUT = "the inline if-expression"  # how Jinja's own hint begins for {{ a if b }} without an else
ALWAYS = frozenset(
    {"caller", "kwargs", "loop", "self", "super", "varargs"}
)  # what Jinja itself gives inside loops, macros and blocks
Check = Callable[[nodes.Template], Iterator[tuple[int, str]]]


class TemplateFaultError(RuntimeError):
    """Some templates name what is not there."""


class Missing(StrictUndefined):
    """A name, an attribute or a key that is not there: an error wherever it is used.

    Only a key that a mapping leaves out, or a place that a tuple has not, counts as false in a condition; and an ``if`` without
    ``else`` prints nothing.
    """

    def __bool__(self) -> bool:  # type: ignore[override]  # Jinja's own never returns
        return False if self._may_be_left_out() or self._is_left_out() else bool(self._fail_with_undefined_error())

    def __str__(self) -> str:  # type: ignore[override]
        return "" if self._is_left_out() else str(self._fail_with_undefined_error())

    def _is_left_out(self) -> bool:
        return (self._undefined_hint or "").startswith(LEFT_OUT)

    def _may_be_left_out(self) -> bool:
        placed = isinstance(self._undefined_obj, tuple | list) and isinstance(self._undefined_name, int)
        return placed or isinstance(self._undefined_obj, Mapping)


class Signature(NamedTuple):
    """What a macro takes: its arguments in order, how many of the last have defaults, and whether it takes others by name or by place."""

    args: tuple[str, ...]
    optional: int
    any_named: bool
    any_placed: bool


def check(env: Environment, names: Collection[str], given: Collection[str], also: Check | None = None) -> None:
    """Check the templates ``names``, which are given the variables ``given`` when they are drawn. Raises TemplateFaultError.

    ``also`` finds more in a parsed template: lines, and what is wrong there.
    """
    found = _Checking(env, frozenset(given), also).faults(names)
    if found:
        raise TemplateFaultError("these templates cannot be drawn:\n" + "\n".join(found))


class _Checking:
    """One check of the templates of an environment, each of which is parsed once."""

    def __init__(self, env: Environment, given: frozenset[str], also: Check | None) -> None:
        if env.loader is None:
            raise TypeError("templates to be checked come from a loader")
        self._env, self._loader, self._given, self._also = env, env.loader, given, also
        self._parsed: dict[str, nodes.Template] = {}

    def faults(self, names: Collection[str]) -> list[str]:
        found: list[str] = []
        for name in names:
            try:
                self._parse(name)
            except TemplateSyntaxError as wrong:
                found.append(f"{wrong.name or name}:{wrong.lineno}: {wrong.message}")
        if found:
            return found
        alone = {called for name in names for called in self._drawn_alone(name)}
        for name in names:
            given = frozenset[str]() if name in alone else self._given
            lines = sorted({*self._words(name), *self._variables(name, given), *self._calls(name), *self._more(name)})
            found += [f"{name}:{line}: {says}" for line, says in lines]
        return found

    def _parse(self, name: str) -> nodes.Template:
        if name not in self._parsed:
            source, file, _ = self._loader.get_source(self._env, name)
            self._parsed[name] = self._env.parse(source, name, file)
        return self._parsed[name]

    def _drawn_alone(self, name: str) -> Iterator[str]:
        """Return the templates whose macros ``name`` takes without its own variables: they see what is global, and their arguments."""
        imports: Iterator[Any] = self._parse(name).find_all((nodes.FromImport, nodes.Import))
        for node in imports:
            if isinstance(node.template, nodes.Const) and not node.with_context:
                yield node.template.value

    def _words(self, name: str) -> Iterator[tuple[int, str]]:
        parsed = self._parse(name)
        for node in parsed.find_all(nodes.Filter):
            if node.name not in self._env.filters:
                yield node.lineno, f"there is no filter “{node.name}”"
        for test in parsed.find_all(nodes.Test):
            if test.name not in self._env.tests:
                yield test.lineno, f"there is no test “{test.name}”"

    def _variables(self, name: str, given: frozenset[str]) -> Iterator[tuple[int, str]]:
        parsed = self._parse(name)
        named = list(parsed.find_all(nodes.Name))
        known = given | ALWAYS | {node.name for node in named if node.ctx != "load"} | self._env.globals.keys()
        known |= {macro.name for macro in parsed.find_all(nodes.Macro)} | set(self._imported(parsed))
        known |= {node.target for node in parsed.find_all(nodes.Import)}
        known |= {
            node.node.name for node in parsed.find_all(nodes.Test) if node.name == "defined" and isinstance(node.node, nodes.Name)
        }
        for node in named:
            if node.name not in known:
                yield node.lineno, f"nothing gives “{node.name}”"

    def _imported(self, parsed: nodes.Template) -> dict[str, tuple[str, str]]:
        """Return where each imported name comes from: a template, and the name there."""
        found = {}
        for node in parsed.find_all(nodes.FromImport):
            if isinstance(node.template, nodes.Const):
                for one in node.names:
                    there, here = one if isinstance(one, tuple) else (one, one)
                    found[here] = (node.template.value, there)
        return found

    def _calls(self, name: str) -> Iterator[tuple[int, str]]:
        """Check that what is imported is there, and that every macro is called with what it takes."""
        parsed = self._parse(name)
        macros = _macros(parsed)
        absent = [(line, other) for line, other in _named_templates(parsed) if not self._is_there(other)]
        if absent:
            yield from ((line, f"there is no template “{other}”") for line, other in absent)
            return
        for node in parsed.find_all(nodes.FromImport):
            for here, (template, there) in self._imported(nodes.Template([node])).items():
                if there not in (known := _macros(self._parse(template))):
                    yield node.lineno, f"“{template}” has no macro “{there}”"
                else:
                    macros[here] = known[there]
        for call in parsed.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in macros:
                yield from ((call.lineno, f"“{call.node.name}” {wrong}") for wrong in _unfit(call, macros[call.node.name]))

    def _is_there(self, template: str) -> bool:
        try:
            self._parse(template)
        except TemplateNotFound:
            return False
        return True

    def _more(self, name: str) -> Iterator[tuple[int, str]]:
        if self._also:
            yield from self._also(self._parse(name))


def _named_templates(parsed: nodes.Template) -> Iterator[tuple[int, str]]:
    """Return the templates that one extends, includes and imports from, with the lines."""
    found: Iterator[Any] = parsed.find_all((nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import))
    for node in found:
        if isinstance(node.template, nodes.Const):
            yield node.lineno, node.template.value


def _macros(parsed: nodes.Template) -> dict[str, Signature]:
    return {macro.name: _signature(macro) for macro in parsed.find_all(nodes.Macro)}


def _signature(macro: nodes.Macro) -> Signature:
    used = {node.name for node in macro.find_all(nodes.Name)}
    return Signature(tuple(arg.name for arg in macro.args), len(macro.defaults), "kwargs" in used, "varargs" in used)


def _unfit(call: nodes.Call, macro: Signature) -> Iterator[str]:
    """Return what of a call does not fit its macro."""
    named = [pair.key for pair in call.kwargs]
    if len(call.args) > len(macro.args) and not macro.any_placed:
        yield f"takes {len(macro.args)} arguments, and is given {len(call.args)}"
    if not macro.any_named:
        yield from (f"takes no argument “{name}”" for name in named if name not in macro.args)
    if call.dyn_args is None and call.dyn_kwargs is None:
        needed = macro.args[len(call.args) : len(macro.args) - macro.optional]
        yield from (f"is not given “{name}”" for name in needed if name not in named)


def constant_calls(parsed: nodes.Template, function: str) -> Iterator[tuple[int, Any, frozenset[str], bool]]:
    """Return each call of the global ``function`` whose first argument is written out.

    It is its line, that argument, the names of the other arguments, and whether there may be more of those.
    """
    for call in parsed.find_all(nodes.Call):
        if (
            isinstance(call.node, nodes.Name)
            and call.node.name == function
            and call.args
            and isinstance(call.args[0], nodes.Const)
        ):
            yield call.lineno, call.args[0].value, frozenset(pair.key for pair in call.kwargs), call.dyn_kwargs is not None
