"""Issues on the no-fault ladder: whom they concern, the ways forward, the rungs left and the people who help."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012_issues"
down_revision = "0011_postings"

TEXT, NUMBER, LARGE, YES_NO = sa.String(), sa.Integer(), sa.BigInteger(), sa.Boolean()
MOMENT = sa.DateTime(timezone=True)
ABOUT = sa.text("about <> ''")


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
        sa.ForeignKeyConstraint(["alliance", "ref"], ["issues.alliance", "issues.ref"], name=f"fk_{table}_issue"),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    op.create_table(
        "issues",
        *always(TEXT, "alliance ref state body about by participant happened affected would_help workflow policy"),
        *maybe(MOMENT, "since logged_at ended_at"),
        *always(TEXT, "ended_on_rung ended_by"),
        *always(NUMBER, "option"),
        *always(TEXT, "route why"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_issues"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_issues_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_issues_about", "issues", ["alliance", "about"], sqlite_where=ABOUT, postgresql_where=ABOUT)
    said = (*always(TEXT, "participant"), *always(NUMBER, "accepts"), *always(YES_NO, "differs"), *always(TEXT, "by reason"))
    part("concerned_participants", *said, *maybe(MOMENT, "at"))
    offered = (*always(NUMBER, "n"), *always(TEXT, "rung participant by option new title text"))
    part("offered_options", *offered, *always(MOMENT, "at"))
    part("climbs", *always(NUMBER, "n"), *always(TEXT, "rung by reason"), *always(MOMENT, "at"))
    part("guests", *always(NUMBER, "n"), *always(TEXT, "person role rung by terms"), *always(MOMENT, "at"))
