"""Defaults on their restricted route, the decision that answers one, and participants that were excluded."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0015_defaults"
down_revision = "0014_issue_drafts"

TEXT, NUMBER, LARGE, YES_NO, DAY = sa.String(), sa.Integer(), sa.BigInteger(), sa.Boolean(), sa.Date()
MOMENT = sa.DateTime(timezone=True)
STANDING, BEFORE = "standing IN ('joined', 'leaving', 'suspended', 'left', 'excluded')", "ck_participants_standing"


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def maybe(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names.split()]


def part(table: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        table,
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth"),
        *columns,
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["defaults.alliance", "defaults.ref"], name=f"fk_{table}_default"),
        sqlite_with_rowid=False,
    )


def participants() -> sa.Table:
    return sa.Table(
        "participants",
        sa.MetaData(),
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth"),
        *always(TEXT, "id title"),
        *always(sa.Text(), "bodies tags"),
        *always(TEXT, "standing"),
        *maybe(DAY, "until"),
        *always(TEXT, "reason"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_participants"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_participants_alliance"),
        sqlite_with_rowid=False,
    )


def widen_standing() -> None:
    if op.get_bind().dialect.name == "sqlite":  # which cannot change a constraint: the table is made again
        with op.batch_alter_table("participants", recreate="always", copy_from=participants()) as batch:
            batch.create_check_constraint(op.f(BEFORE), STANDING)
        return
    op.drop_constraint(op.f(BEFORE), "participants", type_="check")
    op.create_check_constraint(op.f(BEFORE), "participants", STANDING)


def upgrade() -> None:
    op.create_table(
        "defaults",
        *always(TEXT, "alliance ref state body concerns answer_kind by participant workflow policy"),
        *maybe(MOMENT, "since prepared_at"),
        *always(TEXT, "confirmed_by confirmed_participant"),
        *maybe(MOMENT, "confirmed_at"),
        *always(TEXT, "notice"),
        *maybe(MOMENT, "notice_at"),
        *maybe(DAY, "served_on"),
        *always(TEXT, "served_by served_how"),
        *maybe(MOMENT, "cure_until"),
        *always(TEXT, "proposed_by proposed_why decision"),
        *maybe(MOMENT, "ended_at"),
        *always(TEXT, "ended_how ended_by why"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_defaults"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_defaults_alliance"),
        sqlite_with_rowid=False,
    )
    stated = (*always(NUMBER, "n"), *always(TEXT, "ground"), *always(YES_NO, "curable"), *always(TEXT, "evidence"))
    part("stated_grounds", *stated)
    part("joined_notices", *always(TEXT, "participant by"), *always(MOMENT, "at"))
    heard = (*always(NUMBER, "n"), *always(YES_NO, "put_right"), *always(TEXT, "by said"), *always(MOMENT, "at"))
    part("hearings", *heard)
    extended = (*always(TEXT, "participant"), *always(DAY, "until"), *always(TEXT, "by"), *always(MOMENT, "at"))
    part("cure_extensions", *extended)
    judged = (*always(TEXT, "participant"), *always(YES_NO, "cured"), *always(TEXT, "by reason"), *always(MOMENT, "at"))
    part("judgments", *judged)
    op.add_column("decisions", sa.Column("default_ref", sa.String(), nullable=False, server_default=sa.text("''")))
    widen_standing()
