"""Versions of the mandate with where they stand, and each time one was issued."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007_mandates"
down_revision = "0006_telling"

TEXT, NUMBER, LARGE = sa.String(), sa.Integer(), sa.BigInteger()
DAY, MOMENT, JSON = sa.Date(), sa.DateTime(timezone=True), sa.Text()
# A version that was set at the founding is in force, since the entry that set it.
COPIED = """
INSERT INTO mandates (alliance, ref, state, body, title, version, varies, valid_from, valid_until, content, statement, digest,
    drafted_by, participant, workflow, policy, since, drafted_at, effective_on, ended_on, why, successor, entry, children)
SELECT m.alliance, m.ref, 'in_force', 'owner', m.title, m.version, '', m.valid_from, m.valid_until, m.content, '{}', m.digest,
    '', '', '', '', e.at, e.at, m.valid_from, NULL, '', '', m.entry, ''
FROM mandates_before AS m JOIN ledger_entries AS e ON e.alliance = m.alliance AND e.seq = m.entry
"""


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def maybe(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names.split()]


def upgrade() -> None:
    op.rename_table("mandates", "mandates_before")
    if op.get_context().dialect.name == "postgresql":  # whose names of keys are the schema's, not the table's
        op.execute("ALTER TABLE mandates_before RENAME CONSTRAINT pk_mandates TO pk_mandates_before")
        op.execute("ALTER TABLE mandates_before RENAME CONSTRAINT fk_mandates_alliance TO fk_mandates_before_alliance")
    op.create_table(
        "mandates",
        *always(TEXT, "alliance ref state body title"),
        *always(NUMBER, "version"),
        *always(TEXT, "varies"),
        *maybe(DAY, "valid_from valid_until"),
        *always(JSON, "content statement"),
        *always(TEXT, "digest drafted_by participant workflow policy"),
        *maybe(MOMENT, "since drafted_at"),
        *maybe(DAY, "effective_on ended_on"),
        *always(TEXT, "why successor"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_mandates"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_mandates_alliance"),
        sqlite_with_rowid=False,
    )
    op.execute(COPIED)
    op.drop_table("mandates_before")
    op.create_table(
        "issuings",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(JSON, "content"),
        *always(TEXT, "digest by reason"),
        *always(MOMENT, "at"),
        *always(TEXT, "decision outcome ended_by comments"),
        *maybe(MOMENT, "ended_at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_issuings"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["mandates.alliance", "mandates.ref"], name="fk_issuings_mandate"),
        sqlite_with_rowid=False,
    )
