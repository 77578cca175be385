"""Who may use which route: every one says so, and each kind of person gets what it says, and nothing else."""

from functools import partial
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter

from tests.web.conftest import Site
from web import access, create_app
from web.access import ROLES, UndeclaredRouteError, allow, routes

VALUES = {"token": "t" * 43, "filename": "govflow.css"}
REFUSED = {302, 401, 403}


def people(site: Site) -> dict[str, str]:
    cast = site.story.cast
    return {
        "manager": cast.manager,
        "administrator": cast.administrator,
        "chair": cast.chair,
        "observer": cast.observer,
        "auditor": cast.auditor,
        "owner": cast.owner,
        "member": cast.leads[cast.participants[1]],
        "deputy": cast.deputies[cast.participants[1]],
        "management": cast.managers[cast.participants[1]],
        "nobody special": cast.deputy_chair,
    }


def path_of(app: Flask, route: access.Route) -> str:
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == route.endpoint and r.rule == route.rule)
    values = {name: VALUES.get(name, 1 if _is_number(rule, name) else "DEC-0001") for name in rule.arguments}
    with app.test_request_context():
        return app.url_for(route.endpoint, **values)


def _is_number(rule: Any, name: str) -> bool:
    return isinstance(rule._converters[name], IntegerConverter)


def cells(site: Site) -> list[tuple[access.Route, str]]:
    return [(route, method) for route in routes(site.app) for method in route.methods]


def test_every_route_says_who_may_use_it(site: Site) -> None:
    assert [route for route in routes(site.app) if not route.allowed] == []
    assert len(routes(site.app)) >= 12


def test_nobody_who_is_not_signed_in_gets_further_than_it_says(site: Site) -> None:
    for route, method in cells(site):
        browser = site.browser()
        path = path_of(site.app, route)
        answer = browser.get(path) if method == "GET" else browser.post(path)
        assert (answer.status_code in {302, 401}) == ("anyone" not in route.allowed), (route, method, answer.status_code)


@pytest.mark.slow
def test_each_kind_of_person_gets_what_the_route_says(site: Site) -> None:
    seen = 0
    for person in people(site).values():
        browser = site.signed_in(person)
        with site.app.test_request_context():
            who = site.app.login_manager._user_callback(dict(session_of(site, browser))["_user_id"]).who
        for route, method in cells(site):
            if route.endpoint == "sign_in.sign_out":
                continue
            path = path_of(site.app, route)
            answer = browser.get(path) if method == "GET" else browser.post(path)
            expected = bool(route.allowed & {"anyone", "signed in", *who.roles})
            assert (answer.status_code not in {401, 403}) == expected, (route, method, sorted(who.roles), answer.status_code)
            assert answer.status_code < 500
            seen += 1
    assert seen >= 100


def session_of(site: Site, browser: Any) -> Any:
    with browser.client.session_transaction() as found:
        return dict(found)


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
    assert named - {"proposer", "the clock", "the engine", "clock", "engine"} <= ROLES


def test_the_shipped_app_starts(site: Site) -> None:
    from govflow.config import read

    app = create_app(site.story.house, read({"GOVFLOW_SECRET_KEY": "k" * 32}), warm=True)
    assert app.test_client().get("/healthz").json == {"status": "ok"}
