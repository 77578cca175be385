"""What people are told when something does not work: plain words, the right status, and all that they typed."""

from typing import Any

import pytest
from flask import abort

from govflow.acts.answers import StaleError, UnavailableError
from govflow.domain.refusals import Refused
from govflow.domain.requirement_codes import refuse
from tests.web.conftest import Site, heading, soup
from web.access import allow
from web.forms import ActForm, Day, LongText, Option, Radios, Text

TYPED = "A long reason that nobody wants to type again, with <b>marks</b> & ŵ."


class Asked(ActForm):
    """A form as screens have them."""

    title = Text("Title", needed="Say in a few words what it is.")
    reason = LongText("Reason", hint="Why?", maxlength=500)
    choice = Radios("Your position", [Option("agree", "Agree", "It may go ahead."), Option("object", "Object")], cards=True)
    until = Day("Until when")
    statement__affected = LongText("Who is affected")


def refusing(*raises: Exception) -> Any:
    """Return a view with the form, that raises the next thing each time it is sent."""
    left = list(raises)

    @allow("anyone")
    def view() -> Any:
        form = Asked().on("form.html")
        if form.is_sent():
            raise left.pop(0)
        return form.page()

    return view


@pytest.fixture
def site(site_of: Any) -> Site:
    """A site with a page that has a form."""
    from jinja2 import ChoiceLoader, DictLoader

    site = site_of()
    page = (
        '{% extends "layout.html" %}{% from "macros/forms.html" import sent %}{% block title %}A form{% endblock %}'
        "{% block content %}<h1>A form</h1>{% call sent(form) %}{{ form.title() }}{{ form.reason() }}{{ form.choice() }}"
        "{{ form.until() }}{{ form.statement__affected() }}{% endcall %}{% endblock %}"
    )
    site.app.jinja_env.loader = ChoiceLoader([site.app.jinja_env.loader, DictLoader({"form.html": page})])
    return site


def at(site: Site, view: Any) -> Any:
    """Put a view at /form and return a browser there."""
    site.app._got_first_request = False
    site.app.add_url_rule("/form", "form", view, methods=["GET", "POST"])
    browser = site.browser()
    assert browser.get("/form").status_code == 200
    return browser


def summary(answer: Any) -> list[tuple[str, str]]:
    found = soup(answer).select(".govuk-error-summary__list li")
    return [(li.text.strip(), li.a["href"] if li.a else "") for li in found]


def test_a_refusal_stands_beside_its_field_with_all_that_was_typed(site: Site) -> None:
    refused = Refused(
        (
            refuse("reason-missing", field="reason"),
            refuse("invalid", field="statement.affected", why="is too short", remedy="Say more."),
            refuse("invalid", field="title", why="is needed", remedy="Fill in title."),
            refuse("quorum-not-met", why="too few", needed="five"),
        )
    )
    browser = at(site, refusing(refused))
    answer = browser.send(
        title="A title", reason=TYPED, choice="object", **{"until-day": "5", "until-month": "3", "until-year": "2026"}
    )
    assert answer.status_code == 422
    assert summary(answer) == [
        ("There is no quorum: too few. Quorum needs five.", ""),
        ("Say in a few words what it is.", "#title"),
        ("No reason is given. Say why, in a sentence the others can learn from.", "#reason"),
        ("“Who is affected”: is too short. Say more.", "#statement__affected"),
    ]
    page = soup(answer)
    assert page.title.text.startswith("Error: A form")
    assert page.select_one("#reason").text.strip() == TYPED
    assert "<b>marks" not in answer.text
    assert page.select_one("[name=title]")["value"] == "A title"
    assert [i["value"] for i in page.select("[name=choice][checked]")] == ["object"]
    assert [page.select_one(f"#until-{part}")["value"] for part in ("day", "month", "year")] == ["5", "3", "2026"]
    assert "No reason is given" in page.select_one("#reason-error").text
    for link in page.select(".govuk-error-summary__list a"):
        assert page.select_one(link["href"]).name in {"input", "textarea"}


