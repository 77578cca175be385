"""Refusals in another language: the code's own sentence is translated and filled; without a translation it is the English one."""

import pytest

from govflow.domain.refusals import Refusal
from govflow.domain.requirement_codes import CODES, refuse
from tests.web.conftest import Site
from web import saying


def test_without_a_translation_it_is_the_english_sentence(site: Site) -> None:
    refusal = refuse("not-yet-agreed", who=("Health", "Youth"), version=2)
    with site.app.test_request_context():
        assert (saying.says(refusal), saying.remedy(refusal)) == (refusal.says, refusal.remedy)


def test_a_translation_is_filled_with_the_same_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = refuse("not-yet-agreed", who=("Health",), version=2)
    backwards = {CODES["not-yet-agreed"][0]: "v{version} yn aros am {who}."}
    monkeypatch.setattr(saying, "gettext", lambda text: backwards.get(text, text))
    with site.app.test_request_context():
        assert saying.says(refusal) == "V2 yn aros am Health."
        assert saying.remedy(refusal) == refusal.remedy


def test_a_refusal_with_words_of_its_own_is_translated_whole(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = Refusal("link-over", "This link was used, or its time is over.", "Ask for a new one.")
    monkeypatch.setattr(saying, "gettext", {refusal.says: "Defnyddiwyd y ddolen.", refusal.remedy: refusal.remedy}.get)
    with site.app.test_request_context():
        assert saying.says(refusal) == "Defnyddiwyd y ddolen."
