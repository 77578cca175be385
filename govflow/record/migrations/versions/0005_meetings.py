"""Meetings, their minutes, and actions; and who wrote a position down that was confirmed in a meeting."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005_meetings"
down_revision = "0004_search"

TEXT, NUMBER, LARGE = sa.String(), sa.Integer(), sa.BigInteger()
TRUTH, DAY, MOMENT = sa.Boolean(), sa.Date(), sa.DateTime(timezone=True)


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def maybe(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names.split()]


def upgrade() -> None:
    op.add_column("positions", sa.Column("recorded_by", TEXT, nullable=False, server_default=sa.text("''")))
    create_meetings()
    create_minutes()
    create_actions()


def create_meetings() -> None:
    op.create_table(
        "meetings",
        *always(TEXT, "alliance ref state body title"),
        *maybe(DAY, "on"),
        *always(TEXT, "clock zone"),
        *maybe(MOMENT, "starts_at"),
        *always(NUMBER, "minutes"),
        *always(TEXT, "place link series rule"),
        *always(NUMBER, "sequence"),
        *always(TEXT, "called_by participant why workflow policy"),
        *maybe(MOMENT, "since planned_at notice_due papers_due notice_at papers_at"),
        *always(TRUTH, "urgent papers_late"),
        *maybe(MOMENT, "started_at ended_at"),
        *always(NUMBER, "item"),
        *always(TRUTH, "quorate was_quorate"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_meetings"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_meetings_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_meetings_starts", "meetings", ["alliance", "starts_at", "ref"], unique=False)
    op.create_table(
        "agenda",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "title what decision"),
        *always(NUMBER, "minutes"),
        *always(TEXT, "who"),
        *always(TRUTH, "late"),
        *always(TEXT, "by note"),
        *always(TRUTH, "dropped"),
        *always(NUMBER, "place"),
        *maybe(MOMENT, "reached_at"),
        *always(TEXT, "said"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_agenda"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name="fk_agenda_meeting"),
        sa.CheckConstraint("what IN ('decision', 'discussion', 'report', 'information')", name=op.f("ck_agenda_what")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_agenda_decision", "agenda", ["alliance", "decision"], unique=False)
    op.create_table(
        "papers",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n item"),
        *always(TEXT, "title address digest media"),
        *always(LARGE, "size"),
        *always(TEXT, "by"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_papers"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name="fk_papers_meeting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "replies",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth"),
        *always(TEXT, "person answer"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_replies"),
        sa.CheckConstraint("answer IN ('yes', 'no', 'perhaps')", name=op.f("ck_replies_answer")),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name="fk_replies_meeting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attendances",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "person participant role"),
        *always(TRUTH, "remote"),
        *always(MOMENT, "arrived_at"),
        *maybe(MOMENT, "left_at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_attendances"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name="fk_attendances_meeting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "consents",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth item"),
        *always(TEXT, "participant person"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_consents"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name="fk_consents_meeting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "noted_positions",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "decision"),
        *always(NUMBER, "version"),
        *always(TEXT, "participant choice principle by reason interest would_agree_if"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_noted_positions"),
        sa.CheckConstraint(
            "choice IN ('agree', 'agree_subject_to', 'object', 'abstain', 'stand_aside')", name=op.f("ck_noted_positions_choice")
        ),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["meetings.alliance", "meetings.ref"], name="fk_noted_positions_meeting"),
        sqlite_with_rowid=False,
    )


def create_minutes() -> None:
    op.create_table(
        "minutes",
        *always(TEXT, "alliance ref state meeting body workflow policy"),
        *always(NUMBER, "version"),
        *maybe(MOMENT, "since drafted_at issued_at settled_at"),
        *always(TRUTH, "by_all"),
        *maybe(MOMENT, "sent_at"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_minutes"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_minutes_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_minutes_meeting", "minutes", ["alliance", "meeting"], unique=False)
    op.create_table(
        "minutes_texts",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "text by reason"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_minutes_texts"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["minutes.alliance", "minutes.ref"], name="fk_minutes_texts_minutes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attendees",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth"),
        *always(TEXT, "person participant"),
        *always(NUMBER, "accepted"),
        *maybe(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_attendees"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["minutes.alliance", "minutes.ref"], name="fk_attendees_minutes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "corrections",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "person participant"),
        *always(TRUTH, "after"),
        *always(TEXT, "said"),
        *maybe(TRUTH, "taken"),
        *always(TEXT, "answer"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_corrections"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["minutes.alliance", "minutes.ref"], name="fk_corrections_minutes"),
        sqlite_with_rowid=False,
    )


def create_actions() -> None:
    op.create_table(
        "actions",
        *always(TEXT, "alliance ref state body what owner participant"),
        *maybe(DAY, "until"),
        *always(TEXT, "meeting"),
        *always(NUMBER, "item"),
        *always(TEXT, "decision by workflow policy"),
        *maybe(MOMENT, "since opened_at closed_at"),
        *always(TEXT, "outcome"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_actions"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_actions_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_actions_meeting", "actions", ["alliance", "meeting"], unique=False)
    op.create_index(
        "ix_actions_open",
        "actions",
        ["alliance", "until", "ref"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "progress",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "by said"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_progress"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["actions.alliance", "actions.ref"], name="fk_progress_action"),
        sqlite_with_rowid=False,
    )
