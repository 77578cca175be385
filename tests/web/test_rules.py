"""How we decide here: everything the policy and the workflow say is on the pages, with the digests of the editions."""

from bs4 import BeautifulSoup

from govflow.definitions.policies import policy_content
from tests.stories import a_policy, an_adopted_decision, an_open_decision
from tests.web.conftest import Site, heading, soup


def test_the_policy_in_force_is_explained(site: Site) -> None:
    policy = site.story.policy
    answer = site.signed_in(site.story.cast.observer).get("/how-we-decide")
    page = soup(answer)
    assert heading(answer) == "How we decide here"
    assert policy.digest in page.text
    for one in (*policy.principles, *policy.kinds, *policy.words):
        assert one.title in page.text
        assert one.means in page.text
    by_kind, by_act = (table.select("tbody tr") for table in page.select("main table"))
    assert len(by_act) == len(policy.acts)
    assert "administrator" in by_act[0].text
    assert len(by_kind) == len(policy.kinds)
    assert "Above the amount the mandate sets for the management team: the leadership team" in by_kind[1].text
    assert "□" in by_kind[1].text
    assert "From the lowest up, the bodies are" in page.text


def test_the_workflow_in_force_is_explained_and_drawn(site: Site) -> None:
    workflow = site.story.house.book.library.workflows["decision"]
    answer = site.signed_in(site.story.cast.observer).get("/how-we-decide/decision")
    page = soup(answer)
    assert workflow.digest in page.text
    assert page.select_one("svg[role=img] desc")
    assert "style=" not in str(page.svg)
    for state in workflow.states.values():
        assert state.means in page.text
    assert "Adopted” is never reached without" in page.text


def test_every_edition_is_listed_with_what_began_under_it_and_can_be_read(site: Site) -> None:
    story = site.story
    an_open_decision(story)
    an_adopted_decision(story)
    browser = site.signed_in(story.cast.auditor)
    page = soup(browser.get("/how-we-decide"))
    listed = [said.text for said in page.select("#editions ~ .govflow-said")]
    assert len(listed) == 3
    assert all("In force" in text for text in listed)
    assert ["2 decisions began under it" in text for text in listed] == ["“mandate”" not in text for text in listed]
    for link in page.select("#editions ~ .govflow-said a"):
        answer = browser.get(link["href"])
        assert answer.status_code == 200
        assert link["href"].rpartition("/")[2] in answer.text
        assert "no longer in force" not in answer.text


def test_an_edition_that_is_replaced_says_so(site: Site) -> None:
    """What is kept and is not in force any more can still be read: decisions that began under it are finished under it."""
    story = site.story
    old = a_policy("plymouth", G="refer_at_once")
    with story.house.store.unit(story.alliance) as unit:
        unit.add_edition("policy", old.pack, old.edition, old.digest, policy_content(old))
    browser = site.signed_in(story.cast.auditor)
    assert "Replaced" in soup(browser.get("/how-we-decide")).select("#editions ~ .govflow-said")[1].text
    assert "no longer in force" in browser.get(f"/how-we-decide/editions/{old.digest}").text
    assert browser.get("/how-we-decide/editions/" + "0" * 64).status_code == 404


def test_the_picture_marks_where_the_decision_is(site: Site) -> None:
    ref = an_open_decision(site.story)
    browser = site.signed_in(site.story.cast.observer)
    image = soup(browser.get(f"/decisions/{ref}")).select_one("img[src$='workflow.svg']")
    assert "Open for positions" in image["alt"]
    answer = browser.get(image["src"])
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    drawing = BeautifulSoup(answer.text, "html.parser")
    here = drawing.select(".state.here")
    assert len(here) == 1
    assert here[0].text.strip().startswith("▶ It is hereOpen for positions")
    assert len(drawing.select(".state.passed")) == 2
    assert drawing.desc.text.startswith("It is now at Open for positions.\nIt has passed Draft and Notice given.")
    assert not drawing.select("[style], script, style")
    again = browser.get(image["src"], headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    site.story.all_agree(ref)
    assert browser.get(image["src"], headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200
