"""Telling people: the wording of notices and the ways of sending them. Owner of the text templates.

Whom to tell what is decided by the engine and queued by the record. Nothing here reads the database.
"""
