"""The log: the append-only, tamper-evident record of every act and every look.

Always holds: an entry is written in the transaction of what it records, is never changed, and carries a keyed hash over
itself and the entry before it.
"""
