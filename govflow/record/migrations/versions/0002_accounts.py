"""Accounts, sessions, tries to sign in, and single-use links."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002_accounts"
down_revision = "0001_first"

TEXT, NUMBER, TRUTH, MOMENT = sa.String(), sa.Integer(), sa.Boolean(), sa.DateTime(timezone=True)


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def upgrade() -> None:
    op.create_table(
        "accounts",
        *always(NUMBER, "n"),
        *always(TEXT, "alliance person email password_hash"),
        *always(TRUTH, "disabled"),
        *always(MOMENT, "created_at"),
        sa.PrimaryKeyConstraint("n", name="pk_accounts"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_accounts_alliance"),
        sa.UniqueConstraint("alliance", "person", name="uq_accounts_alliance_person"),
        sa.UniqueConstraint("email", name="uq_accounts_email"),
    )
    op.create_table(
        "sessions",
        *always(TEXT, "token_hash"),
        *always(NUMBER, "account"),
        *always(MOMENT, "created_at last_seen_at expires_at"),
        *always(NUMBER, "idle_minutes"),
        *always(TEXT, "holds ip_prefix user_agent"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
        sa.ForeignKeyConstraint(["account"], ["accounts.n"], name="fk_sessions_account"),
    )
    op.create_index("ix_sessions_account", "sessions", ["account"], unique=False)
    op.create_table(
        "sign_in_tries",
        *always(NUMBER, "n"),
        *always(TEXT, "key"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("n", name="pk_sign_in_tries"),
    )
    op.create_index("ix_sign_in_tries_key", "sign_in_tries", ["key", "at"], unique=False)
    op.create_table(
        "links",
        *always(TEXT, "token_hash"),
        *always(NUMBER, "account"),
        *always(TEXT, "purpose"),
        *always(MOMENT, "created_at expires_at"),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_links"),
        sa.ForeignKeyConstraint(["account"], ["accounts.n"], name="fk_links_account"),
        sa.CheckConstraint("purpose IN ('invitation', 'reset')", name=op.f("ck_links_purpose")),
    )
    op.create_index("ix_links_account", "links", ["account"], unique=False)
