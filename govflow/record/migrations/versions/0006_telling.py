"""Telling people in full: states and leases of messages, reminders, how a person wants to be told, calendar feeds."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006_telling"
down_revision = "0005_meetings"

TEXT, NUMBER, LARGE, MOMENT = sa.String(), sa.Integer(), sa.BigInteger(), sa.DateTime(timezone=True)
STATES = "state IN ('due', 'sending', 'sent', 'failed', 'cancelled', 'missed')"
EMPTY = sa.text("''")
KEY = "uq_outbox_alliance_entry_kind_person_subject"


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def maybe(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names.split()]


def upgrade() -> None:
    op.drop_index("ix_outbox_waiting", "outbox")
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("state", TEXT, nullable=False, server_default=sa.text("'due'")))
        table.add_column(sa.Column("due_at", MOMENT, nullable=True))
        table.add_column(sa.Column("due_key", TEXT, nullable=False, server_default=EMPTY))
        table.add_column(sa.Column("owner", TEXT, nullable=False, server_default=EMPTY))
        table.add_column(sa.Column("lease_until", MOMENT, nullable=True))
        table.add_column(sa.Column("bundle", TEXT, nullable=False, server_default=EMPTY))
    op.execute("UPDATE outbox SET due_at = created_at, state = CASE WHEN sent_at IS NULL THEN 'due' ELSE 'sent' END")
    with op.batch_alter_table("outbox") as table:
        table.alter_column("due_at", existing_type=MOMENT, nullable=False)
        table.drop_constraint(KEY, type_="unique")
        table.create_unique_constraint(f"{KEY}_due_key", ["alliance", "entry", "kind", "person", "subject", "due_key"])
        table.create_check_constraint(op.f("ck_outbox_state"), STATES)
    create_indexes()
    create_tables()


def create_indexes() -> None:
    to_send = sa.text("state IN ('due', 'sending')")
    op.create_index("ix_outbox_to_send", "outbox", ["due_at", "n"], sqlite_where=to_send, postgresql_where=to_send)
    op.create_index("ix_outbox_subject", "outbox", ["alliance", "subject", "n"])
    op.create_index("ix_outbox_person", "outbox", ["alliance", "person", "n"])


def create_tables() -> None:
    op.create_table(
        "reminders",
        *always(TEXT, "alliance ref kind"),
        *always(MOMENT, "due_at until_at"),
        *always(LARGE, "entry"),
        *always(TEXT, "state"),
        *maybe(MOMENT, "done_at"),
        *always(NUMBER, "told"),
        sa.PrimaryKeyConstraint("alliance", "ref", "kind", "due_at", name="pk_reminders"),
        sa.CheckConstraint("state IN ('due', 'done', 'cancelled', 'missed')", name=op.f("ck_reminders_state")),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_reminders_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_reminders_due",
        "reminders",
        ["due_at", "alliance", "ref", "kind"],
        unique=False,
        sqlite_where=sa.text("state = 'due'"),
        postgresql_where=sa.text("state = 'due'"),
    )
    op.create_table(
        "preferences",
        *always(TEXT, "alliance person digest"),
        sa.PrimaryKeyConstraint("alliance", "person", name="pk_preferences"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_preferences_alliance"),
        sa.CheckConstraint("digest IN ('at_once', 'daily', 'weekly')", name=op.f("ck_preferences_digest")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feeds",
        *always(TEXT, "token_hash alliance person"),
        *always(MOMENT, "created_at"),
        *maybe(MOMENT, "revoked_at"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_feeds"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_feeds_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feeds_person", "feeds", ["alliance", "person"], unique=False)
