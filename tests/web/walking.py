"""Walking through a site: every link of every page somebody is shown, and every address that can be made of what is in the alliance."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect, Rule
from werkzeug.test import TestResponse

from govflow.record.rows import TABLES
from tests.defaults import WHOM
from tests.web.conftest import Browser, Site, soup
from web import actions, defaults, issues, mandates, moves, people, proposals
from web.access import routes

PLACES = {
    "ref": "decisions", "meeting": "meetings", "mandate": "mandates", "minutes": "minutes", "default": "defaults",
    "action": "actions", "issue": "issues", "own": "issues",
}  # fmt: skip
FINE = {200, 302, 303, 304, 403, 404}
LEFT_OUT = {"sign_in.sign_out"}
WITHOUT_A_PAGE = {"account.stay": 204}  # asked by a script, which needs no more than that it was answered
BROKEN = (">None</p", ">None</d", "Undefined", "{{", "{%", "&lt;strong", "%(")


@dataclass
class Walk:
    """What was opened, as whom, and what came of it."""

    site: Site
    answered: dict[str, set[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    opened: int = 0

    def follow(self, who: str, browser: Browser, first: str = "/") -> None:
        """Follow every link from ``first``; pages that differ only in what their question holds are opened twice at most."""
        waiting, known, like = [first], {first}, {}
        while waiting:
            path = waiting.pop()
            answer = self.open(who, browser.client, path)
            if answer.status_code in {403, 404, 410}:
                self.wrong.append(f"{who}: {path} is linked, and answers {answer.status_code}")
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            for href in _links(answer):
                kind = (self._rule(href), tuple(sorted(name for name, _ in parse_qsl(urlsplit(href).query))))
                if href in known or (kind[1] and like.get(kind, 0) > 1):
                    continue
                known.add(href)
                like[kind] = like.get(kind, 0) + 1
                waiting.append(href)

    def all(self, who: str, browser: Browser, paths: Iterable[str]) -> None:
        """Open every one of ``paths``."""
        for path in paths:
            self.open(who, browser.client, path)

    def send(self, who: str, browser: Browser, paths: Iterable[str]) -> None:
        """Send the form of one page of each route as it stands, with nothing typed into it: it is answered, whatever is missing."""
        sent = set()
        for path in paths:
            rule = self._rule(path)
            if rule in sent or not _is_page(browser.get(path)) or not soup(browser.seen).select("main form[method=post]"):
                continue
            sent.add(rule)
            answer = browser.send()
            self.opened += 1
            if answer.status_code not in FINE | {409, 422}:
                self.wrong.append(f"{who}: {path} sent as it stands answers {answer.status_code}")

    def open(self, who: str, client: FlaskClient, path: str) -> TestResponse:
        """Open a page, and note what it answers and whether it is whole."""
        answer = client.get(path)
        self.opened += 1
        rule = self._rule(path)
        self.answered.setdefault(rule, set()).add(answer.status_code)
        if answer.status_code not in FINE and answer.status_code != WITHOUT_A_PAGE.get(rule):
            self.wrong.append(f"{who}: {path} answers {answer.status_code}")
        elif answer.mimetype == "text/html" and answer.status_code in {200, 403, 404}:
            text = answer.text
            found = [mark for mark in BROKEN if mark in text]
            if text.lstrip().startswith("<!DOCTYPE") and ("</html>" not in text or text.count("<h1") != 1):
                found.append("not whole")
            if found:
                self.wrong.append(f"{who}: {path} shows {', '.join(found)}")
        return answer

    def _rule(self, path: str) -> str:
        try:
            rule, _ = self.site.app.url_map.bind("localhost").match(urlsplit(path).path, return_rule=True)
        except RequestRedirect:
            return "a redirect"
        except HTTPException:
            return "no page"
        return str(rule.endpoint)


def _is_page(answer: TestResponse) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"


def _links(answer: TestResponse) -> Iterator[str]:
    for tag in soup(answer).select("a[href], img[src], link[href], [hx-get]"):
        href = tag.get("href") or tag.get("src") or tag.get("hx-get")
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc and parts.path:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def addresses(site: Site, *, whole: bool) -> list[str]:
    """Return every address that GET routes make of what is in the alliance; unless ``whole``, only of what is of its own making."""
    values = {**_words(site), **_subjects(site)}
    rules = {rule.endpoint: rule for rule in site.app.url_map.iter_rules()}
    wanted = [rules[r.endpoint] for r in routes(site.app) if "GET" in r.methods and r.endpoint not in LEFT_OUT]
    with site.app.test_request_context():
        return sorted(
            {path for rule in wanted if whole or rule.arguments & PLACES.keys() for path in _addresses(site, rule, values)}
        )


def _addresses(site: Site, rule: Rule, values: Mapping[str, Iterable[object]]) -> Iterator[str]:
    """Give the addresses of one route; ``values`` of "view argument" are before those of the argument alone."""
    names = sorted(rule.arguments)
    for chosen in product(*(list(values.get(f"{rule.endpoint} {name}", values.get(name, ()))) for name in names)):
        yield site.app.url_for(rule.endpoint, **dict(zip(names, chosen, strict=True)))


def _subjects(site: Site) -> dict[str, list[str]]:
    found, cast = {}, site.story.cast
    with site.story.house.store.view(site.story.alliance) as view:
        for name, table in PLACES.items():
            row = TABLES[table].c
            found[name] = [ref for (ref,) in view.rows(select(row.ref).where(view.mine(table)).order_by(row.ref))]
        row = TABLES["editions"].c
        found["digest"] = [
            digest for (digest,) in view.rows(select(row.digest).where(view.mine("editions"), row.kind == "policy"))
        ]
        row = TABLES["ledger_entries"].c
        said = (
            row.actor.in_([cast.manager, cast.leads.get(WHOM, cast.leads[cast.participants[1]])]),
            row.act.in_(["decision.agree", "decision.object"]),
        )
        found["positions.receipt entry"] = [
            n for (n,) in view.rows(select(row.seq).where(view.mine("ledger_entries"), *said).limit(3))
        ]
    return found | {
        "telling.subject ref": [ref for name in PLACES for ref in found[name][:3]],
        "person": [cast.chair, cast.observer],
    }


def _words(site: Site) -> dict[str, Iterable[object]]:
    """Return the words that arguments may be, from the tables of the screens themselves."""
    policy = site.story.policy
    return {
        "moves.act event": (*moves.MOVES, *moves.ELSEWHERE, "nonsense"),
        "defaults.act event": (*defaults.STEPS, "nonsense"),
        "step": (*issues.ACTS, "nonsense"),
        "doing": (*actions.EVENTS, "nonsense"),
        "way": (*mandates.WAYS, "nonsense"),
        "part": (*mandates.PARTS, "nonsense"),
        "wanted": (*mandates.PRESSED, "nonsense"),
        "task": ("words", "reach", "body", "principles", *proposals.PARTS, "nonsense"),
        "kind": (*(kind.id for kind in policy.kinds), "nonsense"),
        "act": (*people.CHANGES, "nonsense"),
        "line": ("youth", "outreach", "health-inclusion", "nonsense"),
        "year": ("2026-27", "2020-21"),
        "number": range(1, 4),
        "meetings.paper number": range(1, 14),
        "entry": (1, 99_999),
        "draft": (1, 2, 9),
        "token": ("t" * 43,),
        "filename": ("govflow.css", "nonsense.css"),
    }
