"""Names and addresses as people type them: ordinary ones of anywhere are taken as they are, and nothing reaches the head of a mail."""

from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.people import email_address, person_name
from govflow.notices.composing import Envelope, Message
from govflow.notices.smtp import Server, as_mail
from tests.posting import ORGANISER

NAMES = (
    "Ada Lee", "Siân O'Neill", "Siôn Ŵyn ap Tŷ", "Mairéad Ní Dhúill", "Niall MacGill-Eain", "D’Arcy Fitz-Gerald", "Łukasz Żółć",
    "Ngũgĩ wa Thiong'o", "李小龍", "Nguyễn Thị Ánh", "José María Ñuñez", "Jürgen Groß", "Þórður", "محمد", "नरेंद्र", "Ольга",
    "Chair, Health (acting)", "X", "Dr. A. B. Smith Jr",
)  # fmt: skip
ADDRESSES = (
    "ada@harbour.example", "a.b-c_d+tag@sub.council.gov.uk", "o'neill@example.org", "1@example.org", "Kay@Example.ORG",
    "x@xn--strae-oqa.example",
)  # fmt: skip
NO_ADDRESS = (
    "ada", "@example.org", "ada@", "ada@example", "a b@example.org", "ada@@example.org", "ada@exa mple.org", ".ada@example.org",
    "a..b@example.org", "ada@-example.org", "ada@example..org", "Ada <ada@example.org>", "a@example.org,b@example.org",
    "a@example.org;b@example.org", "ada@[127.0.0.1]", f"{'x' * 65}@example.org", f"a@{'x' * 64}.org", f"a@{'.'.join(['x' * 60] * 5)}.org",
    "ädä@example.org", "ada@exämple.org", '"a b"@example.org',
)  # fmt: skip
HEADER = "Bcc: all@example.org"
INJECTIONS = (
    f"\n{HEADER}", f"\r\n{HEADER}", "\rX: y", f"\u2028{HEADER}", f"\u2029{HEADER}", "\x00X", "\x85X", "\x1b[2J",
)  # fmt: skip
UNSEEN = ("\u200b", "\ufeff", "\u200e", "\u00ad", "\u2060", "\u3164")


@pytest.mark.parametrize("name", NAMES)
def test_an_ordinary_name_stays_as_it_is(name: str) -> None:
    assert person_name(name) == person_name(f"  {name}\n") == name


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_ordinary_address_stays_as_it_is(address: str) -> None:
    assert email_address(address) == email_address(f"\ufeff {address}\u00a0\r\n") == address


@pytest.mark.parametrize(
    "address",
    [*NO_ADDRESS, *(f"ada{sign}@example.org" for sign in INJECTIONS), *(f"ada@example.org{sign}" for sign in INJECTIONS)],
)
def test_what_is_no_address_is_refused_in_words(address: str) -> None:
    with pytest.raises(ValueError, match=r"is not an e-mail address\. Write one address, such as name@example\.org"):
        email_address(address)


@pytest.mark.parametrize("injection", INJECTIONS)
def test_a_name_is_one_line(injection: str) -> None:
    with pytest.raises(ValueError, match=r"in one line"):
        person_name(f"Ada{injection}")


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_comes_along_when_a_name_is_pasted_is_taken_out(unseen: str) -> None:
    assert person_name(f"{unseen}Ada{unseen}\u00a0\u2009Lee{unseen}") == "Ada Lee"
    assert email_address(f"{unseen}ada{unseen}@example.org{unseen}") == "ada@example.org"


@pytest.mark.parametrize("between", ["\t", "\x0b", "\x0c", " \t "])
def test_cells_and_soft_lines_that_a_name_is_pasted_from_are_spaces(between: str) -> None:
    assert person_name(f"{between}Ada{between}Lee{between}") == "Ada Lee"


def test_a_name_comes_out_of_its_marks_of_direction_and_what_turns_letters_round_is_named() -> None:
    assert person_name("\u202aFarid Amini\u202c") == person_name("\u2068Farid\u2069 \u202bAmini\u202c") == "Farid Amini"
    assert person_name("\u202eFarid Amini") == "Farid Amini"
    with pytest.raises(ValueError, match="between “Farid” and “Amini”"):
        person_name("Farid \u202eAmini")


def test_letters_that_a_sign_nobody_sees_parts_stay_apart() -> None:
    assert person_name("\u200cعلی\u200cرضا\u200c") == "علی\u200cرضا"


@pytest.mark.parametrize(("name", "why"), [("...", "no letter"), ("12 34", "no letter"), ("x" * 301, "too long")])
def test_what_is_no_name_is_refused_in_words(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        person_name(name)


def test_nothing_is_no_name_and_no_address_and_neither_is_refused_here() -> None:
    assert person_name(" \u200b\n") == email_address(" \u200b\n") == ""


SIGNS = st.text("abz09.+-_'%@<>,;:\\\"()\r\n\t \u200b\u2028é", max_size=12)


@given(name=st.text(max_size=40) | SIGNS, mailbox=SIGNS, host=SIGNS | st.just("example.org"))
def test_whatever_is_taken_can_be_the_head_of_a_mail_and_says_the_same_there(name: str, mailbox: str, host: str) -> None:
    taken, address = tried(person_name, name), tried(email_address, f"{mailbox}@{host}") or "a@example.org"
    assert (person_name(taken), email_address(address)) == (taken, address), "what is taken is taken again as it is"
    message = Message(taken, address, "Harbour Alliance", "S", "T", "<p>T", Envelope("r", datetime(2026, 3, 2, tzinfo=UTC)))
    mail = as_mail(message, Server("h", 25, False, "", "", ORGANISER))
    head = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert sorted(head.keys()) == sorted(mail.keys())
    assert [found.addr_spec for found in head["To"].addresses] == [address]


def tried(take: Callable[[str], str], typed: str) -> str:
    try:
        return take(typed)
    except ValueError:
        return ""


@given(st.from_regex(r"[a-z0-9._%+'-]{1,64}@[a-z0-9-]{1,20}(\.[a-z0-9-]{1,20}){1,3}", fullmatch=True))
def test_an_address_that_is_taken_is_one_that_a_mail_server_takes(address: str) -> None:
    try:
        taken = email_address(address)
    except ValueError:
        assert (
            ".." in address
            or address[0] == "."
            or ".@" in address
            or any(label[0] == "-" or label[-1] == "-" for label in address.partition("@")[2].split("."))
        )
        return
    assert taken == address
