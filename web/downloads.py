"""Files to take away: named as people named them, with the ending of what they are, and never run by a browser."""

import re
import unicodedata
from pathlib import PurePath
from urllib.parse import quote

from flask import Response

from govflow.acts.files import KNOWN

LONGEST = 120  # characters of a name; disks take few more
NOT_IN_NAMES = re.compile(
    r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+'
)  # and what turns the direction of writing
ENDINGS = {media: ending for ending, (media, _) in reversed(list(KNOWN.items()))}
UNRESERVED = "!#$&+-.^_`|~"  # what RFC 8187 lets stand as it is


def download(content: bytes, media: str, title: str) -> Response:
    """Return ``content`` to be saved under ``title``, which gets the ending of ``media`` where it has not got it."""
    answer = Response(content, mimetype=media)
    answer.headers["Content-Disposition"] = disposition(file_name(title, media))
    return answer


def file_name(title: str, media: str) -> str:
    """Return the name of a file called ``title``: nothing in it that a disk does not take, and the ending of what it is."""
    name = " ".join(NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", title)).split()).strip(". ") or "paper"
    right = {ending for ending, (known, _) in KNOWN.items() if known == media}
    ending = PurePath(name).suffix
    if ending.lower() in right or not right:
        return name.removesuffix(ending)[:LONGEST] + ending
    return f"{name[:LONGEST].rstrip('. ')}{ENDINGS[media]}"


def disposition(name: str) -> str:
    """Return the header for a download called ``name`` (RFC 6266): in ASCII for old programs, and as it is for all others."""
    plain = unicodedata.normalize("NFKD", name.replace("–", "-").replace("—", "-")).encode("ascii", "ignore").decode()
    plain = " ".join(plain.split()) or "paper"
    if plain.startswith("."):  # nothing but the ending is left
        plain = f"paper{plain}"
    quoted = plain.replace("\\", "").replace('"', "")
    exact = "" if quoted == name and "%" not in name else f"; filename*=UTF-8''{quote(name, safe=UNRESERVED)}"
    return f'attachment; filename="{quoted}"{exact}'
