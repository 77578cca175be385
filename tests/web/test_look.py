"""The look: what is vendored is what it says, every colour can be read, and our stand-ins have the markup of the kit's macros."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.web.conftest import Site

STATIC = Path(__file__).parents[2] / "web" / "static"
VENDOR = STATIC / "vendor"
COLOURS = sorted((STATIC / "colours").glob("*.css"))
TEXT, LARGE = 4.5, 3.0
WHITE = "#ffffff"


def test_every_vendored_file_is_the_one_that_was_vendored() -> None:
    rows = re.findall(
        r"^\| (\S+) \| \S+ \| (\S+) \| \S+ \| ([0-9a-f]{64}) \|$", (VENDOR / "VENDORED.md").read_text(), re.MULTILINE
    )
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name, _, _ in rows} == {n: h for n, _, h in rows}
    assert all(version in name for name, version, _ in rows)
    assert {path.name for path in VENDOR.iterdir()} - {name for name, _, _ in rows} == {
        "VENDORED.md", "LICENSE-govuk-frontend.txt", "LICENSE-htmx.txt", "LICENSE-public-sans.txt",
    }  # fmt: skip


def test_nothing_says_that_it_is_part_of_gov_uk() -> None:
    css = (VENDOR / "govuk-frontend-6.3.0.css").read_text(encoding="utf-8")
    assert re.findall(r"gds transport|crown|crest|@font-face|url\(", css, re.IGNORECASE) == []
    assert '"Public Sans"' in css


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in [*STATIC.rglob("*.css"), STATIC / "govflow.js"]:
        assert re.findall(r"(?:https?:)?//[a-z]", re.sub(r"data:\S+|//\s.*", "", path.read_text(encoding="utf-8"))) == [], path


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def named(css: str) -> dict[str, str]:
    return dict(re.findall(r"(--gov[\w-]+):\s*(#[0-9a-f]{6})\b", css))


@pytest.mark.parametrize("path", COLOURS, ids=lambda path: path.stem)
def test_every_colour_of_an_alliance_can_be_read(path: Path) -> None:
    kit = named((VENDOR / "govuk-frontend-6.3.0.css").read_text(encoding="utf-8"))
    own = kit | named(path.read_text(encoding="utf-8"))
    surface, brand = own["--govuk-surface-background-colour"], own["--govuk-brand-colour"]
    assert contrast(own["--govflow-on-brand"], brand) >= TEXT
    assert contrast(brand, WHITE) >= LARGE
    for ink in ("text", "link", "link-visited", "link-hover", "secondary-text", "error"):
        for paper in (WHITE, surface, own["--govuk-template-background-colour"]):
            assert contrast(own[f"--govuk-{ink}-colour"], paper) >= TEXT, (ink, paper)
    assert contrast(own["--govuk-focus-text-colour"], own["--govuk-focus-colour"]) >= TEXT


def test_alliances_have_the_same_names_for_their_colours() -> None:
    names = [set(named(path.read_text(encoding="utf-8"))) for path in COLOURS]
    assert len(names) >= 3
    assert all(found == names[0] for found in names)


def test_every_square_can_be_read_and_told_from_paper() -> None:
    own = named((STATIC / "govflow.css").read_text(encoding="utf-8"))
    for seat in ("agree", "subject", "object", "abstain", "aside", "excluded"):
        assert contrast(own[f"--govflow-{seat}"], own["--govflow-on-seat"]) >= TEXT, seat


def test_an_alliance_has_its_own_colours(site_of: Any) -> None:
    site = site_of(COLOURS={"seaport": "moor"})
    page = site.signed_in(site.story.cast.manager).get("/account").text
    assert "colours/moor.css" in page
    assert "colours/harbour.css" in site.browser().get("/sign-in").text


def made(site: Site, own: str, call: str, **values: Any) -> Any:
    """Return what a macro of ours makes of a call."""
    return _rendered(site, f'{{% from "macros/parts.html" import {own} %}}{{{{ {call} }}}}', values)


def of_the_kit(site: Site, component: str, params: dict[str, Any]) -> Any:
    """Return what the kit's macro makes of its parameters."""
    macro = "govuk" + component.title().replace("-", "")
    source = f'{{% from "govuk_frontend_jinja/components/{component}/macro.html" import {macro} %}}{{{{ {macro}(params) }}}}'
    return _rendered(site, source, {"params": params})


def _rendered(site: Site, source: str, values: dict[str, Any]) -> Any:
    with site.app.test_request_context("/"):
        return flat(BeautifulSoup(site.app.jinja_env.from_string(source).render(**values), "html.parser"))


def flat(node: Any) -> Any:
    """Return markup as plain values: names, attributes without order, words without spaces."""
    words = " ".join(t.strip() for t in node.find_all(string=True, recursive=False) if t.strip())
    attributes = {k: sorted(v) if isinstance(v, list) else v for k, v in node.attrs.items()}
    return node.name, attributes, " ".join(words.split()), [flat(child) for child in node.find_all(recursive=False)]


