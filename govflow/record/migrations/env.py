"""What Alembic runs for each command: the connection is handed over by ``migrating``, never made here."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from govflow.record.tables import Base
from govflow.record.tables.columns import Content, TextList


def render_item(kind: str, thing: Any, _context: AutogenContext) -> str | Literal[False]:  # noqa: ANN401 - anything in a table
    """Write our own column types as the plain ones they are kept in, so that a migration outlives them."""
    if kind != "type":
        return False
    if isinstance(thing, AutoString):
        return "sa.String()"
    if isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.Text()" if isinstance(thing, TextList | Content) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=render_item,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
