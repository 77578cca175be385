"""Every page with every kind of content, as people of several roles: none is broken, and no route or template is left out."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from govflow.acts import accounts, feeds
from govflow.acts.files import Files
from govflow.acts.watching import beat
from govflow.config import read
from tests.defaults import WHOM
from tests.houses import a_story
from tests.web import branches
from tests.web.conftest import KEY, PASSWORD, Posted, Site
from tests.web.scenes import SCENES
from tests.web.walking import WITHOUT_A_PAGE, Walk, addresses
from web import access, create_app

pytestmark = pytest.mark.slow
WHOLE = {"busy"}  # through this scene more people walk than through the others
OF_THE_OWNER = {"decided"}  # here the owner is writing a new version of the mandate
# Answered only to somebody of two alliances, or by a link in a mail: test_several_alliances, test_correcting.
ELSEWHERE = {"alliances.choose", "account.confirm_email"}
DRAWN_ELSEWHERE = {"alliances/choose.html", "account/confirm_email.html", "positions/receipt.html"}  # the receipt: test_positions
QUESTIONS = (
    *("/decisions?text=outreach", "/decisions?text=zzzz", "/people?day-day=1&day-month=1&day-year=2026", "/money?year=2020-21"),
    *("/decisions/new/budget-allocation/who-decides?amount=12.00&line=youth&year=2026-27", "/meetings/month?month=2026-05"),
)
# Drawn where something goes wrong, and tested there.
OF_FAULTS = {"kept.html", "problem_part.html", "macros/typed.html", "lexicons/remarks.html", "positions/check.html"}
MAY_BE_LEFT = 0.22  # what only a fault, or a form that is refused, draws
SOME, MORE = {"manager", "concerned"}, {"owner", "chair", "deputy", "auditor", "administrator"}


@dataclass(frozen=True)
class Walked:
    """What was seen of all scenes together."""

    walks: dict[str, Walk]
    every_branch: set[tuple[str, str]]

    @property
    def answered(self) -> dict[str, set[int]]:
        """Return what each view answered, in whatever scene."""
        found: dict[str, set[int]] = {}
        for walk in self.walks.values():
            for endpoint, statuses in walk.answered.items():
                found.setdefault(endpoint, set()).update(statuses)
        return found


def site_of(scene: str, folder: Path) -> Site:
    """Return the site of a scene, which notes the branches it draws and keeps what is uploaded in ``folder``."""
    policy, fill = SCENES[scene]
    story, log = a_story(policy()), io.StringIO()
    object.__setattr__(story.house, "files", Files(folder))
    app = create_app(story.house, read({"GOVFLOW_SECRET_KEY": KEY}), log_to=log)
    branches.watch(app)
    site = Site(app, story, Posted(story.house), log)
    fill(site)
    beat(story.house)
    return site


def roles(site: Site) -> dict[str, str]:
    """Return somebody of every kind."""
    cast = site.story.cast
    second = cast.participants[1]
    return {
        "manager": cast.manager, "administrator": cast.administrator, "chair": cast.chair, "auditor": cast.auditor, "owner": cast.owner,
        "member": cast.leads[second], "concerned": cast.leads.get(WHOM, cast.leads[second]), "deputy": next(iter(cast.deputies.values())),
        "management": cast.managers[second], "head": cast.chief_executive, "lived experience": cast.lived_experience,
    }  # fmt: skip


def walked(scene: str, folder: Path) -> Walk:
    """Walk through a scene: as some people along the links, and as one of them to every address of what is in it."""
    site = site_of(scene, folder)
    walk, whole = Walk(site), scene in WHOLE
    people = {who: person for who, person in roles(site).items() if who in SOME or (whole and who in MORE)}
    for n, (who, person) in enumerate(people.items()):
        browser = site.signed_in(person)
        walk.follow(who, browser)
        if not n or (whole and who in SOME):
            walk.all(who, browser, addresses(site, whole=whole))
    if scene in OF_THE_OWNER:
        owner = site.signed_in(site.story.cast.owner)
        walk.follow("owner", owner)
        walk.all("owner", owner, [path for path in addresses(site, whole=False) if path.startswith("/mandates/")])
    if whole:
        walk.all("nobody", site.browser(), [*addresses(site, whole=False), *private(site)])
        walk.all("manager", site.signed_in(site.story.cast.manager), QUESTIONS)
        walk.send("manager", site.signed_in(site.story.cast.manager), addresses(site, whole=True))
    return walk


def private(site: Site) -> list[str]:
    """Return addresses that only the one who was given them knows: of a calendar, and of an invitation."""
    story, person = site.story, site.story.cast.chair
    token = accounts.sign_in(story.house, site.account(person), PASSWORD, accounts.Where())
    feed = feeds.make(story.house, accounts.who_is(story.house, token), whole=True)
    invited = accounts.open_account(story.house, story.alliance, story.cast.lived_experience, "invited@example.org")
    return ["/sign-in", f"/feeds/{feed}.ics", f"/set-password/{invited}"]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    walks = {scene: walked(scene, tmp_path_factory.mktemp("papers")) for scene in SCENES}
    return Walked(walks, branches.every_branch(walks["new"].site.app))


def test_no_page_is_broken_and_no_link_leads_nowhere(seen: Walked) -> None:
    wrong = [f"{scene}: {line}" for scene, walk in seen.walks.items() for line in walk.wrong]
    assert wrong == [], "\n".join(wrong)
    assert sum(walk.opened for walk in seen.walks.values()) > 1_000


def test_every_route_was_opened(seen: Walked) -> None:
    """A route is opened once it has answered with a page: whoever adds one adds to a scene what it needs."""
    expected = {r.endpoint for r in access.routes(seen.walks["new"].site.app) if "GET" in r.methods}
    opened = {endpoint for endpoint, statuses in seen.answered.items() if WITHOUT_A_PAGE.get(endpoint, 200) in statuses}
    assert expected - opened == ELSEWHERE


def test_every_template_and_macro_was_drawn(seen: Walked) -> None:
    macros = {(template, branch) for template, branch in seen.every_branch - branches.DRAWN if branch.startswith("macro of")}
    templates = {template for template, _ in seen.every_branch} - {template for template, _ in branches.DRAWN}
    assert {(template, branch) for template, branch in macros if template not in OF_FAULTS} == set()
    assert templates - OF_FAULTS - DRAWN_ELSEWHERE == set()


def test_most_branches_of_templates_were_drawn(seen: Walked) -> None:
    left = sorted(seen.every_branch - branches.DRAWN)
    assert len(left) < len(seen.every_branch) * MAY_BE_LEFT, "\n".join(f"{template}: {branch}" for template, branch in left)
