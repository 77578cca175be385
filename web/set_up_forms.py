"""The forms that set an alliance up: rows of organisations and of people, and who holds its offices.

A row left empty is no row. What is pasted is put into rows first, to be looked at; so are more rows. Neither records anything.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from govflow.acts.set_up_alliance import OrganisationRow, PersonRow, RowsRefused, SheetRefused, read_people
from govflow.domain.invitations import PARTS
from govflow.domain.refusals import Refusal
from web.fields import LongText, Option, Select, Text
from web.forms import ActForm
from web.saying import remedy, says

MOST, AT_FIRST, MORE = 100, 10, 10  # rows: at once, on an empty page, and added by one press
PART_WORDS: Mapping[str, Any] = {
    "leadership": _l("Leadership team"),
    "management": _l("Management team"),
    "commissioner": _l("Acts for the commissioner"),
    "manager": _l("Alliance manager"),
    "chief executive": _l("Chief executive"),
    "lived experience": _l("Lived experience"),
    "observer": _l("Observer"),
    "auditor": _l("Auditor"),
    "administrator": _l("Administrator"),
}
Values = Mapping[str, str]


class Row(NamedTuple):
    """One row of a page: its place (from 0) and its fields by what they are."""

    n: int
    fields: Mapping[str, Any]

    @property
    def number(self) -> int:
        return self.n + 1


class RowsForm(ActForm):
    """A form of rows, each field of which is called ``name_3``; ``cells`` says which there are, ``typed_in`` which make it a row."""

    cells: ClassVar[Mapping[str, type[Text] | type[Select]]] = {}
    typed_in: ClassVar[tuple[str, ...]] = ()
    row_words: ClassVar[Any] = ""
    count: ClassVar[int] = AT_FIRST
    pasted: LongText

    @classmethod
    def with_rows(cls, count: int) -> type[Self]:
        """Return this form with so many rows."""
        plain: Any = next(one for one in cls.__mro__ if "typed_in" in vars(one))
        names = {f"{cell}_{n}": cell for n in range(count) for cell in cls.cells}
        fields = {name: cls.cells[cell](cell, in_act=False) for name, cell in names.items()}
        return type(cls.__name__, (plain,), {**fields, "count": count})

    @classmethod
    def sent(cls) -> Self:
        """Return the form as it was sent, or an empty one."""
        numbers = [int(found[1]) for name in request.form if (found := re.fullmatch(r"[a-z]+_(\d{1,3})", name))]
        return cls.with_rows(min(max(numbers, default=AT_FIRST - 1) + 1, MOST))()

    @classmethod
    def of(cls, rows: Iterable[Values], count: int = 0, **more: str) -> Self:
        """Return the form with ``rows`` filled in, and at least ``count`` rows, to be looked at."""
        given = list(rows)
        data = {f"{cell}_{n}": value for n, row in enumerate(given) for cell, value in row.items()}
        return cls.with_rows(min(max(len(given), count), MOST))(formdata=None, data={**data, **more})

    def rows(self) -> Iterator[Row]:
        """Yield every row, the empty ones too."""
        for n in range(self.count):
            yield Row(n, {cell: self[f"{cell}_{n}"] for cell in self.cells})

    def filled(self) -> list[Row]:
        """Return the rows in which something was typed."""
        return [row for row in self.rows() if any((row.fields[cell].data or "").strip() for cell in self.typed_in)]

    def values(self) -> list[Values]:
        """Return what the filled rows hold."""
        return [{cell: field.data or "" for cell, field in row.fields.items()} for row in self.filled()]

    @property
    def is_full(self) -> bool:
        """Say whether there are as many rows as one form takes."""
        return self.count >= MOST

    def wants_more(self) -> bool:
        """Say whether more rows were asked for, and nothing else."""
        return request.method == "POST" and "more" in request.form

    def was_pasted(self) -> bool:
        """Say whether something was pasted that is not in the rows yet."""
        return request.method == "POST" and bool((self.pasted.data or "").strip())

    def mark(self, row: int, cell: str, words: str) -> None:
        """Say what is wrong with a cell, or with the row where it has no such cell."""
        field = self[f"{cell if cell in self.cells else self.typed_in[0]}_{row}"]
        field.errors = [*field.errors, words]

    def take_rows(self, refused: RowsRefused) -> None:
        """Put what was refused into the cells it is about; the rows of the act are those that were filled."""
        rows = self.filled()
        for one in refused.refused:
            self.mark(rows[one.row].n, one.field, _plainly(one.refusal))

    def problems(self) -> list[dict[str, str]]:
        """Return what is wrong, each with the number of its row."""
        numbered = {field.id: row.number for row in self.rows() for field in row.fields.values()}
        found = super().problems()
        for one in found:
            number = numbered.get(one.get("href", "").removeprefix("#"))
            if number is not None:
                one["text"] = f"{self.row_words} {number}: {one['text']}"
        return found


class OrganisationsForm(RowsForm):
    """Organisations by name; which of them is the commissioner, and hosts the manager, is chosen once for all rows."""

    cells: ClassVar = {"title": Text, "public": Text}
    typed_in: ClassVar = ("title",)
    row_words: ClassVar = _l("Organisation")

    commissioner = Text(_l("Commissioner"), in_act=False)
    hosts = Text(_l("Hosts the alliance manager"), in_act=False)
    pasted = LongText(
        _l("Names, one a line"), rows=5, in_act=False, spellcheck=False,
        hint=_l("They are put into the rows below, for you to check. Nothing is recorded yet."),
    )  # fmt: skip

    def with_pasted(self) -> Self:
        """Return the form with the pasted names in rows of their own; where they are too many they stay where they are."""
        there = self.values()
        known = {row["title"].strip().casefold() for row in there}
        names = dict.fromkeys(" ".join(line.split()) for line in (self.pasted.data or "").splitlines())
        new: list[Values] = [{"title": name} for name in names if name and name.casefold() not in known]
        if len(there) + len(new) > MOST:
            self.pasted.errors = [
                _("These are %(n)s organisations. Add at most %(most)s at once.", n=len(there) + len(new), most=MOST)
            ]
            return self
        return self.of([*there, *new], self.count, **self._choices())

    def with_more(self) -> Self:
        return self.of(
            [{cell: field.data or "" for cell, field in row.fields.items()} for row in self.rows()],
            self.count + MORE, pasted=self.pasted.data or "", commissioner=self.commissioner.data or "", hosts=self.hosts.data or "",
        )  # fmt: skip

    def _choices(self) -> dict[str, str]:
        """Return the rows that were chosen, by where they stand once the empty rows are left out."""
        moved = {str(row.n): str(place) for place, row in enumerate(self.filled())}
        return {
            "commissioner": moved.get(self.commissioner.data or "", ""),
            "hosts": moved.get(self.hosts.data or "", ""),
        }

    def is_right(self, *, asks_commissioner: bool) -> bool:
        """Look whether rows are filled and what is chosen is one of them; say what is not."""
        filled = {str(row.n) for row in self.filled()}
        if not filled:
            self.mark(0, "title", _("Enter the name of at least one organisation."))
        for row in self.rows():
            chosen = str(row.n) in {self.commissioner.data, self.hosts.data} or bool(row.fields["public"].data)
            if chosen and filled and str(row.n) not in filled:
                self.mark(row.n, "title", _("Enter the name, or choose another row."))
        if asks_commissioner and filled and not self.commissioner.data:
            self.commissioner.errors = [_("Choose which organisation is the commissioner.")]
        return not self.problems()

    def organisations(self) -> list[OrganisationRow]:
        """Return the rows as the act takes them."""
        return [
            OrganisationRow(
                " ".join(row.fields["title"].data.split()),
                commissioner=str(row.n) == self.commissioner.data,
                public_body=bool(row.fields["public"].data),
                hosts_manager=str(row.n) == self.hosts.data,
            )
            for row in self.filled()
        ]


class PeopleForm(RowsForm):
    """People by organisation, name, e-mail address and what they are invited as."""

    cells: ClassVar = {"organisation": Select, "name": Text, "email": Text, "part": Select}
    typed_in: ClassVar = ("name", "email")
    row_words: ClassVar = _l("Person")

    pasted = LongText(
        _l("Rows from a spreadsheet"), rows=6, in_act=False, spellcheck=False,
        hint=_l(
            "Copy the cells, with a first row that names the columns: organisation, name, e-mail, role. The order does not matter. "
            "Without a column for the role, everybody is for the leadership team."
        ),
    )  # fmt: skip

    def offer(self, organisations: Sequence[tuple[str, str]]) -> Self:
        """Let the rows be chosen from these organisations (id, title), and from what people are invited as."""
        titles = (Option("", _("Choose")), *(Option(one, title) for one, title in organisations))
        parts = (Option("", _("Choose")), *(Option(part, str(PART_WORDS[part])) for part in PARTS))
        for row in self.rows():
            row.fields["organisation"].options, row.fields["part"].options = titles, parts
        return self

    def with_more(self) -> Self:
        rows = [{cell: field.data or "" for cell, field in row.fields.items()} for row in self.rows()]
        return self.of(rows, self.count + MORE, pasted=self.pasted.data or "")

    def with_pasted(self, organisations: Sequence[tuple[str, str]]) -> Self:
        """Return the form with the pasted people in rows of their own, and in the cells what is not known here.

        What cannot be read stays in its field, with what is wrong with it.
        """
        try:
            pasted = read_people(self.pasted.data or "")
        except SheetRefused as refused:
            self.pasted.errors = [
                _("Line %(line)s: %(says)s %(remedy)s", line=one.line, says=one.says, remedy=one.remedy)
                for one in refused.problems
            ]
            return self.offer(organisations)
        ids = {name.casefold(): one for one, title in organisations for name in (one, title)}
        there = self.values()
        new: list[Values] = [
            {"organisation": one.organisation, "name": one.name, "email": one.email, "part": one.part} for one in pasted
        ]
        together = [
            {**row, "organisation": ids.get(row["organisation"].casefold(), row["organisation"])} for row in (*there, *new)
        ]
        together = [row for n, row in enumerate(together) if row not in together[:n]]
        if len(together) > MOST:
            self.pasted.errors = [
                _(
                    "These are %(n)s people. Invite at most %(most)s at once, and the others afterwards.",
                    n=len(together),
                    most=MOST,
                )
            ]
            return self.offer(organisations)
        if not new:
            self.pasted.errors = [_("There are no people in it. Copy the rows below the first one too.")]
            return self.offer(organisations)
        made = self.of(together).offer(organisations)
        made.look_over()
        return made

    def look_over(self) -> None:
        """Say in each cell of a sheet that was read what is missing, and which word is none that can be chosen."""
        for row in self.filled():
            organisation, part = row.fields["organisation"], row.fields["part"]
            if organisation.data and organisation.data not in {option.value for option in organisation.options}:
                self.mark(
                    row.n, "organisation", _("There is no organisation called %(name)s. Choose one.", name=organisation.data)
                )
            if not row.fields["name"].data.strip():
                self.mark(row.n, "name", _("Enter the name."))
            if not row.fields["email"].data.strip():
                self.mark(row.n, "email", _("Enter an e-mail address, such as name@example.org."))
            if not part.data:
                self.mark(row.n, "part", _("Choose what they are invited for."))
            elif part.data not in PARTS:
                self.mark(row.n, "part", _("Nobody can be invited for %(part)s. Choose something else.", part=part.data))

    def is_right(self) -> bool:
        """Look whether any row is filled; say so where none is."""
        if not self.filled():
            self.mark(0, "name", _("Enter the name of at least one person."))
        return not self.problems()

    def people(self) -> list[PersonRow]:
        """Return the rows as the act takes them."""
        return [
            PersonRow(
                " ".join((row.fields["name"].data or "").split()),
                (row.fields["email"].data or "").strip(),
                row.fields["organisation"].data or "",
                row.fields["part"].data or "",
            )
            for row in self.filled()
        ]


class OfficesForm(ActForm):
    """Who is the alliance manager, and who chairs the leadership team; each is asked only where it is to be appointed."""

    manager = Select(
        _l("Alliance manager"),
        hint=_l("Runs the alliance from day to day: gives notice, plans meetings, keeps the seats filled."),
    )
    chair = Select(
        _l("Chair of the leadership team"), hint=_l("Opens positions with the manager, and rules on interests that are declared.")
    )

    def offer(self, people: Sequence[tuple[str, str]], asked: Iterable[str]) -> Self:
        """Let the offices in ``asked`` be given to one of these people (reference, name)."""
        wanted = set(asked)
        for office in ("manager", "chair"):
            if office not in wanted:
                del self[office]
                continue
            self[office].options = (Option("", _("Choose")), *(Option(ref, name) for ref, name in people))
        return self

    def is_right(self) -> bool:
        """Look whether somebody was chosen; say so where nobody was."""
        offices = [field for field in self if isinstance(field, Select)]
        if self.validate() and not any(field.data for field in offices):
            offices[0].errors = [_("Choose a person.")]
        return not self.problems()


def told_of(pasted: int) -> str:
    """Return how many rows were read, in words."""
    return str(
        ngettext(
            "%(num)s person was read. Check the row, then invite them.",
            "%(num)s people were read. Check the rows, then invite them all.",
            pasted,
        )
    )


def _plainly(refusal: Refusal) -> str:
    """Return a refusal without the name of its field, which the cell says."""
    why = str(refusal.words.get("why", ""))
    said = f"{why[:1].upper()}{why[1:]}." if why else says(refusal)
    return f"{said} {remedy(refusal)}".strip()
