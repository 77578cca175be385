"""The pack of a meeting is always made: whatever somebody uploaded, and what is not inside is said in the list and in its place."""

import io
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from pypdf import PdfReader

from govflow.acts.files import Files
from govflow.documents import joining
from govflow.documents.joining import Part, bind, look_through
from tests.documents.drawing import text_of
from tests.documents.papers import HOSTILE, acting, built, locked, multiplied, ordinary
from tests.gatherings import a_meeting
from tests.web.conftest import Site
from tests.web.test_uploads import send

FOREVER = 60  # seconds: the bounds are 30 for reading and 30 for binding


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    joining._known.clear()
    yield
    joining._known.clear()


def test_each_hostile_paper_is_left_out_for_a_reason_and_the_others_are_not() -> None:
    papers = [(name, make()) for name, (make, _) in HOSTILE.items()]
    started = monotonic()
    found = look_through([("first", ordinary(2)), *papers, ("last", locked("", "owner"))])
    assert {name: one.why for (name, _), one in zip(papers, found[1:-1], strict=True)} == {
        n: why for n, (_, why) in HOSTILE.items()
    }
    assert (found[0].pages, found[-1].pages) == (2, 1)
    assert monotonic() - started < FOREVER


def test_ten_thousand_pages_in_745_bytes_are_refused_by_their_number() -> None:
    levels = multiplied(4).replace(b"/Count 1/", b"/Count 10000/")
    assert [one.why for one in look_through([("small", levels)])] == ["it has more than 1,000 pages"]


def test_a_paper_that_ends_the_process_is_left_out_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The process dies at the second paper, as it would of its memory; another one goes on behind it."""
    program = tmp_path / "dying.py"
    program.write_text(
        "import json, os, pathlib, sys\n"
        "from govflow.documents import binding\n"
        "looked = binding._looked\n"
        "binding._looked = lambda paper: os._exit(9) if paper.name == 'second' else looked(paper)\n"
        "binding.main(pathlib.Path(sys.argv[1]), int(sys.argv[2]))\n"
    )
    monkeypatch.setattr(joining, "WORKER", (joining.WORKER[0], str(program)))
    found = look_through([("first", ordinary()), ("second", ordinary()), ("third", ordinary(3))])
    assert [one.pages for one in found] == [1, 0, 3]
    assert found[1].why == "it takes too long to read"


def test_what_is_bound_is_numbered_on_however_its_pages_are_turned() -> None:
    parts = [Part(f"Turned {turn}", ordinary(1, turn)) for turn in (0, 90, 180, 270)]
    made = PdfReader(io.BytesIO(bind(ordinary(2), [*parts, Part("One of three", ordinary(3), 1)]) or b""))
    assert [page.extract_text().strip() for page in made.pages] == ["", "", *(f"{n} / 7" for n in range(3, 8))]
    assert [entry.title for entry in made.outline] == ["Turned 0", "Turned 90", "Turned 180", "Turned 270", "One of three"]


def test_what_would_act_by_itself_is_not_bound() -> None:
    made = bind(ordinary(), [Part("Acting", acting())]) or b""
    for name in (b"JavaScript", b"Launch", b"calc", b"/AA", b"StructParents"):
        assert name not in made, name
    (link,) = PdfReader(io.BytesIO(made)).pages[1]["/Annots"]
    assert link.get_object()["/A"]["/URI"] == "https://example.org/"


def test_what_cannot_be_bound_gives_nothing_in_time() -> None:
    started = monotonic()
    assert bind(ordinary(), [Part("Bad", multiplied(12))]) is None
    assert bind(ordinary(), [Part("Bad", built(b"<<>>"))]) is None
    assert monotonic() - started < FOREVER


def test_a_pack_with_every_kind_of_paper_says_what_is_not_inside(site: Site, tmp_path: Path) -> None:
    object.__setattr__(site.story.house, "files", Files(tmp_path / "papers"))
    ref = a_meeting(site.story)
    site.story.act("meeting.add_item", site.story.cast.manager, ref, title="The winter", what="report")
    manager = site.signed_in(site.story.cast.manager)
    wanted = {
        "Budget": ordinary(2),
        "Legal": locked("secret"),
        "Broken": HOSTILE["noise"][0](),
        "Foo": HOSTILE["an unknown filter"][0](),
    }
    for title, content in wanted.items():
        assert send(manager, f"/meetings/{ref}/paper", content, title=title, item="1").status_code == 303
    site.story.act("meeting.add_paper", site.story.cast.manager, ref, title="On the web", address="https://example.org/paper")
    answer = manager.get(f"/meetings/{ref}/pack.pdf")
    assert answer.status_code == 200
    made, text = PdfReader(io.BytesIO(answer.data)), " ".join(text_of(answer.data).split())
    assert len(made.pages) == 1 + 2 + 3
    assert "Budget (in this document, 2 pages)" in text
    assert "On the web: https://example.org/paper" in text
    for n, (title, why) in enumerate(
        (("Legal", "protected by a password"), ("Broken", "can be read"), ("Foo", "it is damaged")), 2
    ):
        assert f"{title}: not in this document, as it is" in text
        assert f"It is at http://127.0.0.1:8000/meetings/{ref}/papers/{n}" in text
        assert why in text
        place = made.pages[2 + n - 1].extract_text()
        assert title in place
        assert "could not be included" in place
    assert [entry.title for entry in made.outline if not isinstance(entry, list)][-4:] == ["Budget", "Legal", "Broken", "Foo"]


def test_a_pack_is_made_when_nothing_can_be_bound(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    object.__setattr__(site.story.house, "files", Files(tmp_path / "papers"))
    ref = a_meeting(site.story)
    site.story.act("meeting.add_item", site.story.cast.manager, ref, title="The winter", what="report")
    manager = site.signed_in(site.story.cast.manager)
    assert send(manager, f"/meetings/{ref}/paper", ordinary(), title="Budget", item="1").status_code == 303
    monkeypatch.setattr("govflow.acts.documents.bind", lambda front, parts: None)
    answer = manager.get(f"/meetings/{ref}/pack.pdf")
    assert answer.status_code == 200
    assert "Budget: not in this document, as it could not be put together" in " ".join(text_of(answer.data).split())
