"""What is typed is what stands in a document: text and drawn letters, in PDF and Word and on screen, whatever is written."""

import hashlib
import io
import json
import re
import subprocess
from difflib import SequenceMatcher
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from govflow.documents import pdf, typefaces
from govflow.documents.text import as_html, direction
from govflow.documents.word import minutes_as_word
from tests.documents.drawing import drawn, outside, plain, text_of
from tests.documents.texts import TEXTS, TURNED, UNKNOWN

FACES = Path(pdf.__file__).parent / "faces"
EXT = "Ł ł Ŵ ŵ Ŷ ŷ Č č Ě ě Ř ř Š š Ž ž Ő ő Ű ű Ğ ğ İ ı Ş ş Ţ ţ Ą ą Ę ę Ż ż Ź ź Ń ń Ś ś Ć ć Ħ ħ"
PARAGRAPHS = [*TEXTS, *TURNED]
TYPED = "\n\n".join(f"§{n}§ {text}" if text in TEXTS else f"§{n}§\n\n{text}" for n, text in enumerate(PARAGRAPHS))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn(tmp_path_factory.mktemp("letters"), TYPED)


def by_number(text: str) -> dict[int, str]:
    parts = re.split(r"§(\d+)§", text)
    return {int(n): said for n, said in zip(parts[1::2], parts[2::2], strict=True)}


def test_there_are_two_hundred_texts() -> None:
    assert len(set(PARAGRAPHS)) == len(PARAGRAPHS) >= 200


def test_every_text_is_read_from_the_pdf_as_it_was_typed(document: Path) -> None:
    text = re.sub(r"MIN-0001\s+\d+ / \d+", "", text_of(document))
    assert "cannot be drawn" not in text, text[:600]
    read = {n: plain(said) for n, said in by_number(text).items()}
    typed = {n: plain(said) for n, said in enumerate(PARAGRAPHS)}
    assert {typed[n]: read[n] for n in typed if not is_alike(typed[n], read[n])} == {}
    assert outside(document) == []


def is_alike(typed: str, read: str) -> bool:
    """What is written from right to left is read letter by letter, as programs differ in the order in which they put them. Where one
    shape stands for several letters, as in Hindi, what was drawn is right and nearly all of it can be read.
    """
    if typed == read or (direction(typed) == "rtl" and sorted(typed) == sorted(read)):
        return True
    return any("\u0900" <= letter <= "\u0dff" for letter in typed) and SequenceMatcher(None, typed, read).ratio() > 0.8


def test_every_letter_is_drawn_as_its_face_has_it(document: Path) -> None:
    """The outline of each letter in the file is the outline of that letter in the one face it is taken from."""
    checked = 0
    for font, file in embedded(document):
        own, source = TTFont(io.BytesIO(font["file"])), TTFont(FACES / file)
        names = source.getBestCmap()
        for glyph, letter in font["letters"].items():
            if len(letter) == 1 and ord(letter) in names and glyph == source.getGlyphID(names[ord(letter)]):
                drawn_here = own["glyf"][own.getGlyphName(glyph)]
                as_it_is = source["glyf"][names[ord(letter)]]
                assert drawn_here.numberOfContours == as_it_is.numberOfContours, (file, letter)
                assert len(getattr(drawn_here, "coordinates", ())) == len(getattr(as_it_is, "coordinates", ())), (file, letter)
                checked += 1
    assert checked > 300


def embedded(document: Path) -> list[tuple[dict, str]]:
    """Return each font of a PDF: its file, the letter of each glyph; and the face it is of."""
    found = {}
    for page in PdfReader(document).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            one = font.get_object()
            name = str(one["/BaseFont"]).partition("+")[2].removesuffix("-Bold")
            descriptor = one["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            letters = {
                int(glyph, 16): bytes.fromhex(letter).decode("utf-16-be")
                for glyph, letter in re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", one["/ToUnicode"].get_data().decode())
            }
            file = f"{name.removeprefix('govflow-')}.ttf"
            bold = str(one["/BaseFont"]).endswith("-Bold")
            found[str(one["/BaseFont"])] = ({"file": descriptor["/FontFile2"].get_data(), "letters": letters, "bold": bold}, file)
    return list(found.values())


