"""What somebody can be invited to an alliance as: a seat of an organisation, the alliance manager, or an office without a seat."""

import unicodedata
from collections.abc import Mapping

LEADERSHIP, MANAGEMENT, COMMISSIONER, MANAGER = "leadership", "management", "commissioner", "manager"
CHIEF_EXECUTIVE = "chief executive"
# The level of the body in which a part holds a seat.
LEVEL_OF: Mapping[str, str] = {LEADERSHIP: "leadership", MANAGEMENT: "management", COMMISSIONER: "owner"}
OFFICES = (CHIEF_EXECUTIVE, "lived experience", "observer", "auditor", "administrator")
PARTS = (*LEVEL_OF, MANAGER, *OFFICES)
OF_AN_ORGANISATION = frozenset({*LEVEL_OF, CHIEF_EXECUTIVE})
# What people write in a sheet instead, in the words of ``plain_words``.
ALSO_CALLED: Mapping[str, str] = {
    "lead": LEADERSHIP,
    "leader": LEADERSHIP,
    "alliance leadership": LEADERSHIP,
    "alt": LEADERSHIP,
    "amt": MANAGEMENT,
    "alliance management": MANAGEMENT,
    "owner": COMMISSIONER,
    "commissioner owner": COMMISSIONER,
    "alliance manager": MANAGER,
    "chief executive officer": CHIEF_EXECUTIVE,
    "chief exec": CHIEF_EXECUTIVE,
    "ceo": CHIEF_EXECUTIVE,
    "person with lived experience": "lived experience",
    "admin": "administrator",
}
ENDINGS = (" team member", " team", " member", " group")


def part_called(text: str) -> str:
    """Return the part that people mean by ``text``, or the text as they typed it."""
    words = plain_words(text)
    for known in (words, *(words.removesuffix(ending) for ending in ENDINGS)):
        if known in PARTS:
            return known
        if known in ALSO_CALLED:
            return ALSO_CALLED[known]
    return text.strip()


def plain_words(text: str) -> str:
    """Return ``text`` in small letters, with one space between its words: ``E-mail address:`` is ``e mail address``."""
    letters = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
