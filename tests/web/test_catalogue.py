"""Whatever a page or a notice asks to have translated is in the catalogue that translators get."""

import re
from collections.abc import Iterator

import pytest

from govflow.domain import translating
from tests.stories import an_adopted_decision, an_open_decision
from tests.tools.catalogue import catalogue
from tests.web.conftest import Site

LOCAL = re.compile(r"^[a-z-]+$|\d")  # a name the record gave, a number: not words of ours


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    found: set[str] = set()
    keep = translating.speak
    monkeypatch.setattr("web.looks.speak", lambda translate: keep(lambda text: found.add(text) or translate(text)))
    yield found
    keep(str)


def test_what_pages_say_can_be_translated(site: Site, asked: set[str]) -> None:
    story = site.story
    ref = an_open_decision(story)
    story.says("object", story.cast.leads["health"], "health", ref)
    done = an_adopted_decision(story)
    browser = site.signed_in(story.cast.manager)
    for path in ("/", "/decisions", f"/decisions/{ref}", f"/decisions/{done}", f"/decisions/{ref}/write", "/people", "/rules"):
        browser.get(path)
    known = {str(message.id) for message in catalogue() if message.id}
    assert len(asked) > 40
    assert sorted(text for text in asked - known if not LOCAL.search(text)) == []


def test_the_catalogue_holds_screens_code_and_workflows() -> None:
    made = catalogue()
    for text in (
        "Your position is asked",
        "Waiting for {who}.",
        "Every participant has the proposal and its papers, and time to read them before positions open.",
        "Who is affected",
    ):
        assert text in made, text
    assert "positions-open" not in made, "keys of tables are not words"