def test_letters_of_the_second_face_look_as_on_a_page_set_in_it_alone(tmp_path: Path) -> None:
    rules, families = typefaces.style_of(f"Wyn {EXT}")
    assert families.count("govflow public-sans") == 2
    places = [(n % 12, n // 12, letter) for n, letter in enumerate(EXT.split()) if ord(letter) not in typefaces.faces()[0].draws]
    letters = "".join(f"<p style='left: {20 + 13 * x}mm; top: {60 + 10 * y}mm'>{letter}</p>" for x, y, letter in places)
    shown = []
    for n, family in enumerate((families, '"govflow public-sans-latin-ext"')):
        style = f"{rules} @page {{ size: A4; margin: 0 }} body {{ font-family: {family} }} p {{ position: absolute; margin: 0 }}"
        path = tmp_path / f"{n}.pdf"
        usual = f"<p style='left: 20mm; top: 20mm; font-family: {families}'>Wyn W y n</p>"
        path.write_bytes(pdf._drawn(f"<html lang=en><title>x</title><style>{style}</style>{usual}{letters}"))
        cut = ["pdftoppm", "-r", "100", "-gray", "-x", "0", "-y", "230", "-W", "827", "-H", "200", path]
        shown.append(subprocess.run(cut, capture_output=True, check=True).stdout)
    assert shown[0] == shown[1]
    assert len(set(shown[0][20:])) > 10, "there is something on it"


def test_what_no_face_can_draw_is_said_in_the_document(tmp_path: Path) -> None:
    text = text_of(drawn(tmp_path, f"Łukasz and {UNKNOWN}"))
    assert "Some letters cannot be drawn on this server and stand here as boxes: U+6F22, U+5B57" in text.replace("\n", " ")
    assert plain(UNKNOWN) in plain(text)


def test_every_text_is_in_word_as_it_was_typed() -> None:
    word = docx.Document(io.BytesIO(minutes_as_word("Minutes", [], TYPED, {"Accepted by": list(TURNED)})))
    said = by_number("\n".join(paragraph.text for paragraph in word.paragraphs[1 : -1 - len(TURNED)]))
    assert {n: text.strip() for n, text in said.items()} == dict(enumerate(PARAGRAPHS))
    assert all("w:bidi" in paragraph._p.xml for paragraph in word.paragraphs[-len(TURNED) :])


def test_every_text_is_on_screen_as_it_was_typed() -> None:
    page = BeautifulSoup(as_html(TYPED), "html.parser")
    assert {n: text.strip() for n, text in by_number(page.get_text()).items()} == dict(enumerate(PARAGRAPHS))
    assert len(page.select("p[dir=rtl]")) == len(TURNED)


def test_the_faces_are_those_that_were_vendored() -> None:
    rows = re.findall(
        r"^\| (\S+) \| \S+ \| \S+ \| OFL-1.1 \| ([0-9a-f]{64}) \|$", (FACES / "VENDORED.md").read_text(), re.MULTILINE
    )
    assert {name: hashlib.sha256((FACES / name).read_bytes()).hexdigest() for name, _ in rows} == dict(rows)
    assert [name for name, _ in rows] == list(json.loads((FACES / "faces.json").read_text()))
    licences = {"LICENSE-ibm-plex.txt", "LICENSE-noto.txt", "LICENSE-public-sans.txt", "LICENSE-vazirmatn.txt"}
    assert {path.name for path in FACES.iterdir()} - dict(rows).keys() == {"VENDORED.md", "faces.json", *licences}


def test_every_face_can_draw_what_is_said_of_it_and_is_a_family_of_its_own() -> None:
    for face in typefaces.faces():
        assert face.draws - typefaces.SPACES <= set(TTFont(FACES / face.file).getBestCmap()), face.file
    assert len({face.name for face in typefaces.faces()}) == len(typefaces.faces())


def test_nothing_but_our_faces_is_fetched() -> None:
    for address in ("https://example.org/", "file:///etc/passwd", "face:../faces.json", "data:,x", "other"):
        with pytest.raises(ValueError, match="nothing is fetched"):
            typefaces.content_of(address)
