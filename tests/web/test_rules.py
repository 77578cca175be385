"""How we decide here: everything the policy and the workflow say is on the pages, with the digests of the editions."""

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
    assert len(page.select("tbody tr")) == len(policy.acts)
    assert "✓ yes" in page.select("tbody tr")[0].text


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
