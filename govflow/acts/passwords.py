"""Passwords: hashing them, checking them in the same time whether or not there is an account, and saying what is wrong with one."""

from collections.abc import Iterable
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST, ADVISED = 12, 128, 15
FEWEST_DIFFERENT = 5
# What OWASP asks of Argon2id; a sign-in costs about 0.03 s and 19 MB, and two at once are enough.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
AT_ONCE = BoundedSemaphore(2)
NOBODY = HASHER.hash("the password of nobody")
# The long ones that lists of stolen passwords begin with; shorter ones are too short anyway.
COMMON = (
    "123456789012 1234567890123 123456789123 1q2w3e4r5t6y qwertyuiop123 qwertyuiop12 password1234 password12345 password123456 "
    "passwordpassword administrator administrator1 letmeinletmein welcome12345 changeme1234 correcthorsebatterystaple "
    "iloveyou1234 abcdefghijkl abcdefghijklm qwertyqwerty 1qaz2wsx3edc zaq12wsxcde3 unitedkingdom manchesterunited"
)


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


def weakness(password: str, about: Iterable[str]) -> str:
    """Say in a sentence why a password will not do, "" when it will; ``about`` are words anybody would try first."""
    plain = password.casefold()
    if len(password) < LEAST:
        return f"Use at least {LEAST} characters. Three or four words that do not belong together are easy to keep in mind."
    if len(password) > MOST:
        return f"Use at most {MOST} characters."
    if plain in COMMON.split() or len(set(plain)) < FEWEST_DIFFERENT:
        return "This is one of the first passwords that somebody would try. Use three or four words that do not belong together."
    if any(word.casefold() in plain for word in about if len(word) >= len("name")):
        return "Leave out your name, your address and the name of the alliance."
    return ""
