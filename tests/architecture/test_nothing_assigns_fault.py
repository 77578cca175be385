"""Nothing in the product assigns fault: no table, field, act, code, route, sentence, template, notice, workflow or policy.

Only the principle's own name, the ladder's, and "default" are innocent. The lexicons list such wording so that people can leave it out.
Every reader here is given something planted, and finds it.
"""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from flask import Flask
from sqlalchemy import Column, MetaData, String, Table

from govflow.acts.data import DATA
from govflow.cli import main
from govflow.config import read
from govflow.domain import facts
from govflow.domain.lexicons import remarks, together
from govflow.domain.requirement_codes import CODES
from govflow.domain.vocabulary import ACTS, ENGINE_ACTS, ROLES
from govflow.notices.composing import SUBJECTS, TO_DO
from govflow.record.rows import TABLES
from tests.houses import empty, house_on
from tests.stories import library
from tests.tools.catalogue import catalogue
from web import create_app
from web.access import routes

ROOT = Path(__file__).parents[2]
ASSIGNING = re.compile(
    r"fault|blam|culprit|culpab|offend|guilt|liab|negligen|punish|sanction|defaulter|wrongdo|to blame|accus", re.IGNORECASE
)
# The principle's own name, the ladder's, the rule's that says so, and the word of a pack for what it is unless it is changed.
INNOCENT = re.compile(r"no[-_ ]fault|no[-_ ]blame|nothing assigns fault|default(?!er)|reliab", re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
LEXICONS = ROOT / "policies" / "lexicons"
VENDORED = {"vendor", "vendoring", "faces"}  # what others wrote
SHOWN = ("*.html", "*.txt", "*.j2", "*.css", "*.js", "*.svg")
Texts = Iterable[tuple[str, str]]  # where, and what stands there


def assigning(texts: Texts) -> list[str]:
    """Return where something assigns fault, and what it says."""
    return [f"{where}: {text[:80]}" for where, text in texts if ASSIGNING.search(INNOCENT.sub("", text))]


def in_sources(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Give every text in programs, single words too; what is said to whoever reads the program is not among them."""
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield f"{path.name}:{node.lineno}", node.value


def in_shown(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Give every line of templates, styles and scripts, without what a template says to its writer."""
    for path in paths:
        for n, line in enumerate(COMMENT.sub(_as_empty, path.read_text(encoding="utf-8")).splitlines(), 1):
            yield f"{path.name}:{n}", line


def _as_empty(comment: re.Match[str]) -> str:
    return "\n" * comment.group().count("\n")


def in_rules(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Give every key and every value of files of rules."""
    for path in paths:
        found: list[Any] = [yaml.safe_load(path.read_text(encoding="utf-8"))]
        while found:
            one = found.pop()
            found += [*one, *one.values()] if isinstance(one, dict) else one if isinstance(one, list) else []
            if isinstance(one, str):
                yield path.name, one


def in_tables(tables: Mapping[str, Table]) -> Iterator[tuple[str, str]]:
    for name, table in tables.items():
        yield "table", name
        yield from (("column", f"{name}.{column.name}") for column in table.columns)


def in_fields(kinds: Mapping[str, type], acts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the fields of facts and of acts, with their names."""
    yield from (("fact", f"{kind}.{name}") for kind, cls in kinds.items() for name in cls.__dataclass_fields__)  # type: ignore[attr-defined]
    yield from (("act", f"{act}.{name}") for act, model in acts.items() for name in model.model_fields)


def in_words(tables: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Give the keys and the words of tables of words."""
    for table in tables:
        for key, words in table.items():
            yield key, key
            yield from ((key, str(one)) for one in (words if isinstance(words, tuple) else (words,)))


def in_routes(app: Flask) -> Iterator[tuple[str, str]]:
    yield from ((route.endpoint, f"{route.rule} {route.endpoint}") for route in routes(app))


def in_commands(command: click.Command) -> Iterator[tuple[str, str]]:
    """Give the name and the help of a command, of those below it, and of what they take."""
    yield command.name or "", f"{command.name} {command.help or ''}"
    for option in command.params:
        yield command.name or "", f"{option.name} {getattr(option, 'help', '') or ''}"
    for one in getattr(command, "commands", {}).values():
        yield from in_commands(one)


def rules_of(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.yaml")) if LEXICONS not in path.parents]


def shown_in(folder: Path) -> list[Path]:
    found = (path for pattern in SHOWN for path in folder.rglob(pattern))
    return sorted(path for path in found if not VENDORED & {*path.parts})


def test_no_table_field_or_act_assigns_fault() -> None:
    columns, fields = list(in_tables(TABLES)), list(in_fields(facts.KINDS, DATA))
    assert assigning([*columns, *fields]) == []
    assert (len(columns) > 100, len(fields) > 100) == (True, True)


def test_no_code_act_role_or_notice_assigns_fault() -> None:
    assert assigning(in_words([CODES, ACTS, ROLES, SUBJECTS, TO_DO, dict.fromkeys(ENGINE_ACTS, "")])) == []


@pytest.mark.parametrize("folder", ["govflow", "web"])
def test_no_text_in_the_program_assigns_fault(folder: str) -> None:
    found = list(in_sources(sorted((ROOT / folder).rglob("*.py"))))
    assert assigning(found) == []
    assert len(found) > 1_000


@pytest.mark.parametrize("folder", ["govflow", "web"])
def test_no_template_style_or_script_assigns_fault(folder: str) -> None:
    paths = shown_in(ROOT / folder)
    assert assigning(in_shown(paths)) == []
    assert len(paths) > 5


@pytest.mark.parametrize("folder", ["workflows", "policies", "govflow"])
def test_no_workflow_policy_or_story_assigns_fault(folder: str) -> None:
    paths = rules_of(ROOT / folder)
    assert assigning(in_rules(paths)) == []
    assert paths
    assert not any(path.is_relative_to(LEXICONS) for path in paths)


def test_no_english_of_the_rules_assigns_fault() -> None:
    paths = sorted((ROOT / "tests" / "shipped" / "approved").glob("*.txt"))
    assert assigning(in_shown(paths)) == []
    assert len(paths) > 5


def test_no_route_assigns_fault() -> None:
    app = create_app(house_on(empty()), read({"GOVFLOW_SECRET_KEY": "k" * 32}), log_to=StringIO())
    assert assigning(in_routes(app)) == []
    assert len(routes(app)) > 50


def test_no_command_assigns_fault() -> None:
    found = list(in_commands(main))
    assert assigning(found) == []
    assert len(found) > 20


def test_what_the_product_says_passes_its_own_look() -> None:
    """Nothing that screens say holds wording of which the lexicons say that people might put it otherwise."""
    both = together(library().lexicons.values())
    texts = [
        one for message in catalogue() if message.id for one in ([message.id] if isinstance(message.id, str) else message.id)
    ]
    assert {text: [one.words for one in found] for text in texts if (found := remarks(text, both))} == {}
    assert len(texts) > 500


PLANTED: Mapping[str, tuple[str, Callable[[Iterable[Path]], Texts]]] = {
    "planted.py": ('HEADS = {"at_fault": 1}\n"""No blame in here."""\n', in_sources),
    "planted.html": ("{# whose fault #}\n<label>{{ _('Who is to blame?') }}</label>", in_shown),
    "planted.css": (".govflow-culprit {}", in_shown),
    "planted.yaml": ("states: [{guilty: {title: Open}}]", in_rules),
    "other.yaml": ("title: Negligence", in_rules),
}


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_planted_in_a_file_is_found(tmp_path: Path, name: str) -> None:
    text, reader = PLANTED[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    paths = rules_of(tmp_path) if name.endswith("yaml") else shown_in(tmp_path) or sorted(tmp_path.glob("*.py"))
    assert len(assigning(reader(paths))) == 1


def test_what_is_planted_anywhere_else_is_found() -> None:
    app, field = Flask("planted"), type("Planted", (), {"__dataclass_fields__": {"blamed": None}})
    app.add_url_rule("/issues/blame", "issues.log", lambda: "")
    command = click.Command("log", help="Log who is at fault.")
    table = Table("issues", MetaData(), Column("offender", String))
    readers: list[Texts] = [
        *(in_tables({"issues": table}), in_tables({"faults": Table("faults", MetaData())})),
        *(
            in_fields({"IssueLogged": field}, {}),
            in_words([{"issue.blame": "logs it"}]),
            in_words([{"x": ("Fine.", "Your fault.")}]),
        ),
        *(in_routes(app), in_commands(click.Group("all", commands=[command]))),
    ]
    assert [len(assigning(texts)) for texts in readers] == [1] * len(readers)


@pytest.mark.parametrize(
    "text", ["No fault, no blame", "no_fault_ladder", "The default is 5", "in default", "reliable", "default.prepare"]
)
def test_what_is_innocent_is_left_alone(text: str) -> None:
    assert assigning([("here", text)]) == []
    assert assigning([("here", f"{text}: the defaulter is at fault")]) != []
