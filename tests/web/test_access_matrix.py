"""Every route, every way to ask for it, every kind of person, and whose thing it is about: one's own, another's, another alliance's, none.

The routes are the app's own, so a new one that is about a thing and is not in the table here fails.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest

from govflow.acts.watching import beat
from tests.defaults import prepared
from tests.gatherings import a_meeting, an_action, held
from tests.stories import START, Story, a_circulated_decision, a_draft, a_founded_alliance, an_open_decision
from tests.web.conftest import Browser, Site
from web.access import Route, routes

OWN, OTHERS, FOREIGN, MISSING = "own", "others", "foreign", "missing"
NOT_THERE = {FOREIGN, MISSING}
# What an argument of a route names, by whose it is. DEC-0001 is one's own where somebody has one; DEC-0003 only the others have.
THINGS: Mapping[str, Mapping[str, Any]] = {
    "ref": {OWN: "DEC-0001", OTHERS: "DEC-0002", FOREIGN: "DEC-0003", MISSING: "DEC-0099"},
    "meeting": {OWN: "MTG-0001", OTHERS: "MTG-0002", FOREIGN: "MTG-0003", MISSING: "MTG-0099"},
    "mandate": {OWN: "MAN-0001", OTHERS: "MAN-0002", FOREIGN: "MAN-0003", MISSING: "MAN-0099"},
    "minutes": {OWN: "MIN-0001", OTHERS: "MIN-0001", FOREIGN: "MIN-0002", MISSING: "MIN-0099"},
    "default": {OWN: "DEF-0001", OTHERS: "DEF-0001", FOREIGN: "DEF-0002", MISSING: "DEF-0099"},
    "action": {OWN: "ACT-0001", OTHERS: "ACT-0002", FOREIGN: "ACT-0003", MISSING: "ACT-0099"},
    "issue": {OWN: "ISS-0001", OTHERS: "ISS-0002", FOREIGN: "ISS-0003", MISSING: "ISS-0099"},
    "person": {OWN: "PER-0010", OTHERS: "PER-0011", FOREIGN: "PER-0100", MISSING: "PER-0999"},
}
# Arguments that name a word, not somebody's thing; every value is tried with every thing.
WORDS: Mapping[str, tuple[Any, ...]] = {
    "event": ("ask", "open", "withdraw", "nonsense"),
    "step": ("offer_option", "close", "nonsense"),
    "doing": ("progress", "drop", "nonsense"),
    "pressed": ("send_notice", "drop_item", "nonsense"),
    "way": ("draft", "vary", "nonsense"),
    "part": ("outcomes", "reserved", "nonsense"),
    "wanted": ("issue", "return", "nonsense"),
    "task": ("words", "reach", "principles", "nonsense"),
    "line": ("outreach", "nonsense"),
    "year": ("2026-27", "2026-27"),
    "number": (1, 7),
    "entry": ("1", "99999", "x"),
    "draft": ("1", "99999", "x"),
    "own": ("ISS-0001", "ISS-0099", "x"),
    "kind": ("key-issue", "nonsense"),
    "act": ("seat.fill", "person.end", "nonsense"),
    "digest": ("0" * 64,),
    "token": ("t" * 43,),
    "filename": ("govflow.css", "../secret-key"),
}
GUEST = "PER-0034"  # the first to be invited after the cast, holding nothing in the alliance
ENDED_BY_IT = {"sign_in.sign_out"}
WITHOUT_A_PAGE = {"account.stay"}  # answers 204 to whoever may ask


def people(site: Site) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return somebody of every kind, and what that person is, said here and not asked of the app."""
    cast = site.story.cast
    second = cast.participants[1]
    return {
        "manager": (cast.manager, frozenset({"manager", "seat holder"})),
        "administrator": (cast.administrator, frozenset({"administrator"})),
        "chair": (cast.chair, frozenset({"chair"})),
        "deputy chair": (cast.deputy_chair, frozenset({"deputy chair"})),
        "observer": (cast.observer, frozenset({"observer"})),
        "auditor": (cast.auditor, frozenset({"auditor"})),
        "owner": (cast.owner, frozenset({"owner", "seat holder"})),
        "member": (cast.leads[second], frozenset({"seat holder"})),
        "deputy": (cast.deputies[second], frozenset({"deputy"})),
        "management": (cast.managers[second], frozenset({"seat holder", "management member"})),
        "guest": (GUEST, frozenset({"guest"})),
    }


class Cell(NamedTuple):
    """One asking: the route, how, its address, and whose thing that is."""

    route: Route
    method: str
    path: str
    whose: str
    nonsense: bool


@dataclass(frozen=True)
class Two:
    """A site on which a second alliance lives beside the first, with a decision and a person more."""

    site: Site
    other: Story

    def heads(self) -> list[Any]:
        found = []
        for alliance in (self.site.story.alliance, self.other.alliance):
            with self.site.story.house.store.view(alliance) as view:
                found.append(view.head)
        return found


@pytest.fixture
def two(site_of: Any) -> Two:
    site = site_of(WTF_CSRF_ENABLED=False)  # forged forms have tests of their own; here every form is let through
    story = site.story
    other = a_founded_alliance(story.house, story.policy, alliance="harbour")
    while other.roster().people[-1].ref < THINGS["person"][FOREIGN]:
        other.act("person.invite", other.cast.administrator, name="One more")
    an_open_decision(story)
    a_circulated_decision(story)
    for _ in range(3):
        a_draft(other)
    for one, count in ((story, 2), (other, 3)):
        one.act("person.invite", one.cast.administrator, name="Facilitator")
        for _ in range(count):
            one.act("issue.log", one.cast.leads["housing"], happened="The van was late.", affected="Nine.", would_help="A rota.")
    for whose in (OWN, OTHERS):
        site.account(THINGS["person"][whose])  # whose access can be closed
    _gather(story, other)
    beat(story.house)
    return Two(site, other)


