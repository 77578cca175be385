"""Names that were corrected; one password an address, with an account in each alliance; changes of the address people sign in with."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018_people"
down_revision = "0017_account_mail"

TEXT, NUMBER, MOMENT = sa.String(), sa.Integer(), sa.DateTime(timezone=True)
EMPTY = sa.text("''")


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def upgrade() -> None:
    op.create_table(
        "former_names",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth"),
        *always(TEXT, "person name"),
        *always(MOMENT, "until"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_former_names"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_former_names_alliance"),
        sqlite_with_rowid=False,
    )
    one_password_an_address()
    op.create_table(
        "email_changes",
        *always(NUMBER, "n account"),
        *always(TEXT, "old_email new_email asked_by"),
        *always(MOMENT, "asked_at"),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_email_changes"),
        sa.ForeignKeyConstraint(["account"], ["accounts.n"], name="fk_email_changes_account"),
    )
    op.create_index("ix_email_changes_account", "email_changes", ["account"], unique=False)


def one_password_an_address() -> None:
    """Keep each password by its address; an account has been taken up where it had one."""
    op.create_table(
        "passwords",
        *always(TEXT, "email password_hash"),
        *always(MOMENT, "set_at"),
        sa.PrimaryKeyConstraint("email", name="pk_passwords"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO passwords SELECT email, password_hash, created_at FROM accounts WHERE password_hash <> ''")
    with op.batch_alter_table("links") as table:
        table.add_column(sa.Column("email", TEXT, nullable=False, server_default=EMPTY))
        table.drop_constraint(op.f("ck_links_purpose"), type_="check")
        table.create_check_constraint(op.f("ck_links_purpose"), "purpose IN ('invitation', 'reset', 'email')")
    op.execute("UPDATE links SET email = (SELECT a.email FROM accounts a WHERE a.n = links.account)")
    op.add_column("accounts", sa.Column("accepted_at", MOMENT, nullable=True))
    op.execute("UPDATE accounts SET accepted_at = created_at WHERE password_hash <> ''")
    with set_aside("sessions", "links"), op.batch_alter_table("accounts") as table:
        table.drop_constraint("uq_accounts_email", type_="unique")
        table.create_unique_constraint("uq_accounts_alliance_email", ["alliance", "email"])
        table.drop_column("password_hash")


@contextmanager
def set_aside(*tables: str) -> Iterator[None]:
    """Keep the rows of some tables elsewhere meanwhile: SQLite makes a table that they refer to anew, and would not let it go."""
    for name in tables:
        op.execute(f"CREATE TABLE {name}_aside AS SELECT * FROM {name}")  # noqa: S608 - our own names
        op.execute(f"DELETE FROM {name}")  # noqa: S608
    yield
    for name in tables:
        op.execute(f"INSERT INTO {name} SELECT * FROM {name}_aside")  # noqa: S608
        op.execute(f"DROP TABLE {name}_aside")
