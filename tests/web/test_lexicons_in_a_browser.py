"""A look at the wording in a browser: as one writes, and without scripts by its button; Enter in a line still goes on."""

from typing import Any

import pytest

from tests.stories import an_open_decision
from tests.web.browser_people import enter, in_every_way
from tests.web.browsers import a_page, look_over, served, without_our_scripts
from tests.web.conftest import Site

pytestmark = pytest.mark.slow
REASON = "Health failed to ask us. It is their fault."


@in_every_way
def test_somebody_looks_at_the_wording_and_takes_a_phrase_over(site: Site, chromium: Any, width: int, javascript: bool) -> None:
    ref = an_open_decision(site.story)
    email = site.account(site.story.cast.leads["council"])
    with served(site.app) as address, a_page(chromium, width) as page:
        if not javascript:
            without_our_scripts(page)
        enter(page, address, email)
        page.goto(f"{address}/decisions/{ref}/position")
        page.check("input[value=object]")
        page.fill("#reason", REASON)
        if javascript:
            page.locator("#would_agree_if").focus()
        else:
            page.click("button:has-text('Look at the wording')")
        page.wait_for_selector("#wording-reason mark")
        assert page.locator("#wording-reason mark").count() == 2
        look_over(page)
        page.click("button:has-text('Write “did not” instead')")
        page.wait_for_url("**#wording-reason")
        assert page.input_value("#reason") == "Health did not ask us. It is their fault."
        assert page.is_checked("input[value=object]")
        look_over(page)
        page.click("button:has-text('Continue'):visible >> nth=-1")
        look_over(page)


def test_enter_in_a_line_goes_on_and_takes_nothing_over(site: Site, chromium: Any) -> None:
    ref = an_open_decision(site.story)
    email = site.account(site.story.cast.leads["council"])
    with served(site.app) as address, a_page(chromium, 1280) as page:
        enter(page, address, email)
        page.goto(f"{address}/decisions/{ref}/position")
        page.check("input[value=agree_subject_to]")
        page.fill("#reason", REASON)
        page.fill("#body", "Cabinet")
        page.wait_for_selector("#wording-reason mark")
        page.press("#body", "Enter")
        page.wait_for_selector(".govuk-error-summary")
        assert page.input_value("#reason") == REASON
