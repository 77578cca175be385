"""Drafts that only their writer reads, and what matters to each in an issue."""

import sqlalchemy as sa
from alembic import op

revision = "0014_issue_drafts"
down_revision = "0013_publishing_issues"

TEXT, MOMENT = sa.String(), sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("issues", sa.Column("matters", TEXT, nullable=False, server_default=sa.text("''")))
    op.create_table(
        "drafts",
        sa.Column("n", sa.Integer(), primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("alliance", "person", "kind")),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("mark", TEXT, nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_drafts_alliance"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_person", "drafts", ["alliance", "person", "n"])
