"""Declaring interests: nothing empty is recorded, all is looked over first, and one can correct or take back what one declared."""

from tests.stories import an_open_decision
from tests.web.conftest import Browser, Site, soup


def declaring(site: Site) -> tuple[str, Browser]:
    """Return an open decision, and a browser of somebody who is asked about it."""
    ref = an_open_decision(site.story)
    return ref, site.signed_in(site.story.cast.leads["council"])


def errors(browser: Browser) -> list[tuple[str, str]]:
    return [(li.text.strip(), li.a["href"] if li.a else "") for li in soup(browser.seen).select(".govuk-error-summary__list li")]


def test_an_interest_that_says_nothing_is_refused_at_its_box_and_in_the_act(site: Site) -> None:
    ref, browser = declaring(site)
    for kind in ("institutional", "personal"):
        for nature in ("", " ", "\u200b\u2800"):
            browser.get(f"/decisions/{ref}/interests/declare")
            assert browser.send(kind=kind, nature=nature).status_code == 422
            assert errors(browser)[0][1] == "#nature"
            assert site.story.refused("declare_interest", site.story.cast.leads["council"], ref, kind=kind, nature=nature) == (
                "invalid",
            )
    assert site.story.decision(ref).interests == ()


def test_what_is_declared_is_looked_over_first_and_can_be_changed(site: Site) -> None:
    ref, browser = declaring(site)
    browser.get(f"/decisions/{ref}/interests/declare")
    assert browser.send(kind="institutional", nature="We own the site.").status_code == 200
    page = soup(browser.seen)
    assert "Is this what you declare?" in page.h1.text
    assert "We own the site." in page.main.text
    assert site.story.decision(ref).interests == ()
    assert browser.send(back="yes").status_code == 200
    assert soup(browser.seen).select_one("#nature").text.strip() == "We own the site."
    browser.send(kind="institutional", nature="We own the site.")
    assert browser.send(checked="yes").status_code == 303
    (declared,) = site.story.decision(ref).interests
    assert (declared.kind, declared.nature) == ("institutional", "We own the site.")


def test_none_needs_no_words(site: Site) -> None:
    ref, browser = declaring(site)
    browser.get(f"/decisions/{ref}/interests/declare")
    browser.send(kind="none")
    assert browser.send(checked="yes", kind="none").status_code == 303
    assert [i.kind for i in site.story.decision(ref).interests] == ["none"]


def test_what_one_declared_is_corrected_and_both_stay_to_be_read(site: Site) -> None:
    ref, browser = declaring(site)
    lead = site.story.cast.leads["council"]
    site.story.do("declare_interest", lead, ref, kind="institutional", nature="We own the sight.")
    browser.get(f"/decisions/{ref}/interests")
    path = f"/decisions/{ref}/interests/1/correct"
    assert soup(browser.seen).select_one(f"a[href='{path}']")
    browser.get(path)
    assert browser.send(kind="institutional").status_code == 200
    assert browser.send(checked="yes", kind="institutional").status_code == 422
    assert errors(browser) == [("Nothing is changed. Change something first, or leave it as it is.", "#nature")]
    browser.get(path)
    browser.send(kind="none", nature="It was sold in May.")
    assert browser.send(checked="yes", kind="none").status_code == 303
    first, second = site.story.decision(ref).interests
    assert (first.replaced_by, first.is_ruled, second.kind, second.nature) == (2, True, "none", "It was sold in May.")
    for page in (browser.get(f"/decisions/{ref}"), browser.get(f"/decisions/{ref}/interests")):
        assert "We own the sight." in page.text
        assert "It was sold in May." in page.text
        assert "orrected" in page.text
    assert soup(browser.seen).select_one(f"a[href='{path}']") is None
    chair = site.story.cast.chair
    assert "invalid" in site.story.refused("rule_on_interest", chair, ref, of=1, handling="exclude", reason="Late.")


def test_nobody_corrects_what_is_not_theirs_or_lifts_a_ruling_on_themselves(site: Site) -> None:
    ref, _ = declaring(site)
    story, leads = site.story, site.story.cast.leads
    story.do("declare_interest", leads["hostel"], ref, kind="institutional", nature="We own the site.")
    none = {"kind": "none", "nature": "Never mind."}
    assert story.refused("declare_interest", leads["council"], ref, of=1, **none) == ("invalid",)
    assert story.refused("declare_interest", leads["hostel"], ref, of=2, **none) == ("invalid",)
    story.do("rule_on_interest", story.cast.chair, ref, of=1, handling="exclude", reason="It gains by it.")
    assert story.refused("declare_interest", leads["hostel"], ref, of=1, **none) == ("invalid",)
    assert story.decision(ref).interests[0].bars
