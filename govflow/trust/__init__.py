"""What anyone can check without us: canonical bytes and the Merkle tree over a record.

No database, no web and no rule of an alliance lives here, so that an auditor can run this room alone.
"""
