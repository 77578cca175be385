"""Money as postings, with what they come to by line and year; where a version moves money, or which decision it gives back."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from govflow.record import triggers

revision = "0011_postings"
down_revision = "0010_linked"

TEXT, LARGE = sa.String(), sa.BigInteger()
KINDS = ("committed", "released", "moved_out", "moved_back", "moved_in")
ENTRIES = sa.table(
    "ledger_entries",
    sa.column("alliance", TEXT), sa.column("seq", LARGE), sa.column("subject", TEXT), sa.column("body", sa.LargeBinary()),
    sa.column("at", sa.DateTime(timezone=True)),
)  # fmt: skip


def upgrade() -> None:
    for name in ("to_line", "to_year", "releases"):
        op.add_column("versions", sa.Column(name, TEXT, nullable=False, server_default=sa.text("''")))
    words = ", ".join(f"'{word}'" for word in KINDS)
    postings = op.create_table(
        "postings",
        sa.Column("alliance", TEXT, nullable=False),
        sa.Column("ref", TEXT, nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("what", "line", "year")),
        sa.Column("pence", LARGE, nullable=False),
        sa.Column("cause", TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry", LARGE, nullable=False),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_postings"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_postings_decision"),
        sa.CheckConstraint(f"what IN ({words})", name=op.f("ck_postings_what")),
        sa.CheckConstraint("pence > 0", name=op.f("ck_postings_pence")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_postings_line", "postings", ["alliance", "line", "year", "entry", "ref", "nth"])
    balances = op.create_table(
        "balances",
        *(sa.Column(name, TEXT, nullable=False) for name in ("alliance", "line", "year")),
        *(sa.Column(name, LARGE, nullable=False) for name in KINDS),
        sa.PrimaryKeyConstraint("alliance", "line", "year", name="pk_balances"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_balances_alliance"),
        sqlite_with_rowid=False,
    )
    rows = [row for story in _stories() for row in _posted(story)]
    if rows:
        op.bulk_insert(postings, rows)
        op.bulk_insert(balances, _balances(rows))
        _name_children({(row["alliance"], row["ref"]) for row in rows})
    triggers.create(op.get_bind(), ("postings",))
    op.drop_index("ix_decisions_committed", "decisions")
    for name in ("committed_line", "committed_year", "committed_pence"):
        op.drop_column("decisions", name)


def _stories() -> Iterator[list[Any]]:
    """Give the entries of each decision in which money was committed, in their order."""
    found: dict[tuple[str, str], list[Any]] = {}
    asked = sa.select(ENTRIES).where(ENTRIES.c.subject.like("DEC-%")).order_by(ENTRIES.c.alliance, ENTRIES.c.seq)
    for entry in op.get_bind().execute(asked):
        if b'"MoneyCommitted"' in bytes(entry.body):
            found.setdefault((entry.alliance, entry.subject), []).append(entry)
    yield from found.values()


def _posted(story: list[Any]) -> list[dict[str, Any]]:
    """Return the postings that the facts of one decision come to: what was committed, and given back as a whole."""
    rows: list[dict[str, Any]] = []
    held: dict[tuple[str, str], int] = {}
    for entry in story:
        for fact in json.loads(bytes(entry.body))["facts"]:
            if fact["kind"] != "MoneyCommitted":
                continue
            place = (fact["line"], fact["year"])
            changes = [("committed", place, fact["pence"])] if fact["pence"] else [("released", *one) for one in held.items()]
            held = {place: held.get(place, 0) + fact["pence"]} if fact["pence"] else {}
            for what, (line, year), pence in changes:
                same = {"alliance": entry.alliance, "ref": entry.subject, "cause": "", "at": entry.at, "entry": entry.seq}
                rows.append(same | {"nth": len(rows) + 1, "what": what, "line": line, "year": year, "pence": pence})
    return rows


def _balances(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        key = {name: row[name] for name in ("alliance", "line", "year")}
        sums = found.setdefault((row["alliance"], row["line"], row["year"]), key | dict.fromkeys(KINDS, 0))
        sums[row["what"]] += row["pence"]
    return list(found.values())


def _name_children(decisions: set[tuple[str, str]]) -> None:
    """Say in the row of each decision that it has postings; they come before its timers."""
    table = sa.table("decisions", *(sa.column(name, TEXT) for name in ("alliance", "ref", "children")))
    connection = op.get_bind()
    for alliance, ref in sorted(decisions):
        mine = sa.and_(table.c.alliance == alliance, table.c.ref == ref)
        held = str(connection.execute(sa.select(table.c.children).where(mine)).scalar_one()).split()
        named = [*(name for name in held if name != "due"), "postings", *(["due"] if "due" in held else [])]
        connection.execute(sa.update(table).where(mine).values(children=" ".join(named)))
