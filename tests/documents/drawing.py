"""Draws documents in a process that sees no font of the system, and reads what was drawn."""

import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
NO_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
)
PROGRAM = """
import sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
from govflow.documents.pdf import render
from govflow.documents.text import as_html
folder = Path(sys.argv[1])
words = {"ref": "MIN-0001", "version": 1, "sentence": "Held.", "title": "Minutes", "footer": "MIN-0001", "after": {}}
body = as_html((folder / "typed.txt").read_text(encoding="utf-8"))
(folder / "drawn.pdf").write_bytes(render("minutes.html", body=body, alliance="Seaport", illustrative=False, **words))
"""
MARGIN = 18 * 72 / 25.4


class Word(NamedTuple):
    """A word where it stands on a page, in points."""

    page: int
    left: float
    right: float
    text: str


def drawn(folder: Path, typed: str) -> Path:
    """Return the PDF of minutes with this text, drawn with nothing but the faces that come with the package."""
    (folder / "typed.txt").write_text(typed, encoding="utf-8")
    (folder / "fonts.conf").write_text(NO_FONTS.format(folder / "cache"), encoding="utf-8")
    environ = {"FONTCONFIG_FILE": str(folder / "fonts.conf"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", PROGRAM, folder], check=True, env=environ, cwd=ROOT)
    return folder / "drawn.pdf"


def text_of(pdf: Path | bytes) -> str:
    """Return what is read from a PDF."""
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=_bytes(pdf), capture_output=True, check=True)
    return run.stdout.decode()


def words_of(pdf: Path | bytes) -> list[Word]:
    """Return every word of a PDF, where it stands."""
    run = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=_bytes(pdf), capture_output=True, check=True)
    found, page = [], 0
    for line in run.stdout.decode().splitlines():
        page += "<page " in line
        if match := re.search(r'xMin="([-\d.]+)".*xMax="([-\d.]+)".*>(.*)</word>', line):
            found.append(Word(page, float(match[1]), float(match[2]), match[3]))
    return found


def outside(pdf: Path | bytes, width: float = 595.3) -> list[Word]:
    """Return the words that stand beyond the margins of an A4 page."""
    return [word for word in words_of(pdf) if word.right > width - MARGIN + 1 or word.left < MARGIN - 1]


def plain(text: str) -> str:
    """Return the letters of a text, without spaces and what is not seen, put together alike."""
    shown = (
        c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and unicodedata.category(c) != "Cf" and c != "\ufe0f"
    )
    return "".join(shown)


def _bytes(pdf: Path | bytes) -> bytes:
    return pdf if isinstance(pdf, bytes) else pdf.read_bytes()
