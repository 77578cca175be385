"""Messages that no entry calls for: invitations to sign in and links for a new password stand in the outbox too."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017_account_mail"
down_revision = "0016_directed"

TEXT, NUMBER, LARGE, MOMENT = sa.String(), sa.Integer(), sa.BigInteger(), sa.DateTime(timezone=True)
EMPTY = sa.text("''")
STATES = "state IN ('due', 'sending', 'sent', 'failed', 'cancelled', 'missed')"
KEY = ("alliance", "entry", "kind", "person", "subject", "due_key")


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def outbox() -> sa.Table:
    """Return the table as 0006 left it, for SQLite, which reads neither the checks nor the conditions of indexes back."""
    to_send = sa.text("state IN ('due', 'sending')")
    return sa.Table(
        "outbox",
        sa.MetaData(),
        *always(NUMBER, "n"),
        *always(TEXT, "alliance"),
        *always(LARGE, "entry"),
        *always(TEXT, "kind person subject"),
        *always(MOMENT, "created_at"),
        sa.Column("sent_at", MOMENT, nullable=True),
        *always(NUMBER, "attempts"),
        *always(TEXT, "note"),
        sa.Column("state", TEXT, nullable=False, server_default=sa.text("'due'")),
        *always(MOMENT, "due_at"),
        sa.Column("due_key", TEXT, nullable=False, server_default=EMPTY),
        sa.Column("owner", TEXT, nullable=False, server_default=EMPTY),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("bundle", TEXT, nullable=False, server_default=EMPTY),
        sa.PrimaryKeyConstraint("n", name="pk_outbox"),
        sa.ForeignKeyConstraint(["alliance", "entry"], ["ledger_entries.alliance", "ledger_entries.seq"], name="fk_outbox_entry"),
        sa.UniqueConstraint(*KEY, name="uq_outbox_alliance_entry_kind_person_subject_due_key"),
        sa.CheckConstraint(STATES, name=op.f("ck_outbox_state")),
        sa.Index("ix_outbox_to_send", "due_at", "n", sqlite_where=to_send),
        sa.Index("ix_outbox_subject", "alliance", "subject", "n"),
        sa.Index("ix_outbox_person", "alliance", "person", "n"),
    )


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # which cannot change a column: the table is made again
        with op.batch_alter_table("outbox", recreate="always", copy_from=outbox()) as batch:
            batch.alter_column("entry", existing_type=LARGE, nullable=True)
        return
    op.alter_column("outbox", "entry", existing_type=LARGE, nullable=True)
