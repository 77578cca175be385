"""A person's name and e-mail address as somebody types or pastes them: what nobody sees is taken out, the rest must be one.

Every door checks both here, so that neither can carry a line break into the head of a mail.
"""

import re
import unicodedata

LONGEST_NAME, LONGEST_ADDRESS = 300, 254
JOINERS = "\u200c\u200d"  # with these, letters of Persian and of many Indian scripts are parted and joined
BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
)  # characters that are drawn as nothing and count as letters or marks
BREAKS = frozenset({"Cc", "Zl", "Zp", "Cs"})
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
WORD = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
ADDRESS = re.compile(rf"(?=[^@]{{1,64}}@){WORD}(?:\.{WORD})*@{LABEL}(?:\.{LABEL})+")


def person_name(typed: str) -> str:
    """Return a name as it is kept, "" for nothing. Raises ValueError, which says in words why something is no name."""
    name = re.sub(" +", " ", unicodedata.normalize("NFC", _seen(typed, JOINERS))).strip(f" {JOINERS}")
    if any(unicodedata.category(sign) in BREAKS for sign in name):
        raise ValueError("holds a line break or a control character; write it in one line")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"is too long: {len(name)} characters, at most {LONGEST_NAME} are kept")
    if name and not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise ValueError("holds no letter; write it as others know the person")
    return name


def email_address(typed: str) -> str:
    """Return an e-mail address as it is kept, "" for nothing. Raises ValueError, which says in words why it is none."""
    address = _seen(typed).strip()
    if address and (len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address)):
        raise ValueError("is not an e-mail address; write it as name@example.org")
    return address


def _seen(typed: str, kept: str = "") -> str:
    """Return what can be seen of a text: without marks of format that come along when it is pasted, and with plain spaces."""
    seen = (sign for sign in typed.strip() if sign in kept or (unicodedata.category(sign) != "Cf" and sign not in BLANK))
    return "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in seen)
