"""Short names: what an organisation is called in addresses and files, made from its title."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 40
# Letters that no accent can be taken off.
PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i", "&": " and "}
)


def short_name(title: str, taken: Collection[str] = ()) -> str:
    """Return a short name for ``title``, of small letters, digits and hyphens, that is not among those ``taken``.

    ``Tŷ Gobaith & Friends`` is ``ty-gobaith-and-friends``; a title without any such letter is ``organisation``.
    """
    plain = unicodedata.normalize("NFKD", title.casefold().translate(PLAIN))
    letters = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’")
    words = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    name = words if words[:1].isalpha() else f"organisation-{words}".rstrip("-")
    name = name[:LONGEST].rstrip("-")
    numbered = (f"{name[: LONGEST - 4].rstrip('-')}-{n}" for n in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbered if one not in taken)
