"""Every form answers empty and wild input in its own words: no key, path or slug is shown, and every link leads to a box of the page."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from govflow.acts.data import DATA
from tests.web.conftest import Browser, Site, soup
from tests.web.test_every_page import site_of
from tests.web.walking import addresses

WILD = ("", "14:00+05:00", "1,2,3", "A \u202e b", "x" * 400, "31/13/2026", "\x07")
KEYS = {field.alias or name for model in DATA.values() for name, field in model.model_fields.items()}
JARGON = re.compile(r"\w_\w|nothing was recorded|send it again|nput should|tring should|[a-z]\.[a-z]|[a-z]\.\d")
PLAIN = re.compile(r"https?://\S*|\S+@\S+|DEC-\d+|MAN-\d+|14:00Z?")


def fields(form: Tag) -> dict[str, str]:
    """Return what a browser would send of a form that nobody touched."""
    found = {
        i["name"]: i.get("value", "") for i in form.select("input[name]") if i.get("type") not in {"radio", "checkbox", "file"}
    }
    found |= {i["name"]: i["value"] for i in form.select("input[type=radio][checked]")}
    return found | {area["name"]: area.text.removeprefix("\n") for area in form.select("textarea[name]")}


def boxes(form: Tag) -> list[str]:
    return [i["name"] for i in form.select("input[name], textarea[name], select[name]") if i.get("type") != "hidden"]


def complaints(page: BeautifulSoup, where: str) -> list[str]:
    """Return what is wrong with how a page says what is wrong."""
    slugs = {i["value"] for i in page.select("option[value], input[type=radio][value]") if "-" in i["value"]}
    wrong = []
    for item in page.select(".govuk-error-summary__list li"):
        said, link = PLAIN.sub("", item.text.strip()), item.a
        if JARGON.search(said):
            wrong.append(f"{where}: {said}")
        wrong += [f"{where}: {said} says {slug}" for slug in slugs if slug in said and "e-mail" not in slug]
        wrong += [f"{where}: {said} is a key" for key in KEYS if said.startswith(f"{key.capitalize()}: ") and link]
        if link and not page.select_one(f"[id='{link['href'][1:]}']"):
            wrong.append(f"{where}: {said} leads to {link['href']}, which is not there")
        if not said:
            wrong.append(f"{where}: an empty complaint")
    return wrong


def try_forms(site: Site, browser: Browser, paths: list[str]) -> tuple[int, list[str]]:
    sent, wrong, seen = 0, [], set()
    for path in paths:
        answer = browser.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for n, form in enumerate(soup(answer).select("main form[method=post]")):
            there = form.get("action") or path
            kind = re.sub(r"[A-Z]{3}-\d+|\d+", "", f"{there} {n}")
            if kind in seen or not boxes(form) or "sign-out" in there:
                continue
            seen.add(kind)
            for wild in WILD:
                data = fields(form) | dict.fromkeys(boxes(form), wild)
                page = browser.client.post(there, data=data)
                sent += 1
                if page.status_code >= 500:
                    wrong.append(f"{there} {wild!a}: {page.status_code}")
                if page.mimetype == "text/html":
                    wrong += complaints(soup(page), f"{there} {wild[:12]!a}")
    return sent, wrong


def a_few_of_each(paths: list[str]) -> list[str]:
    """Return at most three addresses of each kind: those that differ only in what they are about are alike."""
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault(re.sub(r"[A-Z]{3}-\d+|\d+", "", path), []).append(path)
    return [path for alike in kinds.values() for path in {alike[0], alike[len(alike) // 2], alike[-1]}]


@pytest.mark.slow
@pytest.mark.parametrize(("scene", "who"), [("busy", "manager"), ("busy", "lead"), ("decided", "owner")])
def test_no_refusal_speaks_in_keys_and_every_link_leads_to_a_box(scene: str, who: str, tmp_path: Path) -> None:
    site = site_of(scene, tmp_path)
    cast = site.story.cast
    person = {"manager": cast.manager, "owner": cast.owner, "lead": cast.leads["health"]}[who]
    sent, wrong = try_forms(site, site.signed_in(person), a_few_of_each(addresses(site, whole=True)))
    assert sent > 50
    assert sorted(set(wrong)) == []
