"""Applying a workflow definition to a subject.

The one owner of ``transitions``. Guards, effects, moments and permissions are pure functions looked up by the sentences of the
workflow file; ``moving`` is the only way to a ``Moved`` value, and the record accepts nothing else. No database, no clock, no Flask.
"""
