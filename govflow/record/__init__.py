"""The only code that touches the database: tables, sessions, ledger, timers, outbox, migrations, and the proof that they agree.

No rule lives here: what may happen is the engine's to say, and what a fact changes is the domain's.
"""
