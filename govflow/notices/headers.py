"""The headers of a mail as RFC 5322 and RFC 2047 ask for them, where the standard library's own folding does not.

It writes a long identity as an encoded word, which no program reads as an identity any more, and moves blanks in a long text.
"""

from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueAddressHeader, UnstructuredHeader
from email.policy import SMTP, Policy
from email.utils import formataddr
from urllib.parse import quote, urlsplit

from govflow.notices.composing import Contact, one_line

NOWHERE = "govflow.invalid"  # of nobody, ever (RFC 2606): for identities that must outlast the domain mail comes from
WORD = 75  # characters an encoded word may have


class OneToken(UnstructuredHeader, BaseHeader):
    """A header of one token, an identity or an address, on one line however long it is."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


class Words(UnstructuredHeader, BaseHeader):
    """A header of words."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {_folded(self, policy)}{policy.linesep}"


class People(UniqueAddressHeader, BaseHeader):  # type: ignore[misc] # the registry joins them so
    """A header of names and addresses, a line each."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent."""
        people = f",{policy.linesep} ".join(_written(one, policy) for one in self.addresses)
        return f"{self.name}: {people}{policy.linesep}"


def _written(one: Address, policy: Policy) -> str:
    if one.display_name.isascii():
        return formataddr((one.display_name, one.addr_spec))
    return f"{_folded(one.display_name, policy)}{policy.linesep} <{one.addr_spec}>"


def _folded(text: str, policy: Policy) -> str:
    """Return ``text`` in lines, the first beside the name of a header; as encoded words where it is more than ASCII."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=WORD, header_name="Reply-To").encode(linesep=policy.linesep)


def mail_policy() -> Policy:
    """Return how mail is written: as for SMTP, with the headers above."""
    kinds = {
        OneToken: ("message-id", "references", "in-reply-to", "list-unsubscribe"),
        People: ("from", "to", "reply-to"),
        Words: ("subject",),
    }
    registry = HeaderRegistry()
    for kind, names in kinds.items():
        for name in names:
            registry.map_to_type(name, kind)
    return SMTP.clone(header_factory=registry)


def address(of: Contact) -> Address:
    """Return a name and address for a header. Raises ValueError when it is none that every mail server can reach."""
    local, at, domain = of.address.strip().rpartition("@")
    try:
        return Address(one_line(of.name), addr_spec=f"{local}{at}{_as_ascii(domain)}")
    except Exception as error:  # the standard library trips over what is no address in many ways
        raise ValueError("this is not a mail address") from error


def is_mail_address(text: str) -> bool:
    """Say whether mail can be sent to ``text``."""
    return bool(addresses((Contact("", text),)))


def addresses(of: tuple[Contact, ...]) -> list[Address]:
    """Return those of ``of`` whom mail can reach: one that is mistyped must not keep a message back."""
    found = []
    for one in of:
        try:
            found.append(address(one))
        except ValueError:
            continue
    return found


def web_address(url: str) -> str:
    """Return a web address in ASCII, as a header holds it."""
    parts = urlsplit(url)
    return parts._replace(netloc=_as_ascii(parts.netloc), path=quote(parts.path, safe="/%~")).geturl()


def _as_ascii(domain: str) -> str:
    """Return a domain as servers know it: ``xn--`` where it has letters beyond ASCII."""
    return domain if domain.isascii() else domain.encode("idna").decode()
