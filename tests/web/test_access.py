"""Who may use which route: every one says so, and each kind of person gets what it says, and nothing else."""

from functools import partial
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Site
from web import access, create_app
from web.access import ROLES, UndeclaredRouteError, allow, routes


def test_every_route_says_who_may_use_it(site: Site) -> None:
    assert [route for route in routes(site.app) if not route.allowed] == []
    assert len(routes(site.app)) >= 12


def test_a_role_that_is_not_mine_is_refused_in_words(site_of: Any) -> None:
    site = site_of()
    site.app.view_functions["account.show"] = allow("chair")(lambda: "for the chair")
    browser = site.signed_in(site.story.cast.manager)
    answer = browser.get("/account")
    assert answer.status_code == 403
    assert "This page is not for you" in answer.text
    assert site.signed_in(site.story.cast.chair).get("/account").text == "for the chair"


def test_a_page_that_is_not_mine_is_not_in_my_menu(site: Site) -> None:
    shown = site.app.view_functions["desk.show"]
    site.app.view_functions["desk.show"] = allow("chair")(partial(shown))  # the view itself is every app's; leave it as it is
    assert "Your desk" not in site.signed_in(site.story.cast.manager).get("/account").text
    assert "Your desk" in site.signed_in(site.story.cast.chair).get("/account").text


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UndeclaredRouteError, match="maneger"):
        allow("maneger")
    with pytest.raises(UndeclaredRouteError):
        allow()


def test_an_app_with_an_undeclared_route_does_not_start(site: Site) -> None:
    app = Flask("another")
    app.add_url_rule("/secret", "secret", lambda: "x", methods=["GET", "POST"])
    with pytest.raises(UndeclaredRouteError, match=r"GET POST /secret \(secret\)"):
        access.set_up(app)


def test_the_roles_are_those_that_policies_know(site: Site) -> None:
    """A role that a policy's table names must be one that a route can be for."""
    named = {role for roles in site.story.policy.acts.values() for role in roles}
    assert (
        named - {"proposer", "attendee", "assignee", "the person themselves", "the clock", "the engine", "clock", "engine"}
        <= ROLES
    )


def test_the_shipped_app_starts(site: Site) -> None:
    from govflow.config import read

    app = create_app(site.story.house, read({"GOVFLOW_SECRET_KEY": "k" * 32}), warm=True)
    assert app.test_client().get("/healthz").json == {"status": "ok"}
