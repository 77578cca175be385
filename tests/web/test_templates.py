"""A template that names what is not there is found when the app starts, not by whoever first has the data for its branch."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from jinja2 import DictLoader, Environment, UndefinedError

from govflow.templates import Missing
from tests.web.conftest import Site
from web.looks import filesize

ROOT = Path(__file__).parents[2]
WRONG = """{# a comment #}
{% from "macros/parts.html" import tag, nonsense %}
{% if page is defined and page.papers %}
{{ page.size | filesiz }}
{% if page.number is evenn %}{{ pagge.title }}{% endif %}
{{ tag("Late", couler="red") }} {{ tag() }} {{ tag("a", "b", "c") }}
<a href="{{ url_for('meetings.pagee') }}">a</a><a href="{{ url_for('meetings.page') }}">b</a>
<img src="{{ asset('nothing.svg') }}">{% if may_use("meetings.plann") %}{% include "meetings/nothing.html" %}{% endif %}
{% endif %}
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the product, whose templates may be spoiled."""
    for folder in ("govflow", "web", "workflows", "policies"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {"PYTHONPATH": str(folder), "GOVFLOW_HOME": str(folder / "home")}
    return subprocess.run([sys.executable, "-c", code], cwd=folder, env=environ, text=True, capture_output=True, check=False)


def test_the_app_does_not_start_with_a_page_that_cannot_be_drawn(copy: Path) -> None:
    (copy / "web/templates/meetings/spoiled.html").write_text(WRONG, encoding="utf-8")
    done = run(copy, "from web import create_app; create_app()")
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("meetings/spoiled.html:")]
    assert told == ["meetings/spoiled.html:4: there is no filter “filesiz”", *told[1:]]
    for line in (
        "5: there is no test “evenn”",
        "5: nothing gives “pagge”",
        "8: there is no template “meetings/nothing.html”",
        "7: there is no view “meetings.pagee”",
        "7: an address of “meetings.page” needs meeting",
        "8: there is no file “nothing.svg”",
        "8: there is no view “meetings.plann”",
    ):
        assert f"meetings/spoiled.html:{line}" in told
    (copy / "web/templates/meetings/spoiled.html").write_text(
        WRONG.replace("meetings/nothing", "meetings/parts"), encoding="utf-8"
    )
    done = run(copy, "from web import create_app; create_app()")
    for line in (
        "2: “macros/parts.html” has no macro “nonsense”",
        "6: “tag” takes no argument “couler”",
        "6: “tag” is not given “text”",
        "6: “tag” takes 2 arguments, and is given 3",
    ):
        assert f"meetings/spoiled.html:{line}" in done.stderr


def test_nor_with_a_mail_or_a_document_that_cannot_be_composed(copy: Path) -> None:
    for path in ("notices/templates/notice.txt", "documents/templates/pack.html"):
        file = copy / "govflow" / path
        kept = file.read_text(encoding="utf-8")
        said = kept + "\n{% if false %}{{ nobody }}{{ 1 | nothing }}{% endif %}\n"
        file.write_text(said, encoding="utf-8")
        done = run(copy, "from web import create_app; create_app()")
        line = said.count("\n")
        for wrong in ("there is no filter “nothing”", "nothing gives “nobody”"):
            assert f"{file.name}:{line}: {wrong}" in done.stderr
        file.write_text(kept, encoding="utf-8")


class Pair(NamedTuple):
    one: str


@pytest.mark.parametrize(
    "text", ["{{ x }}", "{% if x %}{% endif %}", "{{ p.two }}", "{% if p.two %}{% endif %}", "{{ d.two }}", "{{ d.two.a }}"]
)
def test_what_is_not_there_is_refused_where_it_is_used(text: str) -> None:
    env = Environment(loader=DictLoader({"a": text}), undefined=Missing, autoescape=True)
    with pytest.raises(UndefinedError):
        env.get_template("a").render(p=Pair("1"), d={"one": 1})


@pytest.mark.parametrize(
    "text", ["{% if d.two %}1{% endif %}", "{% if p[2] %}1{% endif %}", "{{ 1 if d.two }}", "{{ d.two or '' }}"]
)
def test_a_key_that_may_be_left_out_is_false_in_a_condition(text: str) -> None:
    env = Environment(loader=DictLoader({"a": text}), undefined=Missing, autoescape=True)
    assert env.get_template("a").render(p=Pair("1"), d={"one": 1}) == ""


@pytest.mark.parametrize(
    ("size", "said"), [(640, "640 bytes"), (1, "1 byte"), (12_300, "13 KB"), (999_600, "1.0 MB"), (1_230_000, "1.2 MB")]
)
def test_sizes_are_said_as_people_say_them(site: Site, size: int, said: str) -> None:
    with site.app.test_request_context():
        assert filesize(size) == said
