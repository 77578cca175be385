"""The search index, with each database's own full text over it."""

import sqlalchemy as sa
from alembic import op

revision = "0004_search"
down_revision = "0003_presence"

TAKE_IN = "INSERT INTO search_index(rowid, words) VALUES (new.n, new.words)"
TAKE_OUT = "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.n, old.words)"
SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_rows', content_rowid='n', tokenize='unicode61', prefix='3')",
    f"CREATE TRIGGER search_rows_in AFTER INSERT ON search_rows BEGIN {TAKE_IN}; END",
    f"CREATE TRIGGER search_rows_out AFTER DELETE ON search_rows BEGIN {TAKE_OUT}; END",
    f"CREATE TRIGGER search_rows_change AFTER UPDATE ON search_rows BEGIN {TAKE_OUT}; {TAKE_IN}; END",
)
POSTGRESQL = ("CREATE INDEX search_index ON search_rows USING gin (to_tsvector('simple', words))",)


def upgrade() -> None:
    op.create_table(
        "search_rows",
        sa.Column("n", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("alliance", "ref", "words", "parts")),
        sa.PrimaryKeyConstraint("n", name="pk_search_rows"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_search_rows_alliance"),
        sa.UniqueConstraint("alliance", "ref", name="uq_search_rows_alliance_ref"),
    )
    op.create_table(
        "search_marks",
        sa.Column("alliance", sa.String(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("alliance", name="pk_search_marks"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_search_marks_alliance"),
    )
    connection = op.get_bind()
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
