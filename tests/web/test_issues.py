"""The pages of issues: what those who take part read and do, what others are shown, and what a policy hides."""

from typing import Any

import pytest

from tests.engine.test_issues import issue, log
from tests.web.conftest import Browser, Site, soup

ISSUE = "/issues/ISS-0001"


def said(browser: Browser, path: str = ISSUE) -> str:
    return " ".join(soup(browser.get(path)).main.get_text(" ", strip=True).split())


def send(browser: Browser, step: str, **typed: Any) -> int:
    """Fill in the form of an act as a browser does, and return the status of the answer."""
    browser.get(f"{ISSUE}/do/{step}")
    return browser.send(**typed).status_code


@pytest.fixture
def member(site: Site) -> Browser:
    return site.signed_in(site.story.cast.leads["housing"])


def test_the_page_of_an_issue(site: Site, member: Browser) -> None:
    log(site.story)
    page = said(member)
    for shown in (
        "The van was not there.",
        "Nine people",
        "A rota",
        "Health has not said",
        "it is here now, until",
        "Nobody has offered one yet.",
    ):
        assert shown in page
    steps = soup(member.seen).select(".govflow-ladder li")
    assert len(steps) == len(site.story.policy.ladder) + 1
    assert [s.get("aria-current") for s in steps] == ["step"] + [None] * (len(steps) - 1)
    assert send(member, "offer_option", option="A rota, kept by both.") == 303
    assert send(member, "accept_option", option="1") == 303
    assert "Housing accepts way forward 1" in said(member)
    assert send(site.signed_in(site.story.cast.leads["health"]), "accept_option", option="1") == 303
    assert issue(site.story, "ISS-0001").state == "resolved"
    assert "Everyone concerned accepted way forward 1." in said(member)