NAME = {"key": {"text": "Name"}, "value": {"text": "A & B"}}
KIND = {"key": {"text": "Kind"}, "value": {"text": "Key"}}
CHANGE = {"items": [{"href": "/a", "text": "Change", "visuallyHiddenText": "name"}]}
ACTION = {"href": "/a", "text": "Change", "hidden": "name"}
PAIRS = [
    ("tag", "tag('Open <b>', 'blue')", "tag", {"text": "Open <b>", "classes": "govuk-tag--blue"}),
    ("tag", "tag('Open')", "tag", {"text": "Open"}),
    ("summary_list", "summary_list([('Name', 'A & B'), ('Kind', 'Key')])", "summary-list", {"rows": [NAME, KIND]}),
    (
        "summary_list",
        "summary_list([('Name', 'A & B', action), ('Kind', 'Key')])",
        "summary-list",
        {"rows": [NAME | {"actions": CHANGE}, KIND]},
    ),
]


@pytest.mark.parametrize(("own", "call", "component", "params"), PAIRS)
def test_a_stand_in_has_the_markup_of_the_kit(site: Site, own: str, call: str, component: str, params: dict[str, Any]) -> None:
    assert made(site, own, call, action=ACTION) == of_the_kit(site, component, params)


def test_our_pages_are_those_of_the_kit_without_its_empty_list_of_numbers(site: Site) -> None:
    (theirs,) = of_the_kit(site, "pagination", {"previous": {"href": "/a"}, "next": {"href": "/b"}, "items": []})[3]
    (ours,) = made(site, "pagination", "pagination('/a', '/b', 'Pagination')")[3]
    assert ours == (*theirs[:3], [part for part in theirs[3] if part[0] != "ul"])


def test_our_table_is_the_table_of_the_kit_in_a_box_that_scrolls(site: Site) -> None:
    ours = made(site, "table", "table('Money', ['Line', 'Sum'], [['A', '£1'], ['B', '£2']], numeric=(1,))")
    rows = [[{"text": "A"}, {"text": "£1", "format": "numeric"}], [{"text": "B"}, {"text": "£2", "format": "numeric"}]]
    caption = {"caption": "Money", "captionClasses": "govuk-table__caption--m", "firstCellIsHeader": True}
    theirs = of_the_kit(site, "table", caption | {"head": [{"text": "Line"}, {"text": "Sum", "format": "numeric"}], "rows": rows})
    (box,) = ours[3]
    assert box[1] == {"class": ["govflow-scroll"], "role": "region", "aria-label": "Money", "tabindex": "0"}
    assert box[3] == theirs[3]


def test_our_error_summary_is_that_of_the_kit(site: Site) -> None:
    page = BeautifulSoup(site.browser().post("/sign-in", {"email": "", "password": ""}).text, "html.parser")
    errors = [{"text": "Enter your e-mail address.", "href": "#email"}, {"text": "Enter your password.", "href": "#password"}]
    params = {"titleText": "There is something to mend", "attributes": {"tabindex": "-1", "autofocus": ""}, "errorList": errors}
    assert flat(page.select_one(".govuk-error-summary")) == of_the_kit(site, "error-summary", params)[3][0]


def test_a_square_is_more_than_a_colour(site: Site) -> None:
    seats = [
        {"title": "Health", "choice": "agree", "says": "agrees"},
        {"title": "Housing", "choice": "object", "says": "objects", "mine": True},
    ]
    ((name, _, _, squares),) = made(site, "seats", "seats(all, '/decisions/DEC-0001')", all=seats)[3]
    assert name == "a"
    *squares, said = squares
    assert said[1:3] == ({"class": ["govuk-visually-hidden"]}, "Health agrees; Housing objects.")
    assert [square[2] for square in squares] == ["✓", "×"]
    assert all(square[1]["aria-hidden"] == "true" for square in squares)
    assert "govflow-seat--mine" in squares[1][1]["class"]


def test_what_was_typed_is_escaped_by_every_part(site: Site) -> None:
    bad = "<script>alert(1)</script>"
    calls = {
        "tag": "tag(bad)", "summary_list": "summary_list([(bad, bad, {'href': bad, 'text': bad, 'hidden': bad})])",
        "table": "table(bad, [bad], [[bad, bad]])", "timeline": "timeline([{'when': bad, 'says': bad, 'entry': bad, 'detail': bad}], bad)",
        "pagination": "pagination(bad, bad, bad)", "seats": "seats([{'title': bad, 'choice': 'agree', 'says': bad}], bad)",
    }  # fmt: skip
    with site.app.test_request_context("/"):
        for macro, call in calls.items():
            page = site.app.jinja_env.from_string(f'{{% from "macros/parts.html" import {macro} %}}{{{{ {call} }}}}').render(
                bad=bad
            )
            assert "<script" not in page, macro
            assert "&lt;script" in page, macro
