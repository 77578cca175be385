"""A person's name and e-mail address as somebody types or pastes them: what nobody sees is taken out, the rest must be one.

Every door checks both here, so that neither can carry a line break into the head of a mail.
"""

import re
import unicodedata

from govflow.domain import typed as reading
from govflow.domain.typed import BLANK, TypedError

LONGEST_NAME, LONGEST_ADDRESS = 300, 254
JOINERS = "\u200c\u200d"  # with these, letters of Persian and of many Indian scripts are parted and joined
BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){WORD}(?:\.{WORD})*@{LABEL}(?:\.{LABEL})+")


def person_name(typed: str) -> str:
    """Return a name as it is kept, "" for nothing. Raises TypedError, which says in words why something is no name."""
    name = re.sub("[\t\x0b\x0c]+", " ", typed.strip())  # between the cells and soft lines from which it was pasted
    if any(unicodedata.category(sign) in BREAKS for sign in name):
        raise TypedError("holds a line break or a control character", "Write it in one line.")
    name = re.sub(" +", " ", _seen(reading.text(name), JOINERS)).strip(f" {JOINERS}")
    if len(name) > LONGEST_NAME:
        raise TypedError(f"is too long: {len(name)} characters", f"At most {LONGEST_NAME} are kept; shorten it.")
    if name and not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise TypedError("holds no letter", "Write it as others know the person.")
    return name


def email_address(typed: str) -> str:
    """Return an e-mail address as it is kept, "" for nothing. Raises TypedError, which says in words why it is none."""
    address = _seen(typed).strip()
    if address and (len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address)):
        raise TypedError("is not an e-mail address", "Write one address, such as name@example.org.")
    return address


def pasted_address(typed: str) -> str:
    """Return an address as somebody asks with it, whether it is one or not: without what nobody sees, and in small letters."""
    seen = "".join(sign for sign in _seen(typed) if unicodedata.category(sign) not in BREAKS)
    return seen.strip().casefold()[:LONGEST_ADDRESS]


def _seen(typed: str, kept: str = "") -> str:
    """Return what can be seen of a text: without marks of format that come along when it is pasted, and with plain spaces."""
    seen = (sign for sign in typed.strip() if sign in kept or (unicodedata.category(sign) != "Cf" and sign not in BLANK))
    return "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in seen)
