"""Taking an installation elsewhere: a backup in one file, restoring it, and moving the record to another database.

All three are the same copying of every table (``record.table_copy``) inside transactions that stand whole or not at all.
"""
