"""Migrations end at the tables of the code, on both databases, and a database of a newer version is left alone."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import CheckConstraint, Connection, Engine, MetaData, insert, inspect, select

from govflow.domain import facts as f
from govflow.record import migrating, triggers
from govflow.record.errors import RecordError
from govflow.record.rows import TABLES
from govflow.record.sessions import open_database
from govflow.record.store import Store
from govflow.record.tables import Base
from govflow.record.verifying import verify
from tests.record import story


def test_the_migrated_schema_is_that_of_the_tables(engine: Engine) -> None:
    assert migrating.differences(engine) == []


def test_every_constraint_has_the_name_that_the_rule_gives(engine: Engine) -> None:
    """A later migration drops a constraint by its name."""
    found = inspect(engine)
    for table in Base.metadata.sorted_tables:
        checks = {str(constraint["name"]) for constraint in found.get_check_constraints(table.name)}
        assert checks == {str(constraint.name) for constraint in table.constraints if isinstance(constraint, CheckConstraint)}


def test_the_triggers_are_there_at_the_newest_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        assert triggers.missing(connection) == ()


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    assert migrating.current(engine) == migrating.migrate(engine) == migrating.head()
    migrating.check(engine)


def test_a_newer_schema_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_future'")
    with pytest.raises(migrating.NewerSchemaError, match="run a newer govflow"):
        migrating.migrate(engine)
    with pytest.raises(migrating.NewerSchemaError):
        migrating.check(engine)


def test_an_empty_database_is_asked_to_migrate(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert migrating.current(engine) == ""
    with pytest.raises(RecordError, match="govflow migrate"):
        migrating.check(engine)
    engine.dispose()


def test_the_newest_migration_is_the_one_in_the_file() -> None:
    """Two branches that each add one meet in this file, instead of in a database."""
    assert (migrating.FOLDER / "MIGRATIONS").read_text(encoding="utf-8").split() == [migrating.head()]
    names = sorted(path.stem for path in (migrating.FOLDER / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{n:04d}" for n in range(1, len(names) + 1)]


def test_a_migration_that_fails_leaves_nothing(
    fresh_url: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'half.db'}")

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(triggers, "create", fail)
    with pytest.raises(ZeroDivisionError):
        migrating.migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one() == 0
    engine.dispose()


ACCOUNTS = (
    "checkups",
    "email_changes",
    "links",
    "sessions",
    "sign_in_tries",
    "accounts",
    "heartbeats",
    "passwords",
    "former_names",
)

PLACED = ("put_by", "word", "stands_at")
# What migrations after those of accounts added to tables that were there.
LATER = {
    "people": ("shown_as",),
    "decisions": ("shared", "began"),
    "interests": ("replaced_by",),
    "papers": ("gone_at", "gone_by", "gone_why", "replaced"),
    **dict.fromkeys(("seats", "deputies", "absences", "offices"), PLACED),
}


def accounts_as_before(connection: Connection) -> None:
    """Make the tables of accounts anew, empty, as they were before a password was of an address, and take back what came later."""
    for table, columns in LATER.items():
        for column in columns:
            connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
    for name in ACCOUNTS:
        connection.exec_driver_sql(f"DROP TABLE {name}")
    with Operations.context(MigrationContext.configure(connection)):
        for step in ("0002_accounts", "0003_presence"):
            import_module(f"govflow.record.migrations.versions.{step}").upgrade()


UNDONE = (
    *(f"ALTER TABLE participants DROP COLUMN {name}" for name in ("leaves_on", "decision", "decisions")),
    "ALTER TABLE decisions DROP COLUMN directed",
    *(
        f"DROP TABLE {name}"
        for name in ("stated_grounds", "joined_notices", "hearings", "cure_extensions", "judgments", "defaults")
    ),
    "ALTER TABLE decisions DROP COLUMN default_ref",
    "DROP TABLE drafts",
    *(f"DROP TABLE {name}" for name in ("concerned_participants", "offered_options", "climbs", "guests", "issues")),
    "DROP TABLE postings",
    "DROP TABLE balances",
    *(f"ALTER TABLE versions DROP COLUMN {name}" for name in ("to_line", "to_year", "releases")),
    *(f"ALTER TABLE decisions ADD COLUMN {name} VARCHAR NOT NULL DEFAULT ''" for name in ("committed_line", "committed_year")),
    "ALTER TABLE decisions ADD COLUMN committed_pence BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX ix_decisions_committed ON decisions (alliance, committed_line, committed_year)",
    "UPDATE decisions SET children = replace(children, ' postings', '')",
    "UPDATE alembic_version SET version_num = '0010_linked'",
)


def test_money_committed_before_there_were_postings_becomes_postings(store: Store) -> None:
    """What a record of the last schema says in its entries is what its postings say after migrating."""
    story.found(store)
    for release in (False, True):
        ref = story.decide(store, acts=9)
        story.step(store, "plymouth", ref, "agree", f.MoneyCommitted("youth", "2026-27", 12_345), when=story.at(90_000))
        if release:
            story.step(store, "plymouth", ref, "supersede", f.MoneyCommitted("youth", "2026-27", 0), when=story.at(90_001))
    with store.engine.begin() as connection:
        triggers.drop(connection, ("postings",))
        accounts_as_before(connection)
        for statement in UNDONE:
            connection.exec_driver_sql(statement)
    migrating.migrate(store.engine)
    assert migrating.differences(store.engine) == []
    assert verify(store, "plymouth").problems == ()
    with store.view("plymouth") as view:
        assert view.balance("youth", "2026-27").taken == 12_345


def test_what_waits_in_the_outbox_still_waits_when_messages_without_an_entry_may(store: Store) -> None:
    story.found(store)
    story.decide(store, acts=3)
    with store.engine.begin() as connection:
        before = connection.exec_driver_sql("SELECT * FROM outbox ORDER BY n").all()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE outbox ALTER COLUMN entry SET NOT NULL")
        accounts_as_before(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0016_directed'")
    migrating.migrate(store.engine)
    assert migrating.differences(store.engine) == []
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM outbox ORDER BY n").all() == before
        assert before


def test_a_password_that_was_an_accounts_is_its_addresss(store: Store) -> None:
    """Who was signed in stays so, who was invited is still invited, and nobody needs another password."""
    story.found(store)
    now = story.at(1)
    person = {"alliance": "plymouth", "person": "PER-0001", "email": "kay@example.org"}
    session = {"token_hash": "s", "account": 1, "idle_minutes": 720, "holds": "h", "ip_prefix": "", "user_agent": "A browser"}
    link = {"token_hash": "l", "account": 2, "purpose": "invitation", "created_at": now, "expires_at": now, "used_at": None}
    with store.engine.begin() as connection:
        accounts_as_before(connection)
        old = MetaData()
        old.reflect(connection, only=("accounts", "sessions", "links"))
        plain = {"disabled": False, "created_at": now, "visited_entry": 0, "visited_at": None}
        rows = [
            {"n": 1, **person, "password_hash": "$hash", **plain},
            {"n": 2, **person, "person": "PER-0002", "email": "lee@example.org", "password_hash": "", **plain},
        ]
        connection.execute(insert(old.tables["accounts"]), rows)
        times = dict.fromkeys(("created_at", "last_seen_at", "expires_at"), now)
        connection.execute(insert(old.tables["sessions"]), [session | times | {"since_entry": 0, "since_at": None}])
        connection.execute(insert(old.tables["links"]), [link])
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0017_account_mail'")
    migrating.migrate(store.engine)
    assert migrating.differences(store.engine) == []
    with store.engine.connect() as connection:
        accounts = connection.execute(select(TABLES["accounts"]).order_by(TABLES["accounts"].c.n)).all()
        assert [(a.person, a.email, a.accepted_at is not None) for a in accounts] == [
            ("PER-0001", "kay@example.org", True),
            ("PER-0002", "lee@example.org", False),
        ]
        assert [tuple(p)[:2] for p in connection.execute(select(TABLES["passwords"]))] == [("kay@example.org", "$hash")]
        assert [s.token_hash for s in connection.execute(select(TABLES["sessions"]))] == ["s"]
        assert [(one.purpose, one.email) for one in connection.execute(select(TABLES["links"]))] == [
            ("invitation", "lee@example.org")
        ]
    assert verify(store, "plymouth").problems == ()
