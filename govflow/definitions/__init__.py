"""Definitions: files in, checked objects out.

Reads workflow files and policy packs into plain values, or says everything that is wrong with them at once. Imports ``domain``
only; the words a workflow may use are passed in by the caller, so nothing here knows the engine.
"""
