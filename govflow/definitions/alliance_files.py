"""Alliance files: a real alliance as its founders write it down, to be founded from: organisations, people, the first mandate.

The file holds facts about the alliance, never rules; those stand in the policy pack that it names. Everything that is wrong is
found in one reading, with its file and line. What it says is carried out by the acts, not here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from govflow.definitions.canonical import canonical, from_canonical
from govflow.definitions.mandates import UNSAID, mandate_plain, read_mandate
from govflow.definitions.people_sheets import SheetRefused, read_people
from govflow.definitions.schema import Fields, Problems, fields, nearest
from govflow.definitions.strict_yaml import DefinitionError, Node, Problem, read_file
from govflow.domain.invitations import LEADERSHIP, part_called
from govflow.domain.set_up import (
    Here,
    OrganisationRow,
    PersonRow,
    RowRefusal,
    called,
    is_address,
    organisations_amiss,
    people_amiss,
    seats_to_be,
)
from govflow.domain.short_names import short_name

# What a row calls its fields where the file calls them otherwise.
KEYS: Mapping[str, str] = {"title": "name", "part": "as"}
TERM = ("from", "until", "extendable_until")

Row = TypeVar("Row", OrganisationRow, PersonRow)


@dataclass(frozen=True, slots=True)
class AllianceFile:
    """What an alliance file says. ``places`` are the nodes of the rows, so that a refusal can name file and line.

    ``manager`` and ``chair`` are e-mail addresses of people in it ("" for nobody yet); ``mandate`` is the data of the act that
    drafts it, None where the file has none.
    """

    title: str
    policy: str
    administrator: PersonRow
    organisations: tuple[OrganisationRow, ...]
    people: tuple[PersonRow, ...]
    manager: str
    chair: str
    mandate: Mapping[str, Any] | None
    places: Mapping[str, Sequence[Node]]

    def problems_of(self, part: str, refused: Iterable[RowRefusal]) -> DefinitionError:
        """Return what was refused of the rows of ``part`` (organisations, people), as problems of the file."""
        return DefinitionError([_problem(self.places[part], one) for one in refused])

    def problem_at(self, part: str, says: str) -> DefinitionError:
        """Return one problem with the first line of ``part``."""
        at = self.places[part][0]
        return DefinitionError([Problem(at.file, at.line, says)])


def read_alliance_file(path: Path, people: Path | None = None) -> AllianceFile:
    """Return the alliance of the file at ``path``, with the people of a spreadsheet saved as CSV at ``people`` too.

    Raises DefinitionError with everything that is wrong in both.
    """
    problems = Problems()
    with fields(read_file(path), "an alliance", problems) as f:
        organisations = [_organisation(row, problems) for row in f.rows("organisations", needed=False)]
        given = [_person(row, problems) for row in f.rows("people", needed=False)]
        sheet = f.text("people_file", "")
        for one in (path.parent / sheet if sheet else None, people):
            given += _from_sheet(one, f.at("people_file"), problems) if one else []
        title, policy = f.text("title"), f.text("policy", "plymouth")
        administrator = _administrator(f, problems)
        found = AllianceFile(
            title=title,
            policy=policy,
            administrator=administrator,
            organisations=tuple(row for _, row in organisations),
            people=tuple(row for _, row in given),
            manager=f.text("manager", "").casefold(),
            chair=f.text("chair", "").casefold(),
            mandate=_mandate(f, [row for _, row in organisations], problems),
            places={
                "organisations": [at for at, _ in organisations],
                "people": [at for at, _ in given],
                "manager": [f.at("manager")],
                "chair": [f.at("chair")],
                "mandate": [f.at("mandate")],
                "policy": [f.at("policy")],
            },
        )
    _check(found, problems)
    problems.found.sort(key=lambda one: (one.file, one.line))
    problems.stop()
    return found


def _organisation(node: Node, problems: Problems) -> tuple[Node, OrganisationRow]:
    with fields(node, "an organisation", problems) as f:
        flags = {name: f.flag(name, default=False) for name in ("commissioner", "public_body", "hosts_manager")}
        return node, OrganisationRow(f.text("name"), **flags)


def _person(node: Node, problems: Problems) -> tuple[Node, PersonRow]:
    with fields(node, "a person", problems) as f:
        part = part_called(f.text("as", LEADERSHIP))
        return node, PersonRow(f.text("name"), f.text("email"), f.text("organisation", ""), part)


def _administrator(f: Fields, problems: Problems) -> PersonRow:
    node = f.node_of("administrator")
    if node is None:
        return PersonRow("", "")
    with fields(node, "the administrator", problems) as inside:
        row = PersonRow(inside.text("name"), inside.text("email"), "", "administrator")
        if row.email and not is_address(row.address):
            problems.add(inside.at("email"), f"{row.email!r} is no e-mail address, such as name@example.org")
        return row


def _from_sheet(path: Path, at: Node, problems: Problems) -> list[tuple[Node, PersonRow]]:
    """Return the people of a spreadsheet saved as CSV, each with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problems.add(at, f"{path} cannot be read: {error.strerror or error}")
        return []
    except UnicodeDecodeError:
        problems.add(at, f'{path} is not UTF-8 text; save the sheet as "CSV UTF-8"')
        return []
    try:
        rows = read_people(text)
    except SheetRefused as refused:
        problems.found += [Problem(path.name, one.line, f"{one.says} {one.remedy}") for one in refused.problems]
        return []
    return [(Node("", row.line, path.name), PersonRow(row.name, row.email, row.organisation, row.part)) for row in rows]


