"""Passwords: hashing them, checking them in the same time whether or not there is an account, and saying what is wrong with one."""

from collections.abc import Iterable
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

LEAST, MOST, ADVISED = 12, 128, 15
FEWEST_DIFFERENT = 5
# What OWASP asks of Argon2id; a sign-in costs about 0.03 s and 19 MB, and two at once are enough.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
AT_ONCE = BoundedSemaphore(2)
NOBODY = HASHER.hash("the password of nobody")
SAFE = 4  # of zxcvbn's scores: more than 10 to the 10 guesses, by somebody who knows what people choose
LOOKED_AT = 72  # characters that are weighed, which takes a tenth of a second at most; what follows makes it no weaker
FIRST = "This is one of the first passwords that somebody would try. Use three or four words that do not belong together."


def hashed(password: str) -> str:
    """Return the hash to keep of a password."""
    with AT_ONCE:
        return HASHER.hash(password)


def fits(password_hash: str, password: str) -> bool:
    """Say whether a password is that of a hash; without a hash it takes as long, and is not."""
    with AT_ONCE:
        try:
            return HASHER.verify(password_hash or NOBODY, password) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def weakness(password: str, about: Iterable[str], around: Iterable[str] = ()) -> str:
    """Say in a sentence why a password will not do, "" when it will.

    ``about`` are words that it may not hold, as anybody would try them first; ``around`` words that add little to it.
    """
    plain, own = password.casefold(), [word.casefold() for word in about]
    if len(password) < LEAST:
        return f"Use at least {LEAST} characters. Three or four words that do not belong together are easy to keep in mind."
    if len(password) > MOST:
        return f"Use at most {MOST} characters."
    if any(word in plain for word in own if len(word) >= len("name")):
        return "Leave out your name, your address and the name of the alliance."
    near = [*own, *(word.casefold() for word in around)]
    if len(set(plain)) < FEWEST_DIFFERENT or zxcvbn(plain[:LOOKED_AT], user_inputs=near)["score"] < SAFE:
        return FIRST
    return ""
