"""The templates of pages: where they come from, what a name that is not there does in them, and the check of all of them at the start."""

from collections.abc import Iterator, MutableMapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pkgutil import walk_packages
from types import CodeType
from typing import Any, cast

from flask import Flask
from flask.templating import Environment
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, Template, Undefined, nodes

from govflow import templates
from govflow.acts import documents
from govflow.templates import constant_calls
from web import assets

KIT = "govuk_frontend_jinja"
GIVEN_BY = ("web", "govflow.reading")  # the code in which everything is named that a page is given
GIVEN_ALWAYS = frozenset({"g", "request", "session"})


class Pages(Environment):
    """The environment of our pages, in which a name that is not there is an error. The kit counts on such names being false."""

    kit: Environment | None = None

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's own name
    ) -> Template:
        """Return a template, of the kit from the kit's own environment."""
        if self.kit is not None and isinstance(name, str) and name.startswith(f"{KIT}/"):
            return self.kit.get_template(name, parent, globals)
        return super().get_template(name, parent, globals)


def set_up(app: Flask) -> Pages:
    """Give ``app`` its environment, and return it."""
    app.jinja_environment = Pages
    env = cast("Pages", app.jinja_env)
    env.trim_blocks = env.lstrip_blocks = True
    env.loader = ChoiceLoader([app.jinja_loader or PackageLoader("web"), PrefixLoader({KIT: PackageLoader(KIT)})])
    env.undefined = templates.Missing
    env.kit = env.overlay(undefined=Undefined)
    return env


def own(app: Flask) -> tuple[str, ...]:
    """Return the names of our own templates."""
    return tuple(app.jinja_env.list_templates(filter_func=lambda name: name.endswith(".html") and not name.startswith(KIT)))


def check(app: Flask) -> None:
    """Check every template of pages against what ``app`` gives it, and those of documents. Raises TemplateFaultError.

    Once a process is enough for all apps that are alike: their templates and their code are the same.
    """
    loader, env = app.jinja_loader, app.jinja_env
    words = (*env.filters, *env.tests, *env.globals, *app.view_functions)
    alike = tuple(getattr(loader, "searchpath", ())), frozenset(words)
    if alike not in _checked():
        templates.check(env, own(app), _given() | GIVEN_ALWAYS, lambda parsed: _addresses(app, parsed))
        documents.check_templates()
        _checked().add(alike)


@cache
def _checked() -> set[tuple[object, ...]]:
    return set()


def _addresses(app: Flask, parsed: nodes.Template) -> Iterator[tuple[int, str]]:
    """Check that the addresses a template makes are those of views, with what their routes need, and of files that are there."""
    for line, endpoint, named, more in constant_calls(parsed, "url_for"):
        if endpoint not in app.view_functions:
            yield line, f"there is no view “{endpoint}”"
        elif not more and not any(rule.arguments <= named for rule in app.url_map.iter_rules(endpoint)):
            yield line, f"an address of “{endpoint}” needs {', '.join(sorted(next(app.url_map.iter_rules(endpoint)).arguments))}"
    for line, endpoint, _, _ in constant_calls(parsed, "may_use"):
        if endpoint not in app.view_functions:
            yield line, f"there is no view “{endpoint}”"
    for line, filename, _, _ in constant_calls(parsed, "asset"):
        if not assets.is_there(filename):
            yield line, f"there is no file “{filename}”"


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    """Return every word that the code of screens and readings could give to a page: keyword arguments, keys, fields."""
    names = {name for package in GIVEN_BY for name in _modules_of(package)}
    return frozenset(word for name in names for word in _words(_code(name)))


def _modules_of(package: str) -> Iterator[str]:
    spec = find_spec(package)
    yield package
    yield from (found.name for found in walk_packages(spec.submodule_search_locations if spec else None, f"{package}."))


def _code(module: str) -> CodeType | None:
    spec = find_spec(module)
    found: CodeType | None = spec.loader.get_code(module) if spec and spec.loader else None  # type: ignore[attr-defined]  # of a source file
    return found


def _words(code: CodeType | None) -> Iterator[str]:
    for constant in code.co_consts if code else ():
        if isinstance(constant, CodeType):
            yield from _words(constant)
        elif isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple):
            yield from (word for word in constant if isinstance(word, str))