def _mandate(f: Fields, organisations: Sequence[OrganisationRow], problems: Problems) -> Mapping[str, Any] | None:
    """Return the first mandate as the act that drafts it wants it: what the file does not say yet is left for the owner to write."""
    node = f.node_of("mandate", needed=False)
    if node is None:
        return None
    if not isinstance(node.value, dict):
        problems.add(node, "the mandate must be a mapping of keys to values")
        return None
    given = {
        key: _with_short_names(child, organisations, problems) if key == "envelope" else child
        for key, child in node.value.items()
    }
    unsaid = from_canonical(canonical(UNSAID), node.file).value
    whole = Node({**(unsaid if isinstance(unsaid, dict) else {}), **given}, node.line, node.file)
    said = mandate_plain(read_mandate(whole, problems))
    data: dict[str, Any] = {
        key: said[key] for key in ("title", "outcomes", "risk", "envelope", "reserved", "limits") if key in given
    }
    if "from" in given and "until" in given:
        data["term"] = {key: said[key] for key in TERM if key in said and key in given}
    return data


def _with_short_names(envelope: Node, organisations: Sequence[OrganisationRow], problems: Problems) -> Node:
    """Return the budget lines with each holder by its short name, which nobody types."""
    if not isinstance(envelope.value, list):
        return envelope
    names = _short_names(organisations)
    known = called([(short, title) for title, short in names.items()])

    def line(row: Node) -> Node:
        if not isinstance(row.value, dict) or "holder" not in row.value:
            return row
        holder = row.value["holder"]
        wanted = holder.value.strip().casefold() if isinstance(holder.value, str) else ""
        if wanted not in known:
            problems.add(holder, f"no organisation of this file is called {wanted!r}{nearest(wanted, known.values())}")
            return row
        short = Node(names[known[wanted]], holder.line, holder.file)
        return Node({**row.value, "holder": short}, row.line, row.file)

    return Node([line(row) for row in envelope.value], envelope.line, envelope.file)


def _short_names(organisations: Sequence[OrganisationRow]) -> Mapping[str, str]:
    """Return the short name of each organisation by its name, as they get them when they are taken in one after the other."""
    names: dict[str, str] = {}
    for row in organisations:
        names.setdefault(row.title, short_name(row.title, list(names.values())))
    return names


def _check(found: AllianceFile, problems: Problems) -> None:
    """Add what is wrong between the parts: organisations nobody has, addresses given twice, a manager who is not in the file."""
    here = called([(short, title) for title, short in _short_names(found.organisations).items()])
    administrator = {found.administrator.address: found.administrator.name} if found.administrator.email else {}
    for part, refused in (
        ("organisations", organisations_amiss(found.organisations)),
        ("people", people_amiss(found.people, Here(here, administrator, seats_to_be(found.organisations)))),
    ):
        problems.found += [_problem(found.places[part], one) for one in refused]
    addresses = {found.administrator.address, *(row.address for row in found.people)}
    for office, address in (("manager", found.manager), ("chair", found.chair)):
        if address and address not in addresses:
            at = found.places[office][0]
            problems.add(
                at, f"'{office}' is {address!r}: give the e-mail address of somebody in this file{nearest(address, addresses)}"
            )


def _problem(places: Sequence[Node], refused: RowRefusal) -> Problem:
    """Return a refusal of a row as a problem of the file, with the line of its field where the row has one."""
    row = places[refused.row]
    key = KEYS.get(refused.field, refused.field)
    at = row.value[key] if isinstance(row.value, dict) and key in row.value else row
    return Problem(at.file, at.line, f"{refused.refusal.says} {refused.refusal.remedy}".strip())


TEMPLATE = Path(__file__).with_name("alliance_template.yaml")


def template() -> str:
    """Return a commented alliance file to fill in."""
    return TEMPLATE.read_text(encoding="utf-8")
