"""The first schema: ledgers, alliances, mandates, decisions, timers and the outbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from govflow.record import triggers

revision = "0001_first"
down_revision = None

TEXT, JSON, NUMBER, LARGE = sa.String(), sa.Text(), sa.Integer(), sa.BigInteger()
TRUTH, DAY, MOMENT, BYTES = sa.Boolean(), sa.Date(), sa.DateTime(timezone=True), sa.LargeBinary()
LIVE = sa.text("state NOT IN ('in_force', 'implemented', 'reviewed', 'withdrawn', 'lapsed', 'superseded')")


def always(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names.split()]


def maybe(kind: sa.types.TypeEngine[Any], names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=True) for name in names.split()]


def upgrade() -> None:
    create_ledger()
    create_alliances()
    create_decisions()
    triggers.create(op.get_bind(), ("ledger_entries", "ledger_openings", "editions"))


def create_ledger() -> None:
    op.create_table(
        "ledger_heads",
        *always(TEXT, "alliance"),
        *always(LARGE, "size"),
        *always(TEXT, "hash frontier root"),
        *always(LARGE, "roster_entry"),
        *always(JSON, "counters"),
        sa.PrimaryKeyConstraint("alliance", name="pk_ledger_heads"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ledger_entries",
        *always(TEXT, "alliance"),
        *always(LARGE, "seq"),
        *always(TEXT, "prev hash"),
        *always(MOMENT, "at"),
        *always(TEXT, "act subject from_state to_state actor role participant"),
        *maybe(TEXT, "key"),
        *maybe(LARGE, "cause"),
        *always(BYTES, "body"),
        sa.PrimaryKeyConstraint("alliance", "seq", name="pk_ledger_entries"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_ledger_entries_alliance"),
    )
    op.create_index(
        "uq_ledger_entries_key",
        "ledger_entries",
        ["alliance", "key"],
        unique=True,
        sqlite_where=sa.text("key IS NOT NULL"),
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.create_index("ix_ledger_entries_subject", "ledger_entries", ["alliance", "subject", "seq"], unique=False)
    op.create_table(
        "ledger_openings",
        *always(TEXT, "alliance"),
        *always(LARGE, "seq"),
        *always(TEXT, "field salt value"),
        sa.PrimaryKeyConstraint("alliance", "seq", "field", name="pk_ledger_openings"),
        sa.ForeignKeyConstraint(
            ["alliance", "seq"], ["ledger_entries.alliance", "ledger_entries.seq"], name="fk_ledger_openings_entry"
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "editions",
        *always(TEXT, "alliance digest kind name edition seal"),
        *always(BYTES, "content"),
        sa.PrimaryKeyConstraint("alliance", "digest", name="pk_editions"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_editions_alliance"),
    )
    op.create_table(
        "timers",
        *always(TEXT, "alliance ref event"),
        *always(MOMENT, "due_at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "event", name="pk_timers"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_timers_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_timers_alliance_due_at", "timers", ["alliance", "due_at"], unique=False)
    op.create_index("ix_timers_due_at", "timers", ["due_at"], unique=False)
    op.create_table(
        "outbox",
        *always(NUMBER, "n"),
        *always(TEXT, "alliance"),
        *always(LARGE, "entry"),
        *always(TEXT, "kind person subject"),
        *always(MOMENT, "created_at"),
        *maybe(MOMENT, "sent_at"),
        *always(NUMBER, "attempts"),
        *always(TEXT, "note"),
        sa.PrimaryKeyConstraint("n", name="pk_outbox"),
        sa.ForeignKeyConstraint(["alliance", "entry"], ["ledger_entries.alliance", "ledger_entries.seq"], name="fk_outbox_entry"),
        sa.UniqueConstraint(
            "alliance", "entry", "kind", "person", "subject", name="uq_outbox_alliance_entry_kind_person_subject"
        ),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["n"],
        unique=False,
        sqlite_where=sa.text("sent_at IS NULL"),
        postgresql_where=sa.text("sent_at IS NULL"),
    )


def create_alliances() -> None:
    op.create_table(
        "mandates",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "version"),
        *always(TEXT, "title"),
        *always(DAY, "valid_from valid_until"),
        *always(JSON, "content"),
        *always(TEXT, "digest"),
        *always(LARGE, "entry"),
        sa.PrimaryKeyConstraint("alliance", "ref", "version", name="pk_mandates"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_mandates_alliance"),
    )
    op.create_table(
        "alliances",
        *always(TEXT, "alliance ref title zone jurisdiction policy workflow"),
        *always(TRUTH, "illustrative"),
        *maybe(MOMENT, "founded_at"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", name="pk_alliances"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_alliances_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "participants",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth"),
        *always(TEXT, "id title"),
        *always(JSON, "bodies tags"),
        *always(TEXT, "standing"),
        *maybe(DAY, "until"),
        *always(TEXT, "reason"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_participants"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_participants_alliance"),
        sa.CheckConstraint("standing IN ('joined', 'leaving', 'suspended', 'left')", name=op.f("ck_participants_standing")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "people",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth"),
        *always(TEXT, "ref name contact"),
        *always(TRUTH, "active"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_people"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_people_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seats",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "participant body person"),
        *always(DAY, "since"),
        *maybe(DAY, "until"),
        *always(TEXT, "reason"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_seats"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_seats_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deputies",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "participant body person"),
        *always(DAY, "since"),
        *maybe(DAY, "until"),
        *always(TEXT, "reason"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_deputies"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_deputies_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "absences",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "participant body person"),
        *always(DAY, "since"),
        *maybe(DAY, "until"),
        *always(TEXT, "reason"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_absences"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_absences_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "offices",
        *always(TEXT, "alliance"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "role person body participant"),
        *always(DAY, "since"),
        *maybe(DAY, "until"),
        sa.PrimaryKeyConstraint("alliance", "nth", name="pk_offices"),
        sa.ForeignKeyConstraint(["alliance"], ["alliances.alliance"], name="fk_offices_alliance"),
        sqlite_with_rowid=False,
    )


def create_decisions() -> None:
    op.create_table(
        "decisions",
        *always(TEXT, "alliance ref state kind body title proposer participant workflow policy mandate supersedes concerns"),
        *always(NUMBER, "version wording round_no failures failed_version agreed objections eligible"),
        *maybe(MOMENT, "proposed_at since notice_from settles_at window_ends_at resumes_at adopted_at effective_at"),
        *always(TEXT, "committed_line committed_year"),
        *always(LARGE, "committed_pence"),
        *always(TEXT, "wording_proposed wording_by wording_by_role"),
        *always(NUMBER, "edited_round"),
        *always(TEXT, "held_by rung outcome finding worked successor"),
        *always(LARGE, "entry"),
        *always(TEXT, "children"),
        sa.PrimaryKeyConstraint("alliance", "ref", name="pk_decisions"),
        sa.ForeignKeyConstraint(["alliance"], ["ledger_heads.alliance"], name="fk_decisions_alliance"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_decisions_committed", "decisions", ["alliance", "committed_line", "committed_year"], unique=False)
    op.create_index(
        "ix_decisions_live", "decisions", ["alliance", "state", "since", "ref"], sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_index("ix_decisions_state", "decisions", ["alliance", "state", "since", "ref"], unique=False)
    op.create_table(
        "versions",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n wording"),
        *always(TEXT, "title text kind"),
        *maybe(LARGE, "amount_pence"),
        *always(TEXT, "line year"),
        *always(JSON, "changes"),
        *always(TEXT, "measure"),
        *maybe(DAY, "review_on"),
        *always(JSON, "statement"),
        *always(TRUTH, "material"),
        *always(TEXT, "by reason"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_versions"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_versions_decision"),
        sa.UniqueConstraint("alliance", "ref", "n", "wording", name="uq_versions_alliance_ref_n_wording"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contributions",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "what who by"),
        *always(NUMBER, "to"),
        *always(TEXT, "changed said"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_contributions"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_contributions_decision"),
        sa.CheckConstraint("what IN ('voice', 'question', 'answer', 'reason', 'objection')", name=op.f("ck_contributions_what")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "circulations",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n version"),
        *always(JSON, "papers"),
        *always(TRUTH, "flagged interests_asked urgent"),
        *always(TEXT, "urgent_reason legal safe by by_role"),
        *always(MOMENT, "at"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_circulations"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_circulations_decision"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rounds",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n version"),
        *always(JSON, "electorate left_out"),
        *always(TEXT, "mandate"),
        *always(NUMBER, "mandate_version"),
        *always(TEXT, "mandate_digest"),
        *always(MOMENT, "closes_at"),
        *always(TEXT, "meeting by"),
        *always(MOMENT, "at"),
        *always(TEXT, "lapsed"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_rounds"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_rounds_decision"),
        sa.UniqueConstraint("alliance", "ref", "n", name="uq_rounds_alliance_ref_n"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "positions",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth round_no"),
        *always(TEXT, "participant"),
        *always(NUMBER, "n version wording"),
        *always(TEXT, "choice reason principle interest would_agree_if own_body own_body_kind"),
        *maybe(DAY, "expected"),
        *always(TEXT, "person"),
        *always(TRUTH, "deputy"),
        *always(MOMENT, "at"),
        *always(TRUTH, "current"),
        *always(TEXT, "lapsed"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_positions"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_positions_decision"),
        sa.CheckConstraint(
            "choice IN ('agree', 'agree_subject_to', 'object', 'abstain', 'stand_aside')",
            name=op.f("ck_positions_choice"),
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_positions_current",
        "positions",
        ["alliance", "ref", "participant"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )
    op.create_table(
        "interests",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n"),
        *always(TEXT, "participant person kind nature"),
        *always(MOMENT, "declared_at"),
        *always(TEXT, "handling ruled_by ruled_by_participant ruling_reason"),
        *maybe(MOMENT, "ruled_at"),
        *always(NUMBER, "confirmations"),
        *always(JSON, "confirmed_by"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_interests"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_interests_decision"),
        sa.UniqueConstraint("alliance", "ref", "n", name="uq_interests_alliance_ref_n"),
        sa.CheckConstraint(
            "handling IN ('', 'exclude', 'discuss_no_vote', 'participate_if_others_agree', 'note_only')",
            name=op.f("ck_interests_handling"),
        ),
        sa.CheckConstraint("kind IN ('personal', 'institutional', 'none')", name=op.f("ck_interests_kind")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "approvals",
        *always(TEXT, "alliance ref"),
        *always(NUMBER, "nth n round_no"),
        *always(TEXT, "participant own_body own_body_kind"),
        *maybe(DAY, "expected"),
        *always(MOMENT, "lapses_at"),
        *maybe(TRUTH, "approved"),
        *always(TEXT, "reference"),
        *maybe(DAY, "decided_on"),
        *always(TEXT, "by reason"),
        sa.PrimaryKeyConstraint("alliance", "ref", "nth", name="pk_approvals"),
        sa.ForeignKeyConstraint(["alliance", "ref"], ["decisions.alliance", "decisions.ref"], name="fk_approvals_decision"),
        sa.UniqueConstraint("alliance", "ref", "n", name="uq_approvals_alliance_ref_n"),
        sqlite_with_rowid=False,
    )