def _gather(story: Story, other: Story) -> None:
    """Give each alliance meetings, minutes and actions; of each kind the other has one more."""
    story.clock.set(START)
    for one, count in ((story, 1), (other, 2)):
        for _ in range(count):
            held(one, a_meeting(one))
            story.clock.set(START)
        a_meeting(one)
        for n in range(count + 1):
            an_action(one, one.cast.leads[one.cast.participants[n % 2]], days=60)
        one.act("mandate.vary", one.cast.owner)
        for whom in one.cast.participants[2 : 2 + count]:
            prepared(one, whom)
    other.act("mandate.withdraw", other.cast.owner, "MAN-0002", reason="Another comes.")
    other.act("mandate.vary", other.cast.owner)


def cells(site: Site) -> Iterator[Cell]:
    rules = {rule.endpoint: rule for rule in site.app.url_map.iter_rules()}
    with site.app.test_request_context():
        for route in routes(site.app):
            for values, whose, nonsense in _values(tuple(rules[route.endpoint].arguments)):
                path = site.app.url_for(route.endpoint, **values)
                yield from (Cell(route, method, path, whose, nonsense) for method in route.methods)


def _values(arguments: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], str, bool]]:
    """Give values for the arguments of a route. Raises KeyError for an argument that no table here has."""
    things = [name for name in arguments if name in THINGS]
    for whose in THINGS[things[0]] if things else ("",):
        named = {name: THINGS[name][whose] for name in things}
        words = [name for name in arguments if name not in THINGS]
        for n in range(max((len(WORDS[name]) for name in words), default=1)):
            chosen = {name: WORDS[name][n % len(WORDS[name])] for name in words}
            yield named | chosen, whose, "nonsense" in chosen.values()


def unexpected(cell: Cell, status: int, roles: frozenset[str] | None) -> bool:
    """Say whether ``status`` is not what whoever has ``roles`` (None: nobody is signed in) should get."""
    if "anyone" in cell.route.allowed:
        return status in {401, 403} or status >= 500
    if roles is None:
        return status not in {302, 401}
    if not cell.route.allowed & (roles if roles == {"guest"} else {"signed in", *roles}):
        return status != 403
    if cell.whose in NOT_THERE or cell.nonsense:
        return status != 404
    if cell.route.endpoint in WITHOUT_A_PAGE:
        return status != 204
    refused_by_the_act = {403} if cell.method == "POST" else set()
    return status not in {200, 302, 303, 404, 409, 422} | refused_by_the_act or (
        status == 404 and not _may_be_missing(cell, roles)
    )


def _may_be_missing(cell: Cell, roles: frozenset[str]) -> bool:
    """Say whether it may not be there: a thing inside one's own decision, a draft of one's own, or what is said in an issue."""
    inside = any(f"{name}>" in cell.route.rule for name in ("number", "entry", "digest", "draft", "own", "default"))
    return inside or "/issues/<issue>/do/" in cell.route.rule or (roles == {"guest"} and "/issues/<issue>" in cell.route.rule)


def asked(browser: Browser, cell: Cell) -> int:
    return (browser.client.get if cell.method == "GET" else browser.client.post)(cell.path).status_code


def test_no_cell_is_other_than_declared(two: Two) -> None:
    site, before = two.site, two.heads()
    table, wrong = list(cells(site)), []
    for who, (person, roles) in {"nobody": ("", None), **people(site)}.items():
        browser = site.signed_in(person) if person else site.browser()
        for cell in table:
            if cell.route.endpoint in ENDED_BY_IT:
                continue
            status = asked(browser, cell)
            if unexpected(cell, status, roles):
                wrong.append(f"{who:15} {cell.method:4} {cell.path:45} {cell.whose:8} {status}")
    assert wrong == [], "\n" + "\n".join(wrong)
    assert len(table) * 12 > 1_000
    assert two.heads()[1] == before[1], "something was recorded in another alliance"


def test_every_route_is_in_the_table(two: Two) -> None:
    listed = {(cell.route.endpoint, cell.method) for cell in cells(two.site)}
    assert listed == {(route.endpoint, method) for route in routes(two.site.app) for method in route.methods}
    about = {cell.route.endpoint for cell in cells(two.site) if cell.whose == FOREIGN}
    assert len(about) >= 14


def test_nothing_of_another_alliance_is_on_any_page(two: Two) -> None:
    """What the other alliance calls its matter is on none of the pages of this one."""
    a_draft(two.other, title="Only the harbour knows this")
    browser = two.site.signed_in(two.site.story.cast.manager)
    for cell in cells(two.site):
        if cell.method == "GET" and cell.route.endpoint not in ENDED_BY_IT:
            assert b"Only the harbour" not in browser.get(cell.path).get_data(), cell.path


@pytest.mark.parametrize("path", ["/decisions?q=harbour", "/decisions.csv", "/people"])
def test_lists_are_of_one_alliance(two: Two, path: str) -> None:
    a_draft(two.other, title="Only the harbour knows this")
    assert "Only the harbour" not in two.site.signed_in(two.site.story.cast.owner).get(path).text