def test_the_key_stays_the_same_until_it_is_recorded(site: Site) -> None:
    browser = at(site, refusing(Refused((refuse("reason-missing", field="reason"),))))
    key = soup(browser.seen).select_one("[name=key]")["value"]
    answer = browser.send(title="A title")
    assert soup(answer).select_one("[name=key]")["value"] == key
    assert len(key) > 20
    assert soup(site.browser().get("/form")).select_one("[name=key]")["value"] != key


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (Refused((refuse("stale-version", answered=1, current=2, field="version"),)), 409),
        (Refused((refuse("key-reused", field="key"),)), 409),
        (Refused((refuse("not-allowed", who=("Kay",), roles="chair"),)), 403),
        (Refused((refuse("voting-closed", remedy="Wait."),)), 422),
        (StaleError("x"), 409),
    ],
)
def test_the_form_comes_back_whatever_the_refusal(site: Site, problem: Exception, status: int) -> None:
    answer = at(site, refusing(problem)).send(title="A title", reason=TYPED)
    assert answer.status_code == status
    assert soup(answer).select_one("#reason").text.strip() == TYPED
    assert summary(answer)


def test_what_is_not_there_is_404_with_what_was_typed(site: Site) -> None:
    answer = at(site, refusing(Refused((refuse("unknown-reference", value="DEC-0009"),)))).send(title="A title", reason=TYPED)
    assert answer.status_code == 404
    assert "There is no DEC-0009 in this alliance." in answer.text
    assert TYPED in [box.text for box in soup(answer).select(".govflow-typed")]


@pytest.mark.parametrize(
    ("problem", "status"), [(UnavailableError("secret detail"), 503), (ZeroDivisionError("secret detail"), 500)]
)
def test_a_fault_of_ours_says_so_and_keeps_what_was_typed(site: Site, problem: Exception, status: int) -> None:
    answer = at(site, refusing(problem)).send(title="A title", reason=TYPED)
    assert answer.status_code == status
    assert "secret detail" not in answer.text + site.log.getvalue()
    assert TYPED in [box.text for box in soup(answer).select(".govflow-typed")]
    assert answer.headers["X-Request-ID"] in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_shape_is_checked_in_words(site: Site) -> None:
    browser = at(site, refusing())
    typed = {"title": " ", "choice": "stand_aside", "until-day": "31", "until-month": "2", "until-year": "2026"}
    answer = browser.send(**typed)
    assert summary(answer) == [
        ("Say in a few words what it is.", "#title"),
        ("Choose one of the options of “Your position”.", "#choice"),
        ("“Until when”: there is no such day. Write it like 5 3 2026.", "#until-day"),
    ]
    assert soup(browser.send(**{"until-day": "31", "until-month": "", "until-year": "2026"})).select_one("a[href='#until-month']")
    for bad in (
        {"until-day": "x"},
        {"until-day": "٣", "until-month": "1", "until-year": "2026"},
        {"until-year": "9" * 50, "until-day": "1", "until-month": "1"},
    ):
        assert browser.send(**bad).status_code == 422


def test_an_act_gets_what_was_typed_under_its_own_names(site: Site) -> None:
    with site.app.test_request_context("/form", method="POST", data={
        "title": "A title", "choice": "agree", "until-day": "5", "until-month": "3", "until-year": "2026",
        "statement__affected": "Everybody", "key": "k", "reason": "",
    }):  # fmt: skip
        assert Asked().act_data() == {
            "title": "A title",
            "choice": "agree",
            "until": "2026-03-05",
            "statement": {"affected": "Everybody"},
        }


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "This could not be read"), (403, "This page is not for you"), (404, "There is no such page"), (405, "cannot be used like that"),
     (409, "changed meanwhile"), (413, "too much"), (422, "missing or not right"), (429, "Too many tries"), (500, "did not work"),
     (503, "just now"), (418, "could not be read")],
)  # fmt: skip
def test_every_status_has_words(site: Site, status: int, words: str) -> None:
    site.app.add_url_rule("/fault", "fault", allow("anyone")(lambda: abort(status)))
    answer = site.browser().get("/fault")
    assert answer.status_code == status
    assert words in heading(answer)
    part = site.browser().get("/fault", headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert words in part.text


def test_a_wrong_method_says_which_are_right(site: Site) -> None:
    answer = site.browser().get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_form_without_its_token_is_refused_and_shown(site: Site) -> None:
    browser = site.signed_in(site.story.cast.manager)
    for token in ("", "nonsense", site.signed_in(site.story.cast.chair).token("/account/password")):
        answer = browser.client.post("/account/password", data={"csrf_token": token, "old": "secret words", "reason": TYPED})
        assert answer.status_code == 400
        assert TYPED in [box.text for box in soup(answer).select(".govflow-typed")]
        assert "secret words" not in answer.text
        assert soup(answer).select("main form") == []  # what another site sent must not be one press away
    answer = browser.client.post("/account/password", data={"reason": TYPED}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert soup(answer).select_one("main form")["action"] == "/account/password"
