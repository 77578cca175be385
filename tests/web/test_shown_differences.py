"""Every place where a difference is shown says in words what was put in and taken out, for who does not see how it looks."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from tests.gatherings import a_meeting, begun, minutes
from tests.stories import an_open_decision
from tests.web.conftest import Site, soup
from tests.web.scenes import held_now

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


def said(page: BeautifulSoup) -> list[str]:
    """Return each difference of a page in the words that are read out; each must have some."""
    found = [" ".join(one.text.split()) for one in page.select("ins, del")]
    for one, text in zip(page.select("ins, del"), found, strict=True):
        assert text.startswith("[put in:" if one.name == "ins" else "[taken out:"), text
        assert text.endswith("]"), text
    return found


def test_before_a_proposal_is_amended(site: Site) -> None:
    ref = an_open_decision(site.story, text="The shelter has two beds.")
    manager = site.signed_in(site.story.cast.manager)
    manager.get(f"/decisions/{ref}/amend")
    page = soup(manager.send(text="The shelter has four beds.", reason="More people came."))
    assert said(page) == ["[taken out: two]", "[put in: four]"]


def test_between_versions_of_minutes(site: Site) -> None:
    story, manager = site.story, site.story.cast.manager
    meeting = a_meeting(story)
    begun(story, meeting)
    ref = held_now(story, meeting)
    story.act("minutes.revise", manager, ref, text="Two beds.", reason="Shorter.")
    story.act("minutes.revise", manager, ref, text="Four beds.", reason="A mistake.")
    assert minutes(story, ref).version == 3
    found = said(soup(site.signed_in(manager).get(f"/minutes/{ref}")))
    assert found[:2] == ["[taken out: Two]", "[put in: Four]"]


def test_in_one_macro_only() -> None:
    shown = {p.relative_to(TEMPLATES).as_posix() for p in TEMPLATES.rglob("*.html") if re.search(r"<(ins|del)\b", p.read_text())}
    assert shown == {"decisions/parts.html"}
